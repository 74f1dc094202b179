"""Dated events and interventions that a centre marks on its own charts."""

from __future__ import annotations

from datetime import date

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core.errors import Sorry
from mist_dash.core.learning import EVENT_KINDS, Event, EventKind
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.store import audit, engine, learning


def events(actor: Person, theme: str) -> tuple[Event, ...]:
    """The own centre's events in one theme, the earliest first."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return learning.events(db, centre, theme)


def mark(actor: Person, theme: str, *, area: str, kind: EventKind, name: str, start: date,
         stop: date | None = None, note: str = "") -> int:  # fmt: skip
    """Marks an event on the centre's charts. Raises Sorry with what is missing."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    known = theme_of(theme)
    if area and area not in known.area_names:
        raise Sorry("Choose one of the areas in the list.")
    if kind not in EVENT_KINDS or not name.strip():
        raise Sorry("Say in a few words what happened.")
    if stop is not None and stop < start:
        raise Sorry("It cannot have stopped before it started. Change one of the two dates.")
    with engine.begin() as db:
        id = learning.add_event(db, centre, theme, Event(0, area, kind, name.strip()[:120], start, stop, note[:500]))
        audit.record(db, actor, Deed.MARK_EVENT, f"marked “{name}” in {known.short}", {"event": id})
        return id
