"""People, centres and signed-in browsers as they are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from mist_dash.core.people import Account, Person, Role, SignInEnd, Visit
from mist_dash.store import links, unwritten
from mist_dash.store.cache import cached
from mist_dash.store.tables import Centre, PersonRow, Setting, SignIn, now

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
WRITTEN_DOWN = timedelta(minutes=5)  # a sign of life is written down again after so long, not at every click


def credentials(db: Session) -> dict[str, tuple[str, str]]:
    """username -> (name, bcrypt hash) of everybody who may sign in."""
    rows = db.exec(select(PersonRow).where(col(PersonRow.active)))
    return {row.username: (row.name, row.password_hash) for row in rows}


def begin(db: Session, username: str, browser: str = "") -> str | None:
    """A new token for this person's browser; only its hash is kept. None when there is no such person."""
    row = db.exec(select(PersonRow).where(PersonRow.username == username, col(PersonRow.active))).first()
    if row is None or row.id is None:
        return None
    token = secrets.token_urlsafe(32)
    db.add(SignIn(token_hash=_hash(token), person_id=row.id, browser=browser))
    return token


def begin_unwritten(db: Session, username: str, browser: str) -> str | None:
    """The same while nothing can be written. None for whoever has to choose a password first: that would be written."""
    row = db.exec(select(PersonRow).where(PersonRow.username == username, col(PersonRow.active))).first()
    if row is None or row.id is None or row.once:
        return None
    token = secrets.token_urlsafe(32)
    unwritten.hold(SignIn(token_hash=_hash(token), person_id=row.id, browser=browser), row)
    return token


def password_of(db: Session, username: str) -> str | None:
    """The hash that a try is held against; None for a name that nobody has."""
    return db.exec(select(PersonRow.password_hash).where(PersonRow.username == username)).first()


def spend(db: Session, username: str) -> int | None:
    """Ends a one-time password, and says whose it was; None for a password that somebody chose."""
    row = db.exec(select(PersonRow).where(PersonRow.username == username, col(PersonRow.active))).first()
    if row is None or not row.once:
        return None
    row.password_hash, row.once = "used", False
    db.add(row)
    return row.id


def end(db: Session, token: str) -> None:
    unwritten.drop(_hash(token))
    row = _sign_in(db, token)
    if row and row.ended is None:
        row.ended = now()
        db.add(row)


def end_all(db: Session, person: int, why: SignInEnd, but: str = "") -> None:
    """Ends every session of one person, but for the one with this token."""
    living = select(SignIn).where(SignIn.person_id == person, col(SignIn.ended).is_(None))
    for row in db.exec(living.where(SignIn.token_hash != _hash(but))):
        row.ended, row.why = now(), why
        db.add(row)


def visits(db: Session, person: int, token: str) -> tuple[Visit, ...]:
    """Where a person is signed in now, the last seen first; `here` is the one with this token."""
    living = select(SignIn).where(SignIn.person_id == person, col(SignIn.ended).is_(None))
    recent = living.where(col(SignIn.seen) > now() - IDLE, col(SignIn.begun) > now() - LONGEST)
    rows = db.exec(recent.order_by(col(SignIn.seen).desc()))
    return tuple(Visit(row.begun, row.seen, row.browser, row.token_hash == _hash(token)) for row in rows)


def behind(db: Session, token: str) -> Person | None:
    """Who signed in with this token, as the database has them now; None when it is over."""
    return seen_at(db, token)[0]


def seen_at(db: Session, token: str) -> tuple[Person | None, datetime]:
    """The same, with the last sign of life: in one question, once a session."""
    asked = "seen", token
    if asked not in db.info:
        db.info[asked] = _seen_at(db, token)
    found: tuple[Person | None, datetime] = db.info[asked]
    return found


def _seen_at(db: Session, token: str) -> tuple[Person | None, datetime]:
    row, person, centre = _signed_in(db, token)
    if row is None or person is None or _ending(row, person, centre):
        return None, now()
    here = Person(
        person.id, person.name, Role(person.role), person.centre_id, centre.name if centre else "", person.username
    )
    return here, row.seen


def ending(db: Session, token: str) -> SignInEnd | None:
    """Why this token opens nothing any more; None for one that does, and for one that never did."""
    row, person, centre = _signed_in(db, token)
    return _ending(row, person, centre) if row is not None and person is not None else None


_SIGNED_IN = (  # put together once: that cost as much as asking it, at every run
    select(SignIn, PersonRow, Centre)
    .join(PersonRow, col(SignIn.person_id) == PersonRow.id)
    .outerjoin(Centre, col(PersonRow.centre_id) == Centre.id)
    .where(SignIn.token_hash == bindparam("token"))
)


def _signed_in(db: Session, token: str) -> tuple[SignIn | None, PersonRow | None, Centre | None]:
    return db.exec(_SIGNED_IN, params={"token": _hash(token)}).first() or _held(db, token)


def _held(db: Session, token: str) -> tuple[SignIn | None, PersonRow | None, Centre | None]:
    """Who came in while nothing could be written; nobody once their password is another."""
    held = unwritten.of(_hash(token))
    person = db.get(PersonRow, held.row.person_id) if held else None
    if held is None or person is None or person.password_hash != held.password_hash:
        return None, None, None
    return held.row, person, db.get(Centre, person.centre_id) if person.centre_id is not None else None


def _ending(row: SignIn, person: PersonRow, centre: Centre | None) -> SignInEnd | None:
    if not person.active:
        return "account closed"
    if centre is not None and not centre.active:
        return "centre left"
    if row.ended:
        return next((why for why in get_args(SignInEnd) if why == row.why), "signed out")
    return "too long" if now() - row.begun > LONGEST or now() - row.seen > IDLE else None


def touch(db: Session, token: str) -> None:
    row = _sign_in(db, token)
    if row:
        row.seen = now()
        db.add(row)


def waits(token: str) -> bool:
    """Whether this sign-in is still to be written down."""
    return unwritten.of(_hash(token)) is not None


def write_down(db: Session, token: str) -> None:
    """Keeps a sign-in that was made while nothing could be written."""
    row, _, _ = _held(db, token)
    if row is not None:
        db.add(SignIn(token_hash=row.token_hash, person_id=row.person_id, browser=row.browser, begun=row.begun))


def written(token: str) -> None:
    """It is, for good."""
    unwritten.drop(_hash(token))


def add(
    db: Session,
    username: str,
    name: str,
    role: Role,
    password_hash: str,
    centre: int | None = None,
    *,
    demo: bool = False,
    once: bool = False,
    email: str = "",
) -> int:
    """once: the password is for one use, to choose another."""
    row = PersonRow(
        username=username.lower(),
        name=name,
        role=role,
        centre_id=centre,
        password_hash=password_hash,
        demo=demo,
        once=once,
        email=email,
    )
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def change_role(db: Session, username: str, role: Role) -> None:
    """Gives another role. One with less leave ends the sessions: what is on those screens was for the other."""
    row = db.exec(select(PersonRow).where(PersonRow.username == username)).one()
    fewer = list(Role).index(role) < list(Role).index(Role(row.role))
    row.role = role
    db.add(row)
    if fewer and row.id is not None:
        end_all(db, row.id, "role changed")
        links.end_by(db, row.id)


def set_password(db: Session, person: int, password_hash: str, but: str = "", once: bool = False) -> None:
    """A new password ends every session of the person, but for the one in which it was set; and links to set one."""
    row = db.get_one(PersonRow, person)
    row.password_hash, row.once = password_hash, once
    db.add(row)
    end_all(db, person, "password changed", but)
    links.end_for(db, person)


def email(db: Session, person: int) -> str:
    return db.get_one(PersonRow, person).email


def set_email(db: Session, person: int, email: str) -> None:
    row = db.get_one(PersonRow, person)
    row.email = email
    db.add(row)


def accounts(db: Session) -> tuple[Account, ...]:
    """Everybody who has an account, by name."""
    rows = db.exec(select(PersonRow).order_by(PersonRow.name, PersonRow.username))
    return tuple(
        Account(row.id or 0, row.username, row.name, Role(row.role), row.centre_id, row.active) for row in rows
    )


def set_active(db: Session, person: int, active: bool) -> None:
    """Whether a person may sign in. Who may not is signed out everywhere, and stays so when they may again."""
    row = db.get_one(PersonRow, person)
    row.active = active
    db.add(row)
    if not active:
        end_all(db, person, "account closed")
        links.end_by(db, person)
        links.end_for(db, person)


def add_centre(db: Session, name: str) -> int:
    row = Centre(name=name)
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def centre_names(db: Session) -> dict[int, str]:
    """id -> name of every centre, in alphabetical order: there is no other."""
    rows = db.exec(select(Centre).where(col(Centre.active)).order_by(Centre.name))
    return {row.id: row.name for row in rows if row.id is not None}


def centres(db: Session) -> tuple[tuple[int, str, bool], ...]:
    """(id, name, whether a member now) of every centre that ever was one, in alphabetical order."""
    rows = db.exec(select(Centre).order_by(Centre.name))
    return tuple((row.id or 0, row.name, row.active) for row in rows)


def set_centre_active(db: Session, centre: int, active: bool) -> None:
    """Whether a centre is a member. Of one that is not, nobody may sign in and nothing is shown."""
    row = db.get_one(Centre, centre)
    row.active = active
    db.add(row)
    if not active:
        links.end_into(db, centre)


def without_lead(db: Session) -> dict[int, str]:
    """id -> name of every centre in which nobody can agree to anything, in alphabetical order."""
    leads = select(PersonRow.centre_id).where(PersonRow.role == Role.LEAD, col(PersonRow.active))
    led = set(db.exec(leads))
    return {id: name for id, name in centre_names(db).items() if id not in led}


def demo_accounts(db: Session) -> tuple[tuple[str, str, str], ...]:
    """(username, name, role) of the demo's people; none in a real collaborative."""
    rows = db.exec(select(PersonRow).where(col(PersonRow.demo), col(PersonRow.active)).order_by(col(PersonRow.id)))
    return tuple((row.username, row.name, row.role) for row in rows)


@cached
def setting(db: Session, key: str) -> str:
    row = db.get(Setting, key)
    return row.value if row else ""


def set_setting(db: Session, key: str, value: str) -> None:
    db.merge(Setting(key=key, value=value))


def _sign_in(db: Session, token: str) -> SignIn | None:
    return db.exec(select(SignIn).where(SignIn.token_hash == _hash(token))).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
