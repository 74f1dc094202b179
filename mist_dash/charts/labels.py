"""The words on a control chart: its lines and marks by their names, and the months that its limits come from."""

from __future__ import annotations

from textwrap import wrap

from mist_dash.charts import style, time_axis
from mist_dash.charts.drawing import APART, Drawing, levels_of
from mist_dash.charts.style import MARKS, SMALL_TEXT
from mist_dash.core import words
from mist_dash.core.control import meaning_of
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words.nouns import number

SIGNS = {"common cause": "●", "improvement": "▲", "concern": "◆", "neutral": "■"}  # the marks' shapes, as letters
LINE = 52  # letters of a line that fits on a phone


def baseline(drawing: Drawing, top: float, brief: bool = False) -> float:
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


def lines(drawing: Drawing, since: SinceWhen | None, above: float) -> None:
    """The lines named at their right end with their values, the strongest first, none upon another."""
    result, palette = drawing.result, drawing.palette
    last = next((dot for dot in reversed(result.dots) if dot.centre is not None), None)
    named: list[tuple[float, str, str]] = []
    before, now = levels_of(result, since) or (None, None)
    if now is not None:
        named.append((now, f"<b>{number(now, result.decimals)} since</b>", colour(drawing, before, now)))
    now_open = result.dots[-1] if result.dots and result.dots[-1].still_open else None
    if now_open is not None and now_open.value is not None:
        named.append((now_open.value, f"<b>{number(now_open.value, result.decimals)} so far</b>", palette.data))
    if last is not None and last.centre is not None:
        middle = "middle" if result.chart == "run" else "baseline" if result.baseline else "centre"
        drawn = [(middle, last.centre), ("limit", last.upper), ("limit", last.lower)]
        seen = [(name, line, number(line, result.decimals)) for name, line in drawn if line is not None]
        named += [(line, f"{name} {said}", palette.muted) for name, line, said in seen if said.strip("0.")]
    taken: list[float] = []
    for value, said, shade in named:
        y = drawing.pixel(value, above)
        if all(abs(y - other) >= APART for other in taken):
            taken.append(y)
            drawing.board.say(said, 1, y, shade, xref="paper", xshift=7, font={"size": SMALL_TEXT, "color": shade})


def marks(drawing: Drawing, above: float) -> None:
    """The newest mark of each unusual meaning says what it means, so that nobody needs a legend."""
    newest = {style.meaning(dot.meaning): place for place, dot in enumerate(drawing.result.dots) if dot.signals}
    for name, place in newest.items():
        value, x, shade = drawing.result.dots[place].value, drawing.x[place], style.colour(name, drawing.palette)
        if value is not None:
            y, anchor = drawing.pixel(value, above), drawing.board.fits(x)
            below = y - above < 2 * APART
            font = {"size": SMALL_TEXT, "color": shade}
            drawing.board.say(MARKS[name].words, x, y + (APART if below else -APART), shade, xanchor=anchor, font=font)


def marks_in_a_row(drawing: Drawing) -> str:
    """The same beside the unit, where the plot is too low for words in it."""
    meanings = dict.fromkeys(style.meaning(dot.meaning) for dot in drawing.result.dots if dot.signals)
    shades = {name: style.colour(name, drawing.palette) for name in meanings}
    said = (f'<span style="color:{shade}">{SIGNS[name]} {MARKS[name].words}</span>' for name, shade in shades.items())
    return "".join(f"    {mark}" for mark in said)


def colour(drawing: Drawing, before: float | None, after: float | None) -> str:
    """What a change from one level to another means."""
    if before is None or after is None:
        return drawing.palette.data
    return style.colour(style.meaning(meaning_of(drawing.result.better, 1 if after > before else -1)), drawing.palette)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
