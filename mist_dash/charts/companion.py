"""A companion of a control chart becomes a small figure: a plain line with its middle, and nothing claimed."""

from __future__ import annotations

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core import months
from mist_dash.core.control import Companion
from mist_dash.core.words.nouns import capital


def companion(result: Companion, most: int = 5, palette: Palette = LIGHT) -> Figure:
    """One value a period; the centre line is dashed where there is one."""
    every = list(range(len(result.periods)))
    named = [months.say(period, short=True) for period in result.periods]
    step = max(1, -(-len(every) // most))
    shown = every[::-1][::step][::-1]
    line = {
        "x": every,
        "y": list(result.values),
        "mode": "lines+markers",
        "marker": {"color": palette.data, "size": 5},
        "line": {"color": palette.data, "width": 1.5},
        "text": [
            f"<b>{name}</b><br>{value:,.{result.decimals}f} {result.unit}" if value is not None else ""
            for name, value in zip(named, result.values, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }
    middle = {
        "x": every,
        "y": [result.centre] * len(every),
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {"color": palette.reference, "width": 2, "dash": "dash"},
    }
    return {
        "data": [line, *([middle] if result.centre is not None else [])],
        "layout": style.layout(
            200,
            palette,
            margin={"l": 8, "r": 8, "t": 28, "b": 8},
            annotations=[style.text(capital(result.unit), 0, 1, palette.muted, **style.OVER)],
            xaxis=style.axis(palette, tickvals=shown, ticktext=[named[at].replace(" ", "<br>") for at in shown]),
            yaxis=style.axis(
                palette,
                rangemode="tozero",
                nticks=4,
                tickformat=",",
            ),
        ),
    }
