"""Promises: made as cards in the room, on their owners' home after it, and what opens the next meeting."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from mist_dash.actions import meetings, presenting, promises
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.meeting import MeetingDraft
from mist_dash.core.people import VISITOR, Person, Role
from mist_dash.core.room import CardDraft
from mist_dash.exports.minutes import markdown
from tests.conftest import Cast
from tests.meetings import DAY

DUE = date(2027, 3, 1)


def others_lead(cast: Cast) -> Person:
    return replace(cast.stranger, role=Role.LEAD)


def meeting(cast: Cast, title: str = "Spring") -> int:
    id = meetings.begin(cast.facilitator, MeetingDraft(title, DAY, 30)).id
    assert id is not None
    return id


def promise(cast: Cast, id: int, who: Person, text: str) -> int:
    card = promises.put_up(cast.facilitator, id, CardDraft("will try", text, who.centre, DUE)).id
    assert card is not None
    return card


def held(cast: Cast, id: int) -> None:
    presenting.freeze(cast.facilitator, id)
    presenting.hold(cast.facilitator, id)


def test_promises_open_the_next_meeting_as_kept_open_or_let_go(cast: Cast) -> None:
    first = meeting(cast)
    kept, let_go, still = (promise(cast, first, cast.lead, text) for text in ("Audit", "Count", "Wash"))
    theirs = promise(cast, first, others_lead(cast), "Teach")
    held(cast, first)
    promises.settle(cast.member, kept, "kept")
    promises.settle(cast.contributor, let_go, "let go")
    promises.settle(cast.facilitator, theirs, "kept")
    second = meetings.see(cast.facilitator, meeting(cast, "Summer")).meeting
    opening = next(slide for slide in second.slides if slide.kind == "promises")
    assert [(line.head, line.text.split(" (")[0]) for line in opening.said] == [
        ("kept", "Ash Hospital: Audit"),
        ("kept", "Birch Hospital: Teach"),
        ("open", "Ash Hospital: Wash"),
        ("let go", "Ash Hospital: Count"),
    ]
    assert "(by 1 March 2027)" in opening.said[0].text and not opening.leaves_room
    assert still


def test_a_promise_stands_on_its_owners_home_once_the_meeting_is_over_and_on_nobody_elses(cast: Cast) -> None:
    id = meeting(cast)
    card = promise(cast, id, cast.lead, "Audit")
    assert promises.ours(cast.member) == () and promises.every(cast.member) == ()
    held(cast, id)
    assert [one.text for one in promises.ours(cast.member)] == ["Audit"]
    assert promises.ours(cast.stranger) == ()
    assert [one.text for one in promises.every(cast.stranger)] == ["Audit"], "all who were there heard it"
    promises.settle(cast.member, card, "kept")
    assert promises.ours(cast.member) == ()
    promises.settle(cast.member, card, "open")
    assert promises.ours(cast.member)[0].settled is None


def test_only_its_owners_and_facilitators_say_what_became_of_a_promise(cast: Cast) -> None:
    id = meeting(cast)
    card, ask = (
        promise(cast, id, cast.lead, "Audit"),
        promises.put_up(cast.facilitator, id, CardDraft("ask", "Who?", cast.lead.centre)).id,
    )
    held(cast, id)
    for who in (cast.stranger, others_lead(cast)):
        with pytest.raises(NotFound):
            promises.settle(who, card, "kept")
    for who in (cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            promises.settle(who, card, "kept")
    for wrong, state in ((ask, "kept"), (999, "kept"), (card, "best")):
        with pytest.raises(NotFound):
            promises.settle(cast.member, wrong or 0, state)  # type: ignore[arg-type]
    assert promises.ours(cast.member)[0].state == "open"


def test_a_card_says_whose_it_is_and_by_when_and_holds_no_patient(cast: Cast) -> None:
    id, us = meeting(cast), cast.lead.centre
    for told in (
        CardDraft("will try", "Audit", us),
        CardDraft("will try", "Audit", None, DUE),
        CardDraft("ask", "Who?"),
        CardDraft("offer", "", us),
        CardDraft("decision", "x" * 141),
    ):
        assert promises.put_up(cast.facilitator, id, told).problems, told
    assert promises.put_up(cast.facilitator, id, CardDraft("ask", "NHS 943 476 5919?", us)).doubts
    for forged in (CardDraft("praise", "x", us), CardDraft("ask", "x", 999)):  # type: ignore[arg-type]
        with pytest.raises(Sorry):
            promises.put_up(cast.facilitator, id, forged)
    assert promises.cards(cast.facilitator, id) == ()
    assert promises.put_up(cast.facilitator, id, CardDraft("decision", "Meet in May")).id
    assert promises.put_up(cast.facilitator, id, CardDraft("decision", "Meet in May")).again
    (card,) = promises.cards(cast.facilitator, id)
    promises.take_down(cast.facilitator, card.id)
    assert promises.cards(cast.facilitator, id) == ()


def test_nobody_but_a_facilitator_puts_cards_up_or_takes_them_down(cast: Cast) -> None:
    id = meeting(cast)
    card = promise(cast, id, cast.lead, "Audit")
    for who in (cast.member, cast.lead, cast.stranger, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            promises.put_up(who, id, CardDraft("decision", "Mine"))
        with pytest.raises(NotAllowed):
            promises.take_down(who, card)
        with pytest.raises(NotAllowed):
            promises.cards(who, id)


def test_the_minutes_file_holds_of_each_centre_only_what_it_lets_leave_the_room(cast: Cast) -> None:
    """As the assistant was told aloud; and the lead of the centre, and nobody else, has the last word."""
    first, lead, other = meeting(cast), cast.lead, others_lead(cast)
    for who in (lead, other):
        for text, leaves in (("Teach", True), ("Wash", False)):
            told = CardDraft("will try", f"{text} at {who.centre}", who.centre, DUE, leaves)
            assert promises.put_up(cast.facilitator, first, told).id
    promises.put_up(cast.facilitator, first, CardDraft("decision", "We meet in May"))
    held(cast, first)
    second = meeting(cast, "Summer")
    held(cast, second)

    def taken(id: int, heading: str) -> set[str]:
        file = markdown(presenting.minutes(cast.member, id)).decode()
        return set(re.findall(r"(Teach|Wash) at (\d)", file.partition(f"## {heading}")[2].partition("##")[0]))

    (ours, its) = (str(one.centre) for one in (lead, other))
    for id, heading in ((first, "Promised"), (second, "Of the meeting before")):
        assert taken(id, heading) == {("Teach", ours), ("Teach", its)}
    assert "We meet in May" in markdown(presenting.minutes(cast.member, first)).decode()
    assert len(presenting.minutes(cast.member, first).cards) == 5, "the page is for those who were there"
    cards = {card.text: card.id for card in presenting.minutes(lead, first).cards}
    promises.let_leave(lead, cards[f"Teach at {ours}"], False)
    promises.let_leave(lead, cards[f"Wash at {ours}"], True)
    for id, heading in ((first, "Promised"), (second, "Of the meeting before")):
        assert taken(id, heading) == {("Wash", ours), ("Teach", its)}
    with pytest.raises(NotFound):
        promises.let_leave(lead, cards[f"Teach at {its}"], False)
    for who in (cast.member, cast.contributor, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            promises.let_leave(who, cards[f"Wash at {ours}"], False)
