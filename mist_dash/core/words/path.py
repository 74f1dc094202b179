"""A path of years becomes a sentence: where it was first and last, in counts; nothing is judged of it."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.core.path import YearStep
from mist_dash.core.words.nouns import counted, number


def say(steps: Sequence[YearStep], across: str) -> str:
    """ "2021/22: 31 incidents reported a month, 2 of 151 (1.3%). ...": the first year and the last."""
    ends = steps[:: max(len(steps) - 1, 1)]
    return " ".join(f"{one(step, across)}." for step in ends)


def one(step: YearStep, across: str) -> str:
    """ "2026/27 (7 months): 36 incidents reported a month, 3 of 235 (1.3%)"."""
    when = step.year if step.whole else f"{step.year} ({counted(step.months, 'months')})"
    share = f"{number(step.events)} of {number(step.of)} ({number(step.up, 1)}%)"
    return f"{when}: {number(step.across)} {across} a month, {share}"
