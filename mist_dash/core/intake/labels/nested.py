"""Times written above or beside each other become times together: what a year or quarter says of its months.

"Q1" over April is the first quarter of a financial year and over January that of a calendar year, whatever the rest
of the file says: the months decide. A plain year over months that run on from December to January is no calendar year,
so it is asked which year it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.periods import Axis
from mist_dash.core.intake.labels.times import NO_TIME, When
from mist_dash.core.intake.labels.whens import Readings, whens
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.core.intake.table.tables import SheetTable, filled

Level = Mapping[int, Cell]  # the cells of one row of headers by column, or of one column by row
Read = Callable[[Sequence[Cell]], Axis]
Months = Mapping[int, int]  # the calendar month that stands at a place
PLAIN_YEARS = "dates:years of months"


def together(levels: Sequence[Level], read: Read, answers: Mapping[str, str], about: str) -> list[Axis]:
    """The times of each level, in its order. read: how a level is read by itself."""
    months = {at: month for level in levels for at, cell in level.items() if (month := _month(whens(cell)))}
    last = {at for level in levels for at, cell in level.items() if months.get(at, 12) < 4 and _is_last(whens(cell))}
    return [_level(level, months, last, read, answers, about) for level in levels]


def _is_last(readings: Readings) -> bool:
    """Whether a label is "Q4" with no year of its own: over January it is that of a financial year."""
    return dict(readings).get("financial quarters") == When(fquarter=4)


def _level(
    level: Level, months: Months, last: Collection[int], read: Read, answers: Mapping[str, str], about: str
) -> Axis:
    given = {at: readings for at, cell in level.items() if (readings := whens(cell))}
    if not any(at in months for at in given) or any(when.grain == 0 for r in given.values() for _, when in r):
        return read(list(level.values()))
    if all(when.grain == 1 for readings in given.values() for _, when in readings):
        return Axis(tuple(year_of_quarter(whens(cell), months.get(at, 0)) for at, cell in level.items()))
    by_itself = read(list(level.values()))
    found = {
        at: NO_TIME if when is None and at in months else when for at, when in zip(level, by_itself.whens, strict=True)
    }
    years, question = running_on(found, months, answers, about, last)
    return Axis(tuple(years.values()), by_itself.style, question or by_itself.question)


def running_on(
    years: Mapping[int, When | None],
    months: Months,
    answers: Mapping[str, str],
    about: str,
    last: Collection[int] = (),
) -> tuple[Mapping[int, When | None], Question | None]:
    """The years of months, as they are meant where a plain year runs on from December to January.

    last: where January to March are called the last quarter, so that their year is doubtful too, unless the December
    before them stands under the year before.
    """
    year = _broken(years, months)
    if year is None:
        year = next(
            (when.year for at in last if (when := years.get(at)) and _no_december_before(when, years, months)), None
        )
    if year is None:
        return years, None
    question = _question(year, about)
    meant = question.answer(answers) or question.default
    return {at: _meant(when, meant) for at, when in years.items()}, question


def across(
    lines: Sequence[When | None], heads: Sequence[When], answers: Mapping[str, str], about: str
) -> tuple[Mapping[When, When], Question | None] | None:
    """How the years of rows are meant beside headers of months; None when not every row has a year."""
    if not lines or not all(when and when.period() for when in lines):
        return None
    months = {i: when.month for i, when in enumerate(heads) if when.month}
    years = [when for when in dict.fromkeys(lines) if when]
    runs = [running_on(dict.fromkeys(months, year), months, answers, about) for year in years]
    meant = {year: next(iter(found.values()), None) or year for year, (found, _) in zip(years, runs, strict=True)}
    return meant, next((question for _, question in runs if question), None)


def year_line(table: SheetTable, row: int, words: Words) -> When | None:
    """The year that a line such as "Year: 2024" or "PICU 2024" names, alone in its row."""
    cells = filled(table.sheet.rows[row])
    meaning = words.meaning(cells[0][1])
    year = meaning.time[0][1] if len(cells) == 1 and meaning.time and not meaning.rest and not meaning.total else None
    return year if year and year.grain == 2 else None


def _month(readings: Readings) -> int:
    """The calendar month that a label names; 0 when it names none."""
    when = readings[0][1] if readings else NO_TIME
    return when.month or ((when.fmonth + 2) % 12 + 1 if when.fmonth else 0)


def year_of_quarter(readings: Readings, month: int) -> When:
    """The year that a quarter's label gives to one of its months; none when it names no year, or not that month's.

    "Q4 2024" over January may mean either year: it is carried on from the months before it, or asked.
    """
    for style, when in readings:
        holds = when.year is not None and when.quarter == (month + 2) // 3
        if holds and (style != "financial quarters" or month > 3):
            return When(year=when.year)
    return NO_TIME


def _broken(years: Mapping[int, When | None], months: Months) -> int | None:
    """The first plain year under which January follows December; None when there is none."""
    by_year: dict[int, dict[int, None]] = {}  # each month once: the next area begins anew
    for at, when in years.items():
        if when is not None and when.year and at in months:
            by_year.setdefault(when.year, {})[months[at]] = None
    return next((year for year, order in by_year.items() if runs_over(tuple(order))), None)


def _no_december_before(when: When, years: Mapping[int, When | None], months: Months) -> bool:
    before = {(year.year, months[at]) for at, year in years.items() if year is not None and at in months}
    return when.year is not None and (when.year - 1, 12) not in before


def runs_over(order: Sequence[int | None]) -> bool:
    """Whether months run on from December to January, or back from January to December."""
    back = {(2, 1, 12), (1, 12, 11)}
    return (12, 1) in pairwise(order) or not back.isdisjoint(zip(order, order[1:], order[2:], strict=False))


def _question(year: int, about: str) -> Question:
    """Which year a plain year is that runs from one calendar year into the next."""
    said = (
        ("begins", f"the financial year that begins in it ({year} is April {year} to March {year + 1})"),
        ("ends", f"the financial year that ends in it ({year} is April {year - 1} to March {year})"),
        ("calendar", f"the calendar year (January is January {year})"),
    )
    text = f"Which year is “{year}” in {about}? Its January may be that of {year} or of {year + 1}."
    return Question(PLAIN_YEARS, text, tuple(QuestionChoice(*one) for one in said), about=about, default="begins")


def _meant(when: When | None, meant: str) -> When | None:
    if when is None or when.year is None or meant == "calendar":
        return when
    return When(fy=when.year - (meant == "ends"))
