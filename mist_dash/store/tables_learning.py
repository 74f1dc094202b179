"""The tables of what centres share: resources and their versions, stories and what was agreed to, and thanks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field

from mist_dash.store.tables import Table, now


def _list() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class StoryRow(Table, table=True):
    """One notable improvement or lesson. Its state, and what its centre's lead agreed to, decide who sees it."""

    __tablename__ = "story"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    author_id: int = Field(foreign_key="person.id")
    theme: str
    area: str = ""
    title: str
    why: str = ""
    did: str = ""
    found: str = ""
    means: str = ""
    not_worked: str = ""
    contact: str = ""
    elements: list[str] = _list()
    interventions: list[str] = _list()
    frozen: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    state: str = "draft"  # draft | submitted | returned | published | withdrawn
    told: datetime = Field(default_factory=now)
    published: datetime | None = None
    note: str = ""  # the facilitator's, when returned


class Consent(Table, table=True):
    """A lead's agreement to one use of one story, for just the content whose fingerprint it holds."""

    __table_args__ = (UniqueConstraint("story_id", "purpose"),)
    id: int | None = Field(default=None, primary_key=True)
    story_id: int = Field(foreign_key="story.id")
    purpose: str  # gallery | meeting | pack | public | holding
    fingerprint: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class ResourceRow(Table, table=True):
    """A bundle, a guideline, a link that a centre shares, under its headings."""

    __tablename__ = "resource"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    theme: str
    areas: list[str] = _list()  # empty: every area
    interventions: list[str] = _list()
    title: str
    kind: str
    aim: str = ""
    implementation: str = ""
    challenges: str = ""
    lead: str = ""
    licence: str = ""
    review: date | None = None
    elements: list[str] = _list()
    supersedes: int | None = Field(default=None, foreign_key="resource.id")
    added: datetime = Field(default_factory=now)


class ResourceVersion(Table, table=True):
    """One version of a resource. The bytes of a file are kept by their hash, not in the database."""

    __tablename__ = "resource_version"
    __table_args__ = (UniqueConstraint("resource_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    resource_id: int = Field(foreign_key="resource.id")
    number: int
    changed: str = ""
    file_name: str = ""
    file_hash: str = ""
    kind: str = ""
    size: int = 0
    url: str = ""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))  # inside the file, for the search
    person_id: int = Field(foreign_key="person.id")
    added: datetime = Field(default_factory=now)


class ResourceUseRow(Table, table=True):
    """What one centre does with a resource; its start stands on the centre's charts as an event."""

    __tablename__ = "resource_use"
    __table_args__ = (UniqueConstraint("resource_id", "centre_id"),)
    id: int | None = Field(default=None, primary_key=True)
    resource_id: int = Field(foreign_key="resource.id")
    centre_id: int = Field(foreign_key="centre.id", index=True)
    state: str = "trying"  # trying | kept | adapted | stopped
    since: date
    changed: date
    why: str = ""
    event_id: int | None = Field(default=None, foreign_key="event.id")


class ResourceConsent(Table, table=True):
    """A lead's agreement that everybody may see a resource, for just the content whose fingerprint it holds."""

    __tablename__ = "resource_consent"
    resource_id: int = Field(foreign_key="resource.id", primary_key=True)
    fingerprint: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class StoryResource(Table, table=True):
    __tablename__ = "story_resource"
    story_id: int = Field(foreign_key="story.id", primary_key=True)
    resource_id: int = Field(foreign_key="resource.id", primary_key=True)


class Thanks(Table, table=True):
    """One person's thank-you to a centre for a story or a resource; seen on that centre's home page only."""

    __table_args__ = (UniqueConstraint("person_id", "kind", "item_id"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    kind: str  # story | resource
    item_id: int
    text: str = ""
    at: datetime = Field(default_factory=now)


class SearchText(Table, table=True):
    """The words by which something is found; the index over them is the database's own (see search)."""

    __tablename__ = "search_text"
    __table_args__ = (UniqueConstraint("kind", "item_id"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str  # story | resource | public (a resource that everybody may see, by the words they may see of it)
    item_id: int
    title: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
