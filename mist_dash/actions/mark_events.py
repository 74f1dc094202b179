"""Dated events and interventions: a centre marks them on its own charts, and everybody sees who uses which."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from mist_dash.actions import finding
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import events as dated
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.events import Event, EventKind
from mist_dash.core.intake.safe_text import neutral
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.store import audit, chart_events, engine


@dataclass(frozen=True)
class InterventionUse:
    """One centre using one intervention in one area. No score stands beside it."""

    centre: str
    intervention: str
    area: str
    state: str


def events(actor: Person, theme: str) -> tuple[Event, ...]:
    """The own centre's events in one theme, the earliest first."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return chart_events.events(db, centre, theme)


def mark(
    actor: Person,
    theme: str,
    *,
    area: str,
    kind: EventKind,
    name: str,
    start: date,
    stop: date | None = None,
    note: str = "",
) -> int:
    """Marks an event on the centre's charts. Raises Sorry with what is missing."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    known = theme_of(theme)
    event = _sound(known.id, Event(0, area, kind, name, start, stop, note))
    with engine.begin() as db:
        id = chart_events.add_event(db, centre, known.id, event)
        audit.record(db, actor, Deed.MARK_EVENT, f"marked “{event.name}” in {known.short}", {"event": id})
        finding.look(db, centre)
        return id


def change(actor: Person, id: int, *, area: str, name: str, start: date, stop: date | None, note: str) -> None:
    """Corrects an event of the own centre. Raises NotFound for any other, and Sorry with what is wrong."""
    own_centre(actor, Deed.MARK_EVENT)
    _settle(actor, id, "changed", lambda old: replace(old, area=area, name=name, start=start, stop=stop, note=note))


def pause(actor: Person, id: int, on: date) -> None:
    """Pauses an intervention that goes on."""
    own_centre(actor, Deed.MARK_EVENT)
    _settle(actor, id, "paused", lambda old: dated.paused(old, on))


def resume(actor: Person, id: int, on: date) -> None:
    """Takes a paused intervention up again."""
    own_centre(actor, Deed.MARK_EVENT)
    _settle(actor, id, "took up again", lambda old: dated.resumed(old, on))


def remove(actor: Person, id: int) -> None:
    """Takes an event off the charts; the audit trail keeps what it was."""
    own_centre(actor, Deed.MARK_EVENT)
    _settle(actor, id, "removed", lambda _: None)


def interventions(actor: Person, theme: str, intervention: str = "", area: str = "") -> tuple[InterventionUse, ...]:
    """Which centres use what, where and since when: by the centre's name, then by date. Never beside a score."""
    check(actor, Deed.SEE_LEARNING)
    titles = {"": "Every area"} | {one.name: one.title for one in theme_of(theme).areas}
    with engine.reading() as db:
        found = chart_events.interventions(db, theme_of(theme).id)
    return tuple(
        InterventionUse(centre, event.name, titles.get(event.area, event.area), dated.state(event))
        for _, centre, event in found
        if intervention in ("", event.name) and (not area or event.area in ("", area))
    )


def export(actor: Person, theme: str) -> bytes:
    """The own centre's events of one theme as a CSV, with their dates and notes."""
    own_centre(actor, Deed.SEE_CENTRE)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["area", "intervention", "start", "stop", "status", "note"])
    for one in events(actor, theme):
        said = [one.area, one.name, one.start.isoformat(), one.stop.isoformat() if one.stop else "", dated.state(one)]
        writer.writerow([neutral(cell) for cell in (*said, one.note)])
    return text.getvalue().encode("utf-8-sig")


def _settle(actor: Person, id: int, what: str, how: Callable[[Event], Event | None]) -> None:
    """One change to one event of the own centre, with what it was and what it is in the audit trail."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    with engine.begin() as db:
        found = chart_events.event(db, centre, id)
        if found is None:
            raise NotFound("There is no such event on your centre’s charts.")
        theme, old = found
        new = how(old)
        if new is None:
            chart_events.remove_event(db, id)
        else:
            new = _sound(theme, new)
            chart_events.change_event(db, new)
        details = {"event": id, "old": repr(old), "new": repr(new)}
        audit.record(db, actor, Deed.MARK_EVENT, f"{what} “{old.name}” in {theme_of(theme).short}", details)
        finding.look(db, centre)


def _sound(theme: str, event: Event) -> Event:
    if event.area and event.area not in theme_of(theme).area_names:
        raise Sorry("Choose one of the areas in the list.")
    return dated.sound(event)
