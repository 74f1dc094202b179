"""Who wants what is new by e-mail, and when the last one went out."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, or_, select

from mist_dash.core.people import Person, Role
from mist_dash.store.tables import Centre, PersonRow
from mist_dash.store.tables_meeting import DigestReader

Reader = tuple[Person, str, date | None]  # who, the address, the day of the last


def readers(db: Session) -> tuple[Reader, ...]:
    """Those who have an address and may sign in now."""
    query = (
        select(DigestReader, PersonRow, Centre)
        .join(PersonRow, col(DigestReader.person_id) == PersonRow.id)
        .outerjoin(Centre, col(PersonRow.centre_id) == Centre.id)
        .where(col(PersonRow.active), PersonRow.email != "", or_(col(Centre.id).is_(None), col(Centre.active)))
        .order_by(col(PersonRow.id))
    )
    return tuple(
        (
            Person(who.id, who.name, Role(who.role), who.centre_id, centre.name if centre else "", who.username),
            who.email,
            row.sent,
        )
        for row, who, centre in db.exec(query)
    )


def wanted(db: Session, person: int) -> bool:
    return db.get(DigestReader, person) is not None


def set_wanted(db: Session, person: int, wanted: bool) -> None:
    row = db.get(DigestReader, person)
    if wanted and row is None:
        db.add(DigestReader(person_id=person))
    elif row is not None and not wanted:
        db.delete(row)


def set_sent(db: Session, person: int, on: date) -> None:
    row = db.get_one(DigestReader, person)
    row.sent = on
    db.add(row)
