"""Stories as values, and what makes one complete enough to be sent in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from mist_dash.core.errors import Problem
from mist_dash.core.freezing import Frozen
from mist_dash.core.plain_text import LONGEST, Doubt, doubts
from mist_dash.core.resources import Resource

StoryState = Literal["draft", "submitted", "returned", "published", "withdrawn"]
PUBLISHED: tuple[StoryState, ...] = ("published",)
TOLD: tuple[StoryState, ...] = ("submitted", "published")
SUBMITTED: tuple[StoryState, ...] = ("submitted",)
EDITABLE: tuple[StoryState, ...] = ("draft", "returned", "withdrawn")
EVERY_STATE: tuple[StoryState, ...] = get_args(StoryState)
QUESTIONS = {
    "why": "Why did you start?",
    "did": "What did you do?",
    "found": "What did you find?",
    "means": "What does it mean for others?",
}


@dataclass(frozen=True)
class Story:
    """One story. `frozen` is the centre's chart and sentence as they were when it was drafted; None without numbers.

    agreed: the uses to which the centre's lead has agreed for just this content.
    """

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
    elements: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    frozen: Frozen | None = None
    resources: tuple[Resource, ...] = ()
    agreed: frozenset[str] = frozenset()

    @property
    def areas(self) -> tuple[str, ...]:
        """Where it belongs; none means every area."""
        return (self.area,) if self.area else ()


@dataclass(frozen=True)
class StoryDraft:
    """What a person typed into the story form; nothing about it is trusted yet.

    measure: the measure whose chart goes with the story; empty for a story without numbers.
    """

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
    elements: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    measure: str = ""
    basis: str = "financial"


@dataclass(frozen=True)
class Beginning:
    """What a story can begin from: the ribbon, and what the centre tried, of one theme. Answers by question."""

    answers: Mapping[str, str]
    interventions: tuple[str, ...] = ()
    resources: tuple[int, ...] = ()


def problems_of(told: StoryDraft) -> tuple[Problem, ...]:
    """Everything that keeps this story from being sent in, all at once."""
    missing = [("title", "a title", told.title)] + [
        (name, f"an answer to “{asked}”", getattr(told, name)) for name, asked in QUESTIONS.items()
    ]
    empty = tuple(
        Problem("story", None, column, "nothing", expected, "Write one or two sentences.")
        for column, expected, text in missing
        if not text.strip()
    )
    return empty + too_long(told)


def too_long(told: StoryDraft) -> tuple[Problem, ...]:
    """Texts that are longer than the form allows: a draft may be incomplete, but not endless."""
    texts = {name: getattr(told, name) for name in ("title", *QUESTIONS, "not_worked", "contact")}
    return tuple(
        Problem("story", None, column, f"{len(text):,} characters", f"{LONGEST:,} at most", "Shorten it, please.")
        for column, text in texts.items()
        if len(text) > LONGEST
    )


def doubts_of(told: StoryDraft) -> tuple[Doubt, ...]:
    """What in a story looks like a patient, by the words above each field of the form."""
    texts = {"Title": told.title} | {question: getattr(told, name) for name, question in QUESTIONS.items()}
    texts |= {"What did not work?": told.not_worked, "The elements of your bundle": "\n".join(told.elements)}
    texts |= {"Interventions": "\n".join(told.interventions)}
    return doubts(texts, {"Whom may others ask?": told.contact})
