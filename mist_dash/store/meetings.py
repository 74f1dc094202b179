"""Meetings as they are kept: the running order while one is prepared, and its slides as values once it is frozen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from mist_dash.core.meeting import Meeting, MeetingDraft, PlannedSlide, Slide, pack, unpack
from mist_dash.store.cache import cached
from mist_dash.store.tables import now
from mist_dash.store.tables_meeting import MeetingRow


def add(db: Session, told: MeetingDraft) -> int:
    row = MeetingRow(**asdict(told))
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def change(db: Session, id: int, told: MeetingDraft) -> None:
    _set(db, id, **asdict(told))


def meeting(db: Session, id: int) -> Meeting | None:
    """With its slides as they were frozen; none while it is prepared."""
    row = db.get(MeetingRow, id)
    return _value(row) if row else None


def by_code(db: Session, code: str) -> Meeting | None:
    """The meeting to which this code leads until it was held: while it is opened for changes, without slides."""
    query = select(MeetingRow).where(MeetingRow.code == code, MeetingRow.state != "held")
    row = db.exec(query).first()
    return _value(row) if row else None


def meetings(db: Session, states: Sequence[str] = ("draft", "frozen", "held")) -> tuple[Meeting, ...]:
    """The latest first."""
    query = select(MeetingRow).where(col(MeetingRow.state).in_(states))
    return tuple(map(_value, db.exec(query.order_by(col(MeetingRow.day).desc(), col(MeetingRow.id).desc()))))


@cached
def newest_held(db: Session) -> tuple[int, str, date] | None:
    """Id, title and day of the last meeting that was held, without its slides."""
    query = select(col(MeetingRow.id), col(MeetingRow.title), col(MeetingRow.day)).where(MeetingRow.state == "held")
    found = db.exec(query.order_by(col(MeetingRow.day).desc(), col(MeetingRow.id).desc())).first()
    return (found[0] or 0, found[1], found[2]) if found else None


def last_held(db: Session) -> date | None:
    """The day of the last meeting that was held."""
    found = newest_held(db)
    return found[2] if found else None


def plan(db: Session, id: int) -> tuple[PlannedSlide, ...]:
    return tuple(PlannedSlide(**one | {"choices": tuple(one["choices"])}) for one in db.get_one(MeetingRow, id).plan)


def set_plan(db: Session, id: int, planned: Iterable[PlannedSlide]) -> None:
    _set(db, id, plan=[asdict(one) | {"choices": list(one.choices)} for one in planned])


def freeze(db: Session, id: int, slides: Sequence[Slide], code: str) -> None:
    _set(db, id, state="frozen", slides=list(map(pack, slides)), code=code, frozen=now(), at_slide="")


def thaw(db: Session, id: int) -> None:
    """Back to being prepared. It keeps its code: it is printed on invitations, and on the phones of who came early."""
    _set(db, id, state="draft", slides=[], frozen=None, at_slide="")


def hold(db: Session, id: int) -> None:
    _set(db, id, state="held")


def here(db: Session, id: int) -> tuple[int, ...]:
    """The centres that were there."""
    return tuple(db.get_one(MeetingRow, id).here)


def set_here(db: Session, id: int, centres: Iterable[int]) -> None:
    _set(db, id, here=list(centres))


def at_slide(db: Session, id: int) -> str:
    return db.get_one(MeetingRow, id).at_slide


def set_at_slide(db: Session, id: int, key: str) -> None:
    _set(db, id, at_slide=key)


def _set(db: Session, id: int, **values: Any) -> None:
    row = db.get_one(MeetingRow, id)
    for name, value in values.items():
        setattr(row, name, value)
    db.add(row)


def _value(row: MeetingRow) -> Meeting:
    slides = tuple(map(unpack, row.slides))
    return Meeting(
        row.id or 0,
        row.title,
        row.day,
        row.minutes,
        slides,
        row.state,  # type: ignore[arg-type]
        row.code or "",
        row.frozen,
    )
