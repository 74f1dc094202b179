"""The values of a control chart become traces: limits, centre line, the step of a change, points by what they mean."""

from __future__ import annotations

from mist_dash.charts import style, time_axis
from mist_dash.charts.drawing import Drawing, levels_of
from mist_dash.charts.style import MARKS, Figure
from mist_dash.core import words
from mist_dash.core.control import Control, Dot, meaning_of
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.nouns import number


def traces(drawing: Drawing, since: SinceWhen | None = None) -> list[Figure]:
    """What is light first, so that the centre's own points lie on everything else."""
    return [*_limits(drawing), _line(drawing), *_step(drawing, since), *_marks(drawing)]


def _limits(drawing: Drawing) -> list[Figure]:
    """Band between the limits, a piece for each stretch without a gap, and the centre line."""
    dots, palette = drawing.result.dots, drawing.palette
    step = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
    edge = {"color": palette.reference, "width": 1, "shape": "hvh"}
    bands = []
    for at in _stretches(drawing.result):
        x = [drawing.x[place] for place in at]
        lower = drawing.heights([dots[place].lower or 0 for place in at])
        upper = drawing.heights([dots[place].upper for place in at])
        bands += [
            {**step, "x": x, "y": lower, "line": edge},
            {**step, "x": x, "y": upper, "line": edge, "fill": "tonexty", "fillcolor": palette.within},
        ]
    centre = {"color": palette.reference, "width": 2, "dash": "dash", "shape": "hvh"}
    return [*bands, {**step, "x": drawing.x, "y": drawing.heights([dot.centre for dot in dots]), "line": centre}]


def _stretches(result: Control) -> list[list[int]]:
    """The runs of points that have an upper limit: a band across a gap would be drawn askew."""
    found: list[list[int]] = []
    for place, dot in enumerate(result.dots):
        if dot.upper is None:
            continue
        if not found or found[-1][-1] != place - 1:
            found.append([])
        found[-1].append(place)
    return found


def _step(drawing: Drawing, since: SinceWhen | None) -> list[Figure]:
    """The level before and since the change, as one step."""
    if since is None or since.month is None:
        return []
    result = drawing.result
    levels = drawing.heights(levels_of(result, since))
    at = time_axis.at(since.month) - time_axis.HALF
    end = time_axis.at(since.until) + time_axis.HALF if since.until else drawing.right
    back = ([end, drawing.right], [levels[0], levels[0]]) if since.until else ([], [])
    return [
        {
            "x": [drawing.left, at, at, end, *back[0]],
            "y": [levels[0], levels[0], levels[1], levels[1], *back[1]],
            "mode": "lines",
            "line": {"color": colour_of(drawing, *levels), "width": 3},
            "name": "own level then and otherwise" if since.until else "own level before and since",
            "hoverinfo": "skip",
        }
    ]


def colour_of(drawing: Drawing, before: float | None, after: float | None) -> str:
    """The colour of a change by what it means."""
    if before is None or after is None:
        return drawing.palette.data
    return style.colour(style.meaning(meaning_of(drawing.result.better, 1 if after > before else -1)), drawing.palette)


def _line(drawing: Drawing) -> Figure:
    """From point to point; what is still open is not joined, it is a bar."""
    result, palette = drawing.result, drawing.palette
    closed = [(x, dot) for x, dot in zip(drawing.x, result.dots, strict=True) if not dot.still_open]
    return {
        "x": [x for x, _ in closed],
        "y": drawing.heights([dot.value for _, dot in closed]),
        "mode": "lines",
        "line": {"color": palette.data, "width": 1.5, "shape": "hv" if result.chart == "step" else "linear"},
        "opacity": 0.55,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marks(drawing: Drawing) -> list[Figure]:
    """One trace for each meaning that occurs; a bar under what is still open."""
    found: dict[str, list[int]] = {}
    for at, dot in enumerate(drawing.result.dots):
        if dot.value is not None:
            found.setdefault(style.meaning(dot.meaning), []).append(at)
    return [*_open_bar(drawing), *(_trace(drawing, name, found[name]) for name in MARKS if name in found)]


def _trace(drawing: Drawing, name: str, at: list[int]) -> Figure:
    mark, colour = MARKS[name], style.colour(name, drawing.palette)
    dots = [drawing.result.dots[place] for place in at]
    return {
        "x": [drawing.x[place] for place in at],
        "y": drawing.heights([dot.value for dot in dots]),
        "mode": "markers",
        "name": mark.words,
        "marker": {
            "color": [drawing.palette.paper if _hollow(drawing, dot) else colour for dot in dots],
            "size": mark.size if name != "common cause" else drawing.dot,
            "symbol": mark.shape,
            "line": {"color": colour, "width": 1.8},
        },
        "cliponaxis": False,
        "text": [hover(drawing.result, dot) for dot in dots],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hollow(drawing: Drawing, dot: Dot) -> bool:
    """What is left out, what has not ended, and the newest month, which may still be incomplete."""
    newest = drawing.result.dots[-1].month
    counted = not drawing.gaps and dot.count is not None and drawing.result.period == 1
    return dot.excluded or dot.still_open or (counted and dot.month == newest)


def _open_bar(drawing: Drawing) -> list[Figure]:
    last = drawing.result.dots[-1] if drawing.result.dots else None
    if last is None or not last.still_open or last.value is None:
        return []
    bar = {"x": [drawing.x[-1]] * 2, "y": drawing.heights([0, last.value]), "mode": "lines", "hoverinfo": "skip"}
    return [{**bar, "line": {"color": drawing.palette.since, "width": 5}, "showlegend": False}]


def hover(result: Control, dot: Dot) -> str:
    """What a point says: its month, its value, what it was made of, and every rule that fired."""
    value = f"{number(dot.value or 0, result.decimals)} {result.unit}"
    lines = [f"<b>{words.picture.when(result.period, dot.month)}</b>", value]
    if dot.count is not None and dot.exposure is not None:
        lines.append(f"{dot.count:,.0f} in {dot.exposure:,.0f}")
    if dot.interval is not None:
        lines.append(f"95% range {dot.interval[0]:,.{result.decimals}f} to {dot.interval[1]:,.{result.decimals}f}")
    if dot.still_open:
        lines.append(words.still_open(result, dot))
    if dot.excluded:
        lines.append("left out of the centre line and the limits")
    return "<br>".join([*lines, *(f"Unusual: {signal.words}" for signal in dot.signals)])
