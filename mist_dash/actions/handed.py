"""What a person handed over becomes a book to read: the file as it came, with the cells that were mended on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key
from mist_dash.core.intake.book import Book
from mist_dash.core.intake.receive import receive

Fixes = Mapping[tuple[str, int, int], str]  # (sheet, row from 0, column from 0) -> what stands there now


@dataclass(frozen=True)
class File:
    """What a person handed over: the bytes, the cells mended on screen, and the answers to what we asked."""

    name: str
    data: bytes
    fixes: Fixes
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Undone:
    """What undoing did: how many numbers (or interventions) went back, and which a later upload had touched."""

    upload: int
    restored: int
    left_alone: tuple[Key, ...]
    what: str = "numbers"


def opened(file: File, theme: Theme) -> Book:
    """The file as a book with its mended cells. Raises Refused as `receive` does."""
    return mended(receive(file.data, file.name, theme), file.fixes)


def mended(book: Book, fixes: Fixes) -> Book:
    """The book with the cells that the person mended on screen, so that a fix is read like anything else."""
    if not fixes:
        return book
    sheets = []
    for sheet in book.sheets:
        rows = [list(row) for row in sheet.rows]
        for (name, row, column), text in fixes.items():
            if name == sheet.name and 0 <= row < len(rows) and 0 <= column < len(rows[row]):
                rows[row][column] = text
        sheets.append(replace(sheet, rows=tuple(map(tuple, rows))))
    return replace(book, sheets=tuple(sheets))
