"""The finder, measured as it runs: core.finding.find, which the action hands one centre's series to.

That `actions.finding.look` finds just the same in counts as they are stored is checked in each run.

    python -m benchmarks.finder            every table (some minutes)
    python -m benchmarks.finder --quick    fewer centres

A centre has 20 series, their exposure varying by 15 %, from fixed seeds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from benchmarks.insider_network import INSERT
from benchmarks.operating_characteristics import Simulated
from benchmarks.since_when_series import AXIS, each, rates
from mist_dash.actions import finding
from mist_dash.core.catalogue import FOLDER, Theme, load
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.finding import Finding, SeriesKey, find
from mist_dash.core.query import Answer, Query
from mist_dash.core.strength import PublishedYear
from mist_dash.store import engine, people, signals

SERIES = 20  # of one centre
MEANS = (0.1, 0.25, 0.5, 1, 2, 5, 15, 50)
MIXED = (0.1, 0.25, 0.5, 1, 5)
POOLED = 9  # series of a centre with published figures, as in the catalogue
LOOKED = 36  # months, a look after each
AREAS = tuple(f"Ward {n:02}" for n in range(SERIES))


@cache
def theme() -> Theme:
    """Line infections, collected in twenty areas that are not added up."""
    known = load(FOLDER).theme("clabsi")
    areas = tuple(replace(known.areas[0], name=name, title=name) for name in AREAS)
    return replace(known, areas=areas, measures=(replace(known.measures[0], areas=AREAS),))


@cache
def keys() -> list[list[tuple[Key, Key]]]:
    """By area and month, what its events and its exposure are called."""
    items, made_of = ("clabsi", "central_line_days"), theme().definition.key
    return [[tuple(Key(item, area, month, made_of) for item in items) for month in AXIS] for area in AREAS]  # type: ignore[misc]


def answers(data: Simulated) -> dict[SeriesKey, Answer]:
    """What `search` would read out of the numbers of a centre with these series; `speed` sees to it that it does."""
    (measure,) = theme().measures
    return {
        (theme().id, measure.id, area): Answer(
            Query(theme(), measure, area), replace(one, exposure_name=measure.exposure)
        )
        for area, one in zip(AREAS, each(data), strict=False)
    }


def told(data: Simulated, published: Mapping[str, Sequence[PublishedYear]] | None = None) -> dict[str, str]:
    """area -> in what way a centre with these series is told that it is worth telling others about."""
    (measure,) = theme().measures
    pools = {(theme().id, measure.id, area): years for area, years in (published or {}).items()}
    return {one.area: one.kind for one in find(answers(data), pools)}


def of(data: Simulated, months: int) -> Simulated:
    return Simulated(data.counts[:, :months], data.exposure[:, :months])


def joined(parts: Iterable[Simulated]) -> Simulated:
    parts = list(parts)
    return Simulated(*(np.concatenate([getattr(one, name) for one in parts]) for name in ("counts", "exposure")))


def centre(rng: np.random.Generator, means: Sequence[float], length: int, spread: float = 1.0) -> Simulated:
    return joined(rates(rng, SERIES // len(means), mean, length, spread=spread) for mean in means)


def false_finds(centres: int) -> None:
    """A look after each month for three years, after two or three years of data; nothing changes."""
    rng = np.random.default_rng(1)
    print("\nStable centres of 20 series told anything in three years of monthly looks; at one look after five years")
    print("| | anything | improved | quiet | at one look |\n|---|---|---|---|---|")
    kinds = [("0.1 to 5 a month", MIXED, 1.0), *((f"{mean} a month", (mean,), 1.0) for mean in MEANS)]
    kinds += [(f"{mean} a month, variance/mean 2", (mean,), 2.0) for mean in (1, 15)]
    for name, means, spread in kinds:
        heard = []
        for _ in range(centres):
            data = centre(rng, means, 60, spread)
            looks = [set(told(of(data, 60 - LOOKED + n)).values()) for n in range(LOOKED + 1)]
            ever = set().union(*looks)
            heard.append([bool(ever), "improved" in ever, "quiet" in ever, bool(looks[-1])])
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in np.mean(heard, axis=0)) + " |", flush=True)


def falls(centres: int) -> None:
    """Some of the 20 series fall to a quarter; the others are stable at 1 a month."""
    rng = np.random.default_rng(2)
    print("\nA fall to a quarter after three years, found (in any way) so long after")
    heads = (f"{few}: {after} months" for few in ("alone", "one of 20", "five of 20") for after in (12, 24, 36))
    print("| events a month | " + " | ".join(heads) + " | any of the others named |\n|" + "---|" * 11)
    for mean in MEANS[1:6]:
        cells, others = [], []
        for few, of_all in ((1, 1), (1, SERIES), (5, SERIES)):
            for after in (12, 24, 36):
                named = [set(told(_fallen(rng, mean, few, of_all, after))) for _ in range(centres // few)]
                cells.append(np.mean([len(one & set(AREAS[:few])) / few for one in named]))
                others += [bool(one - set(AREAS[:few])) for one in named]
        print(f"| {mean} | " + " | ".join(f"{share:.2f}" for share in (*cells, np.mean(others))) + " |", flush=True)


def _fallen(rng: np.random.Generator, mean: float, few: int, of_all: int, after: int) -> Simulated:
    fallen = rates(rng, few, mean, 36 + after, ratio=0.25, change=slice(36, None))
    return joined([fallen, rates(rng, of_all - few, 1.0, 36 + after)])


def strength(centres: int) -> None:
    """The other centres of the published figures have eight times its exposure; it is in them itself."""
    rng = np.random.default_rng(3)
    print("\nThree years at a part of the others' rate, found (in any way), and nine series at the others' own rate")
    print(
        "| events a month at the others' rate | a quarter, alone | one of nine | all nine | half, all nine "
        "| at their rate: one series | any of nine | any in three years of looks |"
    )
    print("|---|" + "---|" * 7)
    for mean in MEANS[1:6]:
        cells = [
            _found(rng, mean, part, few, of_all, centres)
            for part, few, of_all in ((0.25, 1, 1), (0.25, 1, POOLED), (0.25, POOLED, POOLED), (0.5, POOLED, POOLED))
        ]
        alone = [bool(_told(*_pool(rng, mean, 1, 0, 1))) for _ in range(4 * centres)]
        same = []
        for _ in range(centres // 4):
            data, pools = _pool(rng, mean, 1, 0, POOLED, 72)
            same.append(
                [bool(told(of(data, 72 - LOOKED + n), _out(pools, 72 - LOOKED + n))) for n in range(LOOKED + 1)]
            )
        cells += [float(np.mean(alone)), float(np.mean(same)), float(np.mean(np.any(same, axis=1)))]
        print(f"| {mean} | " + " | ".join(f"{share:.3f}" for share in cells) + " |", flush=True)


def _found(rng: np.random.Generator, mean: float, part: float, few: int, of_all: int, centres: int) -> float:
    """The share of the first `few` series, at a part of the others' rate, that is found."""
    runs = max(centres // few, 20)
    return float(
        np.mean([len(set(_told(*_pool(rng, mean, part, few, of_all))) & set(AREAS[:few])) / few for _ in range(runs)])
    )


def _told(data: Simulated, pools: dict[str, list[PublishedYear]]) -> dict[str, str]:
    return told(data, _out(pools, data.counts.shape[1]))


def _out(pools: dict[str, list[PublishedYear]], months: int) -> dict[str, list[PublishedYear]]:
    """What is out after so many months: years that ended two months before, as they settle."""
    return {area: [one for n, one in enumerate(years) if 12 * n + 15 + 2 <= months] for area, years in pools.items()}


def _pool(
    rng: np.random.Generator, mean: float, part: float, few: int, of_all: int, length: int = 41
) -> tuple[Simulated, dict[str, list[PublishedYear]]]:
    """A centre of which the first `few` series are at a part of the others' rate, and what is published by year."""
    data = joined([rates(rng, few, mean * part, length), rates(rng, of_all - few, mean, length)])
    pools: dict[str, list[PublishedYear]] = {}
    for place, area in enumerate(AREAS[:of_all]):
        pools[area] = []
        for year in range((length - 3) // 12):  # AXIS begins in January, years in April
            at = slice(12 * year + 3, 12 * year + 15)
            events, exposure = data.counts[place, at].sum() + rng.poisson(96 * mean), data.exposure[place, at].sum()
            pools[area].append(
                PublishedYear(f"{2015 + year}/{16 + year}", float(events), float(exposure + 96 * 200), True)
            )
    return data, pools


def looked(numbers: Numbers) -> tuple[tuple[Finding, ...], float]:
    """What the action finds in stored counts and keeps, and the seconds it took."""
    engine.use("sqlite://")
    engine.upgrade()
    finding.themes = lambda: (theme(),)
    with engine.begin() as db:
        centre = people.add_centre(db, "Centre")
        db.execute(
            INSERT,
            [
                {
                    "centre": centre,
                    "area": key.area,
                    "month": key.period,
                    "item": key.item,
                    "value": one.value,
                    "definition": key.definition,
                }
                for key, one in numbers.items()
            ],
        )
        start = time.perf_counter()
        finding.look(db, centre)
        taken = time.perf_counter() - start
        return tuple(one.finding for one in signals.of_centre(db, centre)), taken


def speed() -> None:
    """One look by the action's road, which also must find what the tables above do without reading numbers anew."""
    data = joined(
        [rates(np.random.default_rng(4), 1, 2, 60, ratio=0.2), *[centre(np.random.default_rng(5), MIXED, 60)]]
    )
    data = Simulated(data.counts[:SERIES], data.exposure[:SERIES])
    numbers = {
        key: Number(value)
        for area, counts, exposure in zip(keys(), data.counts.tolist(), data.exposure.tolist(), strict=True)
        for pair, *values in zip(area, counts, exposure, strict=False)
        for key, value in zip(pair, values, strict=True)
    }
    found, taken = looked(numbers)
    if found != find(answers(data), {}) or not found:
        raise SystemExit("the action and find differ")
    print(f"\nOne centre of 20 series, 60 months: {taken * 1000:.0f} ms a look")


if __name__ == "__main__":
    number = 100 if "--quick" in sys.argv else 400
    speed()
    falls(number)
    strength(number)
    false_finds(number // 4)
