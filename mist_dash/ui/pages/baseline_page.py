"""The form by which a lead chooses the baseline of one chart, or gives the choice back to the rule."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import baselines
from mist_dash.core import months
from mist_dash.core.control import FEWEST, can_freeze, known_months
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.query import Query
from mist_dash.core.series import Series
from mist_dash.ui.parts import form_kit

NAME = "baseline"


def choose(actor: Person, query: Query, series: Series) -> None:
    """For the lead alone, where the chart stands on a baseline; nothing for anybody else."""
    known = known_months(series)
    if not (may(actor, Deed.SET_BASELINE, actor.centre) and can_freeze(series) and len(known) >= FEWEST):
        return
    form_kit.flashed(NAME)
    fold = st.popover("Choose the baseline", icon=":material/straighten:", key=f"fold-{form_kit.key(NAME)}")
    with fold:
        _fields(actor, query, known)


def _fields(actor: Person, query: Query, known: list[str]) -> None:
    now = baselines.chosen(actor, query)
    st.caption(
        "The centre line and the limits come from these months, so that a change after them shows where it happened. "
        "Without a choice: the months before the first intervention, or the first 24."
    )
    ends = (now.first, now.last) if now and now.first in known and now.last in known else (known[0], known[FEWEST - 1])
    with form_kit.form(NAME):
        first = st.selectbox("From", known, known.index(ends[0]), format_func=months.say)
        last = st.selectbox("To", known, known.index(ends[1]), format_func=months.say)
        why = st.text_input("Why these months? It stands on the chart.", now.why if now else "", baselines.LONGEST)
        confirmed = form_kit.confirmed(NAME)
        sent = st.form_submit_button("Use this baseline", type="primary")
    if now and st.button("Find it by the rule again", key="baseline-back", type="tertiary"):
        baselines.take_back(actor, query)
        form_kit.flash(NAME, "The baseline is found by the rule again.")
    if sent:
        outcome = baselines.choose(actor, query, first, last, why, confirmed)
        form_kit.answer(NAME, outcome, "The chart stands on this baseline now.")
