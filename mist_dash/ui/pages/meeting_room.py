"""In the room, on an assistant's own screen: who is here, votes, and cards, which stand on the slide once typed."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import presenting, promises, votes
from mist_dash.core.meeting import Meeting
from mist_dash.core.people import Person
from mist_dash.core.room import CARD_KINDS, LONGEST_CARD, PROMISE_STATES, Card, CardDraft, Vote, may_settle
from mist_dash.ui import access
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import empty, escape

CARD = "room-card"
ICONS = {"open": ":material/radio_button_unchecked:", "kept": ":material/check_circle:", "let go": ":material/remove:"}


def card_form(actor: Person, meeting: Meeting, centres: dict[int, str]) -> None:
    with form_kit.form(CARD, border=True):
        columns = st.columns([2, 3, 2])
        kind = columns[0].selectbox("Kind", list(CARD_KINDS), format_func=lambda one: CARD_KINDS[one])
        centre = columns[1].selectbox(
            "Centre",
            list(centres),
            None,
            format_func=centres.__getitem__,
            placeholder="Choose whose it is",
            help="A decision of all needs none.",
        )
        due = columns[2].date_input("By", None, format="DD/MM/YYYY")
        text = st.text_input("In one line", max_chars=LONGEST_CARD)
        leaves = st.checkbox("They say that it may leave the room, in the minutes that people take along")
        confirmed = form_kit.confirmed(CARD)
        if st.form_submit_button("Put it up", type="primary"):
            outcome = promises.put_up(actor, meeting.id, CardDraft(kind, text, centre, due, leaves), confirmed)
            form_kit.answer(CARD, outcome, "It is up.")


def cards(actor: Person, found: tuple[Card, ...]) -> None:
    if not found:
        empty("No card yet.", "Type what people ask, offer and will try, while they say it.")
    for card in found:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            where = "also in the minutes’ file" if card.leaves_room or card.centre is None else "in the room only"
            st.markdown(f"**{CARD_KINDS[card.kind]}** · {line(card)} · {where}", width="content")
            if st.button("Take down", key=f"down-{card.id}", type="tertiary"):
                promises.take_down(actor, card.id)
                st.rerun()


def line(card: Card, named: bool = True) -> str:
    """Whose it is, where that is not plain, what, and by when."""
    due = f" (by {card.due.day} {card.due:%B %Y})" if card.due else ""
    return f"{escape(card.centre_name) + ': ' if named and card.centre_name else ''}{escape(card.text)}{due}"


def let_leave(actor: Person, card: Card) -> None:
    """One card of the own centre, with the lead's last word on whether it may leave the room."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        where = "may be taken along" if card.leaves_room else "in the room only"
        st.markdown(f"{CARD_KINDS[card.kind]}: {line(card, named=False)} · {where}", width="content")
        said = "Keep it in the room" if card.leaves_room else "It may leave the room"
        if st.button(said, key=f"leave-{card.id}-{card.leaves_room}", type="tertiary"):
            promises.let_leave(actor, card.id, not card.leaves_room)
            st.rerun()


@st.fragment(run_every=2)
def counting(meeting: Meeting) -> None:
    """How many phones have answered; how many chose what, once it is revealed."""
    actor = access.who()  # read again: a fragment runs on while somebody is signed out elsewhere
    for vote in votes.votes(actor, meeting.id):
        with st.container(border=True):
            st.markdown(f"**{escape(vote.question)}**")
            _vote(actor, meeting, vote)


def _vote(actor: Person, meeting: Meeting, vote: Vote) -> None:
    phones = "1 phone has answered" if vote.answered == 1 else f"{vote.answered} phones have answered"
    if vote.counts is not None:
        st.markdown(" · ".join(f"{escape(name)}: {n}" for name, n in zip(vote.choices, vote.counts, strict=True)))
        return
    st.markdown(phones)
    if st.button("Close and reveal", key=f"reveal-{vote.key}"):
        votes.reveal(actor, meeting.id, vote.key)
        st.rerun()


def over(meeting: Meeting) -> bool:
    """Whether the meeting is over, which is asked twice: it cannot be opened again."""
    with st.popover("The meeting is over", icon=":material/flag:"):
        day = f"{meeting.day.day} {meeting.day:%B %Y}"
        st.markdown(f"**Really?** It is planned for {day}. Once it is over it cannot be opened again.")
        st.markdown("Phones can join and vote no more, members read its minutes, and its promises stand.")
        return st.button("Yes, it is over", type="primary")


def here(actor: Person, meeting: Meeting, centres: dict[int, str]) -> None:
    """Several assistants may note it at once: what each adds and takes away is kept, and all see the same."""
    key, noted = f"here-{meeting.id}", f"here-noted-{meeting.id}"
    if key in st.session_state:
        chosen, before = set(st.session_state[key]), set(st.session_state[noted])
        if chosen != before:
            presenting.note_here(actor, meeting.id, chosen - before, before - chosen)
    # Written before the field is drawn: a default that changed would make it another field, and lose a choice.
    now = [one for one in presenting.here(actor, meeting.id) if one in centres]
    st.session_state[key] = st.session_state[noted] = now
    st.multiselect("Which centres are here?", list(centres), format_func=centres.__getitem__, key=key)


def settle(actor: Person, card: Card, named: bool = True) -> None:
    """One promise, with what became of it, and the presses that say so."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"{ICONS[card.state]} {line(card, named)} · {PROMISE_STATES[card.state].lower()}", width="content")
        if may_settle(actor, card):
            with st.container(horizontal=True, width="content"):
                for state, label in PROMISE_STATES.items():
                    said = "Open again" if state == "open" else label
                    if state != card.state and st.button(said, key=f"{state}-{card.id}", type="tertiary"):
                        promises.settle(actor, card.id, state)
                        st.rerun()
