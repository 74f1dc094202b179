"""A comparison becomes a figure: each year's rate with its range, and beside it the ratio of the last two."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from mist_dash.charts import style
from mist_dash.charts.style import Figure
from mist_dash.core.change import Change, Verdict, YearSide

TICKS = {0.1: "a tenth", 0.25: "a quarter", 0.5: "half", 1: "the same", 2: "double", 4: "four times", 10: "ten times"}
COLOUR = {Verdict.BETTER: style.IMPROVEMENT, Verdict.WORSE: style.CONCERN}


def change(result: Change, years: Sequence[YearSide]) -> Figure:
    """Years above; below them the ratio and its 95 % range, where there is one."""
    has_ratio = result.ratio is not None and result.low is not None and result.high is not None
    figure: Figure = {
        "data": [_years(result, years)],
        "layout": style.layout(
            340,
            xaxis=style.axis(type="category", tickangle=0, tickfont={"size": 11}, anchor="y"),
            yaxis=style.axis(
                title={"text": result.unit, "font": {"size": 12}},
                rangemode="tozero",
                nticks=4,
                tickformat=",",
                domain=[0.5 if has_ratio else 0, 0.98],
            ),
        ),
    }
    if has_ratio:
        _add_ratio(figure, result)
    return figure


def _years(result: Change, years: Sequence[YearSide]) -> Figure:
    shown = [year for year in years if year.rate is not None][-6:]
    rates = [year.rate or 0 for year in shown]
    return {
        "x": [year.name.replace("12 months to ", "to ") for year in shown],
        "y": rates,
        "mode": "markers",
        "marker": {"color": style.USUAL, "size": 9},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "color": style.LIMIT,
            "thickness": 2,
            "width": 4,
            "array": [
                (year.high if year.high is not None else rate) - rate for year, rate in zip(shown, rates, strict=True)
            ],
            "arrayminus": [
                rate - (year.low if year.low is not None else rate) for year, rate in zip(shown, rates, strict=True)
            ],
        },
        "text": [
            f"<b>{year.name}</b><br>{rate:,.{result.decimals}f} {result.unit}"
            for year, rate in zip(shown, rates, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _add_ratio(figure: Figure, result: Change) -> None:
    """A logarithmic axis on which half lies as far from the same as double does."""
    assert result.ratio is not None and result.low is not None and result.high is not None
    edge = 12.0
    low, high = max(result.low, 1 / edge), min(result.high, edge)
    at = min(max(result.ratio, 1 / edge), edge)
    colour = COLOUR.get(result.better, style.USUAL)
    reach = max(high, 1 / low, 2.2) * 1.15
    figure["data"] += [
        {
            "x": [low, high],
            "y": [0, 0],
            "xaxis": "x2",
            "yaxis": "y2",
            "mode": "lines",
            "line": {"color": colour, "width": 4},
            "hoverinfo": "skip",
        },
        {
            "x": [at],
            "y": [0],
            "xaxis": "x2",
            "yaxis": "y2",
            "mode": "markers",
            "marker": {"color": colour, "size": 13, "symbol": "diamond"},
            "hovertemplate": f"{result.ratio:.2f} times the year before<br>between {result.low:.2f} and "
            f"{result.high:.2f}<extra></extra>",
        },
    ]
    shown = {value: text for value, text in TICKS.items() if 1 / reach <= value <= reach}
    if len(shown) > 5:
        shown = {value: text for value, text in shown.items() if value not in (0.25, 4)}
    figure["layout"] |= {
        "xaxis2": style.axis(
            type="log",
            anchor="y2",
            tickvals=list(shown),
            tickangle=0,
            tickfont={"size": 11},
            ticktext=[text.replace(" ", "<br>") for text in shown.values()],
            range=[-log10(reach), log10(reach)],
        ),
        "yaxis2": {"domain": [0, 0.17], "anchor": "x2", "visible": False, "range": [-1, 1], "fixedrange": True},
        "shapes": [
            {
                "type": "line",
                "xref": "x2",
                "yref": "y2",
                "x0": 1,
                "x1": 1,
                "y0": -1,
                "y1": 1,
                "line": {"color": style.LIMIT, "dash": "dash", "width": 1.5},
            }
        ],
        "annotations": [
            {
                "text": "This year compared with the year before",
                "xref": "paper",
                "yref": "paper",
                "x": 0.5,
                "y": 0.24,
                "showarrow": False,
                "font": {"size": 12},
            }
        ],
    }
