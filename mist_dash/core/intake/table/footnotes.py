"""The marks of footnotes are told from what they stand behind, and a number merged over months from one of a month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from mist_dash.core.intake.files.book import Cell, Sheet
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.table.tables import SheetTable, filled

_NOTE = re.compile(r"\s*[*†‡^]+\s*[A-Za-z]")
_HIDES = re.compile(r"suppress|small|fewer|less|under|below|disclos|redact|hidden|rounded|[<≤]", re.I)
_NUMBERED = re.compile(r"\s*([(\[]\d{1,2}[)\]])\s*[A-Za-z]")
_MARKED = re.compile(r"(.*[A-Za-z].*?)\s*([(\[]\d{1,2}[)\]])\s*")


def footnote_marks(table: SheetTable) -> str:
    """The marks that lines of the table begin with, such as "* awaiting review"; none of them says "suppressed"."""
    notes = {text for text in table.sheet.starred if _NOTE.match(text) and not _HIDES.search(text)}
    rows = [filled(table.sheet.rows[row]) for row in table.body] if notes else []
    return "".join({str(cells[0][1]).strip()[0] for cells in rows if len(cells) == 1 and cells[0][1] in notes})


def without_marks(sheet: Sheet, words: Words) -> Sheet:
    """The sheet with its labels as they are without the numbers of its footnotes; itself where it has none.

    "Stage (1)" stays, since "Stage" alone names nothing.
    """
    notes = {found[1] for text in sheet.texts if (found := _NUMBERED.match(text))}
    if not notes:
        return sheet
    return replace(sheet, rows=tuple(tuple(_plain(cell, notes, words) for cell in row) for row in sheet.rows))


def _plain(cell: Cell, notes: set[str], words: Words) -> Cell:
    found = _MARKED.fullmatch(cell) if isinstance(cell, str) else None
    if not found or found[2] not in notes:
        return cell
    meaning = words.meaning(found[1])
    return found[1] if meaning.plain and (meaning.items or meaning.areas or meaning.roles) else cell


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
        return len({_month_of(sheet.rows[row][:left]) for row in range(top, min(bottom + 1, len(sheet.rows)))} - {None})
    above = [[_cell(sheet, row, column) for row in range(top - 1, -1, -1)] for column in range(left, right + 1)]
    return len({_month_of(cells) for cells in above} - {None})


def _month_of(cells: Iterable[Cell]) -> When | None:
    """The first month, named by more than a small number, among some cells."""
    read = (readings[0][1] for cell in cells if number(cell).kind == "wrong" and (readings := whens(cell)))
    return next((when for when in read if when.month), None)


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row] if row < len(sheet.rows) else ()  # spans reach below the last filled row
    return cells[column] if column < len(cells) else None
