"""The list that the collaborative agreed on: what the own centre uses of it over time, and the form that ticks it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial

import streamlit as st

from mist_dash import charts
from mist_dash.actions import agreed
from mist_dash.charts.style import PHONE
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.agreed import STATES, Tick, TickState, of_state, say
from mist_dash.core.catalogue import AgreedList, Measure, Theme
from mist_dash.core.events import EventEdit
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.words.nouns import listed
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import figure, form_kit, screen
from mist_dash.ui.parts.figure import PictureSheet
from mist_dash.ui.parts.pieces import empty, escape

NAME = "agreed"
EXAMPLE = "These names are an example: the collaborative’s own list goes into the catalogue."
ROW, FOOT = 24, 27  # pixels of an item, and of the years under all of them


def answers(theme: Theme, measure: Measure) -> bool:
    """Whether the theme's list answers the measure in view."""
    return theme.agreed is not None and theme.agreed.measure == measure.id


def show(actor: Person, theme: Theme, measure: Measure) -> None:
    """Nothing where it does not."""
    known = theme.agreed
    if known is None or not answers(theme, measure):
        return
    found = agreed.see(actor, theme.id)
    st.subheader(known.title)
    st.caption(f"{known.says} {EXAMPLE if known.example else ''}")
    _drawn(found, PictureSheet(known.title, f"{theme.short} · {actor.centre_name}", actor.centre_name, "agreed"))
    if may(actor, Deed.MARK_EVENT, actor.centre):
        _ticking(actor, theme, known, found)
    link("interventions", "Who uses what of it", ":material/grid_on:", theme=theme.short, intervention=known.title)


def _drawn(found: Sequence[Tick], keep: PictureSheet) -> None:
    used = of_state(found, "in use")
    if not used:
        empty("Nothing ticked yet.", "Tick what you use, many at a time: it stands here from then on.")
        return
    st.markdown(escape(say(found)))
    rows = [{"Of the list": one.name, "Here": one.said} for one in found]
    drawn = [("", [(one.name, "", one.event) for one in used if one.event])]
    today, width = months.of(datetime.now(UTC).date()), screen.width()
    height = FOOT + ROW * len(used) if width > PHONE else 0  # on a phone each has its name over it
    drawing = partial(charts.uses, drawn, today, width=width, height=height)
    figure.show(drawing, say(found), "agreed", lambda: rows, keep)


def _ticking(actor: Person, theme: Theme, known: AgreedList, found: Sequence[Tick]) -> None:
    """Many at once: those that came into use together are one press."""
    form_kit.flashed(NAME)
    with st.expander("Tick what we use", icon=":material/checklist:", key=f"ticking-{form_kit.key(NAME)}"):
        with form_kit.form(NAME):
            names = st.multiselect("Which of them", known.items, placeholder="Choose one or many")
            state: TickState = st.radio("Here they are", list(STATES), format_func=STATES.__getitem__, horizontal=True)
            since = st.date_input("Since about", date.today(), format="DD/MM/YYYY", max_value=date.today())
            sent = st.form_submit_button("Tick them", type="primary")
        if sent:
            said = agreed.tick(actor, theme.id, names, state, since)
            form_kit.empty(NAME)
            form_kit.flash(NAME, said, stays=True)
    edits = agreed.history(actor, theme.id)
    if edits:
        _history(actor, theme, edits)


def _history(actor: Person, theme: Theme, edits: Sequence[EventEdit]) -> None:
    with st.expander(f"History ({len(edits)})", key="agreed-history"):
        last = agreed.last(actor, theme.id)
        what = escape(f"Undo {listed(sorted(one.name for one in last))}")  # after it, the press before: never unnamed
        if last and st.button(what, icon=":material/undo:", key="agreed-undo"):
            form_kit.flash(NAME, agreed.undo_last(actor, theme.id), stays=True)
        for edit in edits:
            old, new = (Tick(edit.name, one).said for one in (edit.old, edit.new))
            verb = dated.verb(edit) if edit.undoes else "Ticked"
            st.markdown(escape(f"{edit.name}: {verb} by {edit.who}, {edit.at:%d %B %Y}: {old} → {new}"))
