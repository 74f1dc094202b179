"""One label is read as the month, quarter or year it stands for; a column decides what one label leaves open."""

from __future__ import annotations

import datetime

import pytest

from mist_dash.core import months
from mist_dash.core.intake.labels.periods import Axis, axis
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.whens import whens

ONE_WAY = {
    "2024-04": "2024-04",
    "Apr-24": "2024-04",
    "Apr 2024": "2024-04",
    "April 24": "2024-04",
    "30/04/2024": "2024-04",
    "2024-04-30 00:00:00": "2024-04",
    "45383": "2024-04",
    "202404": "2024-04",
    "M1 24/25": "2024-04",
    "M12 2024/25": "2025-03",
    "Sept 2024": "2024-09",
    "04/24": "2024-04",
    "04/2024": "2024-04",
    "1st April 2024": "2024-04",
    "Mon 1 Apr 2024": "2024-04",
    "Month ending 30/04/2024": "2024-04",
    "Apr-24*": "2024-04",
    "Apr-24 (prov)": "2024-04",
    "2024/25": "2024/25",
    "24/25": "2024/25",
    "FY24/25": "2024/25",
    "2024-2025": "2024/25",
    "2024": "2024",
    "Q1 2024/25": "2024-Q2",
    "Q4 24/25": "2025-Q1",
    "2024-Q2": "2024-Q2",
    "Apr-Jun 2024": "2024-Q2",
    "April 2024 to March 2025": "2024/25",
    "year ending March 2025": "2024/25",
}


@pytest.mark.parametrize(("text", "period"), ONE_WAY.items())
def test_a_label_with_one_reading_is_that_period(text: str, period: str) -> None:
    assert [when.period() for _, when in whens(text)] == [period]


@pytest.mark.parametrize("text", ["ICU", "Total", "31/02/2024", "13/13/2024", "", "A", "2024/27", "n/a", "1.5"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert whens(text) == ()


def test_a_real_date_is_its_month() -> None:
    assert [when.period() for _, when in whens(datetime.datetime(2024, 4, 30))] == ["2024-04"]


def read_axis(*cells: object, near: When = NO_TIME, answers: dict[str, str] | None = None) -> Axis:
    return axis(cells, near, "2026-11", answers or {})  # type: ignore[arg-type]


def periods(found: Axis) -> list[str | None]:
    return [when.period() if when else None for when in found.whens]


def test_first_days_of_months_are_day_first_without_a_word() -> None:
    found = read_axis("01/04/2024", "01/05/2024", "01/06/2024")
    assert periods(found) == ["2024-04", "2024-05", "2024-06"] and not found.question


def test_month_first_is_taken_when_only_it_can_be() -> None:
    found = read_axis("04/30/2024", "05/31/2024", "06/30/2024")
    assert periods(found) == ["2024-04", "2024-05", "2024-06"] and not found.question


def test_one_month_first_date_among_day_first_ones_is_not_read() -> None:
    assert periods(read_axis("30/04/2024", "31/05/2024", "06/30/2024")) == ["2024-04", "2024-05", None]


def test_two_plausible_readings_are_asked_and_the_answer_is_taken() -> None:
    found = read_axis("02/03/2024", "03/04/2024")
    assert found.question is not None
    answered = read_axis("02/03/2024", "03/04/2024", answers={found.question.id: "month first"})
    assert periods(answered) == ["2024-02", "2024-03"]


def test_years_like_2011_12_are_years_among_years_and_months_among_months() -> None:
    assert periods(read_axis("2009/10", "2010/11", "2011/12")) == ["2009/10", "2010/11", "2011/12"]
    assert periods(read_axis("2011/10", "2011/11", "2011/12")) == ["2011-10", "2011-11", "2011-12"]


def test_24_apr_is_a_month_of_a_year() -> None:
    found = read_axis("24-Nov", "24-Dec", "25-Jan")
    assert periods(found) == ["2024-11", "2024-12", "2025-01"] and not found.question


def test_days_that_spell_a_year_are_asked() -> None:
    """ "Apr-24" typed into a spreadsheet becomes 24 April of this year."""
    assert read_axis(*(datetime.datetime(2026, m, 24) for m in range(4, 8))).question
    assert not read_axis(*(datetime.datetime(2026, m, 1) for m in range(4, 8))).question
    assert not read_axis(*(datetime.datetime(2026, m, 15) for m in range(4, 8))).question


def test_quarters_of_a_financial_year_are_not_asked() -> None:
    assert read_axis("Q1", "Q2").question
    assert not read_axis("Q1", "Q2", near=When(fy=2024)).question


@pytest.mark.parametrize("month", months.between("2019-01", "2021-12"))
def test_a_month_and_its_financial_year_make_the_month(month: str) -> None:
    start = int(months.year_of(month, "financial", month)[:4])
    both = joined(When(month=int(month[5:])), When(fy=start))
    assert both is not None and both.period() == month
    assert joined(both, When(fy=start + 1)) is None
