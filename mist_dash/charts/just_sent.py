"""A figure on a real time axis gets dashed edges round the months that were just sent. What stands in it stays."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import time_axis
from mist_dash.charts.style import LIGHT, Figure, Palette


def just_sent(figure: Figure, months: Sequence[str], palette: Palette = LIGHT) -> Figure:
    """months: those sent ("2024-04"), in any order; neighbours share their edges."""
    line = {"color": palette.ink, "width": 1.5, "dash": "dot"}
    edges = {"type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "line": line, "layer": "above"}
    shapes = [{**edges, "x0": first - time_axis.HALF, "x1": last + time_axis.HALF} for first, last in _runs(months)]
    layout = figure["layout"]
    return {**figure, "layout": {**layout, "shapes": [*layout.get("shapes", ()), *shapes]}}


def _runs(months: Sequence[str]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for place in sorted({time_axis.at(month) for month in months}):
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
