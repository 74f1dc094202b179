"""Limits, rules and year on year for 10,000 series of 120 months in one process, beside a plain numpy mean.

python -m benchmarks.statistics_speed
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from mist_dash.core.change.ratios import garwood, of_rates
from mist_dash.core.control import MDC, RuleSet, draw, limits_of_many, plotted, signals_of_many
from mist_dash.core.series import Series

SERIES, MONTHS = 10_000, 120
EVERY = RuleSet(shift=7, trend=7, two_in_three="beyond", runs=True)


def timed(work: Callable[[], object]) -> float:
    """The quickest of three runs, in seconds."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    rng = np.random.default_rng(1)
    exposure = 150 * rng.uniform(0.7, 1.3, (SERIES, MONTHS))
    counts = rng.poisson(exposure / 150 * rng.choice([0.3, 1, 4, 12, 40], SERIES)[:, None]).astype(float)
    missing = rng.random(counts.shape) < 0.05
    counts[missing] = exposure[missing] = np.nan

    def charted(chart: str, rules: RuleSet) -> None:
        values = plotted(chart, counts, exposure)  # type: ignore[arg-type]
        signals_of_many(values, limits_of_many(chart, counts, exposure), rules)  # type: ignore[arg-type]

    def compared() -> None:
        this, last = slice(MONTHS - 12, MONTHS), slice(MONTHS - 24, MONTHS - 12)
        both = np.isfinite(counts[:, this]) & np.isfinite(counts[:, last])
        x1, e1, x2, e2 = (
            np.where(both, matrix[:, year], 0.0).sum(axis=1) for year in (this, last) for matrix in (counts, exposure)
        )
        of_rates(x1, e1, x2, e2)
        garwood(x1, e1), garwood(x2, e2)

    plain = timed(lambda: np.nanmean(counts / exposure, axis=1))
    print(
        f"{SERIES:,} series of {MONTHS} months, {missing.mean():.0%} missing; microseconds a series, quickest of three"
    )
    print("| what | a series | times a plain mean |\n|---|---|---|")
    print(f"| plain numpy mean of the rates | {plain / SERIES * 1e6:.1f} | 1 |")
    year = timed(compared)
    for name, taken in {
        "XmR limits and the four NHS rules": timed(lambda: charted("xmr", MDC)),
        "exact limits and the four NHS rules": timed(lambda: charted("u-exact", MDC)),
        "exact limits, NHS rules and runs": timed(lambda: charted("u-exact", EVERY)),
        "year on year, with Garwood for both years": year,
        "exact limits, NHS rules and year on year": timed(lambda: charted("u-exact", MDC)) + year,
    }.items():
        print(f"| {name} | {taken / SERIES * 1e6:.1f} | {taken / plain:.0f} |")
    one = Series(tuple(map(str, range(MONTHS))), counts[0], exposure[0], "rate", 1000.0, "lower")
    print(f"\nOne chart of {MONTHS} months with its dots, as a page draws it: {timed(lambda: draw(one)) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
