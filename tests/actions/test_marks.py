"""Sending lists of interventions and of events: agreed to before it is stored, undone exactly, no child’s day kept."""

from __future__ import annotations

import pytest

from mist_dash.actions import mark_events, share
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.events import Event
from mist_dash.core.people import VISITOR, Person
from mist_dash.store import audit, counts, engine
from tests.conftest import Cast
from tests.uploads import dress

HEADER = "area,intervention,start,stop,status,note\n"
FIRST = HEADER + "PICU,Biopatches,03/06/2024,,,a private word\n,Body washes,May 2024,June 2024,,\n"
LATER = HEADER + "PICU,Biopatches,03/06/2024,09/01/2025,,\nPICU,Parafilm,01/02/2025,,,\n"


def file(text: str) -> share.UploadedFile:
    return share.UploadedFile("started.csv", text.encode(), {}, {})


def send(actor: Person, text: str) -> int | None:
    return share.submit(actor, "clabsi", file(text), share.propose(actor, "clabsi", file(text)).shown)


def on_chart(actor: Person) -> list[Event]:
    found = [Event(**{**vars(event), "id": 0}) for event in mark_events.events(actor, "clabsi")]
    return sorted(found, key=lambda event: (event.start, event.name))


def test_interventions_of_a_file_stand_on_the_charts_and_the_same_file_again_does_nothing(cast: Cast) -> None:
    assert send(cast.contributor, FIRST) is not None
    assert [event.name for event in on_chart(cast.member)] == ["Body washes", "Biopatches"]
    assert send(cast.contributor, FIRST) is None
    assert [sent.sentence[:22] for sent in share.history(cast.lead)] == ["Marked 2 interventions"]
    assert [use.centre for use in mark_events.interventions(cast.stranger, "clabsi")] == ["Ash Hospital"] * 2
    with engine.reading() as db:
        assert audit.checked(db).whole


def test_undo_restores_the_charts_exactly_and_can_itself_be_undone(cast: Cast) -> None:
    send(cast.contributor, FIRST)
    before = on_chart(cast.member)
    second = send(cast.contributor, LATER)
    after = on_chart(cast.member)
    assert second is not None and after != before
    undone = share.undo(cast.lead, second)
    assert (undone.restored, undone.marks, undone.left_alone) == (0, 2, ())
    assert undone.sentence.startswith("2 interventions are as they were before. Now: Biopatches, ICU: ")
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
    assert [name.split(",")[0] for name in undone.left_alone] == ["Biopatches"]
    assert [event.name for event in on_chart(cast.member)] == ["Biopatches", "Parafilm"]
    with pytest.raises(Sorry, match="undone already"):
        share.undo(cast.contributor, first)


def test_what_was_agreed_to_must_still_fit(cast: Cast) -> None:
    agreed = share.propose(cast.lead, "clabsi", file(FIRST)).shown
    send(cast.contributor, HEADER + "PICU,Biopatches,03/06/2024,,,\n")
    with pytest.raises(Sorry, match="changed while you were looking"):
        share.submit(cast.lead, "clabsi", file(FIRST), agreed)
    assert len(on_chart(cast.member)) == 1


def test_only_senders_mark_from_a_file_and_nobody_undoes_anothers(cast: Cast) -> None:
    sent = send(cast.contributor, FIRST)
    for person in (cast.member, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            share.submit(person, "clabsi", file(FIRST), share.propose(cast.lead, "clabsi", file(FIRST)).shown)
    with pytest.raises(Sorry, match="no such upload"):
        share.undo(cast.stranger, sent or 0)


def test_the_download_of_events_uploads_again_as_nothing_to_do(cast: Cast) -> None:
    send(cast.contributor, FIRST)
    send(
        cast.contributor, HEADER + "PICU,Parafilm,12/02/2024,,paused since May 2025,\nOnc,Bionectors,Jan 2024,,,=1+1\n"
    )
    text = mark_events.export(cast.member, "clabsi").decode("utf-8-sig")
    assert "paused since May 2025" in text and send(cast.contributor, text) is None


def test_of_single_events_only_the_months_are_kept(cast: Cast) -> None:
    log = share.UploadedFile("log.csv", b"date,area,type\n03/06/2024,PICU,CLABSI\n17/06/2024,PICU,CLABSI\n", {}, {})
    proposal = share.propose(cast.contributor, "clabsi", log)
    upload = share.submit(cast.contributor, "clabsi", log, proposal.shown)
    name, kept = share.sent_file(cast.lead, upload or 0)
    assert name == "log, by month.csv" and b"2024-06,ICU,2" in kept
    assert b"03/06" not in kept and b"17/06" not in kept and b"2024-06-03" not in kept
    again = share.UploadedFile(name, kept, {}, {})
    assert share.propose(cast.contributor, "clabsi", again).comparison.nothing_to_do
    assert share.submit(cast.contributor, "clabsi", log, proposal.shown) is None


def both(count: int = 1, stop: object = None, name: str = "Biopatches") -> share.UploadedFile:
    """A workbook of counts, with what was started on a sheet of its own."""
    sheets = {
        "Counts": [["Month", "Area", "CLABSI", "Line days"], ["Apr 2024", "PICU", count, 800]],
        "Started": [["Area", "Intervention", "Start", "Stop"], ["PICU", name, "03/06/2024", stop]],
    }
    return share.UploadedFile("both.xlsx", dress.xlsx(sheets), {}, {})


def send_both(actor: Person, sent: share.UploadedFile) -> int | None:
    return share.submit(actor, "clabsi", sent, share.propose(actor, "clabsi", sent).shown)


def infections(actor: Person) -> list[float | None]:
    with engine.reading() as db:
        return [n.value for key, n in counts.numbers(db, actor.centre or 0, "clabsi").items() if key.item == "clabsi"]


def test_counts_and_interventions_of_one_workbook_go_in_with_one_confirmation(cast: Cast) -> None:
    proposal = share.propose(cast.contributor, "clabsi", both())
    numbers, marks = "1 month (Apr 2024, ICU: Infections, Central line days)", "1 intervention (Biopatches, ICU: since "
    assert proposal.sentence == f"Add {numbers}. Mark {marks}Jun 2024)."
    assert not proposal.reading.questions and not proposal.reading.left_out
    assert send_both(cast.contributor, both()) is not None
    assert infections(cast.member) == [1] and [event.name for event in on_chart(cast.member)] == ["Biopatches"]
    (one,) = share.history(cast.lead)
    assert one.sentence == f"Added {numbers}. Marked {marks}Jun 2024)."
    assert send_both(cast.contributor, both()) is None and len(share.history(cast.lead)) == 1
    with engine.reading() as db:
        assert audit.checked(db).whole


def test_what_is_stored_already_of_the_two_is_not_told_again(cast: Cast) -> None:
    send_both(cast.contributor, both())
    only_count = share.propose(cast.contributor, "clabsi", both(count=2))
    assert only_count.sentence.startswith("Change 1 number") and "intervention" not in only_count.sentence
    only_mark = share.propose(cast.contributor, "clabsi", both(stop="09/01/2025"))
    assert only_mark.sentence.startswith("Change 1 intervention")


def test_one_undo_takes_back_both_and_can_itself_be_undone(cast: Cast) -> None:
    send_both(cast.contributor, both())
    before = (infections(cast.member), on_chart(cast.member))
    second = send_both(cast.contributor, both(count=2, stop="09/01/2025"))
    after = (infections(cast.member), on_chart(cast.member))
    assert second is not None and before[0] != after[0] and before[1] != after[1]
    undone = share.undo(cast.lead, second)
    assert undone.sentence.startswith("1 number and 1 intervention are as they were before. Now: ")
    assert (infections(cast.member), on_chart(cast.member)) == before
    share.undo(cast.lead, undone.upload)
    assert (infections(cast.member), on_chart(cast.member)) == after


def test_an_undo_of_both_leaves_alone_the_one_that_was_changed_since(cast: Cast) -> None:
    first = send_both(cast.contributor, both())
    send_both(cast.contributor, both(count=5))
    undone = share.undo(cast.lead, first or 0)
    assert (undone.restored, undone.marks) == (0, 0)
    assert "Infections, ICU, April 2024: 5" in undone.left_alone
    assert infections(cast.member) == [5] and on_chart(cast.member)  # the second file said all of it again


def test_a_wrong_row_of_one_list_holds_back_neither_the_other_nor_its_good_rows(cast: Cast) -> None:
    proposal = share.propose(cast.contributor, "clabsi", both(name="", count=1))
    assert [(problem.sheet, problem.row) for problem in proposal.reading.problems] == [("Started", 2)]
    assert proposal.sentence == (
        "Add 1 month (Apr 2024, ICU: Infections, Central line days). 1 row with problems stays out."
    )
    wrong = both()
    wrong = share.UploadedFile(wrong.name, wrong.data, {("Counts", 1, 2): "four"}, {})
    assert share.propose(cast.contributor, "clabsi", wrong).sentence.startswith("Mark 1 intervention")
