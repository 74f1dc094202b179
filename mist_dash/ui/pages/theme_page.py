"""The parts of a theme's page: what to look at (all of it in the URL), and the view itself from sentence to table."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from mist_dash.actions import burden, mark_events, share, themes
from mist_dash.actions.themes import View
from mist_dash.core import events as dated
from mist_dash.core import words
from mist_dash.core.catalogue import Theme
from mist_dash.core.months import BASES
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.query import Query
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import compared, pieces
from mist_dash.ui.parts.pieces import escape, pick

HIDDEN = (
    "Some numbers here are small (1 to 7) and for your centre’s lead only. What is left would lean to the large ones, "
    "so no chart, comparison or signal is made of it. Your lead sees all of it."
)


UNKNOWN = {"basis": "kind of year"}


def choose(theme: Theme, actor: Person) -> Query:
    """Measure, area and year basis. Each is bound to the URL, so that a link opens the same view."""
    left, middle, right = st.columns([2, 1, 1])
    titles = {one.id: one.title for one in theme.measures}
    _say_unknown("measure", titles)
    measure = pick("Measure", titles, "measure", left)
    areas = {area.name: area.title for area in theme.areas if area.name in theme.measure(measure).areas}
    _say_unknown("area", areas, theme.measure(measure).title)
    sent = themes.areas_sent(actor, theme, measure)
    area = pick("Area", areas, "area", middle, first=sent[0] if sent else None)
    _say_unknown("basis", {str(basis): title for basis, title in BASES.items()})
    basis = pick("Year", {str(basis): title for basis, title in BASES.items()}, "basis", right)
    return Query.of(theme, measure, area, basis)


def _say_unknown(what: str, titles: Mapping[str, str], where: str = "") -> None:
    """A link that asks for something that is not here says so, rather than show another thing under its name."""
    asked = str(st.query_params.get(what, ""))[:60]
    if asked and asked not in titles.values():
        kept = f"“{where}” is not kept for" if where else f"There is no {UNKNOWN.get(what, what)} called"
        st.warning(f"{kept} “{escape(asked)}”. This page shows what is chosen below.", icon=":material/link_off:")


def show(view: View, actor: Person) -> None:
    """The sentence, the chart, the areas side by side, the definition and the table: all from one result."""
    if view.withheld:
        st.info(HIDDEN, icon=":material/visibility_off:")
    elif view.profile is not None:
        st.subheader(view.measure.title)
        pieces.profile_chart(view.profile, view.measure.title)
    elif view.control is None or view.change is None or view.since is None or view.series is None:
        if view.rates_only is None:
            nothing_yet(view, actor)
        pieces.rates_only(view.rates_only, "rates-only")
    else:
        note_opened(view, actor)
        area = next(one.title for one in view.theme.areas if one.name == view.area)
        st.caption(f"{view.measure.title} · {area}")
        pieces.comparison(view.change, view.since, view.series)
        if view.mix:
            st.warning(escape(view.mix), icon=":material/swap_vert:")
        over_time, by_year = st.columns([5, 3], gap="medium")
        with over_time:
            told = words.since.say(view.since, view.series)
            pieces.control_chart(view.control, view.events, since=view.since, told=told)
        with by_year:
            pieces.year_chart(view.change, view.years)
            if view.measure.caution:
                st.caption(f":material/info: {view.measure.caution}")
        pieces.companions(view.control)
        pieces.rates_only(view.rates_only, "rates-only")
        compared.show(view.series, view.events)
        beside(view)
    about(view)


def note_opened(view: View, actor: Person) -> None:
    """Once a session for each measure: charts that nobody opens need not be asked for."""
    opened = st.session_state.setdefault("opened", set())
    if view.measure.id not in opened:
        opened.add(view.measure.id)
        burden.note_opened(actor, view.theme.id, view.measure.id)


def nothing_yet(view: View, actor: Person) -> None:
    """Says which area has no numbers, and offers those that have."""
    titles = {area.name: area.title for area in view.theme.areas}
    pieces.empty(
        f"No numbers yet for “{view.measure.title}” in {titles[view.area]}.",
        f"What it asks for: {view.theme.asks} A centre without numbers is as much a member as any other.",
    )
    with st.container(horizontal=True):
        for area in view.areas:
            where = {"measure": view.measure.title, "area": titles[area]}
            link(view.theme.id, f"See {titles[area]}", ":material/show_chart:", **where)
        if may(actor, Deed.SEND_DATA, actor.centre):
            link("send", "Send data", ":material/upload:", theme=view.theme.short)
    if view.events:
        st.markdown(escape(dated.said(view.events)))


def beside(view: View) -> None:
    """The areas as small charts, each on its own scale."""
    titles = {area.name: area.title for area in view.theme.areas}
    if view.others:
        st.subheader("Each area")
        pieces.small_multiples([(name, titles[name], control, events) for name, control, events in view.others])


def about(view: View) -> None:
    """Definition, chart in words, data and download."""
    definition, who = view.theme.definition, access.later()
    with st.expander("Definition, data and download"):
        st.markdown(f"**{view.measure.title}.** {view.measure.definition}")
        st.markdown(f"{definition.text}")
        st.caption(f"Definition: {definition.name}, version {definition.version}. Source: {definition.source}.")
        if view.profile is not None:
            pieces.profile_table(view.profile)
        if view.series is not None and view.control is not None:
            months, points = st.tabs(["What was sent", "The chart’s points"])
            with months:
                pieces.months_table(view.series)
            with points:
                pieces.points_table(view.control, view.events)
        if view.query.hides:
            st.caption(share.FOR_THE_LEAD)
        else:
            st.download_button(
                "Download every number of this theme",
                lambda: share.export(who(), view.theme.id),
                f"{view.theme.id}.csv",
                "text/csv",
                on_click="ignore",
                help="A CSV that can be sent again unchanged.",
            )
        if view.events:  # a file of their own, so that the one with the numbers stays one that can be sent again
            st.download_button(
                "Download what was marked on the charts",
                lambda: mark_events.export(who(), view.theme.id),
                f"{view.theme.id}-events.csv",
                "text/csv",
                on_click="ignore",
                help="Interventions and events with their dates, as a CSV of its own.",
            )
