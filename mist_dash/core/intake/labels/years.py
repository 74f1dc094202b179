"""Months without a year get it: from a title, from the month before them, else from the person."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from mist_dash.core import months
from mist_dash.core.intake.labels.nested import runs_over, year_of_quarter
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.titles import Around
from mist_dash.core.intake.labels.whens import whens as whens_of
from mist_dash.core.intake.reading import Question, QuestionChoice


def with_years(
    whens: Sequence[When | None],
    near: Around,
    today: str,
    answers: Mapping[str, str],
    sheet: str,
    rows: Sequence[Hashable] = (),
) -> tuple[list[When | None], Question | None]:
    """The same times with their years: from the title, else carried on from the month before or after, else asked.

    rows: what each time's row is about, such as its area; where another begins, no month is carried on.
    """
    if not any(_yearless(when) for when in whens):
        return list(whens), None
    rows = rows or [None] * len(whens)
    found = _dated(whens, [_titled(near, when) for when in whens], rows)
    if not any(_yearless(when) for when in found) and not _jumps_back(found):
        return found, None
    ask = _year_question(whens, near, today, sheet)
    if year := ask.answer(answers) or ask.default:
        found = _dated(whens, [_year(year)] * len(whens), rows)
    return found, ask


def _titled(near: Around, when: When | None) -> When:
    """The year that a title gives to a month under it; a title that names one month speaks of another thing.

    Under "Q4 2024", January may be in 2024 or in 2025.
    """
    quarter = whens_of(near.part)
    if when and when.month and near.time.year is not None and quarter and quarter[0][1].grain == 1:
        number = quarter[0][1].quarter or quarter[0][1].fquarter
        return year_of_quarter(whens_of(f"Q{number} {near.time.year}"), when.month)
    return NO_TIME if near.time.month or near.time.quarter else near.time


def _dated(whens: Sequence[When | None], years: Sequence[When], rows: Sequence[Hashable]) -> list[When | None]:
    """Times with the year of the title, or else of the times around them in rows about the same."""
    found = [
        joined(when, year) if when and year != NO_TIME and _yearless(when) else when
        for when, year in zip(whens, years, strict=True)
    ]
    about: dict[Hashable, list[int]] = {}
    for i, row in enumerate(rows):
        about.setdefault(row, []).append(i)
    for places in about.values():
        for order, step in ((places, 1), (places[::-1], -1)):
            last: When | None = None
            for i in order:
                when = found[i]
                if when is not None and _yearless(when):
                    found[i] = when = _carried(when, last, step)
                last = when if when is not None and when.period() else last
    return _as_elsewhere(found)


def _as_elsewhere(found: Sequence[When | None]) -> list[When | None]:
    """Months that are still without a year have that of the same month in other rows, when those agree."""
    years: dict[int, set[int]] = {}
    for when in found:
        if when and when.month and (period := when.period()):
            years.setdefault(when.month, set()).add(int(period[:4]))
    agreed = {month: year.copy().pop() for month, year in years.items() if len(year) == 1}
    return [
        replace(when, year=agreed[when.month]) if when and _yearless(when) and when.month in agreed else when
        for when in found
    ]


def _yearless(when: When | None) -> bool:
    return (
        when is not None and bool(when.month or when.fmonth or when.quarter or when.fquarter) and when.period() is None
    )


def _carried(when: When, last: When | None, step: int) -> When:
    """A month that follows the one before it: December 2024, then "Jan"; step -1: one that goes before the next."""
    period = last.period() if last else None
    if not period or not months.is_month(period) or not when.month:
        return when
    near = (period, months.later(period, step))
    return next((replace(when, year=int(month[:4])) for month in near if int(month[5:]) == when.month), when)


def _jumps_back(found: Sequence[When | None]) -> bool:
    """Whether the months, by the title's year, run forwards and then back: then the title means another year."""
    seen: list[int] = []
    steps: set[bool] = set()
    for when in found:
        period = when.period() if when else None
        if period is None or not months.is_month(period) or months.number(period) in seen:
            continue
        if seen:
            steps.add(months.number(period) > seen[-1])
        seen.append(months.number(period))
    return len(steps) == 2 or any(a % 12 == 11 and b % 12 == 0 and a > b for a, b in pairwise(seen))


def _year_question(whens: Sequence[When | None], near: Around, today: str, sheet: str) -> Question:
    """Which year months belong to: financial years when they run on from December to January."""
    order = [when.month for when in whens if when is not None and when.month]
    financial = runs_over(order)
    year = int(today[:4])
    names = [f"{y}/{(y + 1) % 100:02d}" if financial else str(y) for y in range(year, year - 6, -1)]
    guess = near.time.year if near.time.year is not None and not near.time.month else near.guess.year
    default = "" if guess is None else f"{guess}/{(guess + 1) % 100:02d}" if financial else str(guess)
    return Question(
        f"year:{sheet}",
        f"Which year are the months on “{sheet}” in?",
        tuple(QuestionChoice(name, name) for name in names),
        about=sheet,
        default=default if default in names else "",
        once=True,
    )


def _year(answer: str) -> When:
    return When(fy=int(answer[:4])) if "/" in answer else When(year=int(answer[:4]))
