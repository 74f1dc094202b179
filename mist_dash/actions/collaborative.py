"""What the collaborative says of itself to everybody: who belongs to it, its terms, and how to join."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

from mist_dash.core.errors import NotFound
from mist_dash.core.people import Deed, Person, check
from mist_dash.store import engine, people

Text = Literal["terms", "join"]
TEXTS = Path(__file__).parents[2] / "data" / "collaborative"


def members(actor: Person) -> tuple[str, ...]:
    """The names of all centres from A to Z; nothing here says who sends data."""
    check(actor, Deed.SEE_PUBLIC)
    with engine.reading() as db:
        return tuple(sorted(people.centre_names(db).values(), key=str.casefold))


def text(actor: Person, name: str) -> str:
    """The collaborative's own words as Markdown, from a file that whoever runs it may replace (MIST_TEXTS)."""
    check(actor, Deed.SEE_PUBLIC)
    if name not in get_args(Text):
        raise NotFound("There is no such text.")
    return (Path(os.environ.get("MIST_TEXTS", TEXTS)) / f"{name}.md").read_text("utf-8")
