"""A list of interventions on the page that sends data: what it would mark, on the own chart first."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mist_dash.actions import intervention_lists, mark_events, themes
from mist_dash.actions.intervention_lists import EventChange
from mist_dash.actions.share import Proposal
from mist_dash.core import events as dated
from mist_dash.core.events import Event
from mist_dash.core.intake.listed.intervention_changes import MarkChange, Marked, Marking
from mist_dash.core.people import Person
from mist_dash.core.query import Query
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

NAMES: dict[MarkChange, str] = {"new": "New", "changed": "Changed", "unchanged": "Unchanged"}


def show(actor: Person, proposal: Proposal) -> None:
    """What the list of a file would mark; nothing for a file without one."""
    if proposal.marking is None or not proposal.marking.found:
        return
    st.markdown(
        "**What it would mark on your charts.** Other centres see which interventions you use, where and since "
        "when; never a note, never a score."
    )
    st.dataframe(table(proposal, proposal.marking), hide_index=True, alt="What would be marked on the charts.")
    see_first(actor, proposal, proposal.marking)


def table(proposal: Proposal, marking: Marking) -> list[dict[str, str]]:
    areas = {"": "Every area"} | {area.name: area.title for area in proposal.theme.areas}
    return [
        {
            "What": one.after.name,
            "Where": areas.get(one.after.area, one.after.area),
            "Now": dated.state(one.after),
            "Before": dated.state(one.before) if one.before else "",
            "Note": one.after.note,
            "": NAMES[one.change],
        }
        for one in marking.found
    ]


def see_first(actor: Person, proposal: Proposal, marking: Marking) -> None:
    """The ribbon as it would be, over the centre's own chart of the first area that is touched."""
    touched = [one.after.area for one in marking.found if one.change != "unchanged"]
    if not touched:
        return
    events = _as_they_would_stand(mark_events.events(actor, proposal.theme.id), marking.found)
    theme, area = proposal.theme, next(filter(None, touched), None)
    query = replace(Query.of(theme, None, area), hides=proposal.hides)
    view = themes.view(query, proposal.after, events)
    if view.control is not None:
        with st.expander("See it first: your own chart with these marks above it"):
            st.markdown(f"**{view.measure.title}, {escape(view.area)}**")
            pieces.control_chart(view.control, view.events, "first-marks", view.since)


def _as_they_would_stand(stored: tuple[Event, ...], found: tuple[Marked, ...]) -> tuple[Event, ...]:
    changed = {one.before.id: one.after for one in found if one.before}
    kept = [changed.get(event.id, event) for event in stored]
    return tuple(sorted([*kept, *(one.after for one in found if not one.before)], key=lambda event: event.start))


def rows(actor: Person, upload: int) -> list[dict[str, str]]:
    """What one upload did to the ribbon, for the history; empty for an upload of counts."""
    return [_row(one, event) for one in intervention_lists.rows_of(actor, upload) if (event := one.new or one.old)]


def _row(change: EventChange, event: Event) -> dict[str, str]:
    now, before = (dated.state(one) if one else "not marked" for one in (change.new, change.old))
    return {"What": event.name, "Where": event.area or "Every area", "Now": now, "Before": before}
