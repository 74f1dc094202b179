"""Dated events and interventions: a centre marks them on its own charts, and everybody sees who uses which."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from mist_dash.actions import finding
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import events as dated
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.events import Event, EventEdit, EventKind
from mist_dash.core.intake.safe_text import neutral
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.plain_text import Doubt, Outcome, doubts, unconfirmed
from mist_dash.store import audit, chart_events, engine
from mist_dash.store.chart_events import EventChange


@dataclass(frozen=True)
class InterventionUse:
    """One centre using one intervention in one area. No score stands beside it, and the event has no note."""

    centre: str
    intervention: str
    area: str
    event: Event

    @property
    def state(self) -> str:
        return dated.state(self.event)


def events(actor: Person, theme: str) -> tuple[Event, ...]:
    """The own centre's events in one theme, the earliest first."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return chart_events.events(db, centre, theme)


def removed(actor: Person, theme: str) -> tuple[Event, ...]:
    """What somebody took off the charts by hand, and can put back: as it stood there, the earliest first."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        done = chart_events.edits(db, centre, theme)
        last = {event: dated.standing(edits)[-1:] for event, edits in done.items()}
        gone = chart_events.removed(db, centre, theme)
    return tuple(one for one in gone if any(edit.new is None and not edit.by_file for edit in last.get(one.id, ())))


def history(actor: Person, theme: str) -> dict[int, tuple[EventEdit, ...]]:
    """event -> what was done to it and by whom, the oldest first: for every event of the own centre in one theme."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return chart_events.edits(db, centre, theme)


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
    confirmed: tuple[Doubt, ...] = (),
) -> Outcome:
    """Marks an event on the centre's charts, once. Raises Sorry with what is missing."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    known = theme_of(theme)
    event = _sound(known.id, Event(0, area, kind, name, start, stop, note))
    if doubts := _unconfirmed(event, confirmed):
        return Outcome(doubts=doubts)
    with engine.begin() as db:
        audit.one_writer(db)
        if same := chart_events.like(db, centre, known.id, event):
            return Outcome(same.id, again=True)
        id = chart_events.add_event(db, centre, known.id, event)
        edit = chart_events.note_change(db, id, actor.id or 0, EventChange(None, event))
        audit.record(db, actor, Deed.MARK_EVENT, f"marked “{event.name}” in {known.short}", {"event": id})
        finding.look(db, centre)
        return Outcome(id, undo=edit)


def change(
    actor: Person,
    id: int,
    *,
    area: str,
    name: str,
    start: date,
    stop: date | None,
    note: str,
    confirmed: tuple[Doubt, ...] = (),
) -> Outcome:
    """Corrects an event of the own centre. Raises NotFound for any other, and Sorry with what is wrong."""
    own_centre(actor, Deed.MARK_EVENT)

    def how(old: Event) -> Event:
        return replace(old, area=area, name=name, start=start, stop=stop, note=note)

    return _settle(actor, id, "changed", how, confirmed)


def pause(actor: Person, id: int, on: date) -> Outcome:
    """Pauses an intervention that goes on."""
    own_centre(actor, Deed.MARK_EVENT)
    return _settle(actor, id, "paused", lambda old: dated.paused(old, on))


def resume(actor: Person, id: int, on: date) -> Outcome:
    """Takes a paused intervention up again."""
    own_centre(actor, Deed.MARK_EVENT)
    return _settle(actor, id, "took up again", lambda old: dated.resumed(old, on))


def remove(actor: Person, id: int) -> Outcome:
    """Takes an event off the charts. What it was is kept, so that it can be put back."""
    own_centre(actor, Deed.MARK_EVENT)
    return _settle(actor, id, "removed", lambda _: None)


def undo(actor: Person, *edits: int) -> str:
    """Takes changes to events back, all or none: each is again exactly what it was. Returns what the last one is now.

    Raises Sorry, and changes nothing, when somebody has changed the event since: that stands.
    """
    centre = own_centre(actor, Deed.MARK_EVENT)
    with engine.begin() as db:
        for edit in edits:
            done = _undo(db, actor, centre, edit)
        finding.look(db, centre)
    stands = f"as it was, {dated.state(done.old)}" if done.old else "not on your charts any more"
    return f"Undone: “{done.old.name if done.old else done.name}” is {stands}."


def _undo(db: Session, actor: Person, centre: int, edit: int) -> EventEdit:
    theme = chart_events.theme_of_edit(db, centre, edit)
    if theme is None:
        raise NotFound("There is no such change on your centre’s charts.")
    edits = next(found for found in chart_events.edits(db, centre, theme).values() if edit in {one.id for one in found})
    done = next(one for one in edits if one.id == edit)
    _still_stands(done, edits, chart_events.event(db, centre, done.event))
    if done.old is None:
        chart_events.remove_event(db, done.event)
    else:
        chart_events.put_back(db, done.old)
    chart_events.note_change(db, done.event, actor.id or 0, EventChange(done.new, done.old), undoes=edit)
    details = {"event": done.event, "old": repr(done.new), "new": repr(done.old)}
    audit.record(db, actor, Deed.MARK_EVENT, f"undid “{done.name}” in {theme_of(theme).short}", details)
    return done


def _still_stands(done: EventEdit, edits: Sequence[EventEdit], now: tuple[str, Event] | None) -> None:
    """Raises Sorry unless what was done is the last that was done, and the event is still what it was made then."""
    standing = dated.standing(edits)
    if done not in standing:
        raise Sorry("This was undone already. Reload the page to see what stands.")
    last = standing[-1]
    if last != done:
        what = f"{dated.verb(last).lower()} by {last.who} on {last.at:%d %B %Y}"
        raise Sorry(f"Nothing was undone: “{last.name}” was {what}, after this. Undo that first, if it was wrong, too.")
    if (now[1] if now else None) != done.new:
        raise Sorry(f"Nothing was undone: “{done.name}” has changed in another way since. Correct it by hand.")


def interventions(
    actor: Person, theme: str, intervention: str = "", area: str = "", kind: EventKind = "intervention"
) -> tuple[InterventionUse, ...]:
    """Which centres use what, where and since when: by the centre's name, then by date. Never beside a score."""
    check(actor, Deed.SEE_LEARNING)
    titles = {"": "Every area"} | {one.name: one.title for one in theme_of(theme).areas}
    with engine.reading() as db:
        found = chart_events.interventions(db, theme_of(theme).id, kind)
    return tuple(
        InterventionUse(centre, event.name, titles.get(event.area, event.area), event)
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


def _settle(
    actor: Person,
    id: int,
    what: str,
    how: Callable[[Event], Event | None],
    confirmed: tuple[Doubt, ...] = (),
) -> Outcome:
    """One change to one event of the own centre; what it was and what it is stand in its history and in the audit."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    with engine.begin() as db:
        found = chart_events.event(db, centre, id)
        if found is None:
            raise NotFound("There is no such event on your centre’s charts.")
        theme, old = found
        new = how(old)
        if new is not None:
            new = _sound(theme, new)
            changed = (new.name, new.note) != (old.name, old.note)
            if changed and (doubts := _unconfirmed(new, confirmed)):
                return Outcome(doubts=doubts)
            chart_events.change_event(db, new)
        else:
            chart_events.remove_event(db, id)
        edit = chart_events.note_change(db, id, actor.id or 0, EventChange(old, new))
        details = {"event": id, "old": repr(old), "new": repr(new)}
        audit.record(db, actor, Deed.MARK_EVENT, f"{what} “{old.name}” in {theme_of(theme).short}", details)
        finding.look(db, centre)
        return Outcome(id, undo=edit)


def _unconfirmed(event: Event, confirmed: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    """What looks like a patient in the words of an event, of which others see the name."""
    return unconfirmed(doubts({"What happened": event.name, "Note": event.note}), confirmed)


def _sound(theme: str, event: Event) -> Event:
    if event.area and event.area not in theme_of(theme).area_names:
        raise Sorry("Choose one of the areas in the list.")
    return dated.sound(event)
