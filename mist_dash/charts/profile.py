"""A profile becomes a figure: one bar a year, divided into bands, with the number in each band."""

from __future__ import annotations

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core.counts import Profile

PATTERNS = ("", "", "", "", "/", "/", "\\", "\\", "x")  # from the fifth band on a pattern too: never colour alone


def profile(result: Profile, palette: Palette = LIGHT) -> Figure:
    """Shares in per cent, the numbers on the bars where they fit and in the hover everywhere."""
    totals = [sum(year) or 1 for year in result.counts]
    several = len(result.bands) > 4
    data = []
    for place, band in enumerate(result.bands):
        counts = [year[place] for year in result.counts]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": band,
                "y": list(result.years),
                "x": [100 * count / total for count, total in zip(counts, totals, strict=True)],
                "marker": {
                    "color": style.BANDS[place if several else 2 * place + 1],
                    "pattern": {
                        "shape": PATTERNS[place] if several else "",
                        "fgcolor": "#ffffff",
                        "size": 6,
                        "fillmode": "overlay",
                    },
                },
                "customdata": [[count, total] for count, total in zip(counts, totals, strict=True)],
                "hovertemplate": f"<b>%{{y}}</b><br>{band}<br>%{{customdata[0]}} of %{{customdata[1]}} (%{{x:.1f}} %)"
                "<extra></extra>",
            }
        )
    return {
        "data": data,
        "layout": style.layout(
            120 + 46 * len(result.years) + 22 * len(result.bands),
            palette,
            barmode="stack",
            bargap=0.25,
            showlegend=True,
            xaxis=style.axis(palette, ticksuffix=" %", range=[0, 100]),
            yaxis=style.axis(palette, type="category", autorange="reversed", ticks=""),
            legend={
                "orientation": "h",
                "y": -0.12,
                "x": 0,
                "yanchor": "top",
                "traceorder": "normal",
                "itemclick": False,
                "itemdoubleclick": False,
            },
        ),
    }
