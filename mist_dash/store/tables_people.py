"""The tables of how people and centres come in: links that open once, what leads accepted, who asks to join."""

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


class MachineKeyRow(Table, table=True):
    """A key with which a hospital's own system sends data. Only the hash of its token is kept."""

    __tablename__ = "machine_key"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    by_id: int = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=120)
    made: datetime = Field(default_factory=now)
    used: datetime | None = None
    ended: datetime | None = None


class AcceptedRow(Table, table=True):
    """That a lead accepted a version of the data-sharing statement for the centre."""

    __tablename__ = "accepted_statement"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)
    version: str
    fingerprint: str  # of the text, so that one that was changed under the same version is not taken as accepted


class JoinRow(Table, table=True):
    """A hospital that asks to join. Taken away once it was answered."""

    __tablename__ = "join_request"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now)
    hospital: str
    name: str
    email: str
    words: str = ""
