"""Signing in and out, and who is here now. The only actions that a visitor may do."""

from __future__ import annotations

from datetime import UTC, datetime

from mist_dash.core.people import ENDED, VISITOR, Person
from mist_dash.store import audit, engine, people


def credentials() -> dict[str, tuple[str, str]]:
    """username -> (name, bcrypt hash), for the sign-in form only. Never shown."""
    with engine.reading() as db:
        return people.credentials(db)


def sign_in(username: str) -> str | None:
    """A token for a browser whose person has just given the right password; None for an unknown name."""
    with engine.begin(quiet=True) as db:
        token = people.begin(db, username)
        actor = people.behind(db, token) if token else None
        if actor:
            audit.record(db, actor, "sign in", "signed in")
        return token


def sign_out(token: str) -> None:
    with engine.begin(quiet=True) as db:
        people.end(db, token)


def who(token: str | None) -> Person:
    """The person behind a token as the database has them at this moment; else the visitor."""
    if not token:
        return VISITOR
    with engine.reading() as db:
        person, seen = people.seen_at(db, token)
    if person is not None and datetime.now(UTC) - seen > people.WRITTEN_DOWN:
        with engine.begin(quiet=True) as db:
            people.touch(db, token)
    return person or VISITOR


def ending(token: str) -> str:
    """A sentence on why a token opens nothing any more; empty for one that does, and for one that never did."""
    with engine.reading() as db:
        why = people.ending(db, token)
    return ENDED[why] if why else ""


def demo_accounts() -> tuple[tuple[str, str, str], ...]:
    """(username, name, role) of the demo's people, shown on the demo's sign-in page; empty elsewhere."""
    with engine.reading() as db:
        return people.demo_accounts(db)


def is_demo() -> bool:
    with engine.reading() as db:
        return people.setting(db, "demo") == "yes"
