"""Files that nobody would make on purpose and everybody sends once: they end in an answer."""

from __future__ import annotations

import io

import openpyxl
import pytest

from mist_dash.core import catalogue
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import MOST_QUESTIONS, read

CLABSI = catalogue.load().theme("clabsi")
ROWS = [["Month", "Area", "CLABSI", "Line days"], *([f"2024-{month:02}", "ICU", 1, 1200] for month in range(1, 5))]


@pytest.mark.parametrize("span", ["A8:C8", "A20:B25", "F1:F30"])
def test_an_empty_merged_cell_outside_the_table_is_nothing(span: str) -> None:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in ROWS:
        workbook.active.append(row)
    workbook.active.merge_cells(span)
    data = io.BytesIO()
    workbook.save(data)
    reading = read(open_book(data.getvalue(), "x.xlsx"), CLABSI, today="2026-11")
    assert len(reading.counts) == 8 and not reading.problems and not reading.questions


@pytest.mark.parametrize(("names", "asked", "problems"), [(MOST_QUESTIONS, MOST_QUESTIONS, 0), (8000, 0, 1)])
def test_a_column_of_unknown_names_is_one_answer_and_not_a_question_each(names: int, asked: int, problems: int) -> None:
    rows = [f"2024-{n % 12 + 1:02},Ward {n}X,{n % 3},{n % 50 + 1100}" for n in range(names)]
    book = open_book("\n".join(["month,area,clabsi,line days", *rows]).encode(), "x.csv")
    reading = read(book, CLABSI, today="2026-11")
    assert (len(reading.questions), len(reading.problems)) == (asked, problems)
    if problems:
        left_out = read(book, CLABSI, today="2026-11", answers={"column:area": "leave out"})
        assert "8,000" in reading.problems[0].found and len(left_out.questions) <= 1
