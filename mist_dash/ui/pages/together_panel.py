"""How the collaborative does together, on a theme's page: sums of many centres. Never a centre."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mist_dash import charts
from mist_dash.actions import together
from mist_dash.actions.together import Together
from mist_dash.core.catalogue import Theme
from mist_dash.core.people import Person
from mist_dash.core.sharing import BeforeAfter
from mist_dash.core.words.together import say_go_live
from mist_dash.ui.parts import figure, tables
from mist_dash.ui.parts.pieces import empty, escape, pick, plainly

NOT_YET = "There is not enough yet to show this together."
TAKES = (
    "It takes several centres, none of them much larger than the rest, with enough to count in the years before. Each "
    "one that sends helps."
)


def show(actor: Person, theme: Theme, area: str | None) -> None:
    """The panel for the area in view; who belongs to no centre chooses one here."""
    if area is None and len(theme.areas) > 1:
        area = pick("Area", {one.name: one.title for one in theme.areas}, "area")
    found = together.see(actor, theme.id, area)
    if found is None:
        st.caption("Of this theme nothing is added up over the collaborative.")
        return
    titles = {one.name: one.title for one in theme.areas}
    st.subheader("How the collaborative does together")
    where = f", {titles[found.area]}" if len(found.areas) > 1 else ""
    st.markdown(f"**{escape(found.measure.title)}**{escape(where)}")
    if not any(one.rate is not None for one in found.periods):
        empty(NOT_YET, TAKES)
    else:
        _pooled(found)
    for name, one in found.starts:
        _go_live(name, one)


def _pooled(found: Together) -> None:
    if found.sentence:
        st.markdown(
            f"{escape(found.sentence)} By chance alone, about half would, and fewer where there is little to count."
        )
    shown = [one for one in found.periods if one.rate is not None]
    last = shown[-1]
    alt = (
        f"{found.measure.title} of all contributing centres together, {len(shown)} points from {shown[0].name} to "
        f"{last.name}. Last point {last.rate:.{found.measure.decimals}f} {found.measure.unit}."
    )
    figure.show(
        partial(charts.pooled, found.periods, found.measure),
        alt,
        "pooled",
        partial(tables.together, shown, found.measure),
    )
    st.caption(
        "All contributing centres added up, with the 95% range. Each year is shown once it is over, with the same "
        "centres throughout, and is not revised afterwards: so nobody’s own number can be worked out."
    )
    plainly("95% range")


def _go_live(name: str, found: BeforeAfter) -> None:
    st.markdown(f"**{escape(name)}: before and after it began**")
    said = say_go_live(name, found)
    st.markdown(escape(said))
    figure.show(partial(charts.go_live, found), said, f"go-live-{name}", partial(tables.go_live, found))
    st.caption(
        "Each centre from its own start, then all added up; rounded to 5%. It shows what came after, not why: other "
        "things changed as well."
    )
