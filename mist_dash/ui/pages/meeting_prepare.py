"""A meeting is prepared: on the left what is new, each with its state and one press; on the right the running order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st

from mist_dash.actions import meetings, presenting
from mist_dash.actions.meetings import MOST_MINUTES, Preparing
from mist_dash.core.meeting import LONGEST_NOTE, LONGEST_TITLE, Meeting, MeetingDraft, Slide, SlideProposal
from mist_dash.core.people import Person
from mist_dash.core.slides import FIXED
from mist_dash.ui.navigation import go, link
from mist_dash.ui.parts import form_kit, slide_card
from mist_dash.ui.parts.pieces import escape

BEGIN, CHANGE, QUESTION = "meeting", "meeting-change", "meeting-question"
NEWEST = 4  # meetings beside the one in view, whose way stands on the page
STATES = {"draft": "being prepared", "frozen": "frozen, ready to present", "held": "held"}
TAKEN_BACK = ":material/visibility_off: agreement taken back: not shown"
ICONS = {"room too": ":material/verified:", "meeting": ":material/check_circle:", "ask": ":material/pending:"}


def choose(found: Sequence[Meeting], asked: int | None) -> Meeting | None:
    """The meeting in the URL, else the next one that was not held; None when there is none."""
    known = {one.id: one for one in found}
    coming = [one for one in found if one.state != "held"]
    return known.get(asked or 0) or (coming[-1] if coming else None)


def others(actor: Person, found: Sequence[Meeting], chosen: Meeting | None) -> None:
    """The way to every other meeting, to its slides where they are frozen, and to a new one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("A new meeting", icon=":material/add:", key=f"box-{form_kit.key(BEGIN)}"):
            new(actor)
        beside = [one for one in found if chosen is None or one.id != chosen.id]
        for one in beside[:NEWEST]:
            _way_to(one)
        if beside[NEWEST:]:
            earlier = st.popover("Earlier meetings", key="earlier-meetings", on_change="rerun")
            if earlier.open:
                with earlier:
                    for one in beside[NEWEST:]:
                        _way_to(one)


def _way_to(one: Meeting) -> None:
    link("meetings", f"{escape(one.title)}, {one.day.day} {one.day:%B %Y}", ":material/event:", id=str(one.id))
    if one.state != "draft":
        st.link_button("Present it", f"/present/{one.id}", type="tertiary", icon=":material/slideshow:", help=one.title)


def new(actor: Person) -> None:
    with form_kit.form(BEGIN):
        title = st.text_input("What the meeting is called", max_chars=LONGEST_TITLE)
        day = st.date_input("Day", datetime.now(UTC).date() + timedelta(days=7), format="DD/MM/YYYY")
        minutes = st.number_input("Minutes", 5, MOST_MINUTES, 60, 5)
        confirmed = form_kit.confirmed(BEGIN)
        sent = st.form_submit_button("Begin with what is new", type="primary")
    if sent:
        from_form = MeetingDraft(title, day, int(minutes))
        outcome = meetings.begin(actor, from_form, confirmed)
        if outcome.id is not None and not outcome.again:
            form_kit.empty(BEGIN)
            go("meetings", id=str(outcome.id))
        form_kit.answer(BEGIN, outcome, "Begun with what is new and agreed to.")


def show(actor: Person, found: Preparing) -> None:
    """The two sides, and above them what the meeting is and the one next step."""
    meeting = found.meeting
    head(actor, meeting)
    shown = meeting if meeting.state == "draft" else presenting.present(actor, meeting.id)
    if shown.gone:
        gone = "; ".join(map(escape, shown.gone))
        st.warning(f"Not agreed to any more, so it is not shown: {gone}", icon=":material/visibility_off:")
    if meeting.state == "draft":
        left, right = st.columns([5, 6], gap="large")
        with left:
            proposals(actor, found)
        with right:
            order(actor, meeting, shown)
    else:
        order(actor, meeting, shown)


def head(actor: Person, meeting: Meeting) -> None:
    st.markdown(f"## {escape(meeting.title)}")
    state = STATES[meeting.state]
    code = f" · code for phones: **{meeting.code}**" if meeting.code and meeting.state != "held" else ""
    st.markdown(
        f"{meeting.day:%A} {meeting.day.day} {meeting.day:%B %Y} · {meeting.planned} of {meeting.minutes} minutes "
        f"planned · {state}{code}"
    )
    if meeting.planned > meeting.minutes:
        st.caption(f"{meeting.planned - meeting.minutes} minutes too many: shorten or take something out.")
    with st.container(horizontal=True, vertical_alignment="center"):
        _next_step(actor, meeting)


def _next_step(actor: Person, meeting: Meeting) -> None:
    if meeting.state == "draft":
        if st.button("Freeze and rehearse", type="primary", icon=":material/ac_unit:"):
            presenting.freeze(actor, meeting.id)
            st.rerun()
        st.caption("Every figure is fixed as it is now: what was agreed is what is shown.", width="content")
        with st.popover("Title, day, minutes", icon=":material/edit:", key=f"box-{form_kit.key(CHANGE)}"):
            _change(actor, meeting)
        return
    # A page of our own, in a window of its own: nothing of this one is on the projector.
    st.link_button("Present", f"/present/{meeting.id}", type="primary", icon=":material/slideshow:")
    link("room", "In the room: votes, cards, who is here", ":material/sticky_note_2:", id=str(meeting.id))
    if meeting.state == "held":
        link("minutes", "Minutes", ":material/description:", id=str(meeting.id))
    elif st.button("Open for changes", type="tertiary", icon=":material/edit:"):
        presenting.thaw(actor, meeting.id)
        st.rerun()


def _change(actor: Person, meeting: Meeting) -> None:
    with form_kit.form(CHANGE):
        title = st.text_input("What it is called", meeting.title, max_chars=LONGEST_TITLE)
        day = st.date_input("Its day", meeting.day, format="DD/MM/YYYY")
        minutes = st.number_input("Its minutes", 5, MOST_MINUTES, meeting.minutes, 5)
        confirmed = form_kit.confirmed(CHANGE)
        if st.form_submit_button("Keep it", type="primary"):
            outcome = meetings.change(actor, meeting.id, MeetingDraft(title, day, int(minutes)), confirmed)
            form_kit.answer(CHANGE, outcome, "Kept.")


def proposals(actor: Person, found: Preparing) -> None:
    """What is new since the last meeting first; the rest is one press away. No order by how anybody does."""
    st.subheader("What is new")
    inside = {slide.key for slide in found.meeting.slides}
    left = [one for one in found.proposals if one.item.key not in inside and not private(one)]
    is_new = [one for one in left if found.since is None or one.new is None or one.new >= found.since]
    with st.container(border=True, gap="small"):
        if not is_new:
            st.markdown("Everything new is in. Put in a question of your own, or something from before.")
        for one in is_new:
            _proposal(actor, found.meeting, one)
        _taken_out(actor, found.meeting, inside)
    older = [one for one in left if one not in is_new]
    if older:
        with st.expander(f"From before the last meeting ({len(older)})"):
            for one in older:
                _proposal(actor, found.meeting, one)
    _question(actor, found.meeting)


def _taken_out(actor: Person, meeting: Meeting, inside: set[str]) -> None:
    """What every meeting begins with and this one lost: the welcome, the promises, the cards, the close."""
    for key in (one for one in FIXED if one not in inside):
        text, button = st.columns([7, 2], vertical_alignment="center")
        text.markdown(f"{slide_card.ICONS[key]} **{slide_card.KINDS[key]}**  \ntaken out")
        if button.button("Put in", key=f"in-{key}", width="stretch"):
            meetings.put_in(actor, meeting.id, key)
            st.rerun()


def private(one: SlideProposal) -> bool:
    """Who has something to tell and has not agreed stands on “Whom to ask” only: this one may be on a shared screen."""
    return one.item.kind == "without" and one.agreed == "ask"


def _proposal(actor: Person, meeting: Meeting, one: SlideProposal) -> None:
    slide = one.item
    text, button = st.columns([7, 2], vertical_alignment="center")
    who = slide.centre or ("all centres" if slide.kind == "together" else "")
    about = " · ".join(filter(None, (slide_card.KINDS[slide.kind], escape(who), f"{ICONS[one.agreed]} {_state(one)}")))
    text.markdown(f"{slide_card.ICONS[slide.kind]} **{escape(slide.title)}**  \n{about}")
    if one.agreed != "ask" and button.button("Put in", key=f"in-{slide.key}", width="stretch"):
        meetings.put_in(actor, meeting.id, slide.key)
        st.rerun()
    waits = one.asked is None and one.to_ask
    asks = "Ask" if one.agreed == "ask" else f"Ask {one.to_ask} more"
    if waits and button.button(asks, key=f"ask-{slide.key}", width="stretch"):
        meetings.ask(actor, slide.key)
        st.rerun()


def _state(one: SlideProposal) -> str:
    asked = f", asked on {one.asked.day} {one.asked:%B}" if one.asked else ""
    if one.agreed == "ask":
        return f"not agreed{asked or ': ask'}"
    return slide_card.safe(one.item) + (f"; {one.to_ask} more{asked or ' can be asked'}" if one.to_ask else "")


def _question(actor: Person, meeting: Meeting) -> None:
    box = st.popover("Put in a question of your own", icon=":material/help:", key=f"box-{form_kit.key(QUESTION)}")
    with box, form_kit.form(QUESTION):
        title = st.text_input("The question", max_chars=LONGEST_TITLE)
        st.caption("With two answers it becomes a vote on people’s own phones, without names.")
        choices = [st.text_input(label, max_chars=40) for label in ("One answer", "The other answer")]
        confirmed = form_kit.confirmed(QUESTION)
        if st.form_submit_button("Put it in", type="primary"):
            outcome = meetings.ask_the_room(actor, meeting.id, title, choices, confirmed)
            form_kit.answer(QUESTION, outcome, "The question is in.")


def order(actor: Person, meeting: Meeting, shown: Meeting) -> None:
    """The running order; moved by hand while the meeting is prepared. shown: as its agreements are by now."""
    agreed = {slide.key: slide_card.safe(slide) for slide in shown.slides}
    st.subheader("Running order")
    last = len(meeting.slides) - 1
    with st.container(border=True, gap="small"):
        for place, slide in enumerate(meeting.slides):
            if meeting.state != "draft":
                st.markdown(_row(place, slide, agreed.get(slide.key, TAKEN_BACK)))
                continue
            text, buttons = st.columns([5, 2], vertical_alignment="center")
            text.markdown(_row(place, slide, agreed[slide.key]))
            with buttons.container(
                horizontal=True, horizontal_alignment="right", gap="xxsmall", key=f"icons-{slide.key}"
            ):
                _move(actor, meeting, slide, place, last)


def _row(place: int, slide: Slide, agreed: str) -> str:
    note = f" · :material/lock: {escape(slide.note)}" if slide.note else ""
    about = f"{slide.minutes} min · {agreed}{note}"
    return f"{place + 1}\\. {slide_card.ICONS[slide.kind]} **{escape(slide.title)}**  \n{about}"


def _move(actor: Person, meeting: Meeting, slide: Slide, place: int, last: int) -> None:
    for icon, by, said, fits in (("up", -1, "Earlier", place > 0), ("down", 1, "Later", place < last)):
        label, drawn = f"{said}: {escape(slide.title)}", f":material/arrow_{icon}ward:"
        if st.button(label, key=f"{icon}-{slide.key}", icon=drawn, help=label, disabled=not fits, type="tertiary"):
            meetings.move(actor, meeting.id, slide.key, by)
            st.rerun()
    label, name = f"Look, place, minutes, a note, take out: {escape(slide.title)}", f"note-{slide.key}"
    box = st.popover(label, icon=":material/edit_note:", help=label, type="tertiary", key=f"box-{form_kit.key(name)}")
    with box:
        _note(actor, meeting, slide, place, name)
        if st.button("Take out", key=f"out-{slide.key}", icon=":material/close:"):
            meetings.take_out(actor, meeting.id, slide.key)
            st.rerun()
        slide_card.whole(slide, slide.key)


def _note(actor: Person, meeting: Meeting, slide: Slide, place: int, name: str) -> None:
    with st.form(f"form-{form_kit.key(name)}-{place}", border=False):
        left, right = st.columns(2)
        to = left.number_input("Place in the running order", 1, len(meeting.slides), place + 1)
        minutes = right.number_input("Minutes", 1, MOST_MINUTES, slide.minutes)
        text = st.text_area("Only you see this note", slide.note, max_chars=LONGEST_NOTE, height=96)
        if st.form_submit_button("Keep it"):
            meetings.note(actor, meeting.id, slide.key, int(minutes), text)
            if by := int(to) - place - 1:
                meetings.move(actor, meeting.id, slide.key, by)
            form_kit.empty(name)
            st.rerun()
