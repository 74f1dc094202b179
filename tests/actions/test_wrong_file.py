"""A file that is another hospital's, or not the right one, stops and asks before anything of it is stored."""

from __future__ import annotations

import pytest

from mist_dash.actions import share
from mist_dash.core.catalogue import load
from mist_dash.core.errors import Refused, Sorry
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.settling.centres import member_named
from mist_dash.store import engine, people
from tests.actions.test_share import send, stored
from tests.conftest import Cast
from tests.uploads import dress

TABLE = "Month,Area,CLABSI,Line days\nJan 2024,ICU,1,800\n"
ROWS = [["Month", "Area", "CLABSI", "Line days"], ["Jan 2024", "ICU", 1, 800]]


def csv(text: str, name: str = "ours.csv", **answers: str) -> share.UploadedFile:
    return share.UploadedFile(name, text.encode(), {}, answers)


THEIRS = {
    "title": csv(f"Birch Hospital CLABSI return\n\n{TABLE}"),
    "file name": csv(TABLE, "birch_clabsi_2024.csv"),
    "sheet name": share.UploadedFile("data.xlsx", dress.xlsx({"Birch": ROWS}), {}, {}),
    "line below": csv(f"{TABLE}\nSource: Birch Hospital incident system\n"),
}


@pytest.mark.parametrize("sent", THEIRS.values(), ids=THEIRS.keys())
def test_another_members_name_stops_and_asks(cast: Cast, sent: share.UploadedFile) -> None:
    first = share.propose(cast.contributor, "clabsi", sent)
    (question,) = first.reading.questions
    assert question.text.startswith("This file speaks of Birch Hospital; you send for Ash Hospital. Is it yours?")
    with pytest.raises(Sorry, match="still open"):
        share.submit(cast.contributor, "clabsi", sent, first.sentence)
    away = share.UploadedFile(sent.name, sent.data, {}, {question.id: "no"})
    with pytest.raises(Refused, match="not yours"):
        share.submit(cast.contributor, "clabsi", away, first.sentence)
    assert not stored(cast.contributor)
    ours = share.UploadedFile(sent.name, sent.data, {}, {question.id: "yes"})
    assert send(cast.contributor, ours)
    assert not share.propose(cast.contributor, "clabsi", sent).reading.questions, "asked once for the same words"


@pytest.mark.parametrize("title", ["Ash Hospital CLABSI", "Birch ward", "Rash and ashes", "Fir Hospital", "Birchwood"])
def test_the_own_name_a_wards_and_a_strangers_ask_nothing(cast: Cast, title: str) -> None:
    assert not share.propose(cast.contributor, "clabsi", csv(f"{title}\n\n{TABLE}")).reading.questions


def test_a_centre_that_left_is_a_name_to_be_asked_about_too(cast: Cast) -> None:
    with engine.begin() as db:
        people.set_centre_active(db, people.add_centre(db, "Cedar Hospital"), False)
    assert share.propose(cast.contributor, "clabsi", csv(TABLE, "Cedar 2024.csv")).reading.questions


OTHERS = (
    "Birch Hill Hospital",
    "Ashdown Children's Hospital",
    "Central Hospital",
    "Great Elm Street Hospital",
    "March NHS",
)


@pytest.mark.parametrize(
    ("text", "own", "named"),
    [
        ("Ashdown line infections", "Ash Hospital", "Ashdown Children's Hospital"),
        ("Ash line infections", "Ash Hospital", ""),
        ("Central line infections", "Ash Hospital", ""),
        ("Central Hospital line infections", "Ash Hospital", "Central Hospital"),
        ("March 2024", "Ash Hospital", ""),
        ("Birch Hill CLABSI", "Birch Hospital", "Birch Hill Hospital"),
        ("Birch CLABSI", "Birch Hospital", ""),
        ("Birch Hill CLABSI", "Ash Hospital", "Birch Hill Hospital"),
        ("Birch data", "Ash Hospital", "Birch Hill Hospital"),
        ("GESH dashboard", "Ash Hospital", "Great Elm Street Hospital"),
        ("A great year", "Ash Hospital", ""),
        ("Ash Hospital, with Ashdown", "Ash Hospital", "Ashdown Children's Hospital"),
    ],
)
def test_names_within_names_common_words_and_short_forms(text: str, own: str, named: str) -> None:
    assert member_named(text, own, OTHERS, Words(load().theme("clabsi"))) == named


def test_a_whole_name_inside_the_own_longer_one_is_the_own() -> None:
    words = Words(load().theme("clabsi"))
    assert member_named("Birch Hill CLABSI", "Birch Hill Hospital", ("Birch Hospital",), words) == ""
    assert member_named("Birch Hospital CLABSI", "Birch Hill Hospital", ("Birch Hospital",), words) == "Birch Hospital"


def year(counts: str, days: int = 800) -> share.UploadedFile:
    rows = [f"2024-{month:02d},ICU,{count},{days + month}" for month, count in enumerate(counts, 1)]
    return csv("\n".join(["month,area,clabsi,central_line_days", *rows]))


def test_a_file_that_differs_from_most_of_what_is_stored_stops_and_asks(cast: Cast) -> None:
    send(cast.contributor, year("010201"))
    other = year("121212", days=500)
    first = share.propose(cast.contributor, "clabsi", other)
    (question,) = first.reading.questions
    assert "11 of the 12 numbers" in question.text
    with pytest.raises(Sorry, match="still open"):
        share.submit(cast.contributor, "clabsi", other, first.sentence)
    with pytest.raises(Refused):
        share.propose(cast.contributor, "clabsi", csv(other.data.decode(), **{question.id: "no"}))
    assert send(cast.contributor, csv(other.data.decode(), **{question.id: "yes"}))
    assert share.propose(cast.contributor, "clabsi", year("010201")).reading.questions, "and asked anew each time"


def test_a_few_corrections_and_small_files_are_not_doubted(cast: Cast) -> None:
    send(cast.contributor, year("010201"))
    assert not share.propose(cast.contributor, "clabsi", year("111211")).reading.questions  # 4 of 12
    assert not share.propose(cast.contributor, "clabsi", year("12101", days=500)).reading.questions  # 10 in all
