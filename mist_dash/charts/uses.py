"""Who uses what becomes bars in time: under each intervention its centres A to Z, a bar while it really ran.

Each centre is named beside its bar, on a phone over it; area and dates stand in the bar. Nothing is measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import ribbon, style, time_axis
from mist_dash.charts.board import AXIS_ROOM, LINE, NAMES, Board
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.events import Event

HEAD, ROW, LEAST = 34, 44, 17  # pixels of an intervention's name; of a centre's row, and of the lowest one
BAR = 0.7  # share of a row that its bar takes
Use = tuple[str, str, Event]  # centre, area in words or "", when it ran


def uses(
    found: Sequence[tuple[str, Sequence[Use]]],
    today: str,
    palette: Palette = LIGHT,
    width: int = style.LAPTOP,
    height: int = 0,
) -> Figure:
    """found: (intervention or "", its uses in their order). today: the month in which what still runs ends its bar.

    height: of the figure, where its place is given; then its rows are lower, and those beyond it are left out.
    """
    begun = min(time_axis.at(months.of(event.start)) for _, each in found for *_, event in each) - time_axis.HALF
    end = time_axis.at(today) + time_axis.HALF
    board = Board(palette, min(begun, end - 12), end, width)
    board.gutter = NAMES if width > style.PHONE else 0
    room = (height or 10**6) - AXIS_ROOM
    row = max(LEAST, min(ROW, room // sum(len(each) for _, each in found)))
    top = 0.0
    for name, each in found:
        top += _head(board, name, top)
        for use in each:
            if top + row <= room:
                top = _row(board, use, top, row)
    return board.figure(top + 4, time_axis.axis(board.left, board.right, palette, showline=False))


def _head(board: Board, name: str, top: float) -> int:
    if name:
        font = {"size": 16, "color": board.palette.ink}
        shift = 4 - board.gutter if board.gutter else 0
        said = f"<b>{style.plain(name)}</b>"
        board.say(said, 0, top + HEAD / 2, board.palette.ink, xref="paper", xshift=shift, font=font)
    return HEAD if name else 0


def _row(board: Board, use: Use, top: float, row: float) -> float:
    """One centre. Returns where the next begins."""
    centre, area, event = use
    if board.named:
        board.name(centre, top + row / 2, board.palette.ink, 2 if row >= 2 * LINE else 1)
    else:
        board.say(style.plain(centre), board.left, top + LINE / 2 + 2, board.palette.ink)
        top += LINE
    y = top + row * (1 - BAR) / 2, top + row * (1 + BAR) / 2
    for bar in ribbon.bars(board, event):
        board.box(bar, y, board.palette.ribbon)
    when = dated.brief(event)
    years = f"{event.start:%Y} to {event.stop:%Y}" if event.stop else ""
    told = [one for one in (f"{area}, {when}" if area else "", when, years) if one]
    ribbon.say(board, event, told, sum(y) / 2, board.palette.on_ribbon)
    return top + row
