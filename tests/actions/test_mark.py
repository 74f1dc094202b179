"""Marking events: whose they are, what is kept of a change, and what other centres see."""

from __future__ import annotations

from datetime import date

import pytest

from mist_dash.actions import mark_events
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.people import VISITOR
from mist_dash.store import engine
from mist_dash.store.tables import AuditRow
from tests.conftest import Cast

START = date(2024, 6, 12)


def marked(cast: Cast, name: str = "Body washes", **more: object) -> int:
    outcome = mark_events.mark(
        cast.contributor,
        "clabsi",
        **{"area": "ICU", "kind": "intervention", "name": name, "start": START, "note": "a private word", **more},
    )  # type: ignore[arg-type]
    assert outcome.id
    return outcome.id


def test_an_intervention_is_paused_taken_up_again_and_stopped(cast: Cast) -> None:
    id = marked(cast)
    mark_events.pause(cast.contributor, id, date(2024, 9, 1))
    mark_events.resume(cast.lead, id, date(2024, 11, 1))
    event = mark_events.events(cast.member, "clabsi")[0]
    assert event.pauses == ((date(2024, 9, 1), date(2024, 11, 1)),)
    mark_events.change(cast.contributor, id, area="", name="Washes", start=START, stop=date(2025, 1, 1), note="")
    event = mark_events.events(cast.member, "clabsi")[0]
    assert (event.area, event.name, event.stop, event.pauses[0][1]) == (
        "",
        "Washes",
        date(2025, 1, 1),
        date(2024, 11, 1),
    )


def test_what_was_changed_or_removed_stands_in_the_audit_trail(cast: Cast) -> None:
    id = marked(cast)
    mark_events.remove(cast.contributor, id)
    assert mark_events.events(cast.member, "clabsi") == ()
    with engine.reading() as db:
        last = db.get(AuditRow, 2)
        assert last is not None and "removed" in last.what and "a private word" in last.details["old"]


def test_nobody_touches_an_event_of_another_centre(cast: Cast) -> None:
    id = marked(cast)
    for deed in (lambda who: mark_events.remove(who, id), lambda who: mark_events.pause(who, id, START)):
        with pytest.raises(NotFound):
            deed(cast.stranger)
        for person in (cast.member, cast.facilitator, cast.admin, VISITOR):
            with pytest.raises(NotAllowed):
                deed(person)


def test_an_area_that_the_theme_does_not_have_is_refused(cast: Cast) -> None:
    with pytest.raises(Sorry, match="areas in the list"):
        marked(cast, area="Moon")


def test_everybody_sees_who_uses_what_by_name_without_notes_or_other_events(cast: Cast) -> None:
    mark_events.mark(cast.stranger, "clabsi", area="", kind="intervention", name="Biopatches", start=START)
    marked(cast)
    marked(cast, name="New audit", kind="looked differently")
    uses = mark_events.interventions(cast.facilitator, "clabsi")
    assert [(use.centre, use.intervention, use.area, use.state) for use in uses] == [
        ("Ash Hospital", "Body washes", "ICU", "since Jun 2024"),
        ("Birch Hospital", "Biopatches", "Every area", "since Jun 2024"),
    ]
    assert "private" not in repr(uses)
    assert [use.centre for use in mark_events.interventions(cast.member, "clabsi", area="Elsewhere")] == [
        "Birch Hospital"
    ]
    assert mark_events.interventions(cast.member, "clabsi", "Body washes")[0].centre == "Ash Hospital"
    with pytest.raises(NotAllowed):
        mark_events.interventions(VISITOR, "clabsi")


def test_the_download_runs_no_formula(cast: Cast) -> None:
    marked(cast, name="=HYPERLINK(1)", note="@SUM(1)")
    text = mark_events.export(cast.member, "clabsi").decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and "'@SUM(1)" in text
