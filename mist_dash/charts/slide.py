"""A meeting's figure becomes the screen's own chart, as high as a slide has room for; the deck magnifies it."""

from __future__ import annotations

from mist_dash.charts import style, time_axis
from mist_dash.charts.control import control
from mist_dash.charts.style import LIGHT, SLIDE, TEXT, Figure
from mist_dash.charts.together import side_by_side
from mist_dash.charts.uses import uses
from mist_dash.core import months
from mist_dash.core.control import Control
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
        return _marked(control(figure.control, events, figure.since, height=height), figure)
    if isinstance(figure, PooledFigure):
        return side_by_side(figure, height, width)
    bars = sorted(figure.bars, key=lambda bar: bar.centre.casefold())
    return uses(
        [("", [(bar.centre, "", bar.event) for bar in bars])], months.of(figure.drawn), width=SLIDE, height=height
    )


def _marked(drawn: Figure, frozen: Frozen) -> Figure:
    """With a band over the month that the headline speaks of, and its name where there are fewer dots."""
    if not frozen.marked:
        return drawn
    layout, x = drawn["layout"], time_axis.at(frozen.marked)
    over = {"xref": "x", "yref": "y2 domain"}
    band = {"type": "rect", **over, "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    band |= {"x0": x - time_axis.HALF, "x1": x + time_axis.HALF, "fillcolor": LIGHT.ribbon}
    late = x > sum(layout["xaxis"]["range"]) / 2
    y = 0 if _high(frozen.control) else 1
    place = {"yanchor": "top" if y else "bottom", "xanchor": "right" if late else "left", "bgcolor": LIGHT.paper}
    said = style.text(
        f"<b>{months.say(frozen.marked, short=True)}</b>", x, y, LIGHT.on_ribbon, yref=over["yref"], **place
    )
    shapes, words = [*layout.get("shapes", ()), band], [*layout.get("annotations", ()), said]
    return {**drawn, "layout": {**layout, "shapes": shapes, "annotations": words}}


def _high(control: Control) -> bool:
    """Whether more of its dots lie in the upper half."""
    values = [dot.value for dot in control.dots if dot.value is not None]
    limits = [dot.upper for dot in control.dots if dot.upper is not None]
    return 2 * sum(2 * value > max([*values, *limits]) for value in values) > len(values)
