"""Who belongs to the collaborative: its centres as the admin keeps them, and their people as each lead does, too."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from mist_dash.actions.inviting import keeper
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.people import CENTRE, KEEPERS, Account, Deed, Person, Role, check, keeping
from mist_dash.store import audit, engine, keys, people

THE_COLLABORATIVE = "The collaborative"


@dataclass(frozen=True)
class Group:
    """One centre with its people by name; without an id, those who belong to none."""

    centre: int | None
    name: str
    active: bool
    people: tuple[Account, ...]

    @property
    def leads(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.people if one.role is Role.LEAD and one.active)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that its people may have."""
        return tuple(role for role in Role if role in (CENTRE if self.centre else KEEPERS))


@dataclass(frozen=True)
class FirstStep:
    """One thing that an empty collaborative needs before it is one."""

    done: bool
    words: str


def first_steps(actor: Person) -> tuple[FirstStep, ...]:
    """In the order in which they are best done."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.reading() as db:
        centres, everybody = people.centre_names(db), people.accounts(db)
    roles = {one.role for one in everybody if one.active}
    return (
        FirstStep(bool(centres), "Add the centres that have joined."),
        FirstStep(Role.LEAD in roles, "Invite a lead for each. Leads invite the others of their centre."),
        FirstStep(Role.FACILITATOR in roles, "Invite a facilitator, who reviews stories and prepares meetings."),
    )


def groups(actor: Person) -> tuple[Group, ...]:
    """Every centre in alphabetical order, and last those who belong to none. Of these, for a lead, the own centre."""
    check(actor, keeping(actor), actor.centre)
    with engine.reading() as db:
        found, everybody = people.centres(db), people.accounts(db)
    return tuple(
        Group(id, name, active, tuple(one for one in everybody if one.centre == id))
        for id, name, active in (*found, (None, THE_COLLABORATIVE, True))
        if actor.role is Role.ADMIN or id == actor.centre
    )


def set_role(actor: Person, person: int, role: Role) -> None:
    """Gives somebody another role in the same place. It holds from their next click."""
    check(actor, keeping(actor), actor.centre)
    with engine.begin() as db:
        found = _other(db, actor, person)
        if role not in (CENTRE if found.centre else KEEPERS):
            raise Sorry("Members, contributors and leads belong to a centre; facilitators and admins to none.")
        people.change_role(db, found.username, role)
        if role is not found.role:  # to lead, too: what they made when they were lead before stays ended
            keys.end_by(db, actor, person, found.centre)
        audit.record(
            db,
            actor,
            keeping(actor),
            f"made {found.username} {role}, before {found.role}",
            {"person": person, "centre": found.centre, "from": found.role, "to": role},
        )


def set_active(actor: Person, person: int, active: bool) -> None:
    """Closes or opens an account. What the person sent and told stays."""
    check(actor, keeping(actor), actor.centre)
    with engine.begin() as db:
        found = _other(db, actor, person)
        people.set_active(db, person, active)
        if active is not found.active:  # opened, too: as above
            keys.end_by(db, actor, person, found.centre)
        audit.record(
            db,
            actor,
            keeping(actor),
            f"{'opened' if active else 'closed'} the account of {found.username}",
            {"person": person, "centre": found.centre, "active": active},
        )


def add_centre(actor: Person, name: str) -> int:
    """Adds a centre, which is a member at once; its lead is invited next."""
    check(actor, Deed.KEEP_PEOPLE)
    name = " ".join(name.split())
    if not 3 <= len(name) <= 120 or not name.isprintable():
        raise Sorry("Write the hospital’s name, as its members write it.")
    with engine.begin() as db:
        audit.one_writer(db)
        if name.casefold() in {known.casefold() for _, known, _ in people.centres(db)}:
            raise Sorry(f"There is a centre called {name} already.")
        centre = people.add_centre(db, name)
        audit.record(db, actor, Deed.KEEP_PEOPLE, f"added the centre {name}", {"centre": centre})
        return centre


def set_centre_active(actor: Person, centre: int, active: bool) -> None:
    """Lets a centre leave, or come back. While it is gone, none of its people can sign in, and others see neither its
    stories nor its resources, its files, or what it uses."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.begin() as db:
        name = {id: name for id, name, _ in people.centres(db)}.get(centre)
        if name is None:
            raise NotFound("There is no such centre.")
        people.set_centre_active(db, centre, active)
        if not active:
            keys.end_of(db, actor, centre)
        audit.record(
            db,
            actor,
            Deed.KEEP_PEOPLE,
            f"{name} {'is a member again' if active else 'left'}",
            {"centre": centre, "active": active},
        )


def _other(db: Session, actor: Person, person: int) -> Account:
    """One whom the actor keeps. Raises Sorry for the own account: no place may lose its only keeper by a slip."""
    found = keeper(db, actor).get(person)
    if found is None:
        raise NotFound("There is no such person.")
    if person == actor.id:
        raise Sorry("This is your own account. Ask another who keeps people to change it.")
    return found
