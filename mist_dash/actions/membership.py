"""Who belongs to the collaborative: its centres and their people, as the admin keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.people import CENTRE, Account, Deed, Person, Role, check
from mist_dash.store import audit, engine, people

KEEPERS = frozenset({Role.FACILITATOR, Role.ADMIN})
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


def groups(actor: Person) -> tuple[Group, ...]:
    """Every centre in alphabetical order, and last those who belong to none."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.reading() as db:
        found, everybody = people.centres(db), people.accounts(db)
    return tuple(
        Group(id, name, active, tuple(one for one in everybody if one.centre == id))
        for id, name, active in (*found, (None, THE_COLLABORATIVE, True))
    )


def set_role(actor: Person, person: int, role: Role) -> None:
    """Gives somebody another role in the same place. It holds from their next click."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.begin() as db:
        found = _other(actor, people.accounts(db), person)
        if role not in (CENTRE if found.centre else KEEPERS):
            raise Sorry("Members, contributors and leads belong to a centre; facilitators and admins to none.")
        people.change_role(db, found.username, role)
        audit.record(
            db,
            actor,
            Deed.KEEP_PEOPLE,
            f"made {found.username} {role}, before {found.role}",
            {"person": person, "from": found.role, "to": role},
        )


def set_active(actor: Person, person: int, active: bool) -> None:
    """Closes or opens an account. What the person sent and told stays."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.begin() as db:
        found = _other(actor, people.accounts(db), person)
        people.set_active(db, person, active)
        audit.record(
            db,
            actor,
            Deed.KEEP_PEOPLE,
            f"{'opened' if active else 'closed'} the account of {found.username}",
            {"person": person, "active": active},
        )


def set_centre_active(actor: Person, centre: int, active: bool) -> None:
    """Lets a centre leave, or come back. While it is gone, none of its people can sign in, and others see neither its
    stories nor its resources, its files, or what it uses."""
    check(actor, Deed.KEEP_PEOPLE)
    with engine.begin() as db:
        name = {id: name for id, name, _ in people.centres(db)}.get(centre)
        if name is None:
            raise NotFound("There is no such centre.")
        people.set_centre_active(db, centre, active)
        audit.record(
            db,
            actor,
            Deed.KEEP_PEOPLE,
            f"{name} {'is a member again' if active else 'left'}",
            {"centre": centre, "active": active},
        )


def _other(actor: Person, everybody: tuple[Account, ...], person: int) -> Account:
    """Raises Sorry for the actor's own account: a collaborative must not lose its only admin by a slip."""
    if person == actor.id:
        raise Sorry("This is your own account. Ask another admin to change it.")
    found = next((one for one in everybody if one.id == person), None)
    if found is None:
        raise NotFound("There is no such person.")
    return found
