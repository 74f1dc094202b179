"""One sheet's XML becomes rows of cells, counted as they come, so that a far or endless cell costs nothing."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from mist_dash.core.intake.files import limits
from mist_dash.core.intake.files.book import Cell, CellRow, Sheet, place
from mist_dash.core.intake.files.delimited import clean, trimmed
from mist_dash.core.intake.files.xlsx_margin import ASIDE, ASIDE_ATTRIBUTES
from mist_dash.core.intake.files.xlsx_values import Styles, number, shown
from mist_dash.core.intake.files.xml_parts import Attributes, walk

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_KEPT = frozenset(["v", "t", "f", *ASIDE])
Range = tuple[int, int, int, int]


@dataclass
class Room:
    """What the sheets of one workbook share, and how much room they have left together."""

    texts: list[str | None]
    styles: Styles
    from_1904: bool
    cells: int = limits.CELLS
    characters: int = limits.CHARACTERS
    area: int = limits.AREA
    elements: int = limits.ELEMENTS


class SheetReader:
    """Follows one sheet's XML once."""

    def __init__(self, name: str, room: Room) -> None:
        self.name, self.room = name, room
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[Range] = []
        self.aside: list[tuple[str, str]] = []  # (where, text as written) of what stands beside the cells
        self.hidden_rows = self.hidden_columns = self.bare_formulas = 0
        self.row, self.column = -1, -1
        self.kind, self.style = "n", 0
        self.value: str | None = None
        self.inline: list[str] = []
        self.formula: str | None = None

    def read(self, content: bytes, part: str) -> tuple[Sheet, list[str]]:
        """The sheet and what is to be said of it. Raises Refused when it is too large or broken."""
        if content.count(b"</v>") > self.room.cells:  # seen at once; _close_cell counts what is written otherwise
            raise limits.too_much("too many cells", self.name)
        self.room.elements -= walk(content, part, self._start, self._end, _KEPT, self.room.elements)
        height = max(self.rows, default=-1) + 1
        rows = trimmed([_filled(self.rows.get(row, {})) for row in range(height)])
        self.room.area -= height + sum(map(len, rows))
        if self.room.area < 0:
            raise limits.too_much("cells too far from each other", self.name)
        return Sheet(self.name, rows, tuple(self.merged)), self._notes()

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._open_cell(attributes)
        elif name == "row":
            self._open_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden_columns += 1
        elif name in ASIDE_ATTRIBUTES:
            where, keys = ASIDE_ATTRIBUTES[name]
            self.aside += [(where, limits.fitting(attributes[key])) for key in keys if key in attributes]

    def _end(self, name: str, text: str) -> None:
        if name == "v":
            self.value = text
        elif name == "t":
            self.inline.append(text)
        elif name == "f":
            self.formula = text
        elif name == "c":
            self._close_cell()
        elif name in ASIDE:
            self.aside.append((ASIDE[name], limits.fitting(text)))

    def _open_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r", "")
        self.row = int(stated) - 1 if stated.isdecimal() and len(stated) < 8 else self.row + 1
        self.column = -1
        self.hidden_rows += attributes.get("hidden") in ("1", "true")

    def _open_cell(self, attributes: Attributes) -> None:
        stated = _REFERENCE.fullmatch(attributes.get("r", ""))
        if stated:
            self.row, self.column = int(stated[2]) - 1, _column(stated[1])
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdecimal() and len(style) < 8 else 0
        self.value, self.formula = None, None
        self.inline.clear()

    def _close_cell(self) -> None:
        cell = self._cell()
        if cell is None:
            return  # an empty cell may be styled as far away as it likes
        if self.row >= limits.ROWS or self.column >= limits.COLUMNS or self.row < 0:
            raise limits.too_much("a cell far from the others", self.name, place(max(self.row, 0), self.column))
        self.room.cells -= 1
        self.room.characters -= len(cell) if isinstance(cell, str) else 0
        if self.room.cells < 0 or self.room.characters < 0:
            raise limits.too_much("too many cells", self.name)
        row = self.rows.setdefault(self.row, {})
        if self.column in row:
            raise limits.damaged(f"cell {place(self.row, self.column)} is there twice")
        row[self.column] = cell

    def _cell(self) -> Cell:
        """What was last shown in the cell."""
        if self.kind == "inlineStr":
            return clean(limits.fitting("".join(self.inline)))
        if self.value is None or (self.value == "" and self.formula):
            return self._bare_formula()
        read = _KINDS.get(self.kind, _as_number)
        return read(self, self.value)

    def _bare_formula(self) -> Cell:
        if not self.formula:
            return None
        self.bare_formulas += 1
        return clean(limits.fitting(f"={self.formula}"))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if start and end and len(self.merged) < limits.ROWS:
            self.merged.append((int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1])))

    def _notes(self) -> list[str]:
        about = f"Sheet {self.name}: "
        said = []
        if self.hidden_rows:
            said.append(f"{about}{self.hidden_rows} hidden or filtered rows were read too.")
        if self.hidden_columns:
            said.append(f"{about}its hidden columns were read too.")
        if self.bare_formulas:
            said.append(
                f"{about}{self.bare_formulas} formulas were saved without a result, so their numbers are not known. "
                "Open the file in Excel and save it once."
            )
        return said


def _as_text(_: SheetReader, value: str) -> Cell:
    return clean(limits.fitting(value))


def _as_shared(reader: SheetReader, value: str) -> Cell:
    if value.strip().isdecimal() and len(value) < 9 and int(value) < len(reader.room.texts):
        return reader.room.texts[int(value)]
    raise limits.damaged("a cell refers to a text that is not there")


def _as_truth(_: SheetReader, value: str) -> Cell:
    return value.strip() in ("1", "true")


def _as_day(_: SheetReader, value: str) -> Cell:
    try:
        return datetime.datetime.fromisoformat(value.strip()).replace(tzinfo=None)
    except ValueError:
        return clean(limits.fitting(value))


def _as_number(reader: SheetReader, value: str) -> Cell:
    read = number(value.strip())
    if isinstance(read, str):
        return clean(limits.fitting(read))
    return shown(read, reader.style, reader.room.styles, reader.room.from_1904)


_KINDS = {"s": _as_shared, "str": _as_text, "e": _as_text, "b": _as_truth, "d": _as_day, "n": _as_number}


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def _filled(cells: dict[int, Cell]) -> CellRow:
    return tuple(cells.get(column) for column in range(max(cells, default=-1) + 1))
