"""A control chart becomes a small still picture (SVG), of the same traces as the large one: a page of cards costs no
plotly, whose script alone is more than all else that a first page brings along."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mist_dash.charts import style, time_axis
from mist_dash.charts.drawing import Drawing
from mist_dash.charts.style import LIGHT, Figure, Palette
from mist_dash.charts.traces import traces
from mist_dash.core.control import Control
from mist_dash.core.words.nouns import number

WIDE, PLOT, LEFT, RIGHT, ABOVE, BELOW = 290, 120, 50, 8, 10, 20  # pixels
HIGH = ABOVE + PLOT + BELOW
APART = 38  # pixels from one year's name to the next
Point = tuple[float, float]


def card(result: Control, palette: Palette = LIGHT) -> str:
    """The whole picture as text."""
    drawing = Drawing(result, palette, PLOT)
    shades = "".join(
        f'<rect x="{_x(drawing, a):.1f}" y="{ABOVE}" width="{_x(drawing, b) - _x(drawing, a):.1f}" height="{PLOT}" '
        f'fill="{palette.unsent}"/>'
        for a, b in drawing.unsent()
    )
    drawn, before = [], list[Point]()
    for trace in traces(drawing):
        points = _points(drawing, trace)
        whole = [one for one in points if one]
        if trace.get("fill"):
            drawn.append(_area(whole, before, trace))
        drawn.append(_markers(points, trace) if trace["mode"] == "markers" else _line(points, trace))
        before = whole
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}"'
    words = f'font-family="sans-serif" font-size="{style.TEXT}" fill="{palette.muted}"'
    return f"<svg {frame} {words}>{shades}{_scale(drawing)}{_years(drawing)}{''.join(drawn)}</svg>"


def _x(drawing: Drawing, at: float) -> float:
    return LEFT + (at - drawing.left) / (drawing.right - drawing.left) * (WIDE - LEFT - RIGHT)


def _y(drawing: Drawing, height: float) -> float:
    return ABOVE + PLOT * (1 - height / drawing.top)


def _points(drawing: Drawing, trace: Figure) -> list[Point | None]:
    pairs = zip(trace["x"], trace["y"], strict=True)
    return [None if y is None else (_x(drawing, x), _y(drawing, y)) for x, y in pairs]


def _scale(drawing: Drawing) -> str:
    """Zero, and a round value in the upper half."""
    top = drawing.top**2 if drawing.gaps else drawing.top
    unit = 10.0 ** (len(str(int(top))) - 1) if top >= 1 else 0.1
    high = max((step * unit for step in (0.1, 0.2, 0.5, 1, 2, 5) if step * unit <= top * 0.95), default=0.0)
    said = ""
    for value in {0.0, high}:
        y, hair = _y(drawing, drawing.height(value)), drawing.palette.hairline if value else drawing.palette.reference
        said += f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="{hair}"/>'
        said += (
            f'<text x="{LEFT - 6}" y="{y + 5:.1f}" text-anchor="end">{number(value, 1 if 0 < value < 1 else 0)}</text>'
        )
    return said


def _years(drawing: Drawing) -> str:
    """As the large chart names them, as far as there is room."""
    axis = time_axis.axis(drawing.left, drawing.right, drawing.palette)
    said, last = "", -float(APART)
    for at, name in zip(axis["tickvals"], axis["ticktext"], strict=True):
        x = min(_x(drawing, at), WIDE - APART / 2 + 6)
        if x - last >= APART:
            said, last = f'{said}<text x="{x:.1f}" y="{HIGH - 4}" text-anchor="middle">{name}</text>', x
    return said


def _line(points: Sequence[Point | None], trace: Figure) -> str:
    line = trace["line"]
    dash = ' stroke-dasharray="5 4"' if line.get("dash") else ""
    look = f'stroke="{line["color"]}" stroke-width="{line["width"]}" opacity="{trace.get("opacity", 1)}"{dash}'
    return f'<path d="{_path(points, line.get("shape", "linear"))}" fill="none" {look}/>'


def _path(points: Sequence[Point | None], shape: str) -> str:
    """From point to point, straight or in steps, with a gap where there is none."""
    path = "M{:.1f} {:.1f}".format(*points[0]) if points and points[0] else ""
    for a, b in pairwise(points):
        if b is None:
            continue
        turn = {"hv": b[0], "hvh": (a[0] + b[0]) / 2}.get(shape) if a else None
        path += f"H{turn:.1f}V{b[1]:.1f}H{b[0]:.1f}" if turn else "{}{:.1f} {:.1f}".format("L" if a else "M", *b)
    return path


def _area(upper: Sequence[Point], lower: Sequence[Point], trace: Figure) -> str:
    """Between this line and the one before, in the steps that both have."""
    around = _path(upper, "hvh") + _path(lower[::-1], "hvh").replace("M", "L", 1) + "Z"
    return f'<path d="{around}" fill="{trace["fillcolor"]}"/>'


def _markers(points: Sequence[Point | None], trace: Figure) -> str:
    mark = trace["marker"]
    look = f'stroke="{mark["line"]["color"]}" stroke-width="1.2"'
    return "".join(
        f'<path d="{_shape(mark["symbol"], *point, mark["size"] / 2)}" fill="{colour}" {look}/>'
        for point, colour in zip(points, mark["color"], strict=True)
        if point
    )


def _shape(symbol: str, x: float, y: float, half: float) -> str:
    """One of `style.MARKS`, by its plotly name."""
    if symbol == "circle":
        there = f"a{half:.1f} {half:.1f} 0 1 0"
        return f"M{x - half:.1f} {y:.1f}{there} {2 * half:.1f} 0{there} {-2 * half:.1f} 0"
    if symbol == "square":
        return f"M{x - half:.1f} {y - half:.1f}h{2 * half:.1f}v{2 * half:.1f}h{-2 * half:.1f}Z"
    if symbol == "diamond":
        return f"M{x:.1f} {y - half:.1f}l{half:.1f} {half:.1f}l{-half:.1f} {half:.1f}l{-half:.1f} {-half:.1f}Z"
    return f"M{x:.1f} {y - half:.1f}l{half:.1f} {2 * half:.1f}h{-2 * half:.1f}Z"
