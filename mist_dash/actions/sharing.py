"""The limits within which numbers of several centres are shown together: read, and tightened, by the admin."""

from __future__ import annotations

from mist_dash.core.errors import Sorry
from mist_dash.core.people import Deed, Person, check
from mist_dash.core.sharing import Limits
from mist_dash.store import audit, engine, together


def limits(actor: Person) -> Limits:
    """The limits as they hold now, for everybody to read: they are part of what the figures mean."""
    check(actor, Deed.SEE_PUBLIC)
    with engine.reading() as db:
        return together.limits(db)


def set_limits(actor: Person, wanted: Limits) -> None:
    """Sets the limits, which hold at once. Raises Sorry for any that is looser than the collaborative agreed to."""
    check(actor, Deed.SET_LIMITS)
    if Limits.of(wanted.as_settings()) != wanted:
        raise Sorry("These limits can be tightened, not loosened. Choose from the list.")
    with engine.begin() as db:
        before = together.limits(db)
        if wanted == before:
            return
        together.set_limits(db, wanted)
        audit.record(
            db,
            actor,
            Deed.SET_LIMITS,
            "changed the limits for figures shown together",
            {"old": before.as_settings(), "new": wanted.as_settings()},
        )
