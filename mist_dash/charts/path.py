"""A path of years becomes a figure: each year a point with its name, joined in their order, the last the strongest."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, TEXT, Figure, Palette
from mist_dash.core.path import YearStep
from mist_dash.core.words import path as words

ABOVE, BELOW = "top center", "bottom center"


def path(steps: Sequence[YearStep], across: str, up: str, palette: Palette = LIGHT) -> Figure:
    """across, up: what is counted to the right and upwards, in words. A year without all its months is hollow."""
    x, y = [step.across for step in steps], [step.up for step in steps]
    last = len(steps) - 1
    names = [f"<b>{step.year}</b>" if place == last else step.year for place, step in enumerate(steps)]
    grid = {"showgrid": True, "gridcolor": palette.hairline, "showline": False, "ticks": "", "nticks": 5}
    right = style.text(f"{style.plain(across)} a month →", 1, 0, palette.muted, xref="paper", yref="paper")
    above = style.text(f"↑ {style.plain(up)}", 0, 1, palette.muted, xref="paper", yref="paper", yanchor="bottom")
    return {
        "data": [
            {
                "x": x,
                "y": y,
                "mode": "lines+markers+text",
                "line": {"color": palette.reference, "width": 2},
                "marker": {
                    "color": [palette.data if step.whole else palette.paper for step in steps],
                    "opacity": 1,
                    "size": [14 if place == last else 10 for place in range(len(steps))],
                    "line": {"color": palette.data, "width": 2},
                },
                "text": names,
                "textposition": [_side(y, place) for place in range(len(steps))],
                "textfont": {"size": TEXT, "color": palette.ink},
                "cliponaxis": False,
                "customdata": [words.one(step, across) for step in steps],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        "layout": style.layout(
            340,
            palette,
            margin={"l": 8, "r": 28, "t": 34, "b": 54},
            annotations=[{**right, "xanchor": "right", "yanchor": "top", "yshift": -28}, {**above, "yshift": 8}],
            xaxis=style.axis(palette, range=_room(x), **grid),
            yaxis=style.axis(palette, range=[-0.14 * max(y, default=1), 1.2 * (max(y, default=0) or 1)], **grid),
        ),
    }


def _side(y: Sequence[float], place: int) -> str:
    """A year's name lies away from the lines that meet in it."""
    beside = [*y[max(place - 1, 0) : place], *y[place + 1 : place + 2]]
    return ABOVE if not beside or y[place] >= sum(beside) / len(beside) else BELOW


def _room(x: Sequence[float]) -> list[float]:
    """Room for a year's name on either side."""
    low, high = min(x, default=0), max(x, default=1)
    room = max(high - low, 0.1 * high, 1) * 0.18
    return [low - room, high + room]
