"""Inviting by a link that opens once: a lead to the own centre, an admin anywhere; and coming in by one."""

from __future__ import annotations

from sqlmodel import Session

from mist_dash.actions import handing
from mist_dash.actions.setup import leave_open_demo
from mist_dash.core import joining, passwords
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.joining import LinkToHand, Newcomer, OneTimeLink
from mist_dash.core.people import CENTRE, KEEPERS, Account, Person, Role, check, keeping
from mist_dash.store import audit, engine, links, people

MOST = 50  # open invitations of one person
GONE = "This invitation is no longer open. Ask whoever invited you for a new one."


def invite(actor: Person, centre: int | None, role: Role, email: str = "") -> LinkToHand:
    """A link for one person to come into a centre, or, without one, into the collaborative's own team."""
    check(actor, keeping(actor), centre)
    to = joining.email(email)
    with engine.begin() as db:
        keeper(db, actor)
        name = "" if centre is None else people.centre_names(db).get(centre, "")
        if centre is not None and not name:
            raise NotFound("There is no such centre.")
        if role not in (KEEPERS if centre is None else CENTRE):
            raise Sorry("Members, contributors and leads belong to a centre; facilitators and admins to none.")
        if sum(one.by_id == actor.id for one in links.invitations(db)) >= MOST:
            raise Sorry(f"{MOST} of your invitations are still open. Withdraw some first.")
        token = links.invite(db, actor.id or 0, role, centre, to)
        audit.record(db, actor, keeping(actor), f"invited a {role}", {"centre": centre, "role": role})
    where = name or "the collaborative"
    before = (f"{actor.name} invites you to MiST Dash, as {role} of {where}. Choose your name and password here:",)
    return handing.hand(token, "invitation", to, before, ("The link opens once, within 7 days.",))


def waiting(actor: Person) -> tuple[OneTimeLink, ...]:
    """The invitations that nobody has used yet: of the own centre, or, for an admin, all."""
    check(actor, keeping(actor), actor.centre)
    with engine.reading() as db:
        return tuple(one for one in links.invitations(db) if actor.role is Role.ADMIN or one.centre == actor.centre)


def withdraw(actor: Person, invitation: int) -> None:
    check(actor, keeping(actor), actor.centre)
    with engine.begin() as db:
        keeper(db, actor)
        found = next((one for one in links.invitations(db) if one.id == invitation), None)
        if found is None or (actor.role is not Role.ADMIN and found.centre != actor.centre):
            raise NotFound("There is no such invitation.")
        links.withdraw(db, invitation)
        audit.record(db, actor, keeping(actor), "withdrew an invitation", {"invitation": invitation})


def read(token: str) -> OneTimeLink:
    """The invitation behind a link. Raises NotFound, alike for one that was used, withdrawn, too old, or never was."""
    with engine.reading() as db:
        found = links.opened(db, token, "invitation")
    if found is None:
        raise NotFound(GONE)
    return found


def accept(token: str, newcomer: Newcomer, browser: str = "") -> str:
    """Makes the account, and returns a token for its person's browser. Raises Sorry with everything that is wrong."""
    read(token)
    given = newcomer.tidied()
    if wrong := joining.faults(given):
        raise Sorry(" ".join(wrong))
    hashed = passwords.hash_of(given.password)  # a third of a second: outside of every transaction
    with engine.begin() as db:
        audit.one_writer(db)
        found = links.use(db, token, "invitation")
        if found is None or found.role is None:
            raise NotFound(GONE)
        if people.password_of(db, given.username) is not None:
            raise Sorry("This user name is taken. Choose another.")
        people.add(db, given.username, given.name, found.role, hashed, found.centre, email=found.email)
        session = people.begin(db, given.username, browser) or ""
        actor = people.behind(db, session)
        if actor is None:
            raise NotFound(GONE)
        audit.record(db, actor, "sign in", f"came in as {found.role}, invited by {found.by}", {"invitation": found.id})
        return session


def keeper(db: Session, actor: Person) -> dict[int, Account]:
    """Whom the actor keeps, by id, themself too: leave is asked again here, behind every other writer."""
    check(actor, keeping(actor), actor.centre)
    leave_open_demo(db)
    audit.one_writer(db)
    all_of_them = {one.id: one for one in people.accounts(db)}
    now = all_of_them.get(actor.id or 0)
    if now is None or not now.active or (now.role, now.centre) != (actor.role, actor.centre):
        raise NotAllowed("Your role has just changed. Reload the page.")
    return {id: one for id, one in all_of_them.items() if actor.role is Role.ADMIN or one.centre == actor.centre}
