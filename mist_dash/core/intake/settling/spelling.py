"""A cell that is no number becomes the remedy that its problem tells, and its number where it is spelt out."""

from __future__ import annotations

import datetime

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.vocabulary import SPELT
from mist_dash.core.intake.settling.thousands import GROUPED


def spelt(cell: Cell) -> str:
    """The number that a cell writes as a word; "" when it is no such word."""
    return str(SPELT.get(str(cell).strip().lower(), ""))


def what_to_do(cell: Cell) -> str:
    """What to do about a cell that is no number, or may be read in two ways."""
    text = str(cell).strip()
    if isinstance(cell, datetime.datetime):
        return "write the number: the spreadsheet has made a date of it"
    if spelt(cell):
        return f"write {spelt(cell)}"
    if GROUPED.fullmatch(text):
        return f"write {text.replace('.', '')} if the point stands between thousands, else {float(text):.2f}"
    return "write the number alone, or leave the cell empty if it was not collected"
