"""All labels of one column or row become times together: what one date leaves open, its neighbours decide.

Asked only when two readings both give a plausible series; the styles are those of `whens`.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.whens import SURE, Readings, whens
from mist_dash.core.intake.reading import Question, QuestionChoice

CANNOT, READS, WEAK, STRONG = -1, 0, 1, 2
SAYS = {  # how a style is offered and told
    "day first": "day first, as in 01/04/2024 for 1 April",
    "month first": "month first, as in 04/01/2024 for 1 April",
    "month": "a month, as in 2011/12 for December 2011",
    "financial year": "a financial year, as in 2011/12 for April 2011 to March 2012",
    "year then month": "the year, then the month, as in 24-Apr for April 2024",
    "day then month": "the day, then the month, as in 24-Apr for the 24th of April",
    "calendar quarters": "quarters of the calendar year (Q1 is January to March)",
    "financial quarters": "quarters of the financial year (Q1 is April to June)",
    "calendar months": "months of the calendar year (1 is January)",
    "financial months": "months of the financial year (1 is April)",
    "year it ends in": "the year it ends in (FY25 is April 2024 to March 2025)",
    "year it begins in": "the year it begins in (FY25 is April 2025 to March 2026)",
    "date": "the dates as they are",
    "typed month and year": "a month and a year, which the spreadsheet turned into a day (“Apr-24” became 24 April)",
    "day and month swapped": "months, with day and month swapped by the spreadsheet",
}


@dataclass(frozen=True)
class Axis:
    """The times of one column or row, one for each cell (None where a cell is not a time)."""

    whens: tuple[When | None, ...]
    style: str = SURE
    question: Question | None = None


def axis(cells: Sequence[Cell], near: When, today: str, answers: Mapping[str, str], about: str = "") -> Axis:
    """Reads a column or row of times in the one style that makes it a series.

    near: what title, section or sheet name say of the year. answers: by question id.
    """
    found = [whens(cell) for cell in cells]
    styles = _styles(found)
    if not styles:
        return Axis(tuple(readings[0][1] if readings else None for readings in found))
    scores = {style: _score(found, style, today) for style in styles}
    style, sure = _decide(styles, scores, near, found)
    question = None if sure else _question(styles, style, scores, cells, about)
    if question:
        style = question.answer(answers) or style
    return Axis(tuple(_pick(readings, style) for readings in found), style, question)


def _styles(found: Sequence[Readings]) -> tuple[str, ...]:
    """The styles between which this column leaves a choice, in the order in which they are preferred."""
    return tuple(dict.fromkeys(style for readings in found for style, _ in readings if style != SURE))


def _pick(readings: Readings, style: str) -> When | None:
    """A label in one style; a label that has only one reading keeps it where the style does not contradict it."""
    named = dict(readings)
    if style in named:
        return named[style]
    if style in ("typed month and year", "day and month swapped") and "date" in named:
        return named["date"]
    return named.get(SURE)


def _score(found: Sequence[Readings], style: str, today: str) -> int:
    """How plausible a style makes the whole column as a monthly (or yearly) series."""
    distinct = list(dict.fromkeys(readings for readings in found if readings))
    picked = [_pick(readings, style) for readings in distinct]
    if any(when is None for when in picked):
        return CANNOT
    times = [when for when in picked if when]
    units = [_unit(when) for when in times]
    if len(set(units)) < len(units) or len({when.coarse for when in times}) > 1 or not _near_today(times, today):
        return READS
    in_order = units in (sorted(units), sorted(units, reverse=True))
    if not in_order or max(units) - min(units) >= 3 * len(units) + 2:
        return READS
    return STRONG if all(map(_at_an_edge, times)) else WEAK


def _unit(when: When) -> int:
    """A running number of the month, quarter or year, for spacing."""
    year = when.year if when.year is not None else when.fy or 0
    if when.coarse:
        return year * 4 + (when.quarter or when.fquarter or 1) if when.quarter or when.fquarter else year
    return year * 12 + (when.month or when.fmonth or 1)


def _near_today(times: Sequence[When], today: str) -> bool:
    last = int(today[:4])
    years = [when.year for when in times if when.year is not None]
    return all(last - 25 <= year <= last + 2 for year in years)


def _at_an_edge(when: When) -> bool:
    """Whether a date stands for its month: no day, the first or the last day of it."""
    if when.day in (None, 1):
        return True
    if when.year is None or not when.month or when.day is None:
        return False
    return when.day == calendar.monthrange(when.year, when.month)[1]


def _decide(
    styles: tuple[str, ...], scores: Mapping[str, int], near: When, found: Sequence[Readings]
) -> tuple[str, bool]:
    """The style to read by, and whether it is beyond doubt."""
    rule = next((RULES[style] for style in styles if style in RULES), None)
    if rule:
        return rule(styles, near, found)
    best = max(styles, key=lambda style: (scores[style], -styles.index(style)))
    others = [style for style in styles if style != best and scores[style] > READS]
    if scores[best] == STRONG:
        doubted = any(scores[style] == STRONG for style in others) or _upset(styles, best, scores)
        return best, not doubted
    if scores[best] == WEAK and scores[styles[0]] >= READS:
        return styles[0], not others and best == styles[0]
    possible = [style for style in styles if scores[style] >= READS]
    return (best if scores[best] > READS else (possible or list(styles))[0]), not others


def _upset(styles: tuple[str, ...], best: str, scores: Mapping[str, int]) -> bool:
    """Whether a second choice wins although the plain reading is possible: then it is asked.

    A column of text such as 04/01/2024, 05/01/2024 is month first by its spacing, without a word.
    """
    plain = styles[0]
    if best == plain or scores[plain] == CANNOT:
        return False
    return scores[plain] > READS or plain == "date"


def _quarters(styles: tuple[str, ...], near: When, found: Sequence[Readings]) -> tuple[str, bool]:
    among_months = any(when.month for readings in found for _, when in readings)
    return ("financial quarters", True) if near.fy is not None else ("calendar quarters", among_months)


def _month_numbers(styles: tuple[str, ...], near: When, found: Sequence[Readings]) -> tuple[str, bool]:
    """4, 5, ... 12, 1, 2, 3 are calendar months whatever the year; 1 to 12 within a financial year is asked."""
    numbers = [by["calendar months"].month for by in map(dict, found) if "calendar months" in by]
    wraps = any(a == 12 and b == 1 for a, b in pairwise(numbers)) and numbers[0] != 1
    return "calendar months", near.fy is None or wraps


def _ends_or_begins(styles: tuple[str, ...], near: When, found: Sequence[Readings]) -> tuple[str, bool]:
    return "year it ends in", False


PeriodRule = Callable[[tuple[str, ...], When, Sequence[Readings]], tuple[str, bool]]
RULES: dict[str, PeriodRule] = {
    "calendar quarters": _quarters,
    "calendar months": _month_numbers,
    "year it ends in": _ends_or_begins,
}


def _question(
    styles: tuple[str, ...], default: str, scores: Mapping[str, int], cells: Sequence[Cell], about: str
) -> Question:
    offered = [style for style in styles if scores[style] > CANNOT or style == default]
    example = next((str(cell) for cell in cells if len(whens(cell)) > 1), "")
    return Question(
        id=f"dates:{offered[0]}",
        text=f"How are the dates in {about or 'this file'} written, such as “{example[:40]}”?",
        choices=tuple(QuestionChoice(style, SAYS[style]) for style in [default, *(s for s in offered if s != default)]),
        about=about,
        default="" if default == "calendar months" else default,
    )
