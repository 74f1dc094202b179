"""How often the 95 % intervals hold the truth, by adding up every possible pair of counts: no simulation.

    python -m benchmarks.coverage

Also the power to see a halving, from which EVENTS_FOR_HALVING in core/change/judging.py is checked.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mist_dash.core.change.judging import EVENTS_FOR_HALVING, YEAR
from mist_dash.core.change.ratios import Ratios, of_rates
from mist_dash.core.change.shares import of_proportions

Chances = NDArray[np.float64]
EXPECTED = (1, 2, 3, 5, 8, 12, 20, 40)
RATIOS = (0.25, 0.5, 1.0, 2.0)
EXPOSURES = (0.5, 1.0, 2.0)  # this year's over the year before's
SHARES = ((0.02, 0.02), (0.02, 0.05), (0.1, 0.1), (0.1, 0.3), (0.5, 0.5), (0.9, 0.8), (0.98, 0.98))
SIZES = ((4, 4), (10, 10), (20, 20), (50, 50))


def poisson(mean: float) -> Chances:
    """The chance of each count from 0 up, until what is left is below 1e-12."""
    x = np.arange(int(mean + 9 * np.sqrt(mean) + 25))
    return np.asarray(np.exp(special.xlogy(x, mean) - mean - special.gammaln(x + 1)))


def binomial(n: int, p: float) -> Chances:
    x = np.arange(n + 1)
    ways = special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(n - x + 1)
    return np.asarray(np.exp(ways + special.xlogy(x, p) + special.xlog1py(n - x, -p)))


def covered(
    chance1: Chances,
    chance2: Chances,
    truth: float,
    method: Callable[..., Ratios],
    e1: float,
    e2: float,
    exact: bool = False,
) -> float:
    """The chance that the interval holds the truth; a pair without any event claims nothing and so is not wrong."""
    x1, x2 = np.arange(len(chance1))[:, None], np.arange(len(chance2))[None, :]
    found = method(x1, e1, x2, e2)
    low, high = (found.exact_low, found.exact_high) if exact else (found.low, found.high)
    return float((np.outer(chance1, chance2) * ~((low > truth) | (high < truth))).sum())


def rates() -> None:
    print("Ratio of two rates: coverage over ratios 0.25 to 2 and exposures 0.5 to 2 times the year before's")
    print("| events expected in the year before | mid-p, lowest | mid-p, highest | exact, lowest |")
    print("|---|---|---|---|")
    for expected in EXPECTED:
        cells = [
            [
                covered(poisson(expected * ratio * size), poisson(expected), ratio, of_rates, size, 1.0, exact)
                for ratio in RATIOS
                for size in EXPOSURES
            ]
            for exact in (False, True)
        ]
        print(f"| {expected} | {min(cells[0]):.3f} | {max(cells[0]):.3f} | {min(cells[1]):.3f} |")


def proportions() -> None:
    print("\nRatio of two shares: coverage of the conditional mid-p interval")
    print("| shares, this year and before | " + " | ".join(f"{n1} and {n2}" for n1, n2 in SIZES) + " |")
    print("|---|" + "---|" * len(SIZES))
    for p1, p2 in SHARES:
        cells = [covered(binomial(n1, p1), binomial(n2, p2), p1 / p2, of_proportions, n1, n2) for n1, n2 in SIZES]
        print(f"| {p1:.0%} and {p2:.0%} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


def halving() -> None:
    print("\nPower to see a halving, by the events expected in both sides together")
    print("| events | " + " | ".join(f"{n}" for n in (20, 36, 50, 60, 70, 75, 76, 80)) + " |")
    print("|---|" + "---|" * 8)
    print("| power | " + " | ".join(f"{power(n):.3f}" for n in (20, 36, 50, 60, 70, 75, 76, 80)) + " |")
    print(f"in use: {EVENTS_FOR_HALVING:.0f} events, power {power(EVENTS_FOR_HALVING):.3f}")


def power(events: float) -> float:
    """The chance of reaching the boundary at the year's end when this year's rate is half of the one before."""
    now, before = poisson(events / 3), poisson(events * 2 / 3)
    found = of_rates(np.arange(len(now))[:, None], 1.0, np.arange(len(before))[None, :], 1.0)
    seen = (found.p < 2 * special.ndtr(-YEAR)) & (found.ratio < 1)
    return float((np.outer(now, before) * seen).sum())


if __name__ == "__main__":
    rates()
    proportions()
    halving()
