"""Stories, resources and events as they are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mist_dash.core.learning import Event, Pause, Resource, Story, StoryState, Told
from mist_dash.store import tables as t


def stories(
    db: Session, *, states: Collection[StoryState], centre: int | None = None, theme: str = "", newest: int = 200
) -> tuple[Story, ...]:
    """Stories in these states, the newest first: there is no other order."""
    query = select(t.Story, t.Centre.name).where(t.Story.centre_id == t.Centre.id, col(t.Story.state).in_(states))
    if centre is not None:
        query = query.where(t.Story.centre_id == centre)
    if theme:
        query = query.where(t.Story.theme == theme)
    newest_first = query.order_by(col(t.Story.published).desc(), col(t.Story.told).desc()).limit(newest)
    found = db.exec(newest_first).all()
    linked = _linked(db, [row.id or 0 for row, _ in found])
    return tuple(_story(row, name, linked.get(row.id or 0, ())) for row, name in found)


def story(db: Session, id: int) -> Story | None:
    row = db.get(t.Story, id)
    if row is None:
        return None
    centre = db.get(t.Centre, row.centre_id)
    return _story(row, centre.name if centre else "", _linked(db, [id]).get(id, ()))


def tell(db: Session, centre: int, author: int, told: Told, state: StoryState, when: datetime | None = None) -> int:
    """Keeps a story and the resources it links to; `when` is for stories told before today."""
    values = asdict(told)
    chosen = values.pop("resources")
    row = t.Story(centre_id=centre, author_id=author, state=state, told=when or t.now(), **values)
    row.published = row.told if state == "published" else None
    db.add(row)
    db.flush()
    assert row.id is not None
    for resource in chosen:
        db.add(t.StoryResource(story_id=row.id, resource_id=resource))
    return row.id


def set_state(db: Session, id: int, state: StoryState, note: str = "") -> None:
    row = db.get_one(t.Story, id)
    row.state, row.note = state, note
    row.published = t.now() if state == "published" else row.published
    db.add(row)


def resources(db: Session, *, theme: str = "", newest: int = 200) -> tuple[Resource, ...]:
    query = select(t.Resource, t.Centre.name).where(t.Resource.centre_id == t.Centre.id)
    if theme:
        query = query.where(t.Resource.theme == theme)
    found = db.exec(query.order_by(col(t.Resource.added).desc()).limit(newest)).all()
    return tuple(_resource(row, name) for row, name in found)


def resource_file(db: Session, id: int) -> tuple[str, str, bytes] | None:
    """(file name, media type, bytes) of one resource."""
    row = db.get(t.Resource, id)
    return (row.file_name, row.media_type, row.file) if row and row.file else None


def add_resource(db: Session, centre: int, *, theme: str, title: str, kind: str, about: str, licence: str,
                 file_name: str, file_hash: str, media_type: str, file: bytes) -> int:  # fmt: skip
    row = t.Resource(centre_id=centre, theme=theme, title=title, kind=kind, about=about, licence=licence,
                     file_name=file_name, file_hash=file_hash, media_type=media_type, file=file)  # fmt: skip
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


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


def _linked(db: Session, stories: list[int]) -> dict[int, tuple[Resource, ...]]:
    query = select(t.StoryResource.story_id, t.Resource, t.Centre.name).where(
        t.StoryResource.resource_id == t.Resource.id,
        t.Resource.centre_id == t.Centre.id,
        col(t.StoryResource.story_id).in_(stories),
    )
    found: dict[int, tuple[Resource, ...]] = {}
    for story_id, row, name in db.exec(query):
        found[story_id] = (*found.get(story_id, ()), _resource(row, name))
    return found


def _story(row: t.Story, centre: str, resources: tuple[Resource, ...]) -> Story:
    return Story(
        row.id or 0, row.centre_id, centre, row.theme, row.area, row.title, row.why, row.did, row.found, row.means,
        row.not_worked, row.contact, row.state, row.told, row.published, row.note, resources,  # type: ignore[arg-type]
    )  # fmt: skip


def _resource(row: t.Resource, centre: str) -> Resource:
    return Resource(row.id or 0, row.centre_id, centre, row.theme, row.title, row.kind, row.about, row.version,
                    row.licence, row.file_name, row.added)  # fmt: skip
