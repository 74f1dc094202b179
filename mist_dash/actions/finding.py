"""Finding whom to learn from: the centre is told first and alone; facilitators know only what its lead lets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from mist_dash.actions import together
from mist_dash.actions.catalogue import themes
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import NotFound
from mist_dash.core.finding import Finding, say, search, untold
from mist_dash.core.people import Deed, Person, Role, check, own_centre
from mist_dash.core.stories import TOLD
from mist_dash.store import audit, chart_events, counts, engine, signals, stories


@dataclass(frozen=True)
class Invitation:
    """What was found in one theme, as the centre reads it, with what its lead decided.

    area, measure: titles of what was found first, so that a story can begin with its chart.
    """

    theme: Theme
    sentences: tuple[str, ...]
    let_know: bool
    area: str
    measure: str


def look(db: Session, centre: int) -> None:
    """Runs the finder over everything that one centre has sent, in the transaction that changed it.

    Of others it reads what is published for all of them together.
    """
    sent = [(one, counts.numbers(db, centre, one.id), chart_events.events(db, centre, one.id)) for one in themes()]
    published = {
        (one.id, measure, area): years
        for one in themes()
        for (measure, area), years in together.published(db, one, centre).items()
    }
    signals.keep(db, centre, search(sent, published))


def invitations(actor: Person) -> tuple[Invitation, ...]:
    """What the own centre has to tell others and has not told yet, theme by theme.

    The lead goes on seeing what facilitators know of, so that it can be taken back.
    """
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        kept = signals.of_centre(db, centre)
        stories_told = stories.stories(db, states=TOLD, centre=centre)
    made = []
    for theme in themes():
        here = [one for one in kept if one.finding.theme == theme.id]
        let = any(one.let_know for one in here)
        shown = [one.finding for one in here if not one.dismissed or (let and actor.role is Role.LEAD)]
        told = [] if let and actor.role is Role.LEAD else [one for one in stories_told if one.theme == theme.id]
        if new := untold(shown, told, theme):
            made.append(_invitation(theme, new, let))
    return tuple(made)


def _invitation(theme: Theme, found: Sequence[Finding], let: bool) -> Invitation:
    first, titles = found[0], {area.name: area.title for area in theme.areas}
    sentences = tuple(say(one, theme) for one in found)
    return Invitation(theme, sentences, let, titles.get(first.area, ""), theme.measure(first.measure).title)


def dismiss(actor: Person, theme: str) -> None:
    """Not now: the centre is not asked again about what was found in this theme so far."""
    centre = own_centre(actor, Deed.TAKE_STORY_BACK)
    with engine.begin() as db:
        if not signals.decide(db, centre, theme, dismissed=True):
            raise NotFound("This has changed since. Reload the page.")
        audit.record(db, actor, Deed.TAKE_STORY_BACK, "put an invitation to tell a story aside", {"theme": theme})


def let_know(actor: Person, theme: str, yes: bool) -> None:
    """The lead lets facilitators know that this centre has something to tell in this theme, or takes that back."""
    centre = own_centre(actor, Deed.LET_KNOW)
    with engine.begin() as db:
        if not signals.decide(db, centre, theme, let_know=yes):
            raise NotFound("This has changed since. Reload the page.")
        what = (
            "lets facilitators know of an improvement" if yes else "no longer lets facilitators know of an improvement"
        )
        audit.record(db, actor, Deed.LET_KNOW, what, {"theme": theme})


def known(actor: Person) -> tuple[tuple[Theme, tuple[str, ...]], ...]:
    """Each theme with the centres that let facilitators know, in alphabetical order. No value, no area, no measure."""
    check(actor, Deed.SEE_SIGNALS)
    with engine.reading() as db:
        found = signals.let_known(db)
    return tuple((theme, found[theme.id]) for theme in themes() if theme.id in found)


def let_by(actor: Person) -> dict[tuple[str, str], tuple[str, date]]:
    """(theme, centre) -> who of it let facilitators know, and on which day, as far as the audit trail tells."""
    check(actor, Deed.SEE_SIGNALS)
    with engine.reading() as db:
        return signals.let_by(db)
