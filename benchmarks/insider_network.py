"""Simulated networks of centres, sent into a database in memory month by month, as an insider would watch them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from sqlalchemy import text
from sqlmodel import Session

from mist_dash.actions.catalogue import theme
from mist_dash.core import months
from mist_dash.core.series import Series
from mist_dash.store import engine, people

AREAS = ("ICU", "Haem-Onc", "Elsewhere")
ITEMS = ("clabsi", "central_line_days")
AXIS = months.between("2020-04", "2026-05")
SNAPSHOTS = tuple(f"{year}-{month}" for year in range(2022, 2027) for month in ("06", "12"))[:-1]
GAPS, CORRECTED, DELAY = 0.03, 0.003, 8
INSERT = text(
    "INSERT INTO count (centre_id, theme, item, area, period, definition, value, state, text, note) "
    "VALUES (:centre, 'clabsi', :item, :area, :month, :definition, :value, 'reported', '', '')"
)
UPDATE = text(
    "UPDATE count SET value = :value WHERE centre_id = :centre AND item = :item AND area = :area AND period = :month"
)
EVENT = text(
    "INSERT INTO event (centre_id, theme, area, kind, name, start, note, pauses) "
    "VALUES (:centre, 'clabsi', '', 'intervention', 'Biopatches', :start, '', '[]')"
)
Cell = tuple[int, int, int]  # centre, area, month, as places


@dataclass
class Network:
    """What centres really have, and what of it is stored so far. Arrays are centre x area x month."""

    random: np.random.Generator
    ids: list[int]
    beds: np.ndarray  # by centre: what everybody knows of its size
    events: np.ndarray
    exposure: np.ndarray
    sends: np.ndarray  # the month, as a place on the axis, in which a cell is sent; beyond the axis: never
    stored: dict[Cell, tuple[int, int]] = field(default_factory=dict)

    def send_until(self, db: Session, month: str) -> None:
        """Stores what is due by this month, and now and then corrects what was sent."""
        now, definition = months.number(month) - months.number(AXIS[0]), theme("clabsi").definition.key
        corrected = [cell for cell in self.stored if self.random.random() < CORRECTED]
        for cell in corrected:
            self.events[cell] += 1
            self.exposure[cell] += 3
        fresh = [cell for cell in map(tuple, np.argwhere(self.sends < now).tolist()) if cell not in self.stored]
        for statement, cells in ((INSERT, fresh), (UPDATE, corrected)):
            rows = [
                {
                    "centre": self.ids[c],
                    "area": AREAS[a],
                    "month": AXIS[m],
                    "item": item,
                    "value": float(value),
                    "definition": definition,
                }
                for c, a, m in cells
                for item, value in zip(ITEMS, (self.events[c, a, m], self.exposure[c, a, m]), strict=True)
            ]
            if rows:
                db.execute(statement, rows)
        self.stored |= {cell: (int(self.events[cell]), int(self.exposure[cell])) for cell in (*fresh, *corrected)}

    def series(self, centre: int, area: int) -> Series:
        """What is stored of one centre, by its place."""
        found = np.full((2, len(AXIS)), np.nan)
        for place in range(len(AXIS)):
            if (cell := self.stored.get((centre, area, place))) is not None:
                found[:, place] = cell
        return Series(AXIS, found[0], found[1], "rate", 1000, "lower", exposure_name="line days")


def empty() -> None:
    """Takes the network before out of the database."""
    with engine.begin() as db:
        for table in ("count", "event", "pooled_year", "go_live", "centre"):
            db.execute(text(f"DELETE FROM {table}"))
        db.execute(text("DELETE FROM setting WHERE key LIKE 'together.%'"))


def build(seed: int) -> Network:
    """Five to twelve centres: of unlike size and rate, some joining later, leaving, sending late."""
    random = np.random.default_rng([15, seed])
    count = int(random.integers(5, 13))
    size = random.uniform(0.5, 2.5, count)
    days = random.uniform(80, 450) * size[:, None, None] * random.uniform(0.7, 1.3, (count, len(AREAS), 1))
    rate = random.uniform(0.5, 3) * random.gamma(8, 1 / 8, (count, len(AREAS), 1)) / 1000
    exposure = np.maximum(random.normal(days, days * 0.06, (count, len(AREAS), len(AXIS))).astype(int), 1)
    sends = np.arange(len(AXIS)) + np.zeros((count, len(AREAS), 1), dtype=int)
    never = len(AXIS) + 100
    for centre in range(count):
        first = int(random.integers(12, 50)) if random.random() < 0.35 else 0
        last = int(random.integers(24, len(AXIS))) if random.random() < 0.25 else len(AXIS)
        sends[centre, :, :first] = sends[centre, :, last:] = never
        sends[centre] += DELAY * (random.random() < 0.15)
    sends[random.random(sends.shape) < GAPS] = never
    with engine.begin() as db:
        ids = [people.add_centre(db, f"Centre {n}") for n in range(count)]
        starts = [
            {"centre": id, "start": date(int(random.integers(2021, 2025)), int(random.integers(1, 13)), 3)}
            for id in ids
            if random.random() < 0.7
        ]
        if starts:
            db.execute(EVENT, starts)
    return Network(
        random, ids, size * random.lognormal(0, 0.25, count), random.poisson(exposure * rate), exposure, sends
    )
