"""A meeting's figure becomes the screen's own chart, as high as a slide has room for; the deck magnifies it."""

from __future__ import annotations

from mist_dash.charts.control import control
from mist_dash.charts.style import SLIDE, TEXT, Figure
from mist_dash.charts.together import side_by_side
from mist_dash.charts.uses import uses
from mist_dash.core import months
from mist_dash.core.events import Event
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import PooledFigure, SlideFigure

MAGNIFIED = 24 / TEXT  # so that the smallest letters of a chart are 24 pixels on a slide 720 high
BARS = 3  # interventions on a chart, the newest: more would leave no room for the chart


def slide(figure: SlideFigure, height: int, width: int = SLIDE) -> Figure:
    """height, width: of the figure, in pixels before it is magnified."""
    if isinstance(figure, Frozen):
        marks = [mark for mark in figure.marks if mark.kind == "intervention"][-BARS:]
        shown = [mark for mark in figure.marks if mark.kind != "intervention" or mark in marks]
        area = figure.area
        events = [Event(0, area, mark.kind, mark.name, mark.start, mark.stop, "") for mark in shown]  # type: ignore[arg-type]
        return control(figure.control, events, figure.since, height=height)
    if isinstance(figure, PooledFigure):
        return side_by_side(figure, height, width)
    bars = sorted(figure.bars, key=lambda bar: bar.centre.casefold())
    return uses(
        [("", [(bar.centre, "", bar.event) for bar in bars])], months.of(figure.drawn), width=SLIDE, height=height
    )
