"""A list of interventions on the page that sends data: what it would mark, on the own chart first, and the button."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import mark, marks, themes
from mist_dash.actions.marks import EventChange
from mist_dash.actions.share import Proposal
from mist_dash.core import events as dated
from mist_dash.core.intake.marks import Change, Marked, Marking
from mist_dash.core.learning import Event
from mist_dash.core.people import Person
from mist_dash.ui import handed, pieces, send_page
from mist_dash.ui.handed import Dropped, Said
from mist_dash.ui.mend import mend
from mist_dash.ui.pieces import escape

NAMES: dict[Change, str] = {"new": "New", "changed": "Changed", "unchanged": "Unchanged"}


def run(actor: Person, proposal: Proposal, dropped: Dropped, said: Said) -> None:
    """Everything from what is asked to the receipt."""
    marking = marks.compared(actor, proposal.theme.id, proposal.reading)
    send_page.ask(proposal, said)
    mend(proposal, said)
    st.dataframe(table(proposal, marking), hide_index=True)
    with st.expander("Here is how I read your file"):
        send_page.how_read(proposal, said)
    see_first(actor, proposal, marking)
    if confirmed(proposal, marking):
        file = said.file(dropped)
        upload = marks.submit(actor, proposal.theme.id, file, marking.sentence(), said.seconds)
        stored(upload, proposal, marking)


def table(proposal: Proposal, marking: Marking) -> list[dict[str, str]]:
    areas = {"": "Every area"} | {area.name: area.title for area in proposal.theme.areas}
    return [
        {"What": one.after.name, "Where": areas.get(one.after.area, one.after.area), "Now": dated.state(one.after),
         "Before": dated.state(one.before) if one.before else "", "Note": one.after.note, "": NAMES[one.change]}
        for one in marking.found
    ]  # fmt: skip


def see_first(actor: Person, proposal: Proposal, marking: Marking) -> None:
    """The ribbon as it would be, over the centre's own chart of the first area that is touched."""
    touched = [one.after.area for one in marking.found if one.change != "unchanged"]
    if not touched:
        return
    events = _as_they_would_stand(mark.events(actor, proposal.theme.id), marking.found)
    theme, area = proposal.theme, next(filter(None, touched), None)
    view = themes.view(theme, theme.measures[0], area, "financial", proposal.after, events, proposal.hides)
    if view.control is not None:
        with st.expander("See it first: your own chart with these above it"):
            st.markdown(f"**{view.measure.title}, {escape(view.area)}**")
            pieces.control_chart(view.control, view.events, "first")


def _as_they_would_stand(stored: tuple[Event, ...], found: tuple[Marked, ...]) -> tuple[Event, ...]:
    changed = {one.before.id: one.after for one in found if one.before}
    kept = [changed.get(event.id, event) for event in stored]
    return tuple(sorted([*kept, *(one.after for one in found if not one.before)], key=lambda event: event.start))


def confirmed(proposal: Proposal, marking: Marking) -> bool:
    """The plain sentence and the button, held back by an open question."""
    reading = proposal.reading
    if reading.questions:
        st.info("Something is still open above. Then you can confirm.")
    elif not marking.found and reading.problems:
        st.warning("Nothing can go in yet: every row has a problem. Mend one above, or in your file and drop it again.")
        return False
    elif marking.nothing_to_do:
        st.success(escape(marking.sentence()))
        return False
    else:
        st.markdown(f"**{escape(marking.sentence())}**")
        st.caption("Other centres see which interventions you use, where and since when; never a note, never a score.")
    if reading.problems and not reading.questions:
        st.caption("The rows with problems are left out.")
    return st.button("Confirm", type="primary", disabled=bool(reading.questions))


def stored(upload: int | None, proposal: Proposal, marking: Marking) -> None:
    """Keeps the receipt for the next run, and clears the file away."""
    handed.forget()
    st.session_state["receipt"] = (upload, proposal.theme.id, f"Stored. {marking.done()}")
    st.session_state["round"] += 1
    st.rerun()


def rows(actor: Person, upload: int) -> list[dict[str, str]]:
    """What one upload did to the ribbon, for the history; empty for an upload of counts."""
    return [_row(one, event) for one in marks.rows_of(actor, upload) if (event := one.new or one.old)]


def _row(change: EventChange, event: Event) -> dict[str, str]:
    now, before = (dated.state(one) if one else "not marked" for one in (change.new, change.old))
    return {"What": event.name, "Where": event.area or "Every area", "Now": now, "Before": before}
