"""Stories, resources and the gallery: told by contributors, published by facilitators, read by everybody signed in."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core.errors import NotFound, Problem, Sorry
from mist_dash.core.learning import (
    EVERY_STATE,
    PUBLISHED,
    RESOURCE_KINDS,
    SUBMITTED,
    Resource,
    Story,
    Told,
    problems_of,
)
from mist_dash.core.people import Deed, Person, check, may, own_centre
from mist_dash.store import audit, engine, learning

PDF = b"%PDF-"
ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction")
LARGEST = 10_000_000


def gallery(actor: Person, theme: str = "") -> tuple[Story, ...]:
    """The published stories, the newest first."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return learning.stories(db, states=PUBLISHED, theme=theme)


def story(actor: Person, id: int) -> Story:
    """One story: a published one for everybody, an unpublished one for its own centre and for facilitators.

    Raises NotFound for any other, whether it exists or not.
    """
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = learning.story(db, id)
    if found is None or not _may_read(actor, found):
        raise NotFound("There is no such story, or it is not published.")
    return found


def own_stories(actor: Person) -> tuple[Story, ...]:
    """The centre's own stories in every state."""
    centre = own_centre(actor, Deed.SEE_OWN_DRAFT)
    with engine.reading() as db:
        return learning.stories(db, states=EVERY_STATE, centre=centre)


def tell(actor: Person, told: Told) -> tuple[int | None, tuple[Problem, ...]]:
    """Sends a story to the facilitators. Returns its id, or everything that is still missing."""
    centre = own_centre(actor, Deed.TELL_STORY)
    theme_of(told.theme)
    problems = problems_of(told)
    if problems:
        return None, problems
    with engine.begin() as db:
        known = {resource.id for resource in learning.resources(db)}
        kept = replace(told, resources=tuple(id for id in told.resources if id in known))
        id = learning.tell(db, centre, actor.id or 0, kept, "submitted")
        audit.record(db, actor, Deed.TELL_STORY, f"told “{told.title}”", {"story": id})
        return id, ()


def to_review(actor: Person) -> tuple[Story, ...]:
    """What centres have sent in and nobody has published yet."""
    check(actor, Deed.PUBLISH_STORY)
    with engine.reading() as db:
        return learning.stories(db, states=SUBMITTED)


def publish(actor: Person, id: int) -> None:
    """Puts a submitted story into the gallery."""
    check(actor, Deed.PUBLISH_STORY)
    _settle(actor, id, "published", "")


def send_back(actor: Person, id: int, note: str) -> None:
    """Returns a submitted story to its centre with a note on what is missing."""
    check(actor, Deed.PUBLISH_STORY)
    if not note.strip():
        raise Sorry("Write a note that tells the centre what to change.")
    _settle(actor, id, "returned", note)


def resources(actor: Person, theme: str = "") -> tuple[Resource, ...]:
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return learning.resources(db, theme=theme)


def resource_file(actor: Person, id: int) -> tuple[str, str, bytes]:
    """(file name, media type, bytes). Raises NotFound when there is none."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = learning.resource_file(db, id)
    if found is None:
        raise NotFound("There is no such file.")
    return found


def add_resource(actor: Person, *, theme: str, title: str, kind: str, about: str, licence: str, file_name: str,
                 file: bytes) -> int:  # fmt: skip
    """Shares a PDF with the collaborative. Raises Sorry when it is not a plain PDF."""
    centre = own_centre(actor, Deed.ADD_RESOURCE)
    theme_of(theme)
    if not title.strip() or kind not in RESOURCE_KINDS:
        raise Sorry("Give the resource a title and one of the kinds in the list.")
    _refuse_unsafe(file)
    with engine.begin() as db:
        digest = hashlib.sha256(file).hexdigest()
        id = learning.add_resource(
            db, centre, theme=theme, title=title.strip()[:120], kind=kind, about=about, licence=licence,
            file_name=_display_name(file_name), file_hash=digest, media_type="application/pdf", file=file,
        )  # fmt: skip
        audit.record(db, actor, Deed.ADD_RESOURCE, f"shared “{title}”", {"resource": id, "sha256": digest})
        return id


def _may_read(actor: Person, story: Story) -> bool:
    if story.state == "published":
        return True
    return may(actor, Deed.SEE_OWN_DRAFT, story.centre) or (
        story.state == "submitted" and may(actor, Deed.PUBLISH_STORY)
    )


def _settle(actor: Person, id: int, state: str, note: str) -> None:
    with engine.begin() as db:
        found = learning.story(db, id)
        if found is None or found.state != "submitted":
            raise NotFound("This story is not waiting to be published. Reload the page to see its state.")
        learning.set_state(db, id, state, note)  # type: ignore[arg-type]
        audit.record(db, actor, Deed.PUBLISH_STORY, f"“{found.title}” is now {state}", {"story": id})


def _refuse_unsafe(file: bytes) -> None:
    """The kind is decided by the content: only a PDF without anything active passes here."""
    if not file.startswith(PDF):
        raise Sorry("This is not a PDF. Save the document as PDF and send that.")
    if len(file) > LARGEST:
        raise Sorry("The file is larger than 10 MB. Make the pictures in it smaller and send it again.")
    if any(mark in file for mark in ACTIVE):
        raise Sorry("This PDF holds scripts or attachments. Print it to a new PDF and send that.")


def _display_name(name: str) -> str:
    return "".join(char for char in name if char.isprintable())[:120]
