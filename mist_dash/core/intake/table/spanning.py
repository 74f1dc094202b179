"""A number merged over several months is no month's own: it is told at its cell, as a number that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mist_dash.core.intake.files.book import Cell, Sheet
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.whens import whens

Merge = tuple[int, int, int, int]


def with_spans_told(sheet: Sheet) -> Sheet:
    """The sheet with each number that stands over several months written as "1015 over 3 months"."""
    told = {(one[0], one[1]): months for one in sheet.merged if (months := _months(sheet, one)) > 1}
    if not told:
        return sheet
    rows = [
        tuple(f"{cell} over {told[at]} months" if (at := (row, c)) in told else cell for c, cell in enumerate(cells))
        for row, cells in enumerate(sheet.rows)
    ]
    return replace(sheet, rows=tuple(rows))


def _months(sheet: Sheet, merge: Merge) -> int:
    """Over how many months a merged number stands; 0 for a merged label, which speaks for all of them."""
    top, left, bottom, right = merge
    cell = _cell(sheet, top, left)
    if number(cell).kind != "reported" or whens(cell):
        return 0
    if bottom > top:
        return len({_month(sheet.rows[row][:left]) for row in range(top, min(bottom + 1, len(sheet.rows)))} - {None})
    above = [[_cell(sheet, row, column) for row in range(top - 1, -1, -1)] for column in range(left, right + 1)]
    return len({_month(cells) for cells in above} - {None})


def _month(cells: Iterable[Cell]) -> When | None:
    """The first month, named by more than a small number, among some cells."""
    read = (readings[0][1] for cell in cells if number(cell).kind == "wrong" and (readings := whens(cell)))
    return next((when for when in read if when.month), None)


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row] if row < len(sheet.rows) else ()  # spans reach below the last filled row
    return cells[column] if column < len(cells) else None
