"""A collaborative on the day before a meeting: seven centres, each with something of every kind that a slide can show.

Every number of a centre is its own and long enough to be known again wherever it turns up.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

import numpy as np
from sqlalchemy import Connection

from mist_dash.actions import meetings, slide_consents, together
from mist_dash.actions.catalogue import theme
from mist_dash.actions.stories import frozen_from
from mist_dash.core import months
from mist_dash.core.events import Event
from mist_dash.core.finding import Finding
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import MeetingDraft, SlideUse
from mist_dash.core.people import Person, Role
from mist_dash.core.query import Query
from mist_dash.core.resources import ResourceDraft
from mist_dash.core.stories import StoryDraft
from mist_dash.core.threads import ThreadDraft
from mist_dash.store import chart_events, counts, engine, people, resources, signals, threads
from mist_dash.store import stories as kept_stories
from tests import network

MONTHS = months.between("2022-04", "2026-09")
DAY = date(2026, 12, 4)
KINDS = ("story", "without", "resource", "question", "who else")


@dataclass
class World:
    """The people, and by centre what is its own: the keys of its slides by kind, and its numbers as written."""

    centres: list[int]
    facilitator: Person
    leads: dict[int, Person]
    keys: dict[int, dict[str, str]] = field(default_factory=dict)
    numbers: dict[int, set[str]] = field(default_factory=dict)

    def meeting(self, *keys: str, title: str = "Spring") -> int:
        """A meeting with just these slides beside the fixed ones."""
        id = meetings.begin(self.facilitator, MeetingDraft(title, DAY, 5)).id
        assert id is not None
        for slide in meetings.see(self.facilitator, id).meeting.slides:
            if slide.key not in ("lobby", "promises", "room", "close"):
                meetings.take_out(self.facilitator, id, slide.key)
        for key in keys:
            meetings.put_in(self.facilitator, id, key)
        return id

    def agree(self, centre: int, kind: str, *uses: SlideUse) -> str:
        """Asked in one press, and agreed to as it was shown; returns the key."""
        key = self.keys[centre][kind]
        asked = {one.item.key: one for one in meetings.proposals(self.facilitator)}[key]
        if asked.to_ask:
            meetings.ask(self.facilitator, key)
        for use in uses or ("meeting",):
            (shown,) = slide_consents.shown(self.leads[centre], key)
            slide_consents.agree(self.leads[centre], key, use, shown.content[use])
        return key


def world() -> World:
    """In the database of now, made once and laid in as it was made: the charts of seven centres take a while."""
    made, content = _made()
    engine.use("sqlite://")
    with engine.engine().connect() as connection:
        _raw(connection).deserialize(content)
    return replace(made)


@cache
def _made() -> tuple[World, bytes]:
    engine.use("sqlite://")
    engine.upgrade()
    return _new(7), content_of_now()


def content_of_now() -> bytes:
    """The file that the database in memory would be."""
    with engine.engine().connect() as connection:
        return _raw(connection).serialize()


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.rollback()
    return raw


def _new(how_many: int) -> World:
    with engine.begin() as db:
        centres = network.centres(db, how_many)
        people.add(db, "fran", "Fran", Role.FACILITATOR, "no password")
        for n, centre in enumerate(centres):
            people.add(db, f"lead{n}", f"Lead {n}", Role.LEAD, "no password", centre)
    with engine.reading() as db:
        known = {one.username: one for one in people.accounts(db)}
        names = people.centre_names(db)
    leads = {
        centre: Person(known[f"lead{n}"].id, f"Lead {n}", Role.LEAD, centre, names[centre], f"lead{n}")
        for n, centre in enumerate(centres)
    }
    made = World(centres, Person(known["fran"].id, "Fran", Role.FACILITATOR, username="fran"), leads)
    for n, centre in enumerate(centres):
        _fill(made, n, centre)
    together.snapshot()
    return made


def _fill(made: World, n: int, centre: int) -> None:
    random, lead = np.random.default_rng(n), made.leads[centre]
    rows = {  # no two of these numbers are alike, of whatever centre
        (area, month): (1001 + 700 * n + 100 * which + place, 200_003 + 1000 * n + 7000 * which + 13 * place)
        for which, area in enumerate(("ICU", "Haem-Onc"))
        for place, month in enumerate(random.permutation(MONTHS))
    }
    intervention = Event(0, "ICU", "intervention", "Biopatches", date(2024, 1 + n, 3), None, "")
    told = StoryDraft("clabsi", "ICU", f"What {n} did", "Why", "Did", "Found", "Means", "Not", measure="clabsi-rate")
    with engine.begin() as db:
        network.send(db, centre, rows, lead.id or 0)
        chart_events.add_event(db, centre, "clabsi", intervention)
        story = kept_stories.save(db, centre, lead.id or 0, told, chart(db, centre))
        kept_stories.set_state(db, story, "published")
        offered = ResourceDraft("clabsi", f"Bundle {n}", "link", url="https://example.org/b", aim="One page")
        shelf = resources.add(db, centre, lead.id or 0, offered, resources.Content(url=offered.url))
        asked = threads.begin(db, lead.id or 0, ThreadDraft("ask", "clabsi", f"Who knows {n}?", "We do not."))
        signals.keep(db, centre, [Finding("clabsi", "clabsi-rate", "ICU", "quiet", "2025-03")])
        signals.decide(db, centre, "clabsi", let_know=True)
    made.keys[centre] = {
        "story": f"story-{story}",
        "without": f"without-clabsi-{centre}",
        "resource": f"resource-{shelf}",
        "question": f"question-{asked}",
        "who else": f"who-else-clabsi-{_place('Biopatches')}",
    }
    made.numbers[centre] = _written(centre, rows)


def _place(intervention: str) -> int:
    return [one.name for one in theme("clabsi").interventions].index(intervention)


def chart(db: engine.Session, centre: int) -> Frozen:
    numbers = counts.numbers(db, centre, "clabsi")
    found = frozen_from(Query.of(theme("clabsi"), "clabsi-rate", "ICU"), numbers, ())
    assert found is not None
    return found


def _written(centre: int, rows: Mapping[tuple[str, str], tuple[int, int]]) -> set[str]:
    """Each count, exposure and monthly rate; and what its chart says of its years."""
    found = {str(value) for pair in rows.values() for value in pair}
    found |= {f"{count / days * 1000:.5f}" for count, days in rows.values()}
    with engine.reading() as db:
        said = numbers_in(chart(db, centre).sentence)
    return found | {number for number in said if len(number) > 4}  # not the years


def numbers_in(answer: object) -> set[str]:
    """Every number in an answer to the letter, as those of a centre are written."""
    text = (answer if isinstance(answer, str) else repr(answer)).replace(",", "")
    found = map(float, re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", text))
    return {f"{one:.0f}" if one == int(one) else f"{one:.5f}" for one in found}


def correct(made: World, centre: int) -> None:
    """The centre sends its newest month again, with another number."""
    with engine.begin() as db:
        network.send(db, centre, {("ICU", MONTHS[-1]): (4321, 987_654)}, made.leads[centre].id or 0)


def withdraw(made: World, centre: int, kind: str) -> None:
    for use in ("meeting", "pack"):
        slide_consents.take_back(made.leads[centre], made.keys[centre][kind], use)  # type: ignore[arg-type]
