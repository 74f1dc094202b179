"""The few events behind a share become marks in their months, over the chart that adds them up."""

from __future__ import annotations

import numpy as np

from mist_dash.charts import style, time_axis
from mist_dash.charts.drawing import Drawing
from mist_dash.core import months
from mist_dash.core.series import Series


def widen(drawing: Drawing, cases: Series | None) -> None:
    """From the first month sent to the last, also where those are in no whole quarter or year."""
    if drawing.result.period > 1 and cases is not None:
        drawing.reach([cases])


def draw(drawing: Drawing, cases: Series | None, top: float) -> float:
    """Each event as a mark in its month, where they are the few. Returns where the rest begins."""
    if drawing.result.period == 1 or cases is None or cases.exposure is None:
        return top
    known = np.isfinite(cases.counts) & np.isfinite(cases.exposure)
    if not 0 < cases.counts[known].sum() * 2 <= cases.exposure[known].sum():
        return top
    board, palette = drawing.board, drawing.palette
    board.say(f"each dot: one of the {style.plain(cases.events)}", 0, top + 8, palette.muted, xref="paper", xshift=-2)
    found = [(month, int(count)) for month, count in zip(cases.months, np.where(known, cases.counts, 0), strict=True)]
    board.traces.append(
        {
            "x": [
                time_axis.at(month) - time_axis.HALF + (place + 1) / (count + 1)
                for month, count in found
                for place in range(count)
            ],
            "y": [top + 25] * sum(count for _, count in found),
            "mode": "markers",
            "marker": {"color": palette.data, "size": 7, "line": {"color": palette.paper, "width": 1}},
            "text": [months.say(month) for month, count in found for _ in range(count)],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )
    return top + 36
