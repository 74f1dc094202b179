"""Limits of counts from the Poisson and binomial distributions themselves, for many points at once.

The upper limit is the smallest count c with P(X > c) <= alpha, the lower the largest c with P(X < c) <= alpha.
numpy alone: importing scipy.special would take longer than everything else an analyst waits for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from mist_dash.core.series import Floats

OUTER = 0.00135  # as rarely beyond as three sigma of a normal distribution, on each side
INNER = 0.02275  # two sigma
MANY = 10_000  # trials of a month, up to which single counts are added up where months vary more than chance
LEAST_ALIKE = 1e-9  # how alike the trials of a month are: 0 would be the binomial, 1 all or none
_TABLE = 2048  # longest table of Poisson thresholds; larger expectations are solved point by point
_SMALL = np.array([math.lgamma(k + 1) for k in range(32)])


def poisson_limits(mean: Floats, alpha: float = OUTER) -> tuple[Floats, Floats]:
    """Lower and upper count for each expected count; same shape. Lower is NaN where even 0 is not too few.

    The limits step up as the expectation passes a threshold, so a sorted table of thresholds answers all at once.
    """
    mean = np.asarray(mean, float)
    known = np.where(np.isfinite(mean), mean, 0.0)
    largest = float(known.max(initial=0.0))
    enough = int(largest + 6 * math.sqrt(largest)) + 20
    if enough < _TABLE:
        tops, bottoms = _thresholds(alpha, 1 << max(enough, 63).bit_length())
        upper = np.searchsorted(tops, known, side="left").astype(float)
        lower = np.searchsorted(bottoms, known, side="right").astype(float)
    else:
        lower, upper = _search(known, None, alpha)
    return _finish(lower, upper, mean)


def binomial_limits(share: Floats, size: Floats, alpha: float = OUTER) -> tuple[Floats, Floats]:
    """Lower and upper count of `size` trials, each a success with probability `share`; shapes broadcast.

    Lower is NaN where even 0 is not too few. A fractional size is rounded down: there are no half patients.
    """
    share, size = np.broadcast_arrays(np.asarray(share, float), np.floor(np.asarray(size, float)))
    known = np.isfinite(share) & np.isfinite(size)
    p, n = np.where(known, share, 0.0), np.where(known, size, 0.0)
    sure = (p <= 0) | (p >= 1) | (n <= 0)
    lower, upper = _search(np.where(sure, 0.5, p), np.where(sure, 1.0, n), alpha)
    certain = np.where(p >= 1, n, 0.0)
    return _finish(np.where(sure, certain, lower), np.where(sure, certain, upper), np.where(known, n, np.nan))


def spread_limits(mean: Floats, spread: Floats | float, alpha: float = OUTER) -> tuple[Floats, Floats]:
    """Lower and upper count where months vary `spread` times as much as Poisson would: negative binomial, same mean.

    Lower is NaN where even 0 is not too few. Found by halving between 0 and far beyond the mean.
    """
    from scipy import special  # only series that vary more than chance wait for it

    mean = np.asarray(mean, float)
    known = np.where(np.isfinite(mean) & (mean > 0), mean, 1.0)
    size, chance = known / (spread - 1), 1 / spread

    def first(reached: Callable[[Floats], Floats]) -> Floats:
        """The smallest count from which it holds."""
        low, high = np.full(known.shape, -1.0), np.ceil(known + 40 * spread + 40 * np.sqrt(spread * known))
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            there = reached(middle)
            low, high = np.where(there, low, middle), np.where(there, middle, high)
        return high

    upper = first(lambda count: special.betainc(count + 1, size, 1 - chance) <= alpha)  # P(X > count)
    lower = first(lambda count: special.betainc(size, count + 1, chance) > alpha)  # P(X <= count): one more is too many
    return _finish(lower, upper, np.where(mean > 0, mean, np.nan))


def spread_share_limits(
    share: Floats, size: Floats, spread: Floats | float, alpha: float = OUTER
) -> tuple[Floats, Floats]:
    """Lower and upper count of `size` trials where months vary `spread` times as much as binomial would: beta binomial.

    As `binomial_limits`. Its tails are the longer the rarer a miss is: the binomial of as many fewer cases, which
    varies as much, has none of them. Of many thousand trials the share itself is taken for a beta of that variance.
    """
    from scipy import special

    share, size, spread = np.broadcast_arrays(np.asarray(share, float), np.floor(np.asarray(size, float)), spread)
    known, sure = np.isfinite(share) & (size > 0), (share <= 0) | (share >= 1)
    p, n, wide = np.where(known & ~sure, share, 0.5), np.where(known, size, 1.0), np.where(known, spread, 1.0)
    lower, upper = _beta_binomial(p, np.minimum(n, MANY), wide, alpha)
    many = n > MANY
    if many.any():
        like = np.maximum(n / wide - 1, LEAST_ALIKE)
        ends = [n * special.betaincinv(p * like, (1 - p) * like, chance) for chance in (alpha, 1 - alpha)]
        lower, upper = np.where(many, np.floor(ends[0]), lower), np.where(many, np.ceil(ends[1]), upper)
    certain = np.where(share >= 1, size, 0.0)
    return _finish(np.where(sure, certain, lower), np.where(sure, certain, upper), np.where(known, size, np.nan))


def _beta_binomial(p: Floats, n: Floats, spread: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Added up over the counts near the mean: there is no function for the sum."""
    from scipy import special

    far = np.ceil(20 * spread + 12 * np.sqrt(spread * n * p * (1 - p)))
    first = np.maximum(np.floor(n * p - far), 0)
    p, n, spread = p[..., None], n[..., None], spread[..., None]
    count = first[..., None] + np.arange(int(min(2 * far.max(initial=0) + 2, n.max(initial=0) + 1)))
    there = count <= n
    alike = np.clip((spread - 1) / np.maximum(n - 1, 1), LEAST_ALIKE, 1 - LEAST_ALIKE)
    x, a, b = np.where(there, count, 0.0), p * (1 / alike - 1), (1 - p) * (1 / alike - 1)
    ways = _log_factorial(n) - _log_factorial(x) - _log_factorial(n - x)
    chance = np.where(there, np.exp(ways + special.betaln(x + a, n - x + b) - special.betaln(a, b)), 0.0)
    above = np.cumsum(chance[..., ::-1], axis=-1)[..., ::-1] - chance  # P(X > count)
    return (
        first + (np.cumsum(chance, axis=-1) <= alpha).sum(axis=-1),
        first + (above > alpha).sum(axis=-1),
    )


def garwood(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of a Poisson mean after `count` events (Garwood 1936), in events."""
    size = 1 << max(int(count) + 1, 63).bit_length()
    tops, bottoms = _thresholds((1 - confidence) / 2, size)
    return (float(tops[count - 1]) if count else 0.0), float(bottoms[count])


def _finish(lower: Floats, upper: Floats, known: Floats) -> tuple[Floats, Floats]:
    nothing = ~np.isfinite(known)
    return np.where(nothing | (lower <= 0), np.nan, lower), np.where(nothing, np.nan, upper)


@lru_cache(maxsize=32)
def _thresholds(alpha: float, size: int) -> tuple[Floats, Floats]:
    """For c = 0, 1, ...: the mean up to which c is a high enough limit; for c = 1, 2, ...: from which c is low enough.

    Newton's method on the logarithm of the tail, from the Wilson-Hilferty approximation.
    """
    z = _normal_quantile(alpha)
    count = np.arange(size, dtype=float)
    tops = (count + 1) * (1 - 1 / (9 * (count + 1)) - z / (3 * np.sqrt(count + 1))) ** 3
    tops = np.where(tops > 0, tops, 0.0)
    tops[:3] = np.maximum(tops[:3], (alpha * np.array([1.0, 2.0, 6.0])) ** (1 / np.arange(1, 4)))
    bottoms = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * np.sqrt(count + 1))) ** 3
    for _ in range(8):
        above = _above(count, tops, None)
        tops = tops * np.exp(-np.log(above / alpha) * above / (tops * np.exp(_log_chance(count, tops, None))))
        below = _below(count + 1, bottoms, None)
        bottoms = bottoms + np.log(below / alpha) * below / np.exp(_log_chance(count, bottoms, None))
    return tops, bottoms


def _search(mean: Floats, size: Floats | None, alpha: float) -> tuple[Floats, Floats]:
    """The same limits found point by point: a guess from the normal distribution, then steps of one."""
    mean = np.maximum(mean, 1e-300)  # a logarithm is taken of it
    centre = mean if size is None else mean * size
    spread = np.sqrt(centre if size is None else centre * (1 - mean))
    z, most = _normal_quantile(alpha), np.inf if size is None else size
    upper = np.clip(np.ceil(centre + z * spread + z * z / 6), np.floor(centre), most)
    lower = np.clip(np.floor(centre - z * spread + z * z / 6), 0, np.ceil(centre))
    while (high := (_above(upper, mean, size) > alpha)).any():
        upper = upper + high
    while (low := (upper > np.floor(centre)) & (_above(upper - 1, mean, size) <= alpha)).any():
        upper = upper - low
    while (high := (lower > 0) & (_below(lower, mean, size) > alpha)).any():
        lower = lower - high
    while (low := (lower < np.ceil(centre)) & (_below(lower + 1, mean, size) <= alpha)).any():
        lower = lower + low
    return lower, upper


def _above(count: Floats, mean: Floats, size: Floats | None) -> Floats:
    """P(X > count), summed upwards from the first term; exact to rounding when count is not below the mean."""
    odds = mean if size is None else mean / (1 - mean)
    at = count + 1
    term = np.exp(_log_chance(at, mean, size))
    total = term.copy()
    while (term > 1e-17 * total).any():
        term = term * odds * (1.0 if size is None else np.maximum(size - at, 0)) / (at + 1)
        at = at + 1
        total += term
    return total


def _below(count: Floats, mean: Floats, size: Floats | None) -> Floats:
    """P(X < count), summed downwards; exact to rounding when count is not above the mean."""
    odds = mean if size is None else mean / (1 - mean)
    at = count - 1
    term = np.where(at >= 0, np.exp(_log_chance(np.maximum(at, 0), mean, size)), 0.0)
    total = term.copy()
    while (term > 1e-17 * total).any():
        term = term * np.maximum(at, 0) / (odds * (1.0 if size is None else size - at + 1))
        at = at - 1
        total += term
    return total


def _log_chance(count: Floats, mean: Floats, size: Floats | None) -> Floats:
    """The logarithm of P(X = count); minus infinity beyond the size."""
    if size is None:
        return count * np.log(mean) - mean - _log_factorial(count)
    inside = count <= size
    count = np.minimum(count, size)
    ways = _log_factorial(size) - _log_factorial(count) - _log_factorial(size - count)
    return np.where(inside, ways + count * np.log(mean) + (size - count) * np.log1p(-mean), -np.inf)


def _log_factorial(count: Floats) -> Floats:
    """log(count!), by a table for small counts and Stirling's series for others (error below 1e-13)."""
    x = np.maximum(count, 1.0)
    series = (x + 0.5) * np.log(x) - x + 0.5 * math.log(2 * math.pi) + 1 / (12 * x) - 1 / (360 * x**3)
    series = series + 1 / (1260 * x**5)
    small = _SMALL[np.clip(count, 0, len(_SMALL) - 1).astype(int)]
    return np.where(count < len(_SMALL), small, series)


def _normal_quantile(alpha: float) -> float:
    return NormalDist().inv_cdf(1 - alpha)
