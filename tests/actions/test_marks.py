"""Sending lists of interventions and of events: agreed to before it is stored, undone exactly, no child’s day kept."""

from __future__ import annotations

import pytest

from mist_dash.actions import mark, marks, share
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.learning import Event
from mist_dash.core.people import VISITOR, Person
from mist_dash.store import audit, engine
from tests.conftest import Cast

HEADER = "area,intervention,start,stop,status,note\n"
FIRST = HEADER + "PICU,Biopatches,03/06/2024,,,a private word\n,Body washes,May 2024,June 2024,,\n"
LATER = HEADER + "PICU,Biopatches,03/06/2024,09/01/2025,,\nPICU,Parafilm,01/02/2025,,,\n"


def file(text: str) -> share.File:
    return share.File("started.csv", text.encode(), {}, {})


def send(actor: Person, text: str) -> int | None:
    reading = share.propose(actor, "clabsi", file(text)).reading
    return marks.submit(actor, "clabsi", file(text), marks.compared(actor, "clabsi", reading).sentence())


def on_chart(actor: Person) -> list[Event]:
    found = [Event(**{**vars(event), "id": 0}) for event in mark.events(actor, "clabsi")]
    return sorted(found, key=lambda event: (event.start, event.name))


def test_interventions_of_a_file_stand_on_the_charts_and_the_same_file_again_does_nothing(cast: Cast) -> None:
    assert send(cast.contributor, FIRST) is not None
    assert [event.name for event in on_chart(cast.member)] == ["Body washes", "Biopatches"]
    assert send(cast.contributor, FIRST) is None
    assert [sent.sentence[:22] for sent in share.history(cast.lead)] == ["Marked 2 interventions"]
    assert [use.centre for use in mark.interventions(cast.stranger, "clabsi")] == ["Ash Hospital"] * 2
    with engine.reading() as db:
        assert audit.broken_at(db) is None


def test_undo_restores_the_charts_exactly_and_can_itself_be_undone(cast: Cast) -> None:
    send(cast.contributor, FIRST)
    before = on_chart(cast.member)
    second = send(cast.contributor, LATER)
    after = on_chart(cast.member)
    assert second is not None and after != before
    undone = share.undo(cast.lead, second)
    assert (undone.restored, undone.left_alone, undone.what) == (2, (), "intervention")
    assert undone.sentence == "2 interventions are as they were before."
    assert on_chart(cast.member) == before
    share.undo(cast.lead, undone.upload)
    assert on_chart(cast.member) == after
    share.undo(cast.lead, second)
    assert on_chart(cast.member) == before


def test_undo_leaves_alone_what_was_changed_since_and_names_it(cast: Cast) -> None:
    first = send(cast.contributor, FIRST)
    send(cast.contributor, LATER)
    assert first is not None
    undone = share.undo(cast.contributor, first)
    assert [key.item for key in undone.left_alone] == ["Biopatches"]
    assert [event.name for event in on_chart(cast.member)] == ["Biopatches", "Parafilm"]
    with pytest.raises(Sorry, match="undone already"):
        share.undo(cast.contributor, first)


def test_what_was_agreed_to_must_still_fit(cast: Cast) -> None:
    agreed = marks.compared(cast.lead, "clabsi", share.propose(cast.lead, "clabsi", file(FIRST)).reading).sentence()
    send(cast.contributor, HEADER + "PICU,Biopatches,03/06/2024,,,\n")
    with pytest.raises(Sorry, match="changed while you were looking"):
        marks.submit(cast.lead, "clabsi", file(FIRST), agreed)
    assert len(on_chart(cast.member)) == 1


def test_only_senders_mark_from_a_file_and_nobody_undoes_anothers(cast: Cast) -> None:
    sent = send(cast.contributor, FIRST)
    for person in (cast.member, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            marks.submit(person, "clabsi", file(FIRST), "")
    with pytest.raises(Sorry, match="no such upload"):
        share.undo(cast.stranger, sent or 0)


def test_the_download_of_events_uploads_again_as_nothing_to_do(cast: Cast) -> None:
    send(cast.contributor, FIRST)
    send(
        cast.contributor, HEADER + "PICU,Parafilm,12/02/2024,,paused since May 2025,\nOnc,Bionectors,Jan 2024,,,=1+1\n"
    )
    text = mark.export(cast.member, "clabsi").decode("utf-8-sig")
    assert "paused since May 2025" in text and send(cast.contributor, text) is None


def test_of_single_events_only_the_months_are_kept(cast: Cast) -> None:
    log = share.File("log.csv", b"date,area,type\n03/06/2024,PICU,CLABSI\n17/06/2024,PICU,CLABSI\n", {}, {})
    proposal = share.propose(cast.contributor, "clabsi", log)
    upload = share.submit(cast.contributor, "clabsi", log, proposal.sentence)
    name, kept = share.sent_file(cast.lead, upload or 0)
    assert name == "log, by month.csv" and b"2024-06,ICU,2" in kept
    assert b"03/06" not in kept and b"17/06" not in kept and b"2024-06-03" not in kept
    again = share.File(name, kept, {}, {})
    assert share.propose(cast.contributor, "clabsi", again).comparison.nothing_to_do
    assert share.submit(cast.contributor, "clabsi", log, proposal.sentence) is None
