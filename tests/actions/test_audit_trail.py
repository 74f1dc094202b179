"""Reading the trail: a lead that of the own centre, an admin all of it without a centre's own business."""

from __future__ import annotations

import csv
import io

import pytest

from mist_dash.actions import audit_trail, inviting, membership, people
from mist_dash.core.errors import NotAllowed
from mist_dash.core.people import VISITOR, Deed, Person, Role
from mist_dash.exports.trail import trail
from mist_dash.store import audit, engine
from tests.conftest import Cast

SENT = "CLABSI: Changed 1 number (April 2024, ICU: 2 -> 77)."


@pytest.fixture
def done(cast: Cast) -> Cast:
    with engine.begin() as db:
        for actor in (cast.contributor, cast.stranger):
            audit.record(db, actor, Deed.SEND_DATA, SENT, {"changes": [["clabsi", "ICU", "2024-04", 2, 77]]})
        audit.record(db, cast.lead, Deed.TELL_STORY, "wrote “=1+1 with 100% of_us”")
    membership.set_role(cast.admin, cast.member.id or 0, Role.CONTRIBUTOR)
    return cast


def whats(actor: Person, words: str = "") -> list[str]:
    return [one.what for one in audit_trail.read(actor, words).entries]


def test_only_leads_and_admins_read_the_trail(done: Cast) -> None:
    for actor in (VISITOR, done.member, done.contributor, done.stranger, done.facilitator):
        for read in (audit_trail.read, audit_trail.checked, audit_trail.taken_along):
            with pytest.raises(NotAllowed):
                read(actor)


def test_a_lead_reads_what_the_own_people_did_and_what_an_admin_did_to_them_and_nothing_of_others(done: Cast) -> None:
    assert whats(done.lead) == ["made member contributor, before member", "wrote “=1+1 with 100% of_us”", SENT]
    assert {one.centre for one in audit_trail.read(done.lead).entries} == {"Ash Hospital"}


def test_an_admin_reads_who_sent_something_and_neither_reads_nor_finds_what(done: Cast) -> None:
    assert whats(done.admin) == ["made member contributor, before member", "", "", ""]
    sent = audit_trail.read(done.admin, "send data").entries
    assert [one.centre for one in sent] == ["Birch Hospital", "Ash Hospital"]
    assert not whats(done.admin, "77") and not whats(done.admin, "1+1")
    assert b"77" not in trail(audit_trail.taken_along(done.admin))


def test_every_word_must_stand_in_an_entry_and_none_is_a_pattern(done: Cast) -> None:
    for words, found in (("april CHANGED", 1), ("april nobody", 0), ("100% of_us", 1), ("1_0%", 0), ("Lead ash", 1)):
        assert len(whats(done.lead, words)) == found, words
    day = audit_trail.read(done.lead).entries[0].at
    assert len(whats(done.lead, f"{day:%Y-%m-%d}")) == 3


def test_the_trail_is_read_page_by_page(done: Cast) -> None:
    with engine.begin() as db:
        for number in range(60):
            audit.record(db, done.lead, Deed.AGREE, f"number {number:02}")
    pages = [audit_trail.read(done.lead, "number", page) for page in (1, 2, 3, 4)]
    assert [len(page.entries) for page in pages] == [25, 25, 11, 0] and {page.found for page in pages} == {61}
    assert pages[0].entries[0].what == "number 59" and pages[2].entries[-1].what == SENT


def test_the_file_runs_no_formula_and_holds_no_detail(done: Cast) -> None:
    with engine.begin() as db:
        audit.record(db, VISITOR, "sign in", "refused as lead", {"address": "203.0.113.9"})
        people_of = Person(done.lead.id, "=HYPERLINK(1)", Role.LEAD, done.lead.centre)
        audit.record(db, people_of, Deed.AGREE, "+agreed")
    inviting.invite(done.admin, done.lead.centre, Role.MEMBER, "new@example.org")
    people.sign_in("lead")
    for actor in (done.lead, done.admin):
        text = trail(audit_trail.taken_along(actor)).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) > 5 and not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
        assert not any(secret in text for secret in ("203.0.113.9", "new@example.org", "no password"))
        assert audit_trail.checked(actor).sentence().startswith("The audit trail is whole")


def test_a_broken_trail_says_where(done: Cast) -> None:
    with engine.begin() as db:
        db.connection().exec_driver_sql("DROP TRIGGER audit_not_changed")
        db.connection().exec_driver_sql("UPDATE audit SET person = 'Nobody' WHERE id = 2")
    assert "broken at entry 2" in audit_trail.checked(done.lead).sentence()


def test_an_entry_is_found_by_as_much_of_its_time_as_is_shown(done: Cast) -> None:
    at = str(audit_trail.read(done.lead).entries[0].at)
    assert whats(done.lead, at[:16]) and not whats(done.lead, at[16:]), at
