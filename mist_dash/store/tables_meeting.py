"""The tables of meetings: their slides, what leads were asked and agreed to, cards, votes, and who reads the digest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from mist_dash.store.tables import Table, now


def _list() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class MeetingRow(Table, table=True):
    """One meeting. `plan` is its running order while it is prepared, `slides` what was fixed when it was frozen."""

    __tablename__ = "meeting"
    id: int | None = Field(default=None, primary_key=True)
    title: str
    day: date
    minutes: int
    state: str = "draft"  # draft | frozen | held
    code: str | None = Field(default=None, unique=True)  # for phones; none until it is frozen
    plan: list[Any] = _list()  # [{key, minutes, note, title, choices}]
    slides: list[Any] = _list()
    frozen: datetime | None = None
    here: list[Any] = _list()  # ids of the centres that were there
    at_slide: str = ""  # the key of the slide on the screen, for phones


class SlideAsk(Table, table=True):
    """That a facilitator asked a centre's lead whether something may be shown; it goes with the answer."""

    __tablename__ = "slide_ask"
    key: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class SlideConsent(Table, table=True):
    """A lead's agreement to one use of one slide, as it was shown. What is told in a story is agreed to with it."""

    __tablename__ = "slide_consent"
    key: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    purpose: str = Field(primary_key=True)  # meeting | pack
    fingerprint: str
    slide: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class RoomCard(Table, table=True):
    """An ask, an offer, a decision, or, as "will try", a promise with the day by which it is to be kept."""

    __tablename__ = "room_card"
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    kind: str  # ask | offer | will try | decision
    text: str
    centre_id: int | None = Field(default=None, foreign_key="centre.id", index=True)
    due: date | None = None
    made: date
    state: str = "open"  # open | kept | let go; of a promise only
    settled: date | None = None
    leaves_room: bool = False  # whether its centre lets it stand in what is taken along


class Ballot(Table, table=True):
    """One phone's answer to one question. Of the phone, only a hash is known that is another in each meeting."""

    __table_args__ = (UniqueConstraint("meeting_id", "slide_key", "phone"),)
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    slide_key: str
    phone: str
    choice: int


class RevealedVote(Table, table=True):
    """That a vote was revealed, and so is closed."""

    __tablename__ = "revealed_vote"
    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    slide_key: str = Field(primary_key=True)
    at: datetime = Field(default_factory=now)


class DigestReader(Table, table=True):
    """Who wants what is new by e-mail, at the address of their account."""

    __tablename__ = "digest_reader"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sent: date | None = None  # when the last one went out
