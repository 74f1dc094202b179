"""A profile becomes two figures of the same rows, a year each: how many there were, and what did harm, enlarged."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, TEXT, Figure, Palette
from mist_dash.core.counts import Profile
from mist_dash.core.words.nouns import number
from mist_dash.core.words.profile import harm, labels

PATTERNS = ("", "", "", "", "/", "/", "\\", "\\", "x")  # from the fifth band on a pattern too: never colour alone
PALE = 0.45  # of a year without all its months, as hollow points are elsewhere
ROW, OVER = 38, 104  # pixels of a year, and of legend and edges together


def profile(result: Profile, palette: Palette = LIGHT) -> Figure:
    """Each year's events as one bar with its number at its end, divided into bands; what did harm is one of them."""
    harmless = [place for place in range(len(result.bands)) if place not in result.harms]
    bars = [_bar(result, place, palette) for place in harmless]
    if result.harms:
        several = _bar(result, result.harms[len(result.harms) // 2], palette)
        bars.append({**several, **_values(result, result.harmed, f"harm: {harm(result)}")})
    return _figure(result, bars, result.totals, palette)


def harmed(result: Profile, palette: Palette = LIGHT) -> Figure:
    """Only the bands that did harm, as counts on a scale of their own."""
    met = [place for place in result.harms if any(year[place] for year in result.counts)]
    return _figure(result, [_bar(result, place, palette) for place in met], result.harmed, palette)


def _years(result: Profile) -> list[str]:
    """A year with less than all its months has them under its name."""
    return [label.replace(": ", "<br>") for label in labels(result)]


def _bar(result: Profile, place: int, palette: Palette) -> Figure:
    several = len(result.bands) > 4
    return {
        "type": "bar",
        "orientation": "h",
        "y": _years(result),
        "marker": {
            "opacity": [PALE if part else 1 for part in result.parts],
            "color": style.BANDS[place if several else 2 * place + 1],
            "pattern": {
                "shape": PATTERNS[place] if several else "",
                "fgcolor": "#ffffff",
                "size": 6,
                "fillmode": "overlay",
            },
            "line": {"color": palette.paper, "width": 1},
        },
        **_values(result, [year[place] for year in result.counts], result.bands[place]),
    }


def _values(result: Profile, counts: Sequence[int], name: str) -> Figure:
    shares = [100 * count / (total or 1) for count, total in zip(counts, result.totals, strict=True)]
    text = [
        f"<b>{year}</b><br>{name}<br>{number(count)} of {number(total)} ({share:.1f}%)"
        for year, count, total, share in zip(result.years, counts, result.totals, shares, strict=True)
    ]
    return {"name": name, "x": list(counts), "hovertext": text, "hovertemplate": "%{hovertext}<extra></extra>"}


def _figure(result: Profile, bars: list[Figure], ends: Sequence[int], palette: Palette) -> Figure:
    most = max(ends, default=0) or 1
    numbers = [
        style.text(f"<b>{number(end)}</b>", end, year, palette.ink, xshift=6)
        for year, end in zip(_years(result), ends, strict=True)
    ]
    return {
        "data": bars,
        "layout": style.layout(
            OVER + ROW * len(result.years),
            palette,
            annotations=numbers,
            barmode="stack",
            bargap=0.3,
            showlegend=True,
            xaxis=style.axis(palette, range=[0, most * 1.14], visible=False),
            yaxis=style.axis(palette, type="category", autorange="reversed", ticks="", showline=False),
            legend={
                "orientation": "h",
                "y": 1.02,
                "x": 0,
                "yanchor": "bottom",
                "traceorder": "normal",
                "font": {"size": TEXT, "color": palette.muted},
                "itemclick": False,
                "itemdoubleclick": False,
            },
        ),
    }
