"""Every cell of a sheet is told of: what it was read as, why it was left out, or what is asked about it."""

from __future__ import annotations

import json

import pytest

from mist_dash.core.intake.check import as_text
from mist_dash.core.intake.explain import explained
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from tests.uploads.by_hand import by_hand
from tests.uploads.corpus import cases
from tests.uploads.reading_of import CATALOGUE, read_case
from tests.uploads.test_picture import SHEET
from tests.uploads.truth import TODAY, Case

CLABSI = CATALOGUE.theme("clabsi")
SOME = [*cases(), *by_hand()][::23]


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.name)
def test_no_cell_is_left_without_a_word_and_each_number_is_its_own(case: Case) -> None:
    reading = read_case(case)
    assert reading.book
    told = explained(reading)
    for sheet in reading.book.sheets:
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                assert cell is None or not str(cell).strip() or told[(sheet.name, row, column)].says
    numbers = [count.stands.number for count in reading.counts if count.stands.number]
    assert {told[at].use for at in numbers} <= {"number", "doubt"}


def test_the_command_says_of_each_cell_what_it_was_taken_for() -> None:
    reading = read(open_book(SHEET, "x.csv"), CLABSI, today=TODAY)
    cells = {one["cell"]: one for one in json.loads(as_text(reading, as_json=True))["cells"]}
    assert (cells["B4"]["use"], cells["B4"]["says"]) == ("number", "Infections, ICU, April 2026")
    assert (cells["A1"]["use"], cells["A4"]["use"], cells["G5"]["use"]) == ("title", "month", "label")
    assert cells["F4"]["why"] == "total" and "total" in cells["F4"]["says"]
    assert cells["C8"]["why"] == "sum or target" and cells["C7"]["use"] == "doubt"


def test_a_cell_that_waits_for_an_answer_says_what_is_asked() -> None:
    reading = read(open_book(b"Month,Area,CLABSI,PICC line days\n2024-04,PICU,1,33\n", "x.csv"), CLABSI, today=TODAY)
    told = explained(reading)
    assert told[("", 1, 3)].use == told[("", 0, 3)].use == "doubt"
    assert told[("", 1, 3)].says == reading.questions[0].text
