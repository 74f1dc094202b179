"""The tables. Rows never leave this floor: the modules beside this one hand out values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Table(SQLModel, registry=registry()):
    """A base with a registry of its own, so that a hot reload does not define the tables twice."""


def now() -> datetime:
    return datetime.now(UTC)


class Centre(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=120)
    active: bool = True


class PersonRow(Table, table=True):
    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=120)
    role: str
    centre_id: int | None = Field(default=None, foreign_key="centre.id")
    password_hash: str
    once: bool = False  # the password opens nothing but the choice of another, and that one time
    email: str = ""
    active: bool = True
    demo: bool = False


class SignIn(Table, table=True):
    """One signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "sign_in"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    begun: datetime = Field(default_factory=now)
    seen: datetime = Field(default_factory=now)
    ended: datetime | None = None
    why: str = ""  # what ended it; empty: a sign-out
    browser: str = ""  # so that its person knows it again


class GuessRow(Table, table=True):
    """One try to sign in that was not right, or is not decided yet. Forgotten after an hour."""

    __tablename__ = "guess"
    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(index=True)  # the hash of the name that was typed
    address: str = Field(index=True)
    at: datetime = Field(default_factory=now, index=True)


class CountRow(Table, table=True):
    """One number of one centre: its key is all that says what it counts."""

    __tablename__ = "count"
    __table_args__ = (UniqueConstraint("centre_id", "theme", "item", "area", "period", "definition"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    theme: str
    item: str
    area: str
    period: str
    definition: str
    value: float | None = None
    state: str = "reported"
    text: str = ""
    note: str = ""
    upload_id: int | None = Field(default=None, foreign_key="upload.id")


class Upload(Table, table=True):
    """One file, or one form, that a centre sent; kept as it came, with its hash."""

    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    theme: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)
    file_name: str
    file_hash: str
    file: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sentence: str = ""
    fixes: list[Any] = Field(default_factory=list, sa_column=Column(JSON))  # cells mended on screen
    undoes: int | None = Field(default=None, foreign_key="upload.id")
    seconds: float | None = None  # from the drop to the confirmation: the burden


class ChangeRow(Table, table=True):
    """What one upload did to one number, so that it can be undone exactly."""

    __tablename__ = "change"
    id: int | None = Field(default=None, primary_key=True)
    upload_id: int = Field(foreign_key="upload.id", index=True)
    item: str
    area: str
    period: str
    definition: str
    old: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))  # None: there was no number
    new: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))  # None: the number was taken away


class EventChangeRow(Table, table=True):
    """What one upload, or one person by hand, did to one event on the charts, so that it can be undone exactly."""

    __tablename__ = "event_change"
    id: int | None = Field(default=None, primary_key=True)
    upload_id: int | None = Field(default=None, foreign_key="upload.id", index=True)  # None: by hand
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)  # None: before this was kept
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime | None = Field(default_factory=now)
    undoes: int | None = Field(default=None, foreign_key="event_change.id")
    old: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))  # None: it was not marked before
    new: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))  # None: it was taken off the charts


class RecipeRow(Table, table=True):
    """What a centre told us once about its own spreadsheet."""

    __tablename__ = "recipe"
    __table_args__ = (UniqueConstraint("centre_id", "theme"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    theme: str
    recipe: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON))


class NotCollectedRow(Table, table=True):
    """What a centre chose not to collect: a theme, or one area of it. Taken back, the row goes; the audit stays."""

    __tablename__ = "not_collected"
    __table_args__ = (UniqueConstraint("centre_id", "theme", "area"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    theme: str
    area: str = ""  # empty: the whole theme
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class BaselineRow(Table, table=True):
    """The months that a centre's lead chose as the baseline of one chart, and why. Taken back, the row goes."""

    __tablename__ = "baseline"
    __table_args__ = (UniqueConstraint("centre_id", "theme", "measure", "area"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    theme: str
    measure: str
    area: str
    first: str  # months, "2024-04"
    last: str
    why: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now)


class EventRow(Table, table=True):
    """Something dated that a centre wants to see on its charts: an intervention, or a change in how it looks."""

    __tablename__ = "event"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    theme: str
    area: str = ""  # empty: every area
    kind: str = "intervention"  # intervention | looked differently | other
    name: str
    start: date
    stop: date | None = None
    note: str = ""
    pauses: list[Any] = Field(default_factory=list, sa_column=Column(JSON))  # [["2024-05-01", "2024-06-01" or null]]
    removed: bool = False  # taken off the charts; its row stays, so that it can be put back as it was


class SignalRow(Table, table=True):
    """What the finder found in one centre's own series. Told to the centre; to facilitators when its lead lets them."""

    __tablename__ = "signal"
    __table_args__ = (UniqueConstraint("centre_id", "theme", "measure", "area", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    theme: str
    measure: str
    area: str
    kind: str  # improved | quiet | rarer
    since: str  # the first month of it, "2025-03"
    found: datetime = Field(default_factory=now)
    holds: bool = True  # false once later data no longer show it
    dismissed: bool = False
    let_know: bool = False  # the centre's lead lets facilitators know


class PooledYearRow(Table, table=True):
    """One area's figures of all contributing centres in one year: made once, never revised."""

    __tablename__ = "pooled_year"
    __table_args__ = (UniqueConstraint("theme", "measure", "area", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    theme: str
    measure: str
    area: str
    year: str
    made_of: str = ""  # what was counted over what; empty for what was made before this was noted
    made: datetime = Field(default_factory=now)
    centres: list[Any] = Field(default_factory=list, sa_column=Column(JSON))  # who is in it: never leaves the server
    improved: int | None = None  # how many of them did better than in their own year before
    compared: int = 0
    largest: float = 0.0  # the largest share of any one centre, as seen by any other
    periods: list[Any] = Field(default_factory=list, sa_column=Column(JSON))  # [[period, events, exposure]]


class GoLive(Table, table=True):
    """Centres added up around their start of one intervention: made once, never revised. It never leaves the server.

    Rows from before this was so held a line for each centre. They keep their centres, which are never added up again.
    """

    __tablename__ = "go_live"
    id: int | None = Field(default=None, primary_key=True)
    theme: str = Field(index=True)
    measure: str = ""
    made_of: str = ""
    intervention: str
    made: datetime = Field(default_factory=now)
    centres: list[Any] = Field(default_factory=list, sa_column=Column(JSON))
    largest: float = 0.0
    sums: list[Any] = Field(default_factory=list, sa_column=Column(JSON))  # [[events, exposure] before, the same after]


class AuditRow(Table, table=True):
    """Append-only: each entry holds the hash of the one before, so that a missing or altered one shows."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now)
    person_id: int | None = None
    person: str
    centre_id: int | None = None
    deed: str
    what: str
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON))
    before: str
    hash: str


class AuditEnd(Table, table=True):
    """Where the trail ends: how many entries were written, and the hash of the last. A cut tail does not fit it."""

    __tablename__ = "audit_end"
    id: int | None = Field(default=None, primary_key=True)  # always 1
    entries: int = 0
    last: str


class Submission(Table, table=True):
    """That somebody sent just this: the fingerprint of who sent what, and what it became."""

    fingerprint: str = Field(primary_key=True)
    kind: str  # story | resource | version | thread | reply | report
    item_id: int | None = Field(default=None, index=True)


class Opened(Table, table=True):
    """How often the chart of a measure was opened in a month, by anybody; nobody is named."""

    theme: str = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    times: int = 0


class Setting(Table, table=True):
    key: str = Field(primary_key=True)
    value: str
