"""Where people turn when something went wrong: national places, own colleagues, and when to show the way."""

from __future__ import annotations

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.core import plain_text
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.plain_text import Doubt, Outcome
from mist_dash.store import audit, counts, engine
from mist_dash.store import excellence as kept

LONGEST = 600
FIELD = "Whom can your people turn to, how, and when?"


def theme_of_support() -> Theme | None:
    """The theme that says where to turn; None when the catalogue has none."""
    return next((theme for theme in themes() if theme.places), None)


def contact(actor: Person) -> str:
    """Whom the own centre's people turn to, in the words of its lead; empty when nobody has written it yet."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return kept.support_contact(db, centre)


def set_contact(actor: Person, text: str, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Keeps it, or says what looks like a patient and has not been confirmed. An empty text takes it away.

    Phone numbers and addresses of colleagues are what it is for, so those raise no doubt.
    """
    centre = own_centre(actor, Deed.SET_SUPPORT)
    if len(text) > LONGEST:
        raise Sorry(f"Please keep it under {LONGEST} characters: a name, a number, and when they can be reached.")
    doubts = plain_text.doubts({}, {FIELD: text})
    if open_doubts := plain_text.unconfirmed(doubts, confirmed):
        return Outcome(doubts=open_doubts)
    with engine.begin() as db:
        kept.set_support_contact(db, centre, text.strip())
        audit.record(
            db,
            actor,
            Deed.SET_SUPPORT,
            "changed where the centre’s people find support",
            {"confirmed": list(map(str, doubts))},
        )
    return Outcome(centre)


def called_for(actor: Person, upload: int) -> bool:
    """Whether an upload of the own centre brought a severe or fatal incident that was not there before."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        found = counts.changes_of(db, centre, upload)
    if found is None:
        return False
    severe = {item.name for item in theme_of(found[0]).items if item.severe}
    return any(change.key.item in severe and _value(change.new) > _value(change.old) for change in found[1])


def _value(number: counts.Number | None) -> float:
    return number.value or 0 if number else 0
