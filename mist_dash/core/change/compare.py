"""This year against the year before becomes a ratio with its interval and a verdict. One series or many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from math import ceil
from typing import Any

import numpy as np

from mist_dash.core.change import ratios, shares
from mist_dash.core.change.ratios import Ratios
from mist_dash.core.change.result import Change, Verdict, YearSide
from mist_dash.core.change.sides import Sums, YearPair, counted, pair, waiting, with_intervals
from mist_dash.core.months import Basis
from mist_dash.core.series import Series

FEWEST = 5  # events in both years together; with fewer, nothing is said
# Events expected in both sides together from which a halving is seen four times in five by the mid-p interval. The
# number expected is all that counts; benchmarks/coverage.py prints the power from which it is read.
EVENTS_FOR_HALVING = 70.0
SUMS = ("events", "exposure")
UNTESTED = ("value", "ratio")


def year_on_year(
    series: Series, basis: Basis = "financial", last: str | None = None, *, looked_differently: Sequence[str] = ()
) -> Change:
    """This year up to `last` (by default the last month sent) against the same months of the year before.

    looked_differently: months ("2024-07") from which harm was looked for in another way; one that falls between the
    two sides suspends the verdict. Method: Miettinen and Nurminen's score for proportions; for all else the mid-p
    interval of the ratio of two Poisson rates.
    """
    return year_on_year_of_all([series], basis, last, looked_differently=[looked_differently])[0]


def year_on_year_of_all(
    series: Sequence[Series],
    basis: Basis = "financial",
    last: str | None = None,
    *,
    looked_differently: Sequence[Sequence[str]] | None = None,
) -> list[Change]:
    """`year_on_year` of many series in one go. `looked_differently` holds the markers of each, in the same order."""
    series = [counted(one) for one in series]
    pairs = [pair(one, basis, last) for one in series]
    this, before = [one.this for one in pairs], [one.last for one in pairs]
    drawn = with_intervals([*series, *series], [*this, *before])
    sides = zip(drawn[: len(pairs)], drawn[len(pairs) :], strict=True)
    markers = [_marker(one, found) for one, found in zip(pairs, looked_differently or [()] * len(pairs), strict=True)]
    rows = zip(series, pairs, sides, _tests(series, this, before), markers, strict=True)
    return [_change(*row) for row in rows]


def _tests(series: Sequence[Series], this: Sequence[Sums], last: Sequence[Sums]) -> list[dict[str, float | None]]:
    """The ratio and its doubt for each series as fields of a Change, each kind of measure in one call."""
    found: list[dict[str, float | None]] = [{} for _ in series]
    share = np.array([one.kind == "proportion" for one in series], dtype=bool)
    tested = np.array([one.kind not in UNTESTED for one in series], dtype=bool)
    for chosen, compare in ((tested & share, shares.of_proportions), (tested & ~share, ratios.of_rates)):
        at = np.flatnonzero(chosen).tolist()
        if at:
            x1, e1, x2, e2 = ([getattr(side[i], name) for i in at] for side in (this, last) for name in SUMS)
            for i, row in zip(at, _rows(compare(x1, e1, x2, e2)), strict=True):
                found[i] = row
    return found


def _rows(result: Ratios) -> list[dict[str, float | None]]:
    names = [field.name for field in fields(Ratios)]
    columns = zip(*(getattr(result, name).tolist() for name in names), strict=True)
    return [{name: None if x != x else x for name, x in zip(names, row, strict=True)} for row in columns]


def _change(
    series: Series, pair: YearPair, sides: tuple[YearSide, YearSide], test: dict[str, Any], marker: str | None
) -> Change:
    this, last = sides
    verdict = Verdict.SUSPENDED if marker else _verdict(series, pair, test)
    return Change(
        this=this,
        last=last if last.months else None,
        better=verdict,
        wanted=series.better,
        kind=series.kind,
        title=series.title,
        unit=series.unit,
        events=series.events,
        exposure_name=series.exposure_name,
        multiplier=series.multiplier,
        decimals=series.decimals,
        left_out=pair.left_out,
        running=pair.running,
        marker=marker,
        waiting=waiting(series),
        months_to_know=_months_to_know(pair) if verdict is Verdict.TOO_FEW else None,
        **({} if marker else test),  # a ratio that must not be read as a change should not be there to be drawn
    )


def _verdict(series: Series, pair: YearPair, test: dict[str, Any]) -> Verdict:
    """What may be said; the first reason not to judge wins."""
    if not pair.last.months:
        return Verdict.NOT_COMPARABLE
    if series.kind in UNTESTED:
        return Verdict.NEUTRAL
    if pair.this.events + pair.last.events < FEWEST:
        return Verdict.TOO_FEW
    if test["p"] is None:
        return Verdict.NOT_COMPARABLE
    if series.better == "neither":
        return Verdict.NEUTRAL
    if test["low"] <= 1 <= test["high"]:
        return Verdict.NO_CLEAR_CHANGE
    # longer between events is better means that fewer events are
    fewer_is_better = series.better == "lower" or series.kind == "between"
    return Verdict.BETTER if (test["high"] < 1) == fewer_is_better else Verdict.WORSE


def _months_to_know(pair: YearPair) -> int | None:
    """Months that each side would need, at the level of both years, before a halving would show four times in five."""
    events = pair.this.events + pair.last.events
    if not events:
        return None
    each_month = events / (len(pair.this.months) + len(pair.last.months))
    return ceil(EVENTS_FOR_HALVING / (1.5 * each_month))  # as many months at this level, then as many at half of it


def _marker(pair: YearPair, looked_differently: Sequence[str]) -> str | None:
    """The latest month in which how we look changed after the first month and up to the last month compared."""
    if not pair.last.months:
        return None
    between = [month[:7] for month in looked_differently if pair.last.months[0] < month[:7] <= pair.this.months[-1]]
    return max(between, default=None)
