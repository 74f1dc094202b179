"""A sheet of labels, each with one value beside it, becomes its forms: "Month | April 2024", "CLABSI | 3".

Forms stand alone, under each other or side by side. What their values mean is not said here. A sheet with rows or
columns of numbers is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mist_dash.core.intake.files.book import Cell, Sheet
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.titles import around
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.table.tables import filled

TIMES = frozenset({"month", "year", "quarter"})
_NO_COUNT = TIMES | {"area", "centre", "note", "definition", "staff"}
_REMARK = re.compile(r"\b(exclud|includ|except|without|not|note|nb|see|only)\w*\b|[.;]$", re.I)
Filled = list[tuple[int, Cell]]


@dataclass(frozen=True)
class LabelValue:
    """One label with the value beside it, in a 0-based row; `at` is the value's column. more: what stands behind it."""

    row: int
    at: int
    text: str
    meaning: Meaning
    value: Cell
    more: str = ""

    @property
    def roles(self) -> frozenset[str]:
        """What kind of thing the label asks for, other than a number."""
        return self.meaning.roles & _NO_COUNT if not self.meaning.items else frozenset()

    @property
    def counts(self) -> bool:
        """Whether its value is a number of the form, and no month, area or note."""
        return not self.roles

    @property
    def filled_in(self) -> When | None:
        """The day that stands beside "Date": it may be the one on which the form was filled in, and names no month."""
        if "date" not in tokens(self.text) or not self.roles & TIMES:
            return None
        return next((when for _, when in whens(self.value) if when.day), None)

    @property
    def key(self) -> tuple[object, ...]:
        """What no form asks for twice."""
        meaning = self.meaning
        named = meaning.items or tuple(item for item, _ in meaning.asked_items)
        if named:
            return (*named, meaning.places, meaning.rest, meaning.extra, meaning.derived, meaning.summary, meaning.time)
        return (not self.filled_in and tuple(sorted(self.roles & TIMES))) or tokens(self.text)


@dataclass(frozen=True)
class Form:
    """One block of pairs; lines: the texts above it, the nearest last. follows: the form from which it may take a month
    and an area that it does not name, by its place among the sheet's forms. beside: it stands beside that one."""

    pairs: tuple[LabelValue, ...]
    lines: tuple[str, ...] = ()
    follows: int | None = None
    beside: bool = False


def forms(sheet: Sheet, words: Words) -> tuple[Form, ...]:
    """Every form of a sheet; none when anything on it looks like a table."""
    rows: list[tuple[int, Filled]] = []
    for row, cells in enumerate(map(filled, sheet.rows)):
        if cells and _of_a_table(cells, words):
            return ()
        rows += [(row, cells)] if cells else []
    starts = _label_columns(rows, words)
    bands: list[list[LabelValue | str]] = []
    for start, end in zip(starts, [*starts[1:], len(max(sheet.rows, key=len, default=()))], strict=False):
        band = _band(rows, start, end, words)
        if band is None:
            return ()
        bands.append(band)
    made = _blocks(bands, words)
    counted = [pair for form in made for pair in form.pairs if pair.counts and _is_number(pair.value)]
    known = [pair for pair in counted if pair.meaning.items or pair.meaning.asked_items]
    dated = any(pair.roles & TIMES and whens(pair.value) for form in made for pair in form.pairs)
    if not dated and any(_names_columns(words.meaning(cells[0][1]), cells[1:], words) for _, cells in rows):
        return ()  # "Measure | Number" over lines without a month: a table, whose month its sheet or title says
    return made if len(known) * 2 >= len(counted) and len(known) + dated > 1 and known else ()


def _of_a_table(cells: Filled, words: Words) -> bool:
    """Whether a row begins with a month, a number or an area beside numbers: told at once by most rows of tables."""
    first = cells[0][1]
    if len(cells) < 2:
        return _is_number(first)
    if not isinstance(first, str) or _is_number(first):
        return True
    meaning = words.meaning(first)
    place = (meaning.areas or meaning.asked_areas) and not meaning.items
    dated = bool(meaning.time) and not (meaning.items or meaning.asked_items)
    return dated or bool(place and any(_is_number(cell) for _, cell in cells[1:]))


def _is_number(cell: Cell) -> bool:
    return number(cell).kind not in ("blank", "wrong")


def _label_columns(rows: Sequence[tuple[int, Filled]], words: Words) -> list[int]:
    """The columns in which labels stand, two or more with the value that they ask for beside them."""
    found: Counter[int] = Counter()
    for _, cells in rows:
        taken = -1
        for (column, label), (beside, value) in pairwise(cells):
            if column != taken and _asks_for(words.meaning(label), value, words):
                found[column] += 1
                taken = beside
    return sorted(column for column, often in found.items() if often > 1)


def _asks_for(label: Meaning, value: Cell, words: Words) -> bool:
    if label.items or label.asked_items:
        return _is_number(value)
    if label.roles & TIMES:
        return bool(whens(value))
    return "area" in label.roles and isinstance(value, str) and not words.meaning(value).items


def _band(rows: Sequence[tuple[int, Filled]], start: int, end: int, words: Words) -> list[LabelValue | str] | None:
    """The pairs and lines of text of one column of labels; None when a row has more, or another thing, than a pair."""
    made: list[LabelValue | str] = []
    for row, cells in rows:
        own = [(column, cell) for column, cell in cells if start <= column < end]
        if len(cells) == 1 and not any(isinstance(one, LabelValue) for one in made):
            own = cells  # the title of the sheet stands over all its forms
        if not own:
            continue
        label, beside = words.meaning(own[0][1]), own[1:]
        if own[0][0] != start or (not beside and not label.roles & (TIMES | {"area"})):
            if any(_is_number(cell) for _, cell in own):
                return None
            line = " ".join(str(cell).strip() for _, cell in own)
            made += [] if _REMARK.search(line) else [line]
        elif _names_columns(label, beside, words):
            continue
        elif not _fits(label, beside, words):
            return None
        else:
            at, value = beside[0] if beside else (start + 1, None)
            more = " ".join(str(cell).strip() for _, cell in beside[1:])
            made.append(LabelValue(row, at, str(own[0][1]).strip(), label, value, more))
    return made


def _names_columns(label: Meaning, beside: Filled, words: Words) -> bool:
    """Whether a row such as "Measure | Number | Note" stands over labels and their values."""
    heads = [words.meaning(cell) for _, cell in beside if isinstance(cell, str)]
    roles = "item" in label.roles and not label.items and bool(heads)
    return roles and len(heads) == len(beside) and all(m.roles & {"value", "note"} and not m.items for m in heads)


def _fits(label: Meaning, beside: Filled, words: Words) -> bool:
    """Whether what stands beside a label can be its one value, with a unit or a note behind it."""
    if not beside:
        return True
    if any(_is_number(cell) or not isinstance(cell, str) for _, cell in beside[1:]):
        return False
    value = beside[0][1]
    if not isinstance(value, str) or _is_number(value):
        return bool(label.roles & TIMES) or not ("item" in label.roles and not label.items)
    said = words.meaning(value)
    if label.roles & TIMES and not label.items:
        return bool(said.time) or not (said.items or said.roles or said.areas)
    if "area" in label.roles and not label.items:
        return not (said.items or said.roles & {"value", "item", "month"})
    asks = label.items or label.asked_items or "item" in label.roles
    return not (asks and (said.items or said.areas or said.roles or said.time))


def _blocks(bands: Sequence[Sequence[LabelValue | str]], words: Words) -> tuple[Form, ...]:
    """The forms of all columns of labels. Columns that ask for different things are one form, laid out side by side."""
    keys = [{one.key for one in band if isinstance(one, LabelValue) and one.counts} for band in bands]
    if len(bands) > 1 and sum(map(len, keys)) == len(set().union(*keys)):
        return tuple(_stacked(_merged(bands), words, 0))
    made: list[Form] = []
    for band in bands:
        made += _stacked(band, words, len(made))
    return tuple(made)


def _merged(bands: Sequence[Sequence[LabelValue | str]]) -> list[LabelValue | str]:
    """Several columns of labels as one, row by row; their lines of text first."""
    lines: list[LabelValue | str] = list(dict.fromkeys(one for band in bands for one in band if isinstance(one, str)))
    pairs = [one for band in bands for one in band if isinstance(one, LabelValue)]
    return [*lines, *sorted(pairs, key=lambda pair: (pair.row, pair.at))]


def _stacked(band: Sequence[LabelValue | str], words: Words, before: int) -> Iterator[Form]:
    """Forms under each other: a new one begins where a label comes again, or under a line that says where or when.

    before: how many forms of the sheet stand to the left.
    """
    lines: list[str] = []
    above: list[str] = []
    pairs: list[LabelValue] = []
    made = 0
    for one in band:
        if isinstance(one, str):
            above.append(one)
            continue
        again = one.key in {pair.key for pair in pairs}
        if any(pair.counts for pair in pairs) and (again or _says_where(above, words)):
            yield _form(pairs, lines, made, before)
            made, pairs, lines = made + 1, [], []
        pairs.append(one)
        lines += above
        above = []
    if pairs:
        yield _form(pairs, lines, made, before)


def _form(pairs: Sequence[LabelValue], lines: Sequence[str], made: int, before: int) -> Form:
    follows = before + made - 1 if made else 0 if before else None
    return Form(tuple(pairs), tuple(lines), follows, beside=bool(before) and not made)


def _says_where(lines: Sequence[str], words: Words) -> bool:
    said = around(lines, words)
    return bool(said.area or said.asked_area or said.time.period())
