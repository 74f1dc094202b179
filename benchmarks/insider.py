"""The pooled figures, attacked by one insider: what it learns for certain, and what it guesses better than anybody.

    python -m benchmarks.insider            2,000 networks
    python -m benchmarks.insider --quick    40 networks, under a minute

The insider is a contributing centre. It knows its own numbers at every snapshot, who takes part in each figure, the
rules, and all that its pages ever showed: quarters and years, how many improved, before and after a start. In the
first networks (`--stored`, 100) everything is stored and shown by the actions, on SQLite in memory, and checked to be
what the core makes of the same numbers; by the core alone the others are made, a tenth of the time. Before and after a
start is seen in the first ones only.

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
from collections.abc import Callable
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


Look = tuple[dict[str, PooledYear], str]  # the years of an area that are out, and how many improved in the newest


def watch(network: Network, insider: int, tally: Counter[str], look: Callable[[str], list[Look]]) -> list[Seen]:
    """Looks at every area with each snapshot."""
    found = [Seen() for _ in AREAS]
    for now in SNAPSHOTS:
        for place, (out, sentence) in enumerate(look(now)):
            for year, one in out.items():
                if year not in found[place].years:
                    note(network, insider, place, one, found[place])
                    tally["figures"] += len(one.published)
                    if year == max(out):
                        tally["told how many improved"] += bool(sentence)
                        tally["direction"] += directions_known(network, insider, place, one, sentence)
    return found


def by_actions(network: Network, insider: int, tally: Counter[str]) -> Callable[[str], list[Look]]:
    """Stored and shown as people meet it."""
    reader = Person(1, "Insider", Role.MEMBER, network.ids[insider], "Own")
    empty()
    with engine.begin() as db:
        network.open_in(db)

    def look(now: str) -> list[Look]:
        with engine.begin() as db:
            network.store_until(db, now)
        together.snapshot(now)
        with engine.reading() as db:
            out = stored.years(db, "clabsi", MEASURE)
        seen = [one for area in AREAS if (one := together.see(reader, "clabsi", area))]
        tally["starts shown"] += len(seen[0].starts)
        tally["start: none after"] += sum(one.after == 0 for _, one in seen[0].starts)
        return [(out.get(area, {}), one.sentence) for area, one in zip(AREAS, seen, strict=True)]

    return look


def by_core(network: Network) -> Callable[[str], list[Look]]:
    """The same years and sentences without a database."""
    out: list[dict[str, PooledYear]] = [{} for _ in AREAS]

    def look(now: str) -> list[Look]:
        network.send_until(now)
        return [(years, _add_years(network, area, now, years)) for area, years in enumerate(out)]

    return look


def _add_years(network: Network, area: int, now: str, out: dict[str, PooledYear]) -> str:
    series = {id: network.series(place, area) for place, id in enumerate(network.ids)}
    known = np.flatnonzero(np.isfinite(network.sent[0, :, area]).any(axis=0))
    for end in pooled.due(now, AXIS[known[0]]) if len(known) else ():
        if pooled.year_name(end) not in out:
            made = pool(series, end, [out[year].centres for year in sorted(out)], DEFAULT)
            out |= {made.year: made} if made else {}
    newest = out[max(out)] if out else None
    return say_improved(newest.year, newest.improved, newest.compared, DEFAULT) if newest else ""


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


def attack(seed: int, apart: int, actions: bool = True) -> Counter[str]:
    """One network from its first month to its last, by one insider."""
    tally: Counter[str] = Counter()
    network = build(seed)
    insider = int(network.random.integers(len(network.ids)))
    only = (theme("clabsi"),)  # the others hold nothing here
    with patch.object(together, "themes", lambda: only), patch.object(pooled, "APART", apart):
        look = by_actions(network, insider, tally) if actions else by_core(network)
        for place, seen in enumerate(watch(network, insider, tally, look)):
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
    asked.add_argument("--stored", type=int, default=100, help="so many of them through the actions too")
    options = asked.parse_args()
    tallies: list[Counter[str]] = []
    begun, networks = time.perf_counter(), 40 if options.quick else options.networks
    with ProcessPoolExecutor(options.workers, initializer=open_store) as workers:
        for one in workers.map(partial(attacked, apart=options.apart, stored=options.stored), range(networks)):
            tallies.append(one)
            if len(tallies) == networks or (options.every and not len(tallies) % options.every):
                report(tallies, time.perf_counter() - begun)


def attacked(seed: int, apart: int, stored: int) -> Counter[str]:
    """By the core; the first networks through the actions, which must come to the same."""
    plain = attack(seed, apart, actions=False)
    if seed >= stored:
        return plain
    found = attack(seed, apart)
    assert {name: many for name, many in found.items() if not name.startswith("start")} == plain, seed
    return found


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
