"""How quiet what the pages show is on stable series, how soon it sees a real change, and how others would do.

    python -m benchmarks.operating_characteristics           everything (some minutes)
    python -m benchmarks.operating_characteristics --quick   fewer series

What is measured is what runs: numbers go in as they are stored, and `actions.themes.view` draws and says. Every table
is simulated from a fixed seed: Poisson events, exposure that varies by month. "Any" counts every signal on every point,
and the scan's "since when". More of the scan alone: `python -m benchmarks.since_when`.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from mist_dash.actions import themes
from mist_dash.actions.catalogue import theme
from mist_dash.core import months
from mist_dash.core.control import MDC, RuleSet, limits_of_many, plotted, signals_of_many
from mist_dash.core.counts import Key, Number
from mist_dash.core.events import Event
from mist_dash.core.query import Query

MEANS = (0.1, 0.25, 0.5, 1, 2, 5, 15, 50)
Matrix = NDArray[np.float64]
CLABSI = theme("clabsi")
RATE = ("clabsi", "central_line_days")
BUNDLE, AUDITS = "insertion-bundle", ("insertion_compliant", "insertion_audits")


@dataclass(frozen=True)
class Simulated:
    """Counts and exposures, each (series, months)."""

    counts: Matrix
    exposure: Matrix


def simulate(
    rng: np.random.Generator, series: int, mean: float, length: int, after: float = 1.0, extra: float = 0.0
) -> Simulated:
    """after: what the mean is multiplied by in the second half. extra: spread
    of the months' own rates beyond chance, as a coefficient of variation (gamma)."""
    exposure = np.round(200 * np.exp(rng.normal(0, 0.15, (series, length))))
    expected = mean * exposure / 200
    expected[:, length // 2 :] *= after
    if extra:
        expected = expected * rng.gamma(extra**-2, extra**2, expected.shape)
    return Simulated(rng.poisson(expected).astype(float), exposure)


def simulate_shares(
    rng: np.random.Generator, series: int, cases: float, share: float, spread: float, length: int
) -> Simulated:
    """About so many cases a month. spread: how many times as much as chance months vary (beta binomial)."""
    whole = np.maximum(rng.poisson(cases, (series, length)), 1)
    part = np.full(whole.shape, share)
    if spread > 1:
        alike = (cases - 1) / (spread - 1) - 1
        part = rng.beta(share * alike, (1 - share) * alike, whole.shape)
    return Simulated(rng.binomial(whole, part).astype(float), whole.astype(float))


def views(
    data: Simulated, measure: str, events: tuple[Event, ...] = (), items: tuple[str, str] = RATE
) -> Iterator[themes.View]:
    """Each series as a page shows it: from stored numbers, through the road that pages take."""
    query = Query.of(CLABSI, measure, "ICU")
    axis = months.between("2015-04", months.later("2015-04", data.counts.shape[1] - 1))
    for counts, exposure in zip(data.counts, data.exposure, strict=True):
        numbers = {}
        for month, count, days in zip(axis, counts.tolist(), exposure.tolist(), strict=True):
            for item, value in zip(items, (count, days), strict=True):
                numbers[Key(item, "ICU", month, CLABSI.definition.key)] = Number(value)
        yield themes.view(query, numbers, events)


def points(view: themes.View) -> bool:
    return view.control is not None and any(dot.signals for dot in view.control.dots)


def since(view: themes.View) -> bool:
    return view.since is not None and view.since.direction is not None


def any_signal(data: Simulated, chart: str, rules: RuleSet) -> float:
    """The share of series on which another chart with these rules shows any signal."""
    values = plotted(chart, data.counts, data.exposure)  # type: ignore[arg-type]
    found = signals_of_many(values, limits_of_many(chart, data.counts, data.exposure), rules).values()  # type: ignore[arg-type]
    return float(np.any([ways.any(axis=1) for ways in found], axis=0).mean())


def stable(series: int, measure: str, extra: float = 0.0) -> None:
    what = f", months' own rates varying by {extra:.0%}" if extra else ""
    print(f"\nStable series, {CLABSI.measure(measure).title.lower()}{what}: share with any signal, by months")
    heads = [f"{length}: points, since when, any" for length in (24, 36, 60, 120)]
    print("| events a month | " + " | ".join(heads) + " | 36: XmR + NHS rules | 36: U, 3 sigma |")
    print("|---|" + "---|" * (len(heads) + 2))
    for mean in MEANS:
        rng, cells = np.random.default_rng(1), []
        for length in (24, 36, 60, 120):
            drawn = list(views(simulate(rng, series, mean, length, extra=extra), measure))
            told = [np.mean([points(v) for v in drawn]), np.mean([since(v) for v in drawn])]
            told.append(np.mean([points(v) or since(v) for v in drawn]))
            cells.append(" / ".join(f"{one:.3f}" for one in told))
        data = simulate(rng, 4 * series, mean, 36, extra=extra)
        cells += [f"{any_signal(data, 'xmr', MDC):.3f}", f"{any_signal(data, 'u', RuleSet()):.3f}"]
        print(f"| {mean} | " + " | ".join(cells) + " |", flush=True)


def frozen(series: int) -> None:
    """Stable series on a baseline of the 14 months before an intervention, and of the first 24 months."""
    print("\nStable series on a frozen baseline: share with any point marked, 14 months / 24 months in the baseline")
    print("| events a month | variance/mean | 36 months | 60 | 120 |\n|---|---|---|---|---|")
    begun = (Event(1, "", "intervention", "Bionectors", date(2016, 6, 1), None, ""),)
    for mean in MEANS[2:]:
        for much in (1.0, 1.5, 2.0):
            rng, cells = np.random.default_rng(3), []
            for length in (36, 60, 120):
                data = simulate(rng, series, mean, length, extra=math.sqrt((much - 1) / mean))
                shares = [np.mean([points(v) for v in views(data, "clabsi-rate", events)]) for events in (begun, ())]
                cells.append(" / ".join(f"{share:.3f}" for share in shares))
            print(f"| {mean} | {much:g} | " + " | ".join(cells) + " |", flush=True)


def frozen_shares(series: int) -> None:
    """Stable shares with any point marked; and twice the misses from the 25th of 48 months, told by points / scan."""
    print("\nShares: stable ones with any point marked; twice the misses told, by points / since when")
    print("| cases, share | variance/chance | 24 months | 36 | 60 | 120 | twice the misses |\n" + "|---" * 7 + "|")
    for cases in (10, 20, 40, 80):
        for share in (0.6, 0.8, 0.9, 0.98):
            for spread in (1.0, 2.0):
                rng, cells = np.random.default_rng(4), []
                for length in (24, 36, 60, 120):
                    data = simulate_shares(rng, series, cases, share, spread, length)
                    cells.append(f"{np.mean([points(v) for v in views(data, BUNDLE, items=AUDITS)]):.3f}")
                halves = [simulate_shares(rng, series, cases, part, spread, 24) for part in (share, 2 * share - 1)]
                fallen = Simulated(*(np.hstack(both) for both in zip(*map(astuple, halves), strict=True)))
                told = [(points(v), since(v)) for v in views(fallen, BUNDLE, items=AUDITS)]
                cells.append(" / ".join(f"{one:.3f}" for one in np.mean(told, axis=0)))
                print(f"| {cases}, {share:.0%} | {spread:g} | " + " | ".join(cells) + " |", flush=True)


def changed(series: int) -> None:
    print("\n24 months, then 24 at another level: share told, by a point beyond the limits / by since when")
    print("| events a month | fall to a quarter | to a half | doubling |\n|---|---|---|---|")
    for mean in MEANS:
        rng, cells = np.random.default_rng(2), []
        for after in (0.25, 0.5, 2.0):
            drawn = list(views(simulate(rng, series, mean, 48, after), "clabsi-rate"))
            cells.append(f"{np.mean([points(v) for v in drawn]):.3f} / {np.mean([since(v) for v in drawn]):.3f}")
        print(f"| {mean} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    number = 100 if "--quick" in sys.argv else 400
    stable(number, "clabsi-rate")
    stable(number, "clabsi-gap")
    stable(number, "clabsi-rate", extra=0.3)
    frozen(number)
    frozen_shares(number // 4)
    changed(number)
