"""What the collaborative sees together becomes figures: the pooled chart, and before and after a go-live."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from textwrap import wrap

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core.catalogue import Measure
from mist_dash.core.meeting import PooledFigure
from mist_dash.core.sharing import BeforeAfter, Period
from mist_dash.core.words.nouns import capital, number

FEW = 6  # periods
LINE = 18  # pixels from a line of words to the next
END, BETWEEN = 11, 6  # of the two years that the headline compares, and of those between them
TOO_FEW = "Other years: too few centres to be added up"
GAP = 0.03  # of the width, from one plot to the next


def pooled(
    periods: Sequence[Period],
    measure: Measure | PooledFigure,
    height: int = 280,
    palette: Palette = LIGHT,
    top: float = 0.0,
) -> Figure:
    """One dot a period with its 95% range. A hidden figure has no dot, and stands nowhere in the figure.

    top: of a scale that several figures share.
    """
    shown = [one for one in periods if one.rate is not None]
    scale: Figure = {"range": [0, 1.05 * top]} if top else {"rangemode": "tozero"}
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
            yaxis=style.axis(palette, nticks=5, tickformat=",", **scale),
        ),
    }


def side_by_side(figure: PooledFigure, height: int, width: int, palette: Palette = LIGHT) -> Figure:
    """Each area in a plot of its own, over it its name and how many centres did better; all to one scale and time."""
    if len(figure.areas) == 1:
        return pooled(figure.areas[0].periods, figure, height, palette)
    share = 1 / len(figure.areas)
    letters = int(width * (share - GAP) / style.SLIDE_LETTER)
    heads = [[f"<b>{style.plain(one.area)}</b>", *wrap(one.improved, letters)] for one in figure.areas]
    high = LINE * max(map(len, heads)) + 12
    years = sorted({period.name for one in figure.areas for period in one.periods if period.rate is not None})
    traces: list[Figure] = []
    words: list[Figure] = []
    axes: Figure = {"yaxis": style.axis(palette, rangemode="tozero", nticks=5, tickformat=",")}
    for n, (one, head) in enumerate(zip(figure.areas, heads, strict=True)):
        x, start = f"x{n + 1 if n else ''}", n * share
        axes[x.replace("x", "xaxis")] = _years(years, [start, start + share - GAP], palette)
        over = {"xref": "paper", "yref": "paper", "yanchor": "top", "yshift": high}
        words.append(style.text("<br>".join(head), start, 1, palette.ink, **over))
        shown = [period for period in one.periods if period.rate is not None]
        (trace,) = pooled(shown, figure, height, palette)["data"]
        sizes = [END if period in (shown[0], shown[-1]) else BETWEEN for period in shown]
        marker = trace["marker"] | {"size": sizes, "opacity": 1}
        traces.append(trace | {"x": [years.index(period.name) for period in shown], "xaxis": x, "marker": marker})
        if len(shown) == 1 < len(years):
            late = 2 * years.index(shown[0].name) >= len(years)
            words.append(_alone(start + share * (0.04 if late else 0.5), letters // 2, palette))
        words += [_over(period, figure, years, x, palette) for period in dict.fromkeys((shown[0], shown[-1]))]
    margin = {"l": 8, "r": 8, "t": high + LINE, "b": 8}
    return {"data": traces, "layout": style.layout(height, palette, margin=margin, annotations=words, **axes)}


def _alone(x: float, letters: int, palette: Palette) -> Figure:
    """Why an area has but one year, where others have more. letters: that have room beside it."""
    said = "<br>".join(wrap(TOO_FEW, letters))
    return style.text(said, x, 0.5, palette.muted, xref="paper", yref="paper", yanchor="middle")


def _years(years: Sequence[str], domain: list[float], palette: Palette) -> Figure:
    """The axis of one plot of several, on which the first and the last year are named."""
    ends = sorted({0, len(years) - 1})
    named = {"tickvals": ends, "ticktext": [_label(years[end]) for end in ends], "tickangle": 0}
    return style.axis(palette, domain=domain, range=[-0.8, len(years) - 0.2], **named)


def _over(one: Period, figure: PooledFigure, years: Sequence[str], x: str, palette: Palette) -> Figure:
    """A rate over its range."""
    place = {"xref": x, "xanchor": "center", "yshift": 11}
    said = f"<b>{one.rate:,.{figure.decimals}f}</b>"
    return style.text(said, years.index(one.name), one.high or 0, palette.ink, **place)


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
