"""Stories, resources and events as values, and what makes a story complete enough to be sent in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from mist_dash.core.errors import Problem

StoryState = Literal["draft", "submitted", "returned", "published", "withdrawn"]
PUBLISHED: tuple[StoryState, ...] = ("published",)
SUBMITTED: tuple[StoryState, ...] = ("submitted",)
EVERY_STATE: tuple[StoryState, ...] = get_args(StoryState)
EventKind = Literal["intervention", "looked differently", "other"]
EVENT_KINDS: dict[EventKind, str] = {
    "intervention": "We started something to make care safer",
    "looked differently": "We changed how we look, or what we count",
    "other": "Something else that explains the chart",
}
Pause = tuple[date, date | None]  # from, and on again; None while it is paused
RESOURCE_KINDS = ("bundle", "guideline", "checklist", "poster", "teaching", "link")
QUESTIONS = {
    "why": "Why did you start?",
    "did": "What did you do?",
    "found": "What did you find?",
    "means": "What does it mean for others?",
}


@dataclass(frozen=True)
class Resource:
    id: int
    centre: int
    centre_name: str
    theme: str
    title: str
    kind: str
    about: str
    version: str
    licence: str
    file_name: str
    added: datetime


@dataclass(frozen=True)
class Story:
    id: int
    centre: int
    centre_name: str
    theme: str
    area: str
    title: str
    why: str
    did: str
    found: str
    means: str
    not_worked: str
    contact: str
    state: StoryState
    told: datetime
    published: datetime | None
    note: str
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a person typed into the story form; nothing about it is trusted yet."""

    theme: str
    area: str
    title: str
    why: str
    did: str
    found: str
    means: str
    not_worked: str = ""
    contact: str = ""
    resources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something dated on a centre's charts. `area` empty means every area."""

    id: int
    area: str
    kind: EventKind
    name: str
    start: date
    stop: date | None
    note: str
    pauses: tuple[Pause, ...] = ()  # in order of time; only the last may still go on


def problems_of(told: Told) -> tuple[Problem, ...]:
    """Everything that keeps this story from being sent in, all at once."""
    missing = [("title", "a title", told.title)] + [(name, f"an answer to “{asked}”", getattr(told, name))
                                                    for name, asked in QUESTIONS.items()]  # fmt: skip
    empty = tuple(
        Problem("story", None, column, "nothing", expected, "Write one or two sentences.")
        for column, expected, text in missing
        if not text.strip()
    )
    long = tuple(
        Problem("story", None, column, f"{len(text):,} characters", "4,000 characters at most", "Shorten it, please.")
        for column, _, text in missing
        if len(text) > 4000
    )
    return empty + long
