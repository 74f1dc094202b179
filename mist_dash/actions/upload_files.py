"""What a person handed over becomes a book to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import At
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.receive import receive
from mist_dash.store import scanner

Fixes = Mapping[At, str]  # a cell -> what stands there now


@dataclass(frozen=True)
class UploadedFile:
    """What a person handed over: the bytes, the cells mended on screen, and the answers to what we asked."""

    name: str
    data: bytes
    fixes: Fixes
    answers: Mapping[str, str]
    book: Book | None = None  # the same bytes, opened before in this session: opening takes longer than reading


def opened(file: UploadedFile, theme: Theme) -> Book:
    """The file as a book. The virus scanner sees it first: its bytes are kept in the history.

    Raises Refused as `receive` and the scanner do, and Sorry when the scanner does not answer.
    """
    scanner.scan(file.data)
    return receive(file.data, file.name, theme)


def book_of(file: UploadedFile, theme: Theme) -> Book:
    """The file as a book with its mended cells. Raises as `opened` does."""
    return mended(file.book or opened(file, theme), file.fixes)


def mended(book: Book, fixes: Fixes) -> Book:
    """The book with the cells that the person mended on screen, so that a fix is read like anything else."""
    if not fixes:
        return book
    sheets = []
    for sheet in book.sheets:
        rows = [list(row) for row in sheet.rows]
        width = max(map(len, rows), default=0)
        for (name, row, column), text in fixes.items():
            if name == sheet.name and 0 <= row < len(rows) and 0 <= column < width:
                rows[row] += [None] * (column + 1 - len(rows[row]))
                rows[row][column] = text
        sheets.append(replace(sheet, rows=tuple(map(tuple, rows))))
    return replace(book, sheets=tuple(sheets))
