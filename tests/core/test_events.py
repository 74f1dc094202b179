"""Dated events: when they ran, what is said of them, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from mist_dash.charts import control as drawn
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.control import draw
from mist_dash.core.errors import Sorry
from mist_dash.core.events import Event
from tests.core.test_sharing import YEAR, series

WASHES = Event(1, "ICU", "intervention", "Body washes", date(2024, 6, 12), None, "")
PAUSED = Event(1, "ICU", "intervention", "Body washes", date(2024, 6, 12), None, "", ((date(2024, 9, 1), None),))


def test_a_pause_and_a_new_start_leave_two_stretches() -> None:
    again = dated.resumed(dated.paused(WASHES, date(2024, 9, 1)), date(2024, 11, 1))
    assert dated.stretches(again) == ((date(2024, 6, 12), date(2024, 9, 1)), (date(2024, 11, 1), None))
    assert dated.state(again) == "since Jun 2024, paused Sep 2024 to Nov 2024"
    assert dated.state(PAUSED) == "paused since Sep 2024 (from Jun 2024)"


def test_dates_that_cannot_be_are_refused() -> None:
    with pytest.raises(Sorry, match="before it started"):
        dated.sound(Event(0, "", "other", "A move", date(2024, 5, 1), date(2024, 4, 1), ""))
    with pytest.raises(Sorry, match="after the start"):
        dated.paused(WASHES, date(2024, 5, 1))
    with pytest.raises(Sorry, match="still goes on"):
        dated.paused(PAUSED, date(2024, 10, 1))
    with pytest.raises(Sorry, match="not paused"):
        dated.resumed(WASHES, date(2024, 10, 1))


def test_what_stops_while_it_is_paused_stopped_when_the_pause_began() -> None:
    stopped = dated.sound(Event(**{**vars(PAUSED), "stop": date(2024, 12, 1)}))
    assert stopped.stop == date(2024, 9, 1) and stopped.pauses == ()


def test_the_table_under_a_chart_says_what_began_paused_and_stopped() -> None:
    again = dated.resumed(PAUSED, date(2024, 11, 1))
    said = [dated.marked([again], month) for month in ("2024-06", "2024-07", "2024-09", "2024-11")]
    assert said == ["Body washes: started", "", "Body washes: paused", "Body washes: on again"]


def test_every_chart_has_the_ribbon_with_a_gap_for_the_pause_and_its_markers() -> None:
    again = dated.resumed(PAUSED, date(2024, 11, 1))
    looked = Event(2, "", "looked differently", "New audit", date(2024, 12, 1), None, "")
    figure = drawn(draw(series()), [again, looked])
    bars = [(shape["x0"], shape["x1"]) for shape in figure["layout"]["shapes"] if shape["type"] == "rect"]
    lines = sorted(shape["x0"] for shape in figure["layout"]["shapes"] if shape["type"] == "line")
    at = {month: months.number(month) - 0.5 for month in YEAR}
    assert bars == [(at["2024-06"], at["2024-09"]), (at["2024-11"], months.number(YEAR[-1]) + 0.5)]
    assert lines == sorted(at[month] for month in ("2024-06", "2024-09", "2024-11", "2024-12"))
    assert any("Body washes" in text for trace in figure["data"] for text in trace.get("text", ()))
