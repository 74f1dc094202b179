"""The demo's meetings, by the actions of every day: one that was held, with promises, and one that is prepared."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mist_dash.actions import meetings, presenting, promises, slide_consents, votes
from mist_dash.actions.demo import WORDS
from mist_dash.actions.slides import offers
from mist_dash.core.meeting import MeetingDraft, SlideUse
from mist_dash.core.people import Person, Role
from mist_dash.core.room import CardDraft
from mist_dash.store import engine, people, room

USES: tuple[SlideUse, ...] = ("meeting", "pack")


def fill(today: date | None = None) -> None:
    """Comes after the demo and its figures of all centres together, which stand on slides."""
    words, now = tomllib.loads(WORDS.read_text("utf-8")), today or datetime.now(UTC).date()
    with engine.reading() as db:
        centres = {name: id for id, name in people.centre_names(db).items()}
        who = next(one for one in people.accounts(db) if one.role is Role.FACILITATOR)
    actor = Person(who.id, who.name, who.role, username=who.username)
    _held(actor, words["meeting_held"], centres, now)
    _agree(words, centres)
    _prepared(actor, words["meeting_prepared"], centres, now)


def _agree(words: dict[str, Any], centres: dict[str, int]) -> None:
    """Centres that let it be known that they have something to tell also let it be told."""
    for name in words["let_know"]:
        for key in _keys("without"):
            _let(centres[name], name, key)


def _held(actor: Person, words: dict[str, Any], centres: dict[str, int], now: date) -> None:
    day = now - timedelta(days=words["days_ago"])
    id = meetings.begin(actor, MeetingDraft(words["title"], day, words["minutes"])).id or 0
    meetings.ask_the_room(actor, id, words["question"], words["choices"])
    shown = presenting.freeze(actor, id)
    asked = next(slide.key for slide in shown.slides if slide.choices)
    for choice, how_many in enumerate(words["answers"]):
        for phone in range(how_many):
            votes.answer(shown.code, asked, choice, f"a phone of the demo {choice} {phone}")
    votes.reveal(actor, id, asked)
    presenting.note_here(actor, id, [id for name, id in centres.items() if name.startswith(tuple(words["here"]))])
    presenting.hold(actor, id)
    for one in words["cards"]:
        due = day + timedelta(days=one["by"]) if "by" in one else None
        with engine.begin() as db:
            told = CardDraft(
                one["kind"], one["text"], centres.get(one.get("centre", "")), due, one.get("leaves_room", False)
            )
            card = room.add_card(db, id, told, day)
        if "state" in one:
            promises.settle(actor, card, one["state"])


def _prepared(actor: Person, words: dict[str, Any], centres: dict[str, int], now: date) -> None:
    day = now + timedelta(days=words["in_days"])
    id = meetings.begin(actor, MeetingDraft(words["title"], day, words["minutes"])).id or 0
    with engine.reading() as db:
        found = {offer.slide.title: key for key, offer in offers(db).items()}
    stories = [found[title] for title in words["stories"]]
    for key in stories:
        meetings.put_in(actor, id, key)
    users = next((key for title, key in found.items() if words["who_else"] in title and key.startswith("who-else")), "")
    if users:
        meetings.ask(actor, users)
        for name in words["named"]:
            _let(centres[name], name, users)
        meetings.put_in(actor, id, users)
    meetings.ask_the_room(actor, id, words["question"], words["choices"])
    asked = next(slide.key for slide in meetings.see(actor, id).meeting.slides if slide.choices)
    meetings.note(actor, id, stories[0], 8, words["notes"]["story"])
    meetings.note(actor, id, asked, 5, words["notes"]["question"])
    presenting.freeze(actor, id)


def _let(centre: int, name: str, key: str) -> None:
    """Somebody who speaks for the centre agrees to both uses of just what is there; nothing where it is not theirs."""
    with engine.reading() as db:
        who = next(one for one in people.accounts(db) if one.centre == centre)
    lead = Person(who.id, who.name, Role.LEAD, centre, name)
    for use in USES:
        for one in slide_consents.shown(lead, key):
            slide_consents.agree(lead, key, use, one.content[use])


def _keys(kind: str) -> list[str]:
    with engine.reading() as db:
        return [key for key, offer in offers(db).items() if offer.slide.kind == kind]
