"""A figure, which is a plain dictionary, goes into the page."""

from __future__ import annotations

import streamlit as st
from plotly.basedatatypes import BaseFigure

from mist_dash.charts import style as look
from mist_dash.charts.style import Figure

STILL = {"displayModeBar": False}


class Drawn(BaseFigure):
    """A figure as it is. Plotly's own would check every number of it and copy it twice, at every run of a page: nine
    tenths of what a chart costs. The tests let plotly check all of them instead."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def to_dict(self) -> Figure:
        return self._figure


def show(figure: Figure, alt: str, key: str, tools: bool = True) -> None:
    """Draws it. alt: what it says to somebody who cannot see it. tools: whether it can be kept as a picture."""
    st.plotly_chart(Drawn(figure), config=look.CONFIG if tools else STILL, alt=alt, key=key)
