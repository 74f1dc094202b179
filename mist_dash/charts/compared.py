"""Before and after, observed against expected, and rolling years become figures."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from mist_dash.charts import style
from mist_dash.charts.style import Figure
from mist_dash.core import months
from mist_dash.core.before_after import Started
from mist_dash.core.change import YearSide
from mist_dash.core.expected import Expected
from mist_dash.core.rolling import Window
from mist_dash.core.words import compared as words
from mist_dash.core.words.nouns import number

TEXT = 14


def before_after(found: Sequence[Started]) -> Figure:
    """Two rows for each start that can be compared: the rate as a dot on its range, its words above."""
    rows: list[tuple[Started, YearSide, str]] = []
    for one in found:
        if one.compared:
            rows.append(
                (one, one.before, f"<b>{words.months_of(one.series, one.before)} before {_plain(one.name)}</b>")
            )
            rows.append((one, one.after, f"<b>{words.months_of(one.series, one.after)} after</b>"))
    data, notes = [], []
    for place, (one, side, title) in enumerate(rows):
        after = side is one.after
        colour = style.IMPROVEMENT if after and one.better else style.USUAL
        said = words.figures(one.series, side)
        data.append(_range(side, place, colour, "triangle-up" if after and one.better else "circle", said))
        notes.append(_note(f"{title}<br>{words.out_of(one.series, side)}", place))
    return {
        "data": data,
        "layout": style.layout(
            60 + 92 * len(rows),
            annotations=notes,
            xaxis=style.axis(rangemode="tozero", nticks=6, tickfont={"size": TEXT}, showline=False, showgrid=True),
            yaxis=style.axis(range=[len(rows) - 0.4, -0.85], visible=False),
        ),
    }


def _range(side: YearSide, place: int, colour: str, symbol: str, said: str) -> Figure:
    rate, low, high = side.rate or 0, side.low or 0, side.high or 0
    return {
        "x": [rate],
        "y": [place],
        "mode": "markers+text",
        "marker": {"color": colour, "size": 14, "symbol": symbol},
        "text": [f"<b>{number(rate, 2 if rate < 1 else 1)}</b>"],
        "textposition": "bottom center",
        "textfont": {"size": TEXT},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - rate if isfinite(high) else 0],
            "arrayminus": [rate - low],
            "color": colour,
            "thickness": 4,
            "width": 0,
        },
        "hovertemplate": f"{said}<br>95 % range {number(low, 2)} to {number(high, 2)}<extra></extra>",
    }


def _note(said: str, place: float) -> Figure:
    font = {"size": TEXT}
    return {
        "text": said,
        "x": 0,
        "xref": "paper",
        "y": place - 0.44,
        "xanchor": "left",
        "align": "left",
        "showarrow": False,
        "font": font,
    }


def added_up(found: Expected) -> Figure:
    """What happened as steps, what the earlier rate would have brought as a dashed line, each ending in its number."""
    at = [months.number(month) for month in found.months]
    happened, due = _last(found.happened), _last(found.expected)
    better = found.low > 0
    colour = style.IMPROVEMENT if better else style.USUAL
    start = months.number(found.since) - 0.5
    line = {"mode": "lines", "hoverinfo": "skip", "connectgaps": False}
    ends = [
        _end(due, f"{number(due)} at the earlier rate", style.USUAL, happened < due),
        _end(happened, f"<b>{number(happened)} happened</b>", colour, happened >= due),
    ]
    began = {**_note(_plain(found.why), 1), "x": start, "xref": "x", "y": 1, "yref": "paper", "xanchor": "right"}
    return {
        "data": [
            {**line, "x": at, "y": list(found.expected), "line": {"color": style.LIMIT, "width": 2, "dash": "dash"}},
            {**line, "x": at, "y": list(found.happened), "line": {"color": colour, "width": 3, "shape": "hv"}},
        ],
        "layout": style.layout(
            330,
            margin={"l": 8, "r": 8, "t": 30, "b": 8},
            annotations=[{**one, "x": at[-1]} for one in ends] + [began],
            xaxis=_years(at),
            yaxis=style.axis(rangemode="tozero", nticks=5, tickformat=",", tickfont={"size": TEXT}, showline=False),
            shapes=[
                {
                    "type": "line",
                    "x0": start,
                    "x1": start,
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "line": {"color": style.IMPROVEMENT, "dash": "dot", "width": 1.5},
                }
            ],
        ),
    }


def rolling(windows: Sequence[Window]) -> Figure:
    """Observed and expected over twelve months at a time in one picture, each line ending in its number."""
    at = [months.number(one.month) for one in windows]
    observed, due = [one.observed for one in windows], [one.expected for one in windows]
    text = [_window(one) for one in windows]
    line = {"mode": "lines", "x": at, "connectgaps": False, "text": text, "hovertemplate": "%{text}<extra></extra>"}
    seen, meant = _last(observed), _last(due)
    ends = [
        _end(meant, f"{number(meant, 1)} expected", style.USUAL, meant > seen),
        _end(seen, f"<b>{number(seen)} observed</b>", style.USUAL, seen >= meant),
    ]
    return {
        "data": [
            {**line, "y": due, "line": {"color": style.LIMIT, "width": 2, "dash": "dash"}},
            {**line, "y": observed, "line": {"color": style.USUAL, "width": 3}},
        ],
        "layout": style.layout(
            300,
            annotations=[{**one, "x": at[-1]} for one in ends if at],
            xaxis=_years(at),
            yaxis=style.axis(rangemode="tozero", nticks=5, tickformat=",", tickfont={"size": TEXT}, showline=False),
        ),
    }


def _window(one: Window) -> str:
    if one.ratio is None:
        return ""
    ratio, low, high = (number(value or 0) for value in (one.ratio, one.low, one.high))
    return f"<b>12 months to {months.say(one.month, short=True)}</b><br>ratio {ratio} (95 % range {low} to {high})"


def _end(height: float, said: str, colour: str, above: bool) -> Figure:
    """A line's own label at its end, inside the plot so that a telephone keeps it."""
    side = "bottom" if above else "top"
    font = {"size": TEXT, "color": colour}
    return {"text": said, "y": height, "xanchor": "right", "yanchor": side, "showarrow": False, "font": font}


def _last(values: Sequence[float | None]) -> float:
    return next((one for one in reversed(values) if one is not None), 0.0)


def _years(at: Sequence[int]) -> Figure:
    """Real time: a tick where each year begins, under its name."""
    starts = [place for place in range(at[0], at[-1] + 1) if place % 12 == 0] if at else []
    named = starts[:: max(1, -(-len(starts) // 6))]
    return style.axis(
        tickvals=named, ticktext=[str(place // 12) for place in named], tickangle=0, tickfont={"size": TEXT}
    )


def _plain(typed: str) -> str:
    """What a person typed, as text: plotly would take a mark in it for a link or for bold."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
