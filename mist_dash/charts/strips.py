"""Each area of a measure becomes a row under the picture of one of them, on its time axis and all on one scale.

A row has its name, its line or its dots, and words at its end; a press on it chooses its area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np

from mist_dash.charts import style, time_axis
from mist_dash.charts.board import LINE, PAD, Board
from mist_dash.core import months
from mist_dash.core.control import by, grouped
from mist_dash.core.control.verdict import turned
from mist_dash.core.counts import by_quarter
from mist_dash.core.series import Floats, Series
from mist_dash.core.since_last import SinceLast
from mist_dash.core.words.nouns import capital, number
from mist_dash.core.words.picture import since_last

DOTS, LARGE, LINES = 30, 40, 29  # pixels of a row's dots, on a large screen too, where letters grow; of its line
GAP = 5  # pixels between two rows
EVERY = {3: "quarter", 12: "year"}
MONTHLY = 18  # months, up to which a line has one value a month, and beyond which one a quarter


@dataclass(frozen=True)
class Strip:
    """One area. said: how long since its last event; longest: so long that it is good news.

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


def row(board: Board, strip: Strip, top: float, framed: bool, high: int = DOTS) -> float:
    """All of a row but what is drawn in it: returns where its ground lies."""
    palette = board.palette
    above = _head(board, strip)
    base = top + above + high
    if framed:
        frame = {"x0": 0, "x1": 1, "xref": "paper", "y0": top - 1, "y1": base + 2, "yref": board.axis}
        board.shapes.append({"type": "rect", **frame, "line": {"color": palette.on_ribbon, "width": 1.5}})
    for x in time_axis.stretches(strip.series.months, list(~np.isfinite(strip.series.counts))):
        board.box(x, (base - high + 6, base), palette.unsent, layer="below")
    board.line(time_axis.edges(strip.series.months), (base, base), palette.reference)
    if board.named:
        board.name(strip.title, base - high / 2, palette.ink)
    else:
        board.say(f"<b>{style.plain(strip.title)}</b>", board.left, top + LINE / 2 + 1, palette.ink, xshift=6)
    said(board, strip, base - high / 2 if board.ends else top + above - LINE / 2 + 1)
    return base


def said(board: Board, strip: Strip, y: float) -> None:
    """The words at the end of a row: beside it in two lines, or over its end; in blue where they are good news."""
    if not board.ends:
        colour = board.palette.better if strip.longest else board.palette.muted
        words = f"<b>{strip.said}</b>" if strip.longest else strip.said
        board.say(words, board.right, y, colour, xanchor="right", xshift=-6)
    elif strip.said:
        first, *more = strip.said.split(", ")
        colour = board.palette.better if strip.longest else board.palette.ink
        board.end("<br>".join([f'<b><span style="color:{colour}">{first}</span></b>', *more]), y, board.palette.muted)


def _head(board: Board, strip: Strip) -> int:
    """Pixels of words above a row: its name, where it has no place beside the plot, and its end's words with it."""
    if board.named:
        return 0
    beside = 0 if board.ends else style.wide(strip.said) + 12
    return LINE if style.wide(strip.title) + beside + 12 < board.plot else 2 * LINE


def press(board: Board, rows: Sequence[tuple[str, float]]) -> None:
    """A clear bar over each row (its title, and where its ground lies) that says which area was pressed."""
    if len(rows) < 2:
        return
    board.traces.append(
        {
            "type": "bar",
            "orientation": "h",
            "base": [board.left] * len(rows),
            "x": [board.right - board.left] * len(rows),
            "y": [base - LINES / 2 for _, base in rows],
            "width": [LINES] * len(rows),
            "marker": {"opacity": 0},
            "customdata": [title for title, _ in rows],
            "hovertemplate": "Press to see %{customdata}<extra></extra>",
        }
    )


def lines(board: Board, areas: Sequence[tuple[str, Series]], chosen: str, top: float) -> float:
    """areas: (title, series) of one measure, its scale said once above them. Returns where they end."""
    if len(areas) < 2:
        return top
    width = max(grouped(series)[1] for _, series in areas)  # shares of few, as their chart is drawn
    drawn = [_coarse(series, width) for _, series in areas]
    values = [_values(series) for series in drawn]
    most = max((float(np.nanmax(one)) for one in values if np.isfinite(one).any()), default=1.0) or 1.0
    unit, decimals = drawn[0].unit, drawn[0].decimals
    every = EVERY.get(time_axis.step(drawn[0].months), "month")
    unit = unit.replace("a month", f"a {every}")  # what is added up is no longer a month's
    each = "" if f"a {every}" in unit else f", by {every}"
    words = f"{capital(unit)}{each}, 0 to {number(most, decimals)}"
    ends = [_newest(line, known) for line, known in zip(drawn, values, strict=True)]
    newest = max(when for _, when in ends)
    top, rows = _scale(board, words, _until(newest, every), top), []
    for (title, series), line, known, (value, when) in zip(areas, drawn, values, ends, strict=True):
        earlier = "" if when in ("", newest) else _until(when, every)
        fits = not board.ends or style.wide(earlier) + 7 < board.ends  # on a phone there is room for the value alone
        told = f"{value}, {earlier}" if earlier and fits else value
        base = row(board, Strip(title, series, told), top, title == chosen, LINES)
        _line(board, title, line, known, most, base)
        rows.append((title, base))
        top = base + GAP
    press(board, rows)
    return top


def _scale(board: Board, words: str, newest: str, top: float) -> float:
    """What all lines count and from where to where, over the first, and which months their ends stand for: those are
    not the months that a table compares. Returns where the first begins."""
    words = words if board.named or not newest else f"{words}; newest {newest}"
    edge = -2 if board.named else PAD - board.gutter
    lines = wrap(words, int((board.plot + board.ends - edge) / style.LETTER))
    high = LINE * len(lines)
    under = 8 if board.named else 12  # left of the plot, where no names are, stands the zero of its scale
    board.say("<br>".join(lines), 0, top + under + high / 2, board.palette.muted, xref="paper", xshift=edge)
    if board.named:
        board.end(newest, top + 8 + high / 2, board.palette.muted)
    return top + under + 3 + high


def _newest(series: Series, values: Floats) -> tuple[str, str]:
    """The newest value, and the last month of its period; both empty where there is none."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return "", ""
    return number(values[known[-1]], series.decimals), series.months[known[-1]]


def _until(month: str, every: str) -> str:
    """ "in Oct 2026", "year to Mar 2026"."""
    if not month:
        return ""
    said = months.say(month, short=True)
    return f"in {said}" if every == "month" else f"to {said}" if every == "quarter" else f"{every} to {said}"


def _coarse(series: Series, width: int) -> Series:
    if width > 1 and len(by(series, width).months) > 1:
        return by(series, width)
    quarters = by_quarter(series) if len(series.months) > MONTHLY and time_axis.step(series.months) == 1 else series
    return quarters if quarters.months else series


def _values(series: Series) -> Floats:
    """What is plotted for each period, NaN where it was not sent or cannot be told."""
    counts = np.asarray(series.counts, float)
    if series.exposure is None or series.kind == "value":
        return counts
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = series.exposure / counts if series.kind == "between" else series.multiplier * counts / series.exposure
    return np.where(np.isfinite(ratio), ratio, np.nan)


def _line(board: Board, title: str, series: Series, values: Floats, most: float, base: float) -> None:
    named = [months.say(month, short=True) for month in series.months]
    middle = (time_axis.step(series.months) - 1) / 2  # a quarter stands in its middle
    high = LINES - 4
    board.traces.append(
        {
            "x": [time_axis.at(month) - middle for month in series.months],
            "y": [base - high * value / most if np.isfinite(value) else None for value in values],
            "mode": "lines+markers",
            "name": title,
            "line": {"color": board.palette.data, "width": 1.8},
            "marker": {"color": board.palette.data, "size": 4},
            "customdata": [title] * len(values),
            "text": [
                f"<b>{name}</b><br>{number(value, series.decimals)} {series.unit}" if np.isfinite(value) else ""
                for name, value in zip(named, values, strict=True)
            ],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )
