"""Each row of a table gets its labels: the time, area and item that its own cells and the section above it name."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mist_dash.core.intake.files.book import Cell, CellRow
from mist_dash.core.intake.labels.nested import together, year_line
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.periods import axis
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.titles import Around
from mist_dash.core.intake.labels.whens import SURE
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.labels.years import with_years
from mist_dash.core.intake.reading import Question
from mist_dash.core.intake.table.asides import is_no_month, is_remark
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.table.facts import LabelledRow, Lines
from mist_dash.core.intake.table.sums import year_rows
from mist_dash.core.intake.table.tables import SheetTable, blank, filled
from mist_dash.core.intake.why import Why


@dataclass
class _Section:
    """What the section rows above say, each kind until the next of its kind."""

    labels: dict[str, Meaning] = field(default_factory=dict)
    when: When = NO_TIME
    total: bool = False
    years_below: bool = False

    def take(self, meaning: Meaning, when: When | None, total: bool = False) -> None:
        self.total = total
        if meaning.areas or meaning.asked_areas:
            self.labels["area"] = meaning
        if meaning.items or meaning.asked_items:
            self.labels["item"] = meaning
        if when in (None, NO_TIME) or self.years_below:
            return
        if when.period() or not self.when.period():  # "Q1", the sum of its months, does not end the year above them
            self.when = when


def lines(
    table: SheetTable, columns: Sequence[Column], words: Words, near: Around, today: str, answers: Mapping[str, str]
) -> Lines:
    """Every body row with its labels, top to bottom."""
    rows = len(table.body)
    times = [column for column in columns if column.use == "time"]
    labels = [column for column in columns if column.use == "label"]
    counted = [column for column in columns if column.use in ("value", "rate", "unknown")]
    numbered = [any(n.kind != "blank" for n in row) for row in zip(*(c.numbers for c in counted), strict=True)]
    numbered = numbered or [False] * rows
    time_texts, label_texts = (_texts(some, rows) for some in (times, labels))
    groups = _groups(table, [*times, *labels])
    near_year = _year_of(times, [c.head.when for c in columns], near.time, today)
    names = " and ".join(f"“{c.name}”" for c in times)
    timed = [dict(enumerate(_down(column, groups))) for column in times]
    read = together(timed, lambda cells: axis(cells, near_year, today, answers, names), answers, names)
    joint = [_joined([a.whens[i] for a in read]) or year_line(table, row, words) for i, row in enumerate(table.body)]
    whens, below, asked = year_rows(joint, counted, answers, names)
    finest = min((when.grain for when in whens if when and when != NO_TIME), default=2)
    down = [_down(column, groups) for column in labels]
    named = [_meanings(c.wants, cells, words) for c, cells in zip(labels, down, strict=True)]
    meanings = list(zip(*named, strict=True)) or [()] * rows
    often = [(cells, Counter(cells)) for cells in down]
    siblings = _siblings(down, words)
    section = _Section(years_below=below)
    made: list[LabelledRow] = []
    for i, row in enumerate(table.body):
        line = LabelledRow(
            row,
            whens[i] if times else NO_TIME,
            meanings[i],
            numbers=numbered[i],
            time_text=" ".join(time_texts[i]) if whens[i] is None else "",
            texts=time_texts[i] + label_texts[i],
            dated=whens[i] is not None and (bool(time_texts[i]) or any(n[cells[i]] > 1 for cells, n in often)),
        )
        if _is_note(table.sheet.rows[row], line):
            line = replace(line, numbers=False, out=True, why=Why.NOTE)
        made.append(line if line.out else _placed(line, section, words, bool(times), finest, siblings))
    dated, question = _with_years(made, near, today, answers, table.sheet.name) if not _years(columns) else (made, None)
    questions = tuple(q for q in (*(a.question for a in read), asked, question) if q)
    return Lines(tuple(dated), next((a.style for a in read if a.style), SURE), questions, bool(times))


def _meanings(wants: str, cells: Sequence[Cell], words: Words) -> list[tuple[str, Meaning]]:
    """What each label of a column means; of two with one name, that with more words beside it may be another thing."""
    fewest: dict[object, int] = {}
    for meaning in map(words.meaning, set(cells)):
        if meaning.items:
            key = (meaning.items, meaning.places)
            fewest[key] = min(fewest.get(key, 99), len(meaning.extra))
    doubtful = {
        m.text for m in map(words.meaning, set(cells)) if m.items and len(m.extra) > fewest[(m.items, m.places)]
    }
    if not doubtful:
        return [(wants, words.meaning(cell)) for cell in cells]
    made = (words.meaning(cell) for cell in cells)
    return [(wants, replace(m, rest=m.extra, extra=()) if m.text in doubtful else m) for m in made]


def _is_note(cells: CellRow, line: LabelledRow) -> bool:
    """Whether a row is one text of several words, under a column of numbers."""
    if line.texts:
        return False
    alone = [cell for _, cell in filled(cells)]
    text = alone[0].strip() if len(alone) == 1 and isinstance(alone[0], str) else ""
    return " " in text and number(text).kind == "wrong" and not text[0].isdigit()


def to_fill_in(rows: Lines, columns: Sequence[Column]) -> bool:
    """Whether months and headers are there, as in a template, and under one of the headers no number yet."""
    months_there = any(line.when not in (None, NO_TIME) for line in rows.lines if not line.out)
    return months_there and any(c.use == "value" and c.head.meaning.items and all(map(blank, c.cells)) for c in columns)


def _year_of(times: Sequence[Column], heads: Sequence[When], near: When, today: str) -> When:
    """What a column or headers of financial years say of the months and quarters beside them."""
    for column in times:
        years = [when for when in axis(column.cells, near, today, {}).whens if when is not None]
        if years and all(when.fy is not None and when.coarse and not when.quarter for when in years):
            return When(fy=years[0].fy)
    return next((When(fy=when.fy) for when in heads if when.fy is not None), near)


def _years(columns: Sequence[Column]) -> bool:
    """Whether the headers name the years of the rows' months."""
    return any(c.use == "value" and (c.head.when.year or c.head.when.fy) for c in columns)


def _texts(columns: Sequence[Column], rows: int) -> list[tuple[str, ...]]:
    """What stands in each row of some columns, but for blank cells."""
    said = [["" if cell is None else _plain(cell) for cell in column.cells] for column in columns]
    return [tuple(filter(None, texts)) for texts in zip(*said, strict=True)] if said else [()] * rows


def _plain(cell: Cell) -> str:
    return cell.strftime("%d/%m/%Y") if isinstance(cell, datetime.datetime) else str(cell).strip()


def _joined(whens: Sequence[When | None]) -> When | None:
    """The times of a row's columns together, such as a year and a month; None when one cannot be read."""
    found: When | None = NO_TIME
    for when in whens:
        found = joined(found, when) if found is not None and when is not None else None
    return found


def _groups(table: SheetTable, columns: Sequence[Column]) -> frozenset[int]:
    """The columns that may name a group of rows: merged downwards, or with other labels to their right."""
    merged = {left for top, left, bottom, _ in table.sheet.merged if bottom > top}
    last = max((column.head.column for column in columns), default=-1)
    return frozenset(c.head.column for c in columns if c.head.column < last or c.head.column in merged)


def _down(column: Column, groups: frozenset[int]) -> tuple[Cell, ...]:
    """A column whose cells hold only where they change (merged, or left blank below), filled downwards.

    Where most cells are filled, a blank one is a gap and stays blank.
    """
    if column.head.column not in groups:
        return column.cells
    given = [i for i, cell in enumerate(column.cells) if not blank(cell)]
    if not given or len(given) * 10 > len(column.cells) * 6 or (len(given) == 1 and given[0] > 0):
        return column.cells
    cells: list[Cell] = []
    for cell in column.cells:
        cells.append(cells[-1] if blank(cell) and cells else cell)
    return tuple(cells)


def _siblings(columns: Sequence[Sequence[Cell]], words: Words) -> dict[str, int]:
    """How often each item is named by a label that is no total."""
    found: dict[str, int] = {}
    for cells in columns:
        for cell in set(cells):
            meaning = words.meaning(cell)
            if not (meaning.total or meaning.summary or meaning.derived):
                for item in meaning.items:
                    found[item] = found.get(item, 0) + 1
    return found


def _placed(
    line: LabelledRow, section: _Section, words: Words, timed: bool, finest: int, siblings: Mapping[str, int]
) -> LabelledRow:
    """A row with the sections above it, or the reason why it holds no counts."""
    parts = [words.meaning(text) for text in line.texts]
    if any(part.total or part.summary for part in parts) and _is_total(
        _whole(parts), siblings, timed and not line.dated
    ):
        if not line.numbers:
            section.take(_whole(parts), None, total=True)
        return replace(line, out=True, why=Why.SUM_OR_TARGET)
    if line.when is None and line.texts:
        return _without_time(line, _whole(parts), section, finest)
    if timed and line.when is not None and line.when.grain > finest and line.when != NO_TIME:
        section.take(Meaning() if line.numbers else _whole(parts), line.when)
        return replace(line, out=True, why=Why.COARSE if line.numbers else None)
    if not line.texts and line.numbers and (timed or line.labels):
        return replace(line, unreadable="blank")
    if not timed and not line.numbers and len(line.texts) == 1 and len(line.labels) >= 1:
        meaning = _whole(parts)
        section.take(meaning, meaning.time[0][1] if meaning.time else None)
        return replace(line, out=True)
    if section.total:
        return replace(line, out=True, why=Why.OF_A_TOTAL)
    return _under(line, section)


def _whole(parts: Sequence[Meaning]) -> Meaning:
    """What all the label cells of a row say together."""
    if len(parts) == 1:
        return parts[0]
    return Meaning(
        areas=tuple(area for part in parts for area in part.areas),
        items=tuple(item for part in parts for item in part.items),
        asked_items=tuple(asked for part in parts for asked in part.asked_items),
        asked_areas=tuple(asked for part in parts for asked in part.asked_areas),
        total=any(part.total for part in parts),
        summary=any(part.summary for part in parts),
    )


def _is_total(meaning: Meaning, siblings: Mapping[str, int], timed: bool) -> bool:
    if meaning.summary:
        return True
    if not meaning.total:
        return False
    if meaning.items:  # "PICU total line days" is the item's own name, unless another row is called "PICU line days"
        return any(siblings.get(item, 0) > 0 for item in meaning.items)
    return not (meaning.asked_items and not timed and siblings) and not _named_whole(meaning)


def _named_whole(meaning: Meaning) -> bool:
    """ "Trust total" is the hospital as a whole; "PICU total" is a subtotal."""
    return bool(meaning.areas) and all(
        words in ("trust", "hospital", "site", "trust wide") for _, words in meaning.areas
    )


def _without_time(line: LabelledRow, meaning: Meaning, section: _Section, finest: int) -> LabelledRow:
    """A row whose month cannot be read: a section, a remark, a part of a total or a key, or a mistake."""
    if section.total or (is_no_month(line.text) and finest == 0):
        return replace(line, out=True, why=Why.OF_A_KEY)
    if not line.numbers and len(line.texts) == 1 and is_remark(line.text, meaning):
        return replace(line, out=True, why=Why.NOTE)
    names = meaning.areas or meaning.asked_areas or meaning.items or meaning.asked_items
    if names and len(line.texts) == 1:
        section.take(meaning, None)
        return replace(line, out=True, why=Why.SUBTOTAL if line.numbers else None)
    if not line.numbers:
        return replace(line, out=True, why=Why.NOTE if len(line.texts) == 1 else None)
    return replace(line, unreadable=line.time_text[:40] or "blank")


def _under(line: LabelledRow, section: _Section) -> LabelledRow:
    if not section.labels and section.when is NO_TIME:
        return line
    named = {kind for kind in ("area", "item") for _, m in line.labels if _names(m, kind)}
    more = tuple((kind, m) for kind, m in section.labels.items() if kind not in named)
    when = line.when
    if when is not None and when.period() is None and section.when != NO_TIME:
        when = joined(when, section.when) or when
    return replace(line, labels=(*line.labels, *more), when=when)


def _names(meaning: Meaning, kind: str) -> bool:
    return bool(meaning.areas or meaning.asked_areas) if kind == "area" else bool(meaning.items or meaning.asked_items)


def _with_years(
    made: Sequence[LabelledRow], near: Around, today: str, answers: Mapping[str, str], sheet: str
) -> tuple[list[LabelledRow], Question | None]:
    """Months without a year get it from the title, else from the month before them, else it is asked."""
    about = [tuple((wants, meaning.text) for wants, meaning in line.labels) for line in made]
    times = [line.when if not line.out else None for line in made]
    whens, question = with_years(times, near, today, answers, sheet, about)
    return [
        line if when is None or when is line.when else replace(line, when=when)
        for line, when in zip(made, whens, strict=True)
    ], question
