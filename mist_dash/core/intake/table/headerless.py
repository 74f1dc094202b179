"""A sheet without headers becomes a table by its shape: months and areas show themselves, what numbers count is asked.

Nothing is guessed: a column of numbers says what it is only through the person, once, and that is remembered for
tables of this width.
"""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.files.book import Cell, CellRow, Sheet, place
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.reading import Question
from mist_dash.core.intake.table.columns import Column, any_use
from mist_dash.core.intake.table.heads import Head, Heads
from mist_dash.core.intake.table.tables import SheetTable, blank, filled, tables


def headerless(sheet: Sheet, words: Words) -> tuple[SheetTable, ...]:
    """The one table of a sheet where no row names its columns; none where no rows have the shape of data."""
    rows = [row for row, cells in enumerate(sheet.rows) if filled(cells)]
    first = next((at for at, row in enumerate(rows) if _is_data(sheet.rows[row])), len(rows))
    body = tuple(row for row in rows[first:] if len(filled(sheet.rows[row])) > 1)
    if not body or sum(_is_data(sheet.rows[row]) for row in body) * 5 < len(body) * 4:
        return ()
    above = rows[first - 1] if first else None
    if above is not None and _names(sheet.rows[above], sheet.rows[body[0]]):
        return tables(sheet, words, above)  # headers in words that nobody knows are headers all the same
    context = tuple(" ".join(str(cell).strip() for _, cell in filled(sheet.rows[row])) for row in rows[:first])
    width = max(column for row in body for column, _ in filled(sheet.rows[row])) + 1
    return (SheetTable(sheet, context, (), body, 0, width),)


def _is_data(row: CellRow) -> bool:
    """Whether a row has a month and, in another cell, a number."""
    cells = [cell for _, cell in filled(row)]
    months = [cell for cell in cells if _is_month(cell)]
    numbers = [cell for cell in cells if number(cell).kind in ("reported", "suppressed")]
    return bool(months) and any(cell is not months[0] for cell in numbers)


def _is_month(cell: Cell) -> bool:
    return any(when.month and (when.year or when.fy or isinstance(cell, str)) for _, when in whens(cell)) and not (
        isinstance(cell, str) and cell.strip().isdigit() and len(cell.strip()) < 5
    )


def _names(above: CellRow, data: CellRow) -> bool:
    """Whether a row has a text over each number of the row below it."""
    given = dict(filled(above))
    under = [column for column, cell in filled(data) if number(cell).kind != "wrong"]
    return len(given) > 1 and all(isinstance(given.get(column), str) for column in under)


def bare_heads(table: SheetTable) -> Heads:
    """A head for each column of a table without any: its letter and how many there are, so that a recipe fits only
    another table of the same width. The column of months is known by its cells."""
    width = table.end - table.first
    shown = [f"column {place(0, column)[:-1]} of {width}" for column in range(table.first, table.end)]
    months = next((c for c in range(table.first, table.end) if _all_months(table, c)), -1)
    return Heads(
        tuple(
            Head(column, label, Meaning(text=label, roles=frozenset({"month"} if column == months else ())))
            for column, label in enumerate(shown, table.first)
        )
    )


def _all_months(table: SheetTable, column: int) -> bool:
    cells = [cell for row in table.body if not blank(cell := table.cell(row, column))]
    return len(cells) * 2 > len(table.body) and all(map(_is_month, cells))


def questions(table: SheetTable, columns: Sequence[Column], theme: Theme) -> tuple[Question, ...]:
    """What is in each column that its shape does not tell; none for a table with headers."""
    if table.header:
        return ()
    asked = []
    for column in columns:
        if column.use in ("unknown", "left out"):
            shown = ", ".join(str(cell).strip()[:12] for cell in column.cells[:3] if not blank(cell))
            text = f"This table has no headers. What is in {column.name} ({shown}, …)?"
            asked.append(
                Question(f"column:{column.head.key}", text, any_use(theme), column.name, columns=(column.name,))
            )
    return tuple(asked)
