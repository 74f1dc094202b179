"""Keys with which a hospital's own system sends data, as they are kept: by their hash, until they are ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from mist_dash.core.keys import MachineKey
from mist_dash.core.people import Deed, Person, Role
from mist_dash.store import audit
from mist_dash.store.tables import Centre, PersonRow, now
from mist_dash.store.tables_people import MachineKeyRow

WRITTEN_DOWN = timedelta(minutes=5)  # that it was used is written down again after so long


def add(db: Session, centre: int, by: int, name: str) -> str:
    """The token of a new key. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    db.add(MachineKeyRow(token_hash=_hash(token), centre_id=centre, by_id=by, name=name))
    return token


def of_centre(db: Session, centre: int) -> tuple[MachineKey, ...]:
    """Those that open something, the newest first."""
    asked = _OPEN.where(MachineKeyRow.centre_id == centre).order_by(col(MachineKeyRow.id).desc())
    return tuple(_value(row, by) for row, by, _ in db.exec(asked))


def end(db: Session, centre: int, key: int) -> str | None:
    """Ends a key of this centre, and says its name; None when there is none that is open."""
    row = db.get(MachineKeyRow, key)
    if row is None or row.centre_id != centre or row.ended is not None:
        return None
    row.ended = now()
    db.add(row)
    return row.name


def end_by(db: Session, actor: Person, maker: int, centre: int | None) -> None:
    """Ends for good whatever keys this person made, who is closed, or no lead any more."""
    _end_all(db, actor, col(MachineKeyRow.by_id) == maker, centre, "the account of its maker changed")


def end_of(db: Session, actor: Person, centre: int) -> None:
    """Ends for good whatever keys a centre has that leaves: should it come back, its lead makes others."""
    _end_all(db, actor, col(MachineKeyRow.centre_id) == centre, centre, "the centre left")


def _end_all(db: Session, actor: Person, which: ColumnElement[bool], centre: int | None, why: str) -> None:
    """In the trail, one by one."""
    open_ones = select(MachineKeyRow).where(which, col(MachineKeyRow.ended).is_(None))
    for row in db.exec(open_ones.order_by(col(MachineKeyRow.id))).all():
        row.ended = now()
        db.add(row)
        audit.record(db, actor, Deed.KEEP_KEYS, f"ended the key “{row.name}”: {why}", {"centre": centre})


def behind(db: Session, token: str) -> tuple[Person, bool] | None:
    """Who sends with this token: a contributor of its centre, named after the key and under the account of its maker;
    and whether it is time to note that it was used. None when it opens nothing."""
    found = db.exec(_OPEN.where(MachineKeyRow.token_hash == _hash(token))).first()
    if found is None:
        return None
    row, by, centre = found
    sender = Person(by.id, f"{row.name} (key of {by.name})", Role.CONTRIBUTOR, centre.id, centre.name)
    return sender, row.used is None or now() - row.used > WRITTEN_DOWN


def note_used(db: Session, token: str) -> None:
    for row in db.exec(select(MachineKeyRow).where(MachineKeyRow.token_hash == _hash(token))):
        row.used = now()
        db.add(row)


# Nobody sends by the word of one who is no lead of the centre any more, and no centre that has left sends.
_OPEN = (
    select(MachineKeyRow, PersonRow, Centre)
    .join(PersonRow, col(MachineKeyRow.by_id) == PersonRow.id)
    .join(Centre, col(MachineKeyRow.centre_id) == Centre.id)
    .where(
        col(MachineKeyRow.ended).is_(None),
        col(PersonRow.active),
        PersonRow.role == Role.LEAD,
        PersonRow.centre_id == MachineKeyRow.centre_id,
        col(Centre.active),
    )
)


def _value(row: MachineKeyRow, by: PersonRow) -> MachineKey:
    return MachineKey(row.id or 0, row.name, by.name, row.made, row.used)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
