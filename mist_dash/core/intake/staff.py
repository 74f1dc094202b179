"""A Book becomes the same Book without what staff wrote of themselves: who prepared, who reviewed, whom to ask."""

from __future__ import annotations

import re
from dataclasses import replace

from mist_dash.core.intake import headings, identifiers
from mist_dash.core.intake.book import Book, Cell, Row, Sheet, place

Listed = list[str]


def staff(book: Book) -> tuple[Book, tuple[str, ...]]:
    """The book without it, and a sentence for each cell, with its place and never its value.

    In a title or a footnote "prepared by", e-mail addresses and phone numbers go: no patient's stand there. In the
    table, the columns with such a heading.
    """
    listed: Listed = []
    sheets = tuple(_without(sheet, listed) for sheet in book.sheets)
    return replace(book, sheets=sheets), tuple(listed)


def _without(sheet: Sheet, listed: Listed) -> Sheet:
    first, last = _table(sheet.rows)
    about = f"Sheet {sheet.name}, " if sheet.name and not identifiers.find(sheet.name) else ""
    rows = [list(row) for row in sheet.rows]
    for r, row in enumerate(rows):
        if first <= r <= last:
            for c in [c for c, cell in enumerate(row) if isinstance(cell, str) and headings.staff(cell)]:
                _clear_column(rows, r, c)
                listed.append(f"{about}column {place(r, c)}: who did it was left out, with all that stands under it.")
        else:
            listed += [f"{about}cell {place(r, c)}: a member of staff was left out." for c in _clear_margin(row)]
    return replace(sheet, rows=tuple(map(tuple, rows)))


def _table(rows: tuple[Row, ...]) -> tuple[int, int]:
    """The first and the last row that fill more than half of the widest: titles stand above, footnotes below."""
    filled = [sum(cell is not None for cell in row) for row in rows]
    enough = max(2, max(filled, default=0) // 2 + 1)
    wide = [r for r, count in enumerate(filled) if count >= enough]
    return (wide[0], wide[-1]) if wide else (0, -1)


def _clear_column(rows: list[list[Cell]], top: int, column: int) -> None:
    for row in rows[top:]:
        if column < len(row):
            row[column] = None


def _clear_margin(row: list[Cell]) -> list[int]:
    """Takes labels of staff, the name after each, addresses and phone numbers out of one row; the columns changed."""
    before = list(row)
    for c, cell in enumerate(before):
        if isinstance(cell, str) and (headings.staff(cell) or headings.personal(cell) == identifiers.PHONE):
            row[c] = None
            after = next((n for n in range(c + 1, len(row)) if row[n] is not None), c)
            if re.search("[A-Za-z]", str(row[after])):  # not the date that stands beside an empty "prepared by"
                row[after] = None
    for c, cell in enumerate(row):
        if isinstance(cell, str):
            kept = headings.without_staff(identifiers.without_contacts(cell)).strip()
            row[c] = None if headings.personal(kept) == identifiers.PHONE else kept or None  # "Tel" alone
    return [c for c, cell in enumerate(row) if cell != before[c]]
