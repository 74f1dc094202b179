"""Signing in and out, and who is here now. The only actions that a visitor may do."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from sqlmodel import Session

from mist_dash.core import passwords
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.people import ENDED, VISITOR, Person
from mist_dash.store import audit, engine, guesses, links, people, unwritten

WRONG = "The user name and password do not belong together. Check both and try again."
TOO_MANY = (
    "There were too many tries with this name, or from your network, so the door is shut for an hour. "
    "Who is signed in already is not disturbed."
)


class ChooseFirst(Sorry):
    """The right one-time password. It is used up: `link` is leave to choose another, and opens once."""

    def __init__(self, link: str) -> None:
        self.link = link
        super().__init__("This password was for one use. Choose your own now.")


def knock(username: str, password: str, address: str, browser: str = "") -> str:
    """A token for the browser of whoever gave the right name and password. Raises NotAllowed with a sentence.

    Raises ChooseFirst for a one-time password. address: where the try comes from, as far as it is counted as
    one place. An unknown name takes as long as a wrong password, and is answered alike.
    """
    username = username.strip().lower()
    try:
        with engine.begin(quiet=True) as db:
            guess = guesses.begin(db, username, address)
            hashed = people.password_of(db, username)
    except Sorry as sorry:
        return _while_nothing_is_written(username, password, browser, sorry)
    if guess is None:
        raise NotAllowed(TOO_MANY)
    right = passwords.matches(password, hashed)  # a third of a second: outside of every transaction
    if right:
        with engine.begin(quiet=True) as db:
            guesses.was_right(db, guess)
            link = _instead(db, username, hashed)
        if link:
            raise ChooseFirst(link)
        if link is None and (token := sign_in(username, browser)):
            return token
    with engine.begin(quiet=True) as db:
        name = username if hashed else "a name that nobody has"
        audit.record(db, VISITOR, "sign in", f"refused as {name}", {"address": address})
    raise NotAllowed(WRONG)


def _while_nothing_is_written(username: str, password: str, browser: str, why: Sorry) -> str:
    """Reading goes on when nothing can be written, and so does coming in to read: held until it can be kept."""
    if not unwritten.lets_try(username):
        raise NotAllowed(TOO_MANY)
    with engine.reading() as db:
        hashed = people.password_of(db, username)
        if not passwords.matches(password, hashed):
            raise NotAllowed(WRONG)
        if (token := people.begin_unwritten(db, username, browser)) is None:
            raise why
        return token


def _instead(db: Session, username: str, hashed: str | None) -> str | None:
    """In place of a one-time password, a link to choose another; empty when somebody else has just used it."""
    audit.one_writer(db)
    if people.password_of(db, username) != hashed:
        return ""
    person = people.spend(db, username)
    if person is None:
        return None
    audit.record(db, VISITOR, "sign in", f"{username} used a one-time password")
    return links.for_password(db, person)


def sign_in(username: str, browser: str = "") -> str | None:
    """A token for a browser whose person has just given the right password; None for an unknown name."""
    with engine.begin(quiet=True) as db:
        token = people.begin(db, username, browser)
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
    if person is not None and people.waits(token):
        _write_down(person, token)
    elif person is not None and datetime.now(UTC) - seen > people.WRITTEN_DOWN:
        with suppress(Sorry), engine.begin(quiet=True) as db:  # reading goes on when nothing can be written
            people.touch(db, token)
    return person or VISITOR


def _write_down(person: Person, token: str) -> None:
    with suppress(Sorry):
        with engine.begin(quiet=True) as db:
            people.write_down(db, token)
            audit.record(db, person, "sign in", "signed in while nothing could be written")
        people.written(token)


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
