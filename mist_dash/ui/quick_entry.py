"""Three numbers instead of a file: typed beside last month's, and then read, checked and confirmed like any file."""

from __future__ import annotations

import csv
import io
import time

import streamlit as st

from mist_dash.actions import forms
from mist_dash.actions.forms import LastMonth
from mist_dash.core import months
from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.counts import title_of
from mist_dash.core.people import Person
from mist_dash.ui.handed import Dropped


def form(theme: Theme, actor: Person, round_: int) -> Dropped | None:
    """The theme's few numbers for one month and area as a small file, or one number to clear; None until given."""
    last = forms.last_month(actor, theme.id)
    items = [item for item in theme.items if item.quick]
    key = f"quick-{theme.id}-{round_}"
    left, right = st.columns(2)
    month = left.selectbox("Month", last.missing, format_func=months.say, key=f"{key}-month")
    area = right.selectbox("Area", last.areas, key=f"{key}-area")
    values: dict[str, object] = {}
    for column, item in zip(st.columns(len(items) or 1), items, strict=False):
        with column:
            values[item.name] = _asked(item, last, area or "", f"{key}-{area}")
    given = {name: value for name, value in values.items() if value not in (None, "")}
    if given:
        st.session_state.setdefault(f"{key}-since", time.monotonic())
    with st.container(horizontal=True):
        check = st.button("Check these numbers", type="primary", key=f"{key}-check")
        nothing = st.button("Nothing happened: zero, and we looked", key=f"{key}-nothing")
    st.caption("“Nothing happened” stores a zero for every count, with the days that you typed.")
    if nothing:
        given |= {item.name: 0 for item in items if item.kind == "count"}
    if check and not given:
        st.warning("Type at least one number first.")
    elif check or nothing:
        st.session_state[f"{key}-file"] = _as_file(month or "", area or "", given)
    with st.expander("Clear a number that should not be there"):
        if cleared := _clear(theme, actor, key):
            st.session_state[f"{key}-file"] = cleared
    data = st.session_state.get(f"{key}-file")
    return Dropped("typed.csv", data, st.session_state.get(f"{key}-since")) if data else None


def _asked(item: Item, last: LastMonth, area: str, key: str) -> object:
    """One number, with the one before it under the field."""
    if item.kind == "text":
        given: object = st.text_input(item.title, key=f"{key}-{item.name}", max_chars=80)
    else:
        given = st.number_input(item.title, value=None, min_value=0.0, step=1.0, format="%.10g",
                                key=f"{key}-{item.name}")  # fmt: skip
    before = last.numbers.get((area, item.name))
    st.caption(f"{months.say(last.before)}: {before:,.10g}" if before is not None else "No number before")
    return given


def _clear(theme: Theme, actor: Person, key: str) -> bytes:
    """One stored number chosen by month, area and name, as a file that says it was not collected; else empty."""
    st.caption("An empty cell never takes a number away. Choose it here; you see what changes before you confirm.")
    stored = forms.clearable(actor, theme.id)
    if not stored:
        st.caption("Nothing is stored for this theme yet.")
        return b""
    periods = tuple(dict.fromkeys(one.period for one in stored))
    period = st.selectbox("Month of the number", periods, format_func=months.say, key=f"{key}-clear-month")
    here = [one for one in stored if one.period == period]
    chosen = st.selectbox("Number", here, key=f"{key}-clear-what",
                          format_func=lambda one: f"{title_of(theme, one.item)}, {one.area}")  # fmt: skip
    pressed = st.button("See what clearing it would change", key=f"{key}-clear", disabled=chosen is None)
    return forms.clearing(chosen) if pressed and chosen else b""


def _as_file(month: str, area: str, values: dict[str, object]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["month", "area", *values])
    writer.writerow([month, area, *(f"{v:.10g}" if isinstance(v, float) else v for v in values.values())])
    return text.getvalue().encode()
