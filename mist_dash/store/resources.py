"""Resources as they are kept: what they are about, their versions, and which centre does what with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mist_dash.core.consent import fingerprint_of_resource, open_to_all
from mist_dash.core.resources import HEADINGS, Other, Resource, ResourceDraft, ResourceUse, UseState, Version
from mist_dash.store import search
from mist_dash.store import tables_learning as t
from mist_dash.store.cache import cached
from mist_dash.store.tables import Centre, EventRow, now


@dataclass(frozen=True)
class Content:
    """One version's file by its hash, with the text inside it; or its link."""

    file_name: str = ""
    file_hash: str = ""
    kind: str = ""
    size: int = 0
    text: str = ""
    url: str = ""


@cached
def resources(
    db: Session, *, theme: str = "", ids: frozenset[int] | None = None, newest: int = 500, gone: bool = False
) -> tuple[Resource, ...]:
    """Resources, the newest first: there is no other order. gone: those of centres that are no members now as well."""
    query = select(t.ResourceRow, Centre).where(t.ResourceRow.centre_id == Centre.id)
    if not gone:
        query = query.where(col(Centre.active))
    if theme:
        query = query.where(t.ResourceRow.theme == theme)
    if ids is not None:
        query = query.where(col(t.ResourceRow.id).in_(ids))
    found = db.exec(query.order_by(col(t.ResourceRow.added).desc(), col(t.ResourceRow.id).desc()).limit(newest)).all()
    here = [row.id or 0 for row, _ in found]
    versions, uses, agreed = _versions(db, here), _uses(db, here), _agreements(db, here)
    older, newer = _superseded(db, [row for row, _ in found]), _superseding(db, here)
    values = (
        replace(
            _resource(row, centre, versions[row.id or 0], uses[row.id or 0]),
            supersedes=older.get(row.supersedes or 0),
            superseded_by=newer.get(row.id or 0),
        )
        for row, centre in found
    )
    return tuple(
        replace(one, public=one.id in agreed and agreed[one.id] == fingerprint_of_resource(one)) for one in values
    )


def public(db: Session, theme: str = "") -> tuple[Resource, ...]:
    """The resources that everybody may see, and only what everybody may see of them, the newest first."""
    return tuple(open_to_all(one) for one in resources(db, theme=theme) if one.public)


def is_public(db: Session, version: int) -> bool:
    """Whether this version is the one that everybody may open."""
    row = db.get(t.ResourceVersion, version)
    found = resource(db, row.resource_id) if row else None
    return found is not None and found.public and found.latest.id == version


def agree(db: Session, found: Resource, person: int) -> None:
    """Writes down that everybody may see the resource as it is, and the words by which they find it.

    Those words are another text than the members': a search must not tell what it does not show.
    """
    db.merge(
        t.ResourceConsent(resource_id=found.id, fingerprint=fingerprint_of_resource(found), person_id=person, at=now())
    )
    shown = open_to_all(found)
    about = [getattr(shown, heading) for heading in HEADINGS]
    inside = db.get_one(t.ResourceVersion, shown.latest.id).text
    search.keep(db, "public", found.id, shown.title, [*about, *shown.elements, *shown.interventions, inside])


def take_back(db: Session, id: int) -> None:
    row = db.get(t.ResourceConsent, id)
    if row is not None:
        db.delete(row)
    search.drop(db, "public", id)


def resource(db: Session, id: int) -> Resource | None:
    return next(iter(resources(db, ids=frozenset({id}))), None)


def file_of(db: Session, version: int) -> Content | None:
    """One version's file, without the text in it; None when there is no such version, it is a link, or its centre is
    no member now."""
    row = db.get(t.ResourceVersion, version)
    if row is None or not row.file_hash or resource(db, row.resource_id) is None:
        return None
    return Content(row.file_name, row.file_hash, row.kind, row.size)


def add(
    db: Session, centre: int, person: int, offered: ResourceDraft, content: Content, when: datetime | None = None
) -> int:
    row = t.ResourceRow(centre_id=centre, **_columns(offered))
    row.added = when or row.added
    db.add(row)
    db.flush()
    assert row.id is not None
    add_version(db, row.id, person, offered, content, "", when)
    return row.id


def add_version(
    db: Session,
    id: int,
    person: int,
    offered: ResourceDraft,
    content: Content,
    changed: str,
    when: datetime | None = None,
) -> None:
    """Puts a version on top of those there are, and brings what the resource says about itself up to date."""
    row = db.get_one(t.ResourceRow, id)
    for name, value in _columns(offered).items():
        setattr(row, name, value)
    numbers = db.exec(select(t.ResourceVersion.number).where(t.ResourceVersion.resource_id == id)).all()
    version = t.ResourceVersion(
        resource_id=id,
        number=max(numbers, default=0) + 1,
        changed=changed,
        person_id=person,
        file_name=content.file_name,
        file_hash=content.file_hash,
        kind=content.kind,
        size=content.size,
        url=content.url,
        text=content.text,
    )
    version.added = when or version.added
    db.add_all((row, version))
    about = [getattr(offered, heading) for heading in HEADINGS]
    search.keep(db, "resource", id, offered.title, [*about, *offered.elements, *offered.interventions, content.text])


def use(db: Session, id: int, centre: int) -> tuple[ResourceUse, int | None] | None:
    """What this centre does with the resource, and the event on its charts while it stands there."""
    row = _use_row(db, id, centre)
    name = db.get_one(Centre, centre).name
    if row is None:
        return None
    event = db.get(EventRow, row.event_id) if row.event_id else None
    return _use(row, name), event.id if event and not event.removed else None


def set_use(
    db: Session, id: int, centre: int, state: UseState, since: date, changed: date, why: str, event: int | None
) -> None:
    row = _use_row(db, id, centre) or t.ResourceUseRow(resource_id=id, centre_id=centre, since=since, changed=changed)
    row.state, row.since, row.changed, row.why, row.event_id = state, since, changed, why, event
    db.add(row)


def _use_row(db: Session, id: int, centre: int) -> t.ResourceUseRow | None:
    return db.exec(
        select(t.ResourceUseRow).where(t.ResourceUseRow.resource_id == id, t.ResourceUseRow.centre_id == centre)
    ).first()


def _columns(offered: ResourceDraft) -> dict[str, Any]:
    values = asdict(offered)
    del values["url"]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _superseded(db: Session, rows: Collection[t.ResourceRow]) -> dict[int, Other]:
    """The resources in whose place these stand, by their ids."""
    query = select(t.ResourceRow.id, t.ResourceRow.title).where(
        col(t.ResourceRow.id).in_({row.supersedes for row in rows})
    )
    return {id: Other(id, title) for id, title in db.exec(query) if id is not None}


def _superseding(db: Session, ids: Collection[int]) -> dict[int, Other]:
    """Which resource stands in the place of each of these; the newest where there are several."""
    query = select(t.ResourceRow.supersedes, t.ResourceRow.id, t.ResourceRow.title).where(
        col(t.ResourceRow.supersedes).in_(ids)
    )
    found = db.exec(query.order_by(col(t.ResourceRow.id)))
    return {old: Other(new or 0, title) for old, new, title in found if old is not None}


def _versions(db: Session, ids: Collection[int]) -> dict[int, list[Version]]:
    v = t.ResourceVersion
    columns = (v.resource_id, v.id, v.number, v.changed, v.file_name, v.kind, v.size, v.url, v.added)
    found: dict[int, list[Version]] = defaultdict(list)  # without the text, which may be long
    query = select(*columns).where(col(v.resource_id).in_(ids)).order_by(col(v.number).desc())  # type: ignore[call-overload]
    for resource, *values in db.exec(query):
        found[resource].append(Version(*values))
    return found


def _agreements(db: Session, ids: Collection[int]) -> dict[int, str]:
    rows = db.exec(select(t.ResourceConsent).where(col(t.ResourceConsent.resource_id).in_(ids)))
    return {row.resource_id: row.fingerprint for row in rows}


def _uses(db: Session, ids: Collection[int]) -> dict[int, list[ResourceUse]]:
    found: dict[int, list[ResourceUse]] = defaultdict(list)
    query = select(t.ResourceUseRow, Centre.name).where(
        t.ResourceUseRow.centre_id == Centre.id, col(Centre.active), col(t.ResourceUseRow.resource_id).in_(ids)
    )
    for row, name in db.exec(query.order_by(Centre.name)):
        found[row.resource_id].append(_use(row, name))
    return found


def _use(row: t.ResourceUseRow, name: str) -> ResourceUse:
    return ResourceUse(row.centre_id, name, row.state, row.since, row.changed, row.why)  # type: ignore[arg-type]


def _resource(row: t.ResourceRow, centre: Centre, versions: list[Version], uses: list[ResourceUse]) -> Resource:
    return Resource(
        row.id or 0,
        row.centre_id,
        centre.name,
        row.theme,
        tuple(row.areas),
        tuple(row.interventions),
        row.title,
        row.kind,
        row.aim,
        row.implementation,
        row.challenges,
        row.lead,
        row.licence,
        row.review,
        tuple(row.elements),
        row.added,
        tuple(versions),
        tuple(uses),
        active=centre.active,
    )
