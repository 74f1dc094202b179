"""Thank-yous as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from mist_dash.store.cache import cached
from mist_dash.store.search import SearchKind
from mist_dash.store.tables import Centre, PersonRow
from mist_dash.store.tables_learning import Thanks


@dataclass(frozen=True)
class Thank:
    """Who thanks, for what, in which words."""

    who: str
    where: str
    kind: str
    item: int
    text: str
    at: datetime


def add(db: Session, centre: int, person: int, kind: SearchKind, item: int, text: str) -> None:
    """One for each person and thing: thanking again changes the words."""
    row = db.exec(
        select(Thanks).where(Thanks.person_id == person, Thanks.kind == kind, Thanks.item_id == item)
    ).first() or Thanks(centre_id=centre, person_id=person, kind=kind, item_id=item)
    row.text = text
    db.add(row)


@cached
def received(db: Session, centre: int, newest: int = 5) -> tuple[Thank, ...]:
    query = (
        select(Thanks, PersonRow.name, Centre.name)
        .join(PersonRow, col(Thanks.person_id) == PersonRow.id)
        .outerjoin(Centre, col(PersonRow.centre_id) == Centre.id)
        .where(Thanks.centre_id == centre)
        .order_by(col(Thanks.at).desc())
        .limit(newest)
    )
    return tuple(
        Thank(who, where or "the collaborative", row.kind, row.item_id, row.text, row.at)
        for row, who, where in db.exec(query)
    )
