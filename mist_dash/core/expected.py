"""A series and a month become what was to be expected from then on at the earlier rate, beside what happened.

Only where fewer is better: a measure without a good direction has nothing to be fewer of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mist_dash.core import months
from mist_dash.core.before_after import as_rate, compare, long_enough, open_places, step
from mist_dash.core.change import YearSide
from mist_dash.core.control import Baseline, baseline_of
from mist_dash.core.events import Event
from mist_dash.core.series import Series


@dataclass(frozen=True)
class Expected:
    """Events added up month by month beside the earlier rate's.

    happened, expected: sums up to each month; None in a month that was not sent. before, after: the two sides.
    why: what the months before it are, such as "before Bionectors". at_earlier_rate: expected since. fewer, low,
        high: how many fewer happened, with its 95% range, from the range of the ratio, so that both always say the
        same of chance.
    """

    series: Series
    since: str
    why: str
    months: tuple[str, ...]
    happened: tuple[float | None, ...]
    expected: tuple[float | None, ...]
    before: YearSide
    after: YearSide
    at_earlier_rate: float
    fewer: float
    low: float
    high: float


def expected(series: Series, since: str, why: str = "", first: str = "") -> Expected | None:
    """What would have happened at the rate before the month `since`. None where that cannot be known or fewer is not
    better: it takes 12 months before, with an event, and one after. first: the first month that is looked at alike.
    """
    shown = as_rate(series)
    if shown.kind not in ("rate", "count") or shown.better != "lower":
        return None
    width = step(shown)
    places = [place for place in open_places(shown) if shown.months[place] >= first]
    before = [place for place in places if shown.months[place] < since]
    after = [place for place in places if months.later(shown.months[place], 1 - width) >= since]
    if not after or not long_enough(shown, before):
        return None
    earlier, later, (ratio, low, high) = compare(shown, before, after)
    if not earlier.events or ratio is None or low is None or high is None:
        return None
    rate = earlier.events / sum(_exposure(shown, place) for place in before)
    due = rate * sum(_exposure(shown, place) for place in after)
    axis = range(min(before), len(shown.months))
    happened, at_rate = _added(shown, axis, {*before, *after}, rate)
    return Expected(
        shown,
        since,
        why,
        tuple(shown.months[place] for place in axis),
        happened,
        at_rate,
        earlier,
        later,
        due,
        *(_fewer(due, later.events or 0, one) for one in (ratio, high, low)),
    )


def _fewer(due: float, happened: float, ratio: float) -> float:
    """How many fewer, if this is the true ratio: of those that were due where it is below 1, else, the number being
    below 0, of those that happened. So no more can be said to have come in excess than came."""
    return due * (1 - ratio) if ratio <= 1 else happened * (1 / ratio - 1)


def since_baseline(series: Series, events: Sequence[Event], baseline: Baseline | None = None) -> Expected | None:
    """Since the chart's own baseline, the lead's choice included. A chart without one, such as of the time between
    events, is held against the months that it would be frozen on."""
    looked = [months.of(one.start) for one in events if one.kind == "looked differently"]
    found = baseline or baseline_of(series, events, looked_differently=looked)
    after = [series.months[place] for place in open_places(series) if found and series.months[place] > found.last]
    return (
        expected(series, months.later(after[0], 1 - step(series)), found.why, found.first) if found and after else None
    )


def _exposure(series: Series, place: int) -> float:
    return 1.0 if series.exposure is None else float(series.exposure[place])


def _added(
    series: Series, axis: range, fine: set[int], rate: float
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    happened, at_rate = list[float | None](), list[float | None]()
    events, due = 0.0, 0.0
    for place in axis:
        if place in fine:
            events, due = events + float(series.counts[place]), due + rate * _exposure(series, place)
        happened.append(events if place in fine else None)
        at_rate.append(due if place in fine else None)
    return tuple(happened), tuple(at_rate)
