"""An attack on the pooled figures: all that was ever shown, in any area and month, and all that one centre knows.

The attacker is a contributing centre. It knows its own numbers, who is in each figure, and the rules; it has kept every
figure that it, or the public, could see month after month while centres joined, left, sent late and corrected.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pytest

from benchmarks.insider import CERTAIN, attack
from mist_dash.actions import sharing, together
from mist_dash.core import months
from mist_dash.core.people import Person, Role
from mist_dash.core.sharing import DEFAULT, Limits, pooled
from mist_dash.store import engine
from mist_dash.store import together as kept
from tests import network

AREAS = ("ICU", "Haem-Onc", "Elsewhere")
READER = Person(99, "Fran", Role.FACILITATOR)
ADMIN = Person(98, "Ada", Role.ADMIN)
WAVERING = (Limits(6, 0.4, 12, 10), DEFAULT, Limits(5, 0.5, 7, 20), Limits(4, 0.5, 17, 5), DEFAULT)
START, END = "2022-04", "2026-07"
Cell = tuple[int, str, str]  # centre, area, month


@dataclass
class Seen:
    """One figure as it was shown, and what it was made of at that moment."""

    events: float
    exposure: float
    cells: dict[Cell, tuple[int, int]]


@dataclass
class World:
    """What centres have sent so far; each month more of it, with mistakes corrected and a late comer."""

    random: np.random.Generator
    centres: list[int]
    truth: dict[int, dict[tuple[str, str], tuple[int, int]]] = field(default_factory=dict)
    first: dict[int, str] = field(default_factory=dict)  # from which month on a centre sends at all
    last: dict[int, str] = field(default_factory=dict)

    def sent(self, centre: int, now: str) -> dict[tuple[str, str], tuple[int, int]]:
        if now < self.first[centre]:
            return {}
        return {key: value for key, value in self.truth[centre].items() if key[1] < min(now, self.last[centre])}


def world(seed: int) -> World:
    random = np.random.default_rng(seed)
    with engine.begin() as db:
        made = World(random, network.centres(db, int(random.integers(5, 9))))
    for place, centre in enumerate(made.centres):
        areas = AREAS if random.random() < 0.7 else AREAS[:2]
        days = 400 * float(random.uniform(0.5, 2.5))
        made.truth[centre] = network.rows(random, (*areas, "Whole hospital"), months.between(START, END), days)
        made.first[centre] = str(random.choice(["2023-05", "2024-07", "2025-02"])) if place > 4 else START
        made.last[centre] = "2025-01" if place == 3 and random.random() < 0.5 else END
    return made


def watch(made: World, policies: tuple[Limits, ...] = (DEFAULT,)) -> dict[tuple[str, str], list[Seen]]:
    """Every figure of every area, looked at in months whose snapshots could differ from the one before.

    policies: the limits that the admin sets from one of these months to the next, over and over.
    """
    shown: dict[tuple[str, str], list[Seen]] = {}
    for n, now in enumerate(m for m in months.between("2024-05", END) if m[5:] in ("02", "05", "06", "07")):
        sharing.set_limits(ADMIN, policies[n % len(policies)])
        with engine.begin() as db:
            for centre in made.centres:
                for key in made.truth[centre]:  # a correction of something sent long ago
                    if made.random.random() < 0.01:
                        made.truth[centre][key] = (made.truth[centre][key][0] + 1, made.truth[centre][key][1] + 3)
                network.send(db, centre, made.sent(centre, now))
        together.snapshot(now)
        for area in (*AREAS, "Whole hospital"):
            seen = together.see(READER, "clabsi", area)
            assert seen is not None and seen.area != "Whole hospital"
            public = together.public("clabsi", area)
            assert public is not None
            for one in public.periods:  # the public never learns more than a rounding of what is attacked below
                assert one.events is None or one.events % policies[n % len(policies)].nearest == 0
            with engine.reading() as db:
                years = kept.years(db, "clabsi", seen.measure.id).get(seen.area, {})
            for one in seen.periods:
                known = shown.setdefault((seen.area, one.name), [])
                if not known or (known[-1].events, known[-1].exposure) != (one.events, one.exposure):
                    cells = composed(made, years[one.name.split(" ")[0]].centres, seen.area, one.name, now)
                    known.append(Seen(one.events or 0, one.exposure or 0, cells))
    return shown


def composed(made: World, centres: tuple[int, ...], area: str, name: str, now: str) -> dict[Cell, tuple[int, int]]:
    year, _, quarter = name.partition(" ")
    first = {"": 0, "Apr to Jun": 0, "Jul to Sep": 3, "Oct to Dec": 6, "Jan to Mar": 9}[quarter]
    begin = months.later(f"{year[:4]}-04", first)
    within = months.between(begin, months.later(begin, 2 if quarter else 11))
    return {(c, area, m): value for c in centres for m in within if (value := made.sent(c, now).get((area, m)))}


def pinned(figures: list[dict[Cell, tuple[int, int]]], attacker: int) -> set[tuple[Cell, ...]]:
    """What the attacker can solve for: any cell, quarter or year of another centre that a combination of figures gives.

    A target is known exactly when its indicator lies in the span of the figures' and the own cells' indicators.
    """
    cells = sorted({cell for figure in figures for cell in figure})
    at = {cell: n for n, cell in enumerate(cells)}
    rows = np.zeros((len(figures), len(cells)))
    for n, figure in enumerate(figures):
        rows[n, [at[cell] for cell in figure]] = 1
    rows[:, [n for cell, n in at.items() if cell[0] == attacker]] = 0  # own cells are known: taken out
    targets = {(cell,) for cell in cells if cell[0] != attacker}
    targets |= {
        tuple(cell for cell in sorted(figure) if cell[0] == other)
        for figure in figures
        for other in {cell[0] for cell in figure} - {attacker}
    }
    basis = np.linalg.svd(rows, full_matrices=False)
    span = basis[2][basis[1] > 1e-9]
    found = set()
    for target in targets:
        wanted = np.zeros(len(cells))
        wanted[[at[cell] for cell in target]] = 1
        if np.linalg.norm(wanted - span.T @ (span @ wanted)) < 1e-6:
            found.add(target)
    return found


@pytest.mark.parametrize(("seed", "policies"), [(5, (DEFAULT,)), (2, WAVERING), (3, WAVERING)])
def test_no_figure_ever_shown_pins_down_a_number_of_one_centre(
    database: None, seed: int, policies: tuple[Limits, ...]
) -> None:
    """Neither under limits that stay, nor under limits that are tightened and loosened again and again."""
    made = world(seed)
    shown = watch(made, policies)
    assert len(shown) > 6, "an attack on nothing proves nothing"
    for name, versions in shown.items():
        assert len(versions) == 1, f"{name} was revised: the difference would be somebody's correction"
    figures = [one.cells for versions in shown.values() for one in versions]
    for versions in shown.values():
        for one in versions:  # the attack works on what the figures are really made of
            assert (one.events, one.exposure) == tuple(np.sum(list(one.cells.values()), axis=0))
    for attacker in made.centres:
        for area in AREAS:
            assert not pinned([f for f in figures if next(iter(f))[1] == area], attacker)
    for versions in shown.values():
        for one in versions:
            for attacker in made.centres:  # and nobody is left knowing that all others have none, or that one has all
                rest = [v for cell, v in one.cells.items() if cell[0] != attacker]
                others = {cell[0] for cell in one.cells} - {attacker}
                assert len(others) >= 3 and sum(v[0] for v in rest) > 0
    for versions in shown.values():  # nor does the step from one year to another show about how large one centre is
        for other in shown.values():
            one, two = ({cell[:2] for cell in figures[0].cells} for figures in (versions, other))
            differ = {centre for centre, area in one ^ two} if {a for _, a in one} == {a for _, a in two} else set()
            assert not differ or len(differ) >= pooled.APART


def test_an_insider_of_three_networks_who_come_and_go_knows_nothing_for_certain(database: None) -> None:
    """Some of the 2,000 of benchmarks/insider.py."""
    found = sum((attack(seed, pooled.APART) for seed in (1, 4, 7)), Counter[str]())
    assert found["figures"] > 20 and found["told how many improved"] > 5 and found["evenly, step: targets"] > 10
    assert {name: found[name] for name in CERTAIN} == dict.fromkeys(CERTAIN, 0)


def test_the_attack_finds_what_a_careless_pool_gives_away() -> None:
    def quarter(*centres: int) -> dict[Cell, tuple[int, int]]:
        return {(centre, "ICU", month): (1, 100) for centre in centres for month in ("2024-04", "2024-05")}

    assert pinned([quarter(1, 2, 3, 4), quarter(1, 2, 3, 4, 5)], 1) == {tuple(sorted(quarter(5)))}  # one joined
    assert pinned([quarter(1, 2)], 1) == {tuple(sorted(quarter(2)))}  # two centres only
    assert not pinned([quarter(1, 2, 3, 4)], 1)
    month = {cell: value for cell, value in quarter(1, 2, 3, 4).items() if cell != (4, "ICU", "2024-05")}
    assert pinned([quarter(1, 2, 3, 4), month], 1) == {((4, "ICU", "2024-05"),)}  # a late month, and the figure revised


def test_tighter_limits_hide_what_was_published_under_wider_ones(database: None) -> None:
    made = world(1)
    watch(made)
    before = together.see(READER, "clabsi", "ICU")
    sharing.set_limits(ADMIN, Limits(centres=9))
    after = together.see(READER, "clabsi", "ICU")
    assert before is not None and before.periods
    assert after is not None and not after.periods and not after.sentence and not after.starts
