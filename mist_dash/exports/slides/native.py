"""A control chart or a pooled picture becomes a native chart of PowerPoint, whose numbers can be edited.

Meaning is told by shape and colour as on the screen. Names that people typed can start no formula in the chart's sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import ChartData, XyChartData
from pptx.chart.series import LineSeries, XySeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as NativeSlide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from mist_dash.charts import style
from mist_dash.charts.style import LIGHT
from mist_dash.core import months, words
from mist_dash.core.control import Control, Dot
from mist_dash.core.freezing import FrozenEvent
from mist_dash.core.intake.safe_text import neutral
from mist_dash.core.sharing import Period
from mist_dash.core.words.nouns import number

FONT = "Arial"
PIXEL = 9525  # EMU: slides are laid out on 1280 x 720, as the deck is
SMALLEST = Pt(18)  # 24 pixels
SHAPES = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "square": XL_MARKER_STYLE.SQUARE,
}
INNER = {"x": 0.06, "y": 0.02, "w": 0.76, "h": 0.86}  # of a chart's frame: where its plot lies
ROW = 34  # pixels from one bar of the ribbon to the next
FEW = 18  # months, up to which more than one a year is named
Box = tuple[int, int, int, int]  # pixels from the left, from the top, wide, high


def control(slide: NativeSlide, result: Control, marks: Sequence[FrozenEvent], box: Box) -> Chart:
    """Values, centre line and limits as series, each intervention as a bar above them, signals by shape."""
    dots = result.dots
    data = ChartData(number_format=_format(result.decimals))
    data.categories = _places([dot.month for dot in dots])
    middle = "middle" if result.chart == "run" else "baseline" if result.baseline else "centre line"
    lines = {middle: "centre", "upper limit": "upper", "lower limit": "lower"}
    data.add_series(neutral(result.unit), [dot.value for dot in dots])
    for name, part in lines.items():
        data.add_series(name, [getattr(dot, part) for dot in dots])
    top = max((value for dot in dots for value in (dot.value, dot.upper, dot.centre) if value is not None), default=1)
    bars = [(mark, run) for mark in marks if any(run := _while_it_ran(dots, mark))]
    high = box[3] * INNER["h"]  # pixels of the plot
    most = top * 1.06 / (1 - ROW * len(bars) / high)
    for row, (mark, run) in enumerate(bars):
        data.add_series(neutral(named(mark)), [most * (1 - ROW * (row + 0.5) / high) if ran else None for ran in run])
    chart = placed(slide, data, box, words.describe(result))
    chart.value_axis.maximum_scale = most
    series = list(chart.plots[0].series)
    values(series[0], result)
    for one, (name, part) in zip(series[1:4], lines.items(), strict=True):
        line(one, LIGHT.reference, 1.75, dashed=part == "centre")
        short = "limit" if part != "centre" else name
        _label_last(one, [getattr(dot, part) for dot in dots], short, result.decimals)
    for row, (one, (mark, run)) in enumerate(zip(series[4:], bars, strict=True)):
        line(one, LIGHT.ribbon, 22.5)
        on_bar(slide, named(mark), (run.index(True) / len(run), _last(run) / len(run)), row, box)
    return chart


def pooled(
    slide: NativeSlide, periods: Sequence[Period], unit: str, decimals: int, box: Box, narrow: bool = False
) -> Chart:
    """One dot a period between the ends of its 95% range. What is hidden has no cell either.

    narrow: beside others, so that there is no room for words at the ends of its lines.
    """
    shown = [one for one in periods if one.rate is not None]
    data = ChartData(number_format=_format(decimals))
    data.categories = [one.name for one in shown]
    data.add_series(neutral(unit), [one.rate for one in shown])
    data.add_series("95% range, to", [one.high for one in shown])
    data.add_series("95% range, from", [one.low for one in shown])
    said = f"{unit}: " + "; ".join(f"{one.name} {number(one.rate or 0, decimals)}" for one in shown)
    chart = placed(slide, data, box, said, 2 if narrow else 6)
    series = list(chart.plots[0].series)
    line(series[0], LIGHT.data, 2.25)
    _mark(series[0].marker, "common cause", 10)
    for one, (name, end) in zip(series[1:], (("high", "to"), ("low", "from")), strict=True):
        line(one, LIGHT.reference, 1.5, dashed=True)
        if not narrow:
            _label_last(one, [getattr(period, name) for period in shown], end, decimals)
    _label_last(series[0], [one.rate for one in shown], "", decimals)
    return chart


def placed(
    slide: NativeSlide,
    data: ChartData | XyChartData,
    box: Box,
    alt: str,
    names: int = 6,
    kind: XL_CHART_TYPE = XL_CHART_TYPE.LINE_MARKERS,
) -> Chart:
    """The chart with few ticks and no boxes, and room on its right for what its lines are called.

    names: that have room below it.
    """
    frame = slide.shapes.add_chart(kind, *emu(box), data)  # type: ignore[arg-type]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart: Chart = frame.chart  # type: ignore[attr-defined]
    chart.has_legend = False
    chart.has_title = False
    chart.font.size, chart.font.name, chart.font.color.rgb = SMALLEST, FONT, rgb(LIGHT.muted)
    values, places = chart.value_axis, chart.category_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(LIGHT.hairline)
    values.minimum_scale = 0
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0.###", False
    places.format.line.color.rgb = rgb(LIGHT.reference)
    places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    places.major_tick_mark = XL_TICK_MARK.OUTSIDE
    places.tick_labels.font.size = SMALLEST
    places._element.txPr.bodyPr.set("rot", "0")
    if isinstance(data, ChartData):
        _few_labels(chart, len(data.categories), names)
    _inner(chart)
    return chart


def _few_labels(chart: Chart, count: int, names: int) -> None:
    """Once a year on an axis of time; every so many on one of names, of two the first and the last."""
    step = max(1, count - 1) if names == 2 else -(-count // names)
    axis = chart.category_axis._element
    if axis.tag == qn("c:dateAx"):
        chart.category_axis.tick_labels.number_format = "mmm yyyy"
        chart.category_axis.tick_labels.number_format_is_linked = False
        units = {"baseTimeUnit": "months", "majorUnit": 12 if count > FEW else 3, "majorTimeUnit": "months"}
    else:
        units = {"tickLblSkip": step, "tickMarkSkip": step, "noMultiLvlLbl": 0}
    for name in units:
        for old in axis.findall(qn(f"c:{name}")):
            axis.remove(old)
    for name, value in units.items():
        etree.SubElement(axis, qn(f"c:{name}")).set("val", str(value))


def _inner(chart: Chart) -> None:
    """Where the plot lies inside its frame."""
    area = chart._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = area.makeelement(qn("c:layout"), {})
        area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", **INNER}.items():
        etree.SubElement(manual, qn(f"c:{name}")).set("val", str(value))


def values(series: LineSeries | XySeries, result: Control, drawn: Sequence[int] = ()) -> None:
    """drawn: the dots that have a point, where a missing one has none."""
    line(series, LIGHT.data, 1.5)
    _mark(series.marker, "common cause", 7)
    newest = result.dots[-1].month if result.dots else ""
    for place, at in enumerate(drawn or range(len(result.dots))):
        dot = result.dots[at]
        meaning = style.meaning(dot.meaning)
        hollow = dot.excluded or dot.still_open or (dot.count is not None and dot.month == newest)
        if dot.value is not None and (meaning != "common cause" or hollow):
            _mark(series.points[place].marker, meaning, 11 if meaning != "common cause" else 7, hollow)


def _mark(marker, meaning: str, size: int, hollow: bool = False) -> None:  # type: ignore[no-untyped-def]
    colour = rgb(style.colour(meaning, LIGHT))
    marker.style, marker.size = SHAPES[style.MARKS[meaning].shape], size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(LIGHT.paper) if hollow else colour
    marker.format.line.color.rgb = colour


def line(series: LineSeries | XySeries, colour: str, width: float, dashed: bool = False) -> None:
    if isinstance(series, LineSeries):
        series.smooth = False
    series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(width)
    if dashed:
        series.format.line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE


def on_bar(slide: NativeSlide, text: str, run: tuple[float, float], row: int, box: Box) -> None:
    """What a bar stands for, in a box upon it: a chart's own labels are broken into short lines. run: from where to
    where it reaches, as parts of the axis."""
    left, top, wide, high = box
    start, end = (left + wide * (INNER["x"] + INNER["w"] * share) for share in run)
    late = start > left + wide * 0.45
    edge, width = (left, end - left) if late else (start + 8, left + wide * (INNER["x"] + INNER["w"]) - start)
    place = (round(edge), round(top + high * INNER["y"] + ROW * row - 1), round(width), ROW)
    write(slide, text, place, 24, LIGHT.on_ribbon, right=late)


def _last(run: Sequence[bool]) -> int:
    return len(run) - list(reversed(run)).index(True)


def _label_last(series: LineSeries, values: Sequence[float | None], name: str, decimals: int) -> None:
    last = next((place for place in range(len(values) - 1, -1, -1) if values[place] is not None), None)
    value = values[last] if last is not None else None
    if last is not None and value and (name == "centre" or round(value, decimals)):
        said = f"{name} {number(value, decimals)}".strip()
        say(series.points[last], said, XL_LABEL_POSITION.RIGHT, LIGHT.muted)


def say(point, text: str, position: XL_LABEL_POSITION, colour: str) -> None:  # type: ignore[no-untyped-def]
    label = point.data_label
    label.text_frame.text = text
    label.position = position
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size, font.name, font.color.rgb = SMALLEST, FONT, rgb(colour)


def named(mark: FrozenEvent) -> str:
    until = f" until {months.say(months.of(mark.stop), short=True)}" if mark.stop else ""
    return f"{mark.name}, since {months.say(months.of(mark.start), short=True)}{until}"


def _while_it_ran(dots: Sequence[Dot], mark: FrozenEvent) -> list[bool]:
    begun, ended = months.of(mark.start), months.of(mark.stop) if mark.stop else "9999-12"
    return [mark.kind == "intervention" and begun <= dot.month <= ended for dot in dots]


def _places(periods: Sequence[str]) -> Sequence[date | str]:
    """Months as real dates, so that the axis is one of time; by name where two points share a month."""
    if len(set(periods)) < len(periods):
        return [months.say(period, short=True) for period in periods]
    last = [months.covered(period)[-1] for period in periods]
    return [date(int(month[:4]), int(month[5:]), 1) for month in last]


def _format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"


def write(slide: NativeSlide, text: str, box: Box, size: int, colour: str, right: bool = False) -> Shape:
    """A box of words; size in pixels of a slide 720 high."""
    made = slide.shapes.add_textbox(*emu(box))
    fill(made.text_frame, text, size, colour, right=right)
    return made


def fill(frame: TextFrame, text: str, size: int, colour: str, bold: bool = False, right: bool = False) -> None:
    frame.word_wrap = True
    frame.text = text
    frame.margin_left = frame.margin_right = Emu(8 * PIXEL if right else 0)
    frame.margin_top = frame.margin_bottom = Emu(0)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.name, run.font.bold = Pt(size * 0.75), FONT, bold
            run.font.color.rgb = rgb(colour)


def emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    left, top, wide, high = (Emu(side * PIXEL) for side in box)
    return left, top, wide, high


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))
