"""Events on a centre's charts as they are kept."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from mist_dash.core.learning import Event
from mist_dash.store import tables as t


def events(db: Session, centre: int, theme: str) -> tuple[Event, ...]:
    query = select(t.EventRow).where(t.EventRow.centre_id == centre, t.EventRow.theme == theme)
    rows = db.exec(query.order_by(col(t.EventRow.start)))
    return tuple(
        Event(row.id or 0, row.area, row.kind, row.name, row.start, row.stop, row.note)  # type: ignore[arg-type]
        for row in rows
    )


def add_event(db: Session, centre: int, theme: str, event: Event) -> int:
    row = t.EventRow(centre_id=centre, theme=theme, area=event.area, kind=event.kind, name=event.name,
                     start=event.start, stop=event.stop, note=event.note)  # fmt: skip
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
