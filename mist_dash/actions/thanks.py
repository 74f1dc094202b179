"""A thank-you goes to one centre, and is seen on its home page only."""

from __future__ import annotations

from mist_dash.actions import learn, resources
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.store import audit, engine, thanks
from mist_dash.store.search import SearchKind
from mist_dash.store.thanks import Thank

LONGEST = 280


def thank(actor: Person, kind: SearchKind, id: int, text: str) -> None:
    """Thanks the centre behind a story or a resource that this person may see."""
    check(actor, Deed.THANK)
    shared = learn.story(actor, id) if kind == "story" else resources.resource(actor, id)
    if shared.centre == actor.centre:
        raise Sorry("This is your own centre’s: thank them in person.")
    with engine.begin() as db:
        thanks.add(db, shared.centre, actor.id or 0, kind, id, text.strip()[:LONGEST])
        audit.record(db, actor, Deed.THANK, f"thanked for “{shared.title}”", {kind: id})


def received(actor: Person) -> tuple[Thank, ...]:
    """The newest thank-yous to the own centre. Nobody else sees them, and they are not counted."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return thanks.received(db, centre)
