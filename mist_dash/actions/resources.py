"""What centres share and try: a resource with its versions, its file, and what each centre does with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import bundles
from mist_dash.core.documents import KINDS, Document, display_name, read_in_child
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.events import Event
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.plain_text import MOST_ELEMENTS, Doubt, Outcome, doubts, unconfirmed
from mist_dash.core.resources import (
    USE_STATES,
    Resource,
    ResourceDraft,
    UseState,
    doubts_of_resource,
    problems_of_resource,
)
from mist_dash.store import audit, chart_events, engine, files, resources, scanner, submissions
from mist_dash.store.engine import Session
from mist_dash.store.resources import Content

MOST_ID = 2**31 - 1


@dataclass(frozen=True)
class ResourceFile:
    """A file as it was handed over: its name is text to show and nothing else."""

    name: str
    data: bytes


def resource(actor: Person, id: int) -> Resource:
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = resources.resource(db, id)
    if found is None:
        raise NotFound("There is no such resource.")
    return found


def file(actor: Person, version: int) -> tuple[str, str, bytes]:
    """(file name, media type, bytes) of one version. Raises NotFound when there is none.

    A visitor gets what everybody may see, and for all else the same refusal, whether it exists or not.
    """
    check(actor, Deed.SEE_PUBLIC)
    id = version if version <= MOST_ID else 0  # no database holds, or takes, a larger one
    with engine.reading() as db:
        found, open_ = resources.file_of(db, id), resources.is_public(db, id)
    if not open_:
        check(actor, Deed.SEE_LEARNING)
    if found is None:
        raise NotFound("There is no such file.")
    return found.file_name, KINDS[found.kind][0], files.fetch(found.file_hash)


def older(actor: Person, than: int | None = None) -> tuple[Resource, ...]:
    """The own centre's resources that another may supersede: all for a new one, those shared before an old one."""
    centre = own_centre(actor, Deed.ADD_RESOURCE)
    with engine.reading() as db:
        return tuple(one for one in resources.resources(db) if one.centre == centre and (not than or one.id < than))


def add(
    actor: Person, offered: ResourceDraft, file: ResourceFile | None = None, confirmed: tuple[Doubt, ...] = ()
) -> Outcome:
    """Shares a file or a link with the collaborative, once, or says everything that is wrong.

    Raises Refused for a file that can do more than be read. confirmed: what looks like a patient, and a person has
    looked at and says that it is not.
    """
    centre = own_centre(actor, Deed.ADD_RESOURCE)
    offered = _tidy(offered)
    content, outcome = _look(offered, file, confirmed)
    if content is None:
        return outcome
    _may_supersede(actor, offered)
    with engine.begin() as db:

        def keep() -> int:
            id = resources.add(db, centre, actor.id or 0, offered, content)
            _record(db, actor, f"shared “{offered.title}”", id, content, confirmed)
            return id

        return submissions.once(db, "resource", (actor.id, offered, content.file_hash), keep)


def renew(
    actor: Person,
    id: int,
    offered: ResourceDraft,
    changed: str,
    file: ResourceFile | None = None,
    confirmed: tuple[Doubt, ...] = (),
) -> Outcome:
    """Puts a new version of the own centre's resource on top of the old one, which can still be opened."""
    centre = own_centre(actor, Deed.ADD_RESOURCE)
    _own(id, centre)
    if not changed.strip():
        raise Sorry("Say in a few words what changed since the version before.")
    offered = _tidy(offered)
    content, outcome = _look(offered, file, confirmed, {"What changed": changed})
    if content is None:
        return outcome
    _may_supersede(actor, offered, id)
    with engine.begin() as db:

        def keep() -> int:
            resources.add_version(db, id, actor.id or 0, offered, content, changed.strip()[:500])
            _record(db, actor, f"renewed “{offered.title}”", id, content, confirmed)
            return id

        return submissions.once(db, "version", (actor.id, id, offered, changed.strip(), content.file_hash), keep)


def _record(db: Session, actor: Person, what: str, id: int, content: Content, confirmed: tuple[Doubt, ...]) -> None:
    details = {"resource": id, "sha256": content.file_hash, "confirmed": list(map(str, confirmed))}
    audit.record(db, actor, Deed.ADD_RESOURCE, what, details)


def use(
    actor: Person,
    id: int,
    state: UseState,
    since: date,
    why: str = "",
    area: str | None = None,
    confirmed: tuple[Doubt, ...] = (),
) -> Outcome:
    """Says what the own centre does with a resource. Its start, and its end, stand on the centre's charts.

    area: where it is tried, empty for every area; None where the resource belongs. It is settled at the beginning.
    """
    centre = own_centre(actor, Deed.USE_RESOURCE)
    found = resource(actor, id)
    if area and area not in theme_of(found.theme).area_names:
        raise Sorry("Choose one of the areas in the list.")
    if state not in USE_STATES or since > date.today():
        raise Sorry("Choose one of the answers in the list, and a day that has come.")
    if state == "stopped" and not why.strip():
        raise Sorry("Say why you stopped: it is what others learn most from.")
    if open_doubts := unconfirmed(doubts({"Why": why}), confirmed):
        return Outcome(doubts=open_doubts)
    with engine.begin() as db:
        before = resources.use(db, id, centre)
        start, event = (before[0].since, before[1]) if before else (since, None)
        if since < start:
            raise Sorry(f"It began on {start:%d %B %Y}, and this would be before it. Change the day.")
        event = event or chart_events.add_event(db, centre, found.theme, _event(found, start, area))
        chart_events.stop_event(db, event, since if state == "stopped" else None)
        resources.set_use(db, id, centre, state, start, since, why.strip()[:1000], event)
        audit.record(db, actor, Deed.USE_RESOURCE, f"“{found.title}” is now {state}", {"resource": id, "event": event})
        return Outcome(id)


def compare(actor: Person, one: int, other: int) -> tuple[Resource, Resource, tuple[bundles.ElementPair, ...]]:
    """Two resources and their elements side by side: what both have, what only one has."""
    check(actor, Deed.SEE_LEARNING)
    first, second = resource(actor, one), resource(actor, other)
    return first, second, bundles.compare(first.elements, second.elements)


def with_elements(actor: Person, theme: str = "", area: str = "") -> tuple[Resource, ...]:
    """The resources of a theme and area that list their elements, the newest first."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found = resources.resources(db, theme=theme)
    return tuple(one for one in found if one.elements and (not area or not one.areas or area in one.areas))


def _look(
    offered: ResourceDraft,
    file: ResourceFile | None,
    confirmed: tuple[Doubt, ...],
    more: Mapping[str, str] | None = None,
) -> tuple[Content | None, Outcome]:
    """Looks into what is offered, and keeps its bytes when all is well: the row that names them comes after.

    more: other texts of the form, by what stands above them.
    """
    theme_of(offered.theme)
    problems = problems_of_resource(offered, file is not None)
    if problems:
        return None, Outcome(problems=problems)
    document = _opened(file) if file and offered.kind != "link" else None
    found = doubts_of_resource(offered, document.text if document else "") + doubts(more or {})
    if open_doubts := unconfirmed(found, confirmed):
        return None, Outcome(doubts=open_doubts)
    if document is None or file is None:
        return Content(url=offered.url), Outcome()
    return _kept(document, file), Outcome()


def _opened(file: ResourceFile) -> Document:
    """The virus scanner comes first: nothing else touches what it does not pass."""
    scanner.scan(file.data)
    return read_in_child(file.data)


def _kept(document: Document, file: ResourceFile) -> Content:
    data = document.bare or file.data
    return Content(display_name(file.name, document.kind), files.keep(data), document.kind, len(data), document.text)


def _tidy(offered: ResourceDraft) -> ResourceDraft:
    """Only what the form offers: areas of the theme, so many elements and tags, a title of one line."""
    theme = theme_of(offered.theme)
    return replace(
        offered,
        theme=theme.id,
        title=" ".join(offered.title.split())[:120],
        areas=tuple(name for name in theme.area_names if name in offered.areas),
        licence=offered.licence.strip()[:80],
        elements=tuple(element[:200] for element in offered.elements[:MOST_ELEMENTS]),
        interventions=tuple(name[:120] for name in offered.interventions[:MOST_ELEMENTS]),
    )


def _may_supersede(actor: Person, offered: ResourceDraft, id: int | None = None) -> None:
    """Only an earlier resource of the own centre: so none ever stands, by way of others, in its own place."""
    if offered.supersedes is not None and offered.supersedes not in {one.id for one in older(actor, id)}:
        raise Sorry("A resource takes the place of an earlier one of your own centre. Choose one in the list.")


def _own(id: int, centre: int) -> None:
    with engine.reading() as db:
        found = resources.resource(db, id)
    if found is None or found.centre != centre:
        raise NotFound("There is no such resource of your centre.")


def _event(resource: Resource, start: date, area: str | None) -> Event:
    """Named as the catalogue names it when the resource is about one intervention, so that the two are found as one."""
    name = resource.interventions[0] if len(resource.interventions) == 1 else resource.title
    note = f"Tried from “{resource.title}” of {resource.centre_name}"
    if area is None:
        area = resource.areas[0] if len(resource.areas) == 1 else ""
    return Event(0, area, "intervention", name, start, None, note)
