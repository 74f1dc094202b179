"""The picture of a view: a timeline or a control chart with each area under it, and the white sheet to take along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

import streamlit as st

from mist_dash import charts
from mist_dash.actions.themes import View
from mist_dash.charts import Strip, compared
from mist_dash.charts.style import LAPTOP, LIGHT, Figure, Palette
from mist_dash.core import events as dated
from mist_dash.core import months, words
from mist_dash.core.rolling import rolling
from mist_dash.core.series import Series
from mist_dash.core.words import compared as told_of_years
from mist_dash.ui.parts import figure, screen, tables
from mist_dash.ui.parts.figure import PictureSheet
from mist_dash.ui.parts.pieces import escape, plainly
from mist_dash.ui.parts.tables import TableRows

SENT, MARKED = "sent", 36  # the filter that names what was just sent; months that it names
DRAWN = 128  # figures kept, of views, palettes and widths; the one that was longest not asked for goes first


def show(view: View, key: str = "picture") -> None:
    """Whichever picture suits, with each area under it; nothing where there are no numbers. A press chooses an area."""
    if view.series is None or view.control is None:
        return
    if view.picture == "rolling":
        st.caption(escape(told_of_years.GAPS))
    pressed = None if screen.touched() or len(view.beside) < 2 else partial(_choose, view)
    drawing = partial(drawn, view, width=screen.width())
    if sent := just_sent(view):
        st.caption(f"Just sent, between the dotted lines: {', '.join(months.say(one, short=True) for one in sent)}.")
        drawing = partial(_marked, view, sent, screen.width())
    figure.show(drawing, said(view), key, None, pressed=pressed)
    with st.container(horizontal=True, vertical_alignment="center", key=f"under-{key}"):
        figure.as_table(partial(rows, view), f"{key}-table")
        if view.picture == "control" and len(view.beside) > 1:
            figure.as_table(partial(tables.by_area, _areas(view)), f"{key}-areas-table", "Each area as a table")
        if view.picture == "control" and (plain := words.plain.on_chart(view.control)):
            st.caption("What the lines in it mean", help=plain, width="content")
        if view.measure.caution:
            st.caption(f":material/info: {view.measure.caution}", width="content")
    if view.picture == "rolling":
        st.markdown(escape(said(view)))
        plainly(said(view))


def sent_here(measure: str, area: str, sent: Sequence[str]) -> str:
    """The months that an upload changed on one chart, as they stand in the address under `SENT`."""
    return ".".join((measure, area, *sent[-MARKED:]))


def just_sent(view: View) -> tuple[str, ...]:
    """The months to mark on this chart. What stands in an address is anybody's text."""
    measure, area, *sent = [*str(st.query_params.get(SENT, "")).split("."), ""]
    here = (measure, area) == (view.measure.id, view.area)
    return tuple(month for month in sent[:MARKED] if here and months.is_month(month))


def _marked(view: View, sent: tuple[str, ...], width: int, palette: Palette = LIGHT) -> Figure:
    return charts.just_sent(drawn(view, palette, width), sent, palette)


def _choose(view: View, title: str) -> None:
    """As the pill of this area does, which the keyboard and a finger have. The title is anybody's text."""
    if name := {one.title: one.name for one in view.theme.areas}.get(title):
        st.session_state["area"] = name


def behind(view: View, keep: PictureSheet, key: str = "behind") -> None:
    """The control chart behind a timeline (the time between events) or rolling years (month by month), a press away."""
    if view.control is not None:
        alt = f"{words.describe(view.control)} {dated.said(view.events)}".strip()
        drawing = partial(charts.control, view.control, view.events, view.since, width=screen.width())
        figure.show(drawing, alt, key, None, keep)  # the tab that it stands in ends in its points


@lru_cache(maxsize=DRAWN)
def drawn(view: View, palette: Palette = LIGHT, width: int = LAPTOP) -> Figure:
    """The figure of a view that has numbers. It is kept, and nobody changes it."""
    assert view.series is not None and view.control is not None
    if view.picture == "rolling":
        return compared.rolling(rolling(view.series), view.series, palette, width)
    if view.picture == "control":
        chart = partial(charts.control, view.control, view.events, view.since, palette, cases=view.series)
        return chart(areas=_areas(view), chosen=_title(view), width=width)
    strips = [Strip.of(one.title, one.series, one.since_last) for one in view.beside]
    return charts.timeline(view.series, view.events, view.since, strips, _title(view), palette, width)


def rows(view: View) -> TableRows:
    """The figures in it."""
    assert view.series is not None and view.control is not None
    if view.picture == "rolling":
        return tables.twelve_months(rolling(view.series))
    if view.picture == "control":
        return tables.points(view.control, view.events)
    return tables.by_area(_areas(view)) if len(view.beside) > 1 else tables.by_month(view.series)


def _areas(view: View) -> list[tuple[str, Series]]:
    return [(one.title, one.series) for one in view.beside]


def said(view: View) -> str:
    """The same for somebody who cannot see it."""
    assert view.series is not None and view.control is not None
    if view.picture == "rolling":
        return f"{told_of_years.rolling(rolling(view.series))} {told_of_years.OVERLAPPING}"
    told = words.since.say(view.since, view.series) if view.since else ""
    if view.picture == "control":
        base = f"{words.picture.baseline(view.control.baseline)}." if view.control.baseline else ""
        return " ".join(filter(None, (told, words.describe(view.control), base, dated.said(view.events))))
    areas = [f"{one.title}: {words.picture.since_last(one.since_last)}" for one in view.beside if one.since_last.last]
    since = f"Since the last: {'; '.join(areas)}." if areas else ""
    return " ".join(filter(None, (words.picture.timeline(view.series), told, since, dated.said(view.events))))


def take(view: View, centre: str) -> None:
    """A button that shows the picture on a titled white sheet."""
    if view.series is not None and st.button("Picture", icon=figure.KEEP, key="take"):
        figure.to_keep(partial(drawn, view, width=LAPTOP), said(view), sheet(view, centre), partial(rows, view))


def sheet(view: View, centre: str, title: str = "", more: str = "") -> PictureSheet:
    """What stands on a picture of this view. title: of another picture than the first; more: what else is in it."""
    assert view.series is not None
    first, last = (months.say(month) for month in (view.series.months[0], view.series.months[-1]))
    what = f"{view.measure.title} ({view.series.unit.strip('()')})"
    about = " · ".join(filter(None, (what, _title(view), centre, f"{first} to {last}", more)))
    name = f"{view.measure.id}-{view.area}".lower().replace(" ", "-")
    sentence = "" if title else words.since.whole(view.since, view.series)
    return PictureSheet(title or view.headline.text, about, centre, name, sentence)


def bars(view: View, centre: str, title: str) -> PictureSheet:
    """What stands on a picture of bars by year."""
    assert view.profile is not None
    years = f"{view.profile.years[0]} to {view.profile.years[-1]}"
    about = " · ".join((f"{view.measure.title} (counts)", _title(view), centre, years))
    return PictureSheet(title, about, centre, view.measure.id)


def _title(view: View) -> str:
    return next((area.title for area in view.theme.areas if area.name == view.area), view.area)
