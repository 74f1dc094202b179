"""Tables without months of their own get one: the month that their sheet or title names, else that the person names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mist_dash.core import months
from mist_dash.core.intake.files.book import Sheet
from mist_dash.core.intake.labels.periods import axis
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.titles import Around, around
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.labels.years import with_years
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.table.tables import lines_between

_LABELLED = re.compile(r"^\W*(?:(?:financial|reporting|calendar|fin)\s+)?(?:year|yr|fy)\b", re.I)
_FINANCIAL = re.compile(r"\b20\d\d\s*[/–-]\s*(20)?\d\d\b")
OFTEN = 3  # a title copied from one month to the next is asked about; one on more sheets is the workbook's


@dataclass(frozen=True)
class Undated:
    """A table without months. near: what stands around it.

    named: each month or quarter that its own lines and its sheet's name say, as written, the nearest first.
    """

    sheet: str
    near: Around
    named: tuple[str, ...]


@dataclass
class Dated:
    """The time of each table, with what is asked and what is odd."""

    times: list[When] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def times_of(tables: Sequence[Undated], book: str, today: str, answers: Mapping[str, str]) -> Dated:
    """The time of each table: all of them together, as the months of one column are read."""
    made = Dated()
    said = [_year(one.near.time) for one in tables]
    years = list(dict.fromkeys(year for year in said if year != NO_TIME)) or [NO_TIME]
    often = Counter(one.near.part for one in tables)
    parts = [_chosen(one, often[one.near.part] >= OFTEN, answers, made) for one in tables]
    read = axis(parts, years[0], today, answers, f"the sheets of “{book}”")
    several = len(years) > 1
    own = [_with_own_year(*one, several, made) for one in zip(tables, read.whens, said, strict=True)]
    shared = Around(time=years[0] if len(years) == 1 else NO_TIME, guess=tables[0].near.guess if tables else NO_TIME)
    dated, question = with_years(own, shared, today, answers, book)
    made.times = [
        (one.near.time if not one.near.part else NO_TIME) if when is None else when
        for one, when in zip(tables, dated, strict=True)
    ]
    made.questions += [asked for asked in (read.question, question) if asked]
    return made


def year_elsewhere(sheets: Iterable[Sheet], words: Words) -> When:
    """The one year that sheets without a table say outright: "Year: 2024", or "Return 2024/25" as their title."""
    said: set[When] = set()
    for sheet in sheets:
        title, *more = lines_between(sheet, 0, len(sheet.rows)) or ("",)
        lines = [
            line for line in (title, *more) if _LABELLED.search(line) or (line == title and _FINANCIAL.search(line))
        ]
        said |= {_year(around([line], words).time) for line in lines} - {NO_TIME}
    return said.pop() if len(said) == 1 else NO_TIME


def _year(time: When) -> When:
    """The year alone of a time."""
    return When(year=time.year) if time.year is not None else When(fy=time.fy) if time.fy is not None else NO_TIME


def _chosen(one: Undated, often: bool, answers: Mapping[str, str], made: Dated) -> str:
    """The month that a table is of, as written; asked when its lines, or its sheet's name, say several.

    often: the nearest stands over so many tables that it is no month of any of them.
    """
    others = [text for text in dict.fromkeys(one.named) if not _same(text, one.near.part)]
    if not others or (often and len(others) == 1):
        return others[0] if others else one.near.part
    several = (*others, one.near.part)
    shown = " and ".join(f"“{text}”" for text in several)
    text = f"{shown} both stand over the numbers on “{one.sheet}”. Which are they from?"
    offered = tuple(QuestionChoice(text, text) for text in several)
    question = Question(f"month:{one.sheet}", text, offered, about=one.sheet, once=True)
    made.questions.append(question)
    return question.answer(answers)


def _same(one: str, other: str) -> bool:
    """Whether two labels can be read as one time."""
    return any(joined(a, b) is not None for _, a in whens(one) for _, b in whens(other) if a.grain == b.grain)


def _with_own_year(one: Undated, part: When | None, year: When, several: bool, made: Dated) -> When | None:
    """A month with the year that stands around its table; a year that all tables share is given to them together."""
    if part is None or year == NO_TIME:
        return part
    both = joined(part, year)
    if both is None and (period := part.period()):
        said = f"{months.say(period)} stands under another year on “{one.sheet}”. Is it the right year?"
        made.warnings.append(said)
    return both or part if several else part


def month_asked(
    found: TableFacts, name: str, sheet: str, today: str, answers: Mapping[str, str], likely: Sequence[str] = ()
) -> When:
    """The month of a whole sheet as the person says it; no time while the question is open. likely: offered first."""
    recent = [months.later(today, -back) for back in range(1, 13)]
    offered = tuple(QuestionChoice(month, months.say(month)) for month in dict.fromkeys([*likely, *recent]))
    question = Question(f"month:{sheet}", f"Which month is “{name}” about?", offered, sheet, once=True)
    found.ask(question)
    answer = question.answer(answers)
    return When(int(answer[:4]), month=int(answer[5:7])) if answer else NO_TIME
