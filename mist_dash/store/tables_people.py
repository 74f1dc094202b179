"""The tables of how people come in: links that open once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from mist_dash.store.tables import Table, now


class LinkRow(Table, table=True):
    """An invitation, or leave to choose a new password. Only the hash of its token is kept."""

    __tablename__ = "one_time_link"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    kind: str  # invitation | password
    made: datetime = Field(default_factory=now)
    by_id: int | None = Field(default=None, foreign_key="person.id", index=True)  # None: asked for by its person
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)  # whose password it is
    role: str = ""
    centre_id: int | None = Field(default=None, foreign_key="centre.id", index=True)
    email: str = ""
    ended: datetime | None = None
    why: str = ""  # used, withdrawn, or what else ended it
