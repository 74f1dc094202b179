"""A control chart becomes a figure: values, centre line and limits, signals by shape, and the ribbon of interventions.

Points stand at their position, not at their date: on a chart of time between events several can fall in one month.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mist_dash.charts import ribbon, style
from mist_dash.charts.style import Figure
from mist_dash.core import months
from mist_dash.core.control import Control, Dot, meaning_of
from mist_dash.core.events import Event
from mist_dash.core.since_when import SinceWhen, level
from mist_dash.core.words.nouns import number

ROW = 26  # height of one intervention in the ribbon, in pixels
HEIGHT = 340
LEGEND = 62  # how far below the axis the legend stands, past the two lines of month and year, in pixels


def control(result: Control, events: Sequence[Event] = (), since: SinceWhen | None = None) -> Figure:
    """The chart as plotly's own dictionary. `events` are those of the area drawn; `since`: the change to draw on it."""
    rows = ribbon.rows(result, events)
    height = HEIGHT + ROW * len(rows)
    band = ribbon.Band(rows, height, ROW)
    traces = [*_limits(result), _line(result), *_step(result, since), *_marks(result), *ribbon.hovers(result, band)]
    return {
        "data": traces,
        "layout": style.layout(
            height,
            xaxis=_months_axis(result),
            yaxis=style.axis(
                title={"text": result.unit, "font": {"size": 12}},
                rangemode="tozero",
                domain=[0, band.bottom - 0.02],
                tickformat=",",
                nticks=6,
            ),
            yaxis2=ribbon.AXIS,
            shapes=[*ribbon.shapes(result, events, band), *_begun(result, since)],
            annotations=[*ribbon.notes(result, events, band), *_labels(result)],
            showlegend=len([trace for trace in traces if trace.get("name")]) > 1,  # one entry says nothing
            legend={
                "orientation": "h",
                "y": -LEGEND / height,
                "x": 0,
                "yanchor": "top",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            margin={"l": 8, "r": 96, "t": 8, "b": 8},
        ),
    }


def small(result: Control, events: Sequence[Event] = ()) -> Figure:
    """The same chart without its words, for one of several areas side by side; the ribbon's words are in the hover."""
    rows = ribbon.rows(result, events)
    band = ribbon.Band(rows, 170, 8)
    return {
        "data": [*_limits(result), _line(result), *_marks(result), *ribbon.hovers(result, band)],
        "layout": style.layout(
            170,
            xaxis=_months_axis(result, 3),
            yaxis2=ribbon.AXIS,
            shapes=ribbon.shapes(result, events, band),
            yaxis=style.axis(rangemode="tozero", nticks=4, tickformat=",", domain=[0, band.bottom - 0.02]),
        ),
    }


def _limits(result: Control) -> list[Figure]:
    """Band between the limits, a piece for each stretch without a gap, and the centre line."""
    step = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
    edge = {"color": style.LIMIT, "width": 1, "shape": "hvh"}
    bands = []
    for at in _stretches(result):
        dots = [result.dots[place] for place in at]
        bands += [
            {**step, "x": at, "y": [dot.lower or 0 for dot in dots], "line": edge},
            {
                **step,
                "x": at,
                "y": [dot.upper for dot in dots],
                "line": edge,
                "fill": "tonexty",
                "fillcolor": style.BAND,
            },
        ]
    centre = {"color": style.LIMIT, "width": 2, "dash": "dash", "shape": "hvh"}
    every = list(range(len(result.dots)))
    return [*bands, {**step, "x": every, "y": [dot.centre for dot in result.dots], "line": centre}]


def _step(result: Control, since: SinceWhen | None) -> list[Figure]:
    """The level before and since the change, as one step."""
    if since is None or since.month is None:
        return []
    levels = [level(side, result.chart) for side in (since.before, since.after)]
    heights = [levels[since.month <= dot.month <= (since.until or dot.month)] for dot in result.dots]
    return [
        {
            "x": list(range(len(heights))),
            "y": heights,
            "mode": "lines",
            "line": {"color": _colour(result, *levels), "width": 3, "shape": "hvh"},
            "name": "own level then and otherwise" if since.until else "own level before and since",
            "hoverinfo": "skip",
        }
    ]


def _colour(result: Control, before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return style.USUAL
    return style.MARKS[style.meaning(meaning_of(result.better, 1 if after > before else -1))][0]


def _begun(result: Control, since: SinceWhen | None) -> list[Figure]:
    """A band over the months in which the change may have begun."""
    if since is None or since.first is None or since.last is None:
        return []
    at = [place for place, dot in enumerate(result.dots) if since.first <= dot.month <= since.last]
    if not at:
        return []
    box = {"x0": at[0] - 0.5, "x1": at[-1] + 0.5, "y0": 0, "y1": 1, "yref": "y domain"}
    return [{"type": "rect", **box, "fillcolor": style.BEGUN, "line": {"width": 0}, "layer": "below"}]


def _stretches(result: Control) -> list[list[int]]:
    """The runs of points that have an upper limit: a band across a gap would be drawn askew."""
    found: list[list[int]] = []
    for place, dot in enumerate(result.dots):
        if dot.upper is None:
            continue
        if not found or found[-1][-1] != place - 1:
            found.append([])
        found[-1].append(place)
    return found


def _line(result: Control) -> Figure:
    return {
        "x": list(range(len(result.dots))),
        "y": [dot.value for dot in result.dots],
        "mode": "lines",
        "line": {"color": style.USUAL, "width": 1.5, "shape": "hv" if result.chart == "step" else "linear"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marks(result: Control) -> list[Figure]:
    """One trace for each meaning that occurs, so that the legend explains just what is there."""
    found: dict[str, list[int]] = {}
    for at, dot in enumerate(result.dots):
        if dot.value is not None:
            found.setdefault(style.meaning(dot.meaning), []).append(at)
    return [_trace(result, name, found[name]) for name in style.MARKS if name in found]


def _trace(result: Control, name: str, at: list[int]) -> Figure:
    colour, shape, words = style.MARKS[name]
    dots = [result.dots[place] for place in at]
    marker: dict[str, Any] = {
        "color": colour,
        "size": 7 if name == "common cause" else 10,
        "symbol": [shape + ("-open" if dot.excluded or dot.still_open else "") for dot in dots],
    }
    return {
        "x": at,
        "y": [dot.value for dot in dots],
        "mode": "markers",
        "name": words,
        "marker": marker,
        "text": [hover(result, dot) for dot in dots],
        "hovertemplate": "%{text}<extra></extra>",
    }


def hover(result: Control, dot: Dot) -> str:
    """What a point says: its month, its value, what it was made of, and every rule that fired."""
    value = f"{number(dot.value or 0, result.decimals)} {result.unit}"
    lines = [f"<b>{months.say(dot.month)}</b>", value]
    if dot.count is not None and dot.exposure is not None:
        lines.append(f"{dot.count:,.0f} in {dot.exposure:,.0f}")
    if dot.interval is not None:
        lines.append(f"95 % range {dot.interval[0]:,.{result.decimals}f} to {dot.interval[1]:,.{result.decimals}f}")
    if dot.still_open:
        lines.append("still going on: nothing has happened since")
    if dot.excluded:
        lines.append("left out of the centre line and the limits")
    return "<br>".join([*lines, *(f"Unusual: {signal.words}" for signal in dot.signals)])


def _months_axis(result: Control, most: int = 6) -> Figure:
    """Few enough labels to stand without touching, each at the first point of its month."""
    count = len(result.dots)
    step = max(1, -(-count // most))
    step = next((n for n in (1, 2, 3, 4, 6, 12, 24) if n >= step), step)
    at = list(range(count - 1, -1, -step))[::-1]
    return style.axis(
        tickvals=at,
        ticktext=[months.say(result.dots[place].month, short=True).replace(" ", "<br>") for place in at],
        range=[-0.6, count - 0.4],
        tickangle=0,
    )


def _labels(result: Control) -> list[Figure]:
    """The lines named at their right end, so that nobody has to know what a dashed line means."""
    last = next((dot for dot in reversed(result.dots) if dot.centre is not None), None)
    if last is None or last.centre is None:
        return []
    named = [(last.centre, "middle value" if result.chart == "run" else "centre line")]
    named += [(last.upper, "upper limit")] if last.upper is not None else []
    named += [(last.lower, "lower limit")] if last.lower else []
    apart = max((dot.upper or dot.value or 0 for dot in result.dots), default=1) * 0.06
    kept = [(y, text) for y, text in named if y == last.centre or (abs(y - last.centre) > apart and y > apart / 4)]
    return [
        {
            "x": 1.005,
            "xref": "paper",
            "y": y,
            "yref": "y",
            "text": text,
            "showarrow": False,
            "xanchor": "left",
            "font": {"size": 11},
        }
        for y, text in kept
    ]
