"""A control chart becomes a figure on a real time axis: values, centre line and limits, signals by shape, the ribbon.

Points stand in their month; on a chart of the time between events several of one month share it out. That chart has a
root scale, so that a long time does not flatten all others, and what is still going on is hollow.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from mist_dash.charts import ribbon, rug, style, time_axis
from mist_dash.charts.board import AXIS_ROOM
from mist_dash.charts.drawing import APART, RIGHT, Drawing, levels_of
from mist_dash.charts.style import LIGHT, MARKS, SMALL_TEXT, Figure, Palette
from mist_dash.core import words
from mist_dash.core.control import Control, Dot, meaning_of
from mist_dash.core.events import Event
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.nouns import number

PLOT, SMALL, LOWEST = 230, 140, 80  # pixels of the plot itself
TOP = 26  # for the unit above the plot
SIGNS = {"common cause": "●", "improvement": "▲", "concern": "◆", "neutral": "■"}  # the marks' shapes, as letters
NARROW = 460  # pixels of a chart whose height is given: a slide's on a 4:3 screen
LINE = 52  # letters of a line that fits on a phone


def control(
    result: Control,
    events: Sequence[Event] = (),
    since: SinceWhen | None = None,
    palette: Palette = LIGHT,
    height: int = 0,
    cases: Series | None = None,
) -> Figure:
    """The chart as plotly's own dictionary. `events` are those of the area drawn; `since`: the change to draw on it.

    height: of the whole figure, where its place is given; else it is as high as it needs. cases: by month, what a share
    of few is made of, so that each of its events is a mark in its month.
    """
    drawing = Drawing(result, palette, PLOT, since=since)
    board = drawing.board
    board.narrowest = NARROW if height else board.narrowest
    rug.widen(drawing, cases)
    high = ribbon.ROW * len(ribbon.rows(board, events))
    every = f", one point a {words.picture.every(result.period)}" if result.period > 1 else ""
    unit = capital(result.unit) + every + (_named_in_a_row(drawing) if height else "")
    board.say(unit, 0, high + 12, palette.muted, xref="paper", xshift=-2)
    above = _baseline(drawing, rug.draw(drawing, cases, high + TOP), brief=bool(height))
    if height:
        drawing.plot = max(round(height - above - AXIS_ROOM), LOWEST)
    total = above + drawing.plot
    _unsent(drawing, (above, total))
    _begun(drawing, since, (above, total))
    ribbon.draw(board, events, (above, total))
    _labels(drawing, since, above)
    if not height:
        _named_marks(drawing, above)
    return _figure(drawing, total, [*_limits(drawing), _line(drawing), *_step(drawing, since), *_marks(drawing)], RIGHT)


def small(result: Control, events: Sequence[Event] = (), palette: Palette = LIGHT) -> Figure:
    """The same chart without its words, for a card; the ribbon's words are in the hover."""
    drawing = Drawing(result, palette, SMALL, small=True)
    above = 8 * len(ribbon.rows(drawing.board, events)) + 4
    _unsent(drawing, (above, above + SMALL))
    ribbon.draw(drawing.board, events, (above, above + SMALL), row=8, words=False)
    return _figure(drawing, above + SMALL, [*_limits(drawing), _line(drawing), *_marks(drawing)], 4)


def _figure(drawing: Drawing, total: float, traces: list[Figure], right: int) -> Figure:
    board = drawing.board
    return {
        "data": [*({**trace, "yaxis": "y2"} for trace in traces), *board.traces],
        "layout": style.layout(
            round(total) + AXIS_ROOM,
            drawing.palette,
            margin={"l": 4, "r": right, "t": 0, "b": AXIS_ROOM},
            xaxis=time_axis.axis(drawing.left, drawing.right, drawing.palette, showline=False),
            yaxis=board.pixels(total),  # under the values, so that no shade lies on them
            yaxis2={**drawing.yaxis(total), "anchor": "x"},
            shapes=board.shapes,
            annotations=board.notes,
        ),
    }


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
            "line": {"color": _colour(drawing, *levels), "width": 3},
            "name": "own level then and otherwise" if since.until else "own level before and since",
            "hoverinfo": "skip",
        }
    ]


def _colour(drawing: Drawing, before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return drawing.palette.data
    return style.colour(style.meaning(meaning_of(drawing.result.better, 1 if after > before else -1)), drawing.palette)


def _begun(drawing: Drawing, since: SinceWhen | None, y: tuple[float, float]) -> None:
    """A band over the months in which the change may have begun."""
    if since is None or since.first is None or since.last is None:
        return
    x = time_axis.at(since.first) - time_axis.HALF, time_axis.at(since.last) + time_axis.HALF
    drawing.board.box(x, y, drawing.palette.band, layer="below")


def _baseline(drawing: Drawing, top: float, brief: bool = False) -> float:
    """The months that the limits come from: words, and a bracket over the plot. Returns where the plot begins.

    brief: the bracket only; the label of its line says what it is.
    """
    found, board, palette = drawing.result.baseline, drawing.board, drawing.palette
    if found is None:
        return top
    lines = [] if brief else wrap(words.picture.baseline(found, short=True), LINE)
    low = top + 17 * len(lines) + 4
    font = {"size": SMALL_TEXT, "color": palette.muted}
    said, y = "<br>".join(map(style.plain, lines)), (top + low) / 2 - 4
    board.say(said, 0, y, palette.muted, xref="paper", xshift=-2, font=font)
    x = time_axis.at(found.first) - time_axis.HALF, time_axis.at(found.last) + time_axis.HALF
    ends = max(x[0], board.left), min(x[1], board.right)
    board.line(ends, (low, low), palette.reference, width=2)
    for end in ends:
        board.line((end, end), (low, low + 7), palette.reference, width=2)
    return low + 4


def _unsent(drawing: Drawing, y: tuple[float, float]) -> None:
    """What was not sent is shaded. A month that was sent without days to count over has no point, and no shade."""
    if drawing.gaps or not drawing.result.dots:
        return
    dots = drawing.result.dots
    missing = [dot.value is None and dot.count is None for dot in dots]
    for x in time_axis.stretches([dot.month for dot in dots], missing):
        drawing.board.box(x, y, drawing.palette.unsent, layer="below")


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
            "size": mark.size,
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
    counted = not drawing.gaps and dot.count is not None
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
        lines.append("still going on: nothing has happened since")
    if dot.excluded:
        lines.append("left out of the centre line and the limits")
    return "<br>".join([*lines, *(f"Unusual: {signal.words}" for signal in dot.signals)])


def _labels(drawing: Drawing, since: SinceWhen | None, above: float) -> None:
    """The lines named at their right end with their values, the strongest first, none upon another."""
    result, palette = drawing.result, drawing.palette
    last = next((dot for dot in reversed(result.dots) if dot.centre is not None), None)
    named: list[tuple[float, str, str]] = []
    before, now = levels_of(result, since) or (None, None)
    if now is not None:
        colour = _colour(drawing, before, now)
        named.append((now, f"<b>{number(now, result.decimals)} since</b>", colour))
    now_open = result.dots[-1] if result.dots and result.dots[-1].still_open else None
    if now_open is not None and now_open.value is not None:
        named.append((now_open.value, f"<b>{number(now_open.value, result.decimals)} so far</b>", palette.data))
    if last is not None and last.centre is not None:
        middle = "middle" if result.chart == "run" else "baseline" if result.baseline else "centre"
        lines = [(middle, last.centre), ("limit", last.upper), ("limit", last.lower)]
        seen = [(name, line, number(line, result.decimals)) for name, line in lines if line is not None]
        named += [(line, f"{name} {said}", palette.muted) for name, line, said in seen if said.strip("0.")]
    taken: list[float] = []
    for value, said, colour in named:
        y = drawing.pixel(value, above)
        if all(abs(y - other) >= APART for other in taken):
            taken.append(y)
            drawing.board.say(said, 1, y, colour, xref="paper", xshift=7, font={"size": SMALL_TEXT, "color": colour})


def _named_marks(drawing: Drawing, above: float) -> None:
    """The newest mark of each unusual meaning says what it means, so that nobody needs a legend."""
    newest = {style.meaning(dot.meaning): place for place, dot in enumerate(drawing.result.dots) if dot.signals}
    for name, place in newest.items():
        value, x, colour = drawing.result.dots[place].value, drawing.x[place], style.colour(name, drawing.palette)
        if value is not None:
            y, anchor = drawing.pixel(value, above), drawing.board.fits(x)
            below = y - above < 2 * APART
            font = {"size": SMALL_TEXT, "color": colour}
            drawing.board.say(MARKS[name].words, x, y + (APART if below else -APART), colour, xanchor=anchor, font=font)


def _named_in_a_row(drawing: Drawing) -> str:
    """The same beside the unit, where the plot is too low for words in it."""
    meanings = dict.fromkeys(style.meaning(dot.meaning) for dot in drawing.result.dots if dot.signals)
    colours = {name: style.colour(name, drawing.palette) for name in meanings}
    marks = (
        f'<span style="color:{colour}">{SIGNS[name]} {MARKS[name].words}</span>' for name, colour in colours.items()
    )
    return "".join(f"    {mark}" for mark in marks)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
