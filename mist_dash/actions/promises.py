"""Cards that are put up in the room, and promises, which stand on their owners' home and open the next meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mist_dash.actions.meetings import known
from mist_dash.core import plain_text
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.plain_text import Doubt, Outcome
from mist_dash.core.room import CARD_KINDS, PROMISE_STATES, Card, CardDraft, PromiseState, may_settle, problems_of
from mist_dash.store import audit, engine, people, room, submissions


def cards(actor: Person, id: int) -> tuple[Card, ...]:
    """The cards of one meeting, in the order in which they were put up."""
    check(actor, Deed.HOLD_MEETING)
    with engine.reading() as db:
        known(db, id)
        return room.cards(db, id)


def put_up(actor: Person, id: int, told: CardDraft, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Puts up a card, once, or says what is missing."""
    check(actor, Deed.HOLD_MEETING)
    told = replace(told, text=told.text.strip())
    problems = problems_of(told)
    doubts = plain_text.unconfirmed(plain_text.doubts({"In one line": told.text}), confirmed)
    if problems or doubts:
        return Outcome(None, problems, doubts)
    with engine.begin() as db:
        meeting = known(db, id)
        if told.kind not in CARD_KINDS or (told.centre and told.centre not in people.centre_names(db)):
            raise Sorry("Choose one of the kinds and one of the centres in the list.")

        def keep() -> int:
            card = room.add_card(db, id, told, datetime.now(UTC).date())
            what = f"put up a card at the meeting “{meeting.title}”: {CARD_KINDS[told.kind].lower()}"
            audit.record(db, actor, Deed.HOLD_MEETING, what, {"meeting": id, "card": card})
            return card

        return submissions.once(db, "card", (id, told), keep)


def take_down(actor: Person, id: int) -> None:
    check(actor, Deed.HOLD_MEETING)
    with engine.begin() as db:
        if room.card(db, id) is None:
            raise NotFound("There is no such card any more.")
        room.drop_card(db, id)
        submissions.forget(db, "card", id)
        audit.record(db, actor, Deed.HOLD_MEETING, "took down a card", {"card": id})


def let_leave(actor: Person, id: int, may: bool) -> None:
    """The lead has the last word on whether a card of the own centre stands in what people take along."""
    centre = own_centre(actor, Deed.AGREE)
    with engine.begin() as db:
        card = room.card(db, id)
        if card is None or card.centre != centre:
            raise NotFound("There is no such card of your centre.")
        room.let_leave(db, id, may)
        what = "let a card be taken along" if may else "kept a card in the room"
        audit.record(db, actor, Deed.AGREE, what, {"card": id})


def every(actor: Person) -> tuple[Card, ...]:
    """Every promise made at meetings that were held, the latest first: all who were there heard them."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return room.promises(db)[::-1]


def ours(actor: Person) -> tuple[Card, ...]:
    """The own centre's promises that are still open, by the day on which they are due."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        still = [one for one in room.promises(db, centre) if one.state == "open"]
    return tuple(sorted(still, key=lambda card: (str(card.due), card.id)))


def settle(actor: Person, id: int, state: PromiseState) -> None:
    """Says what became of a promise: by its owners, or by a facilitator when they tell it in the room."""
    check(actor, Deed.SETTLE_PROMISE)
    with engine.begin() as db:
        card = room.card(db, id)
        if card is None or not may_settle(actor, card) or card.kind != "will try" or state not in PROMISE_STATES:
            raise NotFound("There is no such promise.")
        room.settle(db, id, state, datetime.now(UTC).date())
        audit.record(db, actor, Deed.SETTLE_PROMISE, f"said of a promise: {state}", {"card": id})
