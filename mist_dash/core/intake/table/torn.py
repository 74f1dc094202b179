"""A row in which the comma of "1,012" became a column of its own: found by the number that then stands astray."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.why import Why

_PUSHED = re.compile(r"\d{1,5}")  # a longer number is a note's own, such as a telephone's
NO_USE = ("unknown", "left out")


def may_stand_astray(columns: Sequence[Column]) -> list[Column]:
    """The columns into which a torn number pushes another; most tables have none."""
    known = (Why.ROW_NUMBER, Why.TOTAL)
    return [c for c in columns if c.use == "note" or (c.use in NO_USE and not c.head.label and c.why not in known)]


def torn(cells: Sequence[Cell], astray: Sequence[Column]) -> tuple[str, str, str, str] | None:
    """The column, what was found, what was expected and the remedy; None for a sound row.

    Only text can be torn: in a workbook 1,012 is one cell.
    """
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    pairs = [(a, b) for a, b in pairwise(texts) if re.fullmatch(r"[1-9]\d{0,2}", a) and re.fullmatch(r"\d{3}", b)]
    if not pairs or not any(_PUSHED.fullmatch("".join(texts[c.head.column : c.head.column + 1])) for c in astray):
        return None
    first, rest = pairs[-1]
    return astray[0].name, f"{first} and {rest}", "one number in each column", f"write {first}{rest} without the comma"
