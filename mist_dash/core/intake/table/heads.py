"""The header rows of a table become one head a column: its words, what they mean, and the time they name."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.nested import together
from mist_dash.core.intake.labels.periods import Axis, axis
from mist_dash.core.intake.labels.phrases import may_stay, sure, tokens
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.whens import SURE
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.reading import Question
from mist_dash.core.intake.table.tables import SheetTable, blank


@dataclass(frozen=True)
class Head:
    """One column's header: all its levels joined. when: the time it names, empty when none."""

    column: int
    label: str
    meaning: Meaning
    when: When = NO_TIME
    clash: bool = False

    @property
    def key(self) -> str:
        """The header without case and punctuation: what a recipe remembers it by."""
        return " ".join(tokens(self.label)) or f"column {self.column + 1}"


@dataclass(frozen=True)
class Heads:
    heads: tuple[Head, ...]
    style: str = SURE
    questions: tuple[Question, ...] = ()


def heads(table: SheetTable, words: Words, near: When, today: str, answers: Mapping[str, str]) -> Heads:
    """One head for each column of the table."""
    levels = [_level(table, row, row == table.header[-1]) for row in table.header]
    axes = _axes(levels, words, near, today, answers, f"the headers of “{table.sheet.name}”")
    made = tuple(_head(column, levels, axes, words) for column in range(table.first, table.end))
    questions = tuple(a.question for _, a in axes if a.question)
    return Heads(made, next((a.style for _, a in axes if a.style), SURE), questions)


def _level(table: SheetTable, row: int, last: bool) -> dict[int, Cell]:
    """The cells of one header row by column; those of an upper level are spread over the columns they span."""
    cells = {c: table.cell(row, c) for c in range(table.first, table.end) if not blank(table.cell(row, c))}
    merges = [(left, right) for top, left, _, right in table.sheet.merged if top == row and right > left]
    if merges:
        spread = {c: cells[left] for left, right in merges if left in cells for c in range(left, right + 1)}
        return {**cells, **spread}
    return cells if last else _spread(cells, table)


def _spread(cells: dict[int, Cell], table: SheetTable) -> dict[int, Cell]:
    """An upper level without merged cells: a label reaches to the next one; the last no further than the widest."""
    columns = sorted(cells)
    widths = [b - a for a, b in pairwise(columns)]
    reach = [*widths, max(widths, default=table.end)]
    over = {c for c in range(table.first, table.end) if not blank(table.cell(table.header[-1], c))}
    return {
        c: cells[start]
        for start, width in zip(columns, reach, strict=True)
        for c in range(start, min(start + width, table.end))
        if c == start or c in over
    }


def _axes(
    levels: list[dict[int, Cell]], words: Words, near: When, today: str, answers: Mapping[str, str], about: str
) -> list[tuple[tuple[int, ...], Axis]]:
    """The times of each level, with the columns that they stand in."""
    timed = [{c: cell for c, cell in level.items() if _only_time(words.meaning(cell))} for level in levels]
    read = together(timed, lambda cells: axis(cells, near, today, answers, about), answers, about)
    return [(tuple(cells), a) for cells, a in zip(timed, read, strict=True)]


def _only_time(meaning: Meaning) -> bool:
    return bool(meaning.time) and not (meaning.items or meaning.areas or meaning.total or meaning.summary)


def _head(column: int, levels: list[dict[int, Cell]], axes: list[tuple[tuple[int, ...], Axis]], words: Words) -> Head:
    cells = [level[column] for level in levels if column in level]
    label = " ".join(dict.fromkeys(_shown(cell) for cell in cells))
    whens = [a.whens[columns.index(column)] for columns, a in axes if column in columns]
    texts = [str(cell).strip() for cell in cells if not _only_time(words.meaning(cell))]
    meaning = _joined_meaning(list(dict.fromkeys(texts)), words)
    if meaning.time and not meaning.rest:
        whens.append(meaning.time[0][1])
    when: When | None = When()
    for each in whens:
        when = joined(when, each) if when is not None and each else when
    return Head(column, label, replace(meaning, text=label), when or When(), clash=when is None)


def _shown(cell: Cell) -> str:
    return cell.strftime("%d/%m/%Y") if isinstance(cell, datetime.datetime) else str(cell).strip()


def _joined_meaning(texts: list[str], words: Words) -> Meaning:
    """The levels read as one label ("Central line" over "days"), else each level by itself."""
    whole = words.meaning(" ".join(texts)) if texts else Meaning()
    if len(texts) < 2 or (whole.plain and len(whole.items) < 2):
        return whole
    parts = [words.meaning(text) for text in texts]
    rest = tuple(word for part in parts[:-1] for word in part.rest)
    if parts[-1].rest or (rest and not _groups(parts, rest)):
        return whole
    return Meaning(
        extra=rest + parts[-1].extra,
        items=tuple(dict.fromkeys(item for part in parts for item in part.items)),
        areas=tuple(dict.fromkeys(area for part in parts for area in part.areas)),
        roles=frozenset().union(*(part.roles for part in parts)),
        time=next((part.time for part in parts if part.time), ()),
        asked_items=tuple(asked for part in parts for asked in part.asked_items),
        asked_areas=tuple(asked for part in parts for asked in part.asked_areas),
        total=any(part.total for part in parts),
        summary=any(part.summary for part in parts),
        derived=any(part.derived for part in parts),
    )


def _groups(parts: list[Meaning], rest: tuple[str, ...]) -> bool:
    """Whether the upper levels only group columns, as "Patient safety" over "CLABSI": the nearest names the item."""
    named = len(parts[-1].items) == 1 and sure(tokens(parts[-1].text))
    return named and not any(part.items for part in parts[:-1]) and may_stay(rest)
