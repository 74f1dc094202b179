"""A control chart becomes a figure on a real time axis: values, limits, signals by shape, the ribbon, and each area.

Points stand in their month; on a chart of the time between events several of one month share it out. That chart has a
root scale, so that a long time does not flatten all others, and what is still going on is hollow.
"""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import labels, ribbon, rug, strips, style, time_axis
from mist_dash.charts.board import AXIS_ROOM
from mist_dash.charts.drawing import Drawing
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.charts.traces import traces
from mist_dash.core.control import Control
from mist_dash.core.events import Event
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen

PLOT, OVER_AREAS, LARGE, LOWEST = 230, 170, 320, 80  # pixels of the plot itself


def control(
    result: Control,
    events: Sequence[Event] = (),
    since: SinceWhen | None = None,
    palette: Palette = LIGHT,
    height: int = 0,
    cases: Series | None = None,
    areas: Sequence[tuple[str, Series]] = (),
    chosen: str = "",
    width: int = style.LAPTOP,
) -> Figure:
    """The chart as plotly's own dictionary. `events` are those of the area drawn; `since`: the change to draw on it.

    height: of the whole figure, where its place is given; else it is as high as it needs. cases: by month, what a share
    of few is made of, so that each of its events is a mark in its month. areas: (title, series) of each, to stand under
    it; chosen: the title of the one drawn.
    """
    several = len(areas) > 1
    width = style.SLIDE if height else width
    plot = LARGE if width >= style.BIG else OVER_AREAS if several else PLOT
    drawing = Drawing(
        result,
        palette,
        plot,
        since=since,
        width=style.SLIDE if height else width,
        named=several or width >= style.LAPTOP,
    )
    board = drawing.board
    rug.widen(drawing, cases)
    drawing.reach([series for _, series in areas])
    if not height:
        labels.place_signals(drawing)
    high = ribbon.ROW * len(ribbon.rows(board, events))
    above = labels.over(drawing, rug.draw(drawing, cases, high + 4), in_a_row=bool(height), since=since)
    if height:
        drawing.plot = max(round(height - above - AXIS_ROOM), LOWEST)
    base = above + drawing.plot
    _unsent(drawing, (above, base))
    _begun(drawing, since, (above, base))
    ribbon.draw(board, events, (above, base))
    labels.at_ends(drawing, since, above)
    labels.say_signals(drawing, above)
    return _figure(drawing, above, strips.lines(board, areas, chosen, base), traces(drawing, since))


def _figure(drawing: Drawing, above: float, total: float, values: list[Figure]) -> Figure:
    """above: where the plot begins; total: where all ends, the areas with it."""
    board = drawing.board
    time = time_axis.axis(drawing.left, drawing.right, drawing.palette, showline=False)
    figure = board.figure(total, time, yaxis2=drawing.yaxis(above, total))  # over the pixels: no shade lies on them
    return {**figure, "data": [*({**trace, "yaxis": "y2"} for trace in values), *figure["data"]]}


def _begun(drawing: Drawing, since: SinceWhen | None, y: tuple[float, float]) -> None:
    """A band over the months in which the change may have begun."""
    if since is None or since.first is None or since.last is None:
        return
    x = time_axis.at(since.first) - time_axis.HALF, time_axis.at(since.last) + time_axis.HALF
    drawing.board.box(x, y, drawing.palette.band, layer="below")


def _unsent(drawing: Drawing, y: tuple[float, float]) -> None:
    """What was not sent is shaded."""
    for x in drawing.unsent():
        drawing.board.box(x, y, drawing.palette.unsent, layer="below")
