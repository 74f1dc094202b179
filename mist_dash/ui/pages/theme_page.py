"""The parts of a theme's page: what to look at (all of it in the URL), the first screen, and what opens below it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from mist_dash.actions import burden, mark_events, share, themes
from mist_dash.actions.themes import View
from mist_dash.core import events as dated
from mist_dash.core import words
from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.months import YEARS
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.query import Query
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import agreed_panel, baseline_page, take_along, threads_page, together_panel
from mist_dash.ui.parts import compared, picture, pieces, story_cards
from mist_dash.ui.parts.pieces import escape

HIDDEN = (
    "Some numbers here are small (1 to 7) and for your centre’s lead only. What is left would lean to the large ones, "
    "so no chart, comparison or signal is made of it. Your lead sees all of it."
)
SAID, COMPARED, CHART, LEARN, TOGETHER, DATA, ASKED = (
    "In whole sentences",
    "Before and after",
    "Control chart, and why",
    "Learn from others",
    "Together",
    "Data and definition",
    "Questions",
)


def choose(theme: Theme, actor: Person) -> View:
    """Measure, area and year basis in two rows. Each is bound to the URL, so that a link opens the same view."""
    sent = themes.sent(actor, theme.id)
    titles = {one.id: one.title for one in theme.measures}
    measure = _measure(theme, titles, sent)
    areas = {area.name: area.title for area in theme.areas if area.name in measure.areas}
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        area = _area(theme, measure, areas, sent[measure.id])
        basis = st.selectbox(
            "Year",
            list(YEARS),
            format_func=YEARS.__getitem__,
            key="basis",
            bind="query-params",
            label_visibility="collapsed",
            width=180,
        )
        view = themes.see(actor, Query.of(theme, measure.id, area, basis))
        take_along.show(view, actor)
    return view


def _measure(theme: Theme, titles: Mapping[str, str], sent: Mapping[str, tuple[str, ...]]) -> Measure:
    """Those with numbers in one row, the others behind "more"."""
    _say_unknown("measure", titles)
    asked = st.query_params.get("measure", "")
    kept = [id for id in titles if sent[id]] or [theme.measures[0].id]
    shown = [id for id in titles if id in kept or titles[id] == asked]
    with st.container(horizontal=True, vertical_alignment="center", key="measures"):
        if theme.lead_with != "learning":  # then it stands over what is learnt
            pieces.theme_title(theme)
        chosen = _one("Measure", titles, "measure", shown, kept[0])
        _more(theme, "measure", {id: titles[id] for id in titles if id not in shown})
    return theme.measure(chosen)


def _area(theme: Theme, measure: Measure, areas: Mapping[str, str], sent: tuple[str, ...]) -> str:
    _say_unknown("area", areas, measure.title)
    asked = st.query_params.get("area", "")
    kept = [name for name in areas if name in sent] or list(areas)[:1]
    shown = [name for name in areas if name in kept or areas[name] == asked]
    chosen = _one("Area", areas, "area", shown, WHOLE if WHOLE in sent else kept[0])
    _more(theme, "area", {name: areas[name] for name in areas if name not in shown}, measure=measure.title)
    return chosen


def _one(label: str, titles: Mapping[str, str], key: str, shown: list[str], first: str) -> str:
    """One of a few, by its title; what the URL names that is not there gives way to the first.

    The first leaves the URL, so it is never what only the URL asks for: that would be gone at a reload. What was chosen
    on another theme's page goes along where it is there too, and else leaves the URL.
    """
    if st.session_state.get(key, first) not in shown:
        del st.session_state[key]
    chosen = st.pills(
        label,
        shown,
        default=first,
        required=True,
        format_func=titles.__getitem__,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        wrap=True,
    )
    return chosen or first


def _more(theme: Theme, key: str, titles: Mapping[str, str], **kept: str) -> None:
    """What has no numbers yet: not in the way, one press away."""
    if titles:
        with st.popover(f"more {key}s", type="tertiary", key=f"more-{key}"):
            st.caption("No numbers yet:")
            for title in titles.values():
                link(theme.id, title, **{**kept, key: title})


def _say_unknown(what: str, titles: Mapping[str, str], where: str = "") -> None:
    """A link that asks for something that is not here says so, rather than show another thing under its name."""
    asked = str(st.query_params.get(what, ""))[:60]
    place = st.empty()  # when it goes, the filters below stay where they are, and bound to the URL
    if asked and asked not in titles.values():
        kept = f"“{where}” is not kept for" if where else f"There is no {what} called"
        place.warning(f"{kept} “{escape(asked)}”. This page shows what is chosen below.", icon=":material/link_off:")


def first_screen(view: View, actor: Person) -> None:
    """The finding in words, its figures, its picture: all from one result."""
    pieces.headline(view.headline)
    pieces.lines(view.lines)
    pieces.answers(view.answers, partial(_learn, view))
    if view.withheld:
        st.info(HIDDEN, icon=":material/visibility_off:")
    elif view.profile is not None:
        pieces.profile_chart(view.profile, view.measure.title, partial(picture.bars, view, actor.centre_name))
    elif view.series is None or view.control is None:
        if view.rates_only is None and not agreed_panel.answers(view.theme, view.measure):
            nothing_yet(view, actor)
        pieces.rates_only(view.rates_only, "rates-only")
    else:
        note_opened(view, actor)
        if view.mix:
            st.warning(escape(view.mix), icon=":material/swap_vert:")
        picture.show(view)
    agreed_panel.show(actor, view.theme, view.measure)


def in_short(view: View) -> None:
    """The finding where a page begins with what is learnt: its figures stand further down."""
    chance = ""
    if view.headline.kind == "since" and view.since is not None and view.series is not None:
        reach = words.since.reach(view.since, view.series)
        chance = f"{f'; {reach}' if reach else ''}; chance rarely does this"
    in_figures = ("In figures, further down:", f"{view.headline.text}{chance}")
    pieces.answers((in_figures, *view.answers), partial(_learn, view), "answers-in-short")


def _learn(view: View, label: str) -> None:
    """A link to what others share, which leaves all else in view as it is."""
    area = next((one.title for one in view.theme.areas if one.name == view.area), view.area)
    link(view.theme.id, label, measure=view.measure.title, area=area, basis=YEARS[view.query.basis], below=LEARN)


def below(view: View, theme: Theme, actor: Person) -> None:
    """What a reader may ask next, each drawn only when it is opened."""
    tabs = [SAID, COMPARED, CHART, LEARN, TOGETHER, DATA, ASKED]
    opened = dict(zip(tabs, st.tabs(tabs, key="below", on_change="rerun", bind="query-params"), strict=True))
    draw_ = {
        SAID: partial(sentences, view),
        COMPARED: partial(before_and_after, view, actor),
        CHART: partial(chart, view, actor),
        LEARN: partial(story_cards.learn_from, actor, theme),
        TOGETHER: partial(together_panel.show, actor, theme, view.query),
        DATA: partial(about, view),
        ASKED: partial(threads_page.on_theme, actor, theme),
    }
    for name, tab in opened.items():
        if tab.open:
            with tab:
                draw_[name]()


def sentences(view: View) -> None:
    """What the headline says in twelve words, with all its numbers and its doubt."""
    if view.change is None or view.since is None or view.series is None:
        st.caption("There is nothing to compare yet.")
        return
    pieces.comparison(view.change, view.since, view.series)


def before_and_after(view: View, actor: Person) -> None:
    """This year beside the year before, and the months before and after each own change, with ranges."""
    if view.change is None or view.series is None:
        st.caption("There is nothing to compare yet.")
        return
    keep = picture.sheet(view, actor.centre_name, "Before and after")
    years = picture.sheet(view, actor.centre_name, "Year by year", "bars: the 95% range")
    pieces.year_chart(view.change, view.years, years)
    compared.show(view.series, view.events, keep, view.control.baseline if view.control else None, view.since)
    for panel, steps in view.paths:
        across, up = (view.theme.measure(id) for id in (panel.across, panel.up))
        compared.year_path(panel, steps, across.events, f"{up.title}, %", keep)


def chart(view: View, actor: Person) -> None:
    """The control chart behind the picture, why it is this kind of chart, and its baseline."""
    if view.control is None or view.series is None or view.since is None:
        st.caption("There is no control chart without monthly counts.")
        return
    keep = picture.sheet(view, actor.centre_name)
    if view.picture != "control":
        picture.behind(view, keep)
    st.markdown(f"**{view.control.title}.** {escape(' '.join(filter(None, (view.control.reason, view.control.lost))))}")
    described = words.describe(view.control)
    st.markdown(escape(described))
    pieces.plainly(view.control.title, described, "centre line")  # so the table of its points calls it
    baseline_page.choose(actor, view.query, view.series)
    pieces.companions(view.control, keep)
    pieces.points_table(view.control, view.events)


def note_opened(view: View, actor: Person) -> None:
    """Once a session for each measure: charts that nobody opens need not be asked for."""
    opened = st.session_state.setdefault("opened", set())
    if view.measure.id not in opened:
        opened.add(view.measure.id)
        burden.note_opened(actor, view.theme.id, view.measure.id)


def nothing_yet(view: View, actor: Person) -> None:
    """Says which area has no numbers, what would be asked for, and offers those that have."""
    titles = {area.name: area.title for area in view.theme.areas}
    pieces.empty(
        f"No numbers yet for “{view.measure.title}” in {titles[view.area]}.",
        f"What it asks for, each month: {view.measure.asks}. A centre without numbers is as much a "
        "member as any other.",
    )
    with st.container(horizontal=True):
        for area in view.areas:
            where = {"measure": view.measure.title, "area": titles[area]}
            link(view.theme.id, f"See {titles[area]}", ":material/show_chart:", **where)
        if may(actor, Deed.SEND_DATA, actor.centre):
            link("send", "Send data", ":material/upload:", theme=view.theme.short)
    if view.events:
        st.markdown(escape(dated.said(view.events)))


def about(view: View) -> None:
    """Definition, what was sent, and the files to take along."""
    definition, who = view.theme.definition, access.later()
    st.markdown(f"**{view.measure.title}.** {view.measure.definition}")
    st.markdown(f"What it asks for, each month: {view.measure.asks}.")
    st.markdown(f"{definition.text}")
    st.caption(f"Definition: {definition.name}, version {definition.version}. Source: {definition.source}.")
    if view.profile is not None:
        pieces.profile_table(view.profile)
    if view.series is not None:
        pieces.months_table(view.series)
    if view.query.hides:
        st.caption(share.FOR_THE_LEAD)
        return
    with st.container(horizontal=True):
        st.download_button(
            "All numbers of this theme, to be sent again (CSV)",
            lambda: share.export(who(), view.theme.id),
            f"{view.theme.id}.csv",
            "text/csv",
            on_click="ignore",
            help="A CSV that can be sent again unchanged.",
        )
        if view.events:  # a file of their own, so that the one with the numbers stays one that can be sent again
            st.download_button(
                "What was marked on the charts (CSV)",
                lambda: mark_events.export(who(), view.theme.id),
                f"{view.theme.id}-events.csv",
                "text/csv",
                on_click="ignore",
                help="Interventions and events with their dates, as a CSV of its own.",
            )
