"""A column of dates becomes days. Unlike months, the days of a list follow no spacing that could decide how to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.periods import SAYS
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.whens import SURE, Readings, whens
from mist_dash.core.intake.reading import Question, QuestionChoice

DAY, MONTH, AS_IT_IS, TYPED = "day first", "month first", "date", "typed month and year"


@dataclass(frozen=True)
class Days:
    """One time for each cell: a day, or a month where no day is given, or None. style: as in `SAYS`."""

    whens: tuple[When | None, ...]
    style: str = SURE
    question: Question | None = None


def days(cells: Sequence[Cell], near: When, today: str, answers: Mapping[str, str], about: str) -> Days:
    """Reads a column day first, and month first only where the whole column agrees on it.

    near: the year that a title names, for dates without one. Asked when the plain reading lies in the future, or when
    every date may be a month and year that a spreadsheet turned into a day.
    """
    found = [whens(cell) for cell in cells]
    style, question = _style([readings for readings in found if readings], today, about)
    if question:
        style = question.answer(answers) or style
    return Days(tuple(_dated(_pick(readings, style), near) for readings in found), style, question)


def _style(found: Sequence[Readings], today: str, about: str) -> tuple[str, Question | None]:
    styles = [dict(readings) for readings in found]
    if styles and all(TYPED in by for by in styles):
        return AS_IT_IS, _question((AS_IT_IS, TYPED), about)
    slashed = [by for by in styles if DAY in by or MONTH in by]
    if not slashed:
        return SURE, None
    day, month = (all(style in by for by in slashed) for style in (DAY, MONTH))
    if day and month and _to_come(slashed, DAY, today) and not _to_come(slashed, MONTH, today):
        return DAY, _question((DAY, MONTH), about)
    return (MONTH, None) if month and not day else (DAY, None)


def _to_come(slashed: Sequence[Mapping[str, When]], style: str, today: str) -> bool:
    return any((by[style].period() or "") > today for by in slashed)


def _question(offered: tuple[str, ...], about: str) -> Question:
    choices = tuple(QuestionChoice(style, SAYS[style]) for style in offered)
    return Question(
        f"dates:{about}:{offered[1]}", f"How are the dates in “{about}” written?", choices, about, offered[0]
    )


def _pick(readings: Readings, style: str) -> When | None:
    named = dict(readings)
    for wanted in (style, AS_IT_IS, SURE):
        if wanted in named:
            return named[wanted]
    return None


def _dated(when: When | None, near: When) -> When | None:
    """A time with its month and year, the year from nearby when it has none; None for all else."""
    if when is None or not when.month:
        return None
    if when.period() is None:
        when = joined(when, When(year=near.year, fy=near.fy)) if near != NO_TIME else None
    return when if when is not None and when.period() else None
