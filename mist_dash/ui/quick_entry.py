"""Three numbers instead of a file: typed beside last month's, and then read, checked and confirmed like any file."""

from __future__ import annotations

import csv
import io

import streamlit as st

from mist_dash.actions import share
from mist_dash.actions.share import LastMonth
from mist_dash.core import months
from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.people import Person
from mist_dash.ui.pieces import escape


def form(theme: Theme, actor: Person, round_: int) -> bytes:
    """The theme's few numbers for one month and area, as the rows of a small file; empty until they are given."""
    last = share.last_month(actor, theme.id)
    items = [item for item in theme.items if item.quick]
    key = f"quick-{theme.id}-{round_}"
    left, right = st.columns(2)
    month = left.selectbox("Month", last.missing, format_func=months.say, key=f"{key}-month")
    area = right.selectbox("Area", last.areas, key=f"{key}-area")
    values: dict[str, object] = {}
    for column, item in zip(st.columns(len(items) or 1), items, strict=False):
        with column:
            values[item.name] = _asked(item, last, area or "", f"{key}-{area}")
    columns = st.columns(2)
    check = columns[0].button("Check these numbers", type="primary", key=f"{key}-check")
    nothing = columns[1].button(
        "Nothing happened: zero, and we looked", key=f"{key}-nothing",
        help="Stores a zero for every count; days that you typed are kept.",
    )  # fmt: skip
    if nothing:
        values |= {item.name: 0 for item in items if item.kind == "count"}
    given = {name: value for name, value in values.items() if value not in (None, "")}
    if (check or nothing) and given:
        st.session_state[f"{key}-file"] = _as_file(month or "", area or "", given)
    return st.session_state.get(f"{key}-file", b"")


def _asked(item: Item, last: LastMonth, area: str, key: str) -> object:
    """One number, with the one before it beside the field."""
    before = last.numbers.get((area, item.name))
    beside = f"{months.say(last.before)}: {before:,.10g}" if before is not None else None
    if item.kind == "text":
        return st.text_input(item.title, key=f"{key}-{item.name}", max_chars=80)
    return st.number_input(item.title, value=None, min_value=0.0, step=1.0, format="%.10g", placeholder=beside,
                           help=escape(beside) if beside else None, key=f"{key}-{item.name}")  # fmt: skip


def _as_file(month: str, area: str, values: dict[str, object]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["month", "area", *values])
    writer.writerow([month, area, *(f"{v:.10g}" if isinstance(v, float) else v for v in values.values())])
    return text.getvalue().encode()
