"""A series and the dated interventions over it become the months before and after each start, side by side.

Method: each side's exact range and the mid-p range of their ratio by the code of the year-on-year comparison, the
counts divided by how many times as much as chance the months vary. What came after is told, never why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mist_dash.core import months
from mist_dash.core.change import YearSide, judging
from mist_dash.core.change.compare import tests_of
from mist_dash.core.change.sides import YearPair, add_up, counted, usable, with_intervals
from mist_dash.core.events import Event, stretches
from mist_dash.core.series import Series

FEWEST = 12  # months on each side
COMPARED = ("rate", "count", "proportion", "between")


@dataclass(frozen=True)
class Started:
    """The months before and after one intervention began.

    series: as it is counted here, for its words. before, after: all months, so the same as observed against expected;
        fewer where how harm is looked for changed or it stopped. The month of the start is the first after.
    ratio, low, high: after over before with its 95% range; None where a side has fewer than 12 months, or no event.
    others: what else began, stopped or paused in these months, by name.
    """

    name: str
    month: str
    series: Series
    before: YearSide
    after: YearSide
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    others: tuple[str, ...] = ()

    @property
    def compared(self) -> bool:
        return self.ratio is not None and self.low is not None and self.high is not None

    @property
    def apart(self) -> bool:
        """Whether the range leaves "no difference" out."""
        return self.low is not None and self.high is not None and not self.low <= 1 <= self.high

    @property
    def better(self) -> bool:
        """Whether it is apart in the direction that is wanted."""
        fallen = self.high is not None and self.high < 1
        return self.apart and self.series.better != "neither" and fallen == (self.series.better == "lower")


def before_after(series: Series, events: Sequence[Event]) -> tuple[Started, ...]:
    """Each intervention in the order of its start; none for levels and for observed over expected.

    events: those that stand over the area, with the changes in how harm is looked for.
    """
    if series.kind not in COMPARED:
        return ()
    shown = as_rate(series)
    begun = sorted((one for one in events if one.kind == "intervention"), key=lambda one: (one.start, one.name))
    return tuple(_started(shown, one, events) for one in begun)


def as_rate(series: Series) -> Series:
    """The time between events as events for the exposure, so that a side without any has a rate and a range."""
    if series.kind != "between":
        return counted(series)
    unit = f"per 1,000 {series.exposure_name}"
    return counted(replace(series, kind="rate", multiplier=1000.0, unit=unit, better="lower", decimals=1))


def compare(series: Series, before: Sequence[int], after: Sequence[int]) -> tuple[YearSide, YearSide, Ratio]:
    """Two sets of places with their ranges, and the ratio of the second to the first; NaN where there is none."""
    sums = (add_up(series, "before", before), add_up(series, "after", after))
    sides = with_intervals([series, series], sums)
    if not (before and after):
        return sides[0], sides[1], (None, None, None)
    spread, _ = judging.spread_of_all([series], [YearPair(sums[1], sums[0])])
    test = tests_of([series], [sums[1]], [sums[0]], spread)[0]
    return sides[0], sides[1], (test["ratio"], test["low"], test["high"])


Ratio = tuple[float | None, float | None, float | None]


def around(series: Series, start: str, looked: Sequence[str], until: str | None = None) -> tuple[list[int], list[int]]:
    """The places before and after the month `start`, never across another way of looking; nor from `until` on."""
    width = step(series)
    if not series.months:
        return [], []
    from_, to = months.number(series.months[0]) - width + 1, months.number(series.months[-1]) + 1
    if until is not None:
        to = min(to, months.number(until))
    for month in map(months.number, looked):
        from_ = max(from_, month) if month <= months.number(start) else from_
        to = min(to, month) if month > months.number(start) else to
    periods = [(place, months.number(series.months[place])) for place in open_places(series)]
    before = [place for place, ends in periods if from_ <= ends - width + 1 and ends < months.number(start)]
    after = [place for place, ends in periods if months.number(start) <= ends - width + 1 and ends < to]
    return before, after


def open_places(series: Series) -> list[int]:
    """The months that can be compared and were not closed: one without exposure is no month before or after."""
    return [place for place in usable(series) if series.exposure is None or series.exposure[place] > 0]


def step(series: Series) -> int:
    """How many months a period of the series holds: 3 where it is kept by quarter."""
    if len(series.months) < 2:
        return 1
    return int(min(np.diff([months.number(month) for month in series.months])))


def long_enough(series: Series, places: Sequence[int]) -> bool:
    return len(places) * step(series) >= FEWEST


def _started(series: Series, event: Event, events: Sequence[Event]) -> Started:
    start = months.of(event.start)
    ended = stretches(event)[0][1]
    looked = [months.of(one.start) for one in events if one.kind == "looked differently"]
    before, after = around(series, start, looked, None if ended is None else months.of(ended))
    side, other, ratio = compare(series, before, after)
    found = Started(event.name, start, series, side, other)
    if not (long_enough(series, before) and long_enough(series, after)):
        return found
    return replace(found, ratio=ratio[0], low=ratio[1], high=ratio[2], others=_others(event, events, found))


def _others(event: Event, events: Sequence[Event], found: Started) -> tuple[str, ...]:
    """What else changed between the first month compared and the last."""
    first, last = found.before.months[0], found.after.months[-1]
    changed = [
        one.name
        for one in events
        if one is not event
        and one.kind != "looked differently"
        and any(first < months.of(day) <= last for stretch in stretches(one) for day in stretch if day)
    ]
    return tuple(dict.fromkeys(changed))
