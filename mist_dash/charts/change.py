"""A comparison becomes a figure: each year's rate with its range, and beside it the ratio of the last two."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf, log10
from textwrap import wrap

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.words.nouns import capital, number

HIGH, ALONE = 370, 260  # pixels, with the ratio under the years and without
RATIO = 0.17  # share of the height that the ratio has
EDGE = 48  # pixels left of the plot, for the scale
MOST = 5  # years that stand side by side with their values
TICKS = {0.1: "a tenth", 0.25: "a quarter", 0.5: "half", 1: "the same", 2: "double", 4: "four times", 10: "ten times"}
MEANING = {Verdict.BETTER: "improvement", Verdict.WORSE: "concern"}


def change(result: Change, years: Sequence[YearSide], palette: Palette = LIGHT, width: int = style.LAPTOP) -> Figure:
    """Years above; below them the ratio and its 95% range, of the whole year where that is said first."""
    compared = result.whole if result.whole is not None and result.whole.ratio is not None else result
    has_ratio = compared.ratio is not None and compared.low is not None and compared.high is not None
    figure: Figure = {
        "data": [_years(result, years, palette)],
        "layout": style.layout(
            HIGH if has_ratio else ALONE,
            palette,
            margin={"l": 8, "r": 8, "t": 30, "b": 8},
            annotations=[style.text(capital(result.unit), 0, 1, palette.muted, **style.OVER)],
            xaxis=style.axis(
                palette,
                type="category",
                tickangle=0,
                anchor="y",
                range=[-0.4, min(len(years), MOST) - 0.3],
            ),
            yaxis=style.axis(
                palette,
                rangemode="tozero",
                nticks=4,
                tickformat=",",
                domain=[0.55 if has_ratio else 0, 1],
            ),
        ),
    }
    if has_ratio:
        _add_ratio(figure, compared, palette, width)
    return figure


def _years(result: Change, years: Sequence[YearSide], palette: Palette) -> Figure:
    """A dot a year with its range and its value; hollow where it is less than a year, an arrow where it is a least."""
    shown = [year for year in years if year.rate is not None][-MOST:]
    at = [_height(year) for year in shown]
    return {
        "x": [_label(_name(result, year)) for year in shown],
        "y": at,
        "mode": "markers+text",
        "text": [_value(result, year) for year in shown],
        "textposition": "middle right",
        "textfont": {"size": style.TEXT, "color": palette.ink},
        "cliponaxis": False,
        "marker": {
            "color": palette.data,
            "size": 10,
            "line": {"width": 2, "color": palette.data},
            "symbol": [_symbol(result, year) for year in shown],
        },
        "error_y": {
            "type": "data",
            "visible": any(year.high is not None for year in shown),
            "symmetric": False,
            "color": palette.reference,
            "thickness": 2,
            "width": 4,
            "array": [_reach(year.high, here) for year, here in zip(shown, at, strict=True)],
            "arrayminus": [-_reach(year.low, here) for year, here in zip(shown, at, strict=True)],
        },
        "customdata": [f"<b>{_name(result, year)}</b><br>{_value(result, year)} {result.unit}" for year in shown],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _height(year: YearSide) -> float:
    """Where it is drawn: a time between events that is only known to be long stands at its least."""
    return (year.low or 0.0) if isinf(year.rate or 0.0) else (year.rate or 0.0)


def _value(result: Change, year: YearSide) -> str:
    least = "at least " if isinf(year.rate or 0.0) else ""
    return f"{least}{number(_height(year), result.decimals)}"


def _name(result: Change, year: YearSide) -> str:
    """With the number of its months, where the name alone would promise more."""
    less = result.kind != "value" and year.part and (year.broken or year.name[:1].isdigit())
    return f"{year.name} ({len(year.months)} months)" if less else year.name


def _label(name: str) -> str:
    """A name in the short lines that fit under a dot."""
    name = name.removeprefix("12 months ").replace(" (", "<br>(")
    return name.replace(" to ", "<br>to ") if " to " in name else name.replace(" ", "<br>", 1)


def _symbol(result: Change, year: YearSide) -> str:
    if isinf(year.rate or 0.0):
        return "triangle-up-open"
    return "circle-open" if year.part and (result.kind != "value" or result.running) else "circle"


def _reach(end: float | None, at: float) -> float:
    return 0.0 if end is None or isinf(end) else end - at


def _compared(result: Change) -> str:
    return "This year so far compared" if result.running else f"{capital(result.this.name)} compared"


def _add_ratio(figure: Figure, result: Change, palette: Palette, width: int) -> None:
    """A logarithmic axis on which half lies as far from the same as double does."""
    assert result.ratio is not None and result.low is not None and result.high is not None
    edge = 12.0
    low, high = max(result.low, 1 / edge), min(result.high, edge)
    at = min(max(result.ratio, 1 / edge), edge)
    colour = style.colour(MEANING.get(result.better, "common cause"), palette)
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
            palette,
            type="log",
            anchor="y2",
            tickvals=list(shown),
            tickangle=0,
            ticktext=[text.replace(" ", "<br>") for text in shown.values()],
            range=[-log10(reach), log10(reach)],
        ),
        "yaxis2": {"domain": [0, RATIO], "anchor": "x2", "visible": False, "range": [-1, 1], "fixedrange": True},
        "shapes": [
            {
                "type": "line",
                "xref": "x2",
                "yref": "y2",
                "x0": 1,
                "x1": 1,
                "y0": -1,
                "y1": 1,
                "line": {"color": palette.reference, "dash": "dash", "width": 1.5},
            }
        ],
    }
    said = f"{_compared(result)} with the year before, and the 95% range"
    lines = wrap(said, int((width - EDGE) / style.LETTER))
    over: Figure = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}
    figure["layout"]["annotations"].append(style.text("<br>".join(lines), 0, RATIO + 0.03, palette.muted, **over))
