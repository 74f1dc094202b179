"""The own account: password, where one is signed in, e-mail address, and leaving. Each change asks the password."""

from __future__ import annotations

from sqlmodel import Session

from mist_dash.actions.setup import leave_open_demo
from mist_dash.core import joining, passwords
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.people import Deed, Person, Role, Visit, check
from mist_dash.store import audit, digests, engine, guesses, keys, people

WRONG = "That is not your current password. Check it and try again."
TOO_MANY = "There were too many tries to give your current password. Wait an hour; you stay signed in."


def visits(actor: Person, token: str) -> tuple[Visit, ...]:
    """Where one is signed in, this browser among them by its token."""
    check(actor, Deed.KEEP_ACCOUNT)
    with engine.reading() as db:
        return people.visits(db, actor.id or 0, token)


def sign_out_everywhere(actor: Person, token: str) -> None:
    """Ends every session but the one with this token."""
    check(actor, Deed.KEEP_ACCOUNT)
    with engine.begin(quiet=True) as db:
        people.end_all(db, actor.id or 0, "signed out", but=token)
        audit.record(db, actor, Deed.KEEP_ACCOUNT, "signed out everywhere else")


def change_password(actor: Person, now: str, new: str, token: str) -> None:
    """Sets another password. It ends every session but the one with this token."""
    check(actor, Deed.KEEP_ACCOUNT)
    if wrong := passwords.fault(new, actor.username):
        raise Sorry(wrong)
    _prove(actor, now)
    hashed = passwords.hash_of(new)
    with engine.begin() as db:
        people.set_password(db, actor.id or 0, hashed, but=token)
        audit.record(db, actor, Deed.KEEP_ACCOUNT, "changed the password")


def email(actor: Person) -> str:
    check(actor, Deed.KEEP_ACCOUNT)
    with engine.reading() as db:
        return people.email(db, actor.id or 0)


def set_email(actor: Person, now: str, email: str) -> None:
    """Where links to choose a password go, and what is new; empty for none."""
    check(actor, Deed.KEEP_ACCOUNT)
    address = joining.email(email)
    _prove(actor, now)
    with engine.begin() as db:
        people.set_email(db, actor.id or 0, address)
        if not address:
            digests.set_wanted(db, actor.id or 0, False)
        audit.record(db, actor, Deed.KEEP_ACCOUNT, "changed the e-mail address")


def leave(actor: Person, now: str) -> None:
    """Closes the own account. What was sent and told stays. The last lead of a centre, or admin, needs a successor."""
    check(actor, Deed.KEEP_ACCOUNT)
    _prove(actor, now)
    with engine.begin() as db:
        audit.one_writer(db)
        _has_successor(db, actor)
        people.set_active(db, actor.id or 0, False)
        keys.end_by(db, actor, actor.id or 0, actor.centre)
        audit.record(db, actor, Deed.KEEP_ACCOUNT, "closed the own account")


def _has_successor(db: Session, actor: Person) -> None:
    alike = [one for one in people.accounts(db) if one.active and (one.role, one.centre) == (actor.role, actor.centre)]
    if actor.role in (Role.LEAD, Role.ADMIN) and all(one.id == actor.id for one in alike):
        where = f"lead of {actor.centre_name}" if actor.role is Role.LEAD else "admin"
        raise Sorry(f"You are the only {where}. Make somebody else {actor.role} first, on the page of people.")


def _prove(actor: Person, password: str) -> None:
    """Raises unless it is the actor's current password. Counted apart from the door: strangers try there."""
    with engine.begin(quiet=True) as db:
        leave_open_demo(db)
        guess = guesses.begin(db, f"INSIDE {actor.username}", f"inside {actor.id}")
        hashed = people.password_of(db, actor.username)
    if guess is None:
        raise NotAllowed(TOO_MANY)
    if not passwords.matches(password, hashed):
        raise Sorry(WRONG)
    with engine.begin(quiet=True) as db:
        guesses.was_right(db, guess)
