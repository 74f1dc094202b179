"""Rare events become a timeline: one dot an event in its month, on real time, and under it a strip for each area.

No day is invented: events of one month stand on each other. Labels lie inside the picture, so that it can be read on a
phone as on a projector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mist_dash.charts import ribbon, style, time_axis
from mist_dash.charts.board import Board
from mist_dash.charts.style import LIGHT, SMALL_TEXT, Figure, Palette
from mist_dash.core import months
from mist_dash.core.change import YearSide
from mist_dash.core.control import meaning_of
from mist_dash.core.control.verdict import turned
from mist_dash.core.events import Event
from mist_dash.core.series import Floats, Series
from mist_dash.core.since_last import SinceLast
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.nouns import counted, singular
from mist_dash.core.words.picture import rate_of, since_last, until_then

STACK, LEVELS = 56, 70  # pixels for the highest stack of dots; for the higher of the two rates
DOT, SMALL_DOT = 12, 8  # pixels from one dot to the next above it, while there is room
SINCE: Figure = {"xanchor": "right", "xshift": -6, "font": {"size": SMALL_TEXT}}


@dataclass(frozen=True)
class Strip:
    """One area under the timeline. said: how long since its last event; longest: so long that it is good news.

    since: the month of the last event, from which a bar reaches to the newest month; "" for no bar.
    """

    title: str
    series: Series
    said: str = ""
    since: str = ""
    longest: bool = False

    @classmethod
    def of(cls, title: str, series: Series, last: SinceLast) -> Strip:
        """Told as good news only where fewer events are, and where chance would hardly bring so long a time."""
        rarer = turned(series.better) if series.kind == "between" else series.better
        since = (last.last or "") if last.months else ""
        return cls(title, series, since_last(last), since, last.remarkable and rarer == "lower")


def timeline(
    series: Series,
    events: Sequence[Event] = (),
    found: SinceWhen | None = None,
    strips: Sequence[Strip] = (),
    chosen: str = "",
    palette: Palette = LIGHT,
) -> Figure:
    """The events of one series with the change in their rate, then each area; the chosen one (by title) is framed."""
    board = Board(palette, *time_axis.span(one.months for one in (series, *(strip.series for strip in strips))))
    above = ribbon.ROW * len(ribbon.rows(board, events)) + 4
    changed = found is not None and found.month is not None
    base = above + (LEVELS + 38 if changed else STACK + 16)
    _unsent(board, series, (above, base))
    if found is not None:
        _begun(board, found, above, base)
    ribbon.draw(board, events, (above, base))
    colour = _levels(board, series, found, base) if found is not None and changed else palette.data
    new = (found.month or "", found.until or series.months[-1]) if found and changed else ("", "")
    _dots(board, series, base, STACK, DOT, new=new, colour=colour)
    if own := next((strip for strip in strips if strip.title == chosen), None):
        _bar(board, own, base)
    _caption(board, series, base + 13)
    if own and len(strips) == 1:
        _said(board, own, base + 36)
        return board.figure(base + 50, time_axis.axis(board.left, board.right, palette, showline=False))
    board.say("since the last" if strips else "", board.right, base + 13, palette.muted, **SINCE)
    y: float = base + 26
    for strip in strips:
        y = _strip(board, strip, y, framed=strip.title == chosen)
    return board.figure(y, time_axis.axis(board.left, board.right, palette, showline=False))


def _begun(board: Board, found: SinceWhen, top: float, base: float) -> None:
    """The months in which the change may have begun, in words inside their band."""
    if found.first is None or found.last is None:
        return
    x = time_axis.at(found.first) - time_axis.HALF, time_axis.at(found.last) + time_axis.HALF
    board.box(x, (top, base), board.palette.band, layer="below")
    first, last = months.say(found.first, short=True), months.say(found.last, short=True)
    words = f"began between {first} and {last}" if first != last else f"began about {first}"
    anchor = board.fits(sum(x) / 2)
    place = {"left": x[0], "center": sum(x) / 2, "right": x[1]}[anchor]
    shift = {"left": 6, "center": 0, "right": -6}[anchor]
    font = {"size": SMALL_TEXT, "color": board.palette.on_ribbon}
    board.say(words, place, top + 11, board.palette.on_ribbon, xanchor=anchor, xshift=shift, font=font)


def _levels(board: Board, series: Series, found: SinceWhen, base: float) -> str:
    """The rate until the change, dashed, and since, in the colour of what it means: heights in proportion.

    After an outbreak the earlier rate goes on.
    """
    assert found.before is not None and found.after is not None and found.month is not None
    before, after = _often(found.before), _often(found.after)
    most = max(before, after) or 1
    better = turned(series.better) if series.kind == "between" else series.better
    colour = style.colour(style.meaning(meaning_of(better, 1 if after > before else -1)), board.palette)
    at, muted = time_axis.at(found.month) - time_axis.HALF, board.palette.muted
    then, now = (base - LEVELS * rate / most for rate in (before, after))
    board.line((board.left, at), (then, then), board.palette.reference, width=2.5, dash="dash")
    end = time_axis.at(found.until) + time_axis.HALF if found.until else board.right
    board.line((at, end), (now, now), colour, width=3)
    if found.until:
        board.line((end, board.right), (then, then), board.palette.reference, width=2.5, dash="dash")
    counts, half = np.nan_to_num(series.counts), len(series.counts) // 2
    first, last = (base - _tallest(part) - 10 for part in (counts[: series.months.index(found.month)], counts[half:]))
    usual = until_then(series, found.before)
    board.say(
        f"<b>{usual.replace('until then', 'otherwise') if found.until else usual}</b>",
        board.left,
        min(then - 12, first),
        muted,
        xshift=4,
    )
    said = f"<b>{rate_of(series, found.after)} {'then' if found.until else 'since'}</b>"
    board.say(
        said, end, min(now - 14, last), colour, xanchor="right" if board.fits(end) == "right" else "left", xshift=-2
    )
    return colour


def _tallest(counts: Floats) -> float:
    """How high the dots of some months stand."""
    return min(DOT * float(counts.max(initial=0)), STACK)


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
    area: str = "",
) -> None:
    """One dot an event, stacked in its month; smaller where a month has many, hollow in the newest month.

    A rim of paper keeps neighbours apart where a phone leaves them no room. area: what a press on a dot chooses.
    """
    board.line(time_axis.edges(series.months), (base, base), board.palette.reference)
    counts = np.nan_to_num(np.round(series.counts)).astype(int)
    step = min(step, room / max(int(counts.max(initial=0)), 1))
    x, y, fill, edge, said = [], [], [], [], []
    for month, count, days in zip(series.months, counts, _exposures(series), strict=True):
        shade = colour if new[0] and new[0] <= month <= new[1] else board.palette.data
        for place in range(count):
            x.append(time_axis.at(month))
            y.append(base - step * (place + 0.5) - 2)
            hollow = month == series.months[-1]
            fill.append(board.palette.paper if hollow else shade)
            edge.append(shade if hollow else board.palette.paper)
            said.append(f"<b>{months.say(month)}</b><br>{counted(count, series.events)}{days}")
    size = max(step - 2, 4)
    board.traces.append(
        {
            "x": x,
            "y": y,
            "mode": "markers",
            "name": series.events,
            "marker": {"color": fill, "size": size, "line": {"color": edge, "width": 1.6 if size > 6 else 1}},
            **({"legendgroup": area} if area else {}),
            "text": said,
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


def _caption(board: Board, series: Series, y: float) -> None:
    """What a dot and a shade are."""
    font = {"size": SMALL_TEXT, "color": board.palette.muted}
    shade = "; shaded: not sent" if not np.isfinite(series.counts).all() else ""
    board.say(f"each dot: one {singular(series.events)}{shade}", board.left, y, board.palette.muted, font=font)


def _strip(board: Board, strip: Strip, top: float, framed: bool) -> float:
    """One area: its name and how long it has been above its dots. Returns where the next begins."""
    most = int(np.nan_to_num(strip.series.counts).max(initial=0))
    base = top + 17 + min(max(most, 1), 3) * SMALL_DOT + 2
    if framed:
        frame = {"x0": 0, "x1": 1, "xref": "paper", "y0": top - 2, "y1": base + 4, "yref": board.axis}
        board.shapes.append({"type": "rect", **frame, "line": {"color": board.palette.on_ribbon, "width": 1.5}})
    _unsent(board, strip.series, (base - 20, base))
    board.say(f"<b>{strip.title}</b>", board.left, top + 8, board.palette.ink, xshift=6)
    _said(board, strip, top + 8)
    _bar(board, strip, base)
    _dots(board, strip.series, base, 3 * SMALL_DOT, SMALL_DOT, area=strip.title)
    return base + 6


def _said(board: Board, strip: Strip, y: float) -> None:
    colour = board.palette.better if strip.longest else board.palette.muted
    said = f"<b>{strip.said}</b>" if strip.longest else strip.said
    board.say(said, board.right, y, colour, xanchor="right", xshift=-6)


def _bar(board: Board, strip: Strip, base: float) -> None:
    """The time since the last event, as a bar to the newest month that was sent."""
    if strip.since:
        colour = board.palette.better if strip.longest else board.palette.since
        newest = time_axis.edges(strip.series.months)[1]
        board.box((time_axis.at(strip.since) + time_axis.HALF, newest), (base - 8, base - 2), colour)
