"""Counts and exposures of two periods become a ratio with its intervals and p-values. Arrays in, arrays out.

Every function works element by element on arrays that broadcast, so that ten thousand series cost one call.
NaN in gives NaN out. Only scipy.special is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mist_dash.core.series import Floats

ALPHA = 0.05
STEPS = 60  # halving alone would do in these; Newton's steps need 4 to 8
CLOSE = 1e-12  # relative


@dataclass(frozen=True)
class Ratios:
    """This period over the period before: estimate, 95% interval and p-value that never contradict each other.

    exact_*: the interval and test that are sure to cover at least 95 %, and so are wider. No exact interval is
    known for a ratio of proportions that is quick enough, so there it is NaN and only the test is exact.
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    exact_low: Floats
    exact_high: Floats
    exact_p: Floats


def of_rates(x1: ArrayLike, e1: ArrayLike, x2: ArrayLike, e2: ArrayLike) -> Ratios:
    """The ratio of two Poisson rates, x1 events in exposure e1 over x2 in e2, with its mid-p and exact intervals.

    Given the total N, x1 is binomial (N, p) and the ratio is p / (1 - p) * e2 / e1. The lower bound solves
    P(X > x1) + P(X = x1) / 2 = alpha / 2, the upper bound the same for the other tail (Lancaster's mid-p).
    x1 = 0 gives a lower bound of 0, x2 = 0 an infinite upper bound; no events at all give NaN throughout.
    """
    x1, e1, x2, e2 = floats(x1, e1, x2, e2)
    total = np.where((x1 + x2 > 0) & (e1 > 0) & (e2 > 0), x1 + x2, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _mid_p_bounds(x1, total)
        exact_low = np.where(x1 > 0, special.betaincinv(np.where(x1 > 0, x1, 1), x2 + 1, ALPHA / 2), 0.0)
        exact_high = np.where(x2 > 0, special.betaincinv(x1 + 1, np.where(x2 > 0, x2, 1), 1 - ALPHA / 2), 1.0)
        at_least, above, at_most, below = _tails(x1, total, e1 / (e1 + e2))
        scale = np.where(np.isnan(total), np.nan, e2 / e1)
        return Ratios(
            ratio=x1 / x2 * scale,
            low=low / (1 - low) * scale,
            high=high / (1 - high) * scale,
            p=np.minimum(1, np.minimum(at_least + above, at_most + below)),
            exact_low=exact_low / (1 - exact_low) * scale,
            exact_high=exact_high / (1 - exact_high) * scale,
            exact_p=np.minimum(1, 2 * np.minimum(at_least, at_most)),
        )


def p_of_fewer(x1: ArrayLike, e1: ArrayLike, x2: ArrayLike, e2: ArrayLike) -> Floats:
    """The one-sided mid-p value for a lower rate: half of the p of `of_rates` when the ratio is below 1."""
    x1, e1, x2, e2 = floats(x1, e1, x2, e2)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = np.where((x1 + x2 > 0) & (e1 > 0) & (e2 > 0), x1 + x2, np.nan)
        _, _, at_most, below = _tails(x1, total, e1 / (e1 + e2))
    return (at_most + below) / 2


def garwood(x: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    """The exact interval of one Poisson rate, events for each unit of exposure (Garwood 1936)."""
    x, exposure = floats(x, exposure)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(x > 0, special.gammaincinv(x, ALPHA / 2), 0.0 * x)
        return low / exposure, special.gammaincinv(x + 1, 1 - ALPHA / 2) / exposure


def floats(*arrays: ArrayLike) -> list[Floats]:
    return np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in arrays))  # type: ignore[return-value]


def _tails(x: Floats, total: Floats, p: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """P(X >= x), P(X > x), P(X <= x) and P(X < x) for X binomial (total, p), each exact however small it is."""
    known = np.where(np.isnan(total), np.nan, 1.0)
    some, others = np.where(x > 0, x, 1), np.where(x < total, total - x, 1)  # 0 of either is answered below
    return (
        known * np.where(x > 0, special.betainc(some, total - x + 1, p), 1.0),
        known * np.where(x < total, special.betainc(x + 1, others, p), 0.0),
        known * np.where(x < total, special.betaincc(x + 1, others, p), 1.0),
        known * np.where(x > 0, special.betaincc(some, total - x + 1, p), 0.0),
    )


def _mid_p_bounds(x: Floats, total: Floats) -> tuple[Floats, Floats]:
    """The mid-p bounds of a binomial probability; the upper one is the lower one with events and others swapped."""
    return _mid_p_low(x, total), 1 - _mid_p_low(total - x, total)


def _mid_p_low(x: Floats, total: Floats) -> Floats:
    """The p at which P(X > x) + P(X = x) / 2 is alpha / 2; 0 where x is 0."""
    low = np.where(np.isnan(total), np.nan, 0.0)
    low[x == total] = ALPHA ** (1 / np.maximum(x[x == total], 1e-9))  # p^N / 2 = alpha / 2 has its root in closed form
    inner = (x > 0) & (x < total)
    low[inner] = _solve(x[inner], (total - x)[inner], ALPHA / 2)
    return low


def _solve(x: Floats, rest: Floats, tail: float) -> Floats:
    """Newton's steps for the mid-p bound, kept inside the two bounds that always hold it; halving when outside."""
    left, right = special.betaincinv(x, rest + 1, tail), special.betaincinv(x + 1, rest, tail)
    log_beta = special.betaln(x, rest + 1)
    p = (left + right) / 2
    for _ in range(STEPS):
        miss = (special.betainc(x, rest + 1, p) + special.betainc(x + 1, rest, p)) / 2 - tail
        left, right = np.where(miss < 0, p, left), np.where(miss < 0, right, p)
        # the slope of P(X >= x) is the beta density; that of P(X > x) is rest * p / (x * (1 - p)) times as steep
        slope = np.exp((x - 1) * np.log(p) + rest * np.log1p(-p) - log_beta) * (1 + rest * p / (x * (1 - p))) / 2
        step = p - miss / slope
        following = np.where((step >= left) & (step <= right), step, (left + right) / 2)
        still = np.abs(following - p) > CLOSE * p
        p = following
        if not still.any():
            break
    return p
