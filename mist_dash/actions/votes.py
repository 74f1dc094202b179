"""Votes on people's own phones: two answers, one a phone, and nobody sees how many chose what until it is revealed.

Who has the code that stands on the first slide is in the room: it is asked for in place of leave.
"""

from __future__ import annotations

from mist_dash.actions import slides as made
from mist_dash.actions.meetings import known
from mist_dash.actions.presenting import still_agreed
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.meeting import Meeting, SlideLine
from mist_dash.core.people import Deed, Person, check
from mist_dash.core.room import Phone, PhoneSlide, Vote
from mist_dash.store import audit, engine, meetings, room
from mist_dash.store.engine import Session

LONGEST_COOKIE = 200


def joined(code: str) -> Phone:
    """What a phone shows: the words of the slides that may leave the room, and the votes. Raises NotFound."""
    with engine.reading() as db:
        found = still_agreed(_behind(db, code), made.offers(db))
        asked = {vote.key: vote for vote in room.votes(db, found.id, found.slides)}
        slides = tuple(
            PhoneSlide(slide.key, slide.title, tuple(map(_line, slide.said)), slide.centre, asked.get(slide.key))
            for slide in found.slides
            if slide.leaves_room
        )
        return Phone(found.title, slides, meetings.at_slide(db, found.id))


def answer(code: str, key: str, choice: int, phone: str) -> None:
    """One answer a phone; another takes its place until the vote is revealed. phone: its random cookie."""
    with engine.reading() as db:
        found = _behind(db, code)
    with engine.begin(quiet=True) as db:
        vote = _vote(db, found, key)
        if choice not in (0, 1) or not 16 <= len(phone) <= LONGEST_COOKIE:
            raise Sorry("Choose one of the two answers.")
        if vote.counts is not None:
            raise Sorry("This vote is closed: its answers are shown already.")
        room.vote(db, found.id, phone, key, choice)


def votes(actor: Person, id: int) -> tuple[Vote, ...]:
    """The votes of a meeting: how many phones answered, and what, once it was revealed."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        found = known(db, id)
        return room.votes(db, id, found.slides)


def reveal(actor: Person, id: int, key: str) -> Vote:
    """Closes a vote and says how many chose what."""
    check(actor, Deed.HOLD_MEETING)
    with engine.begin() as db:
        found = known(db, id)
        _vote(db, found, key)
        room.reveal(db, id, key)
        audit.record(db, actor, Deed.HOLD_MEETING, "revealed a vote", {"meeting": id, "slide": key})
        db.flush()
        return _vote(db, found, key)


def turn(actor: Person, id: int, key: str) -> None:
    """Which slide is on the screen now, so that phones can show the same."""
    check(actor, Deed.HOLD_MEETING)
    with engine.begin(quiet=True) as db:
        if key in {slide.key for slide in known(db, id).slides}:
            meetings.set_at_slide(db, id, key)


def _behind(db: Session, code: str) -> Meeting:
    """The meeting as it was frozen. A vote is the facilitator's own question, to which no centre has to agree."""
    found = meetings.by_code(db, code.strip().upper())
    if found is None:
        raise NotFound("This code opens no meeting now. Look at the screen again, and type it as it stands there.")
    return found


def _line(one: SlideLine) -> str:
    return f"{one.head}: {one.text}" if one.head else one.text


def _vote(db: Session, found: Meeting, key: str) -> Vote:
    vote = next((one for one in room.votes(db, found.id, found.slides) if one.key == key), None)
    if vote is None:
        raise NotFound("There is no such question in this meeting.")
    return vote
