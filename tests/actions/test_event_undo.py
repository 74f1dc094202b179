"""A slip on the charts is taken back: exactly what it was returns, and nobody's later change is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mist_dash.actions import mark_events, resources
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.resources import ResourceFile
from mist_dash.core import events as dated
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.events import Event
from mist_dash.core.people import VISITOR
from mist_dash.core.plain_text import Outcome
from mist_dash.core.resources import ResourceDraft
from mist_dash.store import audit, engine
from tests.conftest import Cast

START, PAUSED, AGAIN = date(2024, 6, 12), date(2024, 9, 1), date(2024, 11, 3)


def marked(cast: Cast, name: str = "Body washes") -> Outcome:
    return mark_events.mark(
        cast.contributor, "clabsi", area="ICU", kind="intervention", name=name, start=START, note="a private word"
    )


def charts(cast: Cast) -> tuple[Event, ...]:
    return mark_events.events(cast.member, "clabsi")


def corrected(cast: Cast, id: int) -> Outcome:
    return mark_events.change(
        cast.contributor, id, area="", name="Washes", start=date(2024, 7, 1), stop=date(2025, 1, 1), note=""
    )


DEEDS: dict[str, Callable[[Cast, int], Outcome]] = {
    "pause": lambda cast, id: mark_events.pause(cast.contributor, id, date(2024, 12, 1)),
    "correct": corrected,
    "remove": lambda cast, id: mark_events.remove(cast.contributor, id),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_is_undone_to_exactly_what_was_before(cast: Cast, deed: str) -> None:
    other, id = marked(cast, "Hats").id, marked(cast).id or 0
    mark_events.pause(cast.contributor, id, PAUSED)
    mark_events.resume(cast.lead, id, AGAIN)
    before = charts(cast)
    done = DEEDS[deed](cast, id)
    assert charts(cast) != before
    mark_events.undo(cast.lead, done.undo or 0)
    assert charts(cast) == before and {event.id for event in before} == {other, id}
    with engine.reading() as db:
        assert audit.checked(db).whole


def test_a_resume_and_a_mark_are_undone_one_after_the_other(cast: Cast) -> None:
    done = marked(cast)
    id = done.id or 0
    mark_events.pause(cast.contributor, id, PAUSED)
    resumed = mark_events.resume(cast.contributor, id, AGAIN)
    mark_events.undo(cast.contributor, resumed.undo or 0)
    assert dated.is_paused(charts(cast)[0])
    with pytest.raises(Sorry, match=r"paused by Contributor on .* Undo that first"):
        mark_events.undo(cast.contributor, done.undo or 0)
    for edit in reversed(dated.standing(mark_events.history(cast.member, "clabsi")[id])):
        mark_events.undo(cast.contributor, edit.id)
    assert charts(cast) == () and mark_events.removed(cast.member, "clabsi") == ()


def test_a_colleagues_later_change_is_not_overwritten_and_is_named(cast: Cast) -> None:
    id = marked(cast).id or 0
    mine = mark_events.pause(cast.contributor, id, PAUSED)
    mark_events.resume(cast.lead, id, AGAIN)
    stands = charts(cast)
    with pytest.raises(Sorry, match="taken up again by Lead"):
        mark_events.undo(cast.contributor, mine.undo or 0)
    assert charts(cast) == stands


def test_a_colleague_who_set_the_same_again_is_not_overwritten_either(cast: Cast) -> None:
    id = marked(cast).id or 0
    mine = mark_events.pause(cast.contributor, id, PAUSED)
    first = mark_events.history(cast.member, "clabsi")[id][-1]
    mark_events.undo(cast.contributor, mine.undo or 0)
    mark_events.pause(cast.lead, id, PAUSED)
    with pytest.raises(Sorry, match="undone already"):
        mark_events.undo(cast.contributor, first.id)
    assert dated.is_paused(charts(cast)[0])


def test_a_change_by_another_way_is_not_overwritten(cast: Cast) -> None:
    """What a centre says of a resource stops its ribbon, too."""
    offered = ResourceDraft("clabsi", "Line bundle", "bundle")
    id = resources.add(cast.stranger, offered, ResourceFile("a.pdf", pdf("Line bundle", ["Wash hands."]))).id or 0
    resources.use(cast.contributor, id, "trying", START)
    event = charts(cast)[0]
    done = mark_events.pause(cast.contributor, event.id, PAUSED)
    resources.use(cast.contributor, id, "stopped", AGAIN, "Sore skin")
    stands = charts(cast)
    with pytest.raises(Sorry, match="changed in another way"):
        mark_events.undo(cast.contributor, done.undo or 0)
    assert charts(cast) == stands


def test_what_was_removed_stays_in_reach_and_its_ribbon_stays_the_one_of_its_resource(cast: Cast) -> None:
    offered = ResourceDraft("clabsi", "Line bundle", "bundle")
    id = resources.add(cast.stranger, offered, ResourceFile("a.pdf", pdf("Line bundle", ["Wash hands."]))).id or 0
    resources.use(cast.contributor, id, "trying", START)
    event = charts(cast)[0]
    done = mark_events.remove(cast.contributor, event.id)
    assert mark_events.removed(cast.member, "clabsi") == (event,) and charts(cast) == ()
    assert mark_events.interventions(cast.facilitator, "clabsi") == ()
    mark_events.undo(cast.lead, done.undo or 0)
    resources.use(cast.contributor, id, "stopped", AGAIN, "Sore skin")
    assert [one.stop for one in charts(cast)] == [AGAIN] and mark_events.removed(cast.member, "clabsi") == ()


def test_the_history_says_who_did_what_in_order_and_only_to_the_own_centre(cast: Cast) -> None:
    id = marked(cast).id or 0
    mark_events.pause(cast.contributor, id, PAUSED)
    mark_events.resume(cast.lead, id, AGAIN)
    done = mark_events.remove(cast.contributor, id)
    mark_events.undo(cast.lead, done.undo or 0)
    said = [(dated.verb(edit), edit.who) for edit in mark_events.history(cast.member, "clabsi")[id]]
    assert said == [
        ("Marked", "Contributor"),
        ("Paused", "Contributor"),
        ("Taken up again", "Lead"),
        ("Taken off the charts", "Contributor"),
        ("Undone", "Lead"),
    ]
    assert mark_events.history(cast.stranger, "clabsi") == {}
    with pytest.raises(NotFound):
        mark_events.undo(cast.stranger, done.undo or 0)
    for person in (cast.member, cast.facilitator, cast.admin, VISITOR):
        with pytest.raises(NotAllowed):
            mark_events.undo(person, done.undo or 0)


def test_the_name_of_an_event_like_a_patients_waits_for_a_person(cast: Cast) -> None:
    words = {"area": "ICU", "kind": "other", "name": "Baby 943 476 5919 came", "start": START}
    first = mark_events.mark(cast.contributor, "clabsi", **words)  # type: ignore[arg-type]
    assert first.id is None and first.doubts and charts(cast) == ()
    assert mark_events.mark(cast.contributor, "clabsi", **words, confirmed=first.doubts).id  # type: ignore[arg-type]
    id = charts(cast)[0].id
    mine = {"area": "", "start": START, "stop": None, "note": ""}
    other = mark_events.change(cast.contributor, id, name="Baby 401 023 2137", confirmed=first.doubts, **mine)  # type: ignore[arg-type]
    assert other.doubts and charts(cast)[0].name == "Baby 943 476 5919 came"
