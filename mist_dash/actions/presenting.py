"""A meeting is frozen, rehearsed, shown, taken along and written down. Agreements are asked for again at every look."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace

from mist_dash.actions import slides as made
from mist_dash.actions.meetings import known, planned
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.meeting import Meeting, Slide, WhoElse, for_the_pack
from mist_dash.core.people import Deed, Person, check, may
from mist_dash.core.room import MeetingMinutes, ShownSlide
from mist_dash.core.slides import OWN, Offer, promise
from mist_dash.store import audit, engine, meetings, people, room
from mist_dash.store.engine import Session

LETTERS = "BCDFGHJKLMNPQRSTVWXZ2456789"  # none that is read for another, and no vowels to make words
CODE = 6
SPOKEN = ("story", "without", "resource", "question", "who else")  # kinds in which a centre speaks


def freeze(actor: Person, id: int) -> Meeting:
    """Fixes every figure as values. What is not agreed to is left out. The first time gives it a code for phones."""
    check(actor, Deed.HOLD_MEETING)
    with engine.begin() as db:
        found = known(db, id)
        if found.state != "draft":
            raise Sorry("This meeting is frozen already.")
        shown = planned(db, found, made.offers(db))
        if not shown.slides:
            raise Sorry("There is nothing to show yet. Put in a slide first.")
        code = found.code or _new_code(db)
        meetings.freeze(db, id, shown.slides, code)
        details = {"meeting": id, "slides": [slide.key for slide in shown.slides]}
        audit.record(db, actor, Deed.HOLD_MEETING, f"froze the meeting “{found.title}”", details)
        return replace(shown, state="frozen", code=code)


def thaw(actor: Person, id: int) -> None:
    """Opens a frozen meeting for changes. Its votes are gone with it, and its code stays."""
    check(actor, Deed.HOLD_MEETING)
    with engine.begin() as db:
        found = known(db, id)
        if found.state != "frozen":
            raise Sorry("Only a frozen meeting that was not held yet can be opened for changes.")
        meetings.thaw(db, id)
        room.forget_votes(db, id)
        audit.record(db, actor, Deed.HOLD_MEETING, f"opened the meeting “{found.title}” for changes", {"meeting": id})


def present(actor: Person, id: int) -> Meeting:
    """The slides as they were frozen, without those whose centre has taken its agreement back: `gone` names them."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        return _served(db, id)


def taken_along(actor: Person, id: int) -> Meeting:
    """What may leave the room, without notes: for all who sign in once it was held, for facilitators before, too.

    A vote that was revealed goes along with what was answered.
    """
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = _served(db, id, ("held",) if not may(actor, Deed.HOLD_MEETING) else ("frozen", "held"))
        counts = {vote.key: vote.counts or () for vote in room.votes(db, id, found.slides)}
        slides = tuple(replace(slide, counts=counts.get(slide.key, ())) for slide in found.slides)
        return for_the_pack(replace(found, slides=slides))


def hold(actor: Person, id: int) -> None:
    """It is over: promises stand on their owners' home, the minutes are for all, and the code opens nothing."""
    check(actor, Deed.HOLD_MEETING)
    with engine.begin() as db:
        found = known(db, id)
        if found.state != "frozen":
            raise Sorry("Only a frozen meeting can be closed.")
        meetings.hold(db, id)
        audit.record(db, actor, Deed.HOLD_MEETING, f"closed the meeting “{found.title}”", {"meeting": id})


def centres(actor: Person) -> dict[int, str]:
    """Every member by name, to say who was there."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        return people.centre_names(db)


def here(actor: Person, id: int) -> tuple[int, ...]:
    """The centres noted so far as being there."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        known(db, id)
        return meetings.here(db, id)


def note_here(actor: Person, id: int, came: Iterable[int], left: Iterable[int] = ()) -> None:
    """Notes which centres are there beside those noted already, and which are not after all. No person is named."""
    check(actor, Deed.HOLD_MEETING)
    with engine.begin() as db:
        found, members = known(db, id), people.centre_names(db)
        noted = (set(meetings.here(db, id)) | set(came)) - set(left)
        chosen = sorted(centre for centre in noted if centre in members)
        meetings.set_here(db, id, chosen)
        what = f"noted who was at the meeting “{found.title}”"
        audit.record(db, actor, Deed.HOLD_MEETING, what, {"meeting": id, "centres": chosen})


def held(actor: Person) -> tuple[Meeting, ...]:
    """The meetings that were held, the latest first, without their slides: each has minutes."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return tuple(replace(one, slides=(), code="") for one in meetings.meetings(db, ("held",)))


def minutes(actor: Person, id: int) -> MeetingMinutes:
    """What was decided, promised, asked and offered, the votes, and which centres were there."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = known(db, id)
        if found.state != "held" and not may(actor, Deed.HOLD_MEETING):
            raise NotFound("There is no such meeting.")
        names = people.centre_names(db)
        slides = _served(db, id).slides if found.state != "draft" else ()
        before = tuple(line for slide in slides if slide.kind == "promises" for line in slide.said)
        leave = {promise(card) for card in room.promises(db) if card.leaves_room}
        return MeetingMinutes(
            found.title,
            found.day,
            tuple(name for centre, name in names.items() if centre in meetings.here(db, id)),
            tuple(
                ShownSlide(slide.key, slide.title)
                for slide in slides
                if slide.leaves_room and slide.kind not in ("lobby", "close")
            ),
            room.cards(db, id),
            room.votes(db, id, slides),
            before,
            tuple(line for line in before if line.text in leave),
        )


def _served(db: Session, id: int, states: tuple[str, ...] = ("frozen", "held")) -> Meeting:
    found = known(db, id)
    if found.state not in states:
        raise NotFound("There is no such meeting, or it is not frozen yet.")
    return still_agreed(found, made.offers(db))


def still_agreed(found: Meeting, offers: dict[str, Offer]) -> Meeting:
    """Only the slides to which their centres still agree, just as they were frozen."""
    looked = [(slide, _standing(slide, offers.get(slide.key))) for slide in found.slides]
    kept = tuple(now for _, now in looked if now is not None)
    return replace(found, slides=kept, gone=tuple(slide.title for slide, now in looked if now is None))


def _standing(slide: Slide, offer: Offer | None) -> Slide | None:
    """None when the agreement does not stand, or stands for something else by now."""
    if slide.kind not in SPOKEN or slide.key.startswith(OWN):
        return slide
    if offer is None or not offer.shown:
        return None
    if isinstance(slide.figure, WhoElse):
        return _with_bars(slide, offer.slide)
    same = offer.slide.content == slide.content
    return replace(slide, leaves_room=offer.slide.leaves_room) if same else None


def _with_bars(slide: Slide, now: Slide) -> Slide | None:
    """Of who else, only the bars of those that still agree to be named."""
    assert isinstance(slide.figure, WhoElse) and isinstance(now.figure, WhoElse)
    bars = tuple(bar for bar in slide.figure.bars if bar in now.figure.bars)
    kept = replace(slide, figure=replace(slide.figure, bars=bars), leaves_room=now.leaves_room)
    return kept if bars else None


def _new_code(db: Session) -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
        if meetings.by_code(db, code) is None:
            return code
