"""What happens in the room, as values: cards with a centre and a date, votes on phones, and what is written down after.

A promise is a card of the kind "will try": it opens the next meeting as kept, open or let go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mist_dash.core import plain_text
from mist_dash.core.errors import Problem
from mist_dash.core.meeting import SlideLine
from mist_dash.core.people import Deed, Person, may

CardKind = Literal["ask", "offer", "will try", "decision"]
CARD_KINDS: dict[CardKind, str] = {
    "ask": "Ask",
    "offer": "Offer",
    "will try": "Will try",
    "decision": "Decision",
}
PromiseState = Literal["open", "kept", "let go"]
PROMISE_STATES: dict[PromiseState, str] = {"open": "Open", "kept": "Kept", "let go": "Let go"}
LONGEST_CARD = 140  # characters: it is read from the back of a room


@dataclass(frozen=True)
class Card:
    """One card. centre_name: empty for a decision of all. due: the day by which; None where there is none.

    leaves_room: whether its centre lets it stand in what people take along, as was said aloud when it was put up.
    """

    id: int
    meeting: int
    kind: CardKind
    text: str
    centre: int | None
    centre_name: str
    due: date | None
    made: date
    state: PromiseState = "open"
    settled: date | None = None
    leaves_room: bool = False


@dataclass(frozen=True)
class CardDraft:
    """What was typed for a card; nothing about it is trusted yet."""

    kind: CardKind
    text: str
    centre: int | None = None
    due: date | None = None
    leaves_room: bool = False


@dataclass(frozen=True)
class Vote:
    """A question with two answers. counts: how many chose each; None until it is revealed, then it is closed."""

    meeting: int
    key: str  # of its slide
    question: str
    choices: tuple[str, ...]
    answered: int
    counts: tuple[int, int] | None = None


@dataclass(frozen=True)
class PhoneSlide:
    """One slide as a phone shows it: words only, and only of what may leave the room."""

    key: str
    title: str
    said: tuple[str, ...] = ()
    centre: str | None = None
    vote: Vote | None = None


@dataclass(frozen=True)
class Phone:
    """A meeting as a phone shows it. now: the key of the slide on the screen; empty when nobody told."""

    title: str
    slides: tuple[PhoneSlide, ...]
    now: str = ""


@dataclass(frozen=True)
class ShownSlide:
    """A slide that was shown. key: within its meeting, so that it can be taken along alone."""

    key: str
    title: str


@dataclass(frozen=True)
class MeetingMinutes:
    """What is written down of a meeting: what was decided, promised, asked and offered, the votes, who was there."""

    title: str
    day: date
    here: tuple[str, ...]  # centres, from A to Z
    shown: tuple[ShownSlide, ...]  # those that may leave the room
    cards: tuple[Card, ...] = ()
    votes: tuple[Vote, ...] = ()
    before: tuple[SlideLine, ...] = ()  # the promises with which it opened, and what had become of them
    before_leaves: tuple[SlideLine, ...] = ()  # those of them that may leave the room

    def of(self, kind: CardKind) -> tuple[Card, ...]:
        return tuple(card for card in self.cards if card.kind == kind)


def to_take_along(found: MeetingMinutes) -> MeetingMinutes:
    """What of it may leave the room: a decision of all, and of each centre what it agreed to."""
    cards = tuple(card for card in found.cards if card.centre is None or card.leaves_room)
    return replace(found, cards=cards, before=found.before_leaves)


def problems_of(card: CardDraft) -> tuple[Problem, ...]:
    """Everything that keeps a card from being put up, all at once."""
    found = plain_text.problem("card", "In one line", card.text, LONGEST_CARD)
    if card.kind != "decision" and card.centre is None:
        found += (Problem("card", None, "Centre", "nothing", "a centre", "Choose whose card it is."),)
    if card.kind == "will try" and card.due is None:
        found += (Problem("card", None, "By", "nothing", "a day", "Choose the day by which it will be tried."),)
    return found


def may_settle(actor: Person, card: Card) -> bool:
    """Whether a promise is of the own centre; a facilitator settles any, as it is told in the room."""
    return may(actor, Deed.SETTLE_PROMISE) and (may(actor, Deed.HOLD_MEETING) or card.centre == actor.centre)
