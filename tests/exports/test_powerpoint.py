"""PowerPoint files, opened again: the figures of the screen, meaning by shape, no formula, nothing that stays here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.oxml.ns import qn

from mist_dash import charts
from mist_dash.actions.stories import frozen_from
from mist_dash.core import words
from mist_dash.core.control import Control
from mist_dash.core.meeting import for_the_pack
from mist_dash.core.query import Query
from mist_dash.core.sharing import Period
from mist_dash.exports.slides import pptx
from tests.charts.drawn import CLABSI, began, sent
from tests.exports import sample

HOSTILE = '=HYPERLINK("http://example.org","+1")'


def shapes(data: bytes) -> Iterator[Any]:
    for slide in Presentation(io.BytesIO(data)).slides:
        yield from slide.shapes


def charts_in(data: bytes) -> list[Chart]:
    return [shape.chart for shape in shapes(data) if shape.has_chart]


def series(chart: Chart) -> dict[str, list[float | None]]:
    return {one.name: list(one.values) for one in chart.plots[0].series}


def texts(data: bytes) -> str:
    return "\n".join(shape.text_frame.text for shape in shapes(data) if shape.has_text_frame)


def on_screen(control: Control) -> list[list[float | None]]:
    """Every row of heights that the screen draws of this chart."""
    return [list(trace["y"]) for trace in charts.control(control)["data"]]


@pytest.fixture(scope="module")
def view() -> bytes:
    return pptx.pptx_of_view(sample.chart(), sample.OURS, "Fewer line infections since about June 2024", "By culture.")


def test_a_view_has_the_figures_of_the_screen_in_a_chart_that_can_be_edited(view: bytes) -> None:
    control = sample.chart().control
    (chart,) = charts_in(view)
    found = series(chart)
    drawn = on_screen(control)
    assert found[control.unit] == [dot.value for dot in control.dots] and found[control.unit] in drawn
    assert found["upper limit"] == [dot.upper for dot in control.dots]
    assert found["lower limit"] == [dot.lower for dot in control.dots]
    assert found["baseline"] == [dot.centre for dot in control.dots] and found["baseline"] in drawn
    assert None in found[control.unit]  # a month that was not sent is no zero
    months = [label.label if hasattr(label, "label") else label for label in chart.plots[0].categories]
    assert len(months) == len(control.dots)


def test_each_intervention_is_a_bar_over_the_months_in_which_it_ran(view: bytes) -> None:
    found = series(charts_in(view)[0])
    dots = sample.chart().control.dots
    for name, begun in (("Bionectors, since Oct 2023", "2023-10"), ("Biopatches, since Jul 2024", "2024-07")):
        assert [value is not None for value in found[name]] == [dot.month >= begun for dot in dots]
        assert name in texts(view)


def test_a_signal_has_the_shape_of_its_meaning(view: bytes) -> None:
    frozen = sample.chart()
    dots = list(frozen.control.dots)
    dots[20] = replace(dots[20], meaning="improvement low")
    dots[30] = replace(dots[30], meaning="concern high")
    data = pptx.pptx_of_view(replace(frozen, control=replace(frozen.control, dots=tuple(dots))), sample.OURS)
    values = charts_in(data)[0].plots[0].series[0]
    shape = {place: values.points[place].marker.style for place in (19, 20, 30)}
    assert shape == {19: None, 20: XL_MARKER_STYLE.TRIANGLE, 30: XL_MARKER_STYLE.DIAMOND}
    assert values.marker.style == XL_MARKER_STYLE.CIRCLE


def test_what_stands_around_the_chart_says_what_is_counted_and_where_it_comes_from(view: bytes) -> None:
    said = texts(view)
    assert "Fewer line infections since about June 2024" in said
    assert "By culture. Source: Birchwater Children’s Hospital, numbers to March 2026." in said
    assert charts_in(view)[0]._chartSpace is not None


def test_no_letters_are_smaller_than_24_of_720() -> None:
    for shape in shapes(pptx.pptx_of_meeting(sample.meeting())):
        if shape.has_text_frame:
            sizes = [run.font.size.pt for one in shape.text_frame.paragraphs for run in one.runs]
            assert all(size >= 18 for size in sizes), (shape.text_frame.text, sizes)
        if shape.has_chart:
            assert shape.chart.font.size.pt >= 18


def test_nothing_that_people_typed_is_a_formula() -> None:
    for chart in charts_in(pptx.pptx_of_meeting(sample.meeting(HOSTILE))):
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert cells and all(cell.data_type != "f" for cell in cells)
    assert HOSTILE in texts(pptx.pptx_of_meeting(sample.meeting(HOSTILE)))  # as text it stays what it was


def test_a_hidden_figure_of_the_collaborative_has_no_cell() -> None:
    (area,) = sample.together().areas
    hidden = replace(area, periods=(*area.periods, Period("2024/25", None, None)))
    figure = replace(sample.together(), areas=(hidden,))
    meeting = replace(sample.meeting(), slides=(replace(sample.meeting().slides[2], figure=figure),))
    found = series(charts_in(pptx.pptx_of_meeting(meeting))[0])
    assert found["per 1,000 line days"] == [period.rate for period in area.periods]


def test_each_area_of_all_together_has_its_name_its_chart_and_how_many_did_better() -> None:
    data = pptx.pptx_of_slide(sample.meeting(), "together-3")
    areas = sample.together("Haem-Onc wards", "Elsewhere").areas
    found = charts_in(data)
    assert [series(chart)["per 1,000 line days"] for chart in found] == [
        [period.rate for period in area.periods] for area in areas
    ]
    (scale,) = {chart.value_axis.maximum_scale for chart in found}
    assert scale and scale > max(period.high or 0 for area in areas for period in area.periods), "one for all"
    for area in areas:
        assert f"{area.area}\n{sample.IMPROVED}" in texts(data)


def test_who_else_are_bars_in_time_from_a_to_z_and_a_pause_is_a_gap() -> None:
    (chart,) = charts_in(pptx.pptx_of_slide(sample.meeting(), "who-else-6"))
    names = list(chart.plots[0].categories)
    assert names == sorted(bar.centre for bar in sample.who_else().bars)
    elm, ash = names.index("Elm"), names.index("Ash")
    rows = [list(one.values) for one in chart.plots[0].series]
    day = datetime(1899, 12, 30)
    assert [row[ash] for row in rows] == [(datetime(2023, 2, 1) - day).days, 1124, None, None]
    begun, ran, paused, ran_again = (row[elm] for row in rows)
    assert day + timedelta(begun) == datetime(2023, 9, 1) and day + timedelta(begun + ran) == datetime(2024, 1, 1)
    assert (paused, ran_again) == (152, 273)  # to 1 June 2024, and on to 1 March 2025
    said = [chart.plots[0].series[1].points[place].data_label.text_frame.text for place in (ash, elm)]
    assert said == ["since Feb 2023", "Sep 2023 to Mar 2025"]


def test_a_vote_that_was_revealed_is_a_chart_of_its_answers_and_another_only_says_what_was_asked() -> None:
    asked = next(slide for slide in sample.meeting().slides if slide.choices)
    for counts in ((17, 9), (0, 12)):
        meeting = replace(sample.meeting(), slides=(replace(asked, counts=counts),))
        (chart,) = charts_in(pptx.pptx_of_meeting(meeting))
        assert list(chart.plots[0].categories) == ["Yes, we would", "Not yet"]
        assert series(chart) == {"answers": list(counts)}
    data = pptx.pptx_of_meeting(replace(sample.meeting(), slides=(asked,)))
    assert not charts_in(data) and "Yes, we would\nNot yet" in texts(data)


def test_the_meetings_file_holds_what_may_leave_the_room_and_no_note() -> None:
    data = pptx.pptx_of_meeting(for_the_pack(sample.meeting()))
    said = texts(data)
    assert "A bundle to take home" not in said and "Every line looked at" not in said
    assert sample.NOTE not in said and "MAPLE7" not in said
    assert not any(slide.has_notes_slide for slide in Presentation(io.BytesIO(data)).slides)
    assert said.count("Safe to share:") == 11  # nine slides, of which a story takes three presses
    assert "Safe to share: Birchwater Children’s Hospital agreed on 7 March 2026" in said


@pytest.mark.parametrize("title", ["Spring meeting", "Ward 7 & <b>friends</b>" + "\x0b" + "x" * 300])
def test_a_file_says_what_it_is_who_made_it_and_when(title: str, view: bytes) -> None:
    meeting = replace(sample.meeting(), title=title)
    chart, printed = sample.chart(), title.replace("\x0b", "")[:255]
    for expected, data in (
        (f"{chart.title}, {chart.area}, {sample.OURS}", view),
        (printed, pptx.pptx_of_meeting(meeting)),
        (printed, pptx.pptx_of_slide(meeting, "story-4")),
    ):
        about = Presentation(io.BytesIO(data)).core_properties
        assert about.title == expected
        assert about.author == about.last_modified_by == "Making it Safer Together"
        for day in (about.created, about.modified):
            assert day is not None and abs(datetime.now(UTC).replace(tzinfo=None) - day) < timedelta(minutes=10)


def test_one_slide_is_a_file_of_its_own() -> None:
    meeting = sample.meeting()
    assert len(charts_in(pptx.pptx_of_slide(meeting, "story-4"))) == 1
    assert len(Presentation(io.BytesIO(pptx.pptx_of_slide(meeting, "story-4"))).slides) == 3
    assert len(Presentation(io.BytesIO(pptx.pptx_of_slide(meeting, "together-3"))).slides) == 1


def test_time_between_events_stands_on_real_time_and_what_has_not_ended_says_so() -> None:
    counts: list[int | None] = [*[1, 0] * 10, *[0] * 15, 1, *[0] * 5, None, 0, 0]
    query = Query.of(CLABSI, "clabsi-gap", "ICU")
    frozen = frozen_from(query, sent({"ICU": counts}), (began("Biopatches", "2022-01"),))
    assert frozen is not None
    (chart,) = charts_in(pptx.pptx_of_view(frozen, sample.OURS))
    assert chart.chart_type in (XL_CHART_TYPE.XY_SCATTER_LINES, XL_CHART_TYPE.XY_SCATTER)
    points = {one.name: points_of(one) for one in chart.plots[0].series}
    control = frozen.control
    drawn = [dot for dot in control.dots if dot.value is not None]
    assert [y for _, y in points[control.unit]] == pytest.approx([dot.value for dot in drawn])
    begun = date(1899, 12, 30)
    for (x, _), dot in zip(points[control.unit], drawn, strict=True):
        month = begun + timedelta(days=x - 0.01)
        assert f"{month:%Y-%m}" == dot.month
    assert points["still open"][-1] == points[control.unit][-1] and points["still open"][0][1] == 0
    assert "since the last in March 2024" in words.describe(control) and control.unsent == 1
    assert any(name.startswith("Biopatches") for name in points) and "Biopatches" in texts(
        pptx.pptx_of_view(frozen, "")
    )


def points_of(series: Any) -> list[tuple[float, float]]:
    x = [float(one.text) for one in series._element.findall(f".//{qn('c:xVal')}//{qn('c:v')}")]
    return list(zip(x, map(float, series.values), strict=True))
