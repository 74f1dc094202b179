"""Keys of a centre's own systems: made and ended by its lead, kept as a hash, and opening sending and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from mist_dash.actions import account, audit_trail, machine, membership, share
from mist_dash.actions.share import UploadedFile
from mist_dash.core import passwords
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.people import VISITOR, Role
from mist_dash.store import engine, keys, people
from mist_dash.store.tables import AuditRow
from mist_dash.store.tables_people import MachineKeyRow
from tests.conftest import Cast

HERE = "192.0.2.1"
HEAD = "month,area,clabsi,central_line_days\n"


def sheet(*rows: str) -> UploadedFile:
    return UploadedFile("may.csv", (HEAD + "\n".join(rows)).encode(), {}, {})


def send(token: str, *rows: str, **more: Any) -> machine.SendingAnswer:
    return machine.upload(token, HERE, "clabsi", sheet(*rows), **more)


def test_only_a_lead_makes_sees_and_ends_the_own_centres_keys(cast: Cast) -> None:
    machine.make(cast.lead, "Datix export")
    (key,) = machine.of_centre(cast.lead)
    for actor in (VISITOR, cast.member, cast.contributor, cast.stranger, cast.facilitator, cast.admin):
        for act in (lambda who: machine.make(who, "Mine"), machine.of_centre, lambda who: machine.end(who, key.id)):
            with pytest.raises(NotAllowed):
                act(actor)
    membership.set_role(cast.admin, cast.stranger.id or 0, Role.LEAD)
    other_lead = type(cast.lead)(cast.stranger.id, "Stranger", Role.LEAD, cast.stranger.centre)
    assert machine.of_centre(other_lead) == ()
    with pytest.raises(NotFound):
        machine.end(other_lead, key.id)
    assert [one.name for one in machine.of_centre(cast.lead)] == ["Datix export"]


def test_a_key_is_kept_as_a_hash_and_stands_in_the_trail_by_its_name(cast: Cast) -> None:
    token = machine.make(cast.lead, "Datix export")
    machine.end(cast.lead, machine.of_centre(cast.lead)[0].id)
    with engine.reading() as db:
        stored = repr([db.exec(select(table)).all() for table in (MachineKeyRow, AuditRow)])
    assert len(token) > 40 and token not in stored
    told = [one.what for one in audit_trail.read(cast.lead, "key").entries]
    assert told == ["ended the key “Datix export”", "made the key “Datix export”"]


def test_what_a_machine_sends_is_stored_once_under_the_keys_name_and_can_be_undone(cast: Cast) -> None:
    token = machine.make(cast.lead, "Datix export")
    first, again = (send(token, "2024-04,ICU,1,400", "2024-05,ICU,0,410") for _ in range(2))
    assert first.fine and first.upload is not None and "2 months" in first.sentence
    assert again.fine and again.upload is None
    (sent,) = share.history(cast.lead)
    assert (sent.id, sent.file_name, sent.person) == (first.upload, "may.csv", "Datix export (key of Lead)")
    assert audit_trail.read(cast.lead, "months").entries[0].person == "Datix export (key of Lead)"
    assert machine.of_centre(cast.lead)[0].used is not None
    share.undo(cast.lead, sent.id)
    assert send(token, "2024-04,ICU,1,400").upload is not None


def test_a_file_with_problems_goes_in_only_where_it_is_told_to_and_a_patient_never(cast: Cast) -> None:
    token = machine.make(cast.lead, "Datix export")
    rows = ("2024-04,ICU,1,400", "2024-05,ICU,four,410")
    refused = send(token, *rows)
    assert not refused.fine and refused.as_json()["problems"][0]["found"] == "four" and not share.history(cast.lead)
    partly = send(token, *rows, partly=True)
    assert partly.fine and "left out" in partly.sentence
    patient = UploadedFile("p.csv", b"nhs number,month,clabsi\n943 476 5919,2024-04,1\n", {}, {})
    found = machine.upload(token, HERE, "clabsi", patient, partly=True)
    assert not found.fine and "943" not in str(found.as_json()) and found.as_json()["refused"]["remedy"]
    asked = send(token, "2024-06,HDU,1,400")
    assert not asked.fine and [one["id"] for one in asked.as_json()["questions"]] == ["area:hdu"]
    answered = UploadedFile("may.csv", (HEAD + "2024-06,HDU,1,400").encode(), {}, {"area:hdu": "ICU"})
    assert machine.upload(token, HERE, "clabsi", answered).upload is not None
    assert len(share.history(cast.lead)) == 2


def test_a_file_of_another_theme_goes_where_the_answer_that_was_offered_sends_it(cast: Cast) -> None:
    token = machine.make(cast.lead, "Datix export")
    for month, chosen in (("04", "clabsi"), ("05", "medication")):
        text = f"{HEAD}2024-{month},ICU,1,400\n".encode()
        asked = machine.upload(token, HERE, "medication", UploadedFile("may.csv", text, {}, {}))
        assert "clabsi" in [choice["value"] for choice in asked.as_json()["questions"][0]["choices"]]
        found = machine.upload(token, HERE, "medication", UploadedFile("may.csv", text, {}, {"theme": chosen}))
        assert "is called" not in found.sentence and ("Sent to" in found.sentence) == (chosen == "clabsi")
    (sent,) = share.history(cast.lead)
    assert sent.theme == "clabsi" and "Apr 2024" in sent.sentence


def test_the_second_of_two_equal_files_at_once_is_told_that_it_is_stored_already(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, stored = machine.make(cast.lead, "Datix export"), share.submit
    equal, other = ("2024-04,ICU,1,400",), ("2024-04,ICU,2,400",)

    def after(*rows: str) -> None:  # another system stores this between the reading and the storing
        def submit(actor: Any, theme: str, file: UploadedFile, agreed: Any) -> int | None:
            first = sheet(*rows)
            stored(actor, theme, first, share.propose(actor, theme, first).shown)
            return stored(actor, theme, file, agreed)

        monkeypatch.setattr(share, "submit", submit)

    after(*equal)
    lost = send(token, *equal)
    assert lost.fine and lost.upload is None and "stored already" in lost.sentence and "Add" not in lost.sentence
    after(*other)
    with pytest.raises(Sorry, match="Nothing was stored; send it again"):
        send(token, "2024-04,ICU,3,400")


def test_an_answer_to_no_question_is_named_and_every_refusal_says_what_to_do(cast: Cast) -> None:
    token = machine.make(cast.lead, "Datix export")
    new_area = HEAD + "2024-06,HDU,1,400"

    def said(answers: dict[str, str], text: str = new_area) -> str:
        return machine.upload(token, HERE, "clabsi", UploadedFile("may.csv", text.encode(), {}, answers)).sentence

    wrong = said({"area:hduu": "ICU"})
    assert "No question about this file is called “area:hduu”." in wrong
    assert "Nothing was stored" in wrong and "Send it again with each answer" in wrong
    bad = said({}, HEAD + "2024-06,ICU,four,400")
    assert bad.startswith("1 problem has") and "Nothing was stored" in bad and "send it again" in bad
    assert "is called" not in said({"area:hdu": "ICU"})
    assert "called “weather” or “moon”." in said({"weather": "rain", "moon": "full", "area:hdu": "ICU"})


@pytest.mark.parametrize("gone", ["ended", "demoted", "closed", "left"])
def test_a_key_opens_nothing_once_it_its_maker_or_its_centre_is_gone(cast: Cast, gone: str) -> None:
    token = machine.make(cast.lead, "Datix export")
    assert machine.admit(token, HERE).centre == cast.lead.centre
    lead, centre = cast.lead.id or 0, cast.lead.centre or 0
    if gone == "ended":
        machine.end(cast.lead, machine.of_centre(cast.lead)[0].id)
    elif gone == "demoted":
        membership.set_role(cast.admin, lead, Role.MEMBER)
    elif gone == "closed":
        membership.set_active(cast.admin, lead, False)
    else:
        membership.set_centre_active(cast.admin, centre, False)
    for token_ in (token, "", "made up", "\ud800"):
        with pytest.raises(NotAllowed, match="opens nothing"):
            machine.upload(token_, HERE, "clabsi", sheet("2024-04,ICU,1,400"))


@pytest.mark.parametrize("name", ["Export 943 476 5919", "For Baby boy Smith", "Export_for_Mrs_Okafor"])
def test_no_key_is_named_after_a_patient_and_the_refusal_does_not_repeat_it(cast: Cast, name: str) -> None:
    with pytest.raises(Sorry, match="Name only the system") as refused:
        machine.make(cast.lead, name)
    assert name[-6:] not in str(refused.value) and machine.of_centre(cast.lead) == ()
    assert machine.make(cast.lead, "Datix export 2024, ward 12")


@pytest.mark.parametrize("gone", ["demoted", "closed", "left by itself"])
def test_the_key_of_a_lead_who_was_gone_stays_ended_when_they_are_lead_again(cast: Cast, gone: str) -> None:
    lead = cast.lead.id or 0
    with engine.begin() as db:
        people.set_password(db, lead, passwords.hash_of("old enough to vote"))
    membership.set_role(cast.admin, cast.member.id or 0, Role.LEAD)
    deputy = replace(cast.member, role=Role.LEAD)
    theirs, others = machine.make(cast.lead, "Datix export"), machine.make(deputy, "Lilypad export")
    if gone == "demoted":
        membership.set_role(cast.admin, lead, Role.MEMBER)
        membership.set_role(cast.admin, lead, Role.LEAD)
    else:
        if gone == "closed":
            membership.set_active(deputy, lead, False)
        else:
            account.leave(cast.lead, "old enough to vote")
        membership.set_active(cast.admin, lead, True)
    with pytest.raises(NotAllowed, match="opens nothing"):
        machine.admit(theirs, HERE)
    assert [one.name for one in machine.of_centre(deputy)] == ["Lilypad export"]
    assert machine.admit(others, HERE).centre == deputy.centre
    (told,) = [one for one in audit_trail.read(deputy, "ended the key").entries if "Datix export" in one.what]
    assert told.person == {"demoted": "Admin", "closed": "Member", "left by itself": "Lead"}[gone]


def test_the_keys_of_a_centre_that_left_stay_ended_when_it_comes_back(cast: Cast) -> None:
    token, centre = machine.make(cast.lead, "Datix export"), cast.lead.centre or 0
    for active in (False, True):
        membership.set_centre_active(cast.admin, centre, active)
    with pytest.raises(NotAllowed, match="opens nothing"):
        machine.admit(token, HERE)
    assert machine.of_centre(cast.lead) == ()
    assert audit_trail.read(cast.lead, "ended the key").entries[0].what.endswith("“Datix export”: the centre left")


def test_saying_again_what_somebody_is_ends_no_key(cast: Cast) -> None:
    token = machine.make(cast.lead, "Datix export")
    membership.set_role(cast.admin, cast.lead.id or 0, Role.LEAD)
    membership.set_active(cast.admin, cast.lead.id or 0, True)
    assert machine.admit(token, HERE).centre == cast.lead.centre


def test_guessing_keys_is_throttled_by_network_and_who_has_one_goes_on(cast: Cast) -> None:
    token = machine.make(cast.lead, "Datix export")
    for number in range(machine.TRIES):
        with pytest.raises(NotAllowed, match="opens nothing"):
            machine.admit(f"guess {number}", HERE)
    with pytest.raises(NotAllowed, match="too many tries"):
        machine.admit("one more", HERE)
    with pytest.raises(NotAllowed, match="opens nothing"):
        machine.admit("elsewhere", "192.0.2.2")
    assert machine.admit(token, HERE).role is Role.CONTRIBUTOR


def test_a_centre_has_a_handful_of_keys_each_with_a_name(cast: Cast) -> None:
    with pytest.raises(Sorry, match="which system"):
        machine.make(cast.lead, " a ")
    for number in range(machine.MOST):
        machine.make(cast.lead, f"System {number}")
    with pytest.raises(Sorry, match="End one"):
        machine.make(cast.lead, "One more")
    with engine.reading() as db:
        assert len(keys.of_centre(db, cast.lead.centre or 0)) == machine.MOST
