"""A file of another theme says which it looks like, and waits; a file that reads well is read once."""

from __future__ import annotations

import pytest

from mist_dash.actions import share
from mist_dash.core.errors import Sorry
from tests.conftest import Cast

MONTHS = ("Jan 2024", "Feb 2024", "Mar 2024")
LEVELS = "Month,Area,Total incidents,Cat A,Cat B,Cat C,Cat D,Cat E\n" + "".join(
    f"{m},PICU,20,3,4,5,1,0\n" for m in MONTHS
)
LETTERS = "Month,Area,Incidents,A,B,C,D,E,F,G,H,I\n" + "".join(f"{m},PICU,20,3,4,5,1,0,0,0,0,0\n" for m in MONTHS)
LONG = "Month,Area,Category,Value\n" + "".join(f"{m},PICU,Cat {c},2\n" for m in MONTHS for c in "ABCDE")
ROWS = "Datix,2024,,\nNCC MERP category,Jan,Feb,Mar\n" + "".join(f"Category {c},1,2,3\n" for c in "ABCDE")  # no area
CLABSI = "Month,Area,CLABSI,Line days\n" + "".join(f"{m},PICU,1,800\n" for m in MONTHS)
STAGES = "Month,Area,Stage 1,Stage 2,Stage 3,Stage 4,PIV days\n" + "".join(f"{m},PICU,1,2,0,0,800\n" for m in MONTHS)
REPORTS = "Month,Excellence reports,Told\nJan 2024,11,8\nFeb 2024,9,7\n"
DEATHS = "Month,Observed,Expected,Model\nJan 2024,11,8.2,HES\nFeb 2024,9,7.1,HES\n"

ELSEWHERE = {
    "levels on clabsi": (LEVELS, "clabsi", "medication"),
    "letters on clabsi": (LETTERS, "clabsi", "medication"),
    "letters on peripheral, where I is a stage": (LETTERS, "peripheral", "medication"),
    "levels in rows on clabsi": (LONG, "clabsi", "medication"),
    "levels in rows without an area": (ROWS, "clabsi", "medication"),
    "infections on medication": (CLABSI, "medication", "clabsi"),
    "infections on peripheral, which has line days": (CLABSI, "peripheral", "clabsi"),
    "stages on medication": (STAGES, "medication", "peripheral"),
    "reports on clabsi": (REPORTS, "clabsi", "excellence"),
    "deaths on medication": (DEATHS, "medication", "hsmr"),
}


def file(text: str, **answers: str) -> share.UploadedFile:
    return share.UploadedFile("ours.csv", text.encode(), {}, answers)


@pytest.mark.parametrize(("text", "chosen", "right"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_file_of_another_theme_names_it_and_waits(cast: Cast, text: str, chosen: str, right: str) -> None:
    proposal = share.propose(cast.contributor, chosen, file(text))
    (question,) = proposal.reading.questions
    assert [choice.value for choice in question.choices] == [right, chosen]
    assert question.text.startswith(f"This looks like {share.theme_of(right).short} (")
    with pytest.raises(Sorry, match="still open"):
        share.submit(cast.contributor, chosen, file(text), proposal.sentence)
    there = share.propose(cast.contributor, right, file(text))
    assert there.reading.items and not [q for q in there.reading.questions if q.id == "theme"]
    stay = share.propose(cast.contributor, chosen, file(text, theme=chosen))
    assert not [q for q in stay.reading.questions if q.id == "theme"]


def test_a_file_that_fits_two_themes_alike_offers_both(cast: Cast) -> None:
    (question,) = share.propose(
        cast.contributor, "clabsi", file("Month,Incidents\nJan 2024,11\nFeb 2024,9\n")
    ).reading.questions
    assert [choice.value for choice in question.choices] == ["medication", "second-victim", "clabsi"]


@pytest.mark.parametrize(("text", "theme"), [(LEVELS, "medication"), (CLABSI, "clabsi"), (STAGES, "peripheral")])
def test_a_plain_file_is_read_as_one_theme_only(
    cast: Cast, text: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, real = [], share.read
    monkeypatch.setattr(share, "read", lambda book, known, **more: seen.append(known.id) or real(book, known, **more))
    share.propose(cast.contributor, theme, file(text))
    assert seen == [theme]


def test_a_file_that_no_theme_understands_is_sent_nowhere(cast: Cast) -> None:
    strange = file("Month,Area,Falls,Bruises\nJan 2024,PICU,1,2\n")
    questions = share.propose(cast.contributor, "clabsi", strange).reading.questions
    assert questions and not [q for q in questions if q.id == "theme"]
