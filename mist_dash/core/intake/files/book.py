"""A file as rows of plain cells, whatever it was written with. Says nothing of what the cells mean."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

Cell = str | int | float | bool | datetime.datetime | None
CellRow = tuple[Cell, ...]
BY_STAFF = frozenset(["a page header or footer", "a link", "the properties"])  # margins in which staff name themselves
_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class Sheet:
    """One sheet. Row 0 is the sheet's own row 1; rows may be ragged.

    merged: 0-based (top, left, bottom, right), all included; the value stands in the top left cell.
    """

    name: str
    rows: tuple[CellRow, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @cached_property
    def different(self) -> frozenset[Cell]:
        """Each different cell once: rules judge these, and look for the places of what they find alone."""
        return frozenset(chain.from_iterable(self.rows))

    @cached_property
    def texts(self) -> frozenset[str]:
        """Each different text once."""
        return frozenset(cell for cell in self.different if isinstance(cell, str))

    @cached_property
    def starred(self) -> frozenset[str]:
        """Those that begin with a mark, as footnotes do."""
        return frozenset(text for text in self.texts if text.strip()[:1] in ("*", "†", "‡", "^"))

    @cached_property
    def worded(self) -> frozenset[str]:
        """Those with a letter: what can be a heading or a name."""
        return frozenset(text for text in self.texts if _LETTER.search(text))


@dataclass(frozen=True)
class Book:
    """One file or paste. `notes` are plain sentences on what was done when it was opened.

    margin: (where, text) of what a workbook holds outside its cells, such as comments, text boxes and the rows that a
    pivot table keeps: no number is read from it, but a child's name hides there as well as anywhere.
    left_out: a sentence for each cell or column that was taken out since, because it says who made the file.
    """

    name: str
    kind: Literal["csv", "xlsx", "xls", "ods", "paste"]
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    margin: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()


def place(row: int, column: int) -> str:
    """The name of a cell as a spreadsheet shows it: 0-based (1, 2) is "C2"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
