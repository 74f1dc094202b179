"""Series lined up at the start of one intervention become unnamed lines, each against its own year before = 100.

Coarse on purpose: half-years, steps of 20, all of the same length. Who uses an intervention and since when is open to
all centres, so a line's length or a fine step would say whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mist_dash.core import months
from mist_dash.core.change.sides import usable
from mist_dash.core.series import Series

IndexLine = tuple[float, ...]  # one value for each of HALVES, 100 is the centre's own year before
HALVES = ("7 to 12 months before", "1 to 6 months before", "months 1 to 6", "months 7 to 12")
YEAR, HALF = 12, 6
USABLE = 4  # months of each half-year that must have been sent
FEWEST = 5  # events in the year before: with fewer, one more or less would move the line by half
STEP, HIGHEST = 20, 200


def index_lines(
    series: Mapping[int, Series],
    starts: Mapping[int, str],
    looked: Mapping[int, Sequence[str]],
) -> dict[int, IndexLine]:
    """By centre, its line around the month in which it started; none where there is too little, or looking changed."""
    lines = {}
    for centre, one in series.items():
        line = _line(one, starts[centre], looked.get(centre, ()))
        if line is not None:
            lines[centre] = line
    return lines


def _line(series: Series, start: str, looked: Sequence[str]) -> IndexLine | None:
    first = months.later(start, -YEAR)
    if series.exposure is None or any(first < month <= months.later(start, YEAR - 1) for month in looked):
        return None
    fine = {series.months[place]: place for place in usable(series)}
    halves = [
        [fine[month] for n in range(HALF) if (month := months.later(first, k * HALF + n)) in fine]
        for k in range(len(HALVES))
    ]
    if any(len(places) < USABLE for places in halves):
        return None
    events = np.array([series.counts[places].sum() for places in halves])
    exposure = np.array([series.exposure[places].sum() for places in halves])
    before, under = events[:2].sum(), exposure[:2].sum()
    if before < FEWEST or not (exposure > 0).all():
        return None
    index = 100 * (events / exposure) / (before / under)
    return tuple(float(value) for value in np.minimum(np.round(index / STEP) * STEP, HIGHEST))
