"""A file twice as long is twice the work, not four times: counted in calls, since a clock says nothing certain."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType

import pytest

from mist_dash.core import months
from mist_dash.core.intake.files.book import Book, Cell, Sheet
from mist_dash.core.intake.read import read
from tests.uploads.reading_of import CATALOGUE
from tests.uploads.truth import TODAY

Rows = list[Sequence[Cell]]
MONTHS = months.between("2020-04", "2025-03")
WIDE = ("Month", "Area", "CLABSI", "Line days")


def counts(rows: int) -> Rows:
    return [WIDE, *((MONTHS[i % 60], ("PICU", "Oncology", "Other")[i % 3], "1", "800") for i in range(rows))]


def events_in_words_of_its_own(rows: int) -> Rows:
    return [("Date", "Area", "Type"), *((f"{i % 28 + 1}/04/2024", "PICU", "leaky bung") for i in range(rows))]


def rows_without_a_month(rows: int) -> Rows:
    return [
        WIDE,
        *((MONTHS[i // 2 % 60], "PICU", "1", "800") if i % 2 else (None, None, "1", "800") for i in range(rows)),
    ]


def blank_rows_between_two_tables(rows: int) -> Rows:
    return [*counts(12), *[()] * rows, *counts(12)]


def many_tables_below_each_other(rows: int) -> Rows:
    return [row for table in range(rows // 6) for row in ((f"Sheet {table}",), *counts(3), ())]


def interventions(rows: int) -> Rows:
    return [("Area", "Intervention", "Start"), *(("PICU", f"Trolley {i}", "01/04/2024") for i in range(rows))]


@pytest.mark.parametrize(
    "shape",
    [
        counts,
        events_in_words_of_its_own,
        rows_without_a_month,
        blank_rows_between_two_tables,
        many_tables_below_each_other,
        interventions,
    ],
    ids=lambda shape: shape.__name__,
)
def test_a_file_twice_as_long_is_twice_the_work(shape: Callable[[int], Rows]) -> None:
    assert calls_to_read(shape(480)) < 2.6 * calls_to_read(shape(240))


def calls_to_read(rows: Rows) -> int:
    """How many functions are called while a sheet is read."""
    book = Book("data.csv", "csv", (Sheet("", tuple(map(tuple, rows))),))
    calls = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(book, CATALOGUE.theme("clabsi"), today=TODAY)
    finally:
        sys.setprofile(before)
    return calls
