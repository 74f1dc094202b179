"""What a person finds on coming in: what changed, what is still needed from the centre, what is new to learn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from mist_dash.actions.catalogue import themes
from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.change import Change, year_on_year_of_all
from mist_dash.core.counts import Numbers, by_quarter, on_months, series_of
from mist_dash.core.events import Event
from mist_dash.core.people import Deed, Person, check, may, own_centre
from mist_dash.core.series import Series
from mist_dash.core.sharing import hides_small, without_small
from mist_dash.core.stories import SUBMITTED, Story, StoryState
from mist_dash.store import chart_events, counts, engine, people, stories
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session

ASKS: tuple[StoryState, ...] = ("submitted", "published", "returned")  # of which somebody of the centre is asked
LOOK_BACK = 12  # months within which a missing one is still asked for


@dataclass(frozen=True)
class Changed:
    """One theme’s leading measure in one area, this year against the year before."""

    theme: Theme
    measure: Measure
    area: str
    change: Change

    @property
    def area_title(self) -> str:
        return next(area.title for area in self.theme.areas if area.name == self.area)


@dataclass(frozen=True)
class Needed:
    """The months that one theme still waits for."""

    theme: Theme
    months: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """What waits for one person: stories to review, stories to agree to, stories sent back, centres without a lead."""

    to_review: int
    to_agree: int
    returned: tuple[Story, ...]
    without_lead: tuple[str, ...]


def changed(actor: Person) -> tuple[Changed, ...]:
    """The leading measure of each theme that the centre sends, in the catalogue's order."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return _changed(db, centre, themes(), frozenset(one.id for one in themes() if hides_small(one, actor)))


@cached
def _changed(db: Session, centre: int, known: tuple[Theme, ...], hiding: frozenset[str]) -> tuple[Changed, ...]:
    """hiding: the ids of the themes of which this person sees no small numbers."""
    found: list[tuple[Theme, Measure, str, Series, list[str]]] = []
    for theme in known:
        numbers, events = counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id)
        found += _leading(theme, numbers, events, hides=theme.id in hiding)
    changes = year_on_year_of_all([row[3] for row in found], looked_differently=[row[4] for row in found])
    return tuple(Changed(*row[:3], change) for row, change in zip(found, changes, strict=True))


def needed(actor: Person, today: str | None = None) -> tuple[Needed, ...]:
    """The months of the last year that are missing, in themes that the centre has begun to send.

    A theme never sent is not asked for: a centre without data is as much a member as any other.
    """
    centre = own_centre(actor, Deed.SEE_CENTRE)
    last = months.later(today or months.of(datetime.now(UTC).date()), -1)
    with engine.reading() as db:
        sent = {theme.id: _months_sent(db, centre, theme.id) for theme in themes()}
    return tuple(
        Needed(theme, missing) for theme in themes() if (missing := _missing(sent[theme.id], last)) and sent[theme.id]
    )


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
    )


def new_stories(actor: Person) -> tuple[Story, ...]:
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return stories.shared(db, "gallery", newest=2)


def _leading(
    theme: Theme,
    numbers: Numbers,
    events: tuple[Event, ...],
    hides: bool,
) -> list[tuple[Theme, Measure, str, Series, list[str]]]:
    """The theme's first measure, in the area that says most: the whole hospital where there is one."""
    measure = theme.measures[0]
    for area in sorted(measure.areas, key=lambda name: name != "Whole hospital"):
        series = series_of(theme, measure, area, numbers)
        if series is not None:
            series = by_quarter(series) if measure.every == "quarter" else series
            series = without_small(series) if hides else series
            series = on_months(series) if measure.every == "quarter" else series
            looked = [months.of(e.start) for e in events if e.kind == "looked differently" and e.area in ("", area)]
            return [(theme, measure, area, series, looked)]
    return []


@cached
def _months_sent(db: Session, centre: int, theme: str) -> frozenset[str]:
    return frozenset(key.period for key in counts.numbers(db, centre, theme) if months.is_month(key.period))


def _missing(sent: frozenset[str], last: str) -> tuple[str, ...]:
    first = max(min(sent, default=last), months.later(last, 1 - LOOK_BACK))
    return tuple(month for month in months.between(first, last) if month not in sent)
