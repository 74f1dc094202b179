"""This year against the year before becomes a ratio with its interval and a verdict. One series or many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from math import ceil
from typing import Any

import numpy as np

from mist_dash.core import months
from mist_dash.core.change import judging, ratios, shares
from mist_dash.core.change.ratios import Floats, Ratios
from mist_dash.core.change.result import Change, Verdict, YearSide
from mist_dash.core.change.sides import Sums, YearPair, counted, pair, waiting, with_intervals, year_window
from mist_dash.core.months import Basis
from mist_dash.core.series import Series

SUMS = ("events", "exposure")
UNTESTED = ("value", "ratio")


def year_on_year(
    series: Series, basis: Basis = "financial", last: str | None = None, *, looked_differently: Sequence[str] = ()
) -> Change:
    """This year up to `last` (by default the last month sent) against the same months of the year before.

    looked_differently: months ("2024-07") from which harm was looked for in another way; one that falls between the
    two sides suspends the verdict. Method: mid-p intervals given the total, of the ratio of two Poisson rates or of two
    shares, their counts divided by how many times as much as chance the months vary; judged only beyond a boundary
    that allows for looking every month.
    """
    return year_on_year_of_all([series], basis, last, looked_differently=[looked_differently])[0]


def year_on_year_of_all(
    series: Sequence[Series],
    basis: Basis = "financial",
    last: str | None = None,
    *,
    looked_differently: Sequence[Sequence[str]] | None = None,
    together: bool = False,
) -> list[Change]:
    """`year_on_year` of many series in one go. `looked_differently` holds the markers of each, in the same order.

    together: they stand on one page, so that the boundary also allows for there being many.
    """
    series = [counted(one) for one in series]
    markers = looked_differently or [()] * len(series)
    changes = _of_all(series, basis, [last] * len(series), markers, together)
    at = [i for i, one in enumerate(changes) if one.running and basis != "rolling" and one.kind not in UNTESTED]
    ends = [_before_this_year(changes[i], basis) for i in at]
    wholes = _of_all([series[i] for i in at], basis, ends, [markers[i] for i in at], together)
    for i, whole in zip(at, wholes, strict=True):
        if whole.better not in (Verdict.NOT_COMPARABLE, Verdict.SUSPENDED):
            changes[i] = replace(changes[i], whole=whole)
    return changes


def _of_all(
    series: Sequence[Series],
    basis: Basis,
    lasts: Sequence[str | None],
    looked_differently: Sequence[Sequence[str]],
    together: bool,
) -> list[Change]:
    pairs = [pair(one, basis, last) for one, last in zip(series, lasts, strict=True)]
    this, before = [one.this for one in pairs], [one.last for one in pairs]
    drawn = with_intervals([*series, *series], [*this, *before])
    sides = zip(drawn[: len(pairs)], drawn[len(pairs) :], strict=True)
    markers = [_marker(one, found) for one, found in zip(pairs, looked_differently, strict=True)]
    spread, freedom = judging.spread_of_all(series, pairs, lasts)
    tests = tests_of(series, this, before, spread)
    if together:
        freedom = _doubted(series, pairs, lasts, spread, tests)
    for one, test, free in zip(pairs, tests, freedom.tolist(), strict=True):
        test["p_needed"] = judging.p_needed(one, basis, together, free)
    return [_change(*row, together) for row in zip(series, pairs, sides, tests, markers, strict=True)]


def _doubted(
    series: Sequence[Series],
    pairs: Sequence[YearPair],
    lasts: Sequence[str | None],
    spread: Floats,
    tests: list[dict[str, Any]],
) -> Floats:
    """The degrees of freedom where series of one centre tell of each other's spread, and the larger p that this leaves.

    Figures, ranges and whether there is enough to compare stay as a page by itself says them: only what is judged of
    many at once takes more.
    """
    told, freedom = judging.spread_of_all(series, pairs, lasts, together=True)
    at = np.flatnonzero(told > spread).tolist()
    this, last = [pairs[i].this for i in at], [pairs[i].last for i in at]
    for i, test in zip(at, tests_of([series[i] for i in at], this, last, told[at]), strict=True):
        if tests[i].get("p") is not None:
            tests[i]["p"] = max(tests[i]["p"], test["p"])
    return freedom


def _before_this_year(change: Change, basis: Basis) -> str:
    return months.month(year_window(months.number(change.this.months[-1]), basis)[0] - 1)


def tests_of(
    series: Sequence[Series], this: Sequence[Sums], last: Sequence[Sums], spread: Floats
) -> list[dict[str, Any]]:
    """The ratio and its doubt for each series as fields of a Change, each kind of measure in one call."""
    found: list[dict[str, Any]] = [{} for _ in series]
    share = np.array([one.kind == "proportion" for one in series], dtype=bool)
    tested = np.array([one.kind not in UNTESTED for one in series], dtype=bool)
    for chosen, compare in ((tested & share, shares.of_proportions), (tested & ~share, ratios.of_rates)):
        at = np.flatnonzero(chosen).tolist()
        if at:
            x1, e1, x2, e2 = (np.array([getattr(side[i], name) for i in at]) for side in (this, last) for name in SUMS)
            by, parts = spread[at], compare is shares.of_proportions
            told = compare(x1 / by, e1 / by if parts else e1, x2 / by, e2 / by if parts else e2)
            y1, f1, y2, f2 = _rarer(x1, e1, x2, e2) if parts else (x1, e1, x2, e2)
            seen = judging.shows_a_tenth(y1, f1, y2, f2, by)
            for i, row, wide, enough in zip(at, _rows(told), by.tolist(), seen.tolist(), strict=True):
                found[i] = {**row, "spread": wide, "enough": enough}
    return found


def _rarer(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """What is left of the whole where that is less than the part: audits not passed tell as much as those passed."""
    with np.errstate(invalid="ignore"):
        often = x1 + x2 > (n1 + n2) / 2
    return np.where(often, n1 - x1, x1), n1, np.where(often, n2 - x2, x2), n2


def _rows(result: Ratios) -> list[dict[str, float | None]]:
    names = [field.name for field in fields(Ratios)]
    columns = zip(*(getattr(result, name).tolist() for name in names), strict=True)
    return [{name: None if x != x else x for name, x in zip(names, row, strict=True)} for row in columns]


def _change(
    series: Series,
    pair: YearPair,
    sides: tuple[YearSide, YearSide],
    test: dict[str, Any],
    marker: str | None,
    together: bool,
) -> Change:
    this, last = sides
    enough = test.pop("enough", False)
    verdict = Verdict.SUSPENDED if marker else _verdict(series, pair, test, enough)
    if verdict in (Verdict.SUSPENDED, Verdict.TOO_FEW):  # a ratio that must not be read is not there to be drawn
        test = {name: value for name, value in test.items() if name in ("spread", "p_needed")}
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
        months_to_know=_months_to_know(pair, test["spread"]) if verdict is Verdict.TOO_FEW else None,
        together=together,
        **test,
    )


def _verdict(series: Series, pair: YearPair, test: dict[str, Any], enough: bool) -> Verdict:
    """What may be said; the first reason not to judge wins."""
    if not pair.last.months:
        return Verdict.NOT_COMPARABLE
    if series.kind in UNTESTED:
        return Verdict.NEUTRAL
    if not pair.this.events + pair.last.events:
        return Verdict.TOO_FEW
    if test["p"] is None:
        return Verdict.NOT_COMPARABLE
    if not enough and test["low"] <= 1 <= test["high"]:
        return Verdict.TOO_FEW
    if series.better == "neither":
        return Verdict.NEUTRAL
    if test["low"] <= 1 <= test["high"] or test["p"] >= test["p_needed"]:
        return Verdict.NO_CLEAR_CHANGE
    # longer between events is better means that fewer events are
    fewer_is_better = series.better == "lower" or series.kind == "between"
    return Verdict.BETTER if (test["high"] < 1) == fewer_is_better else Verdict.WORSE


def _months_to_know(pair: YearPair, spread: float) -> int | None:
    """Months that each side would need, at the level of both years, before a halving would show four times in five."""
    events = pair.this.events + pair.last.events
    if not events:
        return None
    each_month = events / (len(pair.this.months) + len(pair.last.months))
    # as many months at this level, then as many at half of it
    return ceil(judging.EVENTS_FOR_HALVING * spread / (1.5 * each_month))


def _marker(pair: YearPair, looked_differently: Sequence[str]) -> str | None:
    """The latest month in which how we look changed after the first month and up to the last month compared."""
    if not pair.last.months:
        return None
    between = [month[:7] for month in looked_differently if pair.last.months[0] < month[:7] <= pair.this.months[-1]]
    return max(between, default=None)
