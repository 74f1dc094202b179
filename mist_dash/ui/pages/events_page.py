"""The parts of marking an event: the form, and each event on the charts with its dates to correct."""

from __future__ import annotations

from datetime import date

import streamlit as st

from mist_dash.actions import mark_events
from mist_dash.core import events as dated
from mist_dash.core.catalogue import Theme
from mist_dash.core.events import EVENT_KINDS, Event
from mist_dash.core.people import Person
from mist_dash.ui.parts.pieces import empty, escape, pick

NOTE = "Note (only your own centre sees it)"


def form(actor: Person, theme: Theme) -> None:
    """Something new: what, where, from when, until when."""
    kind = st.radio("What was it?", list(EVENT_KINDS), format_func=EVENT_KINDS.get)
    with st.form("event", border=False, clear_on_submit=True):
        known = [one.name for one in theme.interventions] if kind == "intervention" else []
        name = st.selectbox(
            "What happened", known, accept_new_options=True, placeholder="Choose, or type a few words", index=None
        )
        area = pick("Where", _areas(theme))
        start, stop = st.columns(2)
        begun = start.date_input("From", value=date.today(), format="DD/MM/YYYY", max_value=date.today())
        ended = stop.date_input("Until (leave empty while it goes on)", value=None, format="DD/MM/YYYY")
        note = st.text_input(NOTE, max_chars=500)
        sent = st.form_submit_button("Mark it", type="primary")
    if sent:
        mark_events.mark(
            actor, theme.id, area=area, kind=kind or "other", name=name or "", start=begun, stop=ended, note=note
        )
        st.success("Marked. It stands on your charts from now on.")


def listed(actor: Person, theme: Theme) -> None:
    """Everything on the charts of this theme now, each with Pause, Correct and Remove."""
    st.subheader("On your charts now")
    found = mark_events.events(actor, theme.id)
    if not found:
        empty("Nothing marked in this theme yet.", "Mark what you started, and others can find out who uses it.")
    for event in found:
        with st.container(border=True):
            st.markdown(f"**{escape(event.name)}**, {escape(_areas(theme).get(event.area, event.area))}")
            st.caption(escape(" · ".join(filter(None, (dated.state(event), EVENT_KINDS[event.kind], event.note)))))
            _pause(actor, event)
            with st.expander("Correct or remove"):
                _correct(actor, theme, event)


def _pause(actor: Person, event: Event) -> None:
    if event.kind != "intervention" or event.stop is not None:
        return
    again = dated.is_paused(event)
    with st.popover("Take it up again" if again else "Pause it", key=f"pausing-{event.id}"):
        on = st.date_input("From", value=date.today(), format="DD/MM/YYYY", key=f"on-{event.id}")
        if st.button("Save", key=f"pause-{event.id}", type="primary"):
            (mark_events.resume if again else mark_events.pause)(actor, event.id, on)
            st.rerun()


def _correct(actor: Person, theme: Theme, event: Event) -> None:
    areas = _areas(theme)
    here = list(areas).index(event.area) if event.area in areas else 0
    with st.form(f"correct-{event.id}", border=False):
        name = st.text_input("What happened", event.name, max_chars=120)
        area = st.selectbox("Where", [*areas], here, format_func=lambda name: areas[name])
        start, stop = st.columns(2)
        begun = start.date_input("From", event.start, format="DD/MM/YYYY")
        ended = stop.date_input("Until (leave empty while it goes on)", event.stop, format="DD/MM/YYYY")
        note = st.text_input(NOTE, event.note, max_chars=500)
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save")
            removed = st.form_submit_button("Remove it from the charts")
    if saved:
        mark_events.change(actor, event.id, area=area or "", name=name, start=begun, stop=ended, note=note)
        st.rerun()
    if removed:
        mark_events.remove(actor, event.id)
        st.rerun()


def _areas(theme: Theme) -> dict[str, str]:
    return {"": "Every area"} | {area.name: area.title for area in theme.areas}
