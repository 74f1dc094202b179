"""Simulated networks of centres that send month by month, into a database in memory or only into arrays."""

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
    starts: list[dict[str, object]] = field(default_factory=list)
    stored: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    sent: np.ndarray = field(init=False)  # the same as arrays, NaN where nothing was sent

    def __post_init__(self) -> None:
        self.sent = np.full((2, *self.sends.shape), np.nan)

    def send_until(self, month: str) -> tuple[list[Cell], list[Cell]]:
        """What is due by this month, and now and then what was sent is corrected: the fresh cells and those."""
        now = months.number(month) - months.number(AXIS[0])
        corrected = [cell for cell in self.stored if self.random.random() < CORRECTED]
        for cell in corrected:
            self.events[cell] += 1
            self.exposure[cell] += 3
        fresh = [cell for cell in map(tuple, np.argwhere(self.sends < now).tolist()) if cell not in self.stored]
        for cell in (*fresh, *corrected):
            self.stored[cell] = int(self.events[cell]), int(self.exposure[cell])
            self.sent[(slice(None), *cell)] = self.stored[cell]
        return fresh, corrected

    def open_in(self, db: Session) -> None:
        """Stores the centres and what they begin."""
        assert [people.add_centre(db, f"Centre {n}") for n in self.ids] == self.ids
        if self.starts:
            db.execute(EVENT, self.starts)

    def store_until(self, db: Session, month: str) -> None:
        """Sends into the database."""
        definition = theme("clabsi").definition.key
        fresh, corrected = self.send_until(month)
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
                for item, value in zip(ITEMS, self.stored[c, a, m], strict=True)
            ]
            if rows:
                db.execute(statement, rows)

    def series(self, centre: int, area: int) -> Series:
        """What was sent by one centre, by its place."""
        counts, exposure = self.sent[:, centre, area].copy()
        return Series(AXIS, counts, exposure, "rate", 1000, "lower", exposure_name="line days")


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
    ids = list(range(1, count + 1))
    starts: list[dict[str, object]] = [
        {"centre": id, "start": date(int(random.integers(2021, 2025)), int(random.integers(1, 13)), 3)}
        for id in ids
        if random.random() < 0.7
    ]
    beds = size * random.lognormal(0, 0.25, count)
    return Network(random, ids, beds, random.poisson(exposure * rate), exposure, sends, starts)
