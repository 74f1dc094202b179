"""A header or an area that names another member's hospital is asked about, like a title that does."""

from __future__ import annotations

import pytest

from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from tests.uploads.reading_of import CATALOGUE
from tests.uploads.truth import TODAY

HEADERS = "Month,Area,Birch CLABSI,Birch line days\n2024-04,PICU,1,412\n"
AREAS = "Month,Area,CLABSI,Line days\n2024-04,Birch PICU,1,412\n"
WARD = "Month,Area,CLABSI,Line days\n2024-04,Birch ward PICU,1,412\n"


@pytest.mark.parametrize(("text", "asked"), [(HEADERS, True), (AREAS, True), (WARD, False)])
def test_a_members_name_in_a_header_or_an_area_is_asked_about(text: str, asked: bool) -> None:
    theme = CATALOGUE.theme("clabsi")
    members = ("Birch Hospital",)
    reading = read(open_book(text.encode(), "x.csv"), theme, today=TODAY, centre="Ash Hospital", members=members)
    assert [q.kind for q in reading.questions if q.kind == "member"] == ["member"] * asked
