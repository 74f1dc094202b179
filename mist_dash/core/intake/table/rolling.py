"""Figures that add up several months are asked about before they are taken for single months and counted twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.reading import LEAVE_OUT, Choice, Question
from mist_dash.core.intake.table.facts import Fact, Found
from mist_dash.core.intake.table.places import lasting

_SAYS = re.compile(
    r"\b(rolling|moving (annual|total|12)|(12|twelve)[ -]*m(on)?ths?[ -]*(to|ending|rolling|moving|total|up to)|r12m?|"
    r"last (12|twelve) months|year (to|ending) (month|each month))\b",
    re.I,
)
ENOUGH = 9  # months with a neighbour: fewer show nothing
SMOOTH = 0.25  # of what chance alone makes single months differ; twelve-month sums show about a twelfth


def ask_rolling(found: Found, said: Sequence[str], title: str, name: str, theme: Theme,
                answers: Mapping[str, str]) -> None:  # fmt: skip
    """Asks when a table says, or its numbers show, that a row adds up several months; its facts wait for the answer.

    said: the headers over its months and the lines above it. title: the one that says "rolling" or "cumulative".
    """
    why = title or next((text[:60] for text in said if _SAYS.search(text)), "")
    if not found.facts or not (why or _smooth(found.facts, theme.often_rolling)):
        return
    shown = f"says “{why}”" if why else "has months that differ less than chance would make single months differ"
    text = (
        f"The table on “{name[:60]}” {shown}. Does a row add up several months? Such figures overlap, so they are not "
        "stored: please send each month’s own."
    )
    choices = (Choice(LEAVE_OUT, "Yes, several months: leave them out"), Choice("own", "No, each month’s own"))
    question = Question(f"rolling:{lasting(name)}", text, choices, name)
    found.ask(question)
    if question.answer(answers) != "own":
        if question.answer(answers):
            found.left_out[f"“{name}”: figures of several months each; send each month’s own"] = None
        found.facts.clear()
        found.unknown.clear()  # what else its columns hold matters only when they are read


def only_rolling(book: Book, found: Found) -> Problem | None:
    """What is wrong with a file of which nothing is left once its twelve-month columns are left out."""
    if not any(_SAYS.search(line) for line in found.left_out):
        return None
    return Problem(
        book.sheets[0].name, None, "the whole file", "figures of twelve months each", "each month’s own numbers",
        "send what happened in each month alone: figures that overlap cannot be added up",
    )  # fmt: skip


def _smooth(facts: Sequence[Fact], item: str) -> bool:
    """Whether neighbouring months of an item differ far less than counts of single months can.

    Two independent Poisson counts of mean m differ by d with E d² = 2m; sums over twelve months that share eleven of
    them by a twelfth of it. At most one in a hundred honest years is asked about for nothing.
    """
    series: dict[str, dict[str, float]] = defaultdict(dict)
    for fact in facts:
        month = fact.when.period() if fact.item == item else None
        if month and months.is_month(month) and fact.number.value is not None:
            series[fact.place[0]][month] = fact.number.value
    return any(map(_differs_little, series.values()))


def _differs_little(by_month: Mapping[str, float]) -> bool:
    steps = [by_month[b] - by_month[a] for a, b in pairwise(sorted(by_month)) if months.later(a, 1) == b]
    mean = sum(by_month.values()) / max(len(by_month), 1)
    return len(steps) >= ENOUGH and mean >= 5 and sum(step * step for step in steps) / len(steps) < SMOOTH * 2 * mean
