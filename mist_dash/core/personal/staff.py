"""A Book becomes the same Book without what staff wrote of themselves: who prepared, who reviewed, whom to ask."""

from __future__ import annotations

import re
from dataclasses import replace

from mist_dash.core.intake.files.book import Book, Cell, CellRow, Sheet, place
from mist_dash.core.personal import headings, identifiers

StaffNames = list[str]
_PERSON = re.compile(r"[A-Z][\w.'-]*(,? (\([^)]*\)|[A-Z][\w.'-]*)){0,4}")


def staff(book: Book) -> tuple[Book, tuple[str, ...]]:
    """The book without it, and a sentence for each cell, with its place and never its value.

    In a title or a footnote "prepared by", e-mail addresses and phone numbers go: no patient's stand there. In the
    table, the columns with such a heading.
    """
    cleared = [_without(sheet) for sheet in book.sheets]
    listed = tuple(line for _, lines in cleared for line in lines)
    return (replace(book, sheets=tuple(sheet for sheet, _ in cleared)) if listed else book), listed


def _without(sheet: Sheet) -> tuple[Sheet, StaffNames]:
    heads = {text for text in sheet.worded if headings.staff(text)}
    first, last = _table(sheet.rows, {text for text in heads if text.endswith(":")})
    about = f"Sheet {sheet.name}, " if sheet.name and not identifiers.find(sheet.name) else ""
    rows = [list(row) for row in sheet.rows]
    listed: StaffNames = []
    for r, row in enumerate(rows):
        if not first <= r <= last or _labels_of_a_form(row, heads):
            listed += [f"{about}cell {place(r, c)}: a member of staff was left out." for c in _clear_margin(row)]
        elif heads:
            for c in _staff_columns(rows, r, heads):
                _clear_column(rows, r, c)
                listed.append(f"{about}column {place(r, c)}: who did it was left out, with all that stands under it.")
    return (replace(sheet, rows=tuple(map(tuple, rows))) if listed else sheet), listed


def _table(rows: tuple[CellRow, ...], labels: set[str]) -> tuple[int, int]:
    """The first row that is nearly as full as the fullest, and the last that is half as full; titles stand outside.

    A row with "Prepared by:" is a title however full it is.
    """
    filled = [len(row) - row.count(None) if labels.isdisjoint(row) else 0 for row in rows]
    fullest = max(filled, default=0)
    if fullest < 2:
        return 0, -1
    first = next(r for r, count in enumerate(filled) if count >= 0.75 * fullest)
    return first, max(r for r, count in enumerate(filled) if count >= max(2, fullest // 2))


def _labels_of_a_form(row: list[Cell], heads: set[str]) -> bool:
    """Whether a row is "Completed by | a name", once or several times: a heading would stand over a column instead."""
    cells = [cell for cell in row if cell is not None]
    pairs = list(zip(cells[::2], cells[1::2], strict=False))
    return (
        len(cells) % 2 == 0 and bool(pairs) and all(label in heads and _PERSON.fullmatch(str(b)) for label, b in pairs)
    )


def _staff_columns(rows: list[list[Cell]], row: int, heads: set[str]) -> list[int]:
    """The columns whose heading here says who, and under it only words: a column of numbers is never taken away."""
    return [c for c, cell in enumerate(rows[row]) if cell in heads and _only_words(rows[row + 1 :], c)]


def _only_words(rows: list[list[Cell]], column: int) -> bool:
    under = [row[column] for row in rows if column < len(row) and row[column] is not None]
    return all(isinstance(one, str) and re.search("[A-Za-z]", one) for one in under)


def _clear_column(rows: list[list[Cell]], top: int, column: int) -> None:
    for row in rows[top:]:
        if column < len(row):
            row[column] = None


def _clear_margin(row: list[Cell]) -> list[int]:
    """Takes labels of staff, the name after each, addresses and phone numbers out of one row; the columns changed."""
    before = list(row)
    for c, cell in enumerate(before):
        if isinstance(cell, str) and _is_label(cell):
            row[c] = None
            after = next((n for n in range(c + 1, len(row)) if row[n] is not None), c)
            if _PERSON.fullmatch(str(row[after])):  # not the date that stands beside an empty "prepared by"
                row[after] = None
    for c, cell in enumerate(row):
        if isinstance(cell, str):
            kept = headings.without_staff(identifiers.without_contacts(cell)).strip()
            row[c] = None if _is_label(kept) else kept or None  # "Tel" alone, "Prepared by" alone
    return [c for c, cell in enumerate(row) if cell != before[c]]


def _is_label(text: str) -> bool:
    return headings.staff(text) or headings.personal(text) == identifiers.PHONE
