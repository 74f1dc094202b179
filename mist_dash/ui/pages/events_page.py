"""The parts of marking an event: the form, each event on the charts with its dates to correct, and how to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from mist_dash.actions import mark_events
from mist_dash.core import events as dated
from mist_dash.core.catalogue import Theme
from mist_dash.core.events import EVENT_KINDS, Event, EventEdit
from mist_dash.core.people import Person
from mist_dash.core.plain_text import Outcome
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import empty, escape, pick

NOTE = "Note (only your own centre sees it)"
NEW, DONE = "event", "event done"


def receipt(actor: Person) -> None:
    """What was done last, with one press to take it back; it stays until the next deed."""
    said = form_kit.flashed(DONE)
    if said and said.undo is not None:
        _undo(actor, said.undo, "undo-now")


def form(actor: Person, theme: Theme) -> None:
    """Something new: what, where, from when, until when."""
    kind = st.radio("What was it?", list(EVENT_KINDS), format_func=EVENT_KINDS.get)
    with form_kit.form(NEW):
        known = [one.name for one in theme.interventions] if kind == "intervention" else []
        name = st.selectbox(
            "What happened", known, accept_new_options=True, placeholder="Choose, or type a few words", index=None
        )
        area = pick("Where", _areas(theme))
        start, stop = st.columns(2)
        begun = start.date_input("From", value=date.today(), format="DD/MM/YYYY", max_value=date.today())
        ended = stop.date_input("Until (leave empty while it goes on)", value=None, format="DD/MM/YYYY")
        note = st.text_input(NOTE, max_chars=500)
        confirmed = form_kit.confirmed(NEW)
        sent = st.form_submit_button("Mark it", type="primary")
    if sent:
        outcome = mark_events.mark(
            actor,
            theme.id,
            area=area,
            kind=kind or "other",
            name=name or "",
            start=begun,
            stop=ended,
            note=note,
            confirmed=confirmed,
        )
        _answer(NEW, outcome, "Marked. It stands on your charts from now on.")


def listed(actor: Person, theme: Theme) -> None:
    """Everything on the charts of this theme now, each with Pause, Correct, Remove and its history."""
    st.subheader("On your charts now")
    found = mark_events.events(actor, theme.id)
    done = mark_events.history(actor, theme.id)
    if not found:
        empty("Nothing marked in this theme yet.", "Mark what you started, and others can find out who uses it.")
    for event in found:
        with st.container(border=True):
            _said(theme, event)
            _pause(actor, event)
            with st.expander("Correct or remove", key=f"correct-or-remove-{event.id}"):
                _correct(actor, theme, event)
            _history(actor, done.get(event.id, ()))
    gone = mark_events.removed(actor, theme.id)
    if gone:
        st.subheader("Taken off your charts")
    for event in gone:
        with st.container(border=True):
            _said(theme, event)
            _history(actor, done[event.id])


def _said(theme: Theme, event: Event) -> None:
    st.markdown(f"**{escape(event.name)}**, {escape(_areas(theme).get(event.area, event.area))}")
    st.caption(escape(" · ".join(filter(None, (dated.state(event), EVENT_KINDS[event.kind], event.note)))))


def _pause(actor: Person, event: Event) -> None:
    if event.kind != "intervention" or event.stop is not None:
        return
    again = dated.is_paused(event)
    name = f"pause-{event.id}"
    box = st.popover("Take it up again" if again else "Pause it", key=f"pausing-{form_kit.key(name)}")
    on = box.date_input("From", value=date.today(), format="DD/MM/YYYY", key=f"on-{event.id}")
    if box.button("Save", key=f"pause-{event.id}", type="primary"):
        outcome = (mark_events.resume if again else mark_events.pause)(actor, event.id, on)
        done = "taken up again" if again else "paused"
        _answer(name, outcome, f"“{event.name}” is {done} from {on:%d %B %Y}.")


def _correct(actor: Person, theme: Theme, event: Event) -> None:
    areas = _areas(theme)
    here = list(areas).index(event.area) if event.area in areas else 0
    form = f"correct-{event.id}"
    with form_kit.form(form):
        name = st.text_input("What happened", event.name, max_chars=120)
        area = st.selectbox("Where", [*areas], here, format_func=lambda name: areas[name])
        start, stop = st.columns(2)
        begun = start.date_input("From", event.start, format="DD/MM/YYYY")
        ended = stop.date_input("Until (leave empty while it goes on)", event.stop, format="DD/MM/YYYY")
        note = st.text_input(NOTE, event.note, max_chars=500)
        confirmed = form_kit.confirmed(form)
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save")
            removed = st.form_submit_button("Remove it from the charts")
    if saved:
        outcome = mark_events.change(
            actor,
            event.id,
            area=area or "",
            name=name,
            start=begun,
            stop=ended,
            note=note,
            confirmed=confirmed,
        )
        _answer(form, outcome, f"“{event.name}” is corrected.")
    if removed:
        _answer(form, mark_events.remove(actor, event.id), f"“{event.name}” is off your charts.")


def _history(actor: Person, edits: Sequence[EventEdit]) -> None:
    """What was done to one event, the newest first; the last that stands can be undone."""
    if not edits:
        return
    standing = dated.standing(edits)
    with st.expander(f"History ({len(edits)})", key=f"history-{edits[0].event}"):
        for edit in reversed(edits):
            old, new = (dated.state(one) if one else "not on the charts" for one in (edit.old, edit.new))
            with_a_file = ", with a file" if edit.by_file else ""
            st.markdown(escape(f"{dated.verb(edit)} by {edit.who}, {edit.at:%d %B %Y}{with_a_file}: {old} → {new}"))
        if standing and not standing[-1].by_file:
            _undo(actor, standing[-1].id, f"undo-{standing[-1].id}")


def _undo(actor: Person, edit: int, key: str) -> None:
    if st.button("Undo", icon=":material/undo:", key=key):
        form_kit.flash(DONE, mark_events.undo(actor, edit), stays=True)


def _answer(name: str, outcome: Outcome, sentence: str) -> None:
    """Every deed on this page has one receipt, above the form."""
    if outcome.id is None:
        form_kit.answer(name, outcome, sentence)
        return
    form_kit.empty(name)
    form_kit.answer(DONE, outcome, sentence, stays=True)


def _areas(theme: Theme) -> dict[str, str]:
    return {"": "Every area"} | {area.name: area.title for area in theme.areas}
