"""Joining: what each shares and nothing of numbers, words that wait stay inside, requests land with the admins, and a
lead accepts the statement by just its version."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import select

from mist_dash.actions import collaborative, home, joining, learn, stories
from mist_dash.core.consent import fingerprint
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.people import VISITOR, Deed, Role
from mist_dash.core.statements import JoinRequest
from mist_dash.exports import paper
from mist_dash.store import engine
from mist_dash.store import people as accounts
from mist_dash.store.tables import AuditRow
from tests.actions.test_membership import shared
from tests.conftest import Cast

ASKED = JoinRequest(0, datetime.now(UTC), " Cedar  Hospital ", "Cleo", "cleo@example.org", "We have no numbers yet.")
HERE = "192.0.2.1"


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a collaborative that has agreed its statement, and nothing else yet."""
    monkeypatch.setenv("MIST_TEXTS", str(tmp_path))
    for name in ("terms", "join", "sharing"):
        (tmp_path / f"{name}.md").write_text("*Replace this text.*\n\nSuggested words", "utf-8")
    (tmp_path / "sharing.md").write_text("Version: 1, May\n\nWhat we promise", "utf-8")
    return tmp_path


def test_members_stand_with_what_is_open_to_everybody_and_nothing_more(cast: Cast) -> None:
    assert [(one.name, one.themes) for one in collaborative.members(VISITOR)] == [
        ("Ash Hospital", ()),
        ("Birch Hospital", ()),
    ]
    story, _ = shared(cast)
    ash, birch = collaborative.members(VISITOR)
    assert ash.stories == (learn.story(cast.lead, story).title,) and ash.resources == ("Line care",)
    assert len(ash.themes) == 1 and birch == collaborative.Member("Birch Hospital")
    stories.take_back(cast.lead, story, "public")
    assert collaborative.members(VISITOR)[0].stories == ()
    stories.agree(cast.lead, story, "public", fingerprint(learn.story(cast.lead, story), "public"))
    assert collaborative.members(cast.stranger)[0].stories == ash.stories


def test_words_that_wait_to_be_replaced_are_shown_to_no_visitor_and_in_the_demo_to_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("terms", "join", "sharing"):  # as they come with the project
        assert collaborative.text(VISITOR, name) is None
        inside = collaborative.text(cast.lead, name)
        assert inside is not None and inside.suggested
    with engine.begin() as db:
        accounts.set_setting(db, "demo", "yes")
    assert collaborative.text(VISITOR, "terms") is not None
    with pytest.raises(NotFound):
        collaborative.text(VISITOR, "../secret")


def test_agreed_words_are_shown_to_everybody_with_their_version(cast: Cast, texts: Path) -> None:
    assert collaborative.text(VISITOR, "terms") is None
    found = collaborative.text(VISITOR, "sharing")
    assert found is not None and (found.version, found.body) == ("1, May", "What we promise")


def test_a_text_is_a_pdf_with_its_words_and_its_version(cast: Cast) -> None:
    found = collaborative.text(cast.lead, "terms")
    assert found is not None
    made = paper.pdf("Terms of reference", found.body + "\n\nÉté — “quoted” … 漢\n\n" * 60, "MiST · version 3")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 1 and all("version 3" in page for page in pages)
    words = " ".join(" ".join(pages).split())
    for told in ("Terms of reference", "Nobody is ranked", "Été — “quoted” …", "• We meet regularly"):
        assert told in words, told
    assert "###" not in words and "**" not in words


def test_a_lead_accepts_just_the_version_that_was_read_and_a_new_one_waits_again(cast: Cast, texts: Path) -> None:
    waits = joining.to_accept(cast.lead)
    assert waits is not None and home.waiting(cast.lead).statement and not home.waiting(cast.member).statement
    birch = replace(cast.stranger, role=Role.LEAD)
    for who in (VISITOR, cast.member, cast.contributor, cast.facilitator, cast.admin):
        with pytest.raises(NotAllowed):
            joining.accept(who, waits.fingerprint)
    (texts / "sharing.md").write_text("Version: 1, May\n\nWhat we promise, and more", "utf-8")
    with pytest.raises(Sorry, match="has changed"):
        joining.accept(cast.lead, waits.fingerprint)
    now = joining.to_accept(cast.lead)
    assert now is not None
    joining.accept(cast.lead, now.fingerprint)
    assert joining.to_accept(cast.lead) is None and joining.to_accept(birch) is not None
    told = joining.accepted(cast.member)
    assert told is not None and (told.by, told.version) == ("Lead", "1, May")
    assert joining.all_accepted(cast.admin) == {"Ash Hospital"}
    with engine.reading() as db:  # the words that were agreed to stay, whatever becomes of the file
        (entry,) = db.exec(select(AuditRow).where(AuditRow.deed == Deed.AGREE))
        assert entry.details["text"] == "What we promise, and more"
    (texts / "sharing.md").write_text("Version: 1, May\n\nOther words", "utf-8")
    assert joining.to_accept(cast.lead) is not None
    (texts / "sharing.md").write_text("Version: 2, June\n\nWhat we promise", "utf-8")
    assert joining.to_accept(cast.lead) is not None and joining.all_accepted(cast.admin) == set()


def test_nobody_is_asked_to_accept_suggested_words(cast: Cast) -> None:
    assert joining.to_accept(cast.lead) is None
    joining.accept(cast.lead, collaborative.read("sharing").fingerprint)
    assert joining.accepted(cast.lead) is None


def test_a_hospital_without_data_asks_and_only_admins_read_it(cast: Cast) -> None:
    joining.ask(VISITOR, ASKED, HERE)
    (found,) = joining.asking(cast.admin)
    assert (found.hospital, found.email, found.words) == ("Cedar Hospital", ASKED.email, ASKED.words)
    assert home.waiting(cast.admin).asking == 1 and home.waiting(cast.lead).asking == 0
    for who in (VISITOR, *cast.everybody[:-1]):
        for act in (joining.asking, lambda who: joining.answered(who, found.id)):
            with pytest.raises(NotAllowed):
                act(who)
    joining.answered(cast.admin, found.id)
    assert joining.asking(cast.admin) == ()
    with pytest.raises(NotFound):
        joining.answered(cast.admin, found.id)


def test_a_request_says_all_that_is_missing_and_nobody_floods_the_admins(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Sorry, match="your hospital and your e-mail address"):
        joining.ask(VISITOR, replace(ASKED, hospital=" ", email=""), HERE)
    for wrong in (replace(ASKED, email="x@y"), replace(ASKED, words="x" * 1001), replace(ASKED, name="x" * 121)):
        with pytest.raises(Sorry):
            joining.ask(VISITOR, wrong, HERE)
    for _ in range(joining.AN_HOUR):
        joining.ask(VISITOR, ASKED, HERE)
    with pytest.raises(NotAllowed, match="network"):
        joining.ask(VISITOR, ASKED, HERE)
    monkeypatch.setattr(joining, "MOST", joining.AN_HOUR)
    with pytest.raises(Sorry, match="next week"):
        joining.ask(VISITOR, ASKED, "192.0.2.2")
    assert len(joining.asking(cast.admin)) == joining.AN_HOUR
