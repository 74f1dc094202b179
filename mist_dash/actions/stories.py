"""A story's way: drafted from the own chart, sent in, agreed to by the centre's lead, published, and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mist_dash.actions import themes
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.learn import for_review
from mist_dash.actions.themes import NONE_CHOSEN, Chosen
from mist_dash.core import events as dated
from mist_dash.core import own_change
from mist_dash.core.catalogue import WHOLE, Theme
from mist_dash.core.consent import PURPOSES, Purpose, fingerprint
from mist_dash.core.counts import Numbers
from mist_dash.core.errors import NotFound, Problem, Sorry
from mist_dash.core.events import Event
from mist_dash.core.freezing import Frozen, FrozenEvent
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.plain_text import MOST_ELEMENTS, Doubt, Outcome, unconfirmed
from mist_dash.core.query import Query
from mist_dash.core.resources import Resource
from mist_dash.core.stories import (
    EDITABLE,
    EVERY_STATE,
    SUBMITTED,
    Beginning,
    Story,
    StoryDraft,
    StoryState,
    doubts_of,
    problems_of,
    too_long,
)
from mist_dash.store import audit, baselines, chart_events, counts, engine, people, resources, stories, submissions

CHANGED = "The story is not as you read it any more. Reload the page, read it again, and then agree."


def own(actor: Person) -> tuple[Story, ...]:
    """The centre's own stories in every state."""
    centre = own_centre(actor, Deed.SEE_OWN_DRAFT)
    with engine.reading() as db:
        return stories.stories(db, states=EVERY_STATE, centre=centre)


def nobody_agrees(actor: Person) -> bool:
    """Whether the own centre has no lead yet, so that nobody could agree to what others see of it."""
    centre = own_centre(actor, Deed.SEE_OWN_DRAFT)
    with engine.reading() as db:
        return centre in people.without_lead(db)


def freeze(actor: Person, query: Query) -> Frozen | None:
    """The own chart and sentence as they are today, for a story; None when there is no chart to tell it from."""
    centre = own_centre(actor, Deed.TELL_STORY)
    with engine.reading() as db:
        numbers = counts.numbers(db, centre, query.theme.id)
        events = chart_events.events(db, centre, query.theme.id)
        chosen = baselines.of_theme(db, centre, query.theme.id)
    return frozen_from(query, numbers, events, chosen)


def beginning(actor: Person, theme: str) -> Beginning:
    """What the centre did in this theme, from its own ribbon and the resources that it tries or shares."""
    centre = own_centre(actor, Deed.TELL_STORY)
    known = theme_of(theme)
    titles = {area.name: area.title for area in known.areas}
    with engine.reading() as db:
        found = [one for one in chart_events.events(db, centre, known.id) if one.kind == "intervention"]
        tried = [one for one in resources.resources(db, theme=known.id) if _ours(one, centre)]
    did = "\n".join(
        f"{one.name}{' in ' + titles[one.area] if one.area in titles else ''}, {dated.state(one)}." for one in found
    )
    names = tuple(dict.fromkeys(one.name for one in found))
    return Beginning({"did": did}, names, tuple(one.id for one in tried))


def _ours(resource: Resource, centre: int) -> bool:
    return resource.centre == centre or any(use.centre == centre for use in resource.uses)


def same_chart(one: Frozen, other: Frozen) -> bool:
    """Whether two frozen charts are of the same measure, area and years, though perhaps of different days."""
    return (one.measure, one.area, one.basis) == (other.measure, other.area, other.basis)


def frozen_from(
    query: Query, numbers: Numbers, events: tuple[Event, ...], chosen: Chosen = NONE_CHOSEN
) -> Frozen | None:
    """The same from numbers in hand; None where there is nothing to draw.

    Small numbers stay hidden where the theme hides them; observed against expected deaths make no story.
    """
    if query.measure.kind == "ratio":
        return None
    return _frozen(themes.view(replace(query, hides=query.theme.hide_small), numbers, events, chosen))


def asked_by(told: StoryDraft) -> Query | None:
    """The chart that goes with a story; None for a story without one, or of a measure that nobody knows."""
    theme = theme_of(told.theme)
    known = any(one.id == told.measure for one in theme.measures)
    return Query.of(theme, told.measure, told.area or WHOLE, told.basis) if known else None


def draft(
    actor: Person,
    told: StoryDraft,
    id: int | None = None,
    confirmed: tuple[Doubt, ...] = (),
) -> Outcome:
    """Keeps a story that is not ready yet, or says what is wrong with it."""
    own_centre(actor, Deed.TELL_STORY)
    return _save(actor, told, id, "draft", too_long(told), confirmed)


def tell(
    actor: Person,
    told: StoryDraft,
    id: int | None = None,
    confirmed: tuple[Doubt, ...] = (),
) -> Outcome:
    """Sends a story to the facilitators, or says everything that is still missing.

    confirmed: what seems to be about a patient, and a person has looked at and says that it is not.
    """
    own_centre(actor, Deed.TELL_STORY)
    return _save(actor, told, id, "submitted", problems_of(told), confirmed)


def withdraw(actor: Person, id: int) -> None:
    """Takes a story out of everywhere at once. It can be told again."""
    centre = own_centre(actor, Deed.TAKE_STORY_BACK)
    with engine.begin() as db:
        found = _own_story(db, centre, id)
        stories.set_state(db, id, "withdrawn")
        for purpose in PURPOSES:
            stories.take_back(db, id, purpose)
        audit.record(db, actor, Deed.TAKE_STORY_BACK, f"withdrew “{found.title}”", {"story": id})


def agree(actor: Person, id: int, purpose: Purpose, content: str) -> None:
    """The centre's lead agrees to one use of the story whose fingerprint was shown.

    Raises Sorry when the story is not, or no longer, just that.
    """
    centre = own_centre(actor, Deed.AGREE)
    with engine.begin() as db:
        found = _own_story(db, centre, id)
        if purpose not in PURPOSES or found.state not in ("submitted", "published"):
            raise Sorry("There is nothing to agree to yet: the story has not been sent in.")
        if fingerprint(found, purpose) != content:
            raise Sorry(CHANGED)
        stories.agree(db, id, purpose, content, actor.id or 0)
        audit.record(
            db,
            actor,
            Deed.AGREE,
            f"agreed to “{purpose}” for “{found.title}”",
            {"story": id, "purpose": purpose, "fingerprint": content},
        )


def take_back(actor: Person, id: int, purpose: Purpose) -> None:
    """Ends one agreement. From this moment the story is not seen in that use."""
    centre = own_centre(actor, Deed.AGREE)
    with engine.begin() as db:
        found = _own_story(db, centre, id)
        stories.take_back(db, id, purpose)
        audit.record(
            db, actor, Deed.AGREE, f"took back “{purpose}” for “{found.title}”", {"story": id, "purpose": purpose}
        )


def to_review(actor: Person) -> tuple[Story, ...]:
    """What centres have sent in and nobody has published yet."""
    check(actor, Deed.PUBLISH_STORY)
    with engine.reading() as db:
        return tuple(map(for_review, stories.stories(db, states=SUBMITTED)))


def publish(actor: Person, id: int) -> None:
    """Publishes a submitted story. It stands in the gallery as soon as the centre's lead has agreed, too."""
    check(actor, Deed.PUBLISH_STORY)
    _settle(actor, id, "published", "")


def send_back(actor: Person, id: int, note: str) -> None:
    """Returns a submitted story to its centre with a note on what is missing."""
    check(actor, Deed.PUBLISH_STORY)
    if not note.strip():
        raise Sorry("Write a note that tells the centre what to change.")
    _settle(actor, id, "returned", note[:500])


def _save(
    actor: Person,
    told: StoryDraft,
    id: int | None,
    state: StoryState,
    problems: tuple[Problem, ...],
    confirmed: tuple[Doubt, ...],
) -> Outcome:
    theme, doubts = theme_of(told.theme), doubts_of(told)
    open_doubts = unconfirmed(doubts, confirmed)
    if problems or open_doubts:
        return Outcome(None, problems, open_doubts)
    query = asked_by(told)
    fresh = freeze(actor, query) if query else None
    with engine.begin() as db:
        before = _own_story(db, actor.centre or 0, id) if id is not None else None
        if before and before.state not in EDITABLE:
            raise Sorry("This story has been sent in, so it cannot be changed. Withdraw it first.")

        def keep() -> int:
            known = {resource.id for resource in resources.resources(db)}
            tidy, frozen = _tidy(told, theme, known), _keep(before, fresh)
            return stories.save(db, actor.centre or 0, actor.id or 0, tidy, frozen, id)

        if before:
            submissions.forget(db, "story", before.id)  # it is another text now
            sent = Outcome(keep())
        else:
            sent = submissions.once(db, "story", (actor.id, told), keep)
        found = _own_story(db, actor.centre or 0, sent.id or 0)
        if sent.again and found.state not in EDITABLE:
            return sent
        stories.set_state(db, found.id, state)  # a draft that is sent again, as it is, is sent in
        verb = "sent in" if state == "submitted" else "drafted"
        details = {"story": found.id, "confirmed": list(map(str, doubts))}
        audit.record(db, actor, Deed.TELL_STORY, f"{verb} “{told.title}”", details)
        return Outcome(found.id)


def _tidy(told: StoryDraft, theme: Theme, known: set[int]) -> StoryDraft:
    """Only what the form offers: its areas, resources that exist, so many elements."""
    return replace(
        told,
        theme=theme.id,
        title=told.title.strip()[:120],
        area=told.area if told.area in theme.area_names else "",
        resources=tuple(id for id in dict.fromkeys(told.resources) if id in known),
        elements=tuple(element[:200] for element in told.elements[:MOST_ELEMENTS]),
        interventions=tuple(name[:120] for name in told.interventions[:MOST_ELEMENTS]),
    )


def _keep(before: Story | None, fresh: Frozen | None) -> Frozen | None:
    """A chart stays as it was frozen while the story is about the same measure, area and years."""
    old = before.frozen if before else None
    return old if old and fresh and same_chart(old, fresh) else fresh


def _frozen(view: themes.View) -> Frozen | None:
    if view.series is None or view.control is None or view.change is None:
        return None
    sentence, rates, before, after = own_change.told(view.series, view.events, view.since, view.change)
    return Frozen(
        view.measure.id,
        view.measure.title,
        view.area,
        view.query.basis,
        sentence,
        rates,
        view.series.months[-1],
        datetime.now(UTC).date(),
        view.control,
        tuple(FrozenEvent(event.kind, event.name, event.start, event.stop) for event in view.events),
        before,
        after,
        view.since,
    )


def _own_story(db, centre: int, id: int) -> Story:  # type: ignore[no-untyped-def]
    """Raises NotFound for another centre's story as for one that does not exist."""
    found = stories.story(db, id)
    if found is None or found.centre != centre:
        raise NotFound("There is no such story of your centre.")
    return found


def _settle(actor: Person, id: int, state: StoryState, note: str) -> None:
    with engine.begin() as db:
        found = stories.story(db, id)
        if found is None or found.state != "submitted":
            raise NotFound("This story is not waiting to be published. Reload the page to see its state.")
        stories.set_state(db, id, state, note)
        audit.record(db, actor, Deed.PUBLISH_STORY, f"“{found.title}” is now {state}", {"story": id})
