"""A chart of the time between events becomes a native chart of PowerPoint on a real axis of days.

On an axis of categories gaps of 6, 17 and 18 months would stand at equal distances. No day is invented: an event lies
in its month where the screen draws it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from pptx.chart.chart import Chart
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.slide import Slide as NativeSlide

from mist_dash.charts.drawing import places_of
from mist_dash.charts.style import LIGHT
from mist_dash.core import months, words
from mist_dash.core.control import Control
from mist_dash.core.freezing import FrozenEvent
from mist_dash.core.intake.safe_text import neutral
from mist_dash.core.words.nouns import number
from mist_dash.exports.slides import native
from mist_dash.exports.slides.native import FEW, INNER, ROW, Box

EPOCH = date(1899, 12, 30).toordinal()  # days are numbered from here in a spreadsheet
YEAR, QUARTER = 365.5, 91.5  # days, so that a tick falls on the first days of its month
LINES = {"upper limit": "upper", "lower limit": "lower"}
OPEN = "still open"
Course = list[tuple[float, float]]


def is_between(result: Control) -> bool:
    return any(dot.still_open for dot in result.dots)


def control(slide: NativeSlide, result: Control, marks: Sequence[FrozenEvent], box: Box) -> Chart:
    """Gaps as points at their events, the time that has not ended as a bar, lines, and each intervention above them."""
    at = [day(place) for place in places_of(result)]
    gaps = _line(result, at, "value")
    named = {middle(result): "centre", **LINES}
    lines = {name: line for name, part in named.items() if (line := _line(result, at, part))}
    last = result.dots[-1]
    if last.value is not None:
        lines[OPEN] = [(at[-1], 0.0), (at[-1], last.value)]
    data = XyChartData(number_format="0")
    _add(data, neutral(result.unit), gaps)
    for name, line in lines.items():
        _add(data, name, line)
    ends = day(months.number(result.dots[0].month) - 0.5), at[-1]
    bars = [(mark, run) for mark in marks if (run := _ran(mark, *ends))]
    high = box[3] * INNER["h"]  # pixels of the plot
    top = max((y for line in (gaps, *lines.values()) for _, y in line), default=1.0)
    most = top * 1.06 / (1 - ROW * len(bars) / high)
    for row, (mark, run) in enumerate(bars):
        y = most * (1 - ROW * (row + 0.5) / high)
        _add(data, neutral(native.named(mark)), [(run[0], y), (run[1], y)])
    chart = native.placed(slide, data, box, words.describe(result), kind=XL_CHART_TYPE.XY_SCATTER_LINES)
    _axis(chart, ends, most)
    series = list(chart.plots[0].series)
    native.values(series[0], result, [place for place, dot in enumerate(result.dots) if dot.value is not None])
    if OPEN in lines:
        series[0].points[len(gaps) - 1].format.line.fill.background()  # it is a bar, not joined
    for one, (name, line) in zip(series[1:], lines.items(), strict=False):
        said = {OPEN: "{} so far", middle(result): f"{name} {{}}"}.get(name, "limit {}")
        native.line(one, *((LIGHT.since, 4.5) if name == OPEN else (LIGHT.reference, 1.75)), name == middle(result))
        if line[-1][1] >= 0.5:
            point = one.points[len(line) - 1]
            native.say(point, said.format(number(line[-1][1])), XL_LABEL_POSITION.RIGHT, LIGHT.muted)
    for row, (one, (mark, run)) in enumerate(zip(series[1 + len(lines) :], bars, strict=True)):
        native.line(one, LIGHT.ribbon, 22.5)
        share = [(x - ends[0]) / (ends[1] - ends[0]) for x in run]
        native.on_bar(slide, native.named(mark), (share[0], share[1]), row, box)
    return chart


def middle(result: Control) -> str:
    return "middle" if result.chart == "run" else "centre line"


def day(place: float) -> float:
    """A place on the axis of months, counted in months from the middle of one, as the day of a spreadsheet."""
    whole, part = divmod(place + 0.5, 1)
    month = months.month(int(whole))
    first = date(int(month[:4]), int(month[5:]), 1)
    return first.toordinal() - EPOCH + part * monthrange(first.year, first.month)[1]


def _ran(mark: FrozenEvent, first: float, last: float) -> tuple[float, float] | None:
    """From which day to which it ran on this axis."""
    begun = max(float(mark.start.toordinal() - EPOCH), first)
    ended = min(float(mark.stop.toordinal() - EPOCH) if mark.stop else last, last)
    return (begun, ended) if mark.kind == "intervention" and begun < ended else None


def _add(data: XyChartData, name: str, line: Course) -> None:
    series = data.add_series(name)
    for x, y in line:
        series.add_data_point(x, y)


def _axis(chart: Chart, ends: tuple[float, float], most: float) -> None:
    """Real time, a year or a quarter from tick to tick."""
    chart.value_axis.maximum_scale = most
    time = chart.category_axis
    time.minimum_scale, time.maximum_scale = ends
    time.major_unit = YEAR if ends[1] - ends[0] > FEW * 30 else QUARTER
    time.has_major_gridlines = False
    time.tick_labels.number_format, time.tick_labels.number_format_is_linked = "mmm yyyy", False


def _line(result: Control, at: Sequence[float], part: str) -> Course:
    """Where there are gaps: LibreOffice draws no series that is shorter than a later one."""
    known = ((x, getattr(dot, part)) for x, dot in zip(at, result.dots, strict=True) if dot.value is not None)
    return [(x, float(y)) for x, y in known if y is not None]
