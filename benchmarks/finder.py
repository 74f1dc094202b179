"""The finder, measured as it runs: `actions.finding.look` in counts as they are stored, and what it keeps.

    python -m benchmarks.finder                 every table (an hour)
    python -m benchmarks.finder --quick         fewer centres
    python -m benchmarks.finder false --quick   one table: false, falls or strength
    python -m benchmarks.finder false --centres 40

A centre has 20 series, their exposure varying by 15 %, from fixed seeds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from benchmarks.centre import AREAS, SERIES, join, only_this_theme, open_store, send, theme
from benchmarks.operating_characteristics import Simulated
from benchmarks.since_when_series import AXIS, rates
from mist_dash.actions import finding
from mist_dash.core.people import Person
from mist_dash.core.sharing import PooledYear, made_of
from mist_dash.core.strength import PublishedYear
from mist_dash.store import engine, signals, together
from mist_dash.store.engine import Session

MEANS = (0.1, 0.25, 0.5, 1, 2, 5, 15, 50)
MIXED = (0.1, 0.25, 0.5, 1, 5)
STABLE = (  # events a month of the series of a centre, and variance over mean
    *((MIXED, spread) for spread in (1.0, 1.5, 2.0)),
    *(((mean,), 2.0) for mean in (1, 15)),
    *(((mean,), 1.0) for mean in MEANS),
)
POOLED = 9  # series of a centre with published figures, as in the catalogue
LOOKED = 36  # months, a look after each
Pools = Mapping[str, Sequence[PublishedYear]]  # by area


def looks(data: Simulated, last: int = 0, pools: Pools | None = None) -> list[dict[str, str]]:
    """area -> in what way the centre with these series is told that it is worth telling others about: after all months,
    and by the way in each of the `last` months before. Nothing stays stored."""
    months, told = data.counts.shape[1], []
    with engine.begin() as db, db.begin_nested() as trial:
        person, begun = join(db), months - last
        for end in range(begun, months + 1):
            at = slice(0, end) if end == begun else slice(end - 1, end)
            send(db, person, AXIS[at], data.counts[:, at], data.exposure[:, at])
            publish(db, person, pools or {}, end, end - 1 if end > begun else 0)
            finding.look(db, person.centre or 0)
            kept = signals.of_centre(db, person.centre or 0)
            told.append({one.finding.area: one.finding.kind for one in kept})
        trial.rollback()
    return told


def publish(db: Session, person: Person, pools: Pools, months: int, before: int) -> None:
    """Stores the years that come out up to so many months: a year settles two months after its end."""
    (measure,) = theme().measures
    for area, years in pools.items():
        for n, one in enumerate(years):
            if before < 12 * n + 15 + 2 <= months:
                figure = (one.year, one.events, one.exposure)
                made = PooledYear(one.year, (person.centre or 0, -1, -2, -3), (figure,), 0.3, None, 0)
                together.add_year(db, theme().id, measure.id, made_of(measure), area, made)


def told(data: Simulated, pools: Pools | None = None) -> dict[str, str]:
    """The same at one look after all months."""
    return looks(data, 0, pools)[-1]


def joined(parts: Iterable[Simulated]) -> Simulated:
    parts = list(parts)
    return Simulated(*(np.concatenate([getattr(one, name) for one in parts]) for name in ("counts", "exposure")))


def centre(rng: np.random.Generator, means: Sequence[float], length: int, spread: float = 1.0) -> Simulated:
    return joined(rates(rng, SERIES // len(means), mean, length, spread=spread) for mean in means)


def false_finds(centres: int) -> None:
    """A look after each month for three years, after two years of data; nothing changes."""
    print(f"\nStable centres of 20 series told anything in three years of monthly looks ({centres} centres a row)")
    print(
        "| events a month | variance/mean | anything | improved | quiet | at the last look |\n|---|---|---|---|---|---|"
    )
    for place, (means, spread) in enumerate(STABLE):
        rng, heard = np.random.default_rng([1, place]), []
        for _ in range(centres):
            found = [set(one.values()) for one in looks(centre(rng, means, 60, spread), LOOKED)]
            ever = set().union(*found)
            heard.append([bool(ever), "improved" in ever, "quiet" in ever, bool(found[-1])])
        each_has = f"{means[0]} to {means[-1]}" if len(means) > 1 else f"{means[0]}"
        cells = " | ".join(f"{share:.3f}" for share in np.mean(heard, axis=0))
        print(f"| {each_has} | {spread:g} | {cells} |", flush=True)


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
        alone = [bool(told(*_pool(rng, mean, 1, 0, 1))) for _ in range(4 * centres)]
        same = []
        for _ in range(centres // 4):
            data, pools = _pool(rng, mean, 1, 0, POOLED, 72)
            same.append([bool(one) for one in looks(data, LOOKED, pools)])
        cells += [float(np.mean(alone)), float(np.mean(same)), float(np.mean(np.any(same, axis=1)))]
        print(f"| {mean} | " + " | ".join(f"{share:.3f}" for share in cells) + " |", flush=True)


def _found(rng: np.random.Generator, mean: float, part: float, few: int, of_all: int, centres: int) -> float:
    """The share of the first `few` series, at a part of the others' rate, that is found."""
    runs = max(centres // few, 20)
    return float(
        np.mean([len(set(told(*_pool(rng, mean, part, few, of_all))) & set(AREAS[:few])) / few for _ in range(runs)])
    )


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


def speed() -> None:
    data = centre(np.random.default_rng(5), MIXED, 60)
    with engine.begin() as db, db.begin_nested() as trial:
        person = join(db)
        send(db, person, AXIS[:60], data.counts, data.exposure)
        start = time.perf_counter()
        finding.look(db, person.centre or 0)
        print(f"\nOne centre of 20 series, 60 months: {(time.perf_counter() - start) * 1000:.0f} ms a look")
        trial.rollback()


TABLES = {"false": false_finds, "falls": falls, "strength": strength}
CENTRES = {"false": 100, "falls": 400, "strength": 400}


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("tables", nargs="*", choices=[[], *TABLES], default=[])
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--centres", type=int, help="for each figure")
    options = asked.parse_args()
    open_store()
    with only_this_theme():
        speed()
        for name in options.tables or TABLES:
            TABLES[name](options.centres or (CENTRES[name] // 4 if options.quick else CENTRES[name]))
