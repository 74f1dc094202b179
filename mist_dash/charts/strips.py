"""Each area of a measure becomes a small line, all on one time axis and one scale, under the picture of one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mist_dash.charts import time_axis
from mist_dash.charts.board import Board
from mist_dash.charts.drawing import LEFT, RIGHT
from mist_dash.charts.style import LIGHT, SMALL_TEXT, Figure, Palette
from mist_dash.core import months
from mist_dash.core.control import by, grouped
from mist_dash.core.counts import by_quarter
from mist_dash.core.series import Floats, Series
from mist_dash.core.words.nouns import number

HIGH = 30  # pixels of the scale
EVERY = {3: "quarter", 12: "year"}
MONTHLY = 18  # months, up to which a line has one value a month, and beyond which one a quarter


def strips(areas: Sequence[tuple[str, Series]], chosen: str = "", palette: Palette = LIGHT) -> Figure:
    """areas: (title, series) of one measure. Its unit and its scale are said once, above them."""
    width = max(grouped(series)[1] for _, series in areas)  # shares of few, as their chart is drawn
    lines = [_coarse(series, width) for _, series in areas]
    values = [_values(series) for series in lines]
    board = Board(palette, *time_axis.span(series.months for _, series in areas), RIGHT)
    most = max((float(np.nanmax(one)) for one in values if np.isfinite(one).any()), default=1.0) or 1.0
    unit, decimals = lines[0].unit, lines[0].decimals
    every = EVERY.get(time_axis.step(lines[0].months), "month")
    unit = unit.replace("a month", f"a {every}")  # what is added up is no longer a month's
    each = "" if f"a {every}" in unit else f", by {every}"
    said = f"{unit[:1].upper()}{unit[1:]}{each}, 0 to {number(most, decimals)}"
    font = {"size": SMALL_TEXT, "color": palette.muted}
    board.say(said, board.left, 10, palette.muted, font=font)
    top = 24.0
    for (title, series), line, known in zip(areas, lines, values, strict=True):
        for x in time_axis.stretches(series.months, list(~np.isfinite(series.counts))):
            board.box(x, (top + 20, top + 20 + HIGH), palette.unsent, layer="below")
        top = _strip(board, title, line, known, most, top, framed=title == chosen)
    figure = board.figure(top, time_axis.axis(board.left, board.right, palette, showline=False))
    figure["layout"]["margin"].update(l=LEFT, r=RIGHT)  # those of the chart above, so that a month is above itself
    return figure


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


def _strip(board: Board, title: str, series: Series, values: Floats, most: float, top: float, framed: bool) -> float:
    palette, base = board.palette, top + 20 + HIGH
    if framed:
        frame = {"x0": 0, "x1": 1, "xref": "paper", "y0": top - 1, "y1": base + 6, "yref": board.axis}
        board.shapes.append({"type": "rect", **frame, "line": {"color": palette.on_ribbon, "width": 1.5}})
    board.line((board.left, board.right), (base, base), palette.reference)
    board.say(f"<b>{title}</b>", board.left, top + 9, palette.ink, xshift=6)
    named = [months.say(month, short=True) for month in series.months]
    known = np.flatnonzero(np.isfinite(values))
    if len(known):
        until = "to " if time_axis.step(series.months) > 1 else ""
        value, font = number(values[known[-1]], series.decimals), {"size": SMALL_TEXT, "color": palette.muted}
        board.say(f"<b>{value}</b>", 1, base - HIGH / 2 - 5, palette.ink, xref="paper", xshift=7)
        board.say(
            f"{until}{named[known[-1]]}", 1, base - HIGH / 2 + 12, palette.muted, xref="paper", xshift=7, font=font
        )
    middle = (time_axis.step(series.months) - 1) / 2  # a quarter stands in its middle
    board.traces.append(
        {
            "x": [time_axis.at(month) - middle for month in series.months],
            "y": [base - HIGH * value / most if np.isfinite(value) else None for value in values],
            "mode": "lines+markers",
            "name": title,
            "legendgroup": title,
            "line": {"color": palette.data, "width": 1.8},
            "marker": {"color": palette.data, "size": 4},
            "text": [
                f"<b>{name}</b><br>{number(value, series.decimals)} {series.unit}" if np.isfinite(value) else ""
                for name, value in zip(named, values, strict=True)
            ],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )
    return base + 9
