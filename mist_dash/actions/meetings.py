"""A meeting is prepared: what is new proposes itself, leads are asked, and only what was agreed to can be put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mist_dash.actions import slides as made
from mist_dash.core import plain_text, slides
from mist_dash.core.errors import NotFound, Problem, Sorry
from mist_dash.core.meeting import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    Meeting,
    MeetingDraft,
    PlannedSlide,
    Slide,
    SlideProposal,
)
from mist_dash.core.people import Deed, Person, check
from mist_dash.core.plain_text import Doubt, Outcome
from mist_dash.core.room import Card
from mist_dash.core.slides import CLOSE, FIXED, LOBBY, OWN, PROMISES, ROOM, Offer
from mist_dash.store import audit, engine, meetings, room, slide_consents, submissions
from mist_dash.store.engine import Session

MOST_SLIDES = 40
MOST_MINUTES = 480
NOT_AGREED = "Its centre has not agreed that this is shown at a meeting. Ask its lead first: one press does it."
FROZEN = "This meeting is frozen: what was agreed is what is shown. Open it for changes first."


@dataclass(frozen=True)
class Preparing:
    """A meeting as its facilitator prepares it, and what could be put in, with what is new since the last one."""

    meeting: Meeting
    proposals: tuple[SlideProposal, ...]
    since: date | None  # the last meeting


def every(actor: Person) -> tuple[Meeting, ...]:
    """Every meeting, the latest first."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        return meetings.meetings(db)


def proposals(actor: Person) -> tuple[SlideProposal, ...]:
    """What could be put in: of what was not agreed to, what it is about and whose it is."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        return _proposals(db, made.offers(db))


def see(actor: Person, id: int) -> Preparing:
    """A meeting with its slides as they would be shown now, or as they were frozen."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        found, offers = known(db, id), made.offers(db)
        if found.state == "draft":
            found = planned(db, found, offers)
        return Preparing(found, _proposals(db, offers), meetings.last_held(db))


def begin(actor: Person, told: MeetingDraft, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Begins a meeting with what is new and agreed to, as far as its minutes go; or says what is missing."""
    check(actor, Deed.HOLD_MEETING)
    told = replace(told, title=told.title.strip())
    outcome = _unfit({"What the meeting is called": told.title}, _wrong(told), confirmed)
    if outcome is not None:
        return outcome
    with engine.begin() as db:

        def keep() -> int:
            id = meetings.add(db, told)
            meetings.set_plan(db, id, _first_plan(db, told))
            audit.record(db, actor, Deed.HOLD_MEETING, f"began the meeting “{told.title}”", {"meeting": id})
            return id

        return submissions.once(db, "meeting", (actor.id, told), keep)


def change(actor: Person, id: int, told: MeetingDraft, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Another title, day or length."""
    check(actor, Deed.HOLD_MEETING)
    told = replace(told, title=told.title.strip())
    outcome = _unfit({"What the meeting is called": told.title}, _wrong(told), confirmed)
    if outcome is not None:
        return outcome
    with engine.begin() as db:
        _draft(db, id)
        meetings.change(db, id, told)
        audit.record(db, actor, Deed.HOLD_MEETING, f"changed the meeting “{told.title}”", {"meeting": id})
        return Outcome(id)


def put_in(actor: Person, id: int, key: str) -> None:
    """Puts a slide into the running order. Raises Sorry for what was not agreed to, whatever the page asked for."""
    check(actor, Deed.HOLD_MEETING)

    def added(db: Session, order: list[PlannedSlide]) -> list[PlannedSlide]:
        if key not in FIXED:
            offer = made.offers(db).get(key)
            if offer is None:
                raise NotFound("This is not there any more. Reload the page.")
            if not offer.shown:
                raise Sorry(NOT_AGREED)
            return _before_the_end(order, PlannedSlide(key, offer.slide.minutes))
        return _before_the_end(order, PlannedSlide(key, _fixed(db, known(db, id), key).minutes))

    _change(actor, id, f"put in {key}", added)


def ask_the_room(
    actor: Person, id: int, title: str, choices: Sequence[str] = (), confirmed: tuple[Doubt, ...] = ()
) -> Outcome:
    """Puts in a question of the facilitator's own; with two answers, it is a vote on phones."""
    check(actor, Deed.HOLD_MEETING)
    texts = {"The question": title, "One answer": "", "The other answer": ""}
    given = tuple(one.strip() for one in choices if one.strip())
    texts |= dict(zip(list(texts)[1:], given, strict=False))
    problems = plain_text.problem("question", "The question", title, LONGEST_TITLE)
    if len(given) not in (0, 2) or any(len(one) > LONGEST_TITLE // 3 for one in given):
        expected = "two short ones, or none"
        found = ", ".join(given) or "nothing"
        problems += (Problem("question", None, "Answers", found, expected, "Write two answers of a few words."),)
    outcome = _unfit(texts, problems, confirmed)
    if outcome is not None:
        return outcome

    def added(_: Session, order: list[PlannedSlide]) -> list[PlannedSlide]:
        taken = {one.key for one in order}
        key = next(f"{OWN}{n}" for n in range(1, MOST_SLIDES + 2) if f"{OWN}{n}" not in taken)
        return _before_the_end(order, PlannedSlide(key, 4, "", title.strip(), given))

    _change(actor, id, "put in a question", added)
    return Outcome(id)


def take_out(actor: Person, id: int, key: str) -> None:
    check(actor, Deed.HOLD_MEETING)
    _change(actor, id, f"took out {key}", lambda _, order: [one for one in order if one.key != key])


def move(actor: Person, id: int, key: str, by: int) -> None:
    """So many places up (less than 0) or down in the running order, as far as it goes."""
    check(actor, Deed.HOLD_MEETING)

    def moved(_: Session, order: list[PlannedSlide]) -> list[PlannedSlide]:
        at = next((place for place, one in enumerate(order) if one.key == key), None)
        if at is not None:
            order.insert(max(0, at + by), order.pop(at))
        return order

    _change(actor, id, f"moved {key}", moved)


def note(actor: Person, id: int, key: str, minutes: int, text: str) -> None:
    """How long a slide takes, and what only its presenter reads."""
    check(actor, Deed.HOLD_MEETING)
    if not 1 <= minutes <= MOST_MINUTES or len(text) > LONGEST_NOTE:
        raise Sorry(f"A slide takes from 1 to {MOST_MINUTES} minutes, and its note has {LONGEST_NOTE} characters.")

    def noted(_: Session, order: list[PlannedSlide]) -> list[PlannedSlide]:
        return [replace(one, minutes=minutes, note=text.strip()) if one.key == key else one for one in order]

    _change(actor, id, f"wrote a note for {key}", noted)


def ask(actor: Person, key: str) -> None:
    """Asks the leads whose agreement a slide still needs. Each sees exactly what would be shown."""
    check(actor, Deed.HOLD_MEETING)
    with engine.begin() as db:
        offer = made.offers(db).get(key)
        if offer is None or not offer.centres:
            raise NotFound("Nobody has to be asked for this any more. Reload the page.")
        for centre in offer.centres:
            slide_consents.ask(db, key, centre, actor.id or 0)
        audit.record(db, actor, Deed.HOLD_MEETING, f"asked whether “{offer.slide.title}” may be shown", {"slide": key})


def known(db: Session, id: int) -> Meeting:
    """Raises NotFound for a meeting that there is not."""
    found = meetings.meeting(db, id)
    if found is None:
        raise NotFound("There is no such meeting.")
    return found


def planned(db: Session, found: Meeting, offers: dict[str, Offer]) -> Meeting:
    """The slides of a running order as they would be shown now; what is not agreed to any more is named in `gone`."""
    shown: list[Slide] = []
    gone: list[str] = []
    for one in meetings.plan(db, found.id):
        slide = _slide(db, found, one, offers)
        if slide is None:
            gone.append(_name_of(one.key, offers))
        else:
            shown.append(replace(slide, minutes=one.minutes, note=one.note))
    return replace(found, slides=tuple(shown), gone=tuple(gone))


def open_promises(db: Session) -> tuple[Card, ...]:
    """Promises that open a meeting: those still open, those of the last meeting, and those settled since then."""
    last = next(iter(meetings.meetings(db, ("held",))), None)
    return tuple(
        one
        for one in room.promises(db)
        if one.state == "open" or (last and (one.meeting == last.id or (one.settled and one.settled > last.day)))
    )


def _slide(db: Session, found: Meeting, one: PlannedSlide, offers: dict[str, Offer]) -> Slide | None:
    if one.key in FIXED:
        return _fixed(db, found, one.key)
    if one.key.startswith(OWN):
        return slides.of_own_question(one)
    offer = offers.get(one.key)
    return offer.slide if offer and offer.shown else None


def _fixed(db: Session, found: Meeting, key: str) -> Slide:
    if key == PROMISES:
        return slides.promises(open_promises(db))
    return {LOBBY: slides.lobby(found.title, found.day), ROOM: slides.room(), CLOSE: slides.close()}[key]


def _name_of(key: str, offers: dict[str, Offer]) -> str:
    return offers[key].slide.title if key in offers else key


def _first_plan(db: Session, told: MeetingDraft) -> list[PlannedSlide]:
    """What proposes itself: the promises, then what is new and agreed to, while there is time, and the room."""
    since, found = meetings.last_held(db), Meeting(0, told.title, told.day, told.minutes)
    order = [PlannedSlide(key, _fixed(db, found, key).minutes) for key in (LOBBY, PROMISES, ROOM, CLOSE)]
    for offer in made.offers(db).values():
        fits = sum(one.minutes for one in order) + offer.slide.minutes <= told.minutes
        if offer.shown and fits and (since is None or offer.new is None or offer.new >= since):
            order = _before_the_end(order, PlannedSlide(offer.slide.key, offer.slide.minutes))
    return order


def _before_the_end(order: list[PlannedSlide], new: PlannedSlide) -> list[PlannedSlide]:
    """A new slide stands before the cards and the close, the welcome first; what is in stays where it is."""
    if any(one.key == new.key for one in order):
        return order
    end = next((n for n, one in enumerate(order) if one.key in (ROOM, CLOSE)), len(order))
    place = {LOBBY: 0, CLOSE: len(order)}.get(new.key, end)
    return [*order[:place], new, *order[place:]]


def _proposals(db: Session, offers: dict[str, Offer]) -> tuple[SlideProposal, ...]:
    asked = slide_consents.asks(db)
    return tuple(
        _proposal(one, [asked.get((one.slide.key, centre)) for centre in one.centres]) for one in offers.values()
    )


def _proposal(one: Offer, asked: Sequence[date | None]) -> SlideProposal:
    """asked: by centre that has not agreed; it counts as asked once all of them were."""
    days = [day for day in asked if day is not None]
    waits = max(days) if days and len(days) == len(asked) else None
    state = "ask" if not one.shown else "room too" if one.slide.leaves_room else "meeting"
    return SlideProposal(one.slide, state, waits, one.new, len(one.centres))  # type: ignore[arg-type]


def _change(
    actor: Person, id: int, what: str, how: Callable[[Session, list[PlannedSlide]], list[PlannedSlide]]
) -> None:
    """One change to the running order of a meeting that is not frozen."""
    with engine.begin() as db:
        found = _draft(db, id)
        order = how(db, list(meetings.plan(db, id)))
        if len(order) > MOST_SLIDES:
            raise Sorry(f"A meeting has {MOST_SLIDES} slides at most. Take one out first.")
        meetings.set_plan(db, id, order)
        audit.record(db, actor, Deed.HOLD_MEETING, f"{what} in the meeting “{found.title}”", {"meeting": id})


def _draft(db: Session, id: int) -> Meeting:
    found = known(db, id)
    if found.state != "draft":
        raise Sorry(FROZEN)
    return found


def _wrong(told: MeetingDraft) -> tuple[Problem, ...]:
    found = plain_text.problem("meeting", "What the meeting is called", told.title, LONGEST_TITLE)
    if not 5 <= told.minutes <= MOST_MINUTES:
        expected = f"5 to {MOST_MINUTES}"
        found += (Problem("meeting", None, "Minutes", str(told.minutes), expected, "Write how long it takes."),)
    return found


def _unfit(texts: dict[str, str], problems: tuple[Problem, ...], confirmed: tuple[Doubt, ...]) -> Outcome | None:
    """What keeps a form from being kept; None when nothing does."""
    doubts = plain_text.unconfirmed(plain_text.doubts(texts), confirmed)
    return Outcome(None, problems, doubts) if problems or doubts else None
