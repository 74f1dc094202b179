"""Rows and columns that are no counts: remarks, keys of colours, numbered rows, times that run on, nameless sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.numbers import CellNumber, number
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.vocabulary import words_of
from mist_dash.core.intake.labels.whens import SURE, whens
from mist_dash.core.intake.labels.words import Meaning, Words

COLOURS = words_of("colours")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SEVERAL_MONTHS = re.compile(rf"{_MONTH}\s*(?:-|–|to)\s*{_MONTH}|h[12]|m\d\d?\s*(?:-|–|to)\s*m\d\d?", re.I)
_REMARK = re.compile(r"\W*(?:nb|n\.b\.?|notes?|comments?|please|source)\b", re.I)
_PAGE = re.compile(r"\bpage\s*\d+\b", re.I)
_SENTENCE = 6  # words


def all_colours(cells: Iterable[Cell]) -> bool:
    """Whether every cell that holds something is a colour."""
    return all(isinstance(cell, str) and cell.strip().lower() in COLOURS for cell in cells if cell not in (None, ""))


def is_no_month(text: str) -> bool:
    """Whether a label of a row is a colour of a key, or several months together without a year: "Apr-Mar", "H1"."""
    return text.strip().lower() in COLOURS or bool(_SEVERAL_MONTHS.fullmatch(text.strip()))


def is_remark(text: str, meaning: Meaning) -> bool:
    """Whether a line among the rows is a sentence, and names no section: "NB ward moved to a building with 12 beds"."""
    return bool(_REMARK.match(text)) or (bool(meaning.rest or meaning.extra) and len(text.split()) >= _SENTENCE)


def numbers_rows(cells: Iterable[Cell]) -> bool:
    """Whether cells count the rows, from 0 or from 1."""
    given = [number(cell).value for cell in cells if cell not in (None, "")]
    return len(given) > 1 and given[0] in (0, 1) and given == [given[0] + i for i in range(len(given))]


def add_up(own: Sequence[CellNumber], others: Sequence[Sequence[CellNumber]]) -> bool:
    """Whether every number of a column is the sum of those of other columns in its row."""
    rows = zip(own, *others, strict=True)
    told = [(first.value, [one.value for one in rest if one.value is not None]) for first, *rest in rows]
    pairs = [(value, parts) for value, parts in told if value is not None]
    return bool(pairs) and all(abs(value - sum(parts)) < 1e-6 for value, parts in pairs)


def is_of_a_page(cells: Iterable[Cell]) -> bool:
    """Whether a row is the head of a printed page, "Line infections | | Page 1 of 2", and names no columns."""
    return any(isinstance(cell, str) and _PAGE.search(cell) for cell in cells)


def heads_one_column(first: Cell, second: Cell, words: Words) -> bool:
    """Whether "Month | PICU" heads a table of two columns: no month is called PICU, so it is no filter."""
    role, named = words.meaning(first), words.meaning(second)
    months = "month" in role.roles and not str(first).strip().endswith(":")
    all_of_them = named.text.strip("( )").lower() == "all"
    return months and _names_something(second, words) and not named.time and not all_of_them


def has_level_below(cells: Sequence[tuple[int, Cell]], below: Sequence[tuple[int, Cell]], words: Words) -> bool:
    """Whether under "Month | PICU" one name alone, such as "Incidents", stands over the only column of numbers."""
    if len(cells) != 2 or len(below) != 1 or below[0][0] != cells[1][0]:
        return False
    return heads_one_column(cells[0][1], cells[1][1], words) and _names_something(below[0][1], words)


def _names_something(cell: Cell, words: Words) -> bool:
    """Whether a text names an item or an area."""
    meaning = words.meaning(cell)
    return isinstance(cell, str) and bool(meaning.items or meaning.areas or meaning.asked_items or meaning.asked_areas)


def runs_on(cells: Sequence[Cell]) -> bool:
    """Whether numbers are times that follow each other: 2022, 2023; 202404, 202405; Excel days of months; 1 to 12."""
    read = [whens(cell) for cell in cells]
    if len(read) < 2 or not all(read):
        return False
    if all(len(readings) == 2 for readings in read):
        return len(read) >= 10 and _steps([readings[0][1] for readings in read])
    return all(readings[0][0] == SURE for readings in read) and _steps([readings[0][1] for readings in read])


def _steps(times: Sequence[When]) -> bool:
    units = [(t.year or 0) * 12 + t.month if t.month else t.year or 0 for t in times]
    return all(b - a == 1 for a, b in pairwise(units))
