"""What a person finds on coming in: the centre on one page, what waits for this person, what is new to learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mist_dash.actions import joining, slide_consents
from mist_dash.actions.catalogue import themes
from mist_dash.core import one_page
from mist_dash.core.catalogue import Theme
from mist_dash.core.change import year_on_year_of_all
from mist_dash.core.consent import Purpose
from mist_dash.core.counts import Numbers
from mist_dash.core.events import Event
from mist_dash.core.headline import headline
from mist_dash.core.months import Basis
from mist_dash.core.one_page import Row
from mist_dash.core.people import Deed, Person, check, may, own_centre
from mist_dash.core.query import Answer, Query, answer
from mist_dash.core.sharing import hides_small
from mist_dash.core.since_last import since_last
from mist_dash.core.since_when import since_when_of_all
from mist_dash.core.stories import SUBMITTED, Story, StoryState
from mist_dash.store import chart_events, counts, engine, people, stories
from mist_dash.store import joining as store_joining
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session

ONE_PAGE: Basis = "rolling"  # the last 12 months beside the 12 before
ASKS: tuple[StoryState, ...] = ("submitted", "published", "returned")  # of which somebody of the centre is asked


@dataclass(frozen=True)
class Waiting:
    """What waits for one person: stories to review, stories to agree to, stories sent back, centres without a lead."""

    to_review: int
    to_agree: int
    returned: tuple[Story, ...]
    without_lead: tuple[str, ...]
    slides: int = 0  # of the own centre that a facilitator asked its lead for
    asking: int = 0  # hospitals that would like to join
    statement: bool = False  # the data-sharing statement, to be accepted


def rows(actor: Person) -> tuple[Row, ...]:
    """The centre on one page: a row for each measure and area that it sends, in the catalogue's order."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return _rows(db, centre, themes(), frozenset(one.id for one in themes() if hides_small(one, actor)))


@cached
def _rows(db: Session, centre: int, known: tuple[Theme, ...], hiding: frozenset[str]) -> tuple[Row, ...]:
    """hiding: the ids of the themes of which this person sees no small numbers."""
    found: list[Answer] = []
    for theme in known:
        numbers, events = counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id)
        for asked in one_page.asked(theme):
            hides = theme.id in hiding
            each = _answered(asked.each, numbers, events, hides)
            found += each or _answered(asked.otherwise, numbers, events, hides)[:1]
    drawn, monthly = [one.series for one in found if one.series], [one.yearly for one in found if one.yearly]
    if not drawn:
        return ()
    marks = [one.looked_differently for one in found]
    changes = year_on_year_of_all(monthly, ONE_PAGE, looked_differently=marks, together=True)
    since = since_when_of_all(drawn, looked_differently=marks, together=True)
    lasts = [since_last(series, among=len(drawn)) for series in drawn]
    end = one_page.last_quarter(monthly)
    return tuple(
        one_page.row(
            replace(one.query, basis=ONE_PAGE), series, by_month, change, headline(series, change, when, last), end
        )
        for one, series, by_month, change, when, last in zip(found, drawn, monthly, changes, since, lasts, strict=True)
    )


def _answered(group: Sequence[Query], numbers: Numbers, events: Sequence[Event], hides: bool) -> list[Answer]:
    """The answers of the queries that have numbers."""
    answers = (answer(replace(query, hides=hides), numbers, events) for query in group)
    return [one for one in answers if one.series and one.yearly]


def waiting(actor: Person) -> Waiting:
    """What waits for just this person: nobody is asked for what somebody else has to do."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        sent_in = stories.stories(db, states=SUBMITTED) if may(actor, Deed.PUBLISH_STORY) else ()
        own = stories.stories(db, states=ASKS, centre=actor.centre) if actor.centre else ()
        alone = people.without_lead(db) if may(actor, Deed.KEEP_PEOPLE) else {}
        asking = store_joining.how_many(db) if may(actor, Deed.KEEP_PEOPLE) else 0
    agree = [one for one in own if one.state != "returned" and "gallery" not in one.agreed]
    return Waiting(
        len(sent_in),
        len(agree) if may(actor, Deed.AGREE, actor.centre) else 0,
        tuple(one for one in own if one.state == "returned"),
        tuple(alone.values()),
        slide_consents.waiting(actor),
        asking,
        joining.to_accept(actor) is not None,
    )


def new_stories(actor: Person) -> tuple[Story, ...]:
    """Of those who share their screen at meetings, only what may be shown there."""
    check(actor, Deed.SEE_LEARNING)
    purpose: Purpose = "meeting" if may(actor, Deed.HOLD_MEETING) else "gallery"
    with engine.reading() as db:
        return stories.shared(db, purpose, newest=2)
