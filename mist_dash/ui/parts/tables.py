"""The result behind a picture becomes the rows of its table: the same figures for who cannot see it, or wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mist_dash.core import events as dated
from mist_dash.core import months, words
from mist_dash.core.catalogue import Measure
from mist_dash.core.change import Change, YearSide
from mist_dash.core.control import Companion, Control, Dot
from mist_dash.core.counts import Profile
from mist_dash.core.events import Event
from mist_dash.core.meeting import PooledFigure
from mist_dash.core.rolling import Window
from mist_dash.core.series import Series
from mist_dash.core.sharing import BeforeAfter, Period
from mist_dash.core.since_when import incomplete
from mist_dash.core.words.nouns import capital, number

TableRows = Sequence[Mapping[str, object]]


def by_month(series: Series) -> TableRows:
    """What was sent, month by month, the newest first."""
    unsure = incomplete(series)
    exposure = series.exposure if series.exposure is not None else [None] * len(series.months)
    rows = [
        {
            "Month": months.say(month) + (" (may still be incomplete)" if month == unsure else ""),
            capital(series.events): count,
            **({capital(series.exposure_name): days} if series.exposure is not None else {}),
        }
        for month, count, days in zip(series.months, series.counts, exposure, strict=True)
    ]
    return rows[::-1]


def points(control: Control, events: Sequence[Event] = ()) -> TableRows:
    """The chart's own points and lines, the newest first, with the rules that named one and what was marked then."""
    return [
        {
            "Month" if control.period == 1 else "Up to": months.say(dot.month) + _open(control, dot),
            capital(control.unit) or "Value": "not sent"
            if dot.count is None and dot.value is None
            else rounded(dot.value, control.decimals),
            "Lower limit": rounded(dot.lower, control.decimals),
            "Centre line": rounded(dot.centre, control.decimals),
            "Upper limit": rounded(dot.upper, control.decimals),
            "Unusual": "; ".join(signal.words for signal in dot.signals),
            "Marked": dated.marked(events, dot.month),
        }
        for dot in reversed(control.dots)
    ]


def _open(control: Control, dot: Dot) -> str:
    return f" ({words.still_open(control, dot)})" if dot.still_open else ""


def by_area(areas: Sequence[tuple[str, Series]]) -> TableRows:
    """A row a month, the newest first, and a column an area: how many, in how much."""
    said = {title: dict(zip(series.months, _counted(series), strict=True)) for title, series in areas}
    every = sorted({month for column in said.values() for month in column}, reverse=True)
    return [
        {"Month": months.say(month), **{title: column.get(month, "") for title, column in said.items()}}
        for month in every
    ]


def _counted(series: Series) -> list[str]:
    sizes = series.exposure if series.exposure is not None else [np.nan] * len(series.months)
    return [
        "not sent" if not np.isfinite(count) else number(count) + (f" in {number(size)}" if np.isfinite(size) else "")
        for count, size in zip(series.counts, sizes, strict=True)
    ]


def years(result: Change, sides: Sequence[YearSide]) -> TableRows:
    """The newest year first."""
    return [
        {
            "Year": one.name,
            "Months": len(one.months),
            capital(result.unit) or "Value": rounded(one.rate, result.decimals),
            "Low": rounded(one.low, result.decimals),
            "High": rounded(one.high, result.decimals),
        }
        for one in reversed(sides)
        if one.months
    ]


def line(result: Companion) -> TableRows:
    return [
        {"Month": months.say(period), capital(result.unit) or "Value": rounded(value, result.decimals)}
        for period, value in zip(reversed(result.periods), reversed(result.values), strict=True)
    ]


def bands(profile: Profile) -> TableRows:
    return [
        {"Year": year, **dict(zip(profile.bands, counts, strict=True))}
        for year, counts in zip(profile.years, profile.counts, strict=True)
    ]


def twelve_months(windows: Sequence[Window]) -> TableRows:
    rows = [
        {
            "12 months to": months.say(one.month),
            "Months sent": one.sent,
            "Observed": one.observed,
            "Expected": rounded(one.expected, 1),
            "Ratio": rounded(one.ratio, 1),
            "Low": rounded(one.low, 1),
            "High": rounded(one.high, 1),
        }
        for one in windows
    ]
    return rows[::-1]


def together(periods: Sequence[Period], measure: Measure | PooledFigure) -> TableRows:
    """What the picture shows, the newest first: a period that is hidden from the reader stands in neither."""
    return [
        {
            "Year": one.name,
            capital(measure.events): one.events,
            capital(measure.unit): rounded(one.rate, measure.decimals),
            "Low": rounded(one.low, measure.decimals),
            "High": rounded(one.high, measure.decimals),
        }
        for one in reversed(periods)
        if one.rate is not None
    ]


def go_live(found: BeforeAfter) -> TableRows:
    after = {"Rate, year before = 100 %": found.after, "Low": found.low, "High": found.high}
    return [{"Year": "before", "Rate, year before = 100 %": 100}, {"Year": "after", **after}]


def rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, decimals)
