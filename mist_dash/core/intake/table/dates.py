"""Of several columns that look like dates, those stay that say the month of the numbers; else it is asked.

A header decides before its place: "Data month" goes before "Date submitted", and a target or last year before nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from mist_dash.core.errors import Problem
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.dated import MONTH, TIME_ROLES, dates_of
from mist_dash.core.intake.labels.numbers import marks, number
from mist_dash.core.intake.labels.periods import axis
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.table.tables import SheetTable, blank
from mist_dash.core.intake.why import Why

Times = Mapping[int, Sequence[When | None]]
_NUMBERED = re.compile(r"\s*(?:p|period)\W{0,2}(\d\d?)\b", re.I)
_FINANCIAL = {"fiscal", "financial", "fy"}


def with_months(
    columns: Sequence[Column], today: str, answers: Mapping[str, str], found: TableFacts, name: str
) -> list[Column]:
    """The columns, those left out that hold other dates than the month of the row's numbers. name: of the table."""
    made = [_financial_months(c) for c in _this_year(columns)]
    made = _without_month_numbers(_measures_of_dates(made))
    dated = [c for c in made if c.use == "time" and _has_months(c)]
    if len([c for c in made if c.use == "time"]) < 2:
        return made
    times = {c.head.column: axis(c.cells, NO_TIME, today, answers).whens for c in dated}
    if len(dated) > 1:
        out = {c.head.column for c in _of_other_dates(dated, times, answers, found, name)}
        made = [replace(c, use="left out", why=Why.OTHER_DATE) if c.head.column in out else c for c in made]
    return _without_figures(made, dated, any(map(_is_whole, times.values())))


def _of_other_dates(
    dated: Sequence[Column], times: Times, answers: Mapping[str, str], found: TableFacts, name: str
) -> list[Column]:
    """The columns of months that are not those of the numbers: by their headers, else by what is asked."""
    best = min(_rank(c, answers) for c in dated)
    first = [c for c in dated if _rank(c, answers) == best]
    gone = [c for c in dated if c not in first and not _gives_the_year(c, first, times)]
    whole = [c for c in first if _is_whole(times[c.head.column])]
    chosen = whole[0] if whole else None
    if rivals := _rivals(first, whole, times):
        question = _question(rivals, name)
        found.ask(question)
        chosen = next((c for c in rivals if c.head.key == question.answer(answers)), rivals[0])
    return [*gone, *(c for c in (*whole, *rivals) if c is not chosen)]


def waits(asked: Sequence[Question], answers: Mapping[str, str]) -> list[Question]:
    """The open questions about dates by which no number can be given a month meanwhile."""
    return [q for q in asked if q.kind == "dates" and not q.default and not q.answer(answers)]


def of_thirteen(table: SheetTable, columns: Sequence[Column]) -> Problem | None:
    """The problem of a year of thirteen periods of four weeks: P1 is April in a year of twelve only."""
    across = {row: [_period(cell, "") for cell in table.sheet.rows[row]] for row in table.header}
    down = [[_period(cell, c.head.label) for cell in c.cells] for c in columns if c.use == "time"]
    rows = [row for row, numbers in across.items() if {12, 13} <= set(numbers)]
    rows += [table.body[numbers.index(13)] for numbers in down if {12, 13} <= set(numbers)]
    if not rows:
        return None
    return Problem(
        table.sheet.name,
        rows[0] + 1,
        "the periods",
        "a thirteenth period",
        "twelve months",
        "send the numbers by calendar month; if the thirteenth only mends the year, delete it",
    )


def _period(cell: Cell, header: str) -> int:
    """The number of "P12", or of 12 under "Period"; 0 for anything else."""
    bare = "period" in tokens(header)
    text = f"P{cell:g}" if bare and isinstance(cell, int | float) else str(cell)
    found = _NUMBERED.match(f"P{text}" if bare and text.isdecimal() else text)
    return int(found[1]) if found else 0


def without_years_among_months(columns: list[Column]) -> list[Column]:
    """The columns, those left out whose header names a year or quarter while others name its parts."""
    timed = [c.head.when for c in columns if c.use == "value" and c.head.when != NO_TIME]
    finest = min((when.grain for when in timed), default=2)
    return [
        replace(c, use="left out", why=Why.COARSE)
        if c.use == "value" and c.head.when != NO_TIME and c.head.when.grain > finest
        else c
        for c in columns
    ]


def _rank(column: Column, answers: Mapping[str, str]) -> int:
    chosen = answers.get(f"column:{column.head.key}") == "month"
    return MONTH if chosen else dates_of(column.head.meaning)


def _has_months(column: Column) -> bool:
    """Whether most of its cells name a month, with or without its year."""
    given = [cell for cell in column.cells if not blank(cell)]
    return bool(given) and sum(any(w.month or w.fmonth for _, w in whens(cell)) for cell in given) * 2 >= len(given)


def _is_whole(times: Sequence[When | None]) -> bool:
    return any(when.period() for when in times if when and when.month)


def _gives_the_year(column: Column, first: Sequence[Column], times: Times) -> bool:
    """Whether another date says the year of months that have none, and the same month in every row."""
    if any(_is_whole(times[c.head.column]) for c in first):
        return False
    return all(_share_apart(times[column.head.column], times[c.head.column]) == 0 for c in first)


def _rivals(first: Sequence[Column], whole: Sequence[Column], times: Times) -> list[Column]:
    """The columns of equal right that name different months. One row apart between a month and a date is a slip."""
    apart: list[Column] = []
    for one, other in combinations(first, 2):
        share = _share_apart(times[one.head.column], times[other.head.column])
        if share > (0 if one in whole and other in whole else 0.5):
            apart += [c for c in (one, other) if c not in apart]
    return apart


def _share_apart(one: Sequence[When | None], other: Sequence[When | None]) -> float:
    """In what share of the rows two columns name two different months."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    return sum(joined(replace(a, day=None), replace(b, day=None)) is None for a, b in pairs) / max(len(pairs), 1)


def _question(rivals: Sequence[Column], name: str) -> Question:
    names = " and ".join(f"“{c.name[:40]}”" for c in rivals)
    return Question(
        f"dates:month of {'+'.join(c.head.key for c in rivals)}",
        f"{names} name different months. Which of them are the numbers of?",
        tuple(QuestionChoice(c.head.key, c.name) for c in rivals),
        about=name,
    )


def _without_figures(columns: Sequence[Column], dated: Sequence[Column], whole: bool) -> list[Column]:
    """ "Previous year" beside the month is another year's; beside whole months only a year may say the same again."""
    out = {
        c.head.column: Why.SAME_YEAR if _is_plain_financial_year(c) else Why.SUMMARY
        for c in columns
        if c.use == "time"
        and dated
        and c not in dated
        and (c.head.meaning.summary or (whole and not _may_say_it_again(c)))
    }
    return [replace(c, use="left out", why=out[c.head.column]) if c.head.column in out else c for c in columns]


def _may_say_it_again(column: Column) -> bool:
    named = column.head.meaning.roles & {"year", "quarter"} or not column.head.label
    return bool(named) and not _is_plain_financial_year(column)


def _is_plain_financial_year(column: Column) -> bool:
    """2025 under "FY" may be the year in which it begins or ends: months with years of their own need it not."""
    whole = any(w.year and w.fy is None for cell in column.cells for _, w in whens(cell))
    return whole and bool(_FINANCIAL & set(tokens(column.head.label)))


def _measures_of_dates(columns: Sequence[Column]) -> list[Column]:
    """A measure's column in which a spreadsheet made dates of the numbers still is that measure's, beside the month."""
    dated = [c for c in columns if c.use == "time" and c.head.meaning.roles & TIME_ROLES]
    return [
        replace(c, use="value", marks=marks(c.cells)) if dated and c.use == "time" and _is_measure(c) else c
        for c in columns
    ]


def _is_measure(column: Column) -> bool:
    meaning = column.head.meaning
    return meaning.plain and len(meaning.items) == 1 and not meaning.roles & TIME_ROLES


def _financial_months(column: Column) -> Column:
    """1 under "Fiscal month" is April, like M1."""
    said = tokens(column.head.label)
    if column.use != "time" or not _FINANCIAL & set(said) or not {"month", "period", "mth"} & set(said):
        return column
    return replace(column, cells=tuple(map(_as_financial, column.cells)))


def _as_financial(cell: Cell) -> Cell:
    read = dict(whens(cell))
    return f"M{read['financial months'].fmonth}" if "financial months" in read else cell


def _without_month_numbers(columns: Sequence[Column]) -> list[Column]:
    """A column that numbers the months beside one that names them is left out."""
    named = any(c.use == "time" and _months_of(c, "named") for c in columns)
    return [
        replace(c, use="left out", why=Why.NUMBERED_MONTHS)
        if named and c.use == "time" and _months_of(c, "numbered")
        else c
        for c in columns
    ]


def _months_of(column: Column, how: str) -> bool:
    """Whether all cells are months by their names, or all by numbers from 1 to 12."""
    different = set(zip(map(type, column.cells), column.cells, strict=True))
    read = [dict(whens(cell)) for _, cell in different if not blank(cell)]
    numbered = [("calendar months" in by) for by in read]
    if how == "numbered":
        return all(numbered)
    return bool(read) and not any(numbered) and any(when.month for by in read for when in by.values())


def _this_year(columns: Sequence[Column]) -> list[Column]:
    """ "CLABSI this year" beside "CLABSI last year" is what each row counts; by itself it may be a year to date."""
    last = [c.head.meaning.items for c in columns if c.use == "left out" and _says(c, "last", "previous", "prior")]
    plain = {c.head.meaning.items for c in columns if c.use == "value"}
    return [
        _as_value(c)
        if c.use == "unknown"
        and _says(c, "thi", "current")
        and c.head.meaning.items in last
        and c.head.meaning.items not in plain
        else c
        for c in columns
    ]


def _says(column: Column, *which: str) -> bool:
    said = tokens(column.head.label)
    return any(one in which and other == "year" for one, other in pairwise(said))


def _as_value(column: Column) -> Column:
    meaning = replace(column.head.meaning, rest=(), roles=frozenset())
    all_numbers = all(number(cell).kind != "wrong" for cell in column.cells)
    head = replace(column.head, meaning=meaning)
    return replace(column, head=head, use="value", marks=marks(column.cells)) if all_numbers else column
