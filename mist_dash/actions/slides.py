"""What could stand on a slide, with what its centres agreed to. Every action of a meeting asks here, and nowhere else.

It takes no actor: what it returns is for the actions of this floor, which ask leave and hand on what may be known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from mist_dash.actions import learn, together
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.actions.stories import frozen_from
from mist_dash.core import slides
from mist_dash.core.catalogue import Theme
from mist_dash.core.consent import fingerprint
from mist_dash.core.meeting import PooledArea, PooledFigure, Slide, SlideUse, WhoElse, fingerprint_of_slide
from mist_dash.core.query import Query, answer
from mist_dash.core.since_last import since_last
from mist_dash.core.slides import Offer
from mist_dash.core.stories import PUBLISHED
from mist_dash.core.threads import Wanted
from mist_dash.store import chart_events, counts, people, resources, signals, slide_consents, stories, threads
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session
from mist_dash.store.slide_consents import GivenConsent, SlideOf

FEWEST_USERS = 2  # of an intervention, so that somebody can be asked who is not the one who asks
Given = Mapping[SlideOf, Mapping[SlideUse, GivenConsent]]


@dataclass(frozen=True)
class Spoken:
    """A slide in which one centre speaks, whole. agreed: the day by use; by itself where nobody has to be asked."""

    slide: Slide
    centre: int
    new: date | None = None
    agreed: Mapping[SlideUse, date] | None = None


@cached
def offers(db: Session) -> dict[str, Offer]:
    """Everything that could be put in, by its key, in the order of kinds and themes and never by how anybody does.

    Forty phones ask for it every two seconds, so it is cached until somebody writes.
    """
    given = slide_consents.given(db)
    found = [*_together(db), *map(_alone, _stories(db))]
    found += [*_without(db, given), *_who_else(db, given)]
    found += [_alone(one) for make in (_resources, _questions) for one in make(db, given)]
    return {one.slide.key: one for one in found}


def spoken(db: Session, centre: int, wanted: Callable[[str], bool]) -> Iterator[Spoken]:
    """The slides of one centre, whole, as its lead would agree to them now: those whose key is wanted."""
    given = slide_consents.given(db)
    made = (*_stories(db), *_resources(db, given), *_questions(db, given), *_users(db, given))
    yield from (one for one in made if one.centre == centre and wanted(one.slide.key))
    for theme, which, name in _telling(db):
        if which == centre and wanted(slides.key_without(theme, centre)):
            agreed = given.get((slides.key_without(theme, centre), centre), {}).get("meeting")
            # What was agreed to goes on being shown as it was then, so it is this that can be taken back.
            slide = replace(agreed.slide, content=agreed.fingerprint) if agreed else _told(db, theme, centre, name)
            yield _with(given, slide, centre)


def _alone(one: Spoken) -> Offer:
    """Whole where it was agreed to; else what may be known before. Without a centre nobody has to agree."""
    if not one.centre:
        return Offer(replace(one.slide, leaves_room=True), new=one.new)
    agreed = one.agreed or {}
    if "meeting" not in agreed:
        return Offer(slides.bare(one.slide), (one.centre,), False, one.new)
    return Offer(replace(one.slide, agreed=agreed["meeting"], leaves_room="pack" in agreed), new=one.new)


def _together(db: Session) -> Iterator[Offer]:
    """One a theme, of all its areas: what everybody may see, so that it can be shown to anybody."""
    for theme in themes():
        first = together.public_of(db, theme)
        each = [together.public_of(db, theme, area) for area in first.areas] if first else []
        titles = {one.name: one.title for one in theme.areas}
        shown = [found for found in each if found and any(one.rate is not None for one in found.periods)]
        if first and shown:
            measure = first.measure
            areas = tuple(PooledArea(titles.get(one.area, ""), one.in_short, one.periods) for one in shown)
            figure = PooledFigure(measure.title, measure.unit, measure.decimals, measure.events, areas)
            improved = [one.sentence for one in shown]
            yield Offer(_sealed(slides.of_together(theme, figure, improved, measure.kind == "proportion")))


def _stories(db: Session) -> Iterator[Spoken]:
    """A story is agreed to as a story: the slide holds less of it."""
    days = slide_consents.days_of_stories(db)
    for story in stories.stories(db, states=PUBLISHED):
        agreed: dict[SlideUse, date] = {
            use: days.get(story.id, story.told.date()) for use in ("meeting", "pack") if use in story.agreed
        }
        held = learn.held(db, story) if "holding" in story.agreed else None
        slide = slides.of_story(story, theme_of(story.theme), str(held or ""))
        new = story.published.date() if story.published else None
        yield Spoken(replace(slide, content=fingerprint(story, "meeting")), story.centre, new, agreed)


def _resources(db: Session, given: Given) -> Iterator[Spoken]:
    """What everybody may see anyway may also stand on a slide, and leave the room."""
    days = slide_consents.days_of_resources(db)
    for one in resources.resources(db):
        slide = _sealed(slides.of_resource(one))
        if one.public:
            day = days[one.id]
            yield Spoken(slide, one.centre, one.latest.added.date(), {"meeting": day, "pack": day})
        else:
            yield replace(_with(given, slide, one.centre), new=one.latest.added.date())


def _questions(db: Session, given: Given) -> Iterator[Spoken]:
    centres = {name: id for id, name in people.centre_names(db).items()}
    for post in threads.threads(db, Wanted(kind="ask", answered=False), reader=0, newest=100):
        if post.centre_name and post.centre_name not in centres:
            continue  # of a centre that has left nobody can agree
        slide = _sealed(slides.of_question(post))
        yield replace(_with(given, slide, centres.get(post.centre_name, 0)), new=post.at.date())


def _without(db: Session, given: Given) -> Iterator[Offer]:
    """Longest times without, of centres that let it be told. What was agreed to is shown as it was then."""
    for theme, centre, name in _telling(db):
        slide = slides.about_to_tell(theme, centre, name)
        uses = given.get((slide.key, centre), {})
        agreed = uses.get("meeting")
        if agreed is None:
            yield Offer(slide, (centre,), False)
        else:
            pack = uses.get("pack")
            leaves = pack is not None and pack.fingerprint == agreed.fingerprint
            shown = replace(agreed.slide, content=agreed.fingerprint, agreed=agreed.on, leaves_room=leaves)
            yield Offer(shown, new=agreed.on)


def _telling(db: Session) -> Iterator[tuple[Theme, int, str]]:
    """(theme, centre, its name) of those that let facilitators know that there is something to tell."""
    let, centres = signals.let_known(db), {name: id for id, name in people.centre_names(db).items()}
    yield from ((theme, centres[name], name) for theme in themes() for name in let.get(theme.id, ()))


def _told(db: Session, theme: Theme, centre: int, name: str) -> Slide:
    """What was found there, said to others, with the chart of what was found first."""
    found = [one.finding for one in signals.of_centre(db, centre) if one.finding.theme == theme.id and one.let_know]
    query = Query.of(theme, found[0].measure, found[0].area)
    numbers, events = counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id)
    series = answer(query, numbers, events).series
    last = since_last(series) if series and series.better == "lower" else None
    chart = frozen_from(query, numbers, events)
    return _sealed(slides.of_findings(found, chart, theme, centre, name, last))


def _users(db: Session, given: Given) -> Iterator[Spoken]:
    """A slide with one bar for each centre and intervention of the catalogue that several centres use."""
    for theme in themes():
        used = chart_events.interventions(db, theme.id)
        for place, one in enumerate(theme.interventions):
            here = [(centre, name, event) for centre, name, event in used if event.name == one.name]
            if len({centre for centre, _, _ in here}) < FEWEST_USERS:
                continue
            for which in dict.fromkeys(centre for centre, _, _ in here):
                bars = [slides.bar(name, event) for centre, name, event in here if centre == which]
                slide = _sealed(slides.of_uses(theme, one.name, place, bars, bars[0].start))
                yield _with(given, replace(slide, centre=bars[0].centre), which)


def _who_else(db: Session, given: Given) -> Iterator[Offer]:
    """The bars of those that agreed, on one slide; the others are not on it, and can be asked."""
    by_key: dict[str, list[Spoken]] = {}
    for one in _users(db, given):
        by_key.setdefault(one.slide.key, []).append(one)
    for found in by_key.values():
        agreed = [one for one in found if one.agreed and "meeting" in one.agreed]
        asked = tuple(one.centre for one in found if one not in agreed)
        slide = joined(agreed) if agreed else replace(slides.bare(found[0].slide), centre=None)
        yield Offer(slide, asked, bool(agreed), slide.agreed)


def joined(found: Sequence[Spoken]) -> Slide:
    """The bars of several centres on one slide. It leaves the room when all of them agreed to that."""
    figures = [one.slide.figure for one in found if isinstance(one.slide.figure, WhoElse)]
    days = [one.agreed["meeting"] for one in found if one.agreed]
    bars = tuple(bar for figure in figures for bar in figure.bars)
    figure = WhoElse(figures[0].intervention, bars, datetime.now(UTC).date())
    leaves = all(one.agreed and "pack" in one.agreed for one in found)
    return replace(found[0].slide, figure=figure, centre=None, agreed=max(days), leaves_room=leaves)


def _with(given: Given, slide: Slide, centre: int) -> Spoken:
    """With the agreements that hold: those to just this."""
    uses = given.get((slide.key, centre), {})
    return Spoken(slide, centre, agreed={use: one.on for use, one in uses.items() if one.fingerprint == slide.content})


def _sealed(slide: Slide) -> Slide:
    return replace(slide, content=fingerprint_of_slide(slide))
