"""A control chart becomes a figure: values, centre line and limits, signals by shape, and the ribbon of interventions.

Points stand at their position, not at their date: on a chart of time between events several can fall in one month.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mist_dash.charts import style
from mist_dash.charts.style import Figure
from mist_dash.core import months
from mist_dash.core.control import Control, Dot
from mist_dash.core.learning import Event

ROW = 26  # height of one intervention in the ribbon, in pixels
HEIGHT = 340
LEGEND = 62  # how far below the axis the legend stands, past the two lines of month and year, in pixels


def control(result: Control, events: Sequence[Event] = ()) -> Figure:
    """The chart as plotly's own dictionary. `events` are those of the area drawn."""
    rows = [event for event in events if event.kind == "intervention" and _position(result, event) is not None]
    height = HEIGHT + ROW * len(rows)
    top = 1 - (ROW * len(rows) / height if rows else 0)
    traces = [*_limits(result), _line(result), *_marks(result)]
    shapes, notes = _events(result, events, rows, top)
    return {
        "data": traces,
        "layout": style.layout(
            height,
            xaxis=_months_axis(result),
            yaxis=style.axis(
                title={"text": result.unit, "font": {"size": 12}}, rangemode="tozero", domain=[0, top - 0.02],
                tickformat=",", nticks=6,
            ),
            shapes=shapes,
            annotations=[*notes, *_labels(result)],
            showlegend=True,
            legend={"orientation": "h", "y": -LEGEND / height, "x": 0, "yanchor": "top", "itemclick": False,
                    "itemdoubleclick": False},
            margin={"l": 8, "r": 96, "t": 8, "b": 8},
        ),
    }  # fmt: skip


def small(result: Control) -> Figure:
    """The same chart without its words, for one of several areas side by side."""
    return {
        "data": [*_limits(result), _line(result), *_marks(result)],
        "layout": style.layout(
            170, xaxis=_months_axis(result, 3), yaxis=style.axis(rangemode="tozero", nticks=4, tickformat=",")
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
            {**step, "x": at, "y": [dot.upper for dot in dots], "line": edge, "fill": "tonexty",
             "fillcolor": style.BAND},
        ]  # fmt: skip
    centre = {"color": style.LIMIT, "width": 2, "dash": "dash", "shape": "hvh"}
    every = list(range(len(result.dots)))
    return [*bands, {**step, "x": every, "y": [dot.centre for dot in result.dots], "line": centre}]


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
        "line": {"color": style.USUAL, "width": 1.5},
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
    value = f"{dot.value:,.{result.decimals}f} {result.unit}"
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
        {"x": 1.005, "xref": "paper", "y": y, "yref": "y", "text": text, "showarrow": False, "xanchor": "left",
         "font": {"size": 11}}
        for y, text in kept
    ]  # fmt: skip


def _position(result: Control, event: Event) -> int | None:
    """Where on the axis the event falls; None when it came after the last point."""
    start = months.of(event.start)
    return next((at for at, dot in enumerate(result.dots) if dot.month >= start), None)


def _events(
    result: Control, events: Sequence[Event], rows: Sequence[Event], top: float
) -> tuple[list[Figure], list[Figure]]:
    """Each intervention a bar in the ribbon from start to stop; every event a line down through the chart."""
    shapes: list[Figure] = []
    notes: list[Figure] = []
    end = len(result.dots) - 0.5
    for event in events:
        at = _position(result, event)
        if at is None:
            continue
        dash = "dot" if event.kind == "intervention" else "dash"
        colour = style.NEUTRAL if event.kind == "looked differently" else style.LIMIT
        shapes.append({"type": "line", "x0": at - 0.5, "x1": at - 0.5, "y0": 0, "y1": top - 0.02, "yref": "paper",
                       "line": {"color": colour, "width": 1.5, "dash": dash}})  # fmt: skip
        if event in rows:
            y1 = 1 - rows.index(event) * (1 - top) / len(rows)
            y0 = y1 - (1 - top) / len(rows) * 0.8
            stop = _stop(result, event, end)
            shapes.append({"type": "rect", "x0": at - 0.5, "x1": stop, "y0": y0, "y1": y1, "yref": "paper",
                           "fillcolor": "rgba(43,123,186,0.18)", "line": {"width": 0}})  # fmt: skip
            notes.append(_note(f"{event.name}, since {months.say(months.of(event.start), short=True)}", at - 0.4,
                               (y0 + y1) / 2, at > len(result.dots) * 0.6))  # fmt: skip
        else:
            said = "we changed how we look" if event.kind == "looked differently" else event.name
            notes.append(_note(f"{said}: {event.name}" if said != event.name else said, at - 0.4, top - 0.05,
                               at > len(result.dots) * 0.5))  # fmt: skip
    return shapes, notes


def _stop(result: Control, event: Event, end: float) -> float:
    if event.stop is None:
        return end
    stop = months.of(event.stop)
    return next((at - 0.5 for at, dot in enumerate(result.dots) if dot.month > stop), end)


def _note(text: str, x: float, y: float, left: bool) -> Figure:
    return {"text": text, "x": x - 0.2 if left else x, "y": y, "yref": "paper", "showarrow": False,
            "xanchor": "right" if left else "left", "yanchor": "middle", "font": {"size": 12}}  # fmt: skip
