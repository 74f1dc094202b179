"""The grid of a month, typed beside last month's numbers, becomes a small file, read and confirmed like any other."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from mist_dash.actions import forms
from mist_dash.actions.forms import Typing
from mist_dash.core import months
from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.completeness import EVERY_AREA
from mist_dash.core.counts import title_of
from mist_dash.core.people import Person
from mist_dash.ui.navigation import STILL_NEEDED
from mist_dash.ui.pages import not_collected
from mist_dash.ui.pages.send_state import Dropped
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

BESIDE = 108  # pixels of what stands beside a field, so that all fields of a column are equally wide
USUAL, EVERY = "What we send", "All items"
GridFields = dict[str, tuple[str, ...]]  # area -> the items that are asked in it


def form(theme: Theme, actor: Person, round_: int) -> Dropped | None:
    """The numbers of one month as a small file, or one number to clear; None until they are to be checked."""
    known = forms.typing(actor, theme.id)
    if EVERY_AREA in known.coverage.not_collected:
        st.info("Your centre does not collect this, so it is not asked for. Below you can take that back.")
    month, fields = _chosen(known, round_)
    key = f"typing-{theme.id}-{round_}"
    values = _grid(known, month, fields, key)
    if any(isinstance(value, int | float) for value in values.values()):
        st.session_state.setdefault(f"{key}-since", time.monotonic())
    file = _checked(known, month, values, key) if values else None
    data = file or _clear(theme, actor, key)
    if not file:  # what is below the numbers would stand between them and what confirming changes
        not_collected.choose(actor, theme)
    return Dropped("typed.csv", data, st.session_state.get(f"{key}-since"), typed=True) if data else None


def _chosen(known: Typing, round_: int) -> tuple[str, GridFields]:
    """The month, and which fields: those that the centre sends, those still needed, or all. Both stand in the URL.

    After something was stored the month is the next one that is still open.
    """
    if st.session_state.get("typing round", round_) != round_ and "month" in st.session_state:
        st.session_state["month"] = known.first_open(str(st.session_state["month"]))
    st.session_state["typing round"] = round_
    left, right = st.columns([1, 2])
    titles = {month: months.say(month) for month in known.months}
    month = pieces.pick("Month", titles, "month", left, first=known.first_open())
    ways = [USUAL, STILL_NEEDED, EVERY]
    way = right.segmented_control("Show", ways, default=USUAL, required=True, key="show", bind="query-params")
    if way == STILL_NEEDED:
        missing = known.open.get(month, ())
        if not missing:
            st.success("Nothing is missing for this month.", icon=":material/check_circle:")
        return month, {area: tuple(i for a, i in missing if a == area) for area in dict.fromkeys(a for a, _ in missing)}
    areas = _areas(known, month)
    if way == EVERY:
        return month, dict.fromkeys(areas, tuple(item.name for item in known.theme.items))
    usual = {area: known.items(area, month) for area in areas}
    rest = [item.title for item in known.theme.items if not any(item.name in items for items in usual.values())]
    if rest:
        st.caption(f"“{EVERY}” also offers what you have not sent so far, such as “{rest[0]}”.")
    return month, usual


def _areas(known: Typing, month: str) -> Sequence[str]:
    """The areas of the grid: at first those of the centre, every other one is a press away."""
    names = known.theme.area_names
    if len(names) == 1:
        return names
    usual, titles = known.areas(month), {area.name: area.title for area in known.theme.areas}
    chosen = st.pills(
        "Areas",
        names,
        default=list(usual),
        selection_mode="multi",
        format_func=lambda name: titles[name],
        key=f"areas-{known.theme.id}-{'-'.join(usual)}",
    )
    return [name for name in names if name in chosen]


def _grid(known: Typing, month: str, fields: GridFields, key: str) -> dict[tuple[str, str], float | str | None]:
    """A column an area, a field an item, what was sent before under it. On a phone the areas follow each other."""
    values: dict[tuple[str, str], float | str | None] = {}
    if known.hidden:
        st.caption("Earlier numbers are for your lead.")
    for column, (area, items) in zip(st.columns(max(2, len(fields))), fields.items(), strict=False):
        with column, st.container(gap="xxsmall"):
            if len(known.theme.areas) > 1:
                st.markdown(f"**{escape(next(one.title for one in known.theme.areas if one.name == area))}**")
            for name in items:
                values[area, name] = _asked(known, month, area, known.theme.item(name), key)
    return values


def _asked(known: Typing, month: str, area: str, item: Item, key: str) -> float | str | None:
    """One number, with what stands for it: blank leaves that as it is. A name stays what it was."""
    stands = known.stands(area, item.name, month)
    label = item.title if len(known.theme.areas) == 1 else f"{item.title} · {area}"
    id = _id(key, month, area, item.name)
    if item.kind == "text":
        return st.text_input(label, known.word(area, item.name, month), 80, key=id)
    period, before = known.beside(area, item.name, month)
    count = item.kind == "count"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        value = st.number_input(
            label,
            value=None,
            min_value=0 if count else 0.0,
            step=1 if count else 1.0,
            format="%d" if count else "%.10g",
            placeholder=stands if known.hidden else f"stored: {stands}" if stands else None,
            key=id,
            persist_state="page",
        )
        if not known.hidden:
            said = f"{months.say(period, short=True)}: {escape(before)}" if before else "not sent before"
            st.caption(said, width=BESIDE)
    return value


def _checked(known: Typing, month: str, values: dict[tuple[str, str], float | str | None], key: str) -> bytes | None:
    """What was typed as a file, once it is to be checked and for as long as it stays as it was checked."""
    zeros = [
        _id(key, month, area, name)
        for (area, name), value in values.items()
        if value is None and known.theme.item(name).kind == "count" and not known.stands(area, name, month)
    ]
    with st.container(horizontal=True):
        check = st.button("Check these numbers", type="primary", key=f"{key}-check")
        nothing = st.button(
            "Nothing happened: zero, and we looked", key=f"{key}-nothing", on_click=_zero, args=(zeros,)
        )
    st.caption(
        "“Nothing happened” writes a zero into every count above that is empty and was not sent yet, for you to see. "
        "An empty field changes nothing that was sent before."
    )
    data = forms.typed(known, month, values)
    if check or nothing:
        st.session_state[f"{key}-checked"] = data
        st.session_state.pop(f"{key}-cleared", None)
        if not data:
            st.warning("Type at least one number first.")
    checked = st.session_state.get(f"{key}-checked")
    if checked and data and checked != data:
        st.info("The numbers have changed since. Check them again.")
    return data if data and checked == data else None


def _zero(fields: list[str]) -> None:
    """A zero in each field that is empty now: a number typed just before the press was not known when it was drawn."""
    for id in fields:
        if st.session_state.get(id) is None:
            st.session_state[id] = 0


def _id(key: str, month: str, area: str, item: str) -> str:
    return f"{key}-{month}-{area}-{item}"


def _clear(theme: Theme, actor: Person, key: str) -> bytes | None:
    """One stored number chosen by month, area and name, as a file that says it was not collected."""
    fold = st.expander("Clear a number that should not be there", key=f"{key}-clearing", on_change="rerun")
    if fold.open:
        with fold:
            if cleared := _clearing(theme, actor, key):
                st.session_state[f"{key}-cleared"] = cleared
    return st.session_state.get(f"{key}-cleared")


def _clearing(theme: Theme, actor: Person, key: str) -> bytes:
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
