"""A figure, which is a plain dictionary, goes into the page."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from urllib.parse import quote

import streamlit as st
from plotly.basedatatypes import BaseFigure

from mist_dash import charts
from mist_dash.actions import people
from mist_dash.charts import style as look
from mist_dash.charts.style import Figure
from mist_dash.core import words
from mist_dash.core.control import Control
from mist_dash.ui.parts.tables import TableRows

STILL = {"displayModeBar": False}
DEMO = "Demo: invented numbers"
KEEP = ":material/image:"
KEPT = 128  # still pictures; the one that was longest not asked for goes first
AS_TABLE, TALL = "These figures as a table", 260  # pixels; the rest scrolls


def palette() -> look.Palette:
    """Light or dark, as the screen is."""
    return look.PALETTES.get(st.context.theme.type or "light", look.LIGHT)


@dataclass(frozen=True)
class PictureSheet:
    """What stands on a picture that is taken along.

    about: measure with its unit, area, centre, months. whose: who sent the numbers. name: of the file.
    sentence: what the title says, with its range.
    """

    title: str
    about: str
    whose: str
    name: str
    sentence: str = ""

    def paper(self, figure: Figure, demo: bool = False) -> Figure:
        """The figure, in the colours of paper, on a sheet that stands alone."""
        today = datetime.now(UTC)
        source = f"Source: numbers that {self.whose} sent, Making it Safer Together. Drawn {today.day} {today:%B %Y}."
        return charts.paper(figure, self.title, self.about, source, self.sentence, DEMO if demo else "")


class Drawn(BaseFigure):
    """A figure as it is. Plotly's own would check every number of it and copy it twice, at every run of a page: nine
    tenths of what a chart costs. The tests let plotly check all of them instead."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def to_dict(self) -> Figure:
        return self._figure


def show(
    figure: Figure | Callable[..., Figure],
    alt: str,
    key: str,
    table: Callable[[], TableRows] | None,
    keep: PictureSheet | None = None,
    pressed: Callable[[str], None] | None = None,
) -> None:
    """Draws it. alt: what it says to somebody who cannot see it. keep: what stands on it when it is taken along.

    figure: one that is ready, or what makes one in a palette: then it gets the colours of the screen's theme.
    table: its figures, in a fold under it that costs nothing before it is opened; None where they stand beside it.
    pressed: is told what stands as `customdata` at a point that is pressed.
    """
    asked, figure = figure, figure if isinstance(figure, dict) else figure(palette=palette())
    if pressed is None:
        st.plotly_chart(Drawn(figure), config=STILL, alt=alt, key=key)
    else:
        figure = {**figure, "data": [_unfading(trace) for trace in figure["data"]]}
        told = partial(_tell, key, pressed)
        st.plotly_chart(Drawn(figure), config=STILL, alt=alt, key=key, on_select=told, selection_mode="points")
    if table is None and keep is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"under-{key}"):
        if table is not None:
            as_table(table, f"{key}-table")
        if keep is not None and st.button("Picture to take along", icon=KEEP, type="tertiary", key=f"{key}-keep"):
            to_keep(asked, alt, keep, table)


@st.dialog("A picture to take along", width="large")
def to_keep(
    figure: Figure | Callable[..., Figure], alt: str, keep: PictureSheet, table: Callable[[], TableRows] | None
) -> None:
    """On a titled white sheet, whatever the theme of the screen; plotly's own button on it keeps the PNG."""
    st.caption("The camera under the picture keeps it as a PNG, white and with its title, for a slide or a poster.")
    white = figure if isinstance(figure, dict) else _for_a_sheet(figure)
    sheet(keep.paper(white, people.is_demo()), alt, "sheet", keep.name)
    if table is not None:
        as_table(table, "sheet-table")


def _for_a_sheet(drawing: Callable[..., Figure]) -> Figure:
    """In the colours of paper, and as wide as a sheet where it was made for a phone."""
    wide = {"width": look.LAPTOP} if "width" in getattr(drawing, "keywords", {}) else {}
    return drawing(palette=look.LIGHT, **wide)


@lru_cache(maxsize=KEPT)
def small(control: Control, palette: look.Palette) -> str:
    """A control chart as a small still picture with its words, as HTML of our own. Its table stands beside it."""
    return image(charts.card(control, palette), words.describe(control), 'class="small-chart"')


def image(svg: str, alt: str, more: str) -> str:
    """An SVG as an element of a page. more: its other attributes."""
    packed = quote(svg.replace('"', "'"), safe=" '=:/,;")
    return f'<img {more} alt="{html.escape(alt)}" src="data:image/svg+xml,{packed}">'


def _unfading(trace: Figure) -> Figure:
    """A press is no choice of points: the others stay as they are."""
    return {**trace, "unselected": {"marker": {"opacity": trace.get("marker", {}).get("opacity", 1)}}}


def as_table(rows: Callable[[], TableRows], key: str, label: str = AS_TABLE) -> None:
    """The figures of what stands above, one press away."""
    fold = st.expander(label, key=key, type="compact", on_change="rerun")
    if fold.open:
        found = list(rows())
        with fold:
            as_rows(found, label, min(TALL, 38 + 35 * len(found)))


def as_rows(rows: TableRows, alt: str, height: int = TALL) -> None:
    """A table that scrolls; a dash where there is no number."""
    st.dataframe(rows, hide_index=True, height=height, alt=alt, placeholder="–")


def _tell(key: str, pressed: Callable[[str], None]) -> None:
    for point in st.session_state[key].selection.points[:1]:
        if said := point.get("customdata"):
            pressed(said if isinstance(said, str) else said[0])


def sheet(paper: Figure, alt: str, key: str, name: str) -> None:
    """A titled picture on white paper, with the button that keeps it as a PNG always in sight. name: of the file."""
    size = {"width": look.SHEET, "height": paper["layout"]["height"]}
    kept = {"format": "png", "scale": 2, "filename": name, **size}
    config = {**look.CONFIG, "displayModeBar": True, "toImageButtonOptions": kept}
    st.plotly_chart(Drawn(paper), theme=None, config=config, alt=alt, key=key)
