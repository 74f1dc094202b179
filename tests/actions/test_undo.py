"""Undo: what stands is the newest value whose upload still stands, in whatever order uploads were taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mist_dash.actions import mark_events, share
from mist_dash.core.events import Event
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.people import Person
from mist_dash.store import audit, engine
from tests.actions.test_share import file, send, stored
from tests.conftest import Cast

MONTHS = ("2024-01", "2024-02", "2024-03")
STARTED = "area,intervention,start,stop,status,note\n"


def sent(actor: Person, **counts: int) -> int:
    """`sent(nurse, apr=301)`: infections of months of 2024 in ICU."""
    months = {"apr": "2024-04", "may": "2024-05"}
    upload = send(actor, file(*(f"{months[name]},ICU,{count},800" for name, count in counts.items())))
    assert upload is not None
    return upload


def of(actor: Person, month: str) -> float | None:
    return stored(actor).get((month, "ICU", "clabsi"))


@pytest.mark.parametrize("first", [0, 1])
def test_overlapping_uploads_leave_what_was_there_before_both_in_either_order(cast: Cast, first: int) -> None:
    sent(cast.lead, apr=244)
    both = sent(cast.contributor, apr=301), sent(cast.lead, apr=305)
    share.undo(cast.lead, both[first])
    assert of(cast.lead, "2024-04") == (305, 301)[first]
    share.undo(cast.contributor, both[1 - first])
    assert of(cast.lead, "2024-04") == 244


def test_an_upload_put_back_stands_where_it_stood_and_a_later_one_above_it(cast: Cast) -> None:
    first, second = sent(cast.contributor, apr=2), sent(cast.lead, apr=3)
    undone, other = (share.undo(cast.lead, one).upload for one in (second, first))
    assert of(cast.lead, "2024-04") is None
    share.undo(cast.lead, undone)
    assert of(cast.lead, "2024-04") == 3
    share.undo(cast.lead, other)
    assert of(cast.lead, "2024-04") == 3
    share.undo(cast.lead, second)
    assert of(cast.lead, "2024-04") == 2


def test_the_receipt_says_what_stands_now_and_the_history_what_moved(cast: Cast) -> None:
    sent(cast.lead, apr=244)
    first = sent(cast.contributor, apr=301, may=1)
    second = sent(cast.lead, apr=305)
    done = share.undo(cast.lead, first)
    assert done.sentence == (
        "2 numbers are as they were before. Now: Central line days, ICU, May 2024: not sent; Infections, "
        "ICU, May 2024: not sent. Changed since: 1 of these again, which stays: Infections, ICU, April 2024: 305."
    )
    done = share.undo(cast.lead, second)
    assert done.sentence == "1 number is as the uploads that still stand say. Now: Infections, ICU, April 2024: 244."
    said = share.history(cast.lead)[0].sentence
    assert said.endswith("1 number is as the uploads that still stand say (Infections, ICU, April 2024: 305 -> 244)")
    (row,) = share.rows_of(cast.lead, done.upload)
    assert (row.old and row.old.value, row.new and row.new.value) == (305, 244)


def test_an_undo_that_moves_nothing_is_kept_and_says_so(cast: Cast) -> None:
    first = sent(cast.contributor, apr=2)
    send(cast.lead, file("2024-04,ICU,3,801"))
    done = share.undo(cast.lead, first)
    assert done.sentence.startswith("Nothing changes, since all of it was changed again later.")
    assert of(cast.lead, "2024-04") == 3 and share.history(cast.lead)[2].undone_by == done.upload


def test_who_may_not_see_small_numbers_reads_none_of_them_in_a_receipt(cast: Cast) -> None:
    def hidden(actor: Person, count: int) -> int:
        sent = share.UploadedFile("svs.csv", f"month,svs_incidents\n2024-04,{count}\n".encode(), {}, {})
        made = share.submit(actor, "second-victim", sent, share.propose(actor, "second-victim", sent).shown)
        return made or 0

    hidden(cast.lead, 31)
    second = hidden(cast.lead, 47)
    said = share.undo(cast.contributor, second).sentence
    assert "31" not in said and "47" not in said and "April 2024" in said
    assert all("31" not in one.sentence and "47" not in one.sentence for one in share.history(cast.contributor))


def marked(actor: Person, *rows: str) -> int:
    sent = share.UploadedFile("started.csv", "\n".join([STARTED.strip(), *rows]).encode(), {}, {})
    upload = share.submit(actor, "clabsi", sent, share.propose(actor, "clabsi", sent).shown)
    assert upload is not None
    return upload


def on_charts(actor: Person) -> list[Event]:
    return [replace(event, id=0) for event in mark_events.events(actor, "clabsi")]


@pytest.mark.parametrize("first", [0, 1])
def test_interventions_follow_the_same_rule(cast: Cast, first: int) -> None:
    marked(cast.lead, "PICU,Biopatches,03/06/2024,,,")
    before = on_charts(cast.lead)
    both = (
        marked(cast.lead, "PICU,Biopatches,03/06/2024,09/01/2025,,"),
        marked(cast.lead, "PICU,Biopatches,03/06/2024,10/02/2025,,"),
    )
    share.undo(cast.lead, both[first])
    assert [event.stop for event in on_charts(cast.lead)] == [(date(2025, 2, 10), date(2025, 1, 9))[first]]
    done = share.undo(cast.lead, both[1 - first])
    assert on_charts(cast.lead) == before
    share.undo(cast.lead, done.upload)
    assert [event.stop for event in on_charts(cast.lead)] == [(date(2025, 1, 9), date(2025, 2, 10))[1 - first]]


def test_an_intervention_changed_by_hand_since_is_left_as_it_is(cast: Cast) -> None:
    upload = marked(cast.lead, "PICU,Biopatches,03/06/2024,,,")
    (event,) = mark_events.events(cast.lead, "clabsi")
    mark_events.pause(cast.contributor, event.id, date(2025, 5, 1))
    by_hand = on_charts(cast.lead)
    done = share.undo(cast.lead, upload)
    assert on_charts(cast.lead) == by_hand and [name[:10] for name in done.left_alone] == ["Biopatches"]


COUNTS = st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 3), min_size=1)
STEPS = st.lists(st.one_of(COUNTS, st.integers(0, 9)), min_size=2, max_size=9)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_uploads_and_undos_leave_what_a_plain_replay_leaves(cast: Cast, steps: list[dict[str, int] | int]) -> None:
    """A step is a file of counts, or the place of the upload or undo to take back."""
    with engine.begin() as db:
        for table in ("change", "count", "upload"):
            db.connection().exec_driver_sql(f"DELETE FROM {table}")
    uploads: list[tuple[int, dict[str, int], int | None]] = []  # its id, what it said, what it undoes
    for step in steps:
        if isinstance(step, dict):
            told = file(*(f"{month},ICU,{count},800" for month, count in step.items()))
            made = send(cast.contributor, replace(told, book=open_book(told.data, told.name)))
            if made is not None:
                uploads.append((made, step, None))
        elif open_ := [one for one in uploads if one[0] not in taken_back(uploads)]:
            back = open_[step % len(open_)][0]
            uploads.append((share.undo(cast.lead, back).upload, {}, back))
        found = {month: int(value) for (month, _, item), value in stored(cast.lead).items() if item == "clabsi"}
        assert found == replayed(uploads)
        undone = {one.id for one in share.history(cast.lead) if one.undone_by}
        assert undone == taken_back(uploads)
    with engine.reading() as db:
        assert audit.checked(db).whole


def taken_back(uploads: list[tuple[int, dict[str, int], int | None]]) -> set[int]:
    found: set[int] = set()
    for id, _, undoes in reversed(uploads):
        if undoes is not None and id not in found:
            found.add(undoes)
    return found


def replayed(uploads: list[tuple[int, dict[str, int], int | None]]) -> dict[str, int]:
    """What is there after sending, one after the other, only the uploads that were not taken back."""
    state: dict[str, int] = {}
    for id, said, _ in uploads:
        if id not in taken_back(uploads):
            state |= said
    return state


def test_a_number_that_another_standing_upload_also_gave_stays_when_the_first_is_undone(cast: Cast) -> None:
    """200 line days came from both: undoing the lead's leaves the nurse's 1 infection its 200 days."""
    first = send(cast.lead, file("2018-12,ICU,0,200", "2019-01,ICU,4,210"))
    second = send(cast.contributor, file("2018-12,ICU,1,200", "2019-01,ICU,4,210"))
    assert first and second
    assert [row.key.item for row in share.rows_of(cast.lead, second)] == ["clabsi"]
    undone = share.undo(cast.lead, first)
    assert (stored(cast.lead)[("2018-12", "ICU", "central_line_days")], of(cast.lead, "2018-12")) == (200, 1)
    assert (stored(cast.lead)[("2019-01", "ICU", "central_line_days")], of(cast.lead, "2019-01")) == (210, 4)
    share.undo(cast.lead, undone.upload)
    share.undo(cast.contributor, second)
    assert (stored(cast.lead)[("2018-12", "ICU", "central_line_days")], of(cast.lead, "2018-12")) == (200, 0)
    share.undo(cast.lead, first)
    assert stored(cast.lead) == {}
