"""Rare events become a timeline: one dot an event in its month, on real time, and under it a strip for each area.

No day is invented: events of one month stand on each other. Labels lie inside the picture, so that it can be read on a
phone as on a projector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import wrap

import numpy as np

from mist_dash.charts import ribbon, style, time_axis
from mist_dash.charts import strips as rowed
from mist_dash.charts.board import ENDS, LETTERS, LINE, NAMES, Board
from mist_dash.charts.strips import Strip
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core import months
from mist_dash.core.change import YearSide
from mist_dash.core.control import meaning_of
from mist_dash.core.control.verdict import turned
from mist_dash.core.events import Event
from mist_dash.core.series import Floats, Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.nouns import counted, singular
from mist_dash.core.words.picture import rate_of, until_then
from mist_dash.core.words.since import band

STACK, LEVELS = 56, 70  # pixels for the highest stack of dots; for the higher of the two rates
LARGER = 1.6  # times as high, where the screen has room
DOT, SMALL_DOT = 12, 9  # pixels from one dot to the next above it, while there is room
SINCE = "since the last"
HEAD, BAND = 10, LINE  # pixels over the plot, for a rate's words; for those of a band


def timeline(
    series: Series,
    events: Sequence[Event] = (),
    found: SinceWhen | None = None,
    strips: Sequence[Strip] = (),
    chosen: str = "",
    palette: Palette = LIGHT,
    width: int = style.LAPTOP,
) -> Figure:
    """The events of one series with the change in their rate, then each area; the chosen one (by title) is framed."""
    axes = [time_axis.edges(one.months) for one in (series, *(strip.series for strip in strips))]
    gutter, ends = (NAMES, ENDS) if width >= style.TABLET else (0, 0)
    board = Board(palette, min(left for left, _ in axes), max(right for _, right in axes), width, gutter, ends)
    larger = LARGER if width >= style.BIG else 1
    above = ribbon.ROW * len(ribbon.rows(board, events)) + 4
    changed = found is not None and found.month is not None
    base = above + larger * ((LEVELS + BAND + LINE + HEAD) if changed else (STACK + HEAD))
    _unsent(board, series, (above, base))
    if found is not None:
        _begun(board, found, above, base)
    ribbon.draw(board, events, (above + BAND + 2 if changed else above, base))  # the band's words stand over its lines
    colour = _levels(board, series, found, base, larger) if found is not None and changed else palette.data
    new = (found.month or "", found.until or _counted_to(series, found)) if found and changed else ("", "")
    _dots(board, series, base, larger * STACK, larger * DOT, new=new, colour=colour)
    own = next((strip for strip in strips if strip.title == chosen), None)
    if own:
        _bar(board, own, base)
    under = _caption(board, series, base)
    y = _areas(board, strips, chosen, under) if len(strips) > 1 else _alone(board, own, under)
    return board.figure(y, time_axis.axis(board.left, board.right, palette, showline=False))


def _alone(board: Board, own: Strip | None, top: float) -> float:
    """The words of the only area: at the end of its bar, or under it."""
    if own is None or not own.said:
        return top
    if board.ends:
        board.end(SINCE, top + LINE / 2 + 4, board.palette.muted)
        rowed.said(board, own, top + 2 * LINE + 4)
        return top + 3 * LINE
    rowed.said(board, replace(own, said=f"{SINCE}: {own.said}"), top + 1.5 * LINE)
    return top + 2 * LINE


def _areas(board: Board, strips: Sequence[Strip], chosen: str, top: float) -> float:
    """A row for each, under what their last words are. Returns where they end."""
    if board.ends:
        board.end(SINCE, top + LINE / 2 + 4, board.palette.muted)
        top += LINE + 9
    else:
        board.say(SINCE, board.right, top + LINE / 2, board.palette.muted, xanchor="right", xshift=-6)
        top += LINE + 3
    rows = []
    for strip in strips:
        high = rowed.LARGE if board.width >= style.BIG else rowed.DOTS
        ground = rowed.row(board, strip, top, strip.title == chosen, high)
        _bar(board, strip, ground)
        _dots(board, strip.series, ground, 3 * SMALL_DOT, SMALL_DOT, title=strip.title)
        rows.append((strip.title, ground))
        top = ground + rowed.GAP
    rowed.press(board, rows)
    return top


def _counted_to(series: Series, found: SinceWhen) -> str:
    """The last month of the rate since: the newest may still be incomplete, and is left out of it."""
    return series.months[-1] if found.incomplete is None else series.months[-2]


def _begun(board: Board, found: SinceWhen, top: float, base: float) -> None:
    """The months in which the change may have begun, in words inside their band."""
    if found.first is None or found.last is None:
        return
    x = time_axis.at(found.first) - time_axis.HALF, time_axis.at(found.last) + time_axis.HALF
    board.box(x, (top, base), board.palette.band, layer="below")
    words = band(found)
    anchor = board.fits(sum(x) / 2)
    place = {"left": x[0], "center": sum(x) / 2, "right": x[1]}[anchor]
    shift = {"left": 6, "center": 0, "right": -6}[anchor]
    board.say(words, place, top + 11, board.palette.on_ribbon, xanchor=anchor, xshift=shift)


def _levels(board: Board, series: Series, found: SinceWhen, base: float, larger: float) -> str:
    """The rate until the change, dashed, and since, in the colour of what it means: heights in proportion.

    After an outbreak the earlier rate goes on.
    """
    assert found.before is not None and found.after is not None and found.month is not None
    before, after = _often(found.before), _often(found.after)
    most = max(before, after) or 1
    better = turned(series.better) if series.kind == "between" else series.better
    colour = style.colour(style.meaning(meaning_of(better, 1 if after > before else -1)), board.palette)
    at, muted = time_axis.at(found.month) - time_axis.HALF, board.palette.muted
    then, now = (base - larger * LEVELS * rate / most for rate in (before, after))
    board.line((board.left, at), (then, then), board.palette.reference, width=2.5, dash="dash")
    end = time_axis.at(found.until) + time_axis.HALF if found.until else board.right
    board.line((at, end), (now, now), colour, width=3)
    if found.until:
        board.line((end, board.right), (then, then), board.palette.reference, width=2.5, dash="dash")
    counts, half = np.nan_to_num(series.counts), len(series.counts) // 2
    first, last = (
        base - _tallest(part, larger) - 10 for part in (counts[: series.months.index(found.month)], counts[half:])
    )
    usual = until_then(series, found.before)
    over: Figure = {"bgcolor": board.palette.paper, "borderpad": 0}  # no line of the ribbon goes through these words
    board.say(
        f"<b>{usual.replace('until then', 'otherwise') if found.until else usual}</b>",
        board.left,
        min(then - 12, first),
        muted,
        xshift=4,
        **over,
    )
    said = f"<b>{rate_of(series, found.after)} {'then' if found.until else 'since'}</b>"
    if end == board.right and style.wide(said) < board.ends - 7:
        board.end(said, min(now, base - 10), colour)
    else:
        anchor = "right" if board.fits(end) == "right" else "left"
        board.say(said, end, min(now - 14, last), colour, xanchor=anchor, xshift=-2, **over)
    return colour


def _tallest(counts: Floats, larger: float) -> float:
    """How high the dots of some months stand."""
    return larger * min(DOT * float(counts.max(initial=0)), STACK)


def _often(side: YearSide) -> float:
    """Events for each of the exposure, also where the measure is the time between them."""
    return (side.events or 0) / side.exposure if side.exposure else float(side.rate or 0)


def _dots(
    board: Board,
    series: Series,
    base: float,
    room: float,
    step: float,
    *,
    new: tuple[str, str] = ("", ""),
    colour: str = "",
    title: str = "",
) -> None:
    """One dot an event, stacked in its month; smaller where a month has many, hollow in the newest month.

    title: of the area that a press on a dot chooses.
    """
    board.line(time_axis.edges(series.months), (base, base), board.palette.reference)
    counts = np.nan_to_num(np.round(series.counts)).astype(int)
    step = min(step, room / max(int(counts.max(initial=0)), 1))
    size = max(min(step - 3, board.month - 1), 3)  # neighbours do not merge
    x, y, fill, edge, said = [], [], [], [], []
    for month, count, days in zip(series.months, counts, _exposures(series), strict=True):
        shade = colour if new[0] and new[0] <= month <= new[1] else board.palette.data
        for place in range(count):
            x.append(time_axis.at(month))
            y.append(base - step * (place + 0.5) - 2)
            fill.append(board.palette.paper if month == series.months[-1] else shade)
            edge.append(shade)
            said.append(f"<b>{months.say(month)}</b><br>{counted(count, series.events)}{days}")
    board.traces.append(
        {
            "x": x,
            "y": y,
            "mode": "markers",
            "name": series.events,
            "marker": {"color": fill, "size": size, "line": {"color": edge, "width": 1.6 if size > 5 else 1}},
            "text": said,
            "customdata": [title] * len(x),
            "hovertemplate": "%{text}<extra></extra>",
        }
    )


def _exposures(series: Series) -> list[str]:
    if series.exposure is None:
        return [""] * len(series.months)
    return [f" in {size:,.0f} {series.exposure_name}" if np.isfinite(size) else "" for size in series.exposure]


def _unsent(board: Board, series: Series, y: tuple[float, float]) -> None:
    for x in time_axis.stretches(series.months, list(~np.isfinite(series.counts))):
        board.box(x, y, board.palette.unsent, layer="below")


def _caption(board: Board, series: Series, base: float) -> float:
    """What a dot and a shade are: left of the dots, or under them. Returns where the next words may stand."""
    dot = f"each dot: one {singular(series.events)}"
    shade = [] if np.isfinite(series.counts).all() else ["shaded: not sent"]
    if board.named:
        said = "<br>".join(map(style.plain, [*wrap(dot, LETTERS), *shade]))
        more: Figure = {"xref": "paper", "xanchor": "right", "align": "right", "xshift": -8, "yanchor": "bottom"}
        board.say(said, 0, base + 6, board.palette.muted, **more)
        return base
    lines = wrap("; ".join([dot, *shade]), int(board.plot / style.LETTER))
    for place, line in enumerate(lines):
        board.say(style.plain(line), board.left, base + LINE * (place + 0.5) + 4, board.palette.muted)
    beside = style.wide(lines[-1]) + style.wide(SINCE) + 24 < board.plot
    return base + LINE * (len(lines) - beside) + 4


def _bar(board: Board, strip: Strip, base: float) -> None:
    """The time since the last event, as a bar to the newest month that was sent, broken by what was not sent."""
    if not strip.since:
        return
    colour = board.palette.better if strip.longest else board.palette.since
    after = strip.series.months.index(strip.since) + 1
    for x in time_axis.stretches(strip.series.months[after:], list(np.isfinite(strip.series.counts[after:]))):
        board.box(x, (base - 8, base - 2), colour)
