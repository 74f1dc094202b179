"""A forgotten password: a link to choose another, asked for by its person, or made by who keeps the centre's people."""

from __future__ import annotations

from threading import Thread

from mist_dash.actions import handing
from mist_dash.actions.inviting import keeper
from mist_dash.core import passwords
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.joining import LinkToHand, OneTimeLink
from mist_dash.core.people import VISITOR, Person, check, keeping
from mist_dash.store import audit, engine, guesses, links, people

AN_HOUR = 3  # letters to one account
ASKED = (
    "If there is an account of this name with an e-mail address, a link is on its way. It opens once, within an hour."
)
TOO_MANY = "A link was asked for several times with this name, or from your network. Try again in an hour."
GONE = "This link is no longer open. Ask for a new one."
_AFTER = ("The link opens once, within an hour. If you did not ask for it, do nothing: your password stays as it is.",)


def ask(username: str, address: str) -> None:
    """Sends a link to the person of this name. Nobody learns whether there is one: it is looked up once this is done.

    address: where this comes from, as far as it is counted as one place.
    """
    username = username.strip().lower()
    with engine.begin(quiet=True) as db:
        # In capitals, which no name at the door has: whoever asks for letters must not shut that door.
        if guesses.begin(db, f"FORGOTTEN {username}", address, most=AN_HOUR) is None:
            raise NotAllowed(TOO_MANY)
    Thread(target=_send, args=(username,), daemon=True).start()


def _send(username: str) -> None:
    with engine.begin() as db:
        found = next((one for one in people.accounts(db) if one.username == username and one.active), None)
        to = people.email(db, found.id) if found else ""
        if found is None or not to or not handing.by_email():
            return
        token = links.for_password(db, found.id)
        audit.record(db, VISITOR, "sign in", f"a link to choose a password was asked for by {username}")
    handing.hand(token, "password", to, (f"Dear {found.name},", "", "choose a new password here:"), _AFTER)


def link_for(actor: Person, person: int) -> LinkToHand:
    """A link for somebody whom the actor keeps. The old password holds until it is used."""
    check(actor, keeping(actor), actor.centre)
    with engine.begin() as db:
        found = keeper(db, actor).get(person)
        if found is None or not found.active:
            raise NotFound("There is no such person.")
        token, to = links.for_password(db, person, actor.id), people.email(db, person)
        details = {"person": person, "centre": found.centre}
        audit.record(db, actor, keeping(actor), f"made a link for {found.username} to choose a password", details)
    before = (f"Dear {found.name},", "", f"{actor.name} has made you a link to choose a new password:")
    return handing.hand(token, "password", to, before, _AFTER)


def read(token: str) -> OneTimeLink:
    """Whose password this link chooses. Raises NotFound, alike for one that was used, too old, or never was."""
    with engine.reading() as db:
        found = links.opened(db, token, "password")
    if found is None:
        raise NotFound(GONE)
    return found


def choose(token: str, password: str, browser: str = "") -> str:
    """Sets the password, ends every session of before, and returns a token for this browser."""
    found = read(token)
    if wrong := passwords.fault(password, found.username):
        raise Sorry(wrong)
    hashed = passwords.hash_of(password)
    with engine.begin() as db:
        audit.one_writer(db)
        if links.use(db, token, "password") is None or found.person is None:
            raise NotFound(GONE)
        people.set_password(db, found.person, hashed)
        session = people.begin(db, found.username, browser) or ""
        audit.record(db, people.behind(db, session) or VISITOR, "sign in", f"{found.username} chose a password by link")
        return session
