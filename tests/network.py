"""Random networks of centres for tests: who is in it, and their line infections, straight into the database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import text
from sqlmodel import Session

from mist_dash.actions import finding, together
from mist_dash.actions.catalogue import theme
from mist_dash.actions.stories import frozen_from
from mist_dash.core import months
from mist_dash.core.consent import fingerprint
from mist_dash.core.counts import Key, Number
from mist_dash.core.events import Event
from mist_dash.core.freezing import Frozen
from mist_dash.core.people import CENTRE, Role
from mist_dash.core.query import Query
from mist_dash.core.resources import ResourceDraft
from mist_dash.core.stories import StoryDraft
from mist_dash.core.threads import ThreadDraft
from mist_dash.store import chart_events, counts, engine, people, resources, stories, threads

Month = tuple[int, int]  # infections, line days
Rows = Mapping[tuple[str, str], Month]  # (area, month) -> what was sent


def rows(
    random: np.random.Generator,
    areas: Sequence[str],
    months: Sequence[str],
    days: float,
    rate: float = 2.0,
    gaps: float = 0.03,
) -> dict[tuple[str, str], Month]:
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
                changes.append(counts.CountChange(key, stored.get(key), new))
    file = repr(sorted(sent.items())).encode()
    counts.apply(
        db,
        centre,
        "clabsi",
        person,
        changes,
        file_name="n.csv",
        file=file,
        file_hash=hashlib.sha256(file).hexdigest(),
        sentence="Sent",
    )


def centres(db: Session, how_many: int) -> list[int]:
    """Named A to ..., and somebody who sends for all of them in tests."""
    made = [people.add_centre(db, f"{chr(65 + n)} Hospital") for n in range(how_many)]
    people.add(db, "sender", "Sender", Role.CONTRIBUTOR, "no password", made[0])
    return made


def publish(db: Session, centre: int, author: int, told: StoryDraft, frozen: Frozen | None = None) -> int:
    """A story in the gallery: published, and agreed to as it stands."""
    id = stories.save(db, centre, author, told, frozen)
    stories.set_state(db, id, "published")
    story = stories.story(db, id)
    assert story is not None
    stories.agree(db, id, "gallery", fingerprint(story, "gallery"), author)
    return id


TREES = ("Alder", "Brook", "Cedar", "Heath", "Larch", "Mere", "Quarry", "Zenith")
LONG_AGO = months.between("2022-04", "2026-10")
UNAGREED_DAYS = "123,457"
UNAGREED = f"Quagga: 8 infections in {UNAGREED_DAYS} line days"  # a figure of a centre that agreed to nothing


def grow(seed: int) -> list[int]:
    """A random network in the database of now, in one transaction: five to eight centres, the first the reader's own.

    Each has line infections, an intervention, and some have stories with their own chart; the last one's chart is
    published but not agreed to. One person of each role, by the role's name; the centre's people belong to the first.
    """
    random = np.random.default_rng(seed)
    names = random.permutation(TREES)[: random.integers(5, len(TREES) + 1)]
    known = theme("clabsi")
    with engine.begin() as db:
        made = [people.add_centre(db, f"{name} Hospital") for name in names]
        for role in Role:
            if role is not Role.VISITOR:
                own = made[0] if role in CENTRE else None
                people.add(db, role.value, role.value.title(), role, "no password", own)
        start = date(2024, int(random.integers(1, 5)), 3)  # the same for all: it stays, while numbers are dealt anew
        for place, centre in enumerate(made):
            rate = float(random.uniform(2, 5))
            send(db, centre, rows(random, known.parts, LONG_AGO, 210 + 20 * place, rate))
            chart_events.add_event(db, centre, "clabsi", Event(0, "ICU", "intervention", "Biopatches", start, None, ""))
        for place in random.permutation(len(made))[:3]:
            publish(db, made[place], 1, _told(names[place]), _chart(db, made[place]))
        offered = ResourceDraft(
            "clabsi", "Five things", "link", url="https://example.org/five", elements=("Scrub the hub",)
        )
        shelf = resources.add(db, made[1], 1, offered, resources.Content(url=offered.url))
        resources.set_use(db, shelf, made[2], "trying", start, start, "", None)
        threads.begin(db, 1, ThreadDraft("ask", "clabsi", "Who changes patches on Mondays?", "We do.", resource=shelf))
        unagreed = replace(_chart(db, made[-1]), sentence=UNAGREED, rates=UNAGREED)
        stories.set_state(db, stories.save(db, made[-1], 1, _told("Nobody"), unagreed), "published")
    settle(made)
    return made


def deal_anew(made: Sequence[int], seed: int) -> None:
    """Deals the numbers of all centres but the first out anew among them. What they use and tell stays theirs."""
    others = list(made[1:])
    dealt = np.random.default_rng(seed).permutation(others).tolist()
    dealt = dealt if dealt != others else dealt[::-1]
    cases = " ".join(f"WHEN {old} THEN {new}" for old, new in zip(others, dealt, strict=True))
    with engine.begin() as db:
        db.execute(text("PRAGMA defer_foreign_keys=ON"))
        db.execute(text("UPDATE count SET centre_id = -centre_id"))  # first out of the way: each key stands once
        db.execute(text(f"UPDATE count SET centre_id = CASE -centre_id {cases} ELSE -centre_id END"))
        for kept in ("pooled_year", "go_live", "opened"):  # the last: how often a walk before this opened a chart
            db.execute(text(f"DELETE FROM {kept}"))
        db.execute(text("DELETE FROM setting WHERE key LIKE 'together.%'"))
    settle(made)


def settle(made: Sequence[int]) -> None:
    """What follows from the numbers by itself: what each centre is told, and the figures of the collaborative."""
    with engine.begin() as db:
        for centre in made:
            finding.look(db, centre)
    together.snapshot()


def _told(name: str) -> StoryDraft:
    return StoryDraft("clabsi", "ICU", f"What {name} did", "Why", "Did", "Found", "Means", measure="clabsi-rate")


def _chart(db: Session, centre: int) -> Frozen:
    numbers = counts.numbers(db, centre, "clabsi")
    frozen = frozen_from(Query.of(theme("clabsi"), "clabsi-rate", "ICU"), numbers, ())
    assert frozen is not None
    return frozen
