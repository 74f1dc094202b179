"""Where a control chart's points and lines lie: on real time, and on a plain or a root scale in pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from mist_dash.charts import style, time_axis
from mist_dash.charts.board import Board
from mist_dash.charts.style import Figure, Palette
from mist_dash.core.control import Control
from mist_dash.core.since_when import SinceWhen, level
from mist_dash.core.words.nouns import number

LEFT, RIGHT = 40, 98  # pixels beside the plot: for the values of the scale, and for the lines' labels
APART = 17  # pixels between two labels


class Drawing:
    """One control chart on its way to a figure: where a point lies, and what has been drawn.

    span: from which place to which its time axis reaches at least.
    """

    def __init__(
        self,
        result: Control,
        palette: Palette,
        plot: int,
        small: bool = False,
        since: SinceWhen | None = None,
        span: tuple[float, float] | None = None,
    ) -> None:
        self.result, self.palette, self.plot, self.small = result, palette, plot, small
        self.gaps = any(dot.still_open for dot in result.dots)
        self.x = _places(result)
        periods = sorted({dot.month for dot in result.dots})
        self.left, self.right = time_axis.edges(periods) if periods else (0.0, 1.0)
        self.right += time_axis.HALF if self.gaps else 0.0  # what has not ended stands at today
        if span:
            self.left, self.right = min(self.left, span[0]), max(self.right, span[1])
        self.board = Board(palette, self.left, self.right, 0 if small else RIGHT)
        tops = [max(dot.upper or 0, dot.value or 0, dot.centre or 0) for dot in result.dots]
        tops += [height for height in levels_of(result, since) if height is not None]
        self.top = self.height(max(tops, default=0) or 1) * 1.08

    def height(self, value: float) -> float:
        """A value as it lies on the scale."""
        return sqrt(value) if self.gaps else value

    def heights(self, values: Sequence[float | None]) -> list[float | None]:
        return [None if value is None else self.height(max(value, 0.0)) for value in values]

    def pixel(self, value: float, above: float) -> float:
        """How far from the top of the board a value lies; `above`: pixels over the plot."""
        return above + self.plot * (1 - self.height(value) / self.top)

    def _apart(self, ticks: Sequence[float]) -> list[float]:
        """Those that have room beside the one below."""
        kept: list[float] = []
        for tick in sorted(ticks):
            if not kept or (sqrt(tick) - sqrt(kept[-1])) / self.top * self.plot >= APART:
                kept.append(tick)
        return kept

    def yaxis(self, total: float) -> Figure:
        more: Figure = {"tickformat": ",", "nticks": 3 if self.small else 5}
        if self.gaps:
            ticks = self._apart(_rooted(self.top**2))
            more = {"tickvals": [sqrt(tick) for tick in ticks], "ticktext": [number(tick) for tick in ticks]}
        return style.axis(
            self.palette,
            range=[0, self.top],
            domain=[0, self.plot / total],
            automargin=self.small,
            showline=False,
            ticks="",
            showgrid=True,
            gridcolor=self.palette.hairline,
            zeroline=True,
            zerolinecolor=self.palette.reference,
            **more,
        )


def levels_of(result: Control, since: SinceWhen | None) -> list[float | None]:
    """The heights before and since a change, in the unit of the chart; nothing where none was found."""
    if since is None or since.month is None:
        return []
    return [level(side, result.chart) for side in (since.before, since.after)]


def _places(result: Control) -> list[float]:
    """Where each point lies: in the middle of its month, or sharing it out; what is still open ends the last."""
    many = Counter(dot.month for dot in result.dots if not dot.still_open)
    seen: Counter[str] = Counter()
    found = []
    for dot in result.dots:
        seen[dot.month] += not dot.still_open
        share = 1.0 if dot.still_open else seen[dot.month] / (many[dot.month] + 1)
        middle = (result.period - 1) / 2  # a quarter stands in its middle
        found.append(time_axis.at(dot.month) - time_axis.HALF + share - middle)
    return found


def _rooted(top: float) -> list[float]:
    """Round values that lie well apart on a root scale."""
    unit = 10.0 ** (len(str(int(top))) - 1)
    steps = [0.0, *(share * unit * scale for scale in (0.1, 1) for share in (1, 2, 5))]
    return [one for one in [0.0, *(step for step in steps if step >= top * 0.02), 10 * unit] if one <= top]
