"""A comparison becomes a figure: each year's rate with its range, and beside it the ratio of the last two."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf, log10
from textwrap import wrap

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.words.nouns import capital, number

YEARS, RATIO = 150, 50  # pixels of each plot
OVER, EDGE = 30, 48  # pixels over the years for their unit; left of the plot, for the scale
MOST, FEWER = 5, 4  # years that stand side by side with their values; on a phone
LINE, GAP = 18, 20  # pixels of a line of words, and round words under an axis
FAR = 12.0  # times as often or as seldom, beyond which the ratio is not drawn
TICKS = {0.1: "a tenth", 0.25: "a quarter", 0.5: "half", 1: "the same", 2: "double", 4: "four times", 10: "ten times"}
MEANING = {Verdict.BETTER: "improvement", Verdict.WORSE: "concern"}


def change(result: Change, years: Sequence[YearSide], palette: Palette = LIGHT, width: int = style.LAPTOP) -> Figure:
    """Years above; below them the ratio and its 95% range, of the whole year where that is said first."""
    compared = result.whole if result.whole is not None and result.whole.ratio is not None else result
    has_ratio = compared.ratio is not None and compared.low is not None and compared.high is not None
    most = MOST if width >= style.TABLET else FEWER
    shown = [year for year in years if year.rate is not None][-most:]
    names = [_label(_name(result, year), width) for year in shown]
    said = wrap(_compared(compared), int((width - EDGE) / style.LETTER)) if has_ratio else []
    under = _high(names) + LINE * len(said) + RATIO + GAP if has_ratio else 0
    below = _high(_ticks(compared, width)[1]) if has_ratio else _high(names)
    figure: Figure = {
        "data": [_years(result, shown, names, palette)],
        "layout": style.layout(
            OVER + YEARS + under + below,
            palette,
            margin={"l": EDGE, "r": 8, "t": OVER, "b": below},
            annotations=[style.text(capital(result.unit), 0, 1, palette.muted, **style.OVER)],
            xaxis=style.axis(
                palette,
                type="category",
                automargin=False,
                anchor="y",
                range=[-0.4, len(shown) - 0.3],
            ),
            yaxis=style.axis(
                palette,
                rangemode="tozero",
                nticks=4,
                tickformat=",",
                automargin=False,
                domain=[under / (YEARS + under), 1],
            ),
        ),
    }
    if has_ratio:
        _add_ratio(figure, compared, RATIO / (YEARS + under), "<br>".join(said), palette, width)
    return figure


def _years(result: Change, shown: Sequence[YearSide], names: Sequence[str], palette: Palette) -> Figure:
    """A dot a year with its range and its value; hollow where it is less than a year, an arrow where it is a least."""
    at = [_height(year) for year in shown]
    return {
        "x": names,
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


def _label(name: str, width: int) -> str:
    """A name in the short lines that fit under a dot."""
    name = name.removeprefix("12 months ").replace(" (", "<br>(")
    if width >= style.TABLET:
        return name
    return name.replace(" to ", "<br>to ") if " to " in name else name.replace(" ", "<br>", 1)


def _high(names: Sequence[str]) -> int:
    """Pixels of words under an axis."""
    return GAP + LINE * max((name.count("<br>") + 1 for name in names), default=0)


def _symbol(result: Change, year: YearSide) -> str:
    if isinf(year.rate or 0.0):
        return "triangle-up-open"
    return "circle-open" if year.part and (result.kind != "value" or result.running) else "circle"


def _reach(end: float | None, at: float) -> float:
    return 0.0 if end is None or isinf(end) else end - at


def _compared(result: Change) -> str:
    this = "This year so far" if result.running else capital(result.this.name)
    return f"{this} compared with the year before, and the 95% range"


def _reach_of_ratio(result: Change) -> float:
    """How many times as often, and as seldom, the axis goes to."""
    low, high = max(result.low or 0, 1 / FAR), min(result.high or 0, FAR)
    return max(high, 1 / low, 2.2) * 1.15


def _ticks(result: Change, width: int) -> tuple[list[float], list[str]]:
    reach = _reach_of_ratio(result)
    shown = {value: text for value, text in TICKS.items() if 1 / reach <= value <= reach}
    if len(shown) > 5:
        shown = {value: text for value, text in shown.items() if value not in (0.25, 4)}
    return list(shown), [text if width >= style.TABLET else text.replace(" ", "<br>") for text in shown.values()]


def _add_ratio(figure: Figure, result: Change, share: float, said: str, palette: Palette, width: int) -> None:
    """A logarithmic axis on which half lies as far from the same as double does. share: of the plots' height."""
    assert result.ratio is not None and result.low is not None and result.high is not None
    edge = FAR
    low, high = max(result.low, 1 / edge), min(result.high, edge)
    at = min(max(result.ratio, 1 / edge), edge)
    colour = style.colour(MEANING.get(result.better, "common cause"), palette)
    reach = _reach_of_ratio(result)
    values, names = _ticks(result, width)
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
    figure["layout"] |= {
        "xaxis2": style.axis(
            palette,
            type="log",
            anchor="y2",
            tickvals=values,
            ticktext=names,
            automargin=False,
            range=[-log10(reach), log10(reach)],
        ),
        "yaxis2": {"domain": [0, share], "anchor": "x2", "visible": False, "range": [-1, 1], "fixedrange": True},
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
    over: Figure = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}
    figure["layout"]["annotations"].append(style.text(said, 0, share, palette.muted, **over))
