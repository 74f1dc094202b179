"""A block that stands beside a table of months, with labels of its own and no months, is told from the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mist_dash.core.intake.files.book import Cell, Sheet
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.table.tables import SheetTable, blank
from mist_dash.core.intake.why import LeftOut, Why, left_out


def without_block(table: SheetTable) -> tuple[SheetTable, LeftOut | None]:
    """The table without a summary at its right side, and what it was; None when there is none."""
    gap = next((c for c in range(table.first + 1, table.end) if _empty(table, c)), table.end)
    start = next((c for c in range(gap, table.end) if not _empty(table, c)), table.end)
    if start == table.end or not _has_labels(table, gap, start) or not _has_numbers(table, start):
        return table, None
    name = next((str(table.cell(row, start)) for row in table.header if not blank(table.cell(row, start))), "")
    rows = (table.header[0] if table.header else table.body[0], table.body[-1])
    block = left_out(
        f"the block “{name[:60]}” beside the table", Why.NO_MONTHS, table.sheet.name, rows, (start, table.end)
    )
    return replace(table, end=gap), block


def _empty(table: SheetTable, column: int) -> bool:
    return all(blank(table.cell(row, column)) for row in table.header) and all(map(blank, table.down(column)))


def _has_labels(table: SheetTable, gap: int, start: int) -> bool:
    """Whether a column holds texts that are no months, in fewer rows than the table has months."""
    dated = sum(any(map(_is_month, table.sheet.rows[row][table.first : gap])) for row in table.body)
    texts = [cell for cell in table.down(start) if not blank(cell)]
    labels = all(isinstance(cell, str) and number(cell).kind == "wrong" and not _is_month(cell) for cell in texts)
    return bool(texts) and labels and len(texts) < dated


def _has_numbers(table: SheetTable, start: int) -> bool:
    cells = [cell for column in range(start + 1, table.end) for cell in table.down(column)]
    return any(number(cell).kind == "reported" for cell in cells)


def _is_month(cell: Cell) -> bool:
    return number(cell).kind == "wrong" and any(when.month for _, when in whens(cell))


def with_numbers(made: Sequence[SheetTable]) -> tuple[list[SheetTable], list[Sheet]]:
    """The tables of the sheets with numbers, and the sheets that hold only texts beside those; all, when none has any.

    So Numbers' own "Export Summary" is not asked about, and a template to fill in is read as what it is.
    """
    counted = {table.sheet.name for table in made if _holds_something(table)}
    if not counted:
        return list(made), []
    empty = {table.sheet.name: table.sheet for table in made if table.sheet.name not in counted}
    return [table for table in made if table.sheet.name in counted], list(empty.values())


def _holds_something(table: SheetTable) -> bool:
    """Whether a table has a number, or a label such as a month under which one is missing."""
    cells = [cell for row in table.body for cell in table.sheet.rows[row]]
    return any(number(cell).kind not in ("wrong", "blank") or _is_month(cell) for cell in cells)
