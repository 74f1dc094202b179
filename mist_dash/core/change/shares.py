"""Two proportions become a risk ratio with its score interval, p-value and exact test. Arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mist_dash.core.change.ratios import ALPHA, Floats, Ratios, floats

WIDEST = 35.0  # the logarithm of the largest ratio looked for, 1e15
HALVINGS = 52  # of that bracket: a bound to 1e-14


def of_proportions(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, alpha: float = ALPHA) -> Ratios:
    """The ratio of two proportions, x1 of n1 over x2 of n2: score interval and test of Miettinen and Nurminen (1985).

    The p-value is the test of that same score, so the two never contradict each other; exact_p is Fisher's test, the
    smaller tail doubled. A count above its denominator is no proportion and gives NaN, as do no events at all.
    """
    x1, n1, x2, n2 = floats(x1, n1, x2, n2)
    sound = (x1 + x2 > 0) & (n1 > 0) & (n2 > 0) & (x1 <= n1) & (x2 <= n2)
    x1, n1, x2, n2 = (np.where(sound, array, np.nan) for array in (x1, n1, x2, n2))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = _score(x1, n1, x2, n2, np.ones_like(x1))
        unknown = np.where(sound, 0.0, np.nan)
        wide = special.ndtri(1 - alpha / 2)
        low = np.where(x1 > 0, _bound(x1, n1, x2, n2, wide), 0.0)
        high = np.where(x2 > 0, _bound(x1, n1, x2, n2, -wide), np.inf)
        nothing = np.full_like(x1, np.nan)
        ratio, p = (x1 / n1) / (x2 / n2), 2 * special.ndtr(-np.abs(z))
        return Ratios(ratio, low + unknown, high + unknown, p + unknown, nothing, nothing, fisher(x1, n1, x2, n2))


def p_of_lower(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """The score test's p-value of the one question whether this share is lower."""
    x1, n1, x2, n2 = floats(x1, n1, x2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return special.ndtr(_score(x1, n1, x2, n2, np.ones_like(x1)))


def wilson(x: ArrayLike, n: ArrayLike, alpha: float = ALPHA) -> tuple[Floats, Floats]:
    """The score interval of one proportion (Wilson 1927)."""
    x, n = floats(x, n)
    z = special.ndtri(1 - alpha / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(x <= n, x / n, np.nan)
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return np.maximum(middle - half, 0), np.minimum(middle + half, 1)


def fisher(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """Fisher's exact test of two proportions: twice the smaller tail, so that it is the test of an exact interval."""
    x1, n1, x2, n2 = floats(x1, n1, x2, n2)
    cells = zip(*(array.ravel().tolist() for array in (x1, n1, x2, n2)), strict=True)
    return np.array([_fisher(*cell) for cell in cells]).reshape(x1.shape)


def _fisher(x1: float, n1: float, x2: float, n2: float) -> float:
    if np.isnan(x1 + n1 + x2 + n2):
        return np.nan
    total = x1 + x2
    k = np.arange(max(0, total - n2), min(total, n1) + 1)
    chance = np.exp(_log_ways(n1, k) + _log_ways(n2, total - k) - _log_ways(n1 + n2, total))
    return float(min(1.0, 2 * min(chance[k <= x1].sum(), chance[k >= x1].sum())))


def _log_ways(n: float, k: Floats | float) -> Floats:
    """The logarithm of n over k."""
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)


def _score(x1: Floats, n1: Floats, x2: Floats, n2: Floats, ratio: Floats) -> Floats:
    """How far the two proportions are from standing in this ratio, in standard errors; falls as the ratio grows."""
    n = n1 + n2
    a, b, c = n * ratio, -(n1 * ratio + x1 + n2 + x2 * ratio), x1 + x2
    p2 = 2 * c / (-b + np.sqrt(np.maximum(b * b - 4 * a * c, 0)))  # the likeliest proportion given the ratio
    p1 = np.minimum(ratio * p2, 1)
    variance = (p1 * (1 - p1) / n1 + ratio**2 * p2 * (1 - p2) / n2) * n / (n - 1)
    distance = x1 / n1 - ratio * x2 / n2
    return np.where(distance == 0, 0.0, distance / np.sqrt(np.maximum(variance, 0)))  # all of all in both: no distance


def _bound(x1: Floats, n1: Floats, x2: Floats, n2: Floats, at: float) -> Floats:
    """The ratio at which the score is `at`, by halving."""
    left, right = np.full_like(x1, -WIDEST), np.full_like(x1, WIDEST)
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        above = _score(x1, n1, x2, n2, np.exp(middle)) > at
        left, right = np.where(above, middle, left), np.where(above, right, middle)
    return np.exp((left + right) / 2)
