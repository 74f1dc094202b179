"""Centres that began one intervention become one sum, each centre from its own start: the year after beside the year
before. No centre has a line of its own.

Only the ratio of the two sums leaves, in coarse steps: who uses an intervention and since when is open to all centres,
and the same months stand in the pooled years, from which an exact sum could be taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from mist_dash.core import months
from mist_dash.core.catalogue import MeasureKind
from mist_dash.core.change import ratios, shares
from mist_dash.core.change.sides import add_up, usable
from mist_dash.core.series import Series
from mist_dash.core.sharing.limits import CentrePart, Limits, largest_share, may_be_shown, summed

YEAR, HALF = 12, 6
USABLE = 4  # months of each half-year that must have been sent
STEP = 5  # per cent


@dataclass(frozen=True)
class GoLiveSum:
    """Centres that began the same, added up for good. It never leaves the server."""

    centres: tuple[int, ...]
    before: CentrePart
    after: CentrePart
    largest: float


@dataclass(frozen=True)
class BeforeAfter:
    """The rate in the year after the start, in per cent of that in the year before, with its 95% range."""

    centres: int
    after: int
    low: int
    high: int


def add_up_starts(
    series: Mapping[int, Series], starts: Mapping[int, str], looked: Mapping[int, Sequence[str]], limits: Limits
) -> GoLiveSum | None:
    """Every centre with both years, looked at alike throughout; None when the rule does not allow their sum.

    starts: by centre, the month of its start. Whether the year after is shown rests on the year before and on who takes
    part, so that nothing is told by silence.
    """
    found = {c: parts for c, one in series.items() if (parts := _parts(one, starts[c], looked.get(c, ())))}
    before, after = [parts[0] for parts in found.values()], [parts[1] for parts in found.values()]
    proportion = any(one.kind == "proportion" for one in series.values())
    under = [[exposure for _, exposure in side] for side in (before, after)]
    largest = max(map(largest_share, under))
    if largest > limits.share or not may_be_shown(under[1], before, limits, proportion):
        return None
    return GoLiveSum(tuple(sorted(found)), summed(before), summed(after), largest)


def before_and_after(kind: MeasureKind, sums: Sequence[GoLiveSum], limits: Limits) -> BeforeAfter | None:
    """All sums that the limits of now allow as one, with the mid-p range of the ratio, rounded away from it."""
    fine = [one for one in sums if len(one.centres) >= limits.centres and one.largest <= limits.share]
    if not fine:
        return None
    compare = shares.of_proportions if kind == "proportion" else ratios.of_rates
    found = compare(*summed([one.after for one in fine]), *summed([one.before for one in fine]))
    ratio, low, high = (100 * float(value) / STEP for value in (found.ratio, found.low, found.high))
    return BeforeAfter(sum(len(one.centres) for one in fine), STEP * round(ratio), STEP * floor(low), STEP * ceil(high))


def _parts(series: Series, start: str, looked: Sequence[str]) -> tuple[CentrePart, CentrePart] | None:
    """One centre's year before and year after; None where too little was sent, or the way of looking changed."""
    first = months.later(start, -YEAR)
    if series.exposure is None or any(first < month <= months.later(start, YEAR - 1) for month in looked):
        return None
    fine = {series.months[place]: place for place in usable(series)}
    halves = [
        [fine[month] for n in range(HALF) if (month := months.later(first, k * HALF + n)) in fine] for k in range(4)
    ]
    if any(len(places) < USABLE for places in halves):
        return None
    before, after = (add_up(series, "", halves[k] + halves[k + 1]) for k in (0, 2))
    if not (before.exposure > 0 and after.exposure > 0):
        return None
    return (before.events, before.exposure), (after.events, after.exposure)
