"""Months become places on a real time axis: equal months at equal distances, years named between their ticks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from mist_dash.charts import style
from mist_dash.charts.style import Figure, Palette
from mist_dash.core import months

HALF = 0.5  # a month reaches half a step to either side of its place
MOST = 8  # years named
FEW = 18  # months, up to which months are named and not years


def at(month: str) -> float:
    """The place of a month, counted in months."""
    return float(months.number(month))


def step(periods: Sequence[str]) -> int:
    """How many months lie from one period to the next: 1, or 3 where there is one a quarter."""
    return min((months.number(b) - months.number(a) for a, b in pairwise(periods)), default=1)


def edges(periods: Sequence[str]) -> tuple[float, float]:
    """Where the first begins and the last ends. A quarter stands under its last month."""
    return at(periods[0]) - step(periods) + HALF, at(periods[-1]) + HALF


def axis(left: float, right: float, palette: Palette, **more: Any) -> Figure:
    """From edge to edge, with a tick where each year begins and its name in the middle."""
    if right - left <= FEW:
        places = list(range(int(left + 1), int(right + 1), 3))
        named = [months.say(months.month(place), short=True) for place in places]
        ticks: Figure = {"tickvals": places, "ticktext": named, "ticks": ""}
    else:
        starts = [12 * year - HALF for year in range(int(left // 12), int(right // 12) + 2)]
        inside = [(max(a, left), min(b, right)) for a, b in pairwise(starts)]
        shown = [(a, b) for a, b in inside if b - a >= 5]
        shown = shown[:: -(-len(shown) // MOST)]
        ticks = {
            "tickvals": [(a + b) / 2 for a, b in shown],
            "ticktext": [str(int((a + b) / 2 // 12)) for a, b in shown],
            "ticks": "",
            "minor": {
                "tickvals": [start for start in starts if left <= start <= right],
                "ticks": "outside",
                "ticklen": 6,
                "tickcolor": palette.reference,
            },
        }
    return style.axis(palette, **{"range": [left, right], "automargin": False, **ticks, **more})


def stretches(periods: Sequence[str], missing: Sequence[bool]) -> list[tuple[float, float]]:
    """From where to where nothing was sent, neighbours together."""
    width, found = step(periods), list[tuple[float, float]]()
    for period, gone in zip(periods, missing, strict=True):
        if not gone:
            continue
        begins, ends = at(period) - width + HALF, at(period) + HALF
        if found and found[-1][1] == begins:
            begins = found.pop()[0]
        found.append((begins, ends))
    return found
