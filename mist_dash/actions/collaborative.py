"""What the collaborative says of itself to everybody: who belongs to it, what each shares, its own words, its contact.

A text that still waits to be replaced is shown to nobody outside, but in the demo, which is all invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic_settings import BaseSettings, SettingsConfigDict

from mist_dash.actions.catalogue import themes
from mist_dash.core import statements
from mist_dash.core.errors import NotFound
from mist_dash.core.people import Deed, Person, Role, check
from mist_dash.core.statements import Statement
from mist_dash.store import engine, people, resources, stories


class CollaborativeSettings(BaseSettings):
    """From the environment: MIST_TEXTS is the folder of the collaborative's own texts, MIST_CONTACT whom to ask."""

    model_config = SettingsConfigDict(env_prefix="MIST_")
    texts: Path = Path(__file__).parents[2] / "data" / "collaborative"
    contact: str = ""


@dataclass(frozen=True)
class Member:
    """A centre, and what everybody may see of what it shares. Nothing here says who sends data."""

    name: str
    themes: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


def members(actor: Person) -> tuple[Member, ...]:
    """All centres from A to Z."""
    check(actor, Deed.SEE_PUBLIC)
    with engine.reading() as db:
        names = people.centre_names(db)
        told, shelved = stories.shared(db, "public"), resources.public(db)
    found = []
    for id, name in sorted(names.items(), key=lambda one: one[1].casefold()):
        of_it = {one.theme for one in told if one.centre == id} | {one.theme for one in shelved if one.centre == id}
        found.append(
            Member(
                name,
                tuple(theme.short for theme in themes() if theme.id in of_it),
                tuple(one.title for one in told if one.centre == id),
                tuple(one.title for one in shelved if one.centre == id),
            )
        )
    return tuple(found)


def text(actor: Person, name: str) -> Statement | None:
    """One of the collaborative's own texts; None for a visitor while it waits to be replaced."""
    check(actor, Deed.SEE_PUBLIC)
    found = read(name)
    with engine.reading() as db:
        closed = found.suggested and actor.role is Role.VISITOR and people.setting(db, "demo") != "yes"
    return None if closed else found


def contact(actor: Person) -> str:
    """Whom to ask, as whoever runs the dashboard wrote it (MIST_CONTACT); empty where nobody did."""
    check(actor, Deed.SEE_PUBLIC)
    return CollaborativeSettings().contact.strip()[:200]


def read(name: str) -> Statement:
    """From a file that the collaborative may replace, at once."""
    if name not in get_args(statements.TextName):
        raise NotFound("There is no such text.")
    path = CollaborativeSettings().texts / f"{name}.md"
    return statements.read(name, path.read_text("utf-8"))  # type: ignore[arg-type]
