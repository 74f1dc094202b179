"""What leads accepted for their centres, and which hospitals ask to join, as they are kept."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from mist_dash.core.statements import Accepted, JoinRequest, Statement
from mist_dash.store.tables import PersonRow
from mist_dash.store.tables_people import AcceptedRow, JoinRow


def accept(db: Session, centre: int, person: int, statement: Statement) -> None:
    db.add(
        AcceptedRow(centre_id=centre, person_id=person, version=statement.version, fingerprint=statement.fingerprint)
    )


def accepted(db: Session) -> dict[int, Accepted]:
    """Centre -> what was accepted last."""
    rows = db.exec(
        select(AcceptedRow, PersonRow.name)
        .join(PersonRow, col(AcceptedRow.person_id) == PersonRow.id)
        .order_by(col(AcceptedRow.id))
    )
    return {row.centre_id: Accepted(row.centre_id, by, row.at, row.version, row.fingerprint) for row, by in rows}


def ask(db: Session, asked: JoinRequest) -> None:
    db.add(JoinRow(hospital=asked.hospital, name=asked.name, email=asked.email, words=asked.words))


def how_many(db: Session) -> int:
    return db.exec(select(func.count()).select_from(JoinRow)).one()


def asking(db: Session) -> tuple[JoinRequest, ...]:
    """The longest waiting first."""
    rows = db.exec(select(JoinRow).order_by(col(JoinRow.id)))
    return tuple(JoinRequest(row.id or 0, row.at, row.hospital, row.name, row.email, row.words) for row in rows)


def answered(db: Session, request: int) -> bool:
    """Takes it away, and says whether it was there."""
    row = db.get(JoinRow, request)
    if row is None:
        return False
    db.delete(row)
    return True
