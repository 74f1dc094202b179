"""Questions and offers as values: what a person asks or offers, what others answer, and what may be sent in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mist_dash.core import plain_text
from mist_dash.core.errors import Problem
from mist_dash.core.people import Deed, Person, may

ThreadKind = Literal["ask", "offer"]
KINDS: dict[ThreadKind, str] = {"ask": "Question", "offer": "Offer"}
LONGEST_TITLE = 120
LONGEST = 2000
LONGEST_REASON = 300
A_DAY = 20  # posts of one person within 24 hours


@dataclass(frozen=True)
class ThreadDraft:
    """What a person typed to begin a thread; nothing about it is trusted yet."""

    kind: ThreadKind
    theme: str
    title: str
    text: str
    story: int | None = None
    resource: int | None = None

    def texts(self) -> dict[str, str]:
        return {"In one line": self.title, "A few sentences": self.text}


@dataclass(frozen=True)
class Hidden:
    """Why a facilitator took a post out of sight, and who it was."""

    reason: str
    by: str


@dataclass(frozen=True)
class Post:
    """A question, an offer, or (with `thread` set) a reply to one."""

    id: int
    thread: int | None
    kind: ThreadKind
    theme: str
    title: str
    text: str
    author: int
    author_name: str
    username: str
    centre_name: str  # empty for facilitators and admins
    at: datetime
    answered: bool
    hidden: Hidden | None
    story: int | None = None
    story_title: str = ""  # empty when it is no longer published
    resource: int | None = None
    resource_title: str = ""
    replies: int = 0

    @property
    def where(self) -> int:
        """The id of the thread that it belongs to."""
        return self.thread or self.id


@dataclass(frozen=True)
class Wanted:
    """Which threads are asked for; empty and None leave all in."""

    theme: str = ""
    kind: str = ""
    answered: bool | None = None
    story: int | None = None
    resource: int | None = None


def problems_of(said: ThreadDraft) -> tuple[Problem, ...]:
    """Everything that keeps a new thread from being posted, all at once."""
    title, text = said.texts()
    return (
        *plain_text.problem("post", title, said.title, LONGEST_TITLE),
        *plain_text.problem("post", text, said.text, LONGEST),
    )


def problems_of_reply(text: str) -> tuple[Problem, ...]:
    return plain_text.problem("reply", "Your reply", text, LONGEST)


def may_settle(actor: Person, first: Post) -> bool:
    """Who began a thread may say that it is answered, and facilitators."""
    return first.author == actor.id or may(actor, Deed.MODERATE)
