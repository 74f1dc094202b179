"""Who uses what becomes bars in time: under each intervention its centres A to Z, a bar while it really ran."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import ribbon, style, time_axis
from mist_dash.charts.board import Board
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.events import Event

HEAD, ROW, BAR = 34, 60, 12  # pixels of an intervention's name, of a centre's words with its bar, and of the bar
Use = tuple[str, str, Event]  # centre, area in words, when it ran


def uses(found: Sequence[tuple[str, Sequence[Use]]], today: str, palette: Palette = LIGHT) -> Figure:
    """found: (intervention, its uses in their order). today: the month in which what still runs ends its bar."""
    begun = [months.of(event.start) for _, each in found for *_, event in each]
    board = Board(palette, time_axis.at(min(begun)) - time_axis.HALF, time_axis.at(max(today, *begun)) + time_axis.HALF)
    top = 0.0
    for name, each in found:
        board.say(
            f"<b>{style.plain(name)}</b>",
            board.left,
            top + HEAD / 2,
            palette.ink,
            font={"size": 16, "color": palette.ink},
        )
        top += HEAD
        for centre, area, event in each:
            board.say(style.plain(centre), board.left, top + 9, palette.ink)
            board.say(style.plain(f"{area}, {dated.brief(event)}"), board.left, top + 27, palette.muted)
            board.line((board.left, board.right), (top + 44, top + 44), palette.hairline)
            for bar in ribbon.bars(board, event):
                board.box(bar, (top + 38, top + 38 + BAR), palette.on_ribbon)
            top += ROW
    return board.figure(top, time_axis.axis(board.left, board.right, palette, showline=False))
