"""How often "since when" speaks by mistake, how much it sees, and how others do on the same data. Seeded.

    python -m benchmarks.since_when             every table (some minutes)
    python -m benchmarks.since_when --quick     fewer series (a minute)
    python -m benchmarks.since_when --looking   only what is said by mistake when one looks every month for three years

One look is at level .05 and monthly looks at .02, through `since_when_of_all` with what the pages leave it at: spread
and season seen to, the newest month left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from benchmarks.operating_characteristics import Simulated, any_signal
from benchmarks.since_when_series import AXIS, Matrix, each, rates, shares
from mist_dash.core import months
from mist_dash.core.control import MDC
from mist_dash.core.since_when import MONTHLY, ONCE, since_when_of_all

MEANS = (0.1, 0.25, 0.5, 1, 2, 5, 15, 50)
CHANGED = (0.5, 1, 2)


def said(data: Simulated, way: str = "", kind: str = "rate", level: float = ONCE, **options: Any) -> float:
    """The share of series of which a change (in this direction) is said."""
    found = since_when_of_all(each(data, kind), level, **options)
    return float(np.mean([one.direction == way if way else one.direction is not None for one in found]))


def table(title: str, heads: Iterable[object], rows: Iterable[tuple[object, Iterable[float]]]) -> None:
    heads = list(heads)
    print(f"\n{title}\n| " + " | ".join(map(str, heads)) + " |\n|" + "---|" * len(heads), flush=True)
    for name, cells in rows:
        print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |", flush=True)


def stable(series: int) -> None:
    rng = np.random.default_rng(1)
    lengths = (24, 48, 120)
    for varying in (0.0, 0.15, 0.5):
        heads = ["events a month", *(f"{n} months, variance/mean {v}" for v in (1, 1.5, 2) for n in lengths)]
        rows = (
            (mean, [said(rates(rng, series, mean, n, varying=varying, spread=v)) for v in (1, 1.5, 2) for n in lengths])
            for mean in MEANS
        )
        table(f"Stable series, one look: a change is said by mistake. Exposure varies by {varying:.0%}", heads, rows)
    kinds: dict[str, dict[str, Any]] = {
        **{f"season 30 %, {n} months": {"season": 0.3, "length": n} for n in (18, *lengths)},
        "season 30 %, variance/mean 2": {"season": 0.3, "spread": 2},
        "15 % of months missing": {"missing": 0.15},
        "newest month half reported": {"half": True},
        "neighbours alike, .3": {"alike": 0.3},
        "exposure varies threefold": {"varying": 1.0},
    }
    rows = ((mean, [said(rates(rng, series, mean, **kind)) for kind in kinds.values()]) for mean in MEANS)
    table("The same, 48 months unless said, with what real series have", ["events a month", *kinds], rows)
    kept = {"newest_whole": True}
    rows = (
        (m, [said(rates(rng, series, m, half=True), **kept), said(rates(rng, series, m, season=0.3), season=False)])
        for m in MEANS
    )
    table("What it would be", ["events a month", "half reported month kept", "season not looked for"], rows)


def stable_shares(series: int) -> None:
    rng = np.random.default_rng(2)
    kinds: dict[str, dict[str, float]] = {
        "stable": {},
        "variance 1.5 times": {"spread": 1.5},
        "season 30 %": {"season": 0.3},
    }
    rows = []
    for size in (3, 10, 40):
        for share in (0.05, 0.5, 0.9, 0.98):
            cells = [said(shares(rng, series, size, share, **kind), kind="proportion") for kind in kinds.values()]
            halved = said(shares(rng, series, size, share, 0.5), "down", "proportion")
            rows.append((f"{size} a month, {share:.0%}", [*cells, halved]))
    table("Shares: a change is said by mistake, and a halving of the odds is found", ["", *kinds, "halving"], rows)


def changed(series: int) -> None:
    """A change after 24 of 48 months at one look; each other method at the same rate of false alarms but NHS's."""
    rng = np.random.default_rng(3)
    heads = [
        "",
        "as pages: lasting or outbreak",
        "the scan of lasting changes alone",
        "without spread",
        "neither spread nor season",
        "best possible, exact",
        "best possible, evened out",
        "the scan / best exact",
        "EWMA, either way",
        "CUSUM, either way",
        "XmR + NHS rules, either way",
    ]
    rows = []
    for ratio, name in ((0.5, "halving"), (2.0, "doubling"), (1.0, "stable")):
        for mean in CHANGED:
            data, quiet = rates(rng, series, mean, ratio=ratio), rates(rng, 4 * series, mean)
            way = {0.5: "down", 2.0: "up"}.get(ratio, "")
            ours = [
                said(data, way, **options)
                for options in (
                    {},
                    {"shape": "level"},
                    {"shape": "level", "spread": False},
                    {"shape": "level", "spread": False, "season": False},
                )
            ]
            best = best_possible(rng, data, ratio)
            rest = [found(data, quiet) for found in (ewma, cusum)]
            rows.append(
                (f"{name} at {mean} a month", [*ours, *best, ours[1] / best[0], *rest, any_signal(data, "xmr", MDC)])
            )
    table("A change after 24 of 48 months, one look at level .05: said in the right direction", heads, rows)
    rows = []
    for mean in CHANGED:
        for spread in (1.5, 2):
            cells = [said(rates(rng, series, mean, ratio=r, spread=spread), w) for r, w in ((0.5, "down"), (2, "up"))]
            rows.append((f"variance/mean {spread}, {mean} a month", cells))
    table("The same where months vary more than chance", ["", "halving", "doubling"], rows)
    rows = []
    for mean in CHANGED:
        data = rates(rng, series, mean, ratio=2.5, change=slice(30, 36))
        told = since_when_of_all(each(data), MONTHLY)
        as_one = [one.direction == "up" and (one.until is not None) == ended for one in told for ended in (True, False)]
        ours = [said(data, "up", shape=shape) for shape in ("outbreak", "level")]
        rows.append((mean, [*np.reshape(as_one, (-1, 2)).mean(axis=0), *ours]))
    table(
        "Six months at 2.5 times the rate",
        [
            "events a month",
            "pages, .02: as outbreak",
            "as a lasting change",
            "scan of outbreaks, .05",
            "scan of levels, .05",
        ],
        rows,
    )


def best_possible(rng: np.random.Generator, data: Simulated, ratio: float) -> tuple[float, float]:
    """The likelihood-ratio test that knows month and direction, binomial given the total: exact, and its steps evened
    out by a draw so that it uses the whole of level .05."""
    total, after = data.counts.sum(axis=1), data.counts[:, 24:].sum(axis=1)
    part = data.exposure[:, 24:].sum(axis=1) / data.exposure.sum(axis=1)
    if ratio > 1:
        after, part = total - after, 1 - part
    events = total.astype(int)
    below, at_most = (special.bdtr(np.maximum(k, 0), events, part) * (k >= 0) for k in (after - 1, after))
    draw = below + rng.random(len(total)) * (at_most - below)
    return float(np.mean(at_most <= ONCE)), float(np.mean(draw <= ONCE))


def ewma(data: Simulated, quiet: Simulated) -> float:
    """The largest standardised moving average (weight .2) of the months' residuals from the mean of all."""

    def largest(one: Simulated) -> Matrix:
        residual = _residual(one)
        mean, worst = np.zeros(len(residual)), np.zeros(len(residual))
        for month, step in enumerate(residual.T, 1):
            mean = 0.8 * mean + 0.2 * step
            worst = np.maximum(worst, np.abs(mean) / np.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * month))))
        return worst

    return float(np.mean(largest(data) > np.quantile(largest(quiet), 1 - ONCE)))


def cusum(data: Simulated, quiet: Simulated) -> float:
    """The largest Poisson CUSUM for a halving or a doubling of the mean of all months."""

    def largest(one: Simulated, ratio: float) -> Matrix:
        expected = _expected(one)
        sums, worst = np.zeros(len(expected)), np.zeros(len(expected))
        for count, mean in zip(one.counts.T, expected.T, strict=True):
            sums = np.maximum(0, sums + count * np.log(ratio) - mean * (ratio - 1))
            worst = np.maximum(worst, sums)
        return worst

    ways = [largest(data, ratio) > np.quantile(largest(quiet, ratio), 1 - ONCE / 2) for ratio in (0.5, 2.0)]
    return float(np.mean(ways[0] | ways[1]))


def _expected(data: Simulated) -> Matrix:
    return data.counts.sum(axis=1, keepdims=True) / data.exposure.sum(axis=1, keepdims=True) * data.exposure


def _residual(data: Simulated) -> Matrix:
    expected = np.maximum(_expected(data), 1e-9)
    return (data.counts - expected) / np.sqrt(expected)


def dated(series: int) -> None:
    """How good the month is, of changes that are said."""
    rng = np.random.default_rng(4)
    rows = []
    for mean, ratio in ((1, 0.25), (2, 0.5), (5, 0.5), (2, 2.0), (5, 2.0)):
        found = since_when_of_all(each(rates(rng, series, mean, ratio=ratio)), ONCE)
        told = [one for one in found if one.month and one.first and one.last]
        off = [abs(months.number(one.month or "") - months.number(AXIS[24])) for one in told]
        held = np.mean([(one.first or "") <= AXIS[24] <= (one.last or "") for one in told])
        wide = [months.number(one.last or "") - months.number(one.first or "") + 1 for one in told]
        rows.append((f"{mean} a month, times {ratio}", [len(told) / series, np.median(off), held, np.median(wide)]))
    table("The month", ["", "said", "months off (median)", "true month in the 90 % set", "months in the set"], rows)


def looking(series: int) -> None:
    """From 24 months on, a look each month for three years, at level .02."""
    rng = np.random.default_rng(5)
    rows = []
    for mean in (0.25, 0.5, 1, 2, 5, 15, 50):
        cells = []
        for spread in (1.0, 2.0):
            data = rates(rng, series, mean, 60, spread=spread)
            cells.append(np.any([_look(data, month) for month in range(24, 61)], axis=0).mean())
        rows.append((mean, cells))
    table(
        "Looked at monthly for three years: said by mistake at least once",
        ["events a month", "one series", "variance/mean 2"],
        rows,
    )
    rows = []
    for name, means in (("0.1 to 5 a month", (0.1, 0.25, 0.5, 1, 5)), ("1 a month", (1,))):
        centres = max(series // 20, 10)
        drawn = [rates(rng, 20 * centres // len(means), mean, 60) for mean in means]
        data = Simulated(*(np.concatenate([getattr(one, field) for one in drawn]) for field in ("counts", "exposure")))
        centre = np.arange(len(data.counts)) % centres
        cells = [_centres(data, centre, together) for together in (True, False)]
        rows.append((name, cells))
    table(
        "A centre of 20 such series: anything said by mistake",
        ["", "all together (Benjamini-Hochberg)", "each alone"],
        rows,
    )


def _look(data: Simulated, month: int, **options: Any) -> list[bool]:
    seen = Simulated(data.counts[:, :month], data.exposure[:, :month])
    return [one.direction is not None for one in since_when_of_all(each(seen), MONTHLY, **options)]


def _centres(data: Simulated, centre: NDArray[np.intp], together: bool) -> float:
    said_ever = []
    for one in np.unique(centre):
        own = Simulated(data.counts[centre == one], data.exposure[centre == one])
        said_ever.append(any(any(_look(own, month, together=together)) for month in range(24, 61)))
    return float(np.mean(said_ever))


def speed() -> None:
    series = each(rates(np.random.default_rng(6), 3000, 1.0))
    for kind in ("level", "outbreak", None):
        start = time.perf_counter()
        since_when_of_all(series, shape=kind)  # type: ignore[arg-type]
        print(f"\n{len(series) / (time.perf_counter() - start):,.0f} series of 48 months a second ({kind or 'both'})")


if __name__ == "__main__":
    number = 200 if "--quick" in sys.argv else 1000
    if "--looking" not in sys.argv:
        stable(number)
        stable_shares(4 * number)
        changed(4 * number)
        dated(number)
        speed()
    looking(number // 2)
