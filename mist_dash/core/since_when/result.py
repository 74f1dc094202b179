"""What the scan says of one series, and the counts and rates on both sides of a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from mist_dash.core.change import YearSide, ratios, shares
from mist_dash.core.change.sides import add_up, with_intervals
from mist_dash.core.control import Chart
from mist_dash.core.series import Series
from mist_dash.core.since_when.scan import Shape
from mist_dash.core.spread import spread_of


@dataclass(frozen=True)
class SinceWhen:
    """What the scan says of one series. Where it says nothing, `direction` and all that follows `p` is None.

    shape: "level", a change that lasts; "outbreak", one to twelve months unlike the rest.
    scanned: how many months were looked at. scanned_to: the last of them.
    incomplete: the newest month, left out until the next one is in, as it may be half reported.
    down, up: S- and S+, logarithms of how much likelier a change makes the counts; critical: what the larger must
        exceed, at least 0; p: the chance of so large a one, of both shapes where both are asked. None with too few
        months or events.
    month: the first month at the new level, about; it lies from `first` to `last` with a chance of 90 %.
    until: the last month of an outbreak; `going_on` where that is the last month scanned.
    before, after: counts, exposures and rates as they were sent, with their 95% ranges, of the months on both sides
        (outside and in the outbreak). Their ratio, low and high (after over before; of events for the exposure also
        for the time between, the range wider where months vary more than chance) describe: the month was chosen by the
        data, so they test nothing.
    """

    shape: Shape
    scanned: int = 0
    down: float | None = None
    up: float | None = None
    critical: float | None = None
    p: float | None = None
    direction: Literal["down", "up"] | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None
    until: str | None = None
    before: YearSide | None = None
    after: YearSide | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    scanned_to: str | None = None
    incomplete: str | None = None

    @property
    def going_on(self) -> bool:
        return self.until is not None and self.until == self.scanned_to


def with_sides(series: Sequence[Series], places: Sequence[list[int]], found: Sequence[SinceWhen]) -> list[SinceWhen]:
    """The counts, exposures and rates on both sides of each change, and their ratio."""
    said = [i for i, one in enumerate(found) if one.direction]
    sums = {i: _sums(series[i], places[i], found[i]) for i in said}
    before, after = (
        dict(zip(said, with_intervals([series[i] for i in said], [sums[i][side] for i in said]), strict=True))
        for side in (0, 1)
    )
    told = list(found)
    for share, compare in ((False, ratios.of_rates), (True, shares.of_proportions)):
        at = [i for i in said if (series[i].kind == "proportion") == share]
        x1, e1, x2, e2 = (
            [getattr(sums[i][side], name) for i in at] for side in (1, 0) for name in ("events", "exposure")
        )
        by = np.array([spread_of(series[i]) for i in at])
        events, exposure = [np.array(one) / by for one in (x1, x2)], [np.array(one) for one in (e1, e2)]
        if share:
            exposure = [one / by for one in exposure]
        result = compare(events[0], exposure[0], events[1], exposure[1])
        for row, i in enumerate(at):
            ratio, low, high = (_number(column[row]) for column in (result.ratio, result.low, result.high))
            told[i] = replace(found[i], before=before[i], after=after[i], ratio=ratio, low=low, high=high)
    return told


def _sums(series: Series, places: Sequence[int], found: SinceWhen) -> tuple[Any, Any]:
    axis = [series.months[place] for place in places]
    start = axis.index(found.month or "")
    end = axis.index(found.until) + 1 if found.until else len(axis)
    return add_up(series, "before", [*places[:start], *places[end:]]), add_up(series, "after", places[start:end])


def level(side: YearSide | None, chart: Chart) -> float | None:
    """The height of one side on a control chart; on a chart of the time between events, how far apart they were."""
    if side is None or side.rate is None or not np.isfinite(side.rate):
        return None
    if chart in ("t", "g") and side.exposure is not None:
        return side.exposure / side.events if side.events else None
    return side.rate


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
