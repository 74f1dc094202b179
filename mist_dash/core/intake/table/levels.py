"""Levels written as bare codes under a heading ("Stage" over 1, 2, 3, 4) are spelt out: "Stage 1". Other cells stay.

Which words head a scale, and which codes it has, comes from the names of the theme's own items ("stage 1", "stage II",
"category A"). Codes that name an item alone, such as A to I, need no spelling out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.intake.files.book import Cell, CellRow, Sheet
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.vocabulary import FILLERS
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.table.tables import blank, filled

_CODE = re.compile(r"(\d|[ivx]{1,4}|[a-i])(?:\s*[-–:(].*)?", re.I)
_BRACKETS = re.compile(r"\(.*?\)")
ENOUGH = 3  # codes that follow each other across a row: fewer may be counts
RowColumn = tuple[int, int]  # a row and a column, 0-based


@dataclass(frozen=True)
class _Scale:
    """A heading's words, the items under it by their codes, and the area that the heading names beside."""

    name: str
    items: Mapping[str, str]
    area: str = ""


class Levels:
    """The scales of one theme."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.words = words
        self.scales = _scales(theme.items)
        self.says = re.compile("|".join(words[-1] for words in self.scales), re.I)  # seen before anything is looked up
        self.each = theme.event_list.each if theme.event_list else ""
        events = theme.event_list.words if theme.event_list else ()
        self.beside = {word for text in (*theme.speaks_of, *events) for word in tokens(text)}

    def spelt_out(self, sheet: Sheet) -> Sheet:
        """The sheet with its bare codes spelt out; itself where it has none."""
        named = {text for text in (sheet.name, *sheet.texts) if self.says.search(text)} if self.scales else set()
        if not named:
            return sheet
        heads = {text: scale for text in named if (scale := self._headed(text))}
        told = self._told(sheet)
        if not heads and not told and not any(map(self._first, named)):
            return sheet
        changes: dict[RowColumn, Cell] = {}
        for row, cells in enumerate(sheet.rows):
            for column, cell in filled(cells):
                if not isinstance(cell, str) or cell not in named:
                    continue
                if cell in heads:
                    across = self._across(sheet, row, column, heads[cell])
                    changes |= across or self._down(sheet, row, column, heads[cell])
                elif first := self._first(cell):
                    changes |= self._after(cells, row, column, first)
        if told and not changes:
            changes = self._beside_months(sheet, told)
        return _changed(sheet, changes) if changes else sheet

    def _headed(self, text: str) -> _Scale | None:
        """The scale that a heading such as "PIVIE stage" or "PICU: stage" names; None for any other text."""
        if len(text) > 60:
            return None
        text = _BRACKETS.sub(" ", text).strip()
        said = self.words.meaning(text)
        if said.items or said.time:
            return None
        area = said.areas[0][1] if len(said.areas) == 1 else ""
        spare = FILLERS | self.beside | set(area.split())
        named = tuple(word for word in tokens(text) if word not in spare)
        if not named or not set(named) <= {word for words in self.scales for word in words}:
            return None
        words = next((words for words in self.scales if set(words) <= set(named)), next(iter(self.scales)))
        codes = {code: item for scale in self.scales.values() for code, item in scale.items()}
        return _Scale(" ".join(words).capitalize(), codes, area.upper() if len(area) < 5 else area)

    def _told(self, sheet: Sheet) -> _Scale | None:
        """The scale that a title speaks of: "PIVIE by stage, PICU"."""
        for line in (sheet.name, *(str(cells[0][1]) for row in sheet.rows[:12] if len(cells := filled(row)) == 1)):
            known = set(tokens(line))
            found = next((scale for scale in self.scales if set(scale) <= known), None)
            if found:
                return _Scale(found[-1].capitalize(), self.scales[found])
        return None

    def _across(self, sheet: Sheet, row: int, column: int, scale: _Scale) -> dict[RowColumn, Cell]:
        """A heading over a row of codes: each code spelt out, and the heading no more than their number."""
        under = next((r for r in range(row + 1, min(row + 3, len(sheet.rows))) if filled(sheet.rows[r])), None)
        if under is None:
            return {}
        above, codes = sheet.rows[row], sheet.rows[under]
        end = next((c for c in range(column + 1, len(above)) if not blank(above[c])), len(codes))
        zero = column < len(codes) and _is_zero(codes[column])  # a stage 0 is no leak: it is read as nothing, and told
        run = _run(codes, column + zero, end, scale)
        labels = [c for c, cell in filled(above) if not column <= c < end and self.words.meaning(cell).roles]
        data = any(c < len(codes) and not blank(codes[c]) and codes[c] != above[c] for c in labels)
        if len(run) < ENOUGH or data:
            return {}
        run |= {column: "0"} if zero else {}
        spelt: dict[RowColumn, Cell] = {(under, c): f"{scale.name} {code}" for c, code in run.items()}
        return spelt | {(row, column): scale.area or "No. of"}

    def _first(self, text: str) -> _Scale | None:
        """The scale of whose codes a text names the first, as "Stage 1" does."""
        *before, code = tokens(text) or ("",)
        items = self.scales.get(tuple(before), {})
        return _Scale(" ".join(before).capitalize(), items) if code and code == next(iter(items), "") else None

    def _after(self, cells: CellRow, row: int, column: int, scale: _Scale) -> dict[RowColumn, Cell]:
        """ "Month | Stage 1" with 2, 3, 4 to its right: in a row that only begins with "Stage 1" these are counts."""
        run = _run(cells, column + 1, len(cells), scale, last=0)
        named = any(self.words.meaning(cell).roles for c, cell in filled(cells) if c < column)
        if len(run) + 1 < len(set(scale.items.values())) or not named:
            return {}
        return {(row, c): f"{scale.name} {code}" for c, code in run.items()}

    def _down(self, sheet: Sheet, row: int, column: int, scale: _Scale) -> dict[RowColumn, Cell]:
        """A heading over a column of codes, with a column beside it that says how many."""
        heads = filled(sheet.rows[row])
        if len(heads) < 2 or any(_is_number(cell) for _, cell in heads):
            return {}
        below = [(r, cells[column]) for r, cells in enumerate(sheet.rows) if r > row and column < len(cells)]
        codes = {r: code for r, cell in below if (code := _code(cell, scale))}
        codes |= {r: str(cell) for r, cell in below if r not in codes and self._names(cell)}
        if any(_is_number(cell) and r not in codes and not _is_zero(cell) for r, cell in below):
            return {}
        if not self._several(sheet, codes, [c for c, head in heads if c != column and self._labels(head)]):
            return {}
        counted = self._counted(sheet, row, column, heads)
        if counted is None:
            return {}
        return counted | {(r, column): f"{scale.name} {code}" for r, cell in below if (code := _code(cell, scale))}

    def _labels(self, head: Cell) -> bool:
        said = self.words.meaning(head)
        return bool(said.roles - {"value"}) and not said.items

    def _several(self, sheet: Sheet, codes: Mapping[int, str], labels: Sequence[int]) -> bool:
        """Whether some month and area has several levels: else what looks like codes may be counts."""
        last: dict[int, Cell] = {}
        seen: dict[tuple[Cell, ...], list[str]] = {}
        for row, code in codes.items():
            cells = sheet.rows[row]
            last |= {c: cells[c] for c in labels if c < len(cells) and not blank(cells[c])}
            seen.setdefault(tuple(last.get(c) for c in labels), []).append(code)
        return any(len(set(group)) > 1 for group in seen.values())

    def _names(self, cell: Cell) -> bool:
        return isinstance(cell, str) and bool(self.words.meaning(cell).items)

    def _counted(
        self, sheet: Sheet, row: int, column: int, heads: Sequence[tuple[int, Cell]]
    ) -> dict[RowColumn, Cell] | None:
        """What to write over the column that says how many; None when there is none, and the codes may be counts."""
        named: list[int] = []
        plain = False
        for at, cell in heads:
            said = self.words.meaning(cell)
            if at == column or not _has_numbers(sheet, row, at):
                continue
            events = not (said.items or said.roles or said.areas or said.time) and set(said.rest) <= self.beside
            if (events and isinstance(cell, str)) or said.items == (self.each,):
                named.append(at)
            elif said.time or isinstance(cell, datetime.datetime) or (not said.items and _says_how_many(said)):
                plain = True
        if plain or len(named) != 1:
            return {} if plain else None
        return {(row, named[0]): "Number"}

    def _beside_months(self, sheet: Sheet, scale: _Scale) -> dict[RowColumn, Cell]:
        """A row of headers with every code of the scale that a title names, and no other number."""
        for row, cells in enumerate(sheet.rows[:30]):
            given = filled(cells)
            first = next((c for c, cell in given if _code(cell, scale)), None)
            if first is None or not any(self.words.meaning(cell).roles for c, cell in given if c < first):
                continue
            run = _run(cells, first, len(cells), scale)
            others = [cell for c, cell in given if c not in run]
            if len(run) == len(set(scale.items.values())) and not any(map(_is_number, others)):
                return {(row, c): f"{scale.name} {code}" for c, code in run.items()}
        return {}


def _says_how_many(said: object) -> bool:
    return bool(getattr(said, "roles", frozenset()) & {"value"} or getattr(said, "areas", ()))


@lru_cache(maxsize=64)
def _scales(items: tuple[Item, ...]) -> dict[tuple[str, ...], dict[str, str]]:
    """The items by the code that ends their names, under the words before it."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for item in items:
        for name in (item.name.replace("_", " "), *item.synonyms):
            *before, code = tokens(name) or ("",)
            if before and _CODE.fullmatch(code):
                found.setdefault(tuple(before), {})[code] = item.name
    return {words: codes for words, codes in found.items() if len(set(codes.values())) >= ENOUGH}


def _code(cell: Cell, scale: _Scale) -> str:
    """The code of a level, as it is written: 2, "II", "2 - mild"; "" for any other cell."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return ""
    text = str(cell).strip().removesuffix(".0")
    found = _CODE.fullmatch(text)
    return text if found and found[1].lower() in scale.items else ""


def _run(cells: CellRow, start: int, end: int, scale: _Scale, last: int = -1) -> dict[int, str]:
    """Codes that follow each other from one column on, each with its column. last: the place of the one before them."""
    order = list(dict.fromkeys(scale.items.values()))
    run: dict[int, str] = {}
    for column in range(start, min(end, len(cells))):
        code = _code(cells[column], scale)
        place = order.index(scale.items[_CODE.fullmatch(code)[1].lower()]) if code else -1  # type: ignore[index]
        if not code or ((run or last >= 0) and place != last + 1):
            break
        run[column], last = code, place
    return run


def _is_number(cell: Cell) -> bool:
    return number(cell).kind == "reported" and not isinstance(cell, datetime.datetime)


def _is_zero(cell: Cell) -> bool:
    return _is_number(cell) and number(cell).value == 0


def _has_numbers(sheet: Sheet, row: int, column: int) -> bool:
    return any(_is_number(cells[column]) for cells in sheet.rows[row + 1 :] if column < len(cells))


def _changed(sheet: Sheet, changes: Mapping[RowColumn, Cell]) -> Sheet:
    rows: Iterable[CellRow] = (
        tuple(changes.get((r, c), cell) for c, cell in enumerate(cells)) for r, cells in enumerate(sheet.rows)
    )
    return replace(sheet, rows=tuple(rows))
