"""Three numbers instead of a file: typed beside last month's, and then read, checked and confirmed like any file."""

from __future__ import annotations

import csv
import io
import time

import streamlit as st

from mist_dash.actions import forms
from mist_dash.actions.forms import Typing
from mist_dash.core import months
from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.counts import title_of
from mist_dash.core.people import Person
from mist_dash.ui.pages.send_state import Dropped
from mist_dash.ui.parts.pieces import escape


def form(theme: Theme, actor: Person, round_: int) -> Dropped | None:
    """The theme's few numbers for one month and area as a small file, or one number to clear; None until given."""
    known = forms.typing(actor, theme.id)
    items = [item for item in theme.items if item.quick]
    key = f"quick-{theme.id}-{round_}"
    left, right = st.columns(2)
    month = left.selectbox("Month", known.months, format_func=months.say, key=f"{key}-month") or ""
    area = right.selectbox("Area", known.areas, key=f"{key}-area") or ""
    values: dict[str, object] = {}
    for column, item in zip(st.columns(len(items) or 1), items, strict=False):
        with column:
            values[item.name] = _asked(item, known.beside(item.name, area, month)[1], f"{key}-{area}-{month}")
            st.caption(_said(known, item.name, area, month))
    given = {name: value for name, value in values.items() if value not in (None, "")}
    if any(isinstance(value, float) for value in given.values()):
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
        st.session_state[f"{key}-file"] = _as_file(month, area, given)
    clear = st.expander("Clear a number that should not be there", key=f"{key}-clearing", on_change="rerun")
    if clear.open:
        with clear:
            if cleared := _clear(theme, actor, key):
                st.session_state[f"{key}-file"] = cleared
    data = st.session_state.get(f"{key}-file")
    return Dropped("typed.csv", data, st.session_state.get(f"{key}-since")) if data else None


def _asked(item: Item, before: str, key: str) -> object:
    """One number; a name stays what it was until another is typed."""
    key = f"{key}-{item.name}"
    if item.kind == "text":
        return st.text_input(item.title, value=before, key=key, max_chars=80)
    return st.number_input(item.title, value=None, min_value=0.0, step=1.0, format="%.10g", key=key)


def _said(known: Typing, item: str, area: str, month: str) -> str:
    """What stands under a field: the number before, where this person may see it."""
    if known.hidden:
        return "Earlier numbers are for your lead"
    period, before = known.beside(item, area, month)
    return f"{months.say(period)}: {escape(before)}" if before else "No number before"


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
    chosen = st.selectbox(
        "Number",
        here,
        key=f"{key}-clear-what",
        format_func=lambda one: (
            f"{title_of(theme, one.item)}, {one.area}" + (f": {stored[one]}" if stored[one] else "")
        ),
    )
    pressed = st.button("See what clearing it would change", key=f"{key}-clear", disabled=chosen is None)
    return forms.clearing(chosen) if pressed and chosen else b""


def _as_file(month: str, area: str, values: dict[str, object]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["month", "area", *values])
    writer.writerow([month, area, *(f"{v:.10g}" if isinstance(v, float) else v for v in values.values())])
    return text.getvalue().encode()
