"""Dated events become the ribbon above a chart, the markers in it, and what they say when pointed at.

A bar is drawn while an intervention really ran: from its start to its stop, with a gap for each pause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mist_dash.charts import style
from mist_dash.charts.style import Figure
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.control import Control
from mist_dash.core.events import Event

BAR = "rgba(43,123,186,0.22)"


@dataclass(frozen=True)
class Band:
    """Where the ribbon lies: a row for each intervention, `row` pixels high, at the top of a figure `height` high."""

    rows: tuple[Event, ...]
    height: int
    row: int

    @property
    def bottom(self) -> float:
        return 1 - self.row * len(self.rows) / self.height

    def of(self, event: Event) -> tuple[float, float]:
        """Lower and upper edge of one row, as parts of the figure."""
        step = self.row / self.height
        upper = 1 - self.rows.index(event) * step
        return upper - 0.8 * step, upper


def rows(result: Control, events: Sequence[Event]) -> tuple[Event, ...]:
    """The interventions that reach into the chart, in order of their start."""
    return tuple(event for event in events if event.kind == "intervention" and _bars(result, event))


def shapes(result: Control, events: Sequence[Event], band: Band) -> list[Figure]:
    """The bars, and a line down through the chart at each start, pause, new start and stop."""
    bars = [_bar(bar, band.of(event)) for event in band.rows for bar in _bars(result, event)]
    return [*(line for event in events for line in _lines(result, event, band)), *bars]


def notes(result: Control, events: Sequence[Event], band: Band) -> list[Figure]:
    """The name of each event: on its bar, or at its line when it has none."""
    return [note for event in events if (note := _note(result, event, band)) is not None]


def hovers(result: Control, band: Band) -> list[Figure]:
    """Invisible points along each bar, so that pointing at it says the name and the dates, on a small chart too."""
    if not band.rows:
        return []
    spots = [
        (x, sum(band.of(event)) / 2, event)
        for event in band.rows
        for a, b in _bars(result, event)
        for x in (a, b, (a + b) / 2)
    ]
    return [
        {
            "x": [x for x, _, _ in spots],
            "y": [y for _, y, _ in spots],
            "yaxis": "y2",
            "mode": "markers",
            "marker": {"size": 8, "opacity": 0},
            "showlegend": False,
            "hovertemplate": "%{text}<extra></extra>",
            "text": [f"<b>{event.name}</b><br>{dated.state(event)}" for _, _, event in spots],
        }
    ]


AXIS = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}


def _bars(result: Control, event: Event) -> list[tuple[float, float]]:
    """From where to where the intervention ran, as places on the chart."""
    end = len(result.dots) - 0.5
    found = []
    for begun, ended in dated.stretches(event):
        a, b = _place(result, begun), end if ended is None else _place(result, ended)
        if a is not None:
            found.append((a, max(b if b is not None else end, a + 0.5)))
    return found


def _place(result: Control, day: date) -> float | None:
    """Just before the first point that can feel it; None when it came after the last point."""
    month = months.of(day)
    return next((at - 0.5 for at, dot in enumerate(result.dots) if dot.month >= month), None)


def _bar(bar: tuple[float, float], edges: tuple[float, float]) -> Figure:
    return {
        "type": "rect",
        "x0": bar[0],
        "x1": bar[1],
        "y0": edges[0],
        "y1": edges[1],
        "yref": "paper",
        "fillcolor": BAR,
        "line": {"width": 0},
    }


def _lines(result: Control, event: Event, band: Band) -> list[Figure]:
    """The first is where it began; later ones, where it paused, went on or stopped, are thinner."""
    days = [day for stretch in dated.stretches(event) for day in stretch if day is not None]
    dash = "dash" if event.kind != "intervention" else "dot"
    colour = style.NEUTRAL if event.kind == "looked differently" else style.LIMIT
    return [
        {
            "type": "line",
            "x0": x,
            "x1": x,
            "y0": 0,
            "y1": band.bottom - 0.02,
            "yref": "paper",
            "line": {"color": colour, "width": 1.5 if day == event.start else 0.75, "dash": dash},
        }
        for day in days
        if (x := _place(result, day)) is not None
    ]


def _note(result: Control, event: Event, band: Band) -> Figure | None:
    at = _place(result, event.start)
    if at is None:
        return None
    count = len(result.dots)
    if event in band.rows:
        return _text(f"{event.name}, {dated.brief(event)}", at, sum(band.of(event)) / 2, at > count * 0.6)
    said = f"we changed how we look: {event.name}" if event.kind == "looked differently" else event.name
    return _text(said, at, band.bottom - 0.05, at > count * 0.5)


def _text(text: str, x: float, y: float, left: bool) -> Figure:
    return {
        "text": text,
        "x": x - 0.1 if left else x + 0.1,
        "y": y,
        "yref": "paper",
        "showarrow": False,
        "xanchor": "right" if left else "left",
        "yanchor": "middle",
        "font": {"size": 12},
    }
