"""A centre's lead sees exactly what would stand on a slide, and agrees to it, use by use, or takes it back at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mist_dash.actions import slides as made
from mist_dash.actions import stories
from mist_dash.actions.slides import Spoken
from mist_dash.core.consent import fingerprint
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.meeting import Slide, SlideUse
from mist_dash.core.people import Deed, Person, check, may, own_centre
from mist_dash.store import audit, engine, slide_consents
from mist_dash.store import stories as kept_stories
from mist_dash.store.engine import Session

USES: dict[SlideUse, str] = {
    "meeting": "It may be shown on a slide at a meeting",
    "pack": "It may leave the room: in the slides that people take along, on phones and in a recording",
}
CHANGED = "The slide is not as you read it any more. Reload the page, read it again, and then agree."


@dataclass(frozen=True)
class AskedSlide:
    """A slide of the own centre that a facilitator asked for, or that was agreed to, whole.

    content: the fingerprint of what would be agreed to. asked: the day on which it was, while there is no answer.
    """

    slide: Slide
    content: Mapping[SlideUse, str]
    agreed: Mapping[SlideUse, date]
    asked: date | None = None


def of_centre(actor: Person) -> tuple[AskedSlide, ...]:
    """What was asked of the own centre, and what it agreed to on slides. Stories agreed to stand with the stories."""
    centre = own_centre(actor, Deed.SEE_OWN_DRAFT)
    with engine.reading() as db:
        asked = {key: day for (key, which), day in slide_consents.asks(db).items() if which == centre}
        given = {key for key, which in slide_consents.given(db) if which == centre}
        found = made.spoken(db, centre, lambda key: key in asked or key in given)
        return tuple(
            AskedSlide(one.slide, _contents(db, one), one.agreed or {}, asked.get(one.slide.key)) for one in found
        )


def shown(actor: Person, key: str) -> tuple[AskedSlide, ...]:
    """One slide of the own centre as it would be shown, whether it was asked for or not; none where there is none."""
    centre = own_centre(actor, Deed.SEE_OWN_DRAFT)
    with engine.reading() as db:
        found = made.spoken(db, centre, lambda one: one == key)
        return tuple(AskedSlide(one.slide, _contents(db, one), one.agreed or {}) for one in found)


def waiting(actor: Person) -> int:
    """How many slides wait for just this person's answer."""
    check(actor, Deed.SEE_LEARNING)
    if not may(actor, Deed.AGREE, actor.centre):
        return 0
    with engine.reading() as db:
        return sum(which == actor.centre for _, which in slide_consents.asks(db))


def agree(actor: Person, key: str, use: SlideUse, content: str) -> None:
    """The lead agrees to one use of the slide whose fingerprint was shown. Raises Sorry when it is not just that."""
    centre = own_centre(actor, Deed.AGREE)
    with engine.reading() as db:
        one = _own(db, centre, key)
        told = _contents(db, one).get(use)
    if told != content:
        raise Sorry(CHANGED)
    if one.slide.kind == "story":
        stories.agree(actor, _story_of(key), use, content)
    with engine.begin() as db:
        if one.slide.kind != "story":
            slide_consents.give(db, key, centre, use, one.slide, content, actor.id or 0)
            details = {"slide": key, "purpose": use, "fingerprint": content}
            audit.record(db, actor, Deed.AGREE, f"agreed to “{use}” for “{one.slide.title}”", details)
        slide_consents.answered(db, key, centre)


def not_now(actor: Person, key: str) -> None:
    """What was asked is put aside, without a reason."""
    centre = own_centre(actor, Deed.AGREE)
    with engine.begin() as db:
        slide_consents.answered(db, key, centre)
        audit.record(db, actor, Deed.AGREE, "put aside what was asked for a meeting", {"slide": key})


def take_back(actor: Person, key: str, use: SlideUse) -> None:
    """Ends one agreement. From this moment the slide is not served in that use."""
    centre = own_centre(actor, Deed.AGREE)
    if key.startswith("story-"):
        return stories.take_back(actor, _story_of(key), use)
    with engine.begin() as db:
        slide_consents.take_back(db, key, centre, use)
        audit.record(db, actor, Deed.AGREE, f"took back “{use}” for a slide", {"slide": key, "purpose": use})


def _own(db: Session, centre: int, key: str) -> Spoken:
    """Raises NotFound for another centre's slide as for one that does not exist."""
    found = next(made.spoken(db, centre, lambda one: one == key), None)
    if found is None:
        raise NotFound("There is no such slide of your centre.")
    return found


def _contents(db: Session, one: Spoken) -> Mapping[SlideUse, str]:
    if one.slide.kind != "story":
        return dict.fromkeys(USES, one.slide.content)
    story = kept_stories.story(db, _story_of(one.slide.key))
    return {use: fingerprint(story, use) for use in USES} if story else {}


def _story_of(key: str) -> int:
    return int(key.removeprefix("story-"))
