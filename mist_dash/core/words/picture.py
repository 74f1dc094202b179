"""What a picture draws, in the words that stand in it and in its description."""

from __future__ import annotations

from math import isfinite

import numpy as np

from mist_dash.core import months
from mist_dash.core.change import YearSide
from mist_dash.core.change.sides import counted as as_counted
from mist_dash.core.control import Baseline
from mist_dash.core.series import Series
from mist_dash.core.since_last import SinceLast
from mist_dash.core.words.nouns import counted, figure, number


def rate_of(series: Series, side: YearSide) -> str:
    """ "0.8", "one every 1,204 line days", "none": the rate of one side, without the unit of a rate."""
    if not side.events:
        return "none"
    series = as_counted(series)
    if series.kind == "between" and side.exposure:
        return f"one every {number(side.exposure / side.events)} {series.exposure_name or 'days'}"
    return figure(side.rate) if side.rate is not None and isfinite(side.rate) else "none"


def until_then(series: Series, side: YearSide) -> str:
    """ "2.0 per 1,000 line days until then"."""
    said, series = rate_of(series, side), as_counted(series)
    if series.kind == "between" or said == "none":
        return f"{said} until then"
    return f"{said} {'a month' if series.kind == 'count' else series.unit} until then"


def since_last(last: SinceLast) -> str:
    """ "10 months, the longest yet", "newest month, longest 23", "15 months, 1 not sent": short for a strip.

    Empty where there was none.
    """
    if last.months is None:
        return ""
    since = "newest month" if last.months == 0 else counted(last.months, "months")
    if last.unknown:
        return f"{since}, {last.unknown} not sent"
    if last.longest_yet:
        return f"{since}, the longest yet"
    return f"{since}, {longest(last)}" if last.longest is not None else since


def longest(last: SinceLast) -> str:
    """ "longest 23", "longest at most 23": what came before or is going on, of which a month may not have been sent."""
    assert last.longest is not None and last.months is not None
    at_most = "at most " if last.at_most and last.longest >= last.months else ""
    return f"longest {at_most}{max(last.longest, last.months)}"


def timeline(series: Series) -> str:
    """How many events, in which months the last were, and what was not sent."""
    counts = np.asarray(series.counts, float)
    known = np.isfinite(counts)
    if not known.any():
        return "No months were sent yet."
    first, last = months.say(series.months[0]), months.say(series.months[-1])
    when = f"of {first}" if first == last else f"from {first} to {last}"
    said = [f"A timeline {when}: {counted(float(np.nansum(counts)), series.events)}."]
    with_some = [month for month, count in zip(series.months, counts, strict=True) if count > 0]
    if with_some:
        said.append(f"The last month with any was {months.say(with_some[-1])}.")
    if not known.all():
        said.append(f"{counted(int((~known).sum()), 'months')} not sent.".capitalize())
    return " ".join(said)


def every(period: int) -> str:
    """ "quarter": what one point of a chart stands for."""
    return {3: "quarter", 12: "year to March"}.get(period, "month")


def why_grouped(period: int) -> str:
    """Why a share is not drawn by month; empty where it is."""
    if period == 1:
        return ""
    less = "month" if period == 3 else "quarter"
    return f"One point for each {every(period)}, because a {less} has too few cases for a share of them to say much. "


def when(period: int, month: str) -> str:
    """ "June 2026", "Quarter to June 2026"."""
    return months.say(month) if period == 1 else f"{every(period).split(' ')[0].capitalize()} to {months.say(month)}"


def baseline(found: Baseline, short: bool = False) -> str:
    """ "Baseline: April 2021 to March 2023, before Bionectors"."""
    first, last = (months.say(month, short) for month in (found.first, found.last))
    return f"Baseline: {first} to {last}, {found.why}"
