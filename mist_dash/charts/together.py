"""What the collaborative sees together becomes figures: the pooled chart, and before and after a go-live."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core.catalogue import Measure
from mist_dash.core.meeting import PooledFigure
from mist_dash.core.sharing import BeforeAfter, Period
from mist_dash.core.words.nouns import capital, number

FEW = 6  # periods


def pooled(
    periods: Sequence[Period], measure: Measure | PooledFigure, height: int = 280, palette: Palette = LIGHT
) -> Figure:
    """One dot a period with its 95% range. A hidden figure has no dot, and stands nowhere in the figure."""
    shown = [one for one in periods if one.rate is not None]
    return {
        "data": [
            {
                "x": [_label(one.name) for one in shown],
                "y": [one.rate for one in shown],
                "mode": "lines+markers",
                "line": {"color": palette.data, "width": 1.5},
                "marker": {"color": palette.data, "size": 7},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "color": palette.reference,
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
            height,
            palette,
            margin={"l": 8, "r": 8, "t": 30, "b": 8},
            annotations=[_unit(measure.unit, palette), *_values(shown, measure, palette)],
            xaxis=style.axis(palette, type="category", nticks=8),
            yaxis=style.axis(palette, rangemode="tozero", nticks=5, tickformat=","),
        ),
    }


def _values(shown: Sequence[Period], measure: Measure | PooledFigure, palette: Palette) -> list[Figure]:
    """Each rate beside its dot, while there are few enough to have room."""
    if len(shown) > FEW:
        return []
    rates = [one.rate or 0 for one in shown]
    rises = [after > before for before, after in pairwise([*rates, 0])]  # the line leaves above: words go below
    return [
        style.text(
            f"<b>{rate:,.{measure.decimals}f}</b>",
            _label(one.name),
            rate,
            palette.ink,
            xshift=9,
            yshift=-12 if up else 12,
        )
        for one, rate, up in zip(shown, rates, rises, strict=True)
    ]


def go_live(found: BeforeAfter, palette: Palette = LIGHT) -> Figure:
    """The year before as 100, and the year after with its 95% range: all centres added up, two dots and no more."""
    return {
        "data": [
            {
                "x": ["year before", "year after"],
                "y": [100, found.after],
                "mode": "lines+markers+text",
                "hoverinfo": "skip",
                "text": ["100%", f"{found.after}%"],
                "textposition": ["bottom left", "top right" if found.after >= 100 else "bottom right"],
                "line": {"color": palette.data, "width": 2},
                "marker": {"size": 9, "color": palette.data},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "color": palette.reference,
                    "thickness": 1.5,
                    "width": 5,
                    "array": [0, found.high - found.after],
                    "arrayminus": [0, found.after - found.low],
                },
            }
        ],
        "layout": style.layout(
            240,
            palette,
            xaxis=style.axis(palette, type="category", range=[-0.4, 1.6]),
            margin={"l": 8, "r": 8, "t": 30, "b": 8},
            annotations=[_unit("rate, year before = 100%", palette)],
            yaxis=style.axis(palette, rangemode="tozero", nticks=6),
            shapes=[
                {
                    "type": "line",
                    "x0": 0,
                    "x1": 1,
                    "xref": "paper",
                    "y0": 100,
                    "y1": 100,
                    "line": {"color": palette.reference, "dash": "dash", "width": 1.5},
                }
            ],
        ),
    }


def _unit(unit: str, palette: Palette) -> Figure:
    return style.text(capital(unit), 0, 1, palette.muted, **style.OVER)


def _label(name: str) -> str:
    """ "2024/25 Apr to Jun" on two lines."""
    return name.replace(" ", "<br>", 1)


def _said(one: Period, measure: Measure | PooledFigure) -> str:
    figures = f"{number(one.events or 0)} in {number(one.exposure or 0)}"
    return f"<b>{one.name}</b><br>{one.rate:,.{measure.decimals}f} {measure.unit}<br>{figures}"
