"""Nothing with numbers vanishes: a column or row that no theme's word explains holds Confirm back until it is said."""

from __future__ import annotations

import pytest

from mist_dash.actions import share
from mist_dash.core.errors import Sorry
from mist_dash.core.intake.reading import LEAVE_OUT
from tests.conftest import Cast

LEVELS = "Month,Area,Total,Cat A,Cat B,Cat C,Cat D,Cat E,Cat F-I\n"
LEVELS += "Jan 2024,PICU,10,1,2,3,2,1,1\nFeb 2024,PICU,9,1,2,3,2,1,0\n"
GROUP_IN_ROWS = "Measure,Jan 2024,Feb 2024\nPICU incidents,10,9\nPICU MERP E-I,1,2\n"
PORTS = "Month,Area,CLABSI,Line days,Port infections\nJan 2024,ICU,1,800,2\nFeb 2024,ICU,0,700,1\n"
EXIT_SITES = "PICU\nMeasure,Jan 2024,Feb 2024\nCLABSI,1,0\nLine days,800,700\nExit swabs taken,3,2\n"
BLISTERS = (
    "Month,Area,Measure,Value\nJan 2024,ICU,Stage 1,2\nJan 2024,ICU,Stage 2,1\nJan 2024,ICU,Stage 3,0\n"
    "Jan 2024,ICU,Stage 4,0\nJan 2024,ICU,Bed days,500\nJan 2024,ICU,Blisters,3\nFeb 2024,ICU,Blisters,1\n"
)
SCALDS = "Month,Area,Stage 1,Stage 2,Stage 3,Stage 4,Bed days,Scalds\nJan 2024,ICU,2,1,0,0,500,2\n"

UNUSED = {
    "a group of levels": ("medication", LEVELS, "Cat F-I"),
    "a group of levels in a row": ("medication", GROUP_IN_ROWS, "MERP E-I"),
    "another infection in a column": ("clabsi", PORTS, "Port infections"),
    "another count in a row": ("clabsi", EXIT_SITES, "Exit swabs taken"),
    "another count in a long list": ("peripheral", BLISTERS, "Blisters"),
    "another count in a column": ("peripheral", SCALDS, "Scalds"),
}


def file(text: str, **answers: str) -> share.UploadedFile:
    return share.UploadedFile("ours.csv", text.encode(), {}, answers)


@pytest.mark.parametrize(("theme", "text", "name"), UNUSED.values(), ids=UNUSED.keys())
def test_numbers_under_a_name_that_says_nothing_here_are_asked_about_before_confirm(
    cast: Cast, theme: str, text: str, name: str
) -> None:
    first = share.propose(cast.contributor, theme, file(text))
    (question,) = first.reading.questions
    assert name in question.text and LEAVE_OUT in [choice.value for choice in question.choices]
    with pytest.raises(Sorry, match="still open"):
        share.submit(cast.contributor, theme, file(text), first.shown)
    told = file(text, **{question.id: LEAVE_OUT})
    again = share.propose(cast.contributor, theme, told)
    assert not again.reading.questions and again.comparison.cells
    assert share.submit(cast.contributor, theme, told, again.shown)
    assert not share.propose(cast.contributor, theme, file(text)).reading.questions, "the answer is remembered"


@pytest.mark.parametrize(("text", "many"), [(LEVELS, "1 serious incident"), (GROUP_IN_ROWS, "3 serious incidents")])
def test_a_group_of_levels_with_the_gravest_among_them_says_that_it_holds_some(
    cast: Cast, text: str, many: str
) -> None:
    (question,) = share.propose(cast.contributor, "medication", file(text)).reading.questions
    assert f"may hold {many}" in question.text


WHOLE = {
    "columns": "Month,PICU incidents,Whole hospital (incl. PICU) incidents\nJan 2024,10,21\nFeb 2024,9,22\n",
    "rows": "Area,Incidents Jan 2024,Incidents Feb 2024\nPICU,10,9\nWhole hospital (inc. PICU),21,22\n",
    "a label in each row": "Month,Area,Incidents\nJan 2024,PICU,10\nJan 2024,Trust (including PICU),21\n",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_the_whole_hospital_with_what_it_includes_is_the_whole_hospital(cast: Cast, text: str) -> None:
    proposal = share.propose(cast.contributor, "medication", file(text))
    found = {(c.area, c.month): c.value for c in proposal.reading.counts}
    assert not proposal.reading.questions
    assert found[("Whole hospital", "2024-01")] == 21 and found[("PICU", "2024-01")] == 10


def test_the_whole_hospital_without_a_part_is_still_asked_about(cast: Cast) -> None:
    text = "Month,Area,CLABSI,Line days\nJan 2024,Whole hospital (excluding PICU),1,900\n"
    assert share.propose(cast.contributor, "clabsi", file(text)).reading.questions


def test_many_strange_columns_are_one_question_unless_each_is_wanted(cast: Cast) -> None:
    names = ["Falls", "Bruises", "Handovers", "Transfers", "Swabs"]
    text = f"Month,Area,CLABSI,Line days,{','.join(names)}\nJan 2024,ICU,1,800,1,2,3,4,5\n"
    (question,) = share.propose(cast.contributor, "clabsi", file(text)).reading.questions
    assert all(name in question.text for name in names)
    each = share.propose(cast.contributor, "clabsi", file(text, **{question.id: "each"})).reading.questions
    assert [q.about for q in each] == names
    assert not share.propose(cast.contributor, "clabsi", file(text, **{question.id: LEAVE_OUT})).reading.questions


def test_what_is_known_to_be_no_count_is_listed_without_a_question(cast: Cast) -> None:
    text = (
        "No.,Month,Area,CLABSI,Line days,Target,Rate per 1000 line days,YTD,Swabs\n"
        "1,Jan 2024,ICU,1,800,0,1.25,1,n/a\n2,Feb 2024,ICU,0,700,0,0,1,n/a\n"
    )
    assert not share.propose(cast.contributor, "clabsi", file(text)).reading.questions


def test_numbers_of_two_things_at_once_hold_confirm_back_as_well(cast: Cast) -> None:
    text = "Area,Level,Month,Prescribing,Administration\nPICU,Cat A,Jan 2024,5,2\nPICU,Cat B,Jan 2024,4,1\n"
    questions = share.propose(cast.contributor, "medication", file(text)).reading.questions
    assert [q.about for q in questions if q.id.startswith("crossed:")] == ["Prescribing", "Administration"]
