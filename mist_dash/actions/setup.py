"""Makes the database ready when the server starts: its tables, and, on a first run without configuration, the demo."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable

from sqlmodel import Session

from mist_dash.actions import demo, demo_meetings, together
from mist_dash.core import passwords
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.people import CENTRE, Person, Role
from mist_dash.store import audit, engine, people

SHELL = Person(None, "the shell", Role.ADMIN)
NOTHING_HERE = (
    "There is no dashboard’s database here yet. Name its folder with --data or MIST_DATA, or another database with "
    "MIST_DATABASE_URL; `init` begins a new one."
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def prepare() -> None:
    """Tables in their newest form; the demo when the database holds nobody. Kept data stay as they are."""
    engine.upgrade()
    with engine.reading() as db:
        empty = not people.credentials(db)
    if empty and os.environ.get("MIST_DEMO", "yes") == "yes" and demo.fill():
        together.snapshot()
        demo_meetings.fill()
    with engine.reading() as db:
        is_demo = people.setting(db, "demo") == "yes"
    if is_demo and opened_on_purpose():
        _close_keepers()


def begin(username: str, name: str) -> str:
    """Makes the tables and the first admin of a real collaborative; returns the admin's password.

    Raises Sorry when the database holds people already. Run by whoever holds the machine: nobody can sign in yet.
    """
    engine.upgrade()
    with engine.begin() as db:
        if people.credentials(db):
            raise Sorry("This database holds people already. Choose an empty folder for a new collaborative.")
        return _add(db, username, name, Role.ADMIN, None)


def add_centre(name: str) -> int:
    """Adds a centre, from the shell of whoever holds the machine. Raises Sorry when the name is taken."""
    _bring_up()
    with engine.begin() as db:
        if name.casefold() in {known.casefold() for known in people.centre_names(db).values()}:
            raise Sorry(f"There is a centre called {name} already.")
        audit.record(db, SHELL, "set up", f"added the centre {name}")
        return people.add_centre(db, name)


def add_person(username: str, name: str, role: str, centre: str) -> str:
    """Adds a person, from the shell of whoever holds the machine; returns the password.

    Raises Sorry with everything that is wrong.
    """
    _bring_up()
    with engine.begin() as db:
        centres = {known: id for id, known in people.centre_names(db).items()}
        faults = []
        if role not in {known.value for known in Role if known is not Role.VISITOR}:
            faults.append(f"“{role}” is no role: choose member, contributor, lead, facilitator or admin.")
        if (role in CENTRE) != bool(centre):
            faults.append("Members, contributors and leads belong to a centre; facilitators and admins to none.")
        if centre and centre not in centres:
            faults.append(f"There is no centre called “{centre}”. There are: {', '.join(centres) or 'none yet'}.")
        if username.lower() in people.credentials(db):
            faults.append(f"The user name “{username}” is taken.")
        if faults:
            raise Sorry(" ".join(faults))
        return _add(db, username, name, Role(role), centres.get(centre))


def _add(db: Session, username: str, name: str, role: Role, centre: int | None) -> str:
    password = secrets.token_urlsafe(12)
    people.add(db, username, name, role, passwords.hash_of(password), centre, once=True)
    audit.record(db, SHELL, "set up", f"added {username} as {role}")
    return password


def one_time_password(username: str) -> str:
    """A new password for one use, of whoever has no other way in. Raises NotFound when nobody has this name."""
    _bring_up()
    with engine.begin() as db:
        found = next((one.id for one in people.accounts(db) if one.username == username.lower()), None)
        if found is None:
            raise NotFound(f"Nobody has the user name “{username}”.")
        password = secrets.token_urlsafe(12)
        people.set_password(db, found, passwords.hash_of(password), once=True)
        audit.record(db, SHELL, "set up", f"gave {username} a one-time password")
        return password


def add_up() -> str:
    """Makes the collaborative's figures of this month where they are due, and says for which themes."""
    _bring_up()
    made = ", ".join(theme.short for theme in together.snapshot())
    return f"Added up over the centres: {made}." if made else "This month’s figures are made already."


def ready(do: Callable[[], str]) -> str:
    """Does one thing on a database whose tables are in their newest form."""
    _bring_up()
    return do()


def refuse_none() -> None:
    """Raises Sorry where no database is, before looking makes an empty one."""
    if engine.missing():
        raise Sorry(NOTHING_HERE)


def _bring_up() -> None:
    refuse_none()
    engine.upgrade()


def opened_on_purpose() -> bool:
    """Whether a demo may answer other machines: MIST_OPEN_DEMO=yes, for a demo that is hosted for all to see."""
    return os.environ.get("MIST_OPEN_DEMO") == "yes"


def leave_open_demo(db: Session) -> None:
    """Raises Sorry in a demo that is open to all: nobody there may shut the door on who comes next."""
    if opened_on_purpose() and people.setting(db, "demo") == "yes":
        raise Sorry("In this demo the accounts stay as they are, so that everybody can try them.")


def _close_keepers() -> None:
    """Where everybody may enter, nobody enters as one who keeps the others' accounts, limits and stories."""
    with engine.begin() as db:
        for one in people.accounts(db):
            if one.role not in CENTRE and one.active:
                people.set_active(db, one.id, False)
                audit.record(db, SHELL, "set up", f"closed the account of {one.username}: the demo is open to all")


def refuse_open_demo(host: str) -> None:
    """Raises Sorry when a demo, whose passwords stand on its first page, would be served to other machines."""
    with engine.reading() as db:
        is_demo = people.setting(db, "demo") == "yes"
    if is_demo and host not in LOOPBACK and not opened_on_purpose():
        raise Sorry(
            f"This is a demo: its passwords stand on the sign-in page, so it is served on {LOOPBACK[0]} only. "
            "Start with an empty folder and `.venv/bin/python -m mist_dash init` for a real collaborative."
        )
