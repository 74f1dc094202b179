"""What the collaborative sees together becomes figures: the pooled chart, and unnamed lines around a go-live."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import style
from mist_dash.charts.style import Figure
from mist_dash.core.catalogue import Measure
from mist_dash.core.sharing import IndexLine, Period
from mist_dash.core.sharing.go_live import HALVES
from mist_dash.core.words.nouns import number


def pooled(periods: Sequence[Period], measure: Measure) -> Figure:
    """One dot a period with its 95 % range. A hidden figure has no dot, and stands nowhere in the figure."""
    shown = [one for one in periods if one.rate is not None]
    return {
        "data": [
            {
                "x": [_label(one.name) for one in shown],
                "y": [one.rate for one in shown],
                "mode": "lines+markers",
                "line": {"color": style.USUAL, "width": 1.5},
                "marker": {"color": style.USUAL, "size": 7},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "color": style.LIMIT,
                    "thickness": 1.5,
                    "width": 3,
                    "array": [(one.high or 0) - (one.rate or 0) for one in shown],
                    "arrayminus": [(one.rate or 0) - (one.low or 0) for one in shown],
                },
                "text": [_said(one, measure) for one in shown],
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": style.layout(
            280,
            xaxis=style.axis(type="category", nticks=8, tickangle=0, tickfont={"size": 11}),
            yaxis=style.axis(
                title={"text": measure.unit, "font": {"size": 12}}, rangemode="tozero", nticks=5, tickformat=","
            ),
        ),
    }


def go_live(lines: Sequence[IndexLine]) -> Figure:
    """Every line alike: no name, no order, no colour of its own, and nothing to point at."""
    line = {
        "mode": "lines+markers",
        "hoverinfo": "skip",
        "opacity": 0.6,
        "line": {"color": style.USUAL, "width": 2},
        "marker": {"size": 6, "color": style.USUAL},
    }
    return {
        "data": [{**line, "x": list(range(len(HALVES))), "y": list(values)} for values in lines],
        "layout": style.layout(
            280,
            xaxis=style.axis(
                tickvals=list(range(len(HALVES))),
                tickangle=0,
                tickfont={"size": 11},
                ticktext=[
                    half.replace(" before", "<br>before").replace("months ", "months<br>", 1)
                    if half.startswith("months")
                    else half.replace(" months ", "<br>months ")
                    for half in HALVES
                ],
            ),
            yaxis=style.axis(
                title={"text": "own year before = 100", "font": {"size": 12}}, rangemode="tozero", nticks=6
            ),
            shapes=[
                {
                    "type": "line",
                    "x0": 1.5,
                    "x1": 1.5,
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "line": {"color": style.LIMIT, "dash": "dot", "width": 1.5},
                },
                {
                    "type": "line",
                    "x0": 0,
                    "x1": 1,
                    "xref": "paper",
                    "y0": 100,
                    "y1": 100,
                    "line": {"color": style.LIMIT, "dash": "dash", "width": 1.5},
                },
            ],
            annotations=[
                {
                    "text": "started",
                    "x": 1.5,
                    "y": 1,
                    "yref": "paper",
                    "showarrow": False,
                    "xanchor": "left",
                    "font": {"size": 12},
                }
            ],
        ),
    }


def _label(name: str) -> str:
    """ "2024/25 Apr to Jun" on two lines."""
    return name.replace(" ", "<br>", 1)


def _said(one: Period, measure: Measure) -> str:
    figures = f"{number(one.events or 0)} in {number(one.exposure or 0)}"
    return f"<b>{one.name}</b><br>{one.rate:,.{measure.decimals}f} {measure.unit}<br>{figures}"
