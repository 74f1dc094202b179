""" "Still holding", measured: what is said of stories of pure chance, of falls that lasted, and of falls that did not.

    python -m benchmarks.holding            2,000 stories a cell (a minute)
    python -m benchmarks.holding --quick    300

A story is told where the year is clearly lower than the one before (95 %, mid-p). The tables go through
core.holding.holding, from fixed seeds; that a centre reads just this of its stored numbers (`actions.learn.own_still`)
is checked first, for 150 stories of all kinds. Two states: what was said before there were three, still holding unless
the later rate is clearly above the story's or no longer below the year before.
"""

from __future__ import annotations

import sys
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.centre import join, open_store, send
from benchmarks.insider_network import empty
from mist_dash.actions import learn
from mist_dash.core import months
from mist_dash.core.change.ratios import of_rates, p_of_fewer
from mist_dash.core.control import draw
from mist_dash.core.freezing import Frozen
from mist_dash.core.holding import Side, holding
from mist_dash.core.series import Series
from mist_dash.core.stories import Story
from mist_dash.store import engine

MEANS = (0.25, 0.5, 1, 2, 5)
LATER = (6, 12, 24)
AXIS = months.between("2020-04", "2024-03")
DAYS = 100.0  # a month
STATES = ("still holding", "not known yet", "no longer holds")
CHART = draw(Series(AXIS, np.ones(len(AXIS)), np.full(len(AXIS), DAYS), "rate", 1000.0, "lower"))


def stories(rng: np.random.Generator, number: int, mean: float, fall: float) -> tuple[NDArray[np.float64], ...]:
    """Events of a year and of the next one, at `fall` of its rate, for those pairs of which a story is told."""
    before, after = rng.poisson(12 * mean, 200 * number), rng.poisson(12 * mean * fall, 200 * number)
    told = np.flatnonzero(p_of_fewer(after, 12 * DAYS, before, 12 * DAYS) <= 0.025)[:number]
    return before[told].astype(float), after[told].astype(float)


def said(before: float, after: float, later: NDArray[np.int64]) -> str:
    found = holding(frozen(before, after), series(before, after, later))
    return "" if found is None else found.state


def read(before: float, after: float, later: NDArray[np.int64]) -> str:
    """The same as the story's centre reads it, from numbers as they are stored."""
    sent = series(before, after, later)
    empty()
    with engine.begin() as db:
        person = join(db)
        send(db, person, sent.months, sent.counts[None], np.full((1, len(sent.months)), DAYS), ["ICU"])
    told = datetime(2024, 4, 1)
    text = ("Title", "why", "did", "found", "means", "not worked", "contact", "published", told, told, "")
    story = Story(1, person.centre or 0, "Centre", "clabsi", "ICU", *text, frozen=frozen(before, after))  # type: ignore[arg-type]
    found = learn.own_still(person, [story]).get(1)
    return "" if found is None else found.state


def frozen(before: float, after: float) -> Frozen:
    year = 12 * DAYS
    sides = ((before, year), (after, year))
    return Frozen("clabsi-rate", "", "ICU", "financial", "", "", AXIS[23], date(2022, 4, 1), CHART, (), *sides)


def series(before: float, after: float, later: NDArray[np.int64]) -> Series:
    axis = AXIS[: 24 + len(later)]
    counts = np.r_[np.full(12, before / 12), np.full(12, after / 12), later]
    return Series(axis, counts, np.full(len(axis), DAYS), "rate", 1000.0, "lower")


def equal_to_the_action(rng: np.random.Generator, number: int) -> tuple[int, list[str]]:
    """Of so many stories, how many are told alike by `said` and `read`; and what was said of each."""
    pairs = []
    while len(pairs) < number:
        before, after = stories(rng, 10, float(rng.choice(MEANS)), float(rng.choice((0.25, 1.0))))
        later = rng.poisson(before[0] / 12 * rng.choice((0.25, 1.0)), int(rng.choice((2, *LATER))))
        pairs.append((said(before[0], after[0], later), read(before[0], after[0], later)))
    return sum(one == other for one, other in pairs), [one for one, _ in pairs]


def two_states(before: Side, after: Side, now: Side) -> bool:
    return now[0] / now[1] < before[0] / before[1] and not float(of_rates(*now, *after).low) > 1


def table(title: str, number: int, fall: float, then: float, seed: int) -> None:
    """then: the later rate as a part of that of the year before the story."""
    print(f"\n{title}\n")
    print("| events a month | months later | stories | holds | not known yet | holds no longer | two states: holds |")
    print("|---|---|---|---|---|---|---|")
    rng = np.random.default_rng(seed)
    for mean in MEANS:
        before, after = stories(rng, number, mean, fall)
        for length in LATER:
            later = rng.poisson(mean * then, (len(before), length))
            states = [said(*story) for story in zip(before, after, later, strict=True)]
            cells = [np.mean([state == one for state in states]) for one in STATES]
            old = [
                two_states((x, 12 * DAYS), (y, 12 * DAYS), (float(now.sum()), length * DAYS))
                for x, y, now in zip(before, after, later, strict=True)
            ]
            figures = " | ".join(f"{cell:.2f}" for cell in (*cells, np.mean(old)))
            print(f"| {mean} | {length} | {len(before)} | {figures} |", flush=True)


if __name__ == "__main__":
    number = 300 if "--quick" in sys.argv else 2000
    open_store()
    equal, told = equal_to_the_action(np.random.default_rng(4), 150)
    print(f"{equal} of {len(told)} stories are told as their centre reads them")
    if equal < len(told):
        raise SystemExit("the action and the tables differ")
    table("Pure chance: nothing ever changed", number, 1.0, 1.0, 1)
    table("A fall to a quarter that lasted", number, 0.25, 0.25, 2)
    table("A fall to a quarter, and back again after the story", number, 0.25, 1.0, 3)
