"""Series become the sides of a comparison: the months that both years have, their sums and intervals."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

import numpy as np

from mist_dash.core import months
from mist_dash.core.change import ratios, shares
from mist_dash.core.change.result import Change, YearSide
from mist_dash.core.months import Basis
from mist_dash.core.series import Series

MONTHS = 12
WINDOW = 24  # no comparison reaches further back than two years before the last month


@dataclass(frozen=True)
class Sums:
    """What a year adds up to. `exposure` counts months, or days, where there is no denominator."""

    name: str
    months: tuple[str, ...]
    events: float = np.nan
    exposure: float = np.nan


@dataclass(frozen=True)
class YearPair:
    """The two years of one series. `last` has no months when none can be compared."""

    this: Sums
    last: Sums
    left_out: tuple[str, ...] = ()
    running: bool = False


def counted(series: Series) -> Series:
    """A rate without its denominator is a count, a band of a profile a share; everything else is what it is."""
    if series.kind == "profile" and series.exposure is not None:
        return replace(series, kind="proportion")
    if series.exposure is not None or series.kind not in ("rate", "proportion", "profile"):
        return series
    better = series.better if series.kind == "rate" else "neither"  # more audits passed may be more audits made
    unit = f"{series.events} a month"
    return replace(series, kind="count", better=better, multiplier=1.0, unit=unit, exposure_name="")


def pair(series: Series, basis: Basis, last: str | None) -> YearPair:
    """This year up to `last` (by default the last month sent) and the same months of the year before."""
    places = usable(series)
    if not (last or places):
        return YearPair(Sums("", ()), Sums("", ()))
    start = months.number(series.months[0]) if series.months else 0
    until = last or series.months[places[-1]]
    window = year_window(months.number(until), basis)
    there = set(places[-WINDOW:] if last is None else places)
    both = [n - start for n in window if n - start in there and n - start - 12 in there]
    this = both or [n - start for n in window if n - start in there]
    return YearPair(
        add_up(series, months.year_of(until, basis, until), this),
        add_up(series, months.year_of(months.later(until, -12), basis, until), [place - 12 for place in both]),
        tuple(months.month(n) for n in window if n - start not in both) if both else (),
        len(window) < 12,
    )


def years(series: Series, change: Change, basis: Basis = "financial") -> tuple[YearSide, ...]:
    """The years to draw, oldest first: at their end the two sides of the comparison, number for number as it is said.

    Where those are whole years they stand once. Else each earlier year stands over all the months it has, and after
    them the two sides over the months that both have, under names that say so.
    """
    series = counted(series)
    places = usable(series)
    sides = [side for side in (change.last, change.this) if side is not None and side.months]
    if not places or not sides:
        return tuple(sides)
    until = change.this.months[-1]
    named: dict[str, list[int]] = {}
    for place in places:
        if series.months[place] <= until:
            named.setdefault(months.year_of(series.months[place], basis, until), []).append(place)
    whole = all(len(side.months) == MONTHS or (series.kind == "value" and not change.running) for side in sides)
    told = {side.name for side in sides} if whole else {change.this.name}
    sums = [add_up(series, name, of_year) for name, of_year in named.items() if name not in told]
    earlier = [one for one in sums if all(one.months != side.months for side in sides)]
    drawn = with_intervals([series] * len(earlier), earlier)
    return (*drawn, *(side if whole else replace(side, name=months.stretch(side.months)) for side in sides))


def year_window(until: int, basis: Basis) -> range:
    """The months of one year up to and with `until`, all as in `months.number`."""
    before = {"rolling": 11, "calendar": until % 12, "financial": (until - 3) % 12}[basis]
    return range(until - before, until + 1)


def usable(series: Series) -> list[int]:
    """The places of the months that can be compared: collected, and with exposure for whatever happened in them."""
    fine = np.isfinite(series.counts)
    if series.exposure is not None and series.kind != "value":
        fine &= np.isfinite(series.exposure) & ((series.exposure > 0) | (series.counts == 0))
    return np.flatnonzero(fine).tolist()


def waiting(series: Series) -> int:
    """How many months have a count whose exposure was not sent yet."""
    if series.exposure is None or series.kind == "value":
        return 0
    return int((np.isfinite(series.counts) & np.isnan(series.exposure)).sum())


def add_up(series: Series, name: str, places: Sequence[int]) -> Sums:
    """The sums over these places; of a value, which is a level and cannot be added, the last one."""
    if not places:
        return Sums(name, ())
    if series.kind == "value":
        return Sums(name, (series.months[places[-1]],), float(series.counts[places[-1]]))
    chosen = tuple([series.months[place] for place in places])
    events = fsum(series.counts[places].tolist())
    exposure = _time_in(series, chosen) if series.exposure is None else fsum(series.exposure[places].tolist())
    return Sums(name, chosen, events, exposure)


def with_intervals(series: Sequence[Series], sums: Sequence[Sums]) -> list[YearSide]:
    """Each side with the rate that is shown and its interval, all in one go."""
    events, exposure = (np.array([getattr(one, name) for one in sums]) for name in ("events", "exposure"))
    share = np.array([one.kind == "proportion" for one in series])
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(exposure > 0, events / exposure, np.nan)
        bounds = zip(shares.wilson(events, exposure), ratios.garwood(events, exposure), strict=True)
        low, high = (np.where(share, wilson, garwood) for wilson, garwood in bounds)
    shown = zip(rate.tolist(), low.tolist(), high.tolist(), strict=True)
    return [_side(one, total, *numbers) for one, total, numbers in zip(series, sums, shown, strict=True)]


def _side(series: Series, sums: Sums, rate: float, low: float, high: float) -> YearSide:
    if not sums.months:
        return YearSide(sums.name, ())
    if series.kind == "value":
        return YearSide(sums.name, sums.months, sums.events, None, sums.events * series.multiplier)
    if series.kind == "between":  # the time from one event to the next is the rate turned over
        shown = [None if number != number else 1 / number if number else np.inf for number in (rate, high, low)]
        return YearSide(sums.name, sums.months, sums.events, sums.exposure, *shown)
    known = sums.exposure if series.exposure is not None else None
    shown = [None if number != number else number * series.multiplier for number in (rate, low, high)]
    return YearSide(sums.name, sums.months, sums.events, known, *shown)


def _time_in(series: Series, chosen: tuple[str, ...]) -> float:
    """The exposure of a count without a denominator: the number of months, or of days for the time between events."""
    if series.kind != "between":
        return float(len(chosen))
    return float(sum(monthrange(int(month[:4]), int(month[5:7]))[1] for month in chosen))
