"""The improvement finder, measured: how many true falls it finds, how often it is wrong, how long it takes.

    python -m benchmarks.finder            power, false finds, then speed and memory (about a minute)
    python -m benchmarks.finder --quick    fewer series

Every table is simulated from a fixed seed; 24 months of follow-up stand against 24 before, exposure varies by month.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
from numpy.typing import NDArray

from mist_dash.core import months
from mist_dash.core.change import year_on_year_of_all
from mist_dash.core.change.ratios import of_rates
from mist_dash.core.series import Series
from mist_dash.core.signals import SeriesTable, benjamini_hochberg, find_in, improvement, strength
from mist_dash.core.signals.windows import window

MEANS = (0.1, 0.25, 0.5, 1, 2, 5, 15, 50)
ASKED = {0.25: 0.34, 0.5: 0.63, 1: 0.92, 2: 0.995}  # what the interval alone finds of falls to a quarter
BOUND = improvement.TAIL


def simulate(rng: np.random.Generator, series: int, mean: float, fall: float, extra: float = 0.0) -> SeriesTable:
    """Series of 48 months at `mean` events a month that fall to `fall` of it after 24. `extra` is the variance that
    months have beyond chance, as a share of the squared mean (negative binomial)."""
    exposure = 150 * rng.uniform(0.7, 1.3, (series, 48))
    expected = mean * exposure / 150
    expected[:, 24:] *= fall
    if extra:
        expected = expected * rng.gamma(1 / extra, extra, expected.shape)
    keys = [(f"centre {n:05}", "rate", "ward") for n in range(series)]
    return SeriesTable(keys, rng.poisson(expected).astype(float), exposure, np.zeros(series, dtype=bool))


def interval_alone(table: SeriesTable) -> NDArray[np.bool_]:
    """Whether the 95 % mid-p interval of 24 months against 24 lies below 1."""
    p = improvement.p_of_fewer(window(table, 24), window(table, 24, back=1))
    return np.asarray(np.nan_to_num(p, nan=1.0) <= BOUND)


def stacked(*tables: SeriesTable) -> SeriesTable:
    keys = [(f"{place} {key[0]}", *key[1:]) for place, table in enumerate(tables) for key in table.keys]
    parts = (
        [table.events for table in tables],
        [table.exposure for table in tables],
        [table.share for table in tables],
    )
    return SeriesTable(keys, *(np.concatenate(part) for part in parts))


def found_in(table: SeriesTable) -> NDArray[np.bool_]:
    return benjamini_hochberg(improvement.chance(table), 0.10)


def power(rng: np.random.Generator, series: int) -> None:
    print("Falls to a quarter: share found, and as a part of what the interval alone finds")
    print("| events a month | interval alone | finder, by itself | with BH: all improved | half | one in five |")
    print("|---|---|---|---|---|---|")
    for mean in MEANS:
        fallen = simulate(rng, series, mean, 0.25)
        alone = interval_alone(fallen).mean()
        by_itself = (improvement.chance(fallen) <= BOUND).mean()
        cells = [found_in(fallen).mean()]
        for stable in (1, 4):
            others = [simulate(rng, series, mean, 1.0) for _ in range(stable)]
            cells.append(found_in(stacked(fallen, *others))[:series].mean())
        said = " | ".join(f"{cell:.3f} ({cell / alone:.0%})" for cell in (by_itself, *cells))
        print(f"| {mean} | {alone:.3f} | {said} |")


def false_finds(rng: np.random.Generator, series: int) -> None:
    print("\nStable series: share found by mistake")
    print(
        "| events a month | interval alone | improved, by itself | strong, by itself | either, after BH "
        "| over-dispersed: interval alone | improved, by itself | either, after BH |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for mean in MEANS:
        stable, spread = simulate(rng, series, mean, 1.0), simulate(rng, series, mean, 1.0, extra=0.25)
        cells = [
            interval_alone(stable).mean(),
            (improvement.chance(stable) <= BOUND).mean(),
            (strength.chance(stable) < 1).mean(),
            either(stable),
            interval_alone(spread).mean(),
            (improvement.chance(spread) <= BOUND).mean(),
            either(spread),
        ]
        print(f"| {mean} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


def either(table: SeriesTable) -> float:
    found = find_in(table)
    return len({*found.improved, *found.strong}) / len(table.keys)


def year_on_year_speed() -> None:
    """Year on year for 10,000 series of 120 months, the arithmetic alone and with every result made."""
    rng, axis = np.random.default_rng(4), months.between("2015-04", "2025-03")
    counts, exposure = rng.poisson(2.0, (10_000, 120)).astype(float), 150 * rng.uniform(0.7, 1.3, (10_000, 120))
    series = [Series(axis, x, e, "rate", 1000, "lower") for x, e in zip(counts, exposure, strict=True)]
    sums = [part[:, at].sum(axis=1) for at in (slice(108, 120), slice(96, 108)) for part in (counts, exposure)]
    start = time.perf_counter()
    of_rates(*sums)
    middle = time.perf_counter()
    year_on_year_of_all(series)
    end = time.perf_counter()
    print("\n10,000 series x 120 months, year on year")
    arithmetic, all_of_it = (taken / 1e4 * 1e6 for taken in (middle - start, end - middle))
    print(f"intervals and tests {arithmetic:.0f} us a series; with sums, verdicts and results made {all_of_it:.0f} us")


def speed() -> None:
    """3,000 centres x 20 series x 120 months, one in ten of them improved."""
    rng = np.random.default_rng(3)
    rows = 60_000
    exposure = 150 * rng.uniform(0.7, 1.3, (rows, 120))
    expected = exposure / 150 * np.tile(rng.choice([0.1, 0.5, 2.0, 10.0], 20), 3000)[:, None]
    expected = expected * rng.gamma(4, 0.25, (rows, 1))  # centres differ by about half
    expected[:6000, 96:] *= 0.25
    events = rng.poisson(expected).astype(float)
    missing = rng.random(events.shape) < 0.05
    events[missing] = exposure[missing] = np.nan
    keys = [(f"centre {n // 20:04}", f"measure {n % 20:02}", "ward") for n in range(rows)]
    table = SeriesTable(keys, events, exposure, rng.random(rows) < 0)
    del expected, missing
    start = time.perf_counter()
    np.nanmean(events, axis=1)
    plain = time.perf_counter() - start
    start = time.perf_counter()
    found = find_in(table)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\n3,000 centres x 20 series x 120 months")
    print(f"finder {taken:.1f} s, {taken / rows * 1e6:.0f} us a series, {taken / plain:.0f} times a plain numpy mean")
    print(f"peak memory {peak:.0f} MB; {len(found.improved)} improved, {len(found.strong)} strong")


if __name__ == "__main__":
    number = 1000 if "--quick" in sys.argv else 10_000
    power(np.random.default_rng(1), number)
    false_finds(np.random.default_rng(2), number)
    speed()
    year_on_year_speed()
