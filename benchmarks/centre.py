"""A simulated centre as its people meet it: twenty series stored on SQLite in memory, asked for through the actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from unittest.mock import patch

from benchmarks.insider_network import INSERT, ITEMS
from benchmarks.operating_characteristics import Matrix
from mist_dash.actions import finding, home
from mist_dash.core.catalogue import FOLDER, Theme, load
from mist_dash.core.people import Person, Role
from mist_dash.store import engine, people
from mist_dash.store.engine import Session

SERIES = 20
AREAS = tuple(f"Ward {n:02}" for n in range(SERIES))


@cache
def theme() -> Theme:
    """Line infections, collected in twenty areas that are not added up."""
    known = load(FOLDER).theme("clabsi")
    part = next(area for area in known.areas if area.name in known.parts)
    areas = tuple(replace(part, name=name, title=name) for name in AREAS)
    return replace(known, areas=areas, measures=(replace(known.measures[0], areas=AREAS),))


@contextmanager
def only_this_theme() -> Iterator[None]:
    with patch.object(finding, "themes", lambda: (theme(),)), patch.object(home, "themes", lambda: (theme(),)):
        yield


def open_store() -> None:
    engine.use("sqlite://")
    engine.upgrade()


def join(db: Session) -> Person:
    """A member of a new centre."""
    return Person(1, "Member", Role.MEMBER, people.add_centre(db, "Centre"), "Centre")


def send(
    db: Session,
    person: Person,
    months: Sequence[str],
    counts: Matrix,
    exposure: Matrix,
    areas: Sequence[str] = AREAS,
) -> None:
    """Stores these months of every series, an area a row."""
    rows = [
        {"centre": person.centre, "area": area, "month": month, "item": item, "value": value}
        for area, *both in zip(areas, counts.tolist(), exposure.tolist(), strict=False)
        for month, *pair in zip(months, *both, strict=True)
        for item, value in zip(ITEMS, pair, strict=True)
    ]
    db.execute(INSERT, [{**row, "definition": theme().definition.key} for row in rows])
