"""Questions, offers, replies and mentions as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, and_, col, or_, select

from mist_dash.core.threads import Hidden, Post, ThreadDraft, Wanted
from mist_dash.store import stories
from mist_dash.store.tables import Centre, PersonRow, now
from mist_dash.store.tables_learning import ResourceRow
from mist_dash.store.tables_voices import Mention, PostRow


def begin(db: Session, author: int, said: ThreadDraft, at: datetime | None = None) -> int:
    """Keeps a new thread; `at` is for those begun before now."""
    return _add(
        db,
        PostRow(
            author_id=author,
            kind=said.kind,
            theme=said.theme,
            story_id=said.story,
            at=at or now(),
            resource_id=said.resource,
            title=said.title.strip(),
            text=said.text.strip(),
        ),
    )


def reply(db: Session, author: int, thread: Post, text: str, at: datetime | None = None) -> int:
    return _add(
        db,
        PostRow(
            author_id=author,
            thread_id=thread.id,
            kind=thread.kind,
            theme=thread.theme,
            text=text.strip(),
            at=at or now(),
        ),
    )


def mention(db: Session, post: int, people: Iterable[int], centres: Iterable[int]) -> None:
    for person in people:
        db.add(Mention(post_id=post, person_id=person))
    for centre in centres:
        db.add(Mention(post_id=post, centre_id=centre))


def threads(db: Session, wanted: Wanted, reader: int | None, newest: int, after: int = 0) -> tuple[Post, ...]:
    """The threads asked for, the newest first, without the first `after` of them.

    reader: whose own hidden ones are among them, and no others; None for all.
    """
    return _posts(db, _asked(wanted, reader), newest, after)


def how_many(db: Session, wanted: Wanted, reader: int | None) -> int:
    return db.exec(select(func.count()).select_from(PostRow).where(*_asked(wanted, reader))).one()


def _asked(wanted: Wanted, reader: int | None) -> list[Any]:
    asked: list[Any] = [col(PostRow.thread_id).is_(None)]
    if reader is not None:
        asked.append(or_(PostRow.hidden == "", PostRow.author_id == reader))
    for column, value in (
        ("theme", wanted.theme),
        ("kind", wanted.kind),
        ("story_id", wanted.story),
        ("resource_id", wanted.resource),
    ):
        if value:
            asked.append(getattr(PostRow, column) == value)
    if wanted.answered is not None:
        asked.append(PostRow.answered == wanted.answered)
    return asked


def post(db: Session, id: int) -> Post | None:
    return posts(db, [id]).get(id)


def posts(db: Session, ids: Collection[int]) -> dict[int, Post]:
    """Those of these posts that there are, by their ids."""
    return {one.id: one for one in _posts(db, [col(PostRow.id).in_(ids)], len(ids))}


def replies(db: Session, thread: int) -> tuple[Post, ...]:
    """The replies to one thread, in the order in which they were written."""
    return tuple(reversed(_posts(db, [PostRow.thread_id == thread], newest=500)))


def mentioning(db: Session, person: int, centre: int | None, since: datetime, newest: int) -> tuple[Post, ...]:
    """The posts that name this person or this centre, the newest first; never the person's own."""
    whom = or_(Mention.person_id == person, Mention.centre_id == (centre or 0))
    named = select(Mention.post_id).where(whom)
    return _posts(db, [col(PostRow.id).in_(named), PostRow.author_id != person, PostRow.at > since], newest)


def said_since(db: Session, author: int, since: datetime) -> int:
    """How many posts one person has written since then."""
    query = select(func.count()).select_from(PostRow).where(PostRow.author_id == author, PostRow.at > since)
    return db.exec(query).one()


def settle(db: Session, id: int, answered: bool) -> None:
    row = db.get_one(PostRow, id)
    row.answered = answered
    db.add(row)


def hide(db: Session, id: int, hidden: Hidden | None) -> None:
    """Takes a post out of sight, or back into it with None."""
    row = db.get_one(PostRow, id)
    row.hidden, row.hidden_by = (hidden.reason, hidden.by) if hidden else ("", "")
    db.add(row)


def usernames(db: Session) -> dict[str, int]:
    """username -> id of everybody who may sign in."""
    rows = db.exec(select(PersonRow).where(col(PersonRow.active)))
    return {row.username: row.id for row in rows if row.id is not None}


def _add(db: Session, row: PostRow) -> int:
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def _posts(db: Session, asked: list[Any], newest: int = 1, after: int = 0) -> tuple[Post, ...]:
    members = select(Centre.id).where(col(Centre.active))
    shared = and_(col(PostRow.resource_id) == ResourceRow.id, col(ResourceRow.centre_id).in_(members))
    query = (
        select(PostRow, PersonRow, Centre.name, ResourceRow.title)
        .join(PersonRow, col(PostRow.author_id) == PersonRow.id)
        .join(Centre, col(PersonRow.centre_id) == Centre.id, isouter=True)
        .join(ResourceRow, shared, isouter=True)
        .where(*asked)
        .order_by(col(PostRow.at).desc(), col(PostRow.id).desc())
        .limit(newest)
        .offset(after)
    )
    found = db.exec(query).all()
    counted = _replies(db, [row.id or 0 for row, *_ in found])
    # A thread about a story or a resource that is no longer shared stays; its title does not.
    titles = {story.id: story.title for story in stories.shared(db, "gallery", newest=500)}
    return tuple(
        _post(row, author, centre or "", titles.get(row.story_id or 0, ""), resource or "", counted.get(row.id or 0, 0))
        for row, author, centre, resource in found
    )


def _replies(db: Session, threads: list[int]) -> dict[int, int]:
    """thread -> how many replies to it are in sight."""
    query = (
        select(PostRow.thread_id, func.count())
        .where(col(PostRow.thread_id).in_(threads), PostRow.hidden == "")
        .group_by(col(PostRow.thread_id))
    )
    return {thread: count for thread, count in db.exec(query) if thread is not None}


def _post(row: PostRow, author: PersonRow, centre: str, story: str, resource: str, replies: int) -> Post:
    return Post(
        id=row.id or 0,
        thread=row.thread_id,
        kind=row.kind,  # type: ignore[arg-type]
        theme=row.theme,
        title=row.title,
        text=row.text,
        author=row.author_id,
        author_name=author.name,
        username=author.username,
        centre_name=centre,
        at=row.at,
        answered=row.answered,
        hidden=Hidden(row.hidden, row.hidden_by) if row.hidden else None,
        story=row.story_id,
        story_title=story,
        resource=row.resource_id,
        resource_title=resource,
        replies=replies,
    )
