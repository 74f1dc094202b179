"""The pooled figures, attacked by one insider: what it learns for certain, and what it guesses better than anybody.

    python -m benchmarks.insider            2,000 networks
    python -m benchmarks.insider --quick    40 networks, under a minute

The insider is a contributing centre. It knows its own numbers at every snapshot, who takes part in each figure, the
rules, and all that its pages ever showed: quarters and years, how many improved, before and after a start. Everything
is stored and shown by the actions, on SQLite in memory.

Certain: a count, an exposure or a direction of another centre that only one value fits.
- solved: it is a combination of figures and own numbers
- none: all others together had none, so each had none
- silence: a figure is missing that would stand there had the others had some
- direction: who did better than in the year before, from how many improved

Estimated: the yearly exposure of another centre, within 10 %: `benchmarks.insider_guesses`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import numpy as np

from benchmarks.centre import open_store
from benchmarks.insider_guesses import Seen, by_the_step, estimates, tables
from benchmarks.insider_network import AREAS, AXIS, SNAPSHOTS, Network, build, empty
from mist_dash.actions import together
from mist_dash.actions.catalogue import theme
from mist_dash.core import months
from mist_dash.core.change import year_on_year
from mist_dash.core.people import Person, Role
from mist_dash.core.sharing import DEFAULT, PooledYear, pool, pooled, say_improved
from mist_dash.store import engine
from mist_dash.store import together as stored

MEASURE = "clabsi-rate"
CERTAIN = ("solved", "none", "silence", "direction", "start: none after")
QUARTERS = ("Apr to Jun", "Jul to Sep", "Oct to Dec", "Jan to Mar")


def watch(network: Network, insider: int, tally: Counter[str]) -> list[Seen]:
    """Sends month after month, and looks at every area with each snapshot."""
    found = [Seen() for _ in AREAS]
    reader = Person(1, "Insider", Role.MEMBER, network.ids[insider], "Own")
    for now in SNAPSHOTS:
        with engine.begin() as db:
            network.send_until(db, now)
        together.snapshot(now)
        with engine.reading() as db:
            out = stored.years(db, "clabsi", MEASURE)
        for place, area in enumerate(AREAS):
            seen = together.see(reader, "clabsi", area)
            assert seen is not None
            tally["starts shown"] += len(seen.starts) if not place else 0
            tally["start: none after"] += sum(one.after == 0 for _, one in seen.starts) if not place else 0
            for year, one in out.get(area, {}).items():
                if year not in found[place].years:
                    note(network, insider, place, one, found[place])
                    tally["figures"] += len(one.published)
                    if year == max(out[area]):
                        tally["told how many improved"] += bool(seen.sentence)
                        tally["direction"] += directions_known(network, insider, place, one, seen.sentence)
    return found


def note(network: Network, insider: int, area: int, one: PooledYear, seen: Seen) -> None:
    seen.years[one.year], seen.real[one.year] = one, {}
    for name, events, _ in one.published:
        places = [AXIS.index(month) for month in within(name)]
        for id in one.centres:
            centre = network.ids.index(id)
            cells = [network.stored[cell] for m in places if (cell := (centre, area, m)) in network.stored]
            counted, under = (float(sum(column)) for column in zip(*cells, strict=True))
            seen.real[one.year][id] = seen.real[one.year].get(id, 0) + under
            if centre == insider:
                seen.own[name] = under
                events -= counted
        seen.others[name] = events


def within(name: str) -> tuple[str, ...]:
    year, _, quarter = name.partition(" ")
    first = months.later(f"{year[:4]}-04", 3 * QUARTERS.index(quarter) if quarter else 0)
    return months.between(first, months.later(first, 2 if quarter else 11))


def directions_known(network: Network, insider: int, area: int, one: PooledYear, sentence: str) -> int:
    """Others of whom it is certain whether they did better, from the sentence and the own direction."""
    fits = {n for n in range(one.compared + 1) if say_improved(one.year, n, one.compared, DEFAULT) == sentence}
    others = one.compared
    if network.ids[insider] in one.centres:
        change = year_on_year(network.series(insider, area), "financial", f"20{one.year[-2:]}-03")
        this, last = change.this.rate, change.last.rate if change.last else None
        if this is not None and last is not None:
            fits, others = {n - (this < last) for n in fits}, others - 1
    return others if fits & set(range(others + 1)) in ({0}, {others}) else 0


def solved(seen: Seen, own: int) -> int:
    """Years of single centres, or quarters of them, in the span of the figures and the own numbers."""
    rows: list[set[tuple[int, str]]] = []
    for one in seen.years.values():
        rows += [{(id, name) for id in one.centres if id != own} for name, *_ in one.published]
    cells = sorted(set().union(*rows)) if rows else []
    if not cells:
        return 0
    matrix = np.array([[cell in row for cell in cells] for row in rows], dtype=float)
    _, strength, span = np.linalg.svd(matrix, full_matrices=False)
    span = span[strength > 1e-9]
    targets = [{cell} for cell in cells]
    targets += [{cell for cell in cells if cell[0] == id and cell[1][:7] == year} for id, year in years_of(cells)]
    wanted = np.array([[cell in target for cell in cells] for target in targets], dtype=float)
    return int((np.linalg.norm(wanted - wanted @ span.T @ span, axis=1) < 1e-6).sum())


def years_of(cells: list[tuple[int, str]]) -> set[tuple[int, str]]:
    return {(id, name[:7]) for id, name in cells}


def told_by_silence(network: Network, insider: int, area: int, seen: Seen) -> tuple[int, int]:
    """(cuts that tell, years asked about): would more or less be shown, had the others none, or some, in this year?"""
    asked = telling = 0
    known = {centre: network.series(centre, area) for centre in range(len(network.ids))}
    for end in pooled.due(SNAPSHOTS[-1], AXIS[0])[1:]:
        before = [set(one.centres) for year, one in sorted(seen.years.items()) if year != pooled.year_name(end)]
        shown = []
        for some in (0, 1, 5):
            series = {}
            for centre, id in enumerate(network.ids):
                one = known[centre]
                year = [AXIS.index(month) for month in months.between(months.later(end, -11), end)]
                counts = one.counts.copy()
                if centre != insider:
                    counts[year] = np.where(np.isnan(counts[year]), np.nan, some)
                series[id] = replace(one, counts=counts)
            made = pool(series, end, before, DEFAULT)
            shown.append(len(made.published) if made else 0)
        asked, telling = asked + 1, telling + (len(set(shown)) > 1)
    return telling, asked


def attack(seed: int, apart: int) -> Counter[str]:
    """One network from its first month to its last, by one insider."""
    tally: Counter[str] = Counter()
    empty()
    network = build(seed)
    insider = int(network.random.integers(len(network.ids)))
    only = (theme("clabsi"),)  # the others hold nothing here
    with patch.object(together, "themes", lambda: only), patch.object(pooled, "APART", apart):
        for place, seen in enumerate(watch(network, insider, tally)):
            tally["solved"] += solved(seen, network.ids[insider])
            tally["none"] += sum(events == 0 for name, events in seen.others.items() if name in seen.own)
            tally["years shown"] += len(seen.years)
            tally["years settled"] += len(pooled.due(SNAPSHOTS[-1], AXIS[0])[1:])  # before the first nothing is earlier
            if place == seed % len(AREAS):
                telling, asked = told_by_silence(network, insider, place, seen)
                tally["silence"] += telling
                tally["years asked about silence"] += asked
            by_the_step(network, insider, seen, tally)
            estimates(network, insider, place, seen, tally)
    return tally


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--networks", type=int, default=2000)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--every", type=int, help="report after every so many networks, too")
    asked.add_argument(
        "--apart", type=int, default=pooled.APART, help="how many centres differ at least, to try others"
    )
    options = asked.parse_args()
    tallies: list[Counter[str]] = []
    begun, networks = time.perf_counter(), 40 if options.quick else options.networks
    with ProcessPoolExecutor(options.workers, initializer=open_store) as workers:
        for one in workers.map(partial(attack, apart=options.apart), range(networks)):
            tallies.append(one)
            if len(tallies) == networks or (options.every and not len(tallies) % options.every):
                report(tallies, time.perf_counter() - begun)


def report(tallies: list[Counter[str]], seconds: float) -> None:
    tally = sum(tallies, Counter[str]())
    print(f"{len(tallies)} networks in {seconds:.0f} s: {tally['figures']} figures in {tally['years shown']} years of")
    print(f"areas, of {tally['years settled']} that settled; {tally['told how many improved']} told how many improved;")
    print(f"{tally['starts shown']} looks at a start; {tally['years asked about silence']} years asked about silence.")
    print("\n| known for certain | times |\n|---|---|")
    for name in CERTAIN:
        print(f"| {name} | {tally[name]} |")
    tables(tallies)


if __name__ == "__main__":
    main()
