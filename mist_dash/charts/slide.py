"""A meeting's figure becomes the screen's own chart, as high as a slide has room for; the deck magnifies it."""

from __future__ import annotations

from textwrap import wrap

from mist_dash.charts import style, time_axis
from mist_dash.charts.board import AXIS_ROOM, Board
from mist_dash.charts.control import control
from mist_dash.charts.style import LIGHT, SMALL_TEXT, Figure
from mist_dash.charts.together import pooled
from mist_dash.core import months
from mist_dash.core.events import Event
from mist_dash.core.freezing import Frozen
from mist_dash.core.meeting import PooledFigure, SlideFigure, WhoElse, WhoElseBar

MAGNIFIED = 24 / SMALL_TEXT  # so that the smallest letters of a chart are 24 pixels on a slide 720 high
NAMES = 180  # pixels left of the bars, for the names of centres
NAME = 24  # letters of a line that fits there
ROW, LEAST = 44, 17  # pixels of a centre's row, and the fewest
BARS = 3  # interventions on a chart, the newest: more would leave no room for the chart


def slide(figure: SlideFigure, height: int) -> Figure:
    """height: of the figure, in pixels before it is magnified."""
    if isinstance(figure, Frozen):
        marks = [mark for mark in figure.marks if mark.kind == "intervention"][-BARS:]
        shown = [mark for mark in figure.marks if mark.kind != "intervention" or mark in marks]
        area = figure.area
        events = [Event(0, area, mark.kind, mark.name, mark.start, mark.stop, "") for mark in shown]  # type: ignore[arg-type]
        return control(figure.control, events, height=height)
    if isinstance(figure, PooledFigure):
        return pooled(figure.periods, figure, height)
    return who_else(figure, height)


def who_else(found: WhoElse, height: int) -> Figure:
    """A row for each centre, from A to Z: its name, and a bar while it did it. Nothing is measured."""
    bars = sorted(found.bars, key=lambda bar: bar.centre.casefold())
    first = min((months.of(bar.start) for bar in bars), default=months.of(found.drawn))
    left, right = _edge(first) - 1, max(_edge(months.of(found.drawn)), _edge(first) + 12)
    board = Board(LIGHT, left, right, 0)
    row = max(LEAST, min(ROW, (height - AXIS_ROOM) // max(len(bars), 1)))
    shown = bars[: (height - AXIS_ROOM) // row]
    for place, bar in enumerate(shown):
        _bar(board, bar, place * row, row)
    figure = board.figure(row * len(shown) + 4, time_axis.axis(left, right, LIGHT, showline=False))
    figure["layout"]["margin"] = {**figure["layout"]["margin"], "l": NAMES}
    return figure


def _bar(board: Board, bar: WhoElseBar, top: float, row: float) -> None:
    y = top + row * 0.15, top + row * 0.85
    middle, edges = top + row / 2, [bar.start, *(day for pause in bar.pauses for day in pause), bar.until]
    for begun, ended in zip(edges[::2], edges[1::2], strict=True):
        if begun is not None:
            end = board.right if ended is None else _edge(months.of(ended))
            board.box((_edge(months.of(begun)), max(end, _edge(months.of(begun)) + 0.5)), y, LIGHT.ribbon)
    lines = wrap(bar.centre, NAME, max_lines=2 if row >= 2 * LEAST else 1, placeholder=" …")
    more: Figure = {"xref": "paper", "xanchor": "right", "align": "right", "xshift": -8}
    more["font"] = {"size": SMALL_TEXT, "color": LIGHT.ink}
    board.say("<br>".join(map(style.plain, lines)), 0, middle, LIGHT.ink, **more)
    start = max(_edge(months.of(bar.start)), board.left)
    late = (start - board.left) / (board.right - board.left) > 0.6
    until = f" to {months.say(months.of(bar.until), short=True)}" if bar.until else ""
    said = f"{'' if bar.until else 'since '}{months.say(months.of(bar.start), short=True)}{until}"
    font = {"size": SMALL_TEXT, "color": LIGHT.on_ribbon}
    anchor, shift = ("right", -6) if late else ("left", 6)
    board.say(said, board.right if late else start, middle, LIGHT.on_ribbon, xanchor=anchor, xshift=shift, font=font)


def _edge(month: str) -> float:
    return time_axis.at(month) - time_axis.HALF
