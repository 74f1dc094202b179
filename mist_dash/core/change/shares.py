"""Two proportions become a risk ratio with its interval, p-value and exact test, given the total. Arrays in and out.

Given how many there were in both years together, the count of this year is hypergeometric, noncentral when the odds
stand in a ratio other than 1 (Fisher). The mid-p bounds of that odds ratio are told as the ratio of the two shares that
have these odds and add up to the total seen: 1 stays 1, so that interval and p-value agree, and a reader is told "times
the year before", not odds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mist_dash.core.change.ratios import ALPHA, Floats, Ratios, floats

STEPS = 60  # halving alone would do in these; Newton's steps need 4 to 8
CLOSE = 1e-10
WIDEST = 40.0  # the logarithm of the largest odds ratio looked for
FAR = 4.0  # roots of a range, eight standard deviations at least (a sum of unlike coins: Vatutin and Mikhailov 1982)
BLOCK = 500_000  # numbers worked on at once


def of_proportions(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Ratios:
    """The ratio of two proportions, x1 of n1 over x2 of n2, with its conditional mid-p interval and test.

    exact_p is Fisher's, the smaller tail doubled. A count above its denominator is no proportion and gives NaN, as do
    no events at all. Counts need not be whole: those divided by their spread keep the steps of 1 around what was seen.
    """
    x1, n1, x2, n2 = floats(x1, n1, x2, n2)
    nothing = np.full(x1.shape, np.nan)
    low, high, p, exact_p = (nothing.copy() for _ in range(4))
    sound = (x1 + x2 > 0) & (n1 > 0) & (n2 > 0) & (x1 <= n1) & (x2 <= n2) & (x1 >= 0) & (x2 >= 0)
    at = np.flatnonzero(sound)
    four = tuple(one.ravel()[at] for one in (x1, n1, x2, n2))
    for some in _portions(_span(*four)):
        cut = tuple(one[some] for one in four)
        here, table = at[some], _Tables(*cut)
        at_most, at_least, seen = table.tails(np.zeros(len(here)))
        p.flat[here] = np.minimum(1, 2 * np.minimum(at_most, at_least) - seen)
        exact_p.flat[here] = np.minimum(1, 2 * np.minimum(at_most, at_least))
        low.flat[here] = _ratio(table.bound(ALPHA / 2, upper=False), False, *cut)
        high.flat[here] = _ratio(table.bound(ALPHA / 2, upper=True), True, *cut)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Ratios(np.where(sound, (x1 / n1) / (x2 / n2), np.nan), low, high, p, nothing, nothing, exact_p)


def p_of_lower(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """The one-sided mid-p value for a lower share: half of the p of `of_proportions` when the ratio is below 1."""
    x1, n1, x2, n2 = floats(x1, n1, x2, n2)
    found = np.full(x1.shape, np.nan)
    at = np.flatnonzero((x1 + x2 > 0) & (n1 > 0) & (n2 > 0) & (x1 <= n1) & (x2 <= n2))
    four = tuple(one.ravel()[at] for one in (x1, n1, x2, n2))
    for some in _portions(_span(*four)):
        at_most, _, seen = _Tables(*(one[some] for one in four)).tails(np.zeros(len(some)))
        found.flat[at[some]] = at_most - seen / 2
    return found


def wilson(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """The score interval of one proportion (Wilson 1927)."""
    x, n = floats(x, n)
    z = special.ndtri(1 - ALPHA / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(x <= n, x / n, np.nan)
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return np.maximum(middle - half, 0), np.minimum(middle + half, 1)


class _Tables:
    """Every count that this year could have had, given the total: a row a series, `k` steps away from what was seen."""

    def __init__(self, x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> None:
        self.down, self.up = np.floor(np.minimum(x1, n2 - x2) + 1e-9), np.floor(np.minimum(n1 - x1, x2) + 1e-9)
        reach = np.ceil(FAR * np.sqrt(self.down + self.up)) + FAR
        total = x1 + x2
        # where the odds are equal the counts lie around their mean, which may be far from what was seen
        mean = np.clip(np.round(total * n1 / (n1 + n2) - x1), -self.down, self.up)
        first = np.maximum(-self.down, np.minimum(mean, 0) - reach)
        last = np.minimum(self.up, np.maximum(mean, 0) + reach)
        self.k = first[:, None] + np.arange(int((last - first).max(initial=0)) + 1)
        here = self.k <= last[:, None]
        k = np.where(here, self.k, 0.0)
        logs = -sum(
            special.gammaln(np.maximum(cell, 0) + 1)
            for cell in (x1[:, None] + k, (n1 - x1)[:, None] - k, x2[:, None] - k, (n2 - x2)[:, None] + k)
        )
        self.k, self.logs = k, np.where(here, logs, -np.inf)
        self.below, self.same = self.k < 0, here & (self.k == 0)
        self.start = np.log((x1 + 0.5) * (n2 - x2 + 0.5) / (x2 + 0.5) / (n1 - x1 + 0.5))

    def tails(self, log_odds: Floats) -> tuple[Floats, Floats, Floats]:
        """P(X <= x), P(X >= x) and P(X = x) at these odds ratios."""
        chance = self._chance(log_odds)
        seen, below = (chance * self.same).sum(axis=1), (chance * self.below).sum(axis=1)
        above = (chance * (self.k > 0)).sum(axis=1)
        return below + seen, above + seen, seen

    def bound(self, tail: float, upper: bool) -> Floats:
        """The log odds ratio at which the mid-p tail is `tail`; infinite where no step lies beyond."""
        none = self.up == 0 if upper else self.down == 0
        left, right = np.full(len(self.k), -WIDEST), np.full(len(self.k), WIDEST)
        side = self.below if upper else self.k > 0
        counted = side + self.same / 2
        at = self.start.copy()
        goal = np.log(tail / (1 - tail))
        for _ in range(STEPS):
            chance = self._chance(at)
            inside = (chance * counted).sum(axis=1)
            rises = (chance * counted * self.k).sum(axis=1) - inside * (chance * self.k).sum(axis=1)
            spread = np.maximum(inside * (1 - inside), 1e-300)
            with np.errstate(divide="ignore", invalid="ignore"):
                miss = np.log(np.maximum(inside, 1e-300)) - np.log(np.maximum(1 - inside, 1e-300)) - goal
                past = miss < 0 if upper else miss > 0  # beyond the bound on the right
                left, right = np.where(past, left, at), np.where(past, at, right)
                step = at - miss * spread / rises
            following = np.where((step > left) & (step < right), step, (left + right) / 2)
            still = (np.abs(following - at) > CLOSE) & ~none
            at = following
            if not still.any():
                break
        return np.where(none, np.inf if upper else -np.inf, at)

    def _chance(self, log_odds: Floats) -> Floats:
        logs = self.logs + self.k * log_odds[:, None]
        found = np.exp(logs - logs.max(axis=1, keepdims=True))
        return np.asarray(found / found.sum(axis=1, keepdims=True))


def _ratio(log_odds: Floats, upper: bool, x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> Floats:
    """The ratio of the two shares whose odds stand so, widest over the range of the share of both years together.

    The rarer the whole, the further from 1 is the ratio of the shares, up to that of the odds.
    """
    rare, common = (bound * (n1 + n2) for bound in wilson(x1 + x2, n1 + n2))
    total = np.where((log_odds > 0) == upper, rare, common)
    more = np.expm1(np.clip(log_odds, -WIDEST, WIDEST))
    b = n2 + n1 * (1 + more) - total * more
    root = np.sqrt(np.maximum(b * b + 4 * n2 * more * total, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.where(b >= 0, 2 * total / (b + root), (root - b) / (2 * n2 * more))  # of n2 more p^2 + b p = total
        found = np.where(log_odds < 0, (total / before - n2) / n1, (1 + more) / (1 + more * before))
    none, all_of_it = (log_odds == -np.inf) & (total <= n2), (log_odds == np.inf) & (total <= n1)
    return np.where(none, 0.0, np.where(all_of_it, np.inf, found))


def _span(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> Floats:
    return np.asarray(np.minimum(x1, n2 - x2) + np.minimum(n1 - x1, x2))


def _portions(span: Floats) -> list[Any]:
    """Rows of like width together, as many as fit into one portion."""
    order = np.argsort(span, kind="stable")
    cells = np.cumsum(np.minimum(span[order], 4 * FAR * np.sqrt(span[order])) + 1)
    return np.split(order, np.flatnonzero(np.diff(cells // BLOCK)) + 1) if len(order) else []
