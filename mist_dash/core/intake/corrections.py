"""What a person said of rows, sections, sheets and columns on the picture is put over the sheet before it is read.

What is said is the nearest label of all: it stands where the sheet's own words stood. Cells are never moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.files.book import Book, Cell, CellRow, Sheet
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Words, tokens
from mist_dash.core.intake.reading import BY_NUMBER, LEAVE_OUT

BELOW = "leave out below"  # this row and those under it, down to the next empty one: last year's, or another list
ROW, SECTION, SHEET, PLACE = "row:", "section:", "sheet:", "place:"
KINDS = (ROW, SECTION, SHEET, PLACE)


def row_id(sheet: Sheet, row: int) -> str:
    """A row by its own words, so that it is the same row next month; without any, by its number. row: from 0."""
    at = _words_at(sheet.rows[row])
    text = " ".join(tokens(str(sheet.rows[row][at]))) if at is not None else ""
    if not text:
        return f"{BY_NUMBER}{row + 1}:{sheet.name}"
    nth = sum(_text(other) == text for other in sheet.rows[:row])
    return f"{ROW}{text}:{nth + 1}" if nth else f"{ROW}{text}"


def words_id(id: str) -> str:
    """All rows with the words of this one: what they hold is told once."""
    return id if id.startswith(BY_NUMBER) else ":".join(id.split(":")[:2])


def section_id(sheet: str, header_row: int) -> str:
    """The numbers under one header row, from 1."""
    return f"{SECTION}{sheet}:{header_row}"


def sheet_id(sheet: str) -> str:
    return f"{SHEET}{sheet}"


def area_of(told: Mapping[str, str], sheet: str, header: tuple[int, ...], theme: Theme) -> tuple[str, str] | None:
    """The area that was said of a table, or of its whole sheet. header: its header rows, from 0."""
    said = told.get(section_id(sheet, header[-1] + 1), "") if header else ""
    said = said or told.get(sheet_id(sheet), "")
    return (said, "") if said in theme.area_names else None


def corrected(book: Book, theme: Theme, told: Mapping[str, str]) -> Book:
    """The book with what was said of its rows and sheets."""
    if not any(id.startswith((ROW, SHEET)) for id in told):
        return book
    words = Words(theme)
    return replace(book, sheets=tuple(_sheet(sheet, theme, words, told) for sheet in book.sheets))


def _sheet(sheet: Sheet, theme: Theme, words: Words, told: Mapping[str, str]) -> Sheet:
    if told.get(sheet_id(sheet.name)) == LEAVE_OUT:
        return replace(sheet, rows=(), merged=())
    rows, out = list(sheet.rows), set(left_out_rows(sheet, told))
    for row, cells in enumerate(sheet.rows):
        if row in out:
            rows[row] = (None,) * len(cells)
        elif said := named_as(sheet, row, theme, told):
            rows[row] = _named(cells, said, theme, words)
    return replace(sheet, rows=tuple(rows))


def named_as(sheet: Sheet, row: int, theme: Theme, told: Mapping[str, str]) -> str:
    """The area or the number that a row was said to hold; "" for a row of which nothing was said. row: from 0."""
    if all(cell is None for cell in sheet.rows[row]):
        return ""
    id = row_id(sheet, row)
    names = (*theme.area_names, *(item.name for item in theme.items))
    return next((said for one in (id, words_id(id)) if (said := told.get(one, "")) in names), "")


def left_out_rows(sheet: Sheet, told: Mapping[str, str]) -> tuple[int, ...]:
    """The rows that a person took out, from 0."""
    found: list[int] = []
    below = False
    for row, cells in enumerate(sheet.rows):
        empty = all(cell is None for cell in cells)
        said = "" if empty else told.get(row_id(sheet, row), "")
        below = not empty and (below or said == BELOW)
        if below or said == LEAVE_OUT:
            found.append(row)
    return tuple(found)


def _named(cells: CellRow, said: str, theme: Theme, words: Words) -> CellRow:
    """The row with the area or the number that it was said to be; what it says of the other stays."""
    at = _words_at(cells)
    if at is None:
        at = next((column for column, cell in enumerate(cells) if cell is None), None)
        if at is None:
            return cells
    meaning = words.meaning(cells[at])
    kept = meaning.items if said in theme.area_names else tuple(area for area, _ in meaning.areas)
    named: list[Cell] = list(cells)
    named[at] = " ".join((*kept[:1], said))
    return tuple(named)


def _words_at(cells: CellRow) -> int | None:
    """The first cell in words that are no month."""
    return next((c for c, cell in enumerate(cells) if isinstance(cell, str) and tokens(cell) and _is_name(cell)), None)


def _is_name(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not whens(text)


def _text(cells: CellRow) -> str:
    at = _words_at(cells)
    return " ".join(tokens(str(cells[at]))) if at is not None else ""
