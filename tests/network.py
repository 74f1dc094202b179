"""Random networks of centres for tests: who is in it, and their line infections, straight into the database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from sqlmodel import Session

from mist_dash.actions.catalogue import theme
from mist_dash.core.consent import fingerprint
from mist_dash.core.counts import Key, Number
from mist_dash.core.learning import Told
from mist_dash.core.people import Role
from mist_dash.store import counts, people, stories

Month = tuple[int, int]  # infections, line days
Rows = Mapping[tuple[str, str], Month]  # (area, month) -> what was sent


def rows(random: np.random.Generator, areas: Sequence[str], months: Sequence[str], days: float, rate: float = 2.0,
         gaps: float = 0.03) -> dict[tuple[str, str], Month]:  # fmt: skip
    """One centre: `days` line days a month in each area, infections by chance, now and then a month missing."""
    found = {}
    for area in areas:
        for month in months:
            if random.random() >= gaps:
                exposure = int(random.normal(days, days * 0.06)) + 1
                found[area, month] = (int(random.poisson(exposure * rate / 1000)), exposure)
    return found


def send(db: Session, centre: int, sent: Rows, person: int = 1) -> None:
    """Stores them as the centre's own, in place of whatever stood there."""
    definition = theme("clabsi").definition.key
    stored = counts.numbers(db, centre, "clabsi")
    changes = []
    for (area, month), values in sent.items():
        for item, value in zip(("clabsi", "central_line_days"), values, strict=True):
            key, new = Key(item, area, month, definition), Number(float(value))
            if stored.get(key) != new:
                changes.append(counts.Change(key, stored.get(key), new))
    file = repr(sorted(sent.items())).encode()
    counts.apply(db, centre, "clabsi", person, changes, file_name="n.csv", file=file,
                 file_hash=hashlib.sha256(file).hexdigest(), sentence="Sent")  # fmt: skip


def centres(db: Session, how_many: int) -> list[int]:
    """Named A to ..., and somebody who sends for all of them in tests."""
    made = [people.add_centre(db, f"{chr(65 + n)} Hospital") for n in range(how_many)]
    people.add(db, "sender", "Sender", Role.CONTRIBUTOR, "no password", made[0])
    return made


def publish(db: Session, centre: int, author: int, told: Told) -> int:
    """A story in the gallery: published, and agreed to as it stands."""
    id = stories.save(db, centre, author, told, None)
    stories.set_state(db, id, "published")
    story = stories.story(db, id)
    assert story is not None
    stories.agree(db, id, "gallery", fingerprint(story, "gallery"), author)
    return id
