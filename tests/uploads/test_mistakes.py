"""What cannot be true is told at its cell, all at once, with what to do; the other rows still come out."""

from __future__ import annotations

import pytest

from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.labels import memory
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading, Recipe
from tests.uploads.reading_of import CATALOGUE, counts_of
from tests.uploads.truth import TODAY

WIDE = "month,area,clabsi,central_line_days,mbi_lcbi\n2024-04,ICU,1,800,\n"


def reading_of(text: str, theme: str = "clabsi", **more: object) -> Reading:
    return read(open_book(text.encode(), "file.csv"), CATALOGUE.theme(theme), today=TODAY, **more)  # type: ignore[arg-type]


WRONG = {
    "a negative count": "2024-05,ICU,-1,800,",
    "a fraction of an infection": "2024-05,ICU,1.5,800,",
    "events with no days": "2024-05,ICU,2,0,",
    "MBI above CLABSI": "2024-05,ICU,1,800,2",
    "a month to come": "2026-12,ICU,1,800,",
    "more infections than days": "2024-05,ICU,800,1,",
    "a word for a number": "2024-05,ICU,four,800,",
    "a number with a footnote": "2024-05,ICU,2*,800,",
    "a month that is none": "Maj 2024,ICU,2,800,",
    "an area left blank": "2024-05,,2,800,",
    "a negative exposure": "2024-05,ICU,0,-800,",
}


@pytest.mark.parametrize("row", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_row_is_told_at_its_row_and_the_good_row_still_comes_out(row: str) -> None:
    reading = reading_of(WIDE + row + "\n")
    assert {problem.row for problem in reading.problems} == {3}
    assert all(problem.found and problem.expected and problem.remedy for problem in reading.problems)
    assert counts_of(reading) == {("ICU", "2024-04", "clabsi"): 1, ("ICU", "2024-04", "central_line_days"): 800}


def test_the_remedy_for_a_spelt_number_is_the_number() -> None:
    (problem,) = reading_of(WIDE + "2024-05,ICU,four,800,\n").problems
    assert (problem.found, problem.expected, problem.remedy) == ("four", "a whole number, 0 or more", "write 4")


def test_all_problems_come_at_once() -> None:
    reading = reading_of(WIDE + "".join(f"{row}\n" for row in WRONG.values()))
    assert {problem.row for problem in reading.problems} == set(range(3, 3 + len(WRONG)))


def test_a_thousand_cut_in_two_by_its_comma_is_told_and_never_stored() -> None:
    reading = reading_of("month,area,clabsi,line days\n2024-04,ICU,1,1,012\n2024-05,ICU,0,987\n")
    assert [(problem.row, problem.remedy) for problem in reading.problems] == [(2, "write 1012 without the comma")]
    assert counts_of(reading) == {("ICU", "2024-05", "clabsi"): 0, ("ICU", "2024-05", "central_line_days"): 987}
    every = reading_of("month,area,clabsi,line days\n2024-04,ICU,1,1,012\n2024-05,ICU,0,1,187\n")
    assert {problem.row for problem in every.problems} == {2, 3}
    assert not every.counts


def test_rolling_columns_alone_are_told_as_no_numbers_of_a_month() -> None:
    text = "Month,Observed (rolling 12m),Expected (rolling 12m),Model\nApr-24,22,21.9,HES\nMay-24,23,22.1,HES\n"
    reading = reading_of(text, "hsmr")
    assert reading.problems
    assert not reading.counts


def test_a_list_of_incidents_is_refused_whole() -> None:
    text = "Datix ID,Incident date,Location,Severity\nW1,03/04/2024,PICU,Low\nW2,05/04/2024,PICU,None\n"
    assert reading_of(text, "medication").refused


def test_a_key_given_twice_with_two_values_is_a_problem_of_both_rows() -> None:
    reading = reading_of(WIDE + "2024-04,PICU,2,800,\n".replace("PICU", "ICU"))
    assert {problem.row for problem in reading.problems} == {2, 3}
    assert "row 3" in reading.problems[0].found
    assert not reading.counts


def test_a_key_given_twice_with_one_value_is_merged() -> None:
    reading = reading_of(WIDE + "2024-04,ICU,1,800,\n")
    assert reading.fine and len(reading.counts) == 2


def test_a_part_with_more_than_the_whole_hospital_is_a_problem() -> None:
    reading = reading_of("Month,Area,Incidents\nApr-24,Trust,3\nApr-24,PICU,5\n", "medication")
    assert [problem.row for problem in reading.problems] == [3]


def test_harm_above_all_incidents_is_a_problem() -> None:
    reading = reading_of("Month,Area,Incidents,A,E,F\nApr-24,Trust,3,0,3,1\n", "medication")
    assert not reading.fine and not reading.counts


def test_more_compliant_audits_than_audits_is_a_problem() -> None:
    head = "month,area,insertion_audits,insertion_compliant\n"
    assert not reading_of(head + "2024-04,ICU,10,11\n").fine
    assert reading_of(head + "2024-04,ICU,10,10\n").fine


@pytest.mark.parametrize("events", [0, 2])
def test_events_without_days_pass_zero_or_not_with_one_warning_for_all_months(events: int) -> None:
    rows = "".join(f"2024-{month:02d},{area},{events},,\n" for month in (5, 6, 7) for area in ("ICU", "Haem-Onc"))
    reading = reading_of(WIDE + rows)
    assert reading.fine and len(counts_of(reading)) == 8
    (warning,) = [one for one in reading.warnings if "no rate" in one]
    assert warning.startswith("No central line days yet for May 2024 to July 2024 (ICU, Haem-Onc): these 3 months are")


@pytest.mark.parametrize(
    ("row", "item", "stored"),
    [("2024-05,ICU,2,", "central_line_days", 0.0), ("2024-05,ICU,,0", "clabsi", 2.0), ("2024-05,ICU,2,0", "", 0.0)],
)
def test_events_in_a_zero_of_days_are_wrong_sent_or_stored(row: str, item: str, stored: float) -> None:
    key = (item, "ICU", "2024-05", "NHSN CLABSI 2024")
    reading = reading_of(f"month,area,clabsi,central_line_days\n{row}\n", history={key: stored} if item else {})
    assert [problem.row for problem in reading.problems] == [2] and not reading.counts
    assert reading.problems[0].stored == ((key,) if item else ())


def test_days_that_are_stored_already_are_days_enough() -> None:
    key = ("central_line_days", "ICU", "2024-05", "NHSN CLABSI 2024")
    text = "month,area,clabsi\n2024-05,ICU,2\n"
    assert [one for one in reading_of(text).warnings if "no rate" in one]
    assert not [one for one in reading_of(text, history={key: 810.0}).warnings if "no rate" in one]


def medication(text: str, stored: dict[tuple[str, str], float], answer: str = "") -> Reading:
    """Read beside what is stored of April 2024, by area and item."""
    definition = CATALOGUE.theme("medication").definition.key
    history = {(item, area, "2024-04", definition): value for (area, item), value in stored.items()}
    answers = {"stored:": answer} if answer else {}
    return reading_of(text, "medication", history=history, answers=answers, sent_on=lambda _: "sent on 3 May 2024")


CLASHES = {  # what is sent, what is stored, the cell's own value, and the stored number as it is named
    "a stored harm above the total": (
        "month,area,total_incidents\n2024-04,PICU,0\n",
        {("PICU", "merp_e"): 1.0},
        "0",
        "E: temporary harm with intervention: 1",
    ),
    "a stored total below the harm": (
        "month,area,merp_e,merp_f\n2024-04,PICU,3,1\n",
        {("PICU", "total_incidents"): 2.0},
        "3",
        "Incidents reported: 2",
    ),
    "a stored part above its whole": (
        "month,area,total_incidents\n2024-04,Whole hospital,3\n",
        {("PICU", "total_incidents"): 5.0},
        "3",
        "PICU, Incidents reported: 5",
    ),
    "a stored whole below its part": (
        "month,area,total_incidents\n2024-04,PICU,5\n",
        {("Whole hospital", "total_incidents"): 3.0},
        "5",
        "Whole hospital, Incidents reported: 3",
    ),
}


@pytest.mark.parametrize(("text", "stored", "found", "named"), CLASHES.values(), ids=CLASHES)
def test_a_stored_number_that_clashes_is_named_and_kept_or_cleared(
    text: str, stored: dict[tuple[str, str], float], found: str, named: str
) -> None:
    reading = medication(text, stored)
    (question,) = reading.questions
    assert "April 2024" in question.text and f"{named}, sent on 3 May 2024" in question.text
    assert [problem.found for problem in reading.problems] == [found] and not reading.counts
    kept = medication(text, stored, "keep")
    assert kept.problems and not kept.questions and not kept.counts
    cleared = medication(text, stored, "clear")
    assert cleared.fine and not cleared.questions
    assert [(c.area, c.item) for c in cleared.counts if c.state == "not collected"] == list(stored)


def test_a_stored_number_is_not_cleared_for_a_row_that_stays_out() -> None:
    days = ("central_line_days", "ICU", "2024-05", "NHSN CLABSI 2024")
    text = "month,area,clabsi,mbi_lcbi\n2024-05,ICU,2,3\n"
    reading = reading_of(text, history={days: 0.0}, answers={"stored:": "clear"})
    assert reading.problems and not reading.counts


def test_a_denominator_three_times_the_usual_is_warned_of() -> None:
    rows = "".join(f"2024-{m:02d},ICU,0,{7900 if m == 6 else 790},\n" for m in range(5, 12))
    warnings = reading_of(WIDE + rows).warnings
    assert [w for w in warnings if "7900" in w] and not [w for w in warnings if "May" in w]


def test_a_year_of_zeros_a_gap_and_the_current_month_are_warned_of() -> None:
    months = [f"2024-{m:02d}" for m in range(1, 13)]
    zeros = "".join(f"{m},Haem-Onc,0,400,\n" for m in months)
    said = " ".join(reading_of(WIDE + zeros + "2026-11,ICU,0,700,\n").warnings)
    assert "Haem-Onc: a whole year" in said and "not over yet" in said and "ICU: no numbers for May 2024" in said


def test_many_ungraded_incidents_are_warned_of() -> None:
    few = reading_of("Month,Area,Incidents,Ungraded\nApr-24,Trust,30,5\n", "medication")
    many = reading_of("Month,Area,Incidents,Ungraded\nApr-24,Trust,30,9\n", "medication")
    assert not few.warnings and len(many.warnings) == 1


def test_an_old_number_that_changes_is_warned_of() -> None:
    key = ("clabsi", "ICU", "2024-04", "NHSN CLABSI 2024")
    assert any("two years" in w for w in reading_of(WIDE, history={key: 3.0}).warnings)
    assert not any("two years" in w for w in reading_of(WIDE, history={key: 1.0}).warnings)


CENTRES = "Centre,Month,Ward,CLABSI,Line days\nLeeds,Apr-24,PICU,1,800\nYork,Apr-24,PICU,0,300\n"


def test_rows_of_another_centre_are_problems() -> None:
    reading = reading_of(CENTRES, centre="Leeds Children's Hospital")
    assert [problem.row for problem in reading.problems] == [3]
    assert counts_of(reading)[("ICU", "2024-04", "clabsi")] == 1


def test_a_file_that_mixes_centres_says_so_once() -> None:
    reading = reading_of(CENTRES)
    assert len(reading.problems) == 1 and not reading.counts


def test_two_numbers_read_in_two_ways_are_never_guessed() -> None:
    """1.204 among 950 and 1010 may be 1,204: neither reading is taken."""
    reading = reading_of("Month;Area;CLABSI;Line days\nApr-24;PICU;0;1.204\nMay-24;PICU;0;950\n")
    assert [problem.row for problem in reading.problems] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "Month;Area;CLABSI;Line days\nApr-24;PICU;0;1.302\nMay-24;PICU;0;1.388\n",
        "Area,Measure,Apr-24,May-24\nPICU,CLABSI,0,1\nPICU,Line days,1.302,1.388\n",
        'Month,Area,CLABSI,Line days\nApr-24,PICU,0,302\nMay-24,PICU,0,388\nJun-24,PICU,0,"1,20"\n',
    ],
)
def test_days_that_may_be_thousands_are_told_and_never_stored(text: str) -> None:
    reading = reading_of(text)
    assert reading.problems
    assert not [c for c in reading.counts if isinstance(c.value, float) and c.item != "clabsi" and c.value < 100]


def test_days_with_decimals_are_days() -> None:
    reading = reading_of(
        "Month,Area,CLABSI,Line days\nApr-24,PICU,0,412.333\nMay-24,PICU,0,12.5\nJun-24,PICU,0,9.125\n"
    )
    assert reading.fine and len(reading.counts) == 6


def test_a_number_that_cannot_be_kept_is_listed() -> None:
    text = "month,area,measure,numerator,denominator\n2024-04,ICU,pivie-rate,5,800\n"
    reading = reading_of(text, "peripheral")
    assert any("All leaks" in line and "numerator" in line for line in reading.left_out)


def test_a_file_of_nothing_says_what_it_needs() -> None:
    reading = reading_of("a,b\nc,d\n")
    assert len(reading.problems) == 1 and "Month" in reading.problems[0].expected


def test_a_patients_number_refuses_the_file_before_anything_else() -> None:
    reading = reading_of(WIDE + "2024-05,ICU,four,800,\n,,943 476 5919,,\n")
    assert reading.refused and not reading.counts and not reading.problems
    assert "943" not in str(reading.as_json())


def test_what_was_answered_once_is_not_asked_next_month() -> None:
    text = "Month,Ward,CLABSI,Lines in situ\nApr-24,Dolphin,1,800\n"
    first = reading_of(text)
    given = {"column:line in situ": "central_line_days", "area:dolphin": "ICU"}
    assert {question.id for question in first.questions} == set(given)
    recipe = Recipe().with_answers(first, given)
    second = reading_of(text.replace("Apr-24,Dolphin,1,800", "May-24,Dolphin,0,790"), recipe=recipe)
    assert not second.questions
    assert counts_of(second) == {("ICU", "2024-05", "clabsi"): 0, ("ICU", "2024-05", "central_line_days"): 790}


@pytest.mark.parametrize("answer", ["", "nonsense", "ICU; drop table", "2024-13"])
def test_an_answer_that_is_no_choice_leaves_the_question_open(answer: str) -> None:
    text = "Month,Ward,CLABSI,Lines in situ\nApr,HDU,1,800\n05/04/2024,Dolphin,0,9\n"
    asked = reading_of(text).questions
    again = reading_of(text, answers={question.id: answer for question in asked})
    assert [q.id for q in again.questions] == [q.id for q in asked]
    assert {count.area for count in again.counts} <= set(CATALOGUE.theme("clabsi").area_names)


def test_a_year_that_was_answered_holds_for_one_file() -> None:
    first = reading_of("Month,Ward,CLABSI,Line days\nApr,PICU,1,800\n")
    (question,) = first.questions
    assert question.once and not Recipe().with_answers(first, {question.id: "2024"}).answers


def test_a_correction_is_read_as_the_person_said() -> None:
    text = "Month,Ward,CLABSI,Line days,Bed days\nApr-24,PICU,1,800,1200\n"
    reading = reading_of(text, answers={"column:bed day": "leave out"})
    assert "bed_days" not in {count.item for count in reading.counts}


def test_the_definition_that_was_answered_stands_with_every_count() -> None:
    text = "Month,Ward,CRBSI,Line days\nApr-24,PICU,1,800\n"
    (question,) = reading_of(text).questions
    reading = reading_of(text, answers={question.id: "Matching Michigan CVC-BSI"})
    assert {count.definition for count in reading.counts} == {"Matching Michigan CVC-BSI"}
    usual = reading_of(WIDE, usual_definition="Local definition")
    assert {count.definition for count in usual.counts} == {"Local definition"}


def test_no_text_of_a_file_outlives_its_reading() -> None:
    reading = reading_of("month,ward of our own,clabsi,line days\n2024-04,Rainbow,1,204\n2024-05,Rainbow,0,198\n")
    assert reading.questions, "its words were looked at"
    assert sum(judge.cache_info().currsize for judge in memory.judges) == 0


AUDITS = "Month,Area,CLABSI,Line days,Maintenance audits,Maintenance compliant\n"


@pytest.mark.parametrize(
    ("rows", "bad"),
    [
        ("Apr-24,PICU,0,800,23,20\nMay-24,PICU,1,810,20,95%\n", 3),
        ("Apr-24,PICU,0,800,23,20\nMay-24,PICU,1,810,20,0.95\n", 3),
        ("Apr-24,PICU,0,800,400,87%\nMay-24,PICU,1,810,20,95%\n", 2),
        ("Apr-24,PICU,0,800,7,50%\nMay-24,PICU,1,810,20,95%\n", 2),
        ("Apr-24,PICU,0,800,23,20.5\nMay-24,PICU,1,810,20,19\n", 2),
    ],
    ids=["a share among counts", "a fraction among counts", "a share of too many", "a share of nobody", "half a child"],
)
def test_a_share_that_is_no_one_number_is_told_and_never_guessed(rows: str, bad: int) -> None:
    reading = reading_of(AUDITS + rows, answers={"rate:maintenance-bundle": "count back"})
    assert [problem.row for problem in reading.problems] == [bad]
    assert len({month for _, month, _ in counts_of(reading)}) == 1


def test_a_percentage_of_days_is_a_problem_and_no_count_of_days() -> None:
    reading = reading_of("Month,Area,CLABSI,Line days,Bed days\nApr-24,PICU,0,45%,800\n")
    assert [problem.row for problem in reading.problems] == [2] and not reading.counts
