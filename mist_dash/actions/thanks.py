"""A thank-you goes to one centre, and is seen on its home page only."""

from __future__ import annotations

from mist_dash.actions import learn, resources
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.plain_text import Doubt, Outcome, unconfirmed
from mist_dash.core.plain_text import doubts as doubts_in
from mist_dash.store import audit, engine, thanks
from mist_dash.store.search import SearchKind
from mist_dash.store.thanks import Thank

LONGEST = 280
FIELD = "A few words"


def thank(actor: Person, kind: SearchKind, id: int, text: str, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Thanks the centre behind a story or a resource that this person may see: once, in the words last sent."""
    check(actor, Deed.THANK)
    shared = learn.story(actor, id) if kind == "story" else resources.resource(actor, id)
    if shared.centre == actor.centre:
        raise Sorry("This is your own centre’s: thank them in person.")
    words = text.strip()[:LONGEST]
    if doubts := unconfirmed(doubts_in({FIELD: words}), confirmed):
        return Outcome(doubts=doubts)
    with engine.begin() as db:
        audit.one_writer(db)
        thanks.add(db, shared.centre, actor.id or 0, kind, id, words)
        audit.record(db, actor, Deed.THANK, f"thanked for “{shared.title}”", {kind: id})
        return Outcome(id)


def received(actor: Person) -> tuple[Thank, ...]:
    """The newest thank-yous to the own centre. Nobody else sees them, and they are not counted."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return thanks.received(db, centre)
