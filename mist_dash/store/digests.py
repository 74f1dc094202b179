"""Who wants what is new by e-mail, where to, and when the last one went out."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, or_, select

from mist_dash.core.people import Person, Role
from mist_dash.store.tables import Centre, PersonRow
from mist_dash.store.tables_meeting import DigestReader

Reader = tuple[Person, str, date | None]  # who, the address, the day of the last


def readers(db: Session) -> tuple[Reader, ...]:
    """Those who may sign in now."""
    query = (
        select(DigestReader, PersonRow, Centre)
        .join(PersonRow, col(DigestReader.person_id) == PersonRow.id)
        .outerjoin(Centre, col(PersonRow.centre_id) == Centre.id)
        .where(col(PersonRow.active), or_(col(Centre.id).is_(None), col(Centre.active)))
        .order_by(col(PersonRow.id))
    )
    return tuple(
        (
            Person(who.id, who.name, Role(who.role), who.centre_id, centre.name if centre else "", who.username),
            row.address,
            row.sent,
        )
        for row, who, centre in db.exec(query)
    )


def address(db: Session, person: int) -> str:
    """Empty for who does not want it."""
    row = db.get(DigestReader, person)
    return row.address if row else ""


def set_address(db: Session, person: int, address: str) -> None:
    """An empty one ends it."""
    row = db.get(DigestReader, person) or DigestReader(person_id=person, address=address)
    row.address = address
    if address:
        db.add(row)
    elif row in db:
        db.delete(row)


def set_sent(db: Session, person: int, on: date) -> None:
    row = db.get_one(DigestReader, person)
    row.sent = on
    db.add(row)
