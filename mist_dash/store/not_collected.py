"""What centres chose not to collect, as values: a theme, or one area of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from mist_dash.store.tables import NotCollectedRow, PersonRow


@dataclass(frozen=True)
class NotCollected:
    """One choice, and who made it. area: "" for the whole theme."""

    area: str
    person: str
    at: datetime


def of_centre(db: Session, centre: int) -> Mapping[str, tuple[NotCollected, ...]]:
    """theme -> what the centre does not collect of it."""
    query = (
        select(NotCollectedRow, PersonRow.name)
        .where(NotCollectedRow.person_id == PersonRow.id, NotCollectedRow.centre_id == centre)
        .order_by(NotCollectedRow.theme, NotCollectedRow.area)
    )
    found: dict[str, tuple[NotCollected, ...]] = {}
    for row, name in db.exec(query).all():
        found[row.theme] = (*found.get(row.theme, ()), NotCollected(row.area, name, row.at))
    return found


def areas(db: Session, centre: int, theme: str) -> frozenset[str]:
    """The areas of a theme that the centre does not collect; "" stands for all of it."""
    return frozenset(one.area for one in of_centre(db, centre).get(theme, ()))


def keep(db: Session, centre: int, theme: str, area: str, person: int) -> bool:
    """Keeps the choice; False when it was made before."""
    if _row(db, centre, theme, area) is not None:
        return False
    db.add(NotCollectedRow(centre_id=centre, theme=theme, area=area, person_id=person))
    db.flush()
    return True


def take_back(db: Session, centre: int, theme: str, area: str) -> bool:
    """Takes the choice back; False when there was none."""
    row = _row(db, centre, theme, area)
    if row is None:
        return False
    db.delete(row)
    db.flush()
    return True


def _row(db: Session, centre: int, theme: str, area: str) -> NotCollectedRow | None:
    query = select(NotCollectedRow).where(
        NotCollectedRow.centre_id == centre, NotCollectedRow.theme == theme, NotCollectedRow.area == area
    )
    return db.exec(query).first()
