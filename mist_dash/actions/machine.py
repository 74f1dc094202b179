"""A hospital's own system sends by itself: a lead makes and ends keys; what comes with one is stored or answered."""

from __future__ import annotations

from mist_dash.actions import sending
from mist_dash.actions.sending import SendingAnswer
from mist_dash.actions.share import UploadedFile
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.keys import MachineKey
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.personal import patients
from mist_dash.store import audit, engine, guesses, keys

MOST = 5  # keys of a centre
TRIES = 60  # of one network in an hour, with keys that open nothing
NO_KEY = "This key opens nothing: it was ended, or never made. The centre’s lead makes another."
TOO_MANY = "There were too many tries from this network with keys that open nothing. Wait an hour."


def make(actor: Person, name: str) -> str:
    """A new key for the own centre: its token, which is shown once and kept nowhere."""
    centre = own_centre(actor, Deed.KEEP_KEYS)
    name = " ".join(name.split())
    if not 3 <= len(name) <= 120 or not name.isprintable():
        raise Sorry("Say in a few words which system sends with this key, such as “Datix export”.")
    if kinds := patients.in_name(name):
        raise Sorry(
            f"This name holds what looks like {kinds[0]}. Name only the system that sends, such as “Datix export”."
        )
    with engine.begin() as db:
        audit.one_writer(db)
        if len(keys.of_centre(db, centre)) >= MOST:
            raise Sorry(f"Your centre has {MOST} keys. End one that is no longer used first.")
        token = keys.add(db, centre, actor.id or 0, name)
        audit.record(db, actor, Deed.KEEP_KEYS, f"made the key “{name}”")
        return token


def end(actor: Person, key: int) -> None:
    """From here on it opens nothing."""
    centre = own_centre(actor, Deed.KEEP_KEYS)
    with engine.begin() as db:
        name = keys.end(db, centre, key)
        if name is None:
            raise NotFound("There is no such key.")
        audit.record(db, actor, Deed.KEEP_KEYS, f"ended the key “{name}”")


def of_centre(actor: Person) -> tuple[MachineKey, ...]:
    centre = own_centre(actor, Deed.KEEP_KEYS)
    with engine.reading() as db:
        return keys.of_centre(db, centre)


def admit(token: str, address: str) -> Person:
    """Who sends with this key. Raises NotAllowed for one that opens nothing.

    address: where it comes from, as far as it is counted as one place.
    """
    with engine.reading() as db:
        found = keys.behind(db, token)
    if found is None:
        with engine.begin(quiet=True) as db:
            if guesses.begin(db, f"a key from {address}", address, TRIES) is None:
                raise NotAllowed(TOO_MANY)
        raise NotAllowed(NO_KEY)
    sender, is_time = found
    if is_time:
        with engine.begin(quiet=True) as db:
            keys.note_used(db, token)
    return sender


def upload(token: str, address: str, theme: str, file: UploadedFile, partly: bool = False) -> SendingAnswer:
    """What the screen would do with this file. Raises NotAllowed as `admit` does."""
    return sending.send(admit(token, address), theme, file, partly)
