"""Which months a chart's centre line and limits come from, so that a change after them shows where it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mist_dash.core import months
from mist_dash.core.control.choice import FEWEST, RARE, expected_events
from mist_dash.core.control.limits import plotted
from mist_dash.core.control.model import Baseline, Chart
from mist_dash.core.control.plan import PhasePlan
from mist_dash.core.events import Event
from mist_dash.core.series import Series

MOST = 24  # months, where no intervention says where the baseline ends
FROZEN: tuple[Chart, ...] = ("u-exact", "c-exact", "p-exact")


def baseline_of(
    series: Series,
    events: Sequence[Event] = (),
    chosen: Baseline | None = None,
    looked_differently: Sequence[str] = (),
) -> Baseline | None:
    """The one that the lead chose, else the months before the first intervention (at least 12), else the first 24.

    Always of the newest phase: a choice that reaches behind a change in how we look no longer counts. None where there
    are no more months than a baseline takes: then it is all of them.
    """
    start = max((month for month in looked_differently if month in series.months), default="")
    known = [month for month in known_months(series) if month >= start]
    if chosen is not None and chosen.first >= start and len(within(known, chosen.first, chosen.last)) >= FEWEST:
        return chosen
    begun = [(months.of(event.start), event.name) for event in events if event.kind == "intervention"]
    inside = sorted(one for one in begun if known and known[0] < one[0] <= known[-1])
    before = [month for month in known if inside and month < inside[0][0]]
    if len(before) >= FEWEST:
        return Baseline(before[0], before[-1], f"before {inside[0][1]}")
    return Baseline(known[0], known[MOST - 1], f"the first {MOST} months") if len(known) > MOST else None


def can_freeze(series: Series) -> bool:
    """Whether its control chart stands on a baseline at all: exact limits of counts, rates and shares do."""
    used = np.array([month in known_months(series) for month in series.months])
    frequent = series.kind == "rate" and expected_events(series, used) >= RARE
    return frequent or series.kind in ("count", "proportion")


def known_months(series: Series) -> list[str]:
    """The months that have a value."""
    exposure = None if series.exposure is None else np.asarray(series.exposure, float)[None, :]
    values = plotted("u", np.asarray(series.counts, float)[None, :], exposure)[0]
    return [month for month, value in zip(series.months, values, strict=True) if np.isfinite(value)]


def within(known: Sequence[str], first: str, last: str) -> list[str]:
    return [month for month in known if first <= month <= last]


def frozen(plan: PhasePlan, series: Series, baseline: Baseline | None) -> PhasePlan:
    """The plan with the baseline's months as the only ones that the limits of their phase come from."""
    if baseline is None:
        return plan
    begun = sum(month < baseline.first for month in series.months)
    return replace(plan, begun=begun, freeze=sum(month <= baseline.last for month in series.months))
