"""A board of pixels above a time axis: boxes, lines and words are put at a month and so many pixels from the top.

It knows how wide it will be at least, so that words are put where they have room, on a phone as on a projector.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from mist_dash.charts import style
from mist_dash.charts.style import Figure, Palette

AXIS_ROOM = 27  # pixels under the board for the years
NAMES = 152  # pixels left of the plot for the names of rows, where the screen has them
LETTERS = 20  # of a line of a name there
ENDS = 118  # pixels right of it for what stands at the end of a line
LINE = 17  # pixels of a line of words
PAD = 4  # pixels to the edge where nothing stands beside the plot


@dataclass
class Board:
    """What is put on it, until `figure` makes one of it.

    width: pixels that it has at least. gutter, ends: those of them left and right of the plot.
    """

    palette: Palette
    left: float
    right: float
    width: int = style.LAPTOP
    gutter: int = 0
    ends: int = 0
    axis = "y"  # the one that counts its pixels
    shapes: list[Figure] = field(default_factory=list)
    notes: list[Figure] = field(default_factory=list)
    traces: list[Figure] = field(default_factory=list)

    @property
    def letter(self) -> float:
        """Pixels of a letter."""
        return style.SLIDE_LETTER if self.width == style.SLIDE else style.LETTER

    @property
    def grown(self) -> float:
        """How many times as wide words are here as on other screens."""
        return style.GROWN if self.width >= style.BIG else 1.0

    @property
    def plot(self) -> int:
        """Pixels of the plot itself."""
        return self.width - max(self.gutter, PAD) - max(self.ends, PAD)

    @property
    def named(self) -> bool:
        """Whether the names of rows stand left of the plot, and not above each row."""
        return self.gutter >= NAMES

    @property
    def month(self) -> float:
        """Pixels of a month."""
        return self.plot / ((self.right - self.left) or 1)

    def pixel(self, x: float) -> float:
        """Pixels from the left edge of the plot to a place on the axis."""
        return (x - self.left) * self.month

    def box(self, x: tuple[float, float], y: tuple[float, float], colour: str, **more: Any) -> None:
        """A filled box, clipped to the board; nothing where it lies outside."""
        x0, x1 = max(x[0], self.left), min(x[1], self.right)
        if x0 < x1:
            ends = {"x0": x0, "x1": x1, "y0": y[0], "y1": y[1], "yref": self.axis}
            self.shapes.append({"type": "rect", **ends, "fillcolor": colour, "line": {"width": 0}, **more})

    def line(self, x: tuple[float, float], y: tuple[float, float], colour: str, **line: Any) -> None:
        ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "yref": self.axis}
        self.shapes.append({"type": "line", **ends, "line": {"color": colour, "width": 1, **line}})

    def say(self, words: str, x: float, y: float, colour: str, **more: Any) -> None:
        self.notes.append(style.text(words, x, y, colour, yref=self.axis, **more))

    def name(self, words: str, y: float, colour: str, most: int = 2) -> None:
        """Left of the plot, in two lines where it is long. most: lines that it has room for."""
        lines = wrap(words, LETTERS, max_lines=most, placeholder=" …")
        said = "<br>".join(f"<b>{style.plain(line)}</b>" for line in lines)
        self.say(said, 0, y, colour, xref="paper", xanchor="right", align="right", xshift=-8)

    def end(self, words: str, y: float, colour: str) -> None:
        """Right of the plot."""
        self.say(words, 1, y, colour, xref="paper", xshift=7)

    def fits(self, x: float) -> str:
        """Which end of words stands at this place, so that they are not cut off at an edge."""
        share = (x - self.left) / (self.right - self.left)
        return "left" if share < 0.36 else "right" if share > 0.64 else "center"

    def margin(self) -> Figure:
        return {"l": max(self.gutter, PAD), "r": max(self.ends, PAD), "t": 0, "b": AXIS_ROOM}

    def pixels(self, height: float) -> Figure:
        """The y axis that counts pixels from the top."""
        return {"range": [height, 0], "visible": False, "fixedrange": True}

    def figure(self, height: float, xaxis: Figure, **more: Any) -> Figure:
        """The board with its time axis under it. more: of the layout, such as another y axis over it."""
        return {
            "data": self.traces,
            "layout": style.layout(
                round(height) + AXIS_ROOM,
                self.palette,
                margin=self.margin(),
                xaxis=xaxis,
                yaxis=self.pixels(height),
                shapes=self.shapes,
                annotations=self.notes,
                **more,
            ),
        }
