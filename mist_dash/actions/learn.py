"""Finding what others shared: the gallery, the resources, a search over both, and the part that is public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import NotFound
from mist_dash.core.holding import Holding, holding
from mist_dash.core.people import Deed, Person, check, may, own_centre
from mist_dash.core.query import Query, answer
from mist_dash.core.resources import Resource
from mist_dash.core.stories import Story
from mist_dash.store import chart_events, counts, engine, resources, search, stories
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; empty means all. `kind` is that of a resource."""

    theme: str = ""
    area: str = ""
    intervention: str = ""
    kind: str = ""
    words: str = ""


ALL = Filters()


def gallery(actor: Person, wanted: Filters = ALL) -> tuple[Story, ...]:
    """The stories whose centres agreed to it, the newest first."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = stories.shared(db, "gallery", theme=wanted.theme)
        hits = search.find(db, wanted.words)
    return tuple(one for one in found if fits(one, wanted) and (hits is None or ("story", one.id) in hits))


def shelf(actor: Person, wanted: Filters = ALL) -> tuple[Resource, ...]:
    """The resources, the newest first."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = resources.resources(db, theme=wanted.theme)
        hits = search.find(db, wanted.words)
    return tuple(
        one
        for one in found
        if fits(one, wanted) and wanted.kind in ("", one.kind) and (hits is None or ("resource", one.id) in hits)
    )


def find(actor: Person, wanted: Filters) -> tuple[tuple[Story, ...], tuple[Resource, ...]]:
    """Stories and resources that hold every word, in their titles, their texts or the files themselves.

    Leave comes first: the search only narrows what this person may see anyway.
    """
    check(actor, Deed.SEE_LEARNING)
    return gallery(actor, wanted), shelf(actor, wanted)


def story(actor: Person, id: int) -> Story:
    """One story: in the gallery for everybody signed in, else for its own centre and for facilitators.

    Raises NotFound for any other, whether it exists or not. A facilitator sees a chart once the lead has agreed to it.
    """
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = stories.story(db, id)
    if found is not None and may(actor, Deed.SEE_OWN_DRAFT, found.centre):
        return found
    if found is not None and found.state == "published" and "gallery" in found.agreed:
        return replace(found, note="")
    if found is not None and found.state in ("submitted", "published") and may(actor, Deed.PUBLISH_STORY):
        return for_review(found)
    raise NotFound("There is no such story, or it is not in the gallery.")


def for_review(story: Story) -> Story:
    """A story as a facilitator reads it before the lead has agreed: its words, and no numbers of the centre."""
    return story if "gallery" in story.agreed else replace(story, frozen=None)


def public(actor: Person, wanted: Filters = ALL) -> tuple[Story, ...]:
    """The stories that centres let everybody read, in words, the newest first. For visitors too.

    The words by which a story is found are all among those that its public form shows.
    """
    check(actor, Deed.SEE_PUBLIC)
    with engine.reading() as db:
        found = stories.shared(db, "public", theme=wanted.theme)
        hits = search.find(db, wanted.words)
    return tuple(one for one in found if fits(one, wanted) and (hits is None or ("story", one.id) in hits))


def still(actor: Person, told: Iterable[Story]) -> dict[int, Holding]:
    """Story id -> whether it still holds, for those whose centres agreed that this may be said."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        ids = {one.id for one in stories.shared(db, "holding")}
        found = {one.id: held(db, one) for one in told if one.id in ids and one.frozen}
    return {id: one for id, one in found.items() if one is not None}


def own_still(actor: Person, told: Iterable[Story]) -> dict[int, Holding]:
    """The same of the own centre's stories, agreed to or not: it is told first what others may come to read."""
    centre = own_centre(actor, Deed.SEE_OWN_DRAFT)
    with engine.reading() as db:
        found = {one.id: held(db, one) for one in told if one.centre == centre and one.state == "published"}
    return {id: one for id, one in found.items() if one is not None}


def held(db: Session, story: Story) -> Holding | None:
    """From the centre's numbers as they are now; only the words of it leave."""
    return _held(db, story, theme_of(story.theme))


@cached
def _held(db: Session, story: Story, theme: Theme) -> Holding | None:
    frozen = story.frozen
    measure = theme.measure(frozen.measure if frozen else None)
    if frozen is None or measure.id != frozen.measure:
        return None
    query = replace(Query.of(theme, measure.id, frozen.area), hides=theme.hide_small)
    events = chart_events.events(db, story.centre, theme.id)
    now = answer(query, counts.numbers(db, story.centre, theme.id), events)
    return None if now.withheld else holding(frozen, now.series, now.looked_differently)


def fits(one: Story | Resource, wanted: Filters) -> bool:
    """An area or intervention that a thing does not name is none that it excludes: a bundle for all areas fits each."""
    if wanted.area and one.areas and wanted.area not in one.areas:
        return False
    return not wanted.intervention or wanted.intervention in one.interventions
