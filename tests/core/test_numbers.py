"""Zero, not collected, hidden, blank and a mistake are five different things, and only sure numbers are numbers."""

from __future__ import annotations

import datetime

import pytest

from mist_dash.core.intake.labels.numbers import Marks, marks, number

SAID = {
    "7": 7,
    " 7 ": 7,
    "12.0": 12,
    "1,204": 1204,
    "1 204": 1204,
    "1\u00a0204": 1204,
    "1,204.5": 1204.5,
    "1,000,000": 1e6,
    "nil": 0,
    "None": 0,
    "zero": 0,
    "'7": 7,
    "-1": -1,
    "−1": -1,
    ".5": 0.5,
}


@pytest.mark.parametrize(("text", "value"), SAID.items())
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert (number(text).kind, number(text).value) == ("reported", value)


@pytest.mark.parametrize("text", ["-", "n/a", "N/A", "N/K", "TBC", "#N/A", "#DIV/0!", "–", "not collected", "."])
def test_not_collected_is_not_zero(text: str) -> None:
    assert number(text).kind == "not collected"


@pytest.mark.parametrize("text", ["<5", "< 5", "*", "1-7", "1 to 7", "≤7", "less than 5"])
def test_a_hidden_number_is_hidden(text: str) -> None:
    assert number(text).kind == "suppressed"


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0"])
def test_a_blank_is_blank(cell: str | None) -> None:
    assert number(cell).kind == "blank"


@pytest.mark.parametrize(
    "cell", ["four", "2*", "3 (1 MBI)", "~800", "1.2.3", "12,34,56", "1/2", "=A1+B1", "#REF!", True, "1e3", "2024-04"]
)
def test_what_would_need_a_guess_is_wrong(cell: object) -> None:
    assert number(cell).kind == "wrong"  # type: ignore[arg-type]


def test_a_date_is_no_number() -> None:
    assert number(datetime.datetime(2026, 7, 1)).kind == "wrong"


def test_commas_are_decimals_where_the_column_shows_it() -> None:
    assert number("812,5", marks(["812,5", "790,0"])).value == 812.5
    assert number("1.204,5", marks(["1.204,5"])).value == 1204.5


def test_a_column_that_shows_both_is_not_read() -> None:
    both = marks(["812,5", "1,204"])
    assert both == Marks(comma_is_decimal=True, unclear=True)
    assert number("1,204", both).kind == "wrong" and number("812,5", both).value == 812.5


def test_points_that_may_group_thousands_are_not_read() -> None:
    assert number("1.204", marks(["1.204", "950"])).kind == "wrong"
    assert number("950.125", marks(["950.125", "948"])).value == 950.125
