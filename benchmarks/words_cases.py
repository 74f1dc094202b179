"""A seed becomes one measure of the catalogue in one area, its numbers and its events, drawn at random.

Stable, stepping or breaking out, with a spread, a season, missing months, months without exposure or with it still to
come, a newest month half reported, changes of looking, and each kind of year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np

from mist_dash.actions import themes
from mist_dash.actions.catalogue import themes as known
from mist_dash.actions.themes import View
from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.events import Event
from mist_dash.core.months import Basis
from mist_dash.core.query import Query

LENGTHS = {1: 0.03, 3: 0.03, 8: 0.06, 14: 0.14, 20: 0.2, 30: 0.2, 48: 0.22, 72: 0.12}  # months: how often
LEVELS = (0.1, 0.4, 1, 3, 10, 60)  # events a month, or how many times the usual share
STEPS = (0, 0.25, 0.5, 1, 1, 2, 5)


@dataclass(frozen=True)
class Drawn:
    """What one centre sent of one theme, and what is asked of it. half: the newest month is half reported."""

    query: Query
    numbers: Numbers
    events: tuple[Event, ...]
    half: bool

    def view(self) -> View:
        return themes.view(self.query, self.numbers, self.events)


def case(seed: int) -> View:
    """One measure in one area, drawn at random, as its page shows it."""
    return drawn(seed).view()


def drawn(seed: int) -> Drawn:
    """The numbers behind it: everything that its theme's measure is made of, in one area or, to be added up, in all."""
    rng = np.random.default_rng([17, seed])
    asked = [(theme, one) for theme in known() for one in theme.measures]
    theme, measure = asked[int(rng.integers(len(asked)))]
    area, basis = str(rng.choice(measure.areas)), str(rng.choice(get_args(Basis)))
    axis = months.between(
        "2020-04", months.later("2020-04", int(rng.choice(list(LENGTHS), p=list(LENGTHS.values()))) - 1)
    )
    sent = theme.parts if theme.parts and area == "Whole hospital" and rng.random() < 0.5 else (area,)
    half = rng.random() < 0.1
    numbers: Numbers = {}
    for place in sent:
        numbers |= _numbers(rng, theme, measure, place, axis, half)
    hides = theme.hide_small and rng.random() < 0.5
    return Drawn(Query(theme, measure, area, basis, hides), numbers, _events(rng, axis), half)  # type: ignore[arg-type]


def _numbers(
    rng: np.random.Generator, theme: Theme, measure: Measure, area: str, axis: tuple[str, ...], half: bool
) -> Numbers:
    numbers: dict[Key, Number] = {}
    rates, size = _rates(rng, len(axis)), float(rng.choice(_sizes(measure)))
    late = rng.random() < 0.1  # the newest exposure comes later
    below = {term.item for one in measure.denominators for term in one.terms}
    if half:
        rates[-1] /= 2
    for month, rate in zip(axis, rates, strict=True):
        for item, value in _month(rng, measure, rate, size).items():
            if rng.random() > 0.02 and not (late and month == axis[-1] and item in below):
                numbers[Key(item, area, month, theme.definition.key)] = Number(value)
    return numbers


def _rates(rng: np.random.Generator, length: int) -> np.ndarray:
    """How often, by month: events a month, or how many times the usual share."""
    rates = np.full(length, float(rng.choice(LEVELS)))
    start, how = int(rng.integers(0, length)), float(rng.choice(STEPS))
    rates[start : start + int(rng.choice([1, 4, 10, 100]))] *= how
    if rng.random() < 0.3:
        rates = rates * rng.gamma(3, 1 / 3, length)
    if rng.random() < 0.2:
        rates = rates * (1 + 0.4 * np.cos(2 * np.pi * np.arange(length) / 12))
    return rates


def _sizes(measure: Measure) -> tuple[float, ...]:
    return (3, 10, 40, 300) if measure.kind == "proportion" else (150, 700, 4000)


def _month(rng: np.random.Generator, measure: Measure, rate: float, size: float) -> dict[str, float]:
    if measure.kind == "profile":
        items = [term.item for band in measure.numerator for term in band.terms]
        return {item: float(rng.poisson(rate / (place + 1) ** 2)) for place, item in enumerate(items)}
    top, below = measure.numerator[0], measure.denominators[:1]
    whole = float(rng.poisson(size)) if rng.random() > 0.02 else 0.0  # now and then closed
    if measure.kind == "value":
        events = float(round(rate) if rng.random() < 0.9 else round(rate, 1))
    elif measure.kind == "proportion":
        events = float(rng.binomial(int(whole), min(rate / (rate + 1), 0.99)))
    else:
        events = float(rng.poisson(rate)) if whole or not below else 0.0
    plus = [term.item for term in top.terms if term.sign > 0]
    told = dict(zip(plus, rng.multinomial(int(events), [1 / len(plus)] * len(plus)).astype(float), strict=True))
    if measure.kind == "value":
        told = {plus[0]: events}
    for term in top.terms:
        if term.sign < 0:
            told[term.item] = float(rng.binomial(int(told[plus[0]]), 0.3))
    for one in below:
        free = [term.item for term in one.terms if term.item not in told]
        left = whole - (events if measure.kind == "proportion" and len(one.terms) > 1 else 0)
        share = round(events * rng.uniform(0.8, 1.3) + 0.3, 1) if measure.kind == "ratio" else left
        parts = [share] if len(free) == 1 else rng.multinomial(int(share), [1 / max(len(free), 1)] * len(free)).tolist()
        told |= dict(zip(free, map(float, parts), strict=False))
    return told


def _events(rng: np.random.Generator, axis: tuple[str, ...]) -> tuple[Event, ...]:
    def at() -> date:
        return date.fromisoformat(f"{axis[int(rng.integers(len(axis)))]}-05")

    found = [Event(1, "", "looked differently", "New audit", at(), None, "")] if rng.random() < 0.12 else []
    return (*found, *([Event(2, "", "intervention", "Biopatches", at(), None, "")] if rng.random() < 0.3 else []))
