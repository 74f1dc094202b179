"""Who uses an intervention, or how a vote went, becomes native bars of PowerPoint, whose numbers can be edited.

A bar in time is cut where it paused. Nothing is ordered by length: centres stand from A to Z, answers as asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pptx.chart.chart import Chart
from pptx.chart.data import ChartData
from pptx.chart.plot import BarPlot
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide as NativeSlide
from pptx.util import Pt

from mist_dash.charts.style import LIGHT
from mist_dash.core.events import brief, state, stretches
from mist_dash.core.intake.safe_text import neutral
from mist_dash.core.meeting import WhoElse, WhoElseBar
from mist_dash.exports.slides.written import FONT, SMALLEST, Box, emu, rgb, say

SHEET_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
ROW = 64  # pixels of one bar with its space, at most


def who_else(slide: NativeSlide, figure: WhoElse, box: Box) -> Chart:
    """Series in turn: the time before it began, which is not drawn, and the time it ran; so also for each pause."""
    bars = sorted(figure.bars, key=lambda one: (one.centre.casefold(), one.start))
    left = date(min(one.start for one in bars).year, 1, 2)  # so that a year later is in the next year, too
    runs = [_runs(one, figure.drawn) for one in bars]
    data = ChartData(number_format="0")
    data.categories = [neutral(one.centre) for one in bars]
    for place in range(max(map(len, runs))):
        data.add_series("ran, days" if place % 2 else "did not run, days", [_at(run, place) for run in runs])
    said = f"Who uses {figure.intervention}: " + "; ".join(f"{one.centre} {state(one.event)}" for one in bars)
    chart = _placed(slide, data, _low(box, len(bars)), said, stacked=True)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = _day(left), _day(figure.drawn) + 15, 365.25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "yyyy", False
    for place, one in enumerate(chart.plots[0].series):
        _fill(one, LIGHT.ribbon if place % 2 else None)
    for place, bar in enumerate(bars):
        say(chart.plots[0].series[1].points[place], brief(bar.event), XL_LABEL_POSITION.INSIDE_BASE, LIGHT.on_ribbon)
    return chart


def vote(slide: NativeSlide, choices: Sequence[str], counts: Sequence[int], box: Box) -> Chart:
    """One bar an answer, in the order in which they were asked."""
    data = ChartData(number_format="0")
    data.categories = [neutral(one) for one in choices]
    data.add_series("answers", list(counts))
    said = "; ".join(f"{choice}: {count}" for choice, count in zip(choices, counts, strict=True))
    chart = _placed(slide, data, _low(box, 2 * len(choices)), said)
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale = 0
    (answers,) = chart.plots[0].series
    _fill(answers, LIGHT.better)
    for place, count in enumerate(counts):
        say(answers.points[place], str(count), XL_LABEL_POSITION.OUTSIDE_END, LIGHT.ink)
    return chart


def _runs(bar: WhoElseBar, drawn: date) -> list[int]:
    """Days in turn: until it began, while it ran, while it paused, while it ran. The first counts as a sheet does."""
    days, last = [], SHEET_EPOCH
    for begun, ended in stretches(bar.event):
        until = ended or drawn
        days += [(begun - last).days, (until - begun).days]
        last = until
    return days


def _at(run: Sequence[int], place: int) -> int | None:
    return run[place] if place < len(run) else None


def _day(one: date) -> int:
    return (one - SHEET_EPOCH) // timedelta(days=1)


def _low(box: Box, rows: int) -> Box:
    """As high as its bars need, and no higher than there is room."""
    left, top, wide, high = box
    return left, top, wide, min(high, ROW * rows + ROW)


def _placed(slide: NativeSlide, data: ChartData, box: Box, alt: str, stacked: bool = False) -> Chart:
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, *emu(box), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart: Chart = frame.chart  # type: ignore[attr-defined]
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name, chart.font.color.rgb = SMALLEST, FONT, rgb(LIGHT.muted)
    plot = chart.plots[0]
    assert isinstance(plot, BarPlot)
    plot.gap_width = 40
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True  # from the top, as they are read
    names.format.line.fill.background()
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_labels.font.size = Pt(18)
    values.has_major_gridlines = stacked
    if stacked:
        values.major_gridlines.format.line.color.rgb = rgb(LIGHT.hairline)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below: the order is from the top
    return chart


def _fill(series, colour: str | None) -> None:  # type: ignore[no-untyped-def]
    if colour is None:
        series.format.fill.background()
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(colour)
    series.invert_if_negative = False
