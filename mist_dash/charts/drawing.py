"""Where a control chart's points and lines lie: on real time, and on a plain or a root scale in pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from mist_dash.charts import style, time_axis
from mist_dash.charts.board import ENDS, NAMES, Board
from mist_dash.charts.style import Figure, Palette
from mist_dash.core.control import Control
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen, level
from mist_dash.core.words.nouns import number

APART = 17  # pixels between two words on the scale
TICKS, NARROW_ENDS = 34, 64  # pixels for the numbers of the scale; for the lines' names on a phone


class Drawing:
    """One control chart on its way to a figure: where a point lies, and what has been drawn."""

    def __init__(
        self,
        result: Control,
        palette: Palette,
        plot: int,
        since: SinceWhen | None = None,
        width: int = style.PHONE,
        named: bool = False,
    ) -> None:
        """named: whether rows with names stand under it."""
        self.result, self.palette, self.plot = result, palette, plot
        self.gaps = any(dot.still_open for dot in result.dots)
        self.x = places_of(result)
        periods = sorted({dot.month for dot in result.dots})
        self.left, self.right = time_axis.edges(periods) if periods else (0.0, 1.0)
        self.right += time_axis.HALF if self.gaps else 0.0  # what has not ended stands at today
        roomy = width >= style.TABLET
        ends = ENDS if roomy else NARROW_ENDS
        self.board = Board(palette, self.left, self.right, width, NAMES if named and roomy else TICKS, ends)
        self.placed: dict[str, tuple[float, float, str]] = {}  # the words of signals: month, pixels, which end
        tops = [max(dot.upper or 0, dot.value or 0, dot.centre or 0) for dot in result.dots]
        tops += [height for height in levels_of(result, since) if height is not None]
        self.top = self.height(max(tops, default=0) or 1) * 1.08

    @property
    def dot(self) -> float:
        """How large a point may be, so that neighbours do not merge."""
        return max(3.5, min(7.0, 1.2 * self.board.month * self.result.period))

    def unsent(self) -> list[tuple[float, float]]:
        """From where to where nothing was sent. A month that was sent without days to count over is not among it."""
        if self.gaps or not self.result.dots:
            return []
        missing = [dot.value is None and dot.count is None for dot in self.result.dots]
        return time_axis.stretches([dot.month for dot in self.result.dots], missing)

    def reach(self, others: Sequence[Series]) -> None:
        """Widens the axis to the months of what stands under it."""
        for left, right in (time_axis.edges(series.months) for series in others if series.months):
            self.left = self.board.left = min(left, self.left)
            self.right = self.board.right = max(right, self.right)

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

    def yaxis(self, above: float, total: float) -> Figure:
        """above: pixels over the plot; total: of the board."""
        more: Figure = {"tickformat": ",", "nticks": 5}
        if self.gaps:
            ticks = self._apart(_rooted(self.top**2))
            more = {"tickvals": [sqrt(tick) for tick in ticks], "ticktext": [number(tick) for tick in ticks]}
        return style.axis(
            self.palette,
            range=[0, self.top],
            domain=[max(1 - (above + self.plot) / total, 0), 1 - above / total],
            anchor="x",
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


def places_of(result: Control) -> list[float]:
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
