"""The words on a control chart: its unit and baseline over the plot, its lines' names at their ends, its signals."""

from __future__ import annotations

from textwrap import wrap

import numpy as np

from mist_dash.charts import style, time_axis
from mist_dash.charts.board import LINE, PAD
from mist_dash.charts.drawing import Drawing, levels_of
from mist_dash.charts.style import MARKS
from mist_dash.charts.traces import colour_of
from mist_dash.core import words
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.nouns import capital, number

SIGNS = {"common cause": "●", "improvement": "▲", "concern": "◆", "neutral": "■"}  # the marks' shapes, as letters
SIGN = 9  # pixels from the middle of a mark to words beside it
ABOUT = 8  # pixels that words of this length stand elsewhere beside the marks, on a screen a little wider
WIDER = 1.15  # letters on paper, beside those on the screen
NEAR = 11  # pixels from the middle of words to a line that does not strike them through


def over(drawing: Drawing, top: float, in_a_row: bool, since: SinceWhen | None = None) -> float:
    """Unit, signals and baseline over the plot, and its bracket. Returns where the plot begins.

    in_a_row: one row only, where the plot is low: all signals beside the unit, and of the baseline the bracket.
    """
    board, result = drawing.board, drawing.result
    every = f", one point a {words.picture.every(result.period)}" if result.period > 1 else ""
    unit, marks = capital(result.unit) + every, _signs(drawing, in_a_row)
    marks += [] if in_a_row else _shades(drawing, since)
    found = "" if in_a_row or result.baseline is None else words.picture.baseline(result.baseline, short=True)
    edge = -2 if board.named else PAD - board.gutter  # from the edge, where nothing else stands there
    room = (board.plot + board.ends - edge) / board.grown
    x, y = 0.0, top + LINE / 2
    for said in [unit, *marks, found]:
        long = WIDER * style.wide(said)
        if x and not in_a_row and x + long > room:
            x, y = 0.0, y + LINE
        lines = [said] if said in marks else list(map(style.plain, wrap(said, int(room / style.LETTER))))
        for place, line in enumerate(lines):
            y += LINE if place else 0
            board.say(line, 0, y, board.palette.muted, xref="paper", xshift=board.grown * x + edge)
        x += long + 20 if said else 0
    return _bracket(drawing, y + LINE / 2 + 4)


def _bracket(drawing: Drawing, low: float) -> float:
    """Over the months that the limits come from."""
    found, board = drawing.result.baseline, drawing.board
    if found is None:
        return low + 5  # the scale's uppermost number may stand at the plot's edge
    x = time_axis.at(found.first) - time_axis.HALF, time_axis.at(found.last) + time_axis.HALF
    ends = max(x[0], board.left), min(x[1], board.right)
    board.line(ends, (low, low), board.palette.reference, width=2)
    for end in ends:
        board.line((end, end), (low, low + 7), board.palette.reference, width=2)
    return low + 4


def _signs(drawing: Drawing, every: bool) -> list[str]:
    """What the signals mean, each with its sign: those that have no room in the plot, or every one."""
    meanings = dict.fromkeys(style.meaning(dot.meaning) for dot in drawing.result.dots if dot.signals)
    shown = [name for name in meanings if every or name not in drawing.placed]
    colours = {name: style.colour(name, drawing.palette) for name in shown}
    return [f'<span style="color:{colours[name]}">{SIGNS[name]} {MARKS[name].words}</span>' for name in shown]


def _shades(drawing: Drawing, since: SinceWhen | None) -> list[str]:
    """What the shaded months are, each beside a patch of its colour."""
    palette, found = drawing.palette, []
    if since is not None and (said := words.since.band(since)):
        found.append((palette.band, said))
    if drawing.unsent():
        found.append((palette.unsent, "shaded: not sent"))
    return [f'<span style="color:{colour}">■</span> {said}' for colour, said in found]


def place_signals(drawing: Drawing) -> None:
    """Finds room beside the newest mark of each meaning for its words, where no line of the plot goes through them."""
    newest = {style.meaning(dot.meaning): at for at, dot in enumerate(drawing.result.dots) if dot.signals}
    for name, at in newest.items():
        value = drawing.result.dots[at].value
        if value is not None and (found := _room(drawing, MARKS[name].words, drawing.x[at], value)):
            drawing.placed[name] = (drawing.x[at], *found)


def _room(drawing: Drawing, said: str, x: float, value: float) -> tuple[float, str] | None:
    """How many pixels under the top of the plot, and which end of the words stands at the mark."""
    board = drawing.board
    long = board.grown * style.wide(said)
    at, y = board.pixel(x), drawing.pixel(value, 0)
    beside = [("left", at + SIGN, 0), ("right", at - SIGN - long, 0)]
    over = [("center", at - long / 2, away) for away in (-LINE, LINE, -2 * LINE, 2 * LINE)]
    for anchor, start, away in (*beside, *over):
        if start < 0 or start + long > board.plot or not NEAR <= y + away <= drawing.plot - NEAR:
            continue
        box = (start, start + long, y + away)
        if not _struck(drawing, box) and all(_apart(drawing, box, other) for other in drawing.placed):
            return y + away, anchor
    return None


def _struck(drawing: Drawing, box: tuple[float, float, float]) -> bool:
    """Whether a mark, the line between the marks, the centre line or a limit goes through these words."""
    dots, grid = drawing.result.dots, np.arange(box[0] - ABOUT, box[1] + ABOUT, 0.5)
    for name in ("value", "centre", "upper", "lower"):
        known = [(x, getattr(dot, name)) for x, dot in zip(drawing.x, dots, strict=True)]
        line = [(drawing.board.pixel(x), drawing.pixel(value, 0)) for x, value in known if value is not None]
        if line:
            x, y = np.array(line).T
            if (np.abs(np.interp(grid, x, y, left=np.inf, right=np.inf) - box[2]) < NEAR).any():
                return True
    return False


def _apart(drawing: Drawing, box: tuple[float, float, float], other: str) -> bool:
    x, y, anchor = drawing.placed[other]
    long = drawing.board.grown * style.wide(MARKS[other].words)
    start = drawing.board.pixel(x) + {"left": SIGN, "center": -long / 2, "right": -SIGN - long}[anchor]
    return abs(box[2] - y) >= LINE or box[1] < start or start + long < box[0]


def say_signals(drawing: Drawing, above: float) -> None:
    """Writes those that found room."""
    for name, (x, y, anchor) in drawing.placed.items():
        shift = {"left": SIGN, "center": 0, "right": -SIGN}[anchor]
        colour = style.colour(name, drawing.palette)
        drawing.board.say(MARKS[name].words, x, above + y, colour, xanchor=anchor, xshift=shift)


def at_ends(drawing: Drawing, since: SinceWhen | None, above: float) -> None:
    """The lines named at their right end with their values, the strongest first, none upon another."""
    result, palette = drawing.result, drawing.palette
    last = next((dot for dot in reversed(result.dots) if dot.centre is not None), None)
    named: list[tuple[float, str, str]] = []
    before, now = levels_of(result, since) or (None, None)
    if now is not None:
        colour = colour_of(drawing, before, now)
        named.append((now, f"<b>{number(now, result.decimals)} since</b>", colour))
    now_open = result.dots[-1] if result.dots and result.dots[-1].still_open else None
    if now_open is not None and now_open.value is not None:
        named.append((now_open.value, f"<b>{number(now_open.value, result.decimals)} so far</b>", palette.data))
    if last is not None and last.centre is not None:
        middle = "middle" if result.chart == "run" else "baseline" if result.baseline else "centre"
        lines = [(middle, last.centre), ("limit", last.upper), ("limit", last.lower)]
        seen = [(name, line, number(line, result.decimals)) for name, line in lines if line is not None]
        named += [(line, f"{name} {said}", palette.muted) for name, line, said in seen if said.strip("0.")]
    taken: list[tuple[float, float]] = []
    for value, said, colour in named:
        said = said if style.wide(said) < drawing.board.ends - 7 else said.replace(" ", "<br>", 1)
        y, half = drawing.pixel(value, above), LINE / 2 * (1 + said.count("<br>"))
        if all(abs(y - other) >= half + high for other, high in taken):
            taken.append((y, half))
            drawing.board.end(said, y, colour)
