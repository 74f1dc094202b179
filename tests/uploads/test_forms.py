"""Forms of one label and one value a line: what is wrong with one is told at its cell, and nothing is taken over."""

from __future__ import annotations

from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading, Recipe
from tests.uploads.reading_of import CATALOGUE, counts_of
from tests.uploads.truth import TODAY

FORM = "Month,April 2024\nArea,PICU\nCLABSI,3\nLine days,812\n"


def reading_of(text: str, theme: str = "clabsi", **more: object) -> Reading:
    return read(open_book(text.encode(), "data.csv"), CATALOGUE.theme(theme), today=TODAY, **more)  # type: ignore[arg-type]


def test_a_wrong_number_is_told_at_its_own_cell() -> None:
    (problem,) = reading_of(FORM.replace("CLABSI,3", "CLABSI,four")).problems
    assert (problem.row, problem.column, problem.cells) == (3, "CLABSI", (("", 2, 1),))


def test_a_month_that_cannot_be_read_is_told_at_its_own_cell_and_nothing_is_taken() -> None:
    reading = reading_of(FORM.replace("April 2024", "soon"))
    assert [problem.cells for problem in reading.problems] == [(("", 0, 1),)] and not reading.counts


def test_a_number_stands_where_it_stood_with_its_month_and_area() -> None:
    (count, _) = reading_of(FORM).counts
    assert (count.stands.number, count.stands.month, count.stands.beside["area"]) == (
        ("", 2, 1),
        ("", 0, 1),
        ("", 1, 1),
    )


def test_an_area_left_blank_is_asked_and_not_taken_from_the_form_above() -> None:
    (question,) = reading_of(FORM + "\n" + FORM.replace("Area,PICU", "Area,").replace("April", "May")).questions
    assert question.id.startswith("area:")


def test_forms_that_end_with_their_month_lend_it_to_no_other() -> None:
    text = "CLABSI,3\nLine days,812\nArea,PICU\nMonth,Apr 2024\n\nCLABSI,1\nLine days,790\nArea,Onc\n"
    asked = reading_of(text)
    assert [q.id for q in asked.questions] == ["month:"]
    assert {month for _, month, _ in counts_of(asked)} == {"2024-04"}


def test_two_forms_of_one_month_that_differ_are_both_told() -> None:
    reading = reading_of(FORM + "\n" + FORM.replace("CLABSI,3", "CLABSI,4"))
    assert [problem.row for problem in reading.problems] == [3, 8] and not reading.counts


def test_another_centres_form_is_a_problem() -> None:
    text = "Hospital,Birch Hospital\n" + FORM
    assert reading_of(text, centre="Ash Hospital").problems and not reading_of(text, centre="Ash Hospital").counts
    assert reading_of(text, centre="Birch Hospital").fine


def test_what_a_label_means_is_remembered_for_the_next_months_form() -> None:
    text = FORM.replace("CLABSI", "Nasties")
    (question,) = reading_of(text).questions
    recipe = Recipe().with_answers(reading_of(text), {question.id: "clabsi"})
    later = reading_of(text.replace("April", "May"), recipe=recipe)
    assert not later.questions and counts_of(later)[("ICU", "2024-05", "clabsi")] == 3


def test_a_child_named_in_a_form_refuses_it() -> None:
    assert reading_of(FORM + "Patient name,Sam Field\n").refused
    assert reading_of(FORM + "NHS number,943 476 5919\n").refused


def test_a_torn_thousand_is_not_read_as_its_first_digits() -> None:
    reading = reading_of(FORM.replace("812", "1,012"))
    assert ("ICU", "2024-04", "central_line_days") not in counts_of(reading) or not reading.fine


def test_a_line_of_another_month_than_its_form_is_told() -> None:
    reading = reading_of(FORM.replace("CLABSI,3", "CLABSI May,3"))
    assert [problem.row for problem in reading.problems] == [3]


def test_a_question_read_wrongly_can_be_corrected_in_place() -> None:
    text = FORM.replace("CLABSI,3", "1. How many CLABSI were there?,3")
    (step,) = (s for s in reading_of(text).plan.tables[0].columns if s.value == "clabsi")
    corrected = reading_of(text, answers={step.id: "mbi_lcbi"})
    assert counts_of(corrected)[("ICU", "2024-04", "mbi_lcbi")] == 3
