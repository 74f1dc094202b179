"""Links that open once, as they are kept: by the hash of their token, until they are used, withdrawn or too old."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from mist_dash.core.joining import LIFETIME, LinkKind, OneTimeLink
from mist_dash.core.people import Role
from mist_dash.store.tables import Centre, PersonRow, now
from mist_dash.store.tables_people import LinkRow

_By, _For = aliased(PersonRow), aliased(PersonRow)


def invite(db: Session, by: int, role: Role, centre: int | None, email: str) -> str:
    """The token of a new invitation."""
    return _make(db, LinkRow(token_hash="", kind="invitation", by_id=by, role=role, centre_id=centre, email=email))


def for_password(db: Session, person: int, by: int | None = None) -> str:
    """The token of a new link to choose a password. Those that were open for the same person end."""
    end_for(db, person)
    return _make(db, LinkRow(token_hash="", kind="password", by_id=by, person_id=person))


def _make(db: Session, row: LinkRow) -> str:
    token = secrets.token_urlsafe(32)
    row.token_hash = _hash(token)
    db.add(row)
    return token


def opened(db: Session, token: str, kind: LinkKind) -> OneTimeLink | None:
    """What this token opens now; None for one that is used, withdrawn, too old, or never was."""
    return next(iter(_open(db, kind, token)), None)


def invitations(db: Session) -> tuple[OneTimeLink, ...]:
    """Those that nobody has used yet, the newest first."""
    return _open(db, "invitation")


def use(db: Session, token: str, kind: LinkKind) -> OneTimeLink | None:
    """The same as `opened`, for the one who comes first."""
    found = opened(db, token, kind)
    return found if found is not None and _end(db, col(LinkRow.id) == found.id, "used") == 1 else None


def withdraw(db: Session, link: int) -> None:
    _end(db, col(LinkRow.id) == link, "withdrawn")


def end_for(db: Session, person: int) -> None:
    _end(db, col(LinkRow.person_id) == person, "replaced")


def end_by(db: Session, person: int) -> None:
    """Who may keep nobody any more has invited nobody."""
    _end(db, col(LinkRow.by_id) == person, "its maker lost the right")


def end_into(db: Session, centre: int) -> None:
    _end(db, col(LinkRow.centre_id) == centre, "the centre left")


def _end(db: Session, which, why: str) -> int:  # type: ignore[no-untyped-def]
    """In one statement, so that of two at once only one ends it. How many ended."""
    db.flush()
    open_ones = update(LinkRow).where(which, col(LinkRow.ended).is_(None))
    return int(db.exec(open_ones.values(ended=now(), why=why)).rowcount)


def _open(db: Session, kind: LinkKind, token: str | None = None) -> tuple[OneTimeLink, ...]:
    """Neither its maker, nor its person, nor its centre may have gone: nobody comes in by the word of one who left."""
    query = (
        select(LinkRow, Centre, _By, _For)
        .outerjoin(Centre, col(LinkRow.centre_id) == Centre.id)
        .outerjoin(_By, col(LinkRow.by_id) == _By.id)
        .outerjoin(_For, col(LinkRow.person_id) == _For.id)
        .where(LinkRow.kind == kind, col(LinkRow.ended).is_(None), col(LinkRow.made) > now() - LIFETIME[kind])
        .order_by(col(LinkRow.id).desc())
    )
    if token is not None:
        query = query.where(LinkRow.token_hash == _hash(token))
    return tuple(
        _value(row, kind, centre, by, whose)
        for row, centre, by, whose in db.exec(query)
        if all(one is None or one.active for one in (centre, by, whose))
    )


def _value(
    row: LinkRow, kind: LinkKind, centre: Centre | None, by: PersonRow | None, whose: PersonRow | None
) -> OneTimeLink:
    return OneTimeLink(
        id=row.id or 0,
        kind=kind,
        by=by.name if by else "",
        by_id=row.by_id,
        until=row.made + LIFETIME[kind],
        role=Role(row.role) if row.role else None,
        centre=row.centre_id,
        centre_name=centre.name if centre else "",
        email=row.email,
        person=row.person_id,
        name=whose.name if whose else "",
        username=whose.username if whose else "",
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
