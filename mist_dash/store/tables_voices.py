"""The tables of what people say to each other: excellence reports, questions and offers, mentions, where to turn."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from mist_dash.store.tables import Table, now


class ExcellenceReport(Table, table=True):
    """Something that went well. `named` is empty unless the person or team agreed."""

    __tablename__ = "excellence_report"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    author_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)
    happened: str
    well: str
    made: str
    others: str
    named: str = ""
    told_on: date | None = None  # empty: not yet
    told_by: str = ""
    shared: bool = False  # with the collaborative, by the centre's lead
    taken_back: bool = False


class PostRow(Table, table=True):
    """A question or an offer, or, with `thread_id`, a reply to one."""

    __tablename__ = "post"
    id: int | None = Field(default=None, primary_key=True)
    thread_id: int | None = Field(default=None, foreign_key="post.id", index=True)
    author_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(default_factory=now)
    kind: str  # ask | offer
    theme: str
    story_id: int | None = Field(default=None, foreign_key="story.id")
    resource_id: int | None = Field(default=None, foreign_key="resource.id")
    title: str = ""
    text: str
    answered: bool = False
    hidden: str = ""  # the facilitator's reason; empty while it is in sight
    hidden_by: str = ""


class Mention(Table, table=True):
    """That a post names a person, or a centre."""

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    centre_id: int | None = Field(default=None, foreign_key="centre.id", index=True)


class SupportContact(Table, table=True):
    """Whom a centre's people turn to among their own colleagues, in the words of its lead."""

    __tablename__ = "support_contact"
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    contact: str
    at: datetime = Field(default_factory=now)
