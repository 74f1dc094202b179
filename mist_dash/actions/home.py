"""What a person finds on coming in: what changed, what is still needed from the centre, what is new to learn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mist_dash.actions import slide_consents
from mist_dash.actions.catalogue import themes
from mist_dash.core import words
from mist_dash.core.catalogue import Theme
from mist_dash.core.change import Change, year_on_year_of_all
from mist_dash.core.consent import Purpose
from mist_dash.core.people import Deed, Person, check, may, own_centre
from mist_dash.core.query import Query, answer, in_order, leading
from mist_dash.core.sharing import hides_small
from mist_dash.core.since_when import since_when_of_all
from mist_dash.core.stories import SUBMITTED, Story, StoryState
from mist_dash.store import chart_events, counts, engine, people, stories
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session

ASKS: tuple[StoryState, ...] = ("submitted", "published", "returned")  # of which somebody of the centre is asked


@dataclass(frozen=True)
class Changed:
    """One theme’s leading measure in one area, this year against the year before."""

    query: Query
    change: Change
    headline: str  # since when, where the scan speaks; among all that home shows

    @property
    def area_title(self) -> str:
        return next(area.title for area in self.query.theme.areas if area.name == self.query.area)


@dataclass(frozen=True)
class Waiting:
    """What waits for one person: stories to review, stories to agree to, stories sent back, centres without a lead."""

    to_review: int
    to_agree: int
    returned: tuple[Story, ...]
    without_lead: tuple[str, ...]
    slides: int = 0  # of the own centre that a facilitator asked its lead for


def changed(actor: Person) -> tuple[Changed, ...]:
    """The leading measure of each theme that the centre sends, in the catalogue's order."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return _changed(db, centre, themes(), frozenset(one.id for one in themes() if hides_small(one, actor)))


@cached
def _changed(db: Session, centre: int, known: tuple[Theme, ...], hiding: frozenset[str]) -> tuple[Changed, ...]:
    """hiding: the ids of the themes of which this person sees no small numbers."""
    found = []
    for theme in known:
        numbers, events = counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id)
        asked = in_order(replace(leading(theme), hides=theme.id in hiding))
        found += [one for one in (answer(query, numbers, events) for query in asked) if one.yearly][:1]
    changes = year_on_year_of_all(
        [one.yearly for one in found if one.yearly],
        looked_differently=[one.looked_differently for one in found],
        together=True,
    )
    series = [one.series for one in found if one.series]
    since = since_when_of_all(series, looked_differently=[one.looked_differently for one in found], together=True)
    headlines = [words.since.headline(*one) for one in zip(since, series, strict=True)]
    queries = (one.query for one in found)
    return tuple(Changed(*row) for row in zip(queries, changes, headlines, strict=True))


def waiting(actor: Person) -> Waiting:
    """What waits for just this person: nobody is asked for what somebody else has to do."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        sent_in = stories.stories(db, states=SUBMITTED) if may(actor, Deed.PUBLISH_STORY) else ()
        own = stories.stories(db, states=ASKS, centre=actor.centre) if actor.centre else ()
        alone = people.without_lead(db) if may(actor, Deed.KEEP_PEOPLE) else {}
    agree = [one for one in own if one.state != "returned" and "gallery" not in one.agreed]
    return Waiting(
        len(sent_in),
        len(agree) if may(actor, Deed.AGREE, actor.centre) else 0,
        tuple(one for one in own if one.state == "returned"),
        tuple(alone.values()),
        slide_consents.waiting(actor),
    )


def new_stories(actor: Person) -> tuple[Story, ...]:
    """Of those who share their screen at meetings, only what may be shown there."""
    check(actor, Deed.SEE_LEARNING)
    purpose: Purpose = "meeting" if may(actor, Deed.HOLD_MEETING) else "gallery"
    with engine.reading() as db:
        return stories.shared(db, purpose, newest=2)
