"""Events on a centre's charts as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from mist_dash.core import months
from mist_dash.core.events import TICKS, Event, EventEdit, EventKind, Pause
from mist_dash.core.people import Deed
from mist_dash.core.standing import LoggedChange
from mist_dash.store import tables as t
from mist_dash.store.counts import Sender

EventIdentity = tuple[str, str, str]  # name, area, the month in which it began


def events(db: Session, centre: int, theme: str) -> tuple[Event, ...]:
    """What stands on the charts, the earliest first."""
    return _events(db, centre, theme, removed=False)


def removed(db: Session, centre: int, theme: str) -> tuple[Event, ...]:
    """What was taken off the charts, as it stood there, the earliest first."""
    return _events(db, centre, theme, removed=True)


def _events(db: Session, centre: int, theme: str, removed: bool) -> tuple[Event, ...]:
    return _of(db, centre, theme, col(t.EventRow.removed).is_(removed), col(t.EventRow.kind).not_in(TICKS))


def ticked(db: Session, centre: int, theme: str) -> tuple[Event, ...]:
    """What a centre ticked of the theme's agreed list, the earliest first. It stands on no chart."""
    return _of(db, centre, theme, col(t.EventRow.removed).is_(False), col(t.EventRow.kind).in_(TICKS))


def tick(db: Session, centre: int, theme: str, person: int, change: EventChange) -> bool:
    """Changes one tick from what it was; whether that changes anything."""
    old, new = change.old, change.new
    if old is not None and new is not None:
        new = replace(new, id=old.id)
    if old == new:
        return False
    if old is None and new is not None:
        new = replace(new, id=add_event(db, centre, theme, new))
    elif old is not None and new is None:
        remove_event(db, old.id)
    elif new is not None:
        change_event(db, new)
    id = next(one.id for one in (old, new) if one)
    note_change(db, id, person, EventChange(old, new))
    return True


def _of(db: Session, centre: int, theme: str, *asked: Any) -> tuple[Event, ...]:
    wanted = (t.EventRow.centre_id == centre, t.EventRow.theme == theme, *asked)
    return tuple(map(_value, db.exec(select(t.EventRow).where(*wanted).order_by(col(t.EventRow.start)))))


def add_event(db: Session, centre: int, theme: str, event: Event) -> int:
    row = t.EventRow(centre_id=centre, theme=theme, **_columns(event))
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def stop_event(db: Session, id: int, stop: date | None) -> None:
    """Ends an event on this day; None lets it go on."""
    row = db.get(t.EventRow, id)
    if row is not None:
        row.stop = stop
        db.add(row)


def event(db: Session, centre: int, id: int) -> tuple[str, Event] | None:
    """The theme and the event; None when it is not this centre's."""
    row = db.get(t.EventRow, id)
    if row is None or row.centre_id != centre or row.removed:
        return None
    return row.theme, _value(row)


def change_event(db: Session, event: Event) -> None:
    row = db.get_one(t.EventRow, event.id)
    for name, value in _columns(event).items():
        setattr(row, name, value)
    db.add(row)


def remove_event(db: Session, id: int) -> None:
    """Takes it off the charts. What a centre says that it tries stays said, without a ribbon."""
    _set_removed(db, id, True)


def put_back(db: Session, event: Event) -> None:
    """Onto the charts again, under its own id."""
    _set_removed(db, event.id, False)
    change_event(db, event)


def _set_removed(db: Session, id: int, removed: bool) -> None:
    row = db.get_one(t.EventRow, id)
    row.removed = removed
    db.add(row)


@dataclass(frozen=True)
class EventChange:
    """What happened to one event; None is "not on the charts"."""

    old: Event | None
    new: Event | None


def change_events(db: Session, centre: int, theme: str, upload: int, changes: Sequence[EventChange]) -> None:
    """Stores the changes of one upload, each as it was and as it is. An old event that is not there is passed over."""
    person = db.get_one(t.Upload, upload).person_id
    for change in changes:
        here = None if change.old is None else like(db, centre, theme, change.old)
        id = here.id if here else None
        if change.new is None and here is not None:
            remove_event(db, here.id)
        elif change.new is not None and here is not None:
            change_event(db, replace(change.new, id=here.id))
        elif change.new is not None:
            id = add_event(db, centre, theme, change.new)
        note_change(db, id, person, change, upload=upload)


def note_change(
    db: Session,
    event: int | None,
    person: int,
    change: EventChange,
    upload: int | None = None,
    undoes: int | None = None,
) -> int:
    """Writes down one change to one event, so that it can be read and undone. Returns its id."""
    old, new = _to_json(change.old), _to_json(change.new)
    row = t.EventChangeRow(upload_id=upload, event_id=event, person_id=person, old=old, new=new, undoes=undoes)
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def edits(db: Session, centre: int, theme: str) -> dict[int, tuple[EventEdit, ...]]:
    """event -> what was done to it, the oldest first: every event of one theme, on the charts or taken off them."""
    query = (
        select(t.EventChangeRow, t.PersonRow.name)
        .join(t.EventRow, col(t.EventChangeRow.event_id) == t.EventRow.id)
        .join(t.PersonRow, col(t.EventChangeRow.person_id) == t.PersonRow.id)
        .where(t.EventRow.centre_id == centre, t.EventRow.theme == theme)
        .order_by(col(t.EventChangeRow.id))
    )
    found: dict[int, tuple[EventEdit, ...]] = {}
    for row, who in db.exec(query):
        event = row.event_id or 0
        old, new = _from_json(row.old, event), _from_json(row.new, event)
        if old == new:  # an upload said it again
            continue
        edit = EventEdit(row.id or 0, event, who, row.at or t.now(), old, new, row.undoes, row.upload_id is not None)
        found[event] = (*found.get(event, ()), edit)
    return found


def theme_of_edit(db: Session, centre: int, id: int) -> str | None:
    """The theme of the event that was changed; None when it is not this centre's."""
    event = select(t.EventRow.theme).join(t.EventChangeRow, col(t.EventChangeRow.event_id) == t.EventRow.id)
    return db.exec(event.where(t.EventChangeRow.id == id, t.EventRow.centre_id == centre)).first()


def changes_of(db: Session, upload: int) -> list[EventChange]:
    """What one upload did to events; empty for an upload of counts."""
    rows = db.exec(
        select(t.EventChangeRow).where(t.EventChangeRow.upload_id == upload).order_by(col(t.EventChangeRow.id))
    )
    return [EventChange(_from_json(row.old), _from_json(row.new)) for row in rows]


def identity(event: Event) -> EventIdentity:
    """What makes two events the same one, changed or not: name, area and the month in which it began."""
    return event.name.casefold(), event.area, months.of(event.start)


def logs(db: Session, centre: int, theme: str) -> dict[EventIdentity, list[LoggedChange[Event]]]:
    """All that uploads and undos did to each event, the oldest first."""
    query = select(t.EventChangeRow).join(t.Upload).where(t.Upload.centre_id == centre, t.Upload.theme == theme)
    found: dict[EventIdentity, list[LoggedChange[Event]]] = {}
    for row in db.exec(query.order_by(col(t.EventChangeRow.upload_id), col(t.EventChangeRow.id))):
        old, new = _from_json(row.old), _from_json(row.new)
        if event := new or old:
            found.setdefault(identity(event), []).append(LoggedChange(row.upload_id or 0, old, new))
    return found


def sender(db: Session, centre: int, theme: str, *alike: Event | None) -> Sender | None:
    """Who changed an event last, in an upload or by hand, and when. alike: the event as it was and as it is."""
    known = [event for event in alike if event is not None]
    uploads = [change.upload for event in known[:1] for change in logs(db, centre, theme).get(identity(event), [])]
    found = []
    if uploads:
        query = select(t.PersonRow.name, t.Upload.at).where(t.Upload.person_id == t.PersonRow.id)
        found = [Sender(*row) for row in db.exec(query.where(t.Upload.id == max(uploads)))]
    ids = {event.id for event in known if event.id}
    by_hand = select(t.AuditRow).where(t.AuditRow.centre_id == centre, t.AuditRow.deed == Deed.MARK_EVENT)
    for row in db.exec(by_hand.order_by(col(t.AuditRow.id).desc())):
        if row.details.get("event") in ids:
            found.append(Sender(row.person, row.at))
            break
    return max(found, key=lambda one: one.at.replace(tzinfo=None), default=None)


def alike(found: Sequence[Event], wanted: EventIdentity, event: Event | None) -> Event | None:
    """The event of this identity without its id: the one that is just as told, where several are alike."""
    here = [replace(one, id=0) for one in found if identity(one) == wanted]
    return event if event in here else next(iter(here), None)


def like(db: Session, centre: int, theme: str, event: Event) -> Event | None:
    """The event on the charts with the same values: its id may be another one."""
    found = events(db, centre, theme)
    return next((one for one in found if replace(one, id=0) == replace(event, id=0)), None)


def interventions(db: Session, theme: str, kind: EventKind = "intervention") -> tuple[tuple[int, str, Event], ...]:
    """(centre, its name, the event) of every intervention in one theme, by the centre's name and then by date.

    Without notes: those are the centre's own.
    """
    query = select(t.EventRow, t.Centre.name).where(
        t.EventRow.centre_id == t.Centre.id,
        col(t.Centre.active),
        t.EventRow.theme == theme,
        t.EventRow.kind == kind,
        col(t.EventRow.removed).is_(False),
    )
    rows = db.exec(query.order_by(t.Centre.name, col(t.EventRow.start), col(t.EventRow.id)))
    return tuple(
        (
            row.centre_id,
            name,
            Event(row.id or 0, row.area, kind, row.name, row.start, row.stop, "", _pauses(row)),
        )
        for row, name in rows
    )


def _value(row: t.EventRow) -> Event:
    return Event(row.id or 0, row.area, row.kind, row.name, row.start, row.stop, row.note, _pauses(row))  # type: ignore[arg-type]


def _columns(event: Event) -> dict[str, Any]:
    pauses = [[begun.isoformat(), again.isoformat() if again else None] for begun, again in event.pauses]
    return {
        "area": event.area,
        "kind": event.kind,
        "name": event.name,
        "start": event.start,
        "stop": event.stop,
        "note": event.note,
        "pauses": pauses,
    }


def _to_json(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    days = {"start": event.start.isoformat(), "stop": event.stop.isoformat() if event.stop else None}
    return {**_columns(event), **days}


def _from_json(raw: dict[str, Any] | None, id: int = 0) -> Event | None:
    if raw is None:
        return None
    stop = date.fromisoformat(raw["stop"]) if raw["stop"] else None
    days = {"start": date.fromisoformat(raw["start"]), "stop": stop, "pauses": _as_pauses(raw["pauses"])}
    return Event(**{**raw, **days, "id": id})


def _pauses(row: t.EventRow) -> tuple[Pause, ...]:
    return _as_pauses(row.pauses or [])


def _as_pauses(found: Sequence[Any]) -> tuple[Pause, ...]:
    return tuple((date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in found)
