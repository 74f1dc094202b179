"""The counts of days, weeks or places become that of their month or area; those of a year whose months are given go."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from mist_dash.core import months
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.reading import LEAVE_OUT, Count, Question, QuestionChoice
from mist_dash.core.intake.table.facts import Fact, TableFacts
from mist_dash.core.intake.why import Why


def weekly(facts: Iterable[Fact]) -> frozenset[str]:
    """The sheets whose dates are a week apart: their first and last week may lie in two months each."""
    dates: dict[str, set[datetime.date]] = defaultdict(set)
    for when, sheet in {fact.when: fact.sheet for fact in facts if fact.when.day}.items():
        if when.year is not None and when.month and when.day:
            dates[sheet].add(datetime.date(when.year, when.month, when.day))
    return frozenset(sheet for sheet, on in dates.items() if _are_weeks(sorted(on)))


def _are_weeks(dates: Sequence[datetime.date]) -> bool:
    steps = [(b - a).days for a, b in pairwise(dates)]
    return len(steps) > 1 and steps.count(7) * 3 >= len(steps) * 2 and not any(step % 7 for step in steps)


def days_added(days: Sequence[Count | None], found: TableFacts, answers: Mapping[str, str]) -> Count | None:
    """The days or weeks of a month, added up. Days are added until the person says no, weeks when they say yes."""
    made = [day for day in days if day]
    if len(made) < len(days):
        return None
    if any(question.kind == "dates" and not question.answer(answers) for question in found.questions.values()):
        return None  # whether these are days at all is being asked
    question = _question(made[0].sheet, made[0].sheet in found.weekly)
    found.ask(question)
    return added(made) if (question.answer(answers) or question.default) == "add" else None


def _question(sheet: str, weeks: bool) -> Question:
    where = f"“{sheet}”" if sheet else "This file"
    days = "has several dates in a month. Shall I add them up by month?"
    straddling = "has a row for each week, and a week may lie in two months. Shall I add each to the month of its date?"
    return Question(
        f"{'weekly' if weeks else 'daily'}:{' '.join(tokens(sheet))}",
        f"{where} {straddling if weeks else days}",
        (QuestionChoice("add", "Yes, add them up by month"), QuestionChoice(LEAVE_OUT, "No, leave them out")),
        about=sheet,
        default="" if weeks else "add",
    )


def added(parts: Sequence[Count]) -> Count:
    """Parts added up. A part that was hidden hides the sum; one not collected is left out of it and noted."""
    if any(part.state == "suppressed" for part in parts):
        return replace(parts[0], value=None, state="suppressed")
    told = [part for part in parts if isinstance(part.value, float)]
    if not told:
        return parts[0]
    missing = len(parts) - len(told)
    note = f"{missing} of {len(parts)} parts not collected" if missing else parts[0].note
    total = sum(part.value for part in told if isinstance(part.value, float))
    return replace(told[0], value=total, note=note, stands=replace(told[0].stands, number=None))


def without_sums_of_months(counts: Sequence[Count], found: TableFacts) -> list[Count]:
    """The counts without the quarters and years whose item and area have months within them."""
    coarse = {period for period in {count.month for count in counts} if not months.is_month(period)}
    if not coarse:
        return list(counts)
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    for count in counts:
        if count.month not in coarse:
            given[(count.item, count.area)].add(count.month)
    kept = []
    for count in counts:
        if count.month in coarse and given[(count.item, count.area)] & _months_of(count.month):
            where = f" of “{count.sheet}”" if count.sheet else ""
            said = f"row {count.row}{where}, {months.say(count.month)}"
            found.leave(said, Why.MONTHS_GIVEN, count.sheet, (count.row - 1, count.row - 1))
        else:
            kept.append(count)
    return kept


def _months_of(period: str) -> set[str]:
    """The months of "2024-Q2", "2024" and "2024/25"."""
    year, quarter = period[:4], period.partition("-Q")[2]
    if quarter:
        first, long = f"{year}-{int(quarter) * 3 - 2:02d}", 3
    else:
        first, long = f"{year}-04" if "/" in period else f"{year}-01", 12
    return {months.later(first, by) for by in range(long)}
