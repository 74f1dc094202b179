"""Stories as they are kept, with what their centre's lead agreed to. Whoever shows one to others asks `shared`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime

from sqlmodel import Session, col, select

from mist_dash.core.consent import Purpose, fingerprint, seen
from mist_dash.core.freezing import Frozen, pack, unpack
from mist_dash.core.resources import Resource
from mist_dash.core.stories import PUBLISHED, QUESTIONS, Story, StoryDraft, StoryState
from mist_dash.store import resources, search
from mist_dash.store import tables_learning as t
from mist_dash.store.cache import cached
from mist_dash.store.tables import Centre, now


@cached
def shared(db: Session, purpose: Purpose, *, theme: str = "", newest: int = 200) -> tuple[Story, ...]:
    """Published stories as they may be seen in this use, the newest first: only those agreed to, as they stand now."""
    found = stories(db, states=PUBLISHED, theme=theme)
    return tuple(seen(story, purpose) for story in found if purpose in story.agreed)[:newest]


@cached
def stories(
    db: Session,
    *,
    states: Collection[StoryState],
    centre: int | None = None,
    theme: str = "",
) -> tuple[Story, ...]:
    """Stories of the members of now in these states, agreed to or not, the newest first: there is no other order."""
    query = select(t.StoryRow, Centre.name).where(
        t.StoryRow.centre_id == Centre.id, col(Centre.active), col(t.StoryRow.state).in_(states)
    )
    if centre is not None:
        query = query.where(t.StoryRow.centre_id == centre)
    if theme:
        query = query.where(t.StoryRow.theme == theme)
    return _values(db, query.order_by(col(t.StoryRow.published).desc(), col(t.StoryRow.told).desc()).limit(500))


@cached
def story(db: Session, id: int) -> Story | None:
    query = select(t.StoryRow, Centre.name).where(
        t.StoryRow.centre_id == Centre.id, col(Centre.active), t.StoryRow.id == id
    )
    return next(iter(_values(db, query)), None)


def save(
    db: Session,
    centre: int,
    author: int,
    told: StoryDraft,
    frozen: Frozen | None,
    id: int | None = None,
    when: datetime | None = None,
) -> int:
    """Keeps a story, a new one or in place of what it was; its state stays. `when` is for stories told before today."""
    values = asdict(told) | {"elements": list(told.elements), "interventions": list(told.interventions)}
    chosen = values.pop("resources")
    del values["measure"], values["basis"]
    row = (
        t.StoryRow(centre_id=centre, author_id=author, theme="", title="") if id is None else db.get_one(t.StoryRow, id)
    )
    for name, value in values.items():
        setattr(row, name, value)
    row.frozen, row.told = (pack(frozen) if frozen else None), when or now()
    db.add(row)
    db.flush()
    assert row.id is not None
    for link in db.exec(select(t.StoryResource).where(t.StoryResource.story_id == row.id)):
        db.delete(link)
    db.flush()
    db.add_all(t.StoryResource(story_id=row.id, resource_id=resource) for resource in chosen)
    texts = [getattr(told, question) for question in QUESTIONS]
    search.keep(db, "story", row.id, told.title, [*texts, told.not_worked, *told.elements, *told.interventions])
    return row.id


def set_state(db: Session, id: int, state: StoryState, note: str = "", when: datetime | None = None) -> None:
    row = db.get_one(t.StoryRow, id)
    row.state, row.note = state, note
    row.published = (when or now()) if state == "published" else row.published
    db.add(row)


def agree(db: Session, id: int, purpose: Purpose, content: str, person: int) -> None:
    """Writes down that this person agrees to the use of just this content."""
    row = _consent(db, id, purpose) or t.Consent(story_id=id, purpose=purpose, fingerprint="", person_id=person)
    row.fingerprint, row.person_id, row.at = content, person, now()
    db.add(row)


def take_back(db: Session, id: int, purpose: Purpose) -> None:
    row = _consent(db, id, purpose)
    if row is not None:
        db.delete(row)


def _consent(db: Session, id: int, purpose: Purpose) -> t.Consent | None:
    return db.exec(select(t.Consent).where(t.Consent.story_id == id, t.Consent.purpose == purpose)).first()


def _values(db: Session, query) -> tuple[Story, ...]:  # type: ignore[no-untyped-def]
    found = db.exec(query).all()
    ids = [row.id or 0 for row, _ in found]
    linked, agreed = _linked(db, ids), _agreements(db, ids)
    return tuple(_with_agreed(_story(row, name, linked[row.id or 0]), agreed[row.id or 0]) for row, name in found)


def _agreements(db: Session, ids: Collection[int]) -> dict[int, dict[Purpose, str]]:
    found: dict[int, dict[Purpose, str]] = defaultdict(dict)
    for row in db.exec(select(t.Consent).where(col(t.Consent.story_id).in_(ids))):
        found[row.story_id][row.purpose] = row.fingerprint  # type: ignore[index]
    return found


def _with_agreed(story: Story, agreed: dict[Purpose, str]) -> Story:
    """An agreement counts while the story is still what was agreed to, or less: what a centre shares that is no member
    now is left out, and comes back with it."""
    shown = replace(story, resources=tuple(one for one in story.resources if one.active))
    holds = frozenset(
        purpose
        for purpose, content in agreed.items()
        if content in (fingerprint(story, purpose), fingerprint(shown, purpose))
    )
    return replace(shown, agreed=holds)


def _linked(db: Session, ids: Collection[int]) -> dict[int, tuple[Resource, ...]]:
    links = db.exec(select(t.StoryResource).where(col(t.StoryResource.story_id).in_(ids))).all()
    wanted = frozenset(link.resource_id for link in links)
    known = {one.id: one for one in resources.resources(db, ids=wanted, gone=True)}
    found: dict[int, tuple[Resource, ...]] = defaultdict(tuple)
    for link in links:
        found[link.story_id] = (*found[link.story_id], known[link.resource_id])
    return found


def _story(row: t.StoryRow, centre: str, linked: tuple[Resource, ...]) -> Story:
    return Story(
        row.id or 0,
        row.centre_id,
        centre,
        row.theme,
        row.area,
        row.title,
        row.why,
        row.did,
        row.found,
        row.means,
        row.not_worked,
        row.contact,
        row.state,  # type: ignore[arg-type]
        row.told,
        row.published,
        row.note,
        tuple(row.elements),
        tuple(row.interventions),
        unpack(row.frozen) if row.frozen else None,
        linked,
    )
