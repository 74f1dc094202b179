"""A share of few is drawn by quarter or by year, said so in words, with each event as a mark in its month."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mist_dash.actions import themes
from mist_dash.charts import control
from mist_dash.core import months
from mist_dash.core.control import Baseline, draw, grouped, in_periods
from mist_dash.core.counts import Key, Number
from mist_dash.core.series import Series
from mist_dash.ui.parts import picture
from tests.charts.drawn import CLABSI, began, view, words_in


def audits(each: float, missed: str, count: int = 60) -> themes.View:
    """A month in so many ("25": the months that end in 2 or 5) has one audit in which something was left out."""
    axis = months.between("2021-01", months.later("2021-01", count - 1))
    numbers = {
        Key(item, "ICU", month, CLABSI.definition.key): Number(value)
        for month in axis
        for item, value in (
            ("maintenance_audits", each),
            ("maintenance_compliant", each - (month[-1] in missed)),
        )
    }
    return view(numbers, measure="maintenance-bundle", events=(began("Bionectors", "2023-02"),))


def share(counts: list[float], of: float) -> Series:
    axis = months.between("2021-04", months.later("2021-04", len(counts) - 1))
    return Series(axis, np.array(counts), np.full(len(counts), of), "proportion", 100, "lower")


def test_it_is_drawn_by_month_quarter_or_year_as_its_cases_allow() -> None:
    assert grouped(share([2.0, 1.0] * 30, 20))[1] == 1
    assert grouped(share([1.0, 0.0] * 30, 20))[1] == 3
    assert grouped(share([1.0, *[0.0] * 5] * 10, 20))[1] == 12
    assert grouped(share([2.0, 1.0] * 30, 3))[1] == 12  # three cases a month leap from a third to two


def test_every_case_of_a_whole_quarter_is_in_its_point_and_its_limits_are_those_of_the_quarter() -> None:
    seen = audits(12, "03469")
    assert seen.control is not None and seen.control.period == 3
    assert {(dot.count, dot.exposure) for dot in seen.control.dots} == {(35, 36), (34, 36)}
    assert all(dot.lower is not None for dot in seen.control.dots)


def test_the_picture_says_so_and_marks_the_events_of_rare_harm() -> None:
    seen = audits(12, "03469")
    assert (
        seen.control is not None
        and "One point for each quarter, because a month has too few cases" in seen.control.reason
    )
    assert any("one point a quarter" in said for said in words_in(picture.drawn(seen)))
    assert "20 points, one a quarter, from March 2021" in picture.said(seen)
    assert "Baseline: Jan 2021 to Dec 2022, before Bionectors; whole quarters only" in " ".join(
        words_in(picture.drawn(seen))
    ).replace("<br>", " ")


def test_each_event_is_a_mark_in_its_month() -> None:
    series = share([1.0, 0.0, 2.0, 0.0] * 12, 40)
    few, width = grouped(share([1.0, 0.0, 0.0, 0.0] * 12, 40))
    figure = control(replace(draw(few), period=width), cases=series)
    marks = next(trace for trace in figure["data"] if trace["mode"] == "markers" and "yaxis" not in trace)
    assert len(marks["x"]) == 36 and marks["text"][:3] == ["April 2021", "June 2021", "June 2021"]


def test_a_point_never_mixes_two_ways_of_looking_and_a_missing_month_is_no_case() -> None:
    series = share([1.0, 0.0, 0.0] * 16, 20)
    series.counts[4] = np.nan
    found, width = grouped(series, ["2022-05"])
    assert width == 3 and (found.counts[1], found.exposure[1]) == (1, 40)  # type: ignore[index]
    assert np.isnan(found.counts[4]) and np.isfinite(found.counts[3]) and np.isfinite(found.counts[5])


def test_a_baseline_is_the_whole_quarters_inside_it() -> None:
    series, _ = grouped(share([1.0, 0.0, 0.0] * 16, 20))
    found = in_periods(Baseline("2021-05", "2022-05", "a reason"), series, 3)
    assert found is not None and (found.first, found.last) == ("2021-07", "2022-03")
    assert in_periods(Baseline("2021-05", "2021-08", "a reason"), series, 3) is None
