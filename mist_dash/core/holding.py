"""A story's frozen comparison and the numbers that came later become "still holding", "drifted" or nothing to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mist_dash.core import months
from mist_dash.core.change.ratios import of_rates
from mist_dash.core.change.shares import of_proportions
from mist_dash.core.change.sides import usable
from mist_dash.core.freezing import Frozen
from mist_dash.core.series import Series

HoldingState = Literal["still holding", "drifted", "no new data", "not comparable"]
Side = tuple[float, float]  # events, exposure
ENOUGH = 3  # months: fewer say more about chance than about care


@dataclass(frozen=True)
class Holding:
    """Whether what a story told still holds, `months` after its last month."""

    state: HoldingState
    months: int

    def __str__(self) -> str:
        if self.state == "no new data":
            return "no new data"
        if self.state == "not comparable":
            return "not compared: how it is looked for has changed since"
        return f"{self.state} after {self.months} month{'s' if self.months != 1 else ''}"


def holding(frozen: Frozen, series: Series | None, looked_differently: tuple[str, ...] = ()) -> Holding | None:
    """What the months after the story say; None for a story whose own comparison was not for the better.

    It holds while the later rate is better than that of the year before the story and not clearly worse than the
    story's own (a 95 % interval, mid-p for rates and score for proportions, that leaves 1 out). Else it has drifted.
    """
    if series is None or frozen.before is None or frozen.after is None or not _claims(series, frozen):
        return None
    later = [at for at, month in enumerate(series.months) if month > frozen.until and at in usable(series)]
    if any(frozen.until < month for month in looked_differently):
        return Holding("not comparable", 0)
    if len(later) < ENOUGH:
        return Holding("no new data", 0)
    since = months.number(series.months[later[-1]]) - months.number(frozen.until)
    now = _added(series, later)
    return Holding("still holding" if _holds(series, frozen.before, frozen.after, now) else "drifted", since)


def side(series: Series, chosen: tuple[str, ...]) -> Side | None:
    """(events, exposure) over these months; exposure counts months where there is none."""
    at = [place for place, month in enumerate(series.months) if month in chosen and place in usable(series)]
    return _added(series, at) if at else None


def _added(series: Series, at: list[int]) -> Side:
    exposure = float(len(at)) if series.exposure is None else float(np.nansum(series.exposure[at]))
    return float(np.nansum(series.counts[at])), exposure


def _claims(series: Series, frozen: Frozen) -> bool:
    """Whether the story's own year was better than the one before: else there is nothing that could hold."""
    return series.better != "neither" and _better(series, frozen.after, frozen.before)


def _better(series: Series, one: Side | None, other: Side | None) -> bool:
    """Whether one rate is better than the other, chance left aside."""
    if one is None or other is None or not one[1] or not other[1]:
        return False
    first, second = one[0] / one[1], other[0] / other[1]
    return first < second if _fewer(series) else first > second


def _holds(series: Series, before: Side, after: Side, now: Side) -> bool:
    compare = of_proportions if series.kind == "proportion" else of_rates
    against = compare(*now, *after)
    clearly_worse = bool(against.low > 1 if _fewer(series) else against.high < 1)
    return _better(series, now, before) and not clearly_worse


def _fewer(series: Series) -> bool:
    """Whether fewer events are better; with time between events more time is, which is fewer events."""
    return series.better == "lower" or series.kind == "between"
