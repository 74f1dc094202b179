"""Figures that add up several months are asked about before they are taken for single months and counted twice.

So are those that a title calls something else than the counts of a month: they wait for the answer in the same way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.facts import AreaWords, Fact, TableFacts
from mist_dash.core.intake.table.places import lasting
from mist_dash.core.intake.why import LeftOut, Why, left_out

_SAYS = re.compile(
    r"\b(rolling|moving (annual|total|12)|(12|twelve)[ -]*m(on)?ths?[ -]*(to|ending|rolling|moving|total|up to)|r12m?|"
    r"last (12|twelve) months|year (to|ending) (month|each month))\b",
    re.I,
)
ENOUGH = 9  # months with a neighbour: fewer show nothing
CLIMBING_DAYS = 4  # months of days, each a month's worth above the last
SMOOTH = 0.25  # of what chance alone makes single months differ; twelve-month sums show about a twelfth


def ask_rolling(
    found: TableFacts, said: Sequence[str], title: str, name: str, sheet: str, theme: Theme, answers: Mapping[str, str]
) -> None:
    """Asks when a table says, or its numbers show, that a row adds up several months; its facts wait for the answer.

    said: the headers over its months and the lines above it. title: the one that says "rolling" or "cumulative".
    """
    why = title or next((text[:60] for text in said if _SAYS.search(text)), "")
    shown = f"says “{why}”" if why else _shape(found.facts, theme)
    if not found.facts or not shown:
        return
    text = (
        f"The table on “{name[:60]}” {shown}. Does a row add up several months? Such figures overlap, so they are not "
        "stored: please send each month’s own."
    )
    choices = (
        QuestionChoice(LEAVE_OUT, "Yes, several months: leave them out"),
        QuestionChoice("own", "No, each month’s own"),
    )
    question = Question(f"rolling:{lasting(name)}", text, choices, name)
    wait(found, question, answers, left_out(f"“{name}”", Why.ROLLING, sheet))


def wait(found: TableFacts, question: Question, answers: Mapping[str, str], out: LeftOut) -> None:
    """Asks whether facts are each month's own counts; without a "own" they are not read, and a "no" is listed."""
    found.ask(question)
    if question.answer(answers) != "own":
        if question.answer(answers):
            found.left_out.append(out)
        found.facts.clear()
        found.unknown.clear()  # what else its columns hold matters only when they are read


def _shape(facts: Sequence[Fact], theme: Theme) -> str:
    """What the numbers alone show; "" when they may well be single months."""
    if _smooth(facts, theme.often_rolling):
        return "has months that differ less than chance would make single months differ"
    days = {item.name for item in theme.items if item.kind == "exposure"}
    series = _by_month(facts)
    climbing = any(_climbs(by_month, item in days) for (item, _), by_month in series.items())
    return "has numbers that never fall, each by about a month’s worth above the one before" if climbing else ""


def only_rolling(book: Book, found: TableFacts) -> Problem | None:
    """What is wrong with a file of which nothing is left once its twelve-month columns are left out."""
    if not any(_SAYS.search(one.says) for one in found.left_out):
        return None
    return Problem(
        book.sheets[0].name,
        None,
        "the whole file",
        "figures of twelve months each",
        "each month’s own numbers",
        "send what happened in each month alone: figures that overlap cannot be added up",
    )


def _smooth(facts: Sequence[Fact], item: str) -> bool:
    """Whether neighbouring months of an item differ far less than counts of single months can.

    Two independent Poisson counts of mean m differ by d with E d² = 2m; sums over twelve months that share eleven of
    them by a twelfth of it. At most one in a hundred honest years is asked about for nothing.
    """
    return any(_differs_little(by_month) for (named, _), by_month in _by_month(facts).items() if named == item)


def _by_month(facts: Sequence[Fact]) -> dict[tuple[str, AreaWords], dict[str, float]]:
    """The numbers of each item and place by month."""
    series: dict[tuple[str, AreaWords], dict[str, float]] = defaultdict(dict)
    for fact in facts:
        month = fact.when.period() if not fact.rate else None
        if month and months.is_month(month) and fact.number.value is not None:
            series[(fact.item, fact.place)][month] = fact.number.value
    return series


def _climbs(by_month: Mapping[str, float], days: bool) -> bool:
    """Whether a series adds up from a first month on, and again from each month in which it falls.

    Each step must be about as large as the number that a run begins with: twofold for days, which hardly vary; for
    events on the whole. A run in which no step is a month's worth is a service that grows.
    """
    runs: list[list[float]] = []
    for month in sorted(by_month):
        if runs and by_month[month] >= runs[-1][-1]:
            runs[-1].append(by_month[month])
        else:
            runs.append([by_month[month]])
    enough = CLIMBING_DAYS if days else ENOUGH
    if max(map(len, runs), default=0) < enough or any(len(run) < enough for run in runs[1:-1]):
        return False
    if days:
        return all(_even(run) for run in runs)
    first, last = max(runs, key=len)[0], max(runs, key=len)[-1]
    steps = max(map(len, runs)) - 1
    return last - first >= steps and last >= max(first, 1) * (steps + 1) / 2 and all(run[0] <= last / 4 for run in runs)


def _even(run: Sequence[float]) -> bool:
    return run[0] > 0 and all(run[0] / 2 <= b - a <= run[0] * 2 for a, b in pairwise(run))


def _differs_little(by_month: Mapping[str, float]) -> bool:
    steps = [by_month[b] - by_month[a] for a, b in pairwise(sorted(by_month)) if months.later(a, 1) == b]
    mean = sum(by_month.values()) / max(len(by_month), 1)
    return len(steps) >= ENOUGH and mean >= 5 and sum(step * step for step in steps) / len(steps) < SMOOTH * 2 * mean
