"""What every test may use: an empty database in memory, and people of two centres."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import settings

from mist_dash.core.people import Person, Role
from mist_dash.store import engine, files, people

# The gate tries the same examples each time; MIST_EXPLORE=yes looks for new ones.
settings.register_profile("gate", derandomize=os.environ.get("MIST_EXPLORE") != "yes", deadline=None)
settings.load_profile("gate")


@dataclass(frozen=True)
class Cast:
    """Two centres with their people, and the collaborative's."""

    member: Person
    contributor: Person
    lead: Person
    stranger: Person  # contributor of the other centre
    facilitator: Person
    admin: Person

    @property
    def everybody(self) -> tuple[Person, ...]:
        return (self.member, self.contributor, self.lead, self.stranger, self.facilitator, self.admin)


@pytest.fixture
def database() -> Iterator[None]:
    """A real SQLite in memory with every table, by the same migrations as in production."""
    engine.use("sqlite://")
    engine.upgrade()
    files.use("memory:///")
    yield


@pytest.fixture
def cast(database: None) -> Cast:
    with engine.begin() as db:
        ours, theirs = people.add_centre(db, "Ash Hospital"), people.add_centre(db, "Birch Hospital")

        def person(role: Role, centre: int | None, username: str = "") -> Person:
            username = username or role.value
            id = people.add(db, username, role.value.title(), role, "no password", centre)
            return Person(id, role.value.title(), role, centre, {ours: "Ash Hospital"}.get(centre or 0, ""), username)

        return Cast(
            person(Role.MEMBER, ours),
            person(Role.CONTRIBUTOR, ours),
            person(Role.LEAD, ours),
            person(Role.CONTRIBUTOR, theirs, "stranger"),
            person(Role.FACILITATOR, None),
            person(Role.ADMIN, None),
        )
