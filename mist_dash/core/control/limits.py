"""Values on a control chart become a centre line and limits, for many series at once.

Every function takes matrices of shape (series, months); one series is a matrix of one row. NaN is a month without a
value. Nothing is rounded, nothing multiplied: rates are per one of the exposure.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from statistics import NormalDist
from typing import Any

import numpy as np

from mist_dash.core.control.exact import (
    INNER,
    OUTER,
    binomial_limits,
    poisson_limits,
    spread_limits,
    spread_share_limits,
)
from mist_dash.core.control.lines import ControlLimits, Mask
from mist_dash.core.control.model import Chart
from mist_dash.core.control.predictive import predicted
from mist_dash.core.series import Floats

BLOCK = 1000  # series
POWER = 3.6  # Nelson 1994: an exponential time to the power 1/3.6 is close to normal
CHANCE_CV = math.sqrt(math.gamma(1 + 2 / POWER) / math.gamma(1 + 1 / POWER) ** 2 - 1)  # of such a root, about 0.31
D2 = 1.128  # mean moving range of two, in standard deviations
SCREEN = 3.267  # Nelson 1982: a moving range beyond this many means is left out, once


def plotted(chart: Chart, counts: Floats, exposure: Floats | None) -> Floats:
    """What the chart shows for each month: the count, the rate, or the change from the month before (MR)."""
    if exposure is None or chart in ("c", "c-exact"):
        values = np.asarray(counts, float)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(exposure > 0, counts / exposure, np.nan)
    if chart == "mr":
        return np.pad(np.abs(np.diff(values, axis=1)), ((0, 0), (1, 0)), constant_values=np.nan)[:, : values.shape[1]]
    if chart == "t":  # a gap of 0 days means two events on one day: half a day lay between them
        return np.where(values > 0, values, np.where(values == 0, 0.5, np.nan))
    return values


def limits_of_many(
    chart: Chart,
    counts: Floats,
    exposure: Floats | None = None,
    baseline: Mask | None = None,
    *,
    screened: bool = True,
    least_spread: float = 0.0,
    tail: float = OUTER,
    spread: float = 1.0,
    predictive: bool = False,
) -> ControlLimits:
    """Limits of one phase for many series.

    counts: (series, months), events, or the value itself where there is no exposure.
    exposure: same shape or None; U, P and their kin need it.
    baseline: months the centre and limits come from (default all with a value); the lines are drawn over all months.
    least_spread: the smallest spread U', P' and T may assume, in units of what chance alone gives; 1 in the automatic
    choice, 0 to agree with references.
    tail: the chance of a month beyond each limit when nothing changed; three sigma, unless told otherwise.
    spread: how many times as much as chance the months vary; the exact limits make room for it.
    predictive: exact limits for months outside the baseline, whose own rate is known from that baseline alone.
    """
    if len(counts) > BLOCK:
        parts = [
            limits_of_many(
                chart,
                counts[rows],
                None if exposure is None else exposure[rows],
                None if baseline is None else baseline[rows],
                screened=screened,
                least_spread=least_spread,
                tail=tail,
                spread=spread,
                predictive=predictive,
            )
            for rows in blocks(len(counts))
        ]
        return ControlLimits(
            *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(ControlLimits))
        )
    values = plotted(chart, counts, exposure)
    used = np.isfinite(values) if baseline is None else baseline & np.isfinite(values)
    size = np.ones_like(values) if exposure is None else np.asarray(exposure, float)
    if not values.size:
        return ControlLimits(values, values, values, values, values)
    work = _Work(values, np.asarray(counts, float), size, used, screened, least_spread, tail, spread)
    if predictive:
        return predicted(chart, work.counts, size, used, tail, spread)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _LIMITS[chart](work)


@dataclass(frozen=True)
class _Work:
    """What every chart is computed from."""

    values: Floats
    counts: Floats
    exposure: Floats
    used: Mask
    screened: bool
    least_spread: float
    tail: float
    spread: float

    @property
    def sigmas(self) -> float:
        """How many sigma the limits lie from the centre."""
        return 3.0 if self.tail == OUTER else NormalDist().inv_cdf(1 - self.tail)


def blocks(series: int) -> list[slice]:
    """Rows in portions small enough for the processor's cache: three times quicker than all at once."""
    return [slice(start, start + BLOCK) for start in range(0, series, BLOCK)]


def mean_of(values: Floats, used: Mask) -> Floats:
    """The mean of each row over the months used, (series, 1); NaN for a row without any.

    Taken around the row's first value, so that a constant series has exactly its constant as mean.
    """
    number = used.sum(axis=1, keepdims=True)
    first = np.take_along_axis(values, np.argmax(used, axis=1)[:, None], axis=1)
    return first + np.where(used, values - first, 0.0).sum(axis=1, keepdims=True) / np.where(number, number, np.nan)


def median_of(values: Floats, used: Mask) -> Floats:
    """The median of each row over the months used, (series, 1); NaN for a row without any."""
    ordered = np.sort(np.where(used, values, np.inf), axis=1)
    number = used.sum(axis=1, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum((number - 1) // 2, 0), axis=1)
    high = np.take_along_axis(ordered, np.minimum(number // 2, values.shape[1] - 1), axis=1)
    return np.where(number > 0, low + (high - low) / 2, np.nan)


def moving_range(values: Floats, used: Mask, screened: bool) -> Floats:
    """The mean moving range of each row, (series, 1): an excluded point is bridged, a missing month is not.

    Screened once (Nelson 1982), unless that leaves nothing or only zeros.
    """
    at = np.arange(values.shape[1])
    before = np.roll(np.maximum.accumulate(np.where(used, at, -1), axis=1), 1, axis=1)
    before[:, 0] = -1
    missing = np.maximum.accumulate(np.where(np.isfinite(values), -1, at), axis=1)
    valid = used & (before >= 0) & (missing < before)
    ranges = np.abs(values - np.take_along_axis(values, np.maximum(before, 0), axis=1))
    every = _mean(ranges, valid)
    if not screened:
        return every
    kept = _mean(ranges, valid & (ranges < SCREEN * every))
    return np.where(kept > 0, kept, every)


def sigma_z(values: Floats, centre: Floats, sigma: Floats, used: Mask, screened: bool) -> Floats:
    """Laney's spread of the standardised values, (series, 1): 1 when counts vary as chance alone would have it."""
    scores = (values - centre) / np.where(sigma > 0, sigma, np.nan)
    return moving_range(scores, used & np.isfinite(scores), screened) / D2


def _mean(values: Floats, used: Mask) -> Floats:
    number = used.sum(axis=1, keepdims=True)
    return np.where(used, values, 0.0).sum(axis=1, keepdims=True) / np.where(number, number, np.nan)


def _around(work: _Work, centre: Floats, sigma: Floats, floor: float = -np.inf, cap: float = np.inf) -> ControlLimits:
    """Centre and lines at 2 and (mostly) 3 sigma, over all months, kept within what is possible."""
    centre, sigma = np.broadcast_to(centre, work.values.shape), np.broadcast_to(sigma, work.values.shape)
    lines = [np.clip(centre + k * sigma, floor, cap) for k in (-work.sigmas, work.sigmas, -2, 2)]
    return ControlLimits(centre, *lines)


def _xmr(work: _Work) -> ControlLimits:
    return _around(work, mean_of(work.values, work.used), _spread(work.values, work))


def _spread(values: Floats, work: _Work) -> Floats:
    """One sigma from the moving range, (series, 1); 0 where no two points are neighbours."""
    ranges = moving_range(values, work.used, work.screened)
    return np.where(np.isfinite(ranges), ranges, 0.0) / D2


def _mr(work: _Work) -> ControlLimits:
    centre = np.broadcast_to(mean_of(work.values, work.used), work.values.shape)
    none = np.where(np.isnan(centre), np.nan, 0.0)
    return ControlLimits(centre, none, SCREEN * centre, none, SCREEN * centre * 2 / 3)


def _none(work: _Work) -> ControlLimits:
    nothing = np.full_like(work.values, np.nan)
    return ControlLimits(nothing, nothing, nothing, nothing, nothing)


def _run(work: _Work) -> ControlLimits:
    centre = np.broadcast_to(median_of(work.values, work.used), work.values.shape)
    none = np.full(work.values.shape, np.nan)
    return ControlLimits(centre, none, none, none, none)


def _c(work: _Work) -> ControlLimits:
    centre = mean_of(work.values, work.used)
    return _around(work, centre, np.sqrt(centre), floor=0.0)


def _rate(work: _Work) -> Floats:
    """All events over all exposure, (series, 1)."""
    events = np.where(work.used, work.counts, 0.0).sum(axis=1, keepdims=True)
    return events / np.where(work.used, work.exposure, 0.0).sum(axis=1, keepdims=True)


def _sigma(work: _Work, variance: Floats) -> Floats:
    return np.sqrt(variance / np.where(work.exposure >= 0, work.exposure, np.nan))


def _u(work: _Work) -> ControlLimits:
    rate = _rate(work)
    return _around(work, rate, _sigma(work, rate), floor=0.0)


def _p(work: _Work) -> ControlLimits:
    share = _rate(work)
    return _around(work, share, _sigma(work, share * (1 - share)), floor=0.0, cap=1.0)


def _prime(variance: Callable[[Floats], Floats], cap: float) -> Callable[[_Work], ControlLimits]:
    def limits(work: _Work) -> ControlLimits:
        centre = _rate(work)
        sigma = _sigma(work, variance(centre))
        spread = sigma_z(work.values, centre, sigma, work.used, work.screened)
        spread = np.maximum(np.where(np.isfinite(spread), spread, 0.0), work.least_spread)
        wide = np.where(spread > 0, sigma * spread, 0.0)  # no spread at all: the limits are the centre
        return _around(work, centre, np.where(np.isnan(sigma), np.nan, wide), floor=0.0, cap=cap)

    return limits


def _g(work: _Work) -> ControlLimits:
    mean = mean_of(work.values, work.used)
    lines = _around(work, mean, np.sqrt(mean * (mean + 1)), floor=0.0)
    none = np.where(np.isnan(lines.lower), np.nan, 0.0)
    centre = np.broadcast_to(median_of(work.values, work.used), work.values.shape)
    return ControlLimits(centre, none, lines.upper, none, lines.warn_upper)


def _t(work: _Work) -> ControlLimits:
    roots = work.values ** (1 / POWER)
    centre = mean_of(roots, work.used)
    sigma = np.maximum(_spread(roots, work), work.least_spread * CHANCE_CV * centre)
    lines = _around(work, centre, sigma)
    back: list[Floats] = [
        np.maximum(line, 0.0) ** POWER
        for line in (lines.centre, lines.lower, lines.upper, lines.warn_lower, lines.warn_upper)
    ]
    return ControlLimits(*back)


def _poisson(centre: Floats, exposure: Floats, tail: float, spread: float = 1.0) -> ControlLimits:
    """Exact limits around the expected count, shown as rates; lower is NaN where even none at all is not too few."""
    centre = np.broadcast_to(centre, exposure.shape)
    size = np.where(exposure > 0, exposure, np.nan)
    limits = poisson_limits if spread <= 1 else partial(_spread_out, spread)
    lower, upper = limits(centre * size, tail)
    warn_lower, warn_upper = limits(centre * size, INNER)
    return ControlLimits(centre, lower / size, upper / size, warn_lower / size, warn_upper / size)


def _spread_out(spread: float, mean: Floats, tail: float) -> tuple[Floats, Floats]:
    return spread_limits(mean, spread, tail)


def _u_exact(work: _Work) -> ControlLimits:
    return _poisson(_rate(work), work.exposure, work.tail, work.spread)


def _c_exact(work: _Work) -> ControlLimits:
    return _poisson(mean_of(work.values, work.used), np.ones_like(work.values), work.tail, work.spread)


def _sr(work: _Work) -> ControlLimits:
    return _poisson(np.ones((len(work.values), 1)), work.exposure, work.tail)


def _p_exact(work: _Work) -> ControlLimits:
    share = np.broadcast_to(_rate(work), work.values.shape)
    size = np.where(work.exposure > 0, work.exposure, np.nan)

    def limits(alpha: float) -> tuple[Floats, Floats]:
        if work.spread <= 1:
            return binomial_limits(share, size, alpha)
        return spread_share_limits(share, size, work.spread, alpha)

    (lower, upper), (warn_lower, warn_upper) = limits(work.tail), limits(INNER)
    return ControlLimits(share, lower / size, upper / size, warn_lower / size, warn_upper / size)


_LIMITS: dict[Chart, Callable[[_Work], Any]] = {
    "step": _none,
    "run": _run,
    "xmr": _xmr,
    "mr": _mr,
    "c": _c,
    "u": _u,
    "u'": _prime(lambda rate: rate, np.inf),
    "p": _p,
    "p'": _prime(lambda share: share * (1 - share), 1.0),
    "g": _g,
    "t": _t,
    "sr": _sr,
    "u-exact": _u_exact,
    "c-exact": _c_exact,
    "p-exact": _p_exact,
}
