"""Events on a centre's charts as they are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from mist_dash.core.learning import Event, Pause
from mist_dash.store import tables as t
from mist_dash.store.shelf import ResourceUse


def events(db: Session, centre: int, theme: str) -> tuple[Event, ...]:
    query = select(t.EventRow).where(t.EventRow.centre_id == centre, t.EventRow.theme == theme)
    rows = db.exec(query.order_by(col(t.EventRow.start)))
    return tuple(
        Event(row.id or 0, row.area, row.kind, row.name, row.start, row.stop, row.note, _pauses(row))  # type: ignore[arg-type]
        for row in rows
    )


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
    if row is None or row.centre_id != centre:
        return None
    return row.theme, next(one for one in events(db, centre, row.theme) if one.id == id)


def change_event(db: Session, event: Event) -> None:
    row = db.get_one(t.EventRow, event.id)
    for name, value in _columns(event).items():
        setattr(row, name, value)
    db.add(row)


def remove_event(db: Session, id: int) -> None:
    """Takes it off the charts. What a centre says that it tries stays said, without a ribbon."""
    for use in db.exec(select(ResourceUse).where(ResourceUse.event_id == id)):
        use.event_id = None
        db.add(use)
    db.flush()
    db.delete(db.get_one(t.EventRow, id))


def interventions(db: Session, theme: str) -> tuple[tuple[int, str, Event], ...]:
    """(centre, its name, the event) of every intervention in one theme, by the centre's name and then by date.

    Without notes: those are the centre's own.
    """
    query = select(t.EventRow, t.Centre.name).where(
        t.EventRow.centre_id == t.Centre.id, col(t.Centre.active), t.EventRow.theme == theme,
        t.EventRow.kind == "intervention",
    )  # fmt: skip
    rows = db.exec(query.order_by(t.Centre.name, col(t.EventRow.start), col(t.EventRow.id)))
    return tuple(
        (
            row.centre_id,
            name,
            Event(row.id or 0, row.area, "intervention", row.name, row.start, row.stop, "", _pauses(row)),
        )
        for row, name in rows
    )


def _columns(event: Event) -> dict[str, Any]:
    pauses = [[begun.isoformat(), again.isoformat() if again else None] for begun, again in event.pauses]
    return {"area": event.area, "kind": event.kind, "name": event.name, "start": event.start, "stop": event.stop,
            "note": event.note, "pauses": pauses}  # fmt: skip


def _pauses(row: t.EventRow) -> tuple[Pause, ...]:
    return tuple((date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in row.pauses or [])
