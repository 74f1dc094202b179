"""What only the person knows waits for the answer, and what is odd about dates is told where it stands."""

from __future__ import annotations

import pytest

from tests.uploads import dress
from tests.uploads.by_hand_dates import of_doubts
from tests.uploads.hand import csv, day
from tests.uploads.reading_of import counts_of, read_case, told
from tests.uploads.truth import Case


@pytest.mark.parametrize("case", list(of_doubts()), ids=lambda case: case.name)
def test_no_wrong_number_stands_beside_an_open_question(case: Case) -> None:
    reading = read_case(case)
    assert reading.questions and not reading.problems
    assert counts_of(reading).items() <= told(case).items()


def test_weeks_are_not_added_to_months_before_the_person_says_so() -> None:
    weeks = next(case for case in of_doubts() if case.name == "a row for each week")
    assert not read_case(weeks).counts
    assert not read_case(weeks, {"weekly:": "leave out"}).counts


def said(*rows: str) -> tuple[str, ...]:
    return read_case(csv("any", "PICU\nMonth,CLABSI,Line days\n" + "\n".join(rows), "")).warnings


def test_a_january_with_the_old_year_is_told() -> None:
    after = said("Oct-24,1,300", "Nov-24,0,300", "Dec-24,1,300", "Jan-24,0,300")
    assert "January 2024 stands next to December 2024. Is its year right?" in after
    assert after != said("Oct-24,1,300", "Nov-24,0,300", "Dec-24,1,300", "Jan-25,0,300")
    assert "January 2024 stands next to December 2024. Is its year right?" in said(
        "Feb-24,1,300", "Jan-24,0,300", "Dec-24,1,300"
    )


def test_a_year_run_backwards_or_area_by_area_is_nothing_odd() -> None:
    assert not said("Feb-25,1,300", "Jan-25,0,300", "Dec-24,1,300")
    rows = [f"{month}-24,{area},0,300" for area in ("PICU", "Onc") for month in ("Jan", "Nov", "Dec")]
    text = "Month,Area,CLABSI,Line days\n" + "\n".join(rows)
    assert not [w for w in read_case(csv("any", text, "")).warnings if "next to" in w]


@pytest.mark.parametrize("across", [True, False])
def test_thirteen_periods_of_four_weeks_are_no_months(across: bool) -> None:
    periods = [["2024/25", *(f"P{n}" for n in range(1, 14))], ["CLABSI", *[0] * 13], ["Line days", *range(300, 313)]]
    turned = [["Period", *row[1:]] if row[0] == "2024/25" else row for row in map(list, zip(*periods, strict=True))]
    sheet = [["PICU 2024/25"], *(periods if across else turned)]
    reading = read_case(Case("any", dress.xlsx({"PICU": sheet}, {"PICU": ()}), "any.xlsx", "clabsi", {}))
    assert [problem.found for problem in reading.problems] == ["a thirteenth period"]
    assert not reading.counts


def test_a_number_that_became_a_date_is_told_in_its_cell() -> None:
    sheet = [["Month", "Area", "CLABSI", "Line days"]]
    sheet += [[day(4), "PICU", day(3, 2, 2026), 412], [day(5), "PICU", day(3, 1, 2026), 398]]
    reading = read_case(Case("any", dress.xlsx({"Data": sheet}, {"Data": ()}), "any.xlsx", "clabsi", {}))
    assert [problem.cells for problem in reading.problems] == [(("Data", 1, 2),), (("Data", 2, 2),)]
    assert {problem.remedy for problem in reading.problems} == {
        "write the number: the spreadsheet has made a date of it"
    }


@pytest.mark.parametrize("aside", ["ED", "MRSA, MSSA", "excluding ports, PICCs", "1 suspected"])
def test_a_bracket_that_may_make_it_another_number_is_asked(aside: str) -> None:
    reading = read_case(csv("any", f'PICU\nMonth,"CLABSI ({aside})",Line days\nApr-24,1,412\nMay-24,0,398', ""))
    assert reading.questions
    assert not {item for _, _, item in counts_of(reading)} & {"clabsi"}
