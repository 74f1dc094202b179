"""Lists of interventions become marks for the centre's charts, with every problem at its row and nothing guessed."""

from __future__ import annotations

import datetime
from datetime import date

import pytest

from mist_dash.core.events import Event
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.listed.intervention_changes import compare
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading, Recipe
from tests.uploads import dress
from tests.uploads.reading_of import CATALOGUE
from tests.uploads.truth import TODAY

HEADER = "area,intervention,start,stop,status,note\n"


def reading_of(text: str, theme: str = "clabsi", **more: object) -> Reading:
    return read(open_book(text.encode(), "started.csv"), CATALOGUE.theme(theme), today=TODAY, **more)  # type: ignore[arg-type]


def events_of(reading: Reading) -> list[tuple[str, str, date, date | None]]:
    return [(m.event.area, m.event.name, m.event.start, m.event.stop) for m in reading.marks or ()]


def test_rows_become_events_with_the_catalogues_names_and_the_days_that_are_given() -> None:
    reading = reading_of(
        HEADER + "PICU,biopatch,03/06/2024,,ongoing,\nOnc,Body Wash,May 2024,June 2024,stopped,ran out\n"
        "all areas,Our own idea,2024-02-29,,,\nPICU and Oncology,Parafilm,01/07/2024,,paused since May 2025,\n"
    )
    assert (reading.questions, reading.problems, reading.counts) == ((), (), ())
    assert events_of(reading) == [
        ("ICU", "Biopatches", date(2024, 6, 3), None),
        ("Haem-Onc", "Body washes", date(2024, 5, 1), date(2024, 6, 30)),
        ("", "Our own idea", date(2024, 2, 29), None),
        ("ICU", "Parafilm", date(2024, 7, 1), None),
        ("Haem-Onc", "Parafilm", date(2024, 7, 1), None),
    ]
    marks = reading.marks or ()
    assert marks[1].event.note == "ran out" and marks[3].event.pauses == ((date(2025, 5, 1), None),)


def test_other_headers_a_title_and_real_dates_of_a_workbook_are_read_alike() -> None:
    rows = [
        ["What we started in 2024"],
        [],
        ["Ward", "What", "Go live", "Ended", "Owner"],
        ["PICU", "Bionectors", datetime.datetime(2024, 6, 3), None, "x"],
    ]
    reading = read(open_book(dress.xlsx({"S": rows}), "a.xlsx"), CATALOGUE.theme("clabsi"), today=TODAY)
    assert events_of(reading) == [("ICU", "Bionectors", date(2024, 6, 3), None)]
    assert any("Owner" in line for line in reading.left_out)


WRONG = {
    "a start that is no date": ("PICU,Parafilm,soon,,,", "start"),
    "no start": ("PICU,Parafilm,,,,", "start"),
    "a start to come": ("PICU,Parafilm,13/12/2026,,,", "start"),
    "no name": ("PICU,,03/06/2024,,,", "intervention"),
    "a stop before the start": ("PICU,Parafilm,13/06/2024,03/01/2024,,", "start"),
    "stopped without a day": ("PICU,Parafilm,13/06/2024,,stopped,", "stop"),
    "a stop that is no date": ("PICU,Parafilm,13/06/2024,later,,", "stop"),
    "paused without a day": ("PICU,Parafilm,13/06/2024,,paused,", "status"),
    "going on and stopped": ("PICU,Parafilm,13/06/2024,13/07/2024,ongoing,", "status"),
}


def test_every_problem_stands_at_its_row_and_column_and_the_good_row_still_comes_out() -> None:
    text = HEADER + "PICU,Bionectors,13/06/2024,,,\n" + "".join(f"{row}\n" for row, _ in WRONG.values())
    reading = reading_of(text)
    assert [(p.row, p.column) for p in reading.problems] == [(n, c) for n, (_, c) in enumerate(WRONG.values(), 3)]
    assert all(p.found and p.expected and p.remedy for p in reading.problems)
    assert [name for _, name, _, _ in events_of(reading)] == ["Bionectors"]


def test_what_is_only_planned_is_left_out_and_listed() -> None:
    reading = reading_of(HEADER + "PICU,Parafilm,,,planned,\nPICU,Bionectors,03/06/2024,,,\n")
    assert [name for _, name, _, _ in events_of(reading)] == ["Bionectors"] and not reading.problems
    assert any("row 2" in line for line in reading.left_out)


def test_another_centres_row_is_a_problem() -> None:
    text = "hospital,area,intervention,start\nBirch Hospital,PICU,Parafilm,03/06/2024\n"
    assert [p.found for p in reading_of(text, centre="Ash Hospital").problems] == ["another centre"]
    assert events_of(reading_of(text, centre="Birch Hospital"))


def test_a_ward_or_a_missing_area_is_asked_once_and_remembered() -> None:
    text = HEADER + "Dolphin,Parafilm,03/06/2024,,,\n"
    (question,) = reading_of(text).questions
    given = {question.id: "Elsewhere"}
    assert events_of(reading_of(text, recipe=Recipe().with_answers(reading_of(text), given)))[0][0] == "Elsewhere"
    (where,) = reading_of("intervention,start\nParafilm,03/06/2024\n").questions
    answers = {where.id: "every area"}
    assert events_of(reading_of("intervention,start\nParafilm,03/06/2024\n", answers=answers))[0][0] == ""


def test_the_same_row_twice_is_one_and_two_that_differ_are_both_told() -> None:
    row = "PICU,Parafilm,03/06/2024,,,\n"
    assert len(events_of(reading_of(HEADER + row + row))) == 1
    assert [p.row for p in reading_of(HEADER + row + row.replace("03/06", "13/06")).problems] == [2, 3]


def test_a_note_about_a_child_refuses_the_file() -> None:
    assert reading_of(HEADER + "PICU,Parafilm,03/06/2024,,,for 943 476 5919\n").refused


STORED = Event(7, "ICU", "intervention", "Biopatches", date(2024, 6, 12), date(2025, 1, 9), "why")


@pytest.mark.parametrize(
    ("row", "change", "start", "stop"),
    [
        ("PICU,Biopatches,12/06/2024,09/01/2025,,why", "unchanged", date(2024, 6, 12), date(2025, 1, 9)),
        ("PICU,Biopatches,Jun 2024,Jan 2025,,", "unchanged", date(2024, 6, 12), date(2025, 1, 9)),
        ("PICU,Biopatches,12/06/2024,,,", "unchanged", date(2024, 6, 12), date(2025, 1, 9)),
        ("PICU,Biopatches,12/06/2024,,ongoing,", "changed", date(2024, 6, 12), None),
        ("PICU,Biopatches,13/06/2024,Feb 2025,,", "changed", date(2024, 6, 13), date(2025, 2, 28)),
        ("PICU,Biopatches,July 2024,,,", "new", date(2024, 7, 1), None),
        ("Onc,Biopatches,12/06/2024,,,", "new", date(2024, 6, 12), None),
    ],
)
def test_what_a_file_leaves_blank_or_gives_as_a_month_stays_as_it_is_stored(
    row: str, change: str, start: date, stop: date | None
) -> None:
    (one,) = compare(reading_of(HEADER + row + "\n").marks or (), (STORED,)).found
    assert (one.change, one.after.start, one.after.stop) == (change, start, stop)
    assert one.after.id == (7 if change != "new" else 0)


def test_the_check_command_prints_them_under_a_key_of_their_own() -> None:
    said = reading_of(HEADER + "PICU,Parafilm,03/06/2024,,,\n").as_json()
    assert said["interventions"] == [
        {
            "area": "ICU",
            "intervention": "Parafilm",
            "start": "2024-06-03",
            "stop": None,
            "pauses": [],
            "note": "",
            "row": 2,
        }
    ]
    assert said["counts"] == [] and "interventions" not in reading_of("month,area,clabsi\n2024-04,ICU,0\n").as_json()
