"""Each problem knows the cells in which a right value repairs it: written there, the file is read as it should be."""

from __future__ import annotations

import pytest

from mist_dash.actions.upload_files import mended
from mist_dash.core.catalogue import load
from mist_dash.core.errors import Problem
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading
from mist_dash.core.intake.repairs import heading, repairs, text_at

THEMES = load()


def opened(text: str) -> Book:
    return open_book(text.encode(), "ours.csv")


def reading(book: Book, theme: str = "clabsi", answers: dict[str, str] | None = None) -> Reading:
    return read(book, THEMES.theme(theme), today="2026-11", answers=answers)


CASES = {  # what is wrong -> the file, the cell (row and column from 0) that repairs it, what to write, and the counts
    "the same header twice": ("month,area,line days,ICU BSI,ICU BSI\n2024-04,ICU,800,1,one?\n", (1, 4), "1", 2),
    "two tables on one sheet": (
        "month,area,BSI,line days\n2024-04,ICU,1,800\n\nmonth,line days,BSI,area\n2024-05,810,many,ICU\n",
        (4, 2),
        "2",
        4,
    ),
    "months across": ("Line infections on ICU\n,Apr 2024,May 2024\nBSI,1,lots\nline days,800,810\n", (2, 2), "3", 4),
    "a month to come": ("month,area,BSI,line days\nApr 2062,ICU,1,800\n", (1, 0), "Apr 2026", 2),
    "a month to come, across": (
        "Line infections on ICU\n,Mar 2026,Apr 2062\nBSI,1,2\nline days,800,810\n",
        (1, 2),
        "Apr 2026",
        4,
    ),
    "no month at all": ("month,area,BSI,line days\nJuun,ICU,1,800\n2024-05,ICU,1,800\n", (1, 0), "June 2024", 4),
    "no area": ("month,area,BSI,line days\n2024-04,,1,800\n2024-04,Haem-Onc,1,800\n", (1, 1), "ICU", 4),
    "no days": ("month,area,BSI,line days\n2024-04,ICU,2,0\n2024-05,ICU,0,800\n", (1, 3), "790", 4),
    "a part above its whole": ("month,area,BSI,line days,MBI\n2024-04,Haem-Onc,1,800,3\n", (1, 4), "1", 3),
    "the whole below its part": ("month,area,BSI,line days,MBI\n2024-04,Haem-Onc,1,800,3\n", (1, 2), "4", 3),
    "two numbers for one month": ("month,area,BSI,line days\n2024-04,ICU,1,800\n2024-04,ICU,2,800\n", (2, 2), "1", 2),
    "an unknown definition": (
        "month,area,BSI,line days,definition\n2024-04,ICU,1,800,ours\n",
        (1, 4),
        "NHSN CLABSI",
        2,
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_a_right_value_in_the_cell_that_a_problem_names_repairs_it(what: str) -> None:
    text, (row, column), value, counts = CASES[what]
    book = opened(text)
    sheet = book.sheets[0].name
    found = reading(book)
    assert (sheet, row, column) in {cell for problem in found.problems for cell in problem.cells}
    after = reading(mended(book, {(sheet, row, column): value}))
    assert not after.problems and not after.questions and len(after.counts) == counts


def test_a_number_that_no_one_cell_made_names_no_cell() -> None:
    """Written over a part, the right sum would be added to the other part; written over a rate, it would be a rate."""
    parts = "month,area,BSI,line days,MBI\n2024-04,PICU,1,800,3\n2024-04,CICU,1,900,3\n"
    added = reading(opened(parts), answers={"add:ICU:cicu+picu": "add"})
    assert added.problems and not any(problem.cells for problem in added.problems)
    rate = reading(opened("month,area,BSI rate per 1000 line days,line days\n2024-04,ICU,1.7,800\n"))
    assert rate.problems and not any(problem.cells for problem in rate.problems)


def test_the_same_wrong_text_is_answered_once_and_one_wrong_month_is_one_problem() -> None:
    rows = [f"2024-{month:02d},ICU,three,800" for month in range(1, 13)]
    book = opened("\n".join(["month,area,BSI,line days", *rows, "2062-01,ICU,1,800", "2024-01,Haem-Onc,9,0"]))
    groups = {repair.remedy: repair for repair in repairs(reading(book).problems, book)}
    (same,) = groups["write 3"].same
    assert (same.text, same.right, len(same.cells), groups["write 3"].single) == ("three", "3", 12, ())
    assert len(groups["mend the month or the year"].problems) == 1
    days = next(repair for remedy, repair in groups.items() if "line days" in remedy)
    assert not days.same and len(days.single) == 1


def test_numbers_that_are_wrong_each_for_its_own_row_get_no_common_answer() -> None:
    rows = [f"2024-0{month},ICU,2,0" for month in range(1, 4)]
    book = opened("\n".join(["month,area,BSI,line days", *rows]))
    assert not any(repair.same for repair in repairs(reading(book).problems, book))


def test_a_cell_is_named_by_the_header_of_its_own_table() -> None:
    book = opened("month,area,BSI,line days\n2024-04,ICU,1,800\n\nmonth,line days,BSI,area\n2024-05,810,2,ICU\n")
    plan, sheet = reading(book).plan, book.sheets[0].name
    assert heading(plan, book, (sheet, 1, 2)) == "BSI" and heading(plan, book, (sheet, 4, 1)) == "line days"
    assert heading(plan, book, (sheet, 0, 2)) == "" and text_at(book, (sheet, 99, 0)) == ""


def test_a_script_gets_the_six_fields_of_a_problem_and_no_more() -> None:
    (problem,) = reading(opened("month,area,BSI,line days\n2024-04,ICU,four,800\n")).as_json()["problems"]
    assert set(problem) == {"sheet", "row", "column", "found", "expected", "remedy"}
    assert Problem("s", 1, "c", "f", "e", "r") == Problem("s", 1, "c", "f", "e", "r", (), "")
