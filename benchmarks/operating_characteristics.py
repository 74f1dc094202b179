"""How quiet our charts are on stable series, how soon they see a real change, and how others would do on the same data.

    python -m benchmarks.operating_characteristics           charts, then the intervals (some minutes)
    python -m benchmarks.operating_characteristics --quick   fewer series
    python -m benchmarks.operating_characteristics --charts  the charts alone

Every table is simulated from a fixed seed: Poisson events, exposure that varies by month. "Any signal" counts every
rule on every point.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks import coverage
from mist_dash.core.control import MDC, Control, RuleSet, Signal, draw, limits_of_many, plotted, signals_of_many
from mist_dash.core.series import Series

MEANS = (0.1, 0.25, 0.5, 1, 2, 5, 15, 50)
MONTHS = tuple(f"{2019 + at // 12}-{at % 12 + 1:02d}" for at in range(48))
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Simulated:
    """Counts and exposures, each (series, months)."""

    counts: Matrix
    exposure: Matrix

    def each(self, kind: str = "rate") -> list[Series]:
        months = MONTHS[: self.counts.shape[1]]
        return [
            Series(months, counts, exposure, kind, 1000.0, "lower")  # type: ignore[arg-type]
            for counts, exposure in zip(self.counts, self.exposure, strict=True)
        ]


def simulate(
    rng: np.random.Generator, series: int, mean: float, months: int = 36, after: float = 1.0, extra: float = 0.0
) -> Simulated:
    """`after`: what the mean is multiplied by from month 24 on. `extra`: spread of the months' own rates beyond chance,
    as a coefficient of variation (gamma)."""
    exposure = np.round(200 * np.exp(rng.normal(0, 0.15, (series, months))))
    expected = mean * exposure / 200
    expected[:, 24:] *= after
    if extra:
        expected = expected * rng.gamma(extra**-2, extra**2, expected.shape)
    return Simulated(rng.poisson(expected).astype(float), exposure)


def any_signal(data: Simulated, chart: str, rules: RuleSet) -> float:
    """The share of series on which the chart with these rules shows any signal."""
    exposure = None if chart == "c" else data.exposure
    values = plotted(chart, data.counts, exposure)  # type: ignore[arg-type]
    limits = limits_of_many(chart, data.counts, exposure)  # type: ignore[arg-type]
    found = signals_of_many(values, limits, rules).values()
    return float(np.any([ways.any(axis=1) for ways in found], axis=0).mean())


def ours(data: Simulated, seen: Callable[[Control], bool], freeze: int | None = None) -> float:
    """The share of series on which the automatic chart, drawn as a page draws it, shows what is asked."""
    return float(np.mean([seen(draw(series, freeze=freeze)) for series in data.each()]))


def alarmed(control: Control) -> bool:
    return any(dot.signals for dot in control.dots)


def improved(control: Control) -> bool:
    return any(dot.meaning.startswith("improvement") for dot in control.dots)


def worsened(control: Control) -> bool:
    return any(dot.meaning.startswith("concern") for dot in control.dots)


def stable(rng: np.random.Generator, series: int) -> None:
    print("Stable series of 36 months: share with any signal")
    print(
        "| events a month | automatic choice | XmR + NHS rules | U, 3 sigma | U', screened | exact, shift of 8 "
        "| run chart |"
    )
    print("|---|---|---|---|---|---|---|")
    others = (("xmr", MDC), ("u", RuleSet()), ("u'", RuleSet()), ("u-exact", RuleSet(shift=8)), ("run", RUNS))
    for mean in MEANS:
        data = simulate(rng, series, mean)
        cells = [ours(data, alarmed), *(any_signal(data, chart, rules) for chart, rules in others)]
        print(f"| {mean} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |", flush=True)


RUNS = RuleSet(runs=True)


def changed(rng: np.random.Generator, series: int) -> None:
    print("\n24 months, then 24 at another level: share on which the automatic chart names the change")
    print(
        "| events a month | fall to a quarter | to a half | doubling | fall to a quarter, first 24 as baseline "
        "| to a half | doubling |"
    )
    print("|---|---|---|---|---|---|---|")
    for mean in MEANS:
        cells = [
            ours(simulate(rng, series, mean, 48, after), worsened if after > 1 else improved, freeze)
            for freeze in (None, 24)
            for after in (0.25, 0.5, 2.0)
        ]
        print(f"| {mean} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |", flush=True)


def spread_out(rng: np.random.Generator, series: int) -> None:
    print("\nMonths that vary more than chance, level stable: share with any signal, and with U' chosen")
    print(
        "| events a month | extra spread | automatic choice | exact limits throughout | XmR + NHS rules | U' chosen |"
    )
    print("|---|---|---|---|---|---|")
    for mean in (5, 15, 50):
        for extra in (0.0, 0.1, 0.2, 0.3, 0.5):
            data = simulate(rng, series, mean, extra=extra)
            drawn = [draw(one) for one in data.each()]
            cells = (
                np.mean([alarmed(control) for control in drawn]),
                any_signal(data, "u-exact", RuleSet()),
                any_signal(data, "xmr", MDC),
                np.mean([control.chart == "u'" for control in drawn]),
            )
            print(f"| {mean} | {extra:.0%} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


def lengths(rng: np.random.Generator, series: int) -> None:
    """What the automatic rule lengths were chosen from."""
    print("\nExact limits on stable series: share with any signal, by rules beside the limits")
    sets = {
        "none": RuleSet(),
        **{f"shift {length}": RuleSet(shift=length) for length in (7, 8, 9, 10)},
        "9, trend 8, 2 in 3": RuleSet(shift=9, trend=8, two_in_three="beyond"),
        "10, trend 8": RuleSet(shift=10, trend=8),
        "10, trend 8, 2 in 3": RuleSet(shift=10, trend=8, two_in_three="beyond"),
    }
    print("| events a month | " + " | ".join(sets) + " |\n|---|" + "---|" * len(sets))
    for mean in (0.5, 1, 2, 5, 10, 15, 30, 50):
        data = simulate(rng, 16 * series, mean)
        print(
            f"| {mean} | " + " | ".join(f"{any_signal(data, 'u-exact', rules):.3f}" for rules in sets.values()) + " |"
        )


def by_rule(rng: np.random.Generator, series: int) -> None:
    print("\nWhich rule speaks by mistake, automatic choice on stable series")
    print("| events a month | chart most often | " + " | ".join(signal.value for signal in Signal) + " |")
    print("|---|---|" + "---|" * len(Signal))
    for mean in MEANS:
        drawn = [draw(one) for one in simulate(rng, series, mean).each()]
        charts = [control.chart for control in drawn]
        said = [{signal for dot in control.dots for signal in dot.signals} for control in drawn]
        cells = [np.mean([signal in found for found in said]) for signal in Signal]
        common = max(set(charts), key=charts.count)
        print(f"| {mean} | {common} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


if __name__ == "__main__":
    number = 200 if "--quick" in sys.argv else 1000
    stable(np.random.default_rng(1), number)
    for seed, table in enumerate((changed, spread_out, lengths, by_rule), 2):
        table(np.random.default_rng(seed), number // 4)
    if "--charts" not in sys.argv:
        print()
        coverage.rates()
