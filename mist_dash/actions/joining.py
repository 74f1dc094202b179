"""Joining: a hospital asks and an admin answers; a centre's lead accepts the data-sharing statement by its version."""

from __future__ import annotations

from dataclasses import replace

from mist_dash.actions import collaborative
from mist_dash.core import joining, statements
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.people import Deed, Person, check, may, own_centre
from mist_dash.core.statements import Accepted, JoinRequest, Statement
from mist_dash.store import audit, engine, guesses, people
from mist_dash.store import joining as kept

STATEMENT = "sharing"
AN_HOUR, MOST = 5, 200  # requests from one address; open at once
TOO_MANY = "There were several requests from your network. Try again in an hour."
CHANGED = "The statement has changed since you read it. Reload the page and read it again."


def ask(actor: Person, asked: JoinRequest, address: str) -> None:
    """Keeps what a hospital wrote for the admins. address: where it comes from, as far as that counts as one place."""
    check(actor, Deed.SEE_PUBLIC)
    asked = replace(
        asked,
        hospital=" ".join(asked.hospital.split()),
        name=" ".join(asked.name.split()),
        email=joining.email(asked.email),
        words=asked.words.strip(),
    )
    statements.faults(asked)
    with engine.begin() as db:
        if guesses.begin(db, f"JOIN {address}", address, most=AN_HOUR) is None:
            raise NotAllowed(TOO_MANY)
        if kept.how_many(db) >= MOST:
            raise Sorry("Many hospitals ask to join just now. Try again next week, please.")
        kept.ask(db, asked)
        audit.record(db, actor, Deed.SEE_PUBLIC, "a hospital asked to join")


def asking(actor: Person) -> tuple[JoinRequest, ...]:
    """Those that wait for an answer, the longest first."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.reading() as db:
        return kept.asking(db)


def answered(actor: Person, request: int) -> None:
    """Takes a request away: it was answered, or needs no answer. What was written is not kept."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.begin() as db:
        if not kept.answered(db, request):
            raise NotFound("Somebody else has answered this one.")
        audit.record(db, actor, Deed.KEEP_PEOPLE, "answered a hospital that asked to join", {"request": request})


def accepted(actor: Person) -> Accepted | None:
    """What was accepted last for the own centre."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return kept.accepted(db).get(centre)


def all_accepted(actor: Person) -> frozenset[str]:
    """The names of the centres whose lead has accepted the statement as it is now."""
    check(actor, Deed.KEEP_PEOPLE)
    now = collaborative.read(STATEMENT).fingerprint
    with engine.reading() as db:
        names, found = people.centre_names(db), kept.accepted(db)
    return frozenset(name for id, name in names.items() if id in found and found[id].fingerprint == now)


def to_accept(actor: Person) -> Statement | None:
    """The statement, where it waits for this person: a lead whose centre has not accepted it as it is now."""
    check(actor, Deed.SEE_LEARNING)
    now = collaborative.read(STATEMENT)
    if now.suggested or not may(actor, Deed.AGREE, actor.centre):
        return None
    with engine.reading() as db:
        found = kept.accepted(db).get(actor.centre or 0)
    return now if found is None or found.fingerprint != now.fingerprint else None


def accept(actor: Person, fingerprint: str) -> None:
    """The centre's lead accepts the statement that was shown. Raises Sorry when it is no longer just that."""
    centre = own_centre(actor, Deed.AGREE)
    now = to_accept(actor)
    if now is None:
        return
    if now.fingerprint != fingerprint:
        raise Sorry(CHANGED)
    with engine.begin() as db:
        kept.accept(db, centre, actor.id or 0, now)
        what = f"accepted the data-sharing statement, version {now.version}"
        # the words as they were read: the file that holds them is replaced by the next version
        audit.record(db, actor, Deed.AGREE, what, {"fingerprint": fingerprint, "text": now.body})
