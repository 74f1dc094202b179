"""A control chart on real time: points, limits and change where the core says they are, on a frozen baseline."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from mist_dash import charts
from mist_dash.actions import themes
from mist_dash.charts.style import BIG, CLEAR, DARK, LAPTOP, LIGHT, MARKS, PHONE
from mist_dash.core import months
from mist_dash.core.query import Query
from tests.charts.drawn import CLABSI, began, boxes, sent, sizes, view, words_in

BEFORE = [6, 9, 4, 7, 8, 5, 10, 6, 7, 9, 5, 8]
STEP = [*BEFORE, *BEFORE, 2, 1, 3, 0, 2, 1, 2, 3, 1, 2, 0, 18]


def at(month: str) -> float:
    return months.number(month)


def marks(figure: dict) -> dict[float, float]:  # type: ignore[type-arg]
    """month -> height of every point that has a name."""
    named = {mark.words for mark in MARKS.values()}
    found = [trace for trace in figure["data"] if trace.get("name") in named]
    return {x: y for trace in found for x, y in zip(trace["x"], trace["y"], strict=True)}


def test_points_stand_in_their_months_and_a_month_not_sent_is_a_shaded_gap() -> None:
    row: list[int | None] = [*STEP[:5], None, None, *STEP[7:]]
    seen = view(sent({"ICU": row}))
    assert seen.picture == "control" and seen.control is not None
    figure = charts.control(seen.control, palette=DARK)
    drawn = marks(figure)
    expected = {at(months.later("2021-04", place)): 2.5 * count for place, count in enumerate(row) if count is not None}
    assert drawn == pytest.approx(expected) and 0.0 in drawn.values(), "none is drawn as none"
    assert boxes(figure, DARK.unsent) == [(at("2021-09") - 0.5, at("2021-10") + 0.5)]
    assert len(figure["layout"]["xaxis"]["tickvals"]) < 6


def test_limits_come_from_the_months_before_the_first_intervention_and_the_chart_says_so() -> None:
    seen = view(sent({"ICU": STEP}), events=(began("Bionectors", "2023-04"), began("Later", "2023-12")))
    assert seen.control is not None and seen.since is not None
    figure = charts.control(seen.control, seen.events, seen.since)
    assert "Baseline: Apr 2021 to Mar 2023, before Bionectors" in words_in(figure)
    centre = next(trace["y"] for trace in figure["data"] if trace.get("line", {}).get("dash") == "dash")
    assert centre == pytest.approx([2.5 * np.mean(BEFORE)] * len(STEP))
    assert boxes(figure, LIGHT.band) == [(at(seen.since.first or "") - 0.5, at(seen.since.last or "") + 0.5)]
    step = next(trace for trace in figure["data"] if trace.get("name") == "own level before and since")
    assert step["x"][1] == at(seen.since.month or "") - 0.5 and step["line"]["color"] == LIGHT.better
    assert any("since</b>" in one for one in words_in(figure))


def test_what_is_unusual_has_its_colour_its_shape_and_its_words_and_nothing_needs_a_legend() -> None:
    row = [*BEFORE * 5, 20]
    seen = view(sent({"ICU": row}))
    assert seen.control is not None
    worse = [dot.month for dot in seen.control.dots if dot.meaning == "concern high"]
    assert worse == [months.later("2021-04", len(row) - 1)]
    figure = charts.control(seen.control)
    trace = next(one for one in figure["data"] if one.get("name") == MARKS["concern"].words)
    assert trace["marker"]["symbol"] == "diamond" and trace["marker"]["line"]["color"] == LIGHT.concern
    assert trace["marker"]["color"] == [LIGHT.paper], "the newest month is hollow: it may be incomplete"
    assert any(MARKS["concern"].words in said for said in words_in(figure)) and not figure["layout"]["showlegend"]


def test_the_time_between_events_stands_on_a_root_scale_and_what_goes_on_is_a_bar() -> None:
    seen = view(sent({"ICU": [1, 0, 0, 2, 0, 1] * 8}), measure="clabsi-gap")
    assert seen.control is not None
    figure = charts.control(seen.control)
    values = [dot.value for dot in seen.control.dots if dot.value is not None]
    assert sorted(y**2 for y in marks(figure).values()) == pytest.approx(sorted(values))
    assert len(marks(figure)) == len(values), "two of one month stand beside each other"
    ticks = figure["layout"]["yaxis2"]
    assert [float(text.replace(",", "")) for text in ticks["ticktext"]] == pytest.approx(
        [y**2 for y in ticks["tickvals"]]
    )
    bar = next(trace for trace in figure["data"] if trace.get("line", {}).get("width") == 5)
    assert [y**2 for y in bar["y"]] == pytest.approx([0, values[-1]])


def test_the_lines_of_areas_share_scale_and_axis() -> None:
    counts = {"ICU": STEP, "Haem-Onc": [2 * one for one in STEP]}
    areas = [(name, view(sent(counts), name).series) for name in counts]
    seen = view(sent(counts))
    assert seen.control is not None
    figure = charts.control(seen.control, areas=[(name, one) for name, one in areas if one], chosen="Haem-Onc")
    one, other = (list(trace["y"]) for trace in figure["data"] if trace.get("name") in counts)
    base = [one["y0"] for one in figure["layout"]["shapes"] if one["type"] == "line" and one["line"]["width"] == 1]
    heights = [[low - y for y in line] for low, line in zip(base, (one, other), strict=True)]
    assert heights[1] == pytest.approx([2 * height for height in heights[0]])
    assert len([shape for shape in figure["layout"]["shapes"] if shape.get("xref") == "paper"]) == 1


def test_a_sheet_of_paper_is_white_and_says_what_it_shows_and_whose_numbers_they_are() -> None:
    seen = view(sent({"ICU": STEP}))
    assert seen.control is not None
    figure = charts.control(seen.control)
    sheet = charts.paper(figure, "Fewer <b>infections", "Infection rate · ICU", "Source: Birchwater, 28 November 2026")
    assert sheet["layout"]["paper_bgcolor"] == "#FFFFFF" and sheet["data"] == figure["data"]
    assert sheet["layout"]["plot_bgcolor"] == CLEAR, "a second white would hide what is shaded"
    assert {"<b>Fewer &lt;b&gt;infections</b>", "Infection rate · ICU", "Source: Birchwater, 28 November 2026"} <= set(
        words_in(sheet)
    )
    plot = [
        one["layout"]["height"] - one["layout"]["margin"]["t"] - one["layout"]["margin"]["b"] for one in (figure, sheet)
    ]
    assert plot[0] == plot[1], "the picture is neither stretched nor cut"


def test_no_letters_are_smaller_than_can_be_read_and_every_figure_is_plain_json() -> None:
    seen = view(sent({"ICU": STEP}), events=(began("Bionectors", "2023-04"),))
    assert seen.control is not None and seen.series is not None
    areas = [("ICU", seen.series), ("Elsewhere", seen.series)]
    for width in (PHONE, LAPTOP, BIG):
        figure = charts.control(seen.control, seen.events, seen.since, areas=areas, width=width)
        assert min(sizes(figure)) >= 14
        assert "NaN" not in json.dumps(figure)


def test_a_reader_from_whom_small_numbers_are_hidden_gets_no_figure_at_all() -> None:
    """What is withheld has no series, so there is nothing a picture could be made of."""
    for hides in (True, False):
        seen = themes.view(replace(Query.of(CLABSI, "clabsi-rate", "ICU"), hides=hides), sent({"ICU": STEP}))
        assert (seen.series is None) == (seen.control is None) == seen.withheld == hides
        assert bool(seen.beside) != hides


@pytest.mark.parametrize("measure", ["clabsi-rate", "clabsi-gap"])
def test_the_level_since_a_change_lies_within_the_picture(measure: str) -> None:
    """One infection in two years after many: the time between is longer than any point and any limit."""
    seen = view(sent({"ICU": [1, 2, 1, 0, 2, 1] * 5 + [0] * 9 + [1] + [0] * 10}), measure=measure)
    assert seen.control is not None and seen.since is not None and seen.since.direction
    figure = charts.control(seen.control, since=seen.since)
    step = next(trace["y"] for trace in figure["data"] if trace.get("name") == "own level before and since")
    assert max(step) < figure["layout"]["yaxis2"]["range"][1]
