"""What we expect can go wrong, as sentences for a person. The screen catches `Sorry` once; anything else is a fault."""

from __future__ import annotations

from dataclasses import dataclass

At = tuple[str, int, int]  # a cell: the name of its sheet, its row and its column, both from 0


class Sorry(Exception):
    """Something we expected could go wrong; its text is a sentence for the person, with the remedy."""


class NotAllowed(Sorry):
    """The person has no leave to do this. The text never says what lies behind the door."""


class NotFound(Sorry):
    """What was asked for is not there, or not for this person; the two read the same."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what was sent: where it is, what was found, what was expected, what to do.

    `row` is the sheet's own row number from 1, as the person sees it; `column` is the column's own header.
    cells: those in which a right value repairs it; none when no single cell does. right: the value, where it is plain.
    stored: the numbers stored before (item, area, month, definition) with which the cell cannot stand.
    """

    sheet: str
    row: int | None
    column: str
    found: str
    expected: str
    remedy: str
    cells: tuple[At, ...] = ()
    right: str = ""
    stored: tuple[tuple[str, str, str, str], ...] = ()

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.row else self.column
        return f"{place}: found {self.found}; expected {self.expected}. {self.remedy}"


class Refused(Sorry):
    """The whole file is refused before anything is stored. Names the rule and the cell, never the value."""

    def __init__(self, rule: str, sheet: str = "", cell: str = "", remedy: str = "") -> None:
        self.rule, self.sheet, self.cell, self.remedy = rule, sheet, cell, remedy
        place = f" ({f'sheet {sheet}, ' if sheet else ''}cell {cell})" if cell else ""
        super().__init__(f"{rule}{place}. {remedy}".strip())
