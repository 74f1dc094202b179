"""Reading the audit trail: a lead that of the own centre, an admin that of the collaborative."""

from __future__ import annotations

from mist_dash.core.people import Deed, Person, check, tracing
from mist_dash.core.trail import TrailCheck, TrailEntry, TrailPage
from mist_dash.store import audit, engine

A_PAGE = 25


def read(actor: Person, words: str = "", page: int = 1) -> TrailPage:
    """A page of the entries in which each of these words stands, the newest first."""
    check(actor, tracing(actor), actor.centre)
    with engine.reading() as db:
        return audit.entries(db, _whose(actor), words, (page - 1) * A_PAGE, A_PAGE)


def checked(actor: Person) -> TrailCheck:
    """Whether the trail, of everybody, is whole. It is read from its first entry to its last."""
    check(actor, tracing(actor), actor.centre)
    with engine.reading() as db:
        return audit.checked(db)


def taken_along(actor: Person, words: str = "") -> tuple[TrailEntry, ...]:
    """All the entries in which these words stand."""
    check(actor, tracing(actor), actor.centre)
    with engine.reading() as db:
        return audit.entries(db, _whose(actor), words).entries


def _whose(actor: Person) -> int | None:
    return None if tracing(actor) is Deed.SEE_TRAIL else actor.centre
