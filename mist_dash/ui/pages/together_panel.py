"""How the collaborative does together, on a theme's page: sums of many centres. Never a centre."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from mist_dash import charts
from mist_dash.actions import together
from mist_dash.actions.together import Together
from mist_dash.core.catalogue import WHOLE, Theme
from mist_dash.core.people import Person
from mist_dash.core.query import Query
from mist_dash.core.sharing import BeforeAfter
from mist_dash.core.words.together import say_go_live
from mist_dash.ui.parts import figure, tables
from mist_dash.ui.parts.figure import PictureSheet
from mist_dash.ui.parts.pieces import empty, escape, pick, plainly

NOT_YET = "There is not enough yet to show this together."
ADDED = (
    "All contributing centres added up, with the 95% range. Each year is shown once it is over, with the same centres "
    "throughout, and is not revised afterwards: so nobody’s own number can be worked out."
)
TAKES = (
    "It takes several centres, none of them much larger than the rest, with enough to count in the years before. Each "
    "one that sends helps."
)


def show(actor: Person, theme: Theme, seen: Query | None) -> None:
    """What is in view, as far as it is added up. seen: None for who belongs to no centre and chooses an area here."""
    found = together.see(actor, theme.id)
    if found is None:
        st.caption("Of this theme nothing is added up over the collaborative.")
        return
    titles = {one.name: one.title for one in theme.areas if one.name in found.areas}
    st.subheader("How the collaborative does together")
    if seen is None and len(titles) > 1:
        areas: tuple[str, ...] = (pick("Area", titles, "area"),)
    else:
        areas = (seen.area,) if seen and seen.area in titles else found.areas
    if seen is not None and (other := _other(seen, found, titles)):
        st.caption(other)
    each = {area: one for area in areas if (one := together.see(actor, theme.id, area))}
    top = max((one.high or 0 for each_ in each.values() for one in each_.periods), default=0)
    for column, (area, one) in zip(st.columns(len(each)), each.items(), strict=True):
        with column:
            _area(one, titles[area] if len(titles) > 1 else "", top)
    if any(one.rate is not None for each_ in each.values() for one in each_.periods):
        st.caption(ADDED)
        plainly("95% range")
    for name, start in found.starts:
        _go_live(
            name, start, sheet(found, "", f"{name}: the year before and after it began", "95% range; rounded to 5%")
        )


def _other(seen: Query, found: Together, titles: Mapping[str, str]) -> str:
    """Why something else stands here than what the page shows; nothing where it is the same."""
    said = []
    if seen.measure.id != found.measure.id:
        said.append(f"“{escape(seen.measure.title)}” is not added up: of each theme one measure is.")
    if seen.area not in titles:
        area = next((one.title for one in seen.theme.areas if one.name == seen.area), seen.area)
        how = "stands here in its parts" if seen.area == WHOLE else "is not added up by itself"
        said.append(f"“{escape(area)}” {how}.")
    return " ".join(said)


def _area(found: Together, title: str, top: float) -> None:
    st.markdown(f"**{escape(', '.join(filter(None, (found.measure.title, title))))}**")
    if any(one.rate is not None for one in found.periods):
        _pooled(found, title, top)
    else:
        empty(NOT_YET, TAKES)


def sheet(
    found: Together, area: str, title: str = "How we do together", more: str = "bars: the 95% range"
) -> PictureSheet:
    """What stands on a picture of the collaborative that is taken along. area: in words."""
    shown = [one.name for one in found.periods if one.rate is not None]
    years = f"{shown[0]} to {shown[-1]}" if shown else ""
    what = f"{found.measure.title} ({found.measure.unit})"
    about = " · ".join(filter(None, (what, area, "all contributing centres added up", years, more)))
    return PictureSheet(title, about, "the contributing centres", f"together-{found.measure.id}")


def _pooled(found: Together, title: str, top: float) -> None:
    """title: of the area. top: of the scale, which all areas share."""
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
        partial(charts.pooled, found.periods, found.measure, top=top),
        alt,
        f"pooled-{found.area}",
        partial(tables.together, shown, found.measure),
        sheet(found, title),
    )


def _go_live(name: str, found: BeforeAfter, keep: PictureSheet) -> None:
    st.markdown(f"**{escape(name)}: before and after it began**")
    said = say_go_live(name, found)
    st.markdown(escape(said))
    figure.show(partial(charts.go_live, found), said, f"go-live-{name}", partial(tables.go_live, found), keep)
    st.caption(
        "Each centre from its own start, then all added up; rounded to 5%. It shows what came after, not why: other "
        "things changed as well."
    )
