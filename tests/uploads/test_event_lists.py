"""Lists of single events are counted up by month, without a day or a patient in what comes out."""

from __future__ import annotations

import datetime

import pytest

from mist_dash.core.intake.files.opening import open_book, open_paste
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading, Recipe
from tests.uploads import dress
from tests.uploads.reading_of import CATALOGUE, counts_of
from tests.uploads.truth import TODAY

ZERO = {"quiet months": "zero"}


def reading_of(text: str, theme: str = "clabsi", **more: object) -> Reading:
    return read(open_book(text.encode(), "log.csv"), CATALOGUE.theme(theme), today=TODAY, **more)  # type: ignore[arg-type]


CLABSI = "date,area,type\n03/04/2024,PICU,CLABSI\n30/04/2024,PICU,MBI-LCBI\n02/06/2024,PICU,CLABSI\n"


def test_events_are_counted_up_by_month_and_a_month_between_is_a_zero_only_when_the_person_says_so() -> None:
    asked = reading_of(CLABSI)
    assert [question.id for question in asked.questions] == ["quiet months"]
    assert counts_of(asked) == {
        ("ICU", "2024-04", "clabsi"): 2,
        ("ICU", "2024-04", "mbi_lcbi"): 1,
        ("ICU", "2024-06", "clabsi"): 1,
        ("ICU", "2024-06", "mbi_lcbi"): 0,
    }
    told = reading_of(CLABSI, answers=ZERO)
    assert counts_of(told)[("ICU", "2024-05", "clabsi")] == 0
    assert ("ICU", "2024-05", "clabsi") not in counts_of(reading_of(CLABSI, answers={"quiet months": "leave out"}))
    assert not reading_of(CLABSI, recipe=Recipe().with_answers(told, ZERO)).questions


def test_the_year_in_a_title_says_how_far_the_list_reaches() -> None:
    text = "CLABSI log 2024/25,,\n\ndate,area,type\n03/06/2024,PICU,CLABSI\n"
    months = {month for _, month, _ in counts_of(reading_of(text, answers=ZERO))}
    assert (min(months), max(months), len(months)) == ("2024-04", "2025-03", 12)


SAME = {("ICU", "2024-04", f"stage_{n}"): float(n == 2) * 2 for n in (1, 2, 3, 4)} | {
    ("ICU", "2024-04", "unstaged"): 1.0
}
WAYS = {
    "stages in words": "Date,Ward,Stage\n03/04/2024,PICU,Stage 2\n04/04/2024,PICU,Grade II\n05/04/2024,PICU,\n",
    "stages as numbers": "Event date,Unit,Severity\n03/04/2024,PICU,2\n04/04/2024,PICU,2\n05/04/2024,PICU,\n",
    "the event's own name beside it": "Date,Ward,Type,Grade\n03/04/2024,PICU,PIVIE,2\n04/04/2024,PICU,Extravasation,2\n"
    "05/04/2024,PICU,PIVIE,\n",
    "both in one cell": "Date,Ward,Event\n03/04/2024,PICU,PIVIE stage 2\n04/04/2024,PICU,PIVIE stage 2\n"
    "05/04/2024,PICU,PIVIE\n",
    "a title, references and a total": "PIVIE log\n\nIncident no,Date of event,Location,Stage,Comments\n"
    "W1,03/04/2024,PICU,Stage 2,\nW2,04/04/2024,PICU,Stage 2,a word\nW3,05/04/2024,PICU,,\nTotal,,,,3\n",
    "the area in the title": "PIVIE on PICU\n\nDate,Stage\n03/04/2024,2\n04/04/2024,2\n05/04/2024,\n",
    "months and no days": "Month,Ward,Stage\nApr-24,PICU,2\nApr-24,PICU,2\nApr-24,PICU,\n",
    "month first": "Date,Ward,Stage\n04/23/2024,PICU,2\n04/04/2024,PICU,2\n04/05/2024,PICU,\n",
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS.keys())
def test_a_list_is_read_in_the_words_of_the_ward_without_a_question(text: str) -> None:
    reading = reading_of(text, "peripheral")
    assert (reading.questions, reading.problems) == ((), ())
    assert counts_of(reading) == SAME


def test_a_workbook_and_a_paste_are_read_alike() -> None:
    days = [datetime.datetime(2024, 4, day) for day in (3, 4, 5)]
    rows = [["Date", "Ward", "Stage"], *([day, "PICU", stage] for day, stage in zip(days, (2, 2, None), strict=True))]
    theme = CATALOGUE.theme("peripheral")
    pasted = "\n".join("\t".join(("" if c is None else str(c)) for c in row) for row in rows)
    for book in (open_book(dress.xlsx({"Log": rows}), "log.xlsx"), open_paste(pasted)):
        assert counts_of(read(book, theme, today=TODAY)) == SAME


def test_each_incident_is_of_one_level_of_one_stage_and_of_the_hospital_when_the_person_says_so() -> None:
    text = "Incident date,Ward,Category,MERP\n03/04/2024,PICU,Prescribing,D\n04/04/2024,Trust,Administration,\n"
    asked = reading_of(text, "medication")
    assert [question.id for question in asked.questions] == ["within:PICU"]
    counts = counts_of(reading_of(text, "medication", answers={"within:PICU": "yes"}))
    assert counts[("Whole hospital", "2024-04", "total_incidents")] == 2
    assert counts[("Whole hospital", "2024-04", "merp_d")] == counts[("PICU", "2024-04", "merp_d")] == 1
    assert counts[("Whole hospital", "2024-04", "ungraded")] == counts[("PICU", "2024-04", "prescribing")] == 1
    apart = counts_of(reading_of(text, "medication", answers={"within:PICU": "no"}))
    assert apart[("Whole hospital", "2024-04", "total_incidents")] == 1


def test_a_word_of_the_hospitals_own_is_asked_once_and_may_leave_rows_out() -> None:
    text = "date,area,type\n03/04/2024,PICU,CLABSI\n04/04/2024,PICU,Exit site infection\n"
    (question,) = reading_of(text).questions
    assert "Exit site infection" in question.text
    assert counts_of(reading_of(text)) == {}  # the month waits: without the answer its count may be short
    left = reading_of(text, answers={question.id: "leave out"})
    assert counts_of(left)[("ICU", "2024-04", "clabsi")] == 1
    assert counts_of(reading_of(text, answers={question.id: "count only"}))[("ICU", "2024-04", "clabsi")] == 2


def test_a_ward_of_the_hospitals_own_is_asked_once() -> None:
    (question,) = reading_of("date,area,type\n03/04/2024,Dolphin,CLABSI\n04/04/2024,Dolphin,CLABSI\n").questions
    assert question.id == "area:dolphin"


def test_a_row_that_cannot_be_read_holds_back_every_count_that_would_be_short_without_it() -> None:
    text = "date,area,type\n03/04/2024,PICU,CLABSI\n,PICU,CLABSI\n"
    reading = reading_of(text)
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "date")]
    assert reading.counts == ()
    two = reading_of("date,area,type\n03/04/2024,PICU,CLABSI\n04/04/2024,,CLABSI\n03/05/2024,PICU,CLABSI\n")
    assert [(problem.row, problem.column) for problem in two.problems] == [(3, "area")]
    assert {count.month for count in two.counts} == {"2024-05"}


def test_another_centres_rows_are_told_and_so_is_a_month_to_come() -> None:
    text = "date,hospital,area,type\n03/04/2024,Ash Hospital,PICU,CLABSI\n04/04/2024,Birch Hospital,PICU,CLABSI\n"
    assert [p.found for p in reading_of(text, centre="Ash Hospital").problems] == ["another centre"]
    late = reading_of("date,area,type\n03/12/2026,PICU,CLABSI\n13/12/2026,PICU,CLABSI\n")
    assert [p.expected for p in late.problems] == ["a month up to November 2026"]


def test_events_without_their_days_are_kept_and_the_person_is_told_once_what_is_still_to_come() -> None:
    told = [w for w in reading_of(CLABSI, answers=ZERO).warnings if "line days" in w]
    assert len(told) == 1 and "no rate until the central line days are sent" in told[0]
    days = {("central_line_days", "ICU", f"2024-{m:02d}", "NHSN CLABSI 2024"): 800.0 for m in (4, 5, 6)}
    assert not [w for w in reading_of(CLABSI, answers=ZERO, history=days).warnings if "line days" in w]


PATIENTS = {
    "an age": "date,area,type,age\n03/04/2024,PICU,CLABSI,3\n",
    "a sex": "date,area,type,sex\n03/04/2024,PICU,CLABSI,F\n",
    "a birthday": "date,area,type,DOB\n03/04/2024,PICU,CLABSI,01/02/2020\n",
    "a hospital number": "date,area,type,MRN\n03/04/2024,PICU,CLABSI,123456\n",
    "a name": "date,area,type,patient name\n03/04/2024,PICU,CLABSI,Ann Other\n",
    "an organism": "date,area,type,organism\n03/04/2024,PICU,CLABSI,E. coli\n",
}


@pytest.mark.parametrize("text", PATIENTS.values(), ids=PATIENTS.keys())
def test_a_row_for_each_patient_is_refused_whole(text: str) -> None:
    reading = reading_of(text)
    assert reading.refused is not None and reading.refused.cell
    assert "Ann" not in str(reading.refused) and reading.counts == ()


NO_LISTS = {
    "a long table still to be filled in": "month,area,measure,numerator,denominator\n2024-04,PICU,CLABSI rate,,\n",
    "days of exposure": "date,area,type,value\n01/04/2024,PICU,Line days,20\n02/04/2024,PICU,Line days,21\n",
    "a count for each day": "Date,Ward,CLABSI\n01/04/2024,PICU,1\n02/04/2024,PICU,0\n",
}


@pytest.mark.parametrize("text", NO_LISTS.values(), ids=NO_LISTS.keys())
def test_a_table_of_counts_is_never_taken_for_a_list(text: str) -> None:
    assert not reading_of(text).single_events


def test_the_list_beside_a_table_of_counts_is_left_out_and_named() -> None:
    book = open_book(
        dress.xlsx(
            {
                "Data": [["Month", "Area", "CLABSI", "Line days"], ["Apr-24", "PICU", 3, 800]],
                "Log": [["Date", "Ward", "Type"], ["03/04/2024", "PICU", "CLABSI"]],
            }
        ),
        "data.xlsx",
    )
    reading = read(book, CATALOGUE.theme("clabsi"), today=TODAY)
    assert counts_of(reading)[("ICU", "2024-04", "clabsi")] == 3
    assert any("Log" in line for line in reading.left_out)
    assert reading.single_events  # its days are not to be kept either


def test_no_day_of_the_list_stands_in_anything_that_is_said_of_it() -> None:
    said = str(reading_of(CLABSI, answers=ZERO).as_json())
    assert "03/04" not in said and "2024-04-03" not in said and "30/04" not in said
