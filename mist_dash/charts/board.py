"""A board of pixels above a time axis: boxes, lines and words are put at a month and so many pixels from the top."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mist_dash.charts import style
from mist_dash.charts.style import Figure, Palette

AXIS_ROOM = 27  # pixels under the board for the years


@dataclass
class Board:
    """What is put on it, until `figure` makes one of it. spare: pixels to its right, beside the plot.

    narrowest: pixels of the narrowest screen on which its words are still to fit; a phone's by itself.
    """

    palette: Palette
    left: float
    right: float
    spare: int = 0
    narrowest: int = 340
    axis = "y"  # the one that counts its pixels
    shapes: list[Figure] = field(default_factory=list)
    notes: list[Figure] = field(default_factory=list)
    traces: list[Figure] = field(default_factory=list)

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

    def fits(self, x: float) -> str:
        """Which end of words stands at this place, so that they are not cut off at an edge."""
        share = (x - self.left) / (self.right - self.left)
        return "left" if share < 0.36 else "right" if share > 0.64 else "center"

    def pixels(self, height: float) -> Figure:
        """The y axis that counts pixels from the top."""
        return {"range": [height, 0], "visible": False, "fixedrange": True}

    def figure(self, height: float, xaxis: Figure) -> Figure:
        """The board alone, with its time axis under it."""
        return {
            "data": self.traces,
            "layout": style.layout(
                round(height) + AXIS_ROOM,
                self.palette,
                margin={"l": 4, "r": 4, "t": 0, "b": AXIS_ROOM},
                xaxis=xaxis,
                yaxis=self.pixels(height),
                shapes=self.shapes,
                annotations=self.notes,
            ),
        }
