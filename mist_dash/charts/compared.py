"""Before and after, observed against expected, and rolling years become figures."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np

from mist_dash.charts import style, time_axis
from mist_dash.charts.style import LIGHT, TEXT, Figure, Palette
from mist_dash.core import months
from mist_dash.core.before_after import Started
from mist_dash.core.change import YearSide
from mist_dash.core.expected import Expected
from mist_dash.core.rolling import Window
from mist_dash.core.series import Series
from mist_dash.core.words import compared as words
from mist_dash.core.words.nouns import capital, number

EDGE, SCALE = 16, 48  # pixels round words, and left of the plot for the scale
GUTTER = 330  # pixels left of the plot for a side's words, where the screen has them


def before_after(found: Sequence[Started], palette: Palette = LIGHT, width: int = style.LAPTOP) -> Figure:
    """Two rows for each start that can be compared: the rate as a dot on its range, its words beside or above it."""
    beside = width >= style.TABLET
    rows: list[tuple[Started, YearSide, str]] = []
    for one in found:
        if one.compared:
            before = f"{words.months_of(one.series, one.before)} before {style.plain(one.name)}"
            rows += [(one, one.before, before), (one, one.after, f"{words.months_of(one.series, one.after)} after")]
    data, notes = [], []
    for place, (one, side, title) in enumerate(rows):
        better = side is one.after and one.better
        colour, symbol = (palette.better, "triangle-up") if better else (palette.data, "circle")
        data.append(_range(side, place, colour, symbol, words.figures(one.series, side), palette))
        said = f"<b>{title}</b><br>{words.out_of(one.series, side)}"
        where: Figure = {"xshift": -GUTTER} if beside else {}
        notes.append(style.text(said, 0, place - (0 if beside else 0.44), palette.ink, xref="paper", **where))
    return {
        "data": data,
        "layout": style.layout(
            60 + (64 if beside else 92) * len(rows),
            palette,
            margin={"l": GUTTER if beside else 8, "r": 16, "t": 8, "b": 8},
            annotations=notes,
            xaxis=style.axis(
                palette,
                rangemode="tozero",
                nticks=6,
                ticks="",
                showline=False,
                showgrid=beside,  # else it would strike the words through
                gridcolor=palette.hairline,
            ),
            yaxis={"range": [len(rows) - 0.4, -0.6 if beside else -0.85], "visible": False, "fixedrange": True},
        ),
    }


def _range(side: YearSide, place: int, colour: str, symbol: str, said: str, palette: Palette) -> Figure:
    rate, low, high = side.rate or 0, side.low or 0, side.high or 0
    return {
        "x": [rate],
        "y": [place],
        "mode": "markers+text",
        "marker": {"color": colour, "size": 14, "symbol": symbol},
        "text": [f"<b>{number(rate, 2 if rate < 1 else 1)}</b>"],
        "textposition": "bottom center",
        "textfont": {"size": TEXT, "color": palette.ink},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - rate if isfinite(high) else 0],
            "arrayminus": [rate - low],
            "color": colour,
            "thickness": 4,
            "width": 0,
        },
        "hovertemplate": f"{said}<br>95% range {number(low, 2)} to {number(high, 2)}<extra></extra>",
    }


def added_up(found: Expected, palette: Palette = LIGHT, width: int = style.LAPTOP) -> Figure:
    """What happened as steps, what the earlier rate would have brought as a dashed line, each ending in its number."""
    at = [time_axis.at(month) for month in found.months]
    happened, due = _last(found.happened), _last(found.expected)
    colour = palette.better if found.low > 0 else palette.data
    start = time_axis.at(found.since) - time_axis.HALF
    line = {"mode": "lines", "hoverinfo": "skip", "connectgaps": False}
    ends = [
        _end(at, found.expected, f"{number(due)} at the earlier rate", palette.muted, happened < due, width),
        _end(at, found.happened, f"<b>{number(happened)} happened</b>", colour, happened >= due, width),
    ]
    early = start - at[0] < (at[-1] - at[0]) * 0.36
    side = {"xanchor": "left", "xshift": 6} if early else {"xanchor": "right", "xshift": -6, "align": "right"}
    until = f"baseline:<br>{style.plain(words.until(found.why))}"
    notes = [style.text(until, start, 1, palette.muted, yref="paper", **side)] if found.why else []
    dotted = {"type": "line", "x0": start, "x1": start, "y0": 0, "y1": 1, "yref": "paper"}
    shapes = [{**dotted, "line": {"color": palette.better, "dash": "dot", "width": 1.5}}]
    return {
        "data": [
            {**line, "x": at, "y": list(found.expected), "line": _dashed(palette)},
            {**line, "x": at, "y": list(found.happened), "line": {"color": colour, "width": 3, "shape": "hv"}},
        ],
        "layout": _over_time(found.months, max(happened, due), 330, palette, annotations=ends + notes, shapes=shapes),
    }


def rolling(windows: Sequence[Window], series: Series, palette: Palette = LIGHT, width: int = style.LAPTOP) -> Figure:
    """Observed and expected over twelve months at a time in one picture, each line ending in its number.

    A month that was not sent is shaded and in neither line; the point of twelve that hold one is hollow.
    """
    at = [time_axis.at(one.month) for one in windows]
    observed, due = [one.observed for one in windows], [one.expected for one in windows]
    text = [_window(one) for one in windows]
    line = {"x": at, "connectgaps": False, "text": text, "hovertemplate": "%{text}<extra></extra>"}
    seen, meant = _last(observed), _last(due)
    ends = [
        _end(at, due, f"{number(meant, 1)} expected", palette.muted, meant > seen, width),
        _end(at, observed, f"<b>{number(seen)} observed</b>", palette.data, seen >= meant, width),
    ]
    sent = np.isfinite(series.counts) & np.isfinite(series.counts if series.exposure is None else series.exposure)
    gaps = time_axis.stretches(series.months, list(~sent))
    gap = {"type": "rect", "y0": 0, "y1": 1, "yref": "paper", "fillcolor": palette.unsent, "line": {"width": 0}}
    shades = [{**gap, "x0": left, "x1": right, "layer": "below"} for left, right in gaps]
    top = max((one for one in (*observed, *due) if one is not None), default=1)
    unit = f"{capital(series.events.removeprefix('observed '))} over 12 months"
    ends.append(style.text(unit, 0, 1, palette.muted, xref="paper", yref="paper", yanchor="bottom", yshift=4))
    marker = {
        "color": [palette.data if one.whole else palette.paper for one in windows],
        "size": 6,
        "line": {"color": palette.data, "width": 1.6},
    }
    return {
        "data": [
            {**line, "y": due, "mode": "lines", "line": _dashed(palette)},
            {
                **line,
                "y": observed,
                "mode": "lines+markers",
                "line": {"color": palette.data, "width": 3},
                "marker": marker,
            },
        ],
        "layout": _over_time(series.months, top, 260, palette, annotations=ends, shapes=shades),
    }


def _window(one: Window) -> str:
    if one.ratio is None:
        return ""
    ratio, low, high = (number(value or 0) for value in (one.ratio, one.low, one.high))
    counts = f"{number(one.observed or 0)} observed, {number(one.expected or 0, 1)} expected"
    when = f"<b>12 months to {months.say(one.month, short=True)}</b>{'' if one.whole else f' ({one.sent} sent)'}"
    return f"{when}<br>{counts}<br>ratio {ratio} (95% range {low} to {high})"


def _dashed(palette: Palette) -> Figure:
    return {"color": palette.reference, "width": 2, "dash": "dash"}


def _over_time(periods: Sequence[str], top: float, height: int, palette: Palette, **more: object) -> Figure:
    """Counts from zero on a real time axis."""
    grid = {"showgrid": True, "gridcolor": palette.hairline, "showline": False, "ticks": ""}
    zero = {"zeroline": True, "zerolinecolor": palette.reference}
    return style.layout(
        height,
        palette,
        margin={"l": 8, "r": 8, "t": 24, "b": 30},
        xaxis=time_axis.axis(*time_axis.edges(periods), palette, showline=False),
        yaxis=style.axis(palette, range=[0, top * 1.12], nticks=5, tickformat=",", **grid, **zero),
        **more,
    )


def _end(at: Sequence[float], line: Sequence[float | None], said: str, colour: str, above: bool, width: int) -> Figure:
    """A line's own label at its end, inside the plot so that a telephone keeps it, and never on the line itself."""
    begins = at[-1] - (style.wide(said) + EDGE) * (at[-1] - at[0]) / (width - SCALE)
    beside = [value for x, value in zip(at, line, strict=True) if value is not None and x >= begins] or [0.0]
    place = {"yanchor": "bottom", "yshift": 6} if above else {"yanchor": "top", "yshift": -6}
    return style.text(said, at[-1], max(beside) if above else min(beside), colour, xanchor="right", **place)


def _last(values: Sequence[float | None]) -> float:
    return next((one for one in reversed(values) if one is not None), 0.0)
