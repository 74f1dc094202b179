"""Sending: nothing is stored before it is agreed to, all of it or nothing, and every upload can be undone exactly."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mist_dash.actions import share
from mist_dash.core.errors import NotAllowed, NotFound, Refused, Sorry
from mist_dash.core.people import VISITOR, Person
from mist_dash.store import audit, counts, engine
from tests.conftest import Cast

HEADER = "month,area,clabsi,central_line_days"


def file(*rows: str, header: str = HEADER, name: str = "ours.csv", **more) -> share.File:
    return share.File(name, "\n".join([header, *rows]).encode(), more.get("fixes", {}), more.get("answers", {}))


def send(actor: Person, sent: share.File) -> int | None:
    return share.submit(actor, "clabsi", sent, share.propose(actor, "clabsi", sent).sentence)


def stored(actor: Person) -> dict[tuple[str, str, str], float | None]:
    with engine.reading() as db:
        found = counts.numbers(db, actor.centre or 0, "clabsi")
    return {(key.period, key.area, key.item): number.value for key, number in found.items()}


def test_nothing_is_stored_before_the_person_agrees_and_the_same_file_again_does_nothing(cast: Cast) -> None:
    sent = file("2024-04,ICU,2,812", "2024-05,ICU,0,790")
    assert share.propose(cast.contributor, "clabsi", sent).sentence.startswith("Add 2 months")
    assert stored(cast.contributor) == {}
    assert send(cast.contributor, sent) is not None
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 2
    assert send(cast.contributor, sent) is None
    assert len(share.history(cast.contributor)) == 1


def test_what_was_agreed_to_must_still_fit_when_it_is_stored(cast: Cast) -> None:
    mine = file("2024-04,ICU,2,812")
    agreed = share.propose(cast.contributor, "clabsi", mine).sentence
    send(cast.lead, file("2024-04,ICU,5,812"))
    with pytest.raises(Sorry, match="changed while you were looking"):
        share.submit(cast.contributor, "clabsi", mine, agreed)
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 5


def test_every_problem_at_once_and_the_good_rows_go_in_alone(cast: Cast) -> None:
    sent = file("2024-04,ICU,four,812", "2024-05,ICU,-1,790", "2024-06,ICU,1,800")
    proposal = share.propose(cast.contributor, "clabsi", sent)
    assert {(p.row, p.column) for p in proposal.reading.problems} == {(2, "clabsi"), (3, "clabsi")}
    assert all(p.expected and p.remedy for p in proposal.reading.problems)
    send(cast.contributor, sent)
    assert stored(cast.contributor) == {("2024-06", "ICU", "clabsi"): 1, ("2024-06", "ICU", "central_line_days"): 800}
    assert b"what to fix" in proposal.problem_file().lower()


def test_a_cell_mended_on_screen_is_read_like_any_cell(cast: Cast) -> None:
    wrong = file("2024-04,ICU,four,812")
    sheet = share.propose(cast.contributor, "clabsi", wrong).book.sheets[0].name
    mended = file("2024-04,ICU,four,812", fixes={(sheet, 1, 2): "4"})
    assert not share.propose(cast.contributor, "clabsi", mended).reading.problems
    send(cast.contributor, mended)
    assert stored(cast.contributor)[("2024-04", "ICU", "clabsi")] == 4
    patient = file("2024-04,ICU,four,812", fixes={(sheet, 1, 2): "943 476 5919"})
    with pytest.raises(Refused):
        share.propose(cast.contributor, "clabsi", patient)


def test_undo_restores_exactly_and_leaves_alone_what_a_later_upload_changed(cast: Cast) -> None:
    who = cast.contributor
    send(who, file("2024-04,ICU,2,812", "2024-05,ICU,0,790"))
    before = stored(who)
    second = send(who, file("2024-04,ICU,3,812", "2024-05,ICU,1,790", "2024-06,ICU,1,801"))
    send(who, file("2024-05,ICU,4,790"))
    undone = share.undo(who, second or 0)
    assert undone.restored == 3 and [key.period for key in undone.left_alone] == ["2024-05"]
    assert stored(who) == before | {("2024-05", "ICU", "clabsi"): 4}
    share.undo(who, undone.upload)
    assert stored(who)[("2024-04", "ICU", "clabsi")] == 3 and stored(who)[("2024-06", "ICU", "clabsi")] == 1


def test_another_centre_can_neither_undo_nor_fetch_nor_even_learn_that_an_upload_exists(cast: Cast) -> None:
    upload = send(cast.contributor, file("2024-04,ICU,2,812"))
    told = set()
    for asked in (upload or 0, 999):
        for deed in (share.undo, share.sent_file):
            with pytest.raises(NotFound) as refusal:
                deed(cast.stranger, asked)
            told.add((deed.__name__, str(refusal.value)))
    assert len(told) == 2
    assert share.history(cast.stranger) == ()


def test_only_those_who_send_may_send(cast: Cast) -> None:
    for person in (VISITOR, cast.member, cast.facilitator, cast.admin):
        with pytest.raises(NotAllowed):
            share.propose(person, "clabsi", file("2024-04,ICU,2,812"))


def test_a_row_of_another_centre_is_not_stored_under_ones_own(cast: Cast) -> None:
    sent = file("Birch Hospital,2024-04,ICU,9,812", "Ash Hospital,2024-05,ICU,1,790", header=f"hospital,{HEADER}")
    assert share.propose(cast.contributor, "clabsi", sent).reading.problems
    send(cast.contributor, sent)
    assert stored(cast.contributor).get(("2024-04", "ICU", "clabsi")) is None


def test_what_is_exported_uploads_again_as_nothing_to_do(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,2,812.5,=1+1", "2024-05,Haem-Onc,0,790,", header=f"{HEADER},note"))
    exported = share.File("again.csv", share.export(cast.member, "clabsi"), {}, {})
    assert share.propose(cast.contributor, "clabsi", exported).comparison.nothing_to_do


def test_every_upload_has_its_audit_entry_in_the_same_transaction(cast: Cast) -> None:
    send(cast.contributor, file("2024-04,ICU,2,812"))
    with engine.reading() as db:
        assert audit.broken_at(db) is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=3))
def test_apply_then_undo_is_identity(cast: Cast, uploads: list[list[int]]) -> None:
    for events in uploads:
        before = stored(cast.contributor)
        rows = [f"2024-0{month},ICU,{count},{800 + count}" for month, count in enumerate(events, 1)]
        upload = send(cast.contributor, file(*rows))
        if upload is not None:
            after = stored(cast.contributor)
            done = share.undo(cast.contributor, upload)
            assert stored(cast.contributor) == before
            share.undo(cast.contributor, done.upload)
            assert stored(cast.contributor) == after
