"""Stories, resources and events as values, and what makes a story complete enough to be sent in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from mist_dash.core import links
from mist_dash.core.errors import Problem
from mist_dash.core.freezing import Frozen
from mist_dash.core.intake.personal import patients

StoryState = Literal["draft", "submitted", "returned", "published", "withdrawn"]
PUBLISHED: tuple[StoryState, ...] = ("published",)
SUBMITTED: tuple[StoryState, ...] = ("submitted",)
EDITABLE: tuple[StoryState, ...] = ("draft", "returned", "withdrawn")
EVERY_STATE: tuple[StoryState, ...] = get_args(StoryState)
EventKind = Literal["intervention", "looked differently", "other"]
EVENT_KINDS: dict[EventKind, str] = {
    "intervention": "We started something to make care safer",
    "looked differently": "We changed how we look, or what we count",
    "other": "Something else that explains the chart",
}
Pause = tuple[date, date | None]  # from, and on again; None while it is paused
RESOURCE_KINDS = ("bundle", "guideline", "checklist", "poster", "teaching", "link")
UseState = Literal["trying", "kept", "adapted", "stopped"]
USE_STATES: dict[UseState, str] = {
    "trying": "We are trying it",
    "kept": "We tried it and kept it",
    "adapted": "We changed it and kept our own form",
    "stopped": "We stopped, and this is why",
}
HEADINGS = {
    "aim": "Aim",
    "implementation": "Implementation",
    "challenges": "Challenges and learning",
    "lead": "Lead",
}
QUESTIONS = {
    "why": "Why did you start?",
    "did": "What did you do?",
    "found": "What did you find?",
    "means": "What does it mean for others?",
}
LONGEST = 4000  # characters of one answer
MOST_ELEMENTS = 30


@dataclass(frozen=True)
class Version:
    """One version of a resource: a file, or a link. A newer one supersedes it; it can still be opened."""

    id: int
    number: int
    changed: str
    file_name: str
    kind: str  # of the file: pdf, docx, ...; empty for a link
    size: int
    url: str
    added: datetime


@dataclass(frozen=True)
class ResourceUse:
    """What one centre does with a resource, and since when."""

    centre: int
    centre_name: str
    state: UseState
    since: date
    changed: date
    why: str


@dataclass(frozen=True)
class Other:
    """Another resource, to be named and linked."""

    id: int
    title: str


@dataclass(frozen=True)
class Resource:
    """A bundle, guideline or link that a centre shares. `versions` newest first, `uses` by the centres' names.

    areas: where it belongs; none means every area.
    """

    id: int
    centre: int
    centre_name: str
    theme: str
    areas: tuple[str, ...]
    interventions: tuple[str, ...]
    title: str
    kind: str
    aim: str
    implementation: str
    challenges: str
    lead: str
    licence: str
    review: date | None
    elements: tuple[str, ...]
    added: datetime
    versions: tuple[Version, ...] = ()
    uses: tuple[ResourceUse, ...] = ()
    public: bool = False  # whether its centre lets everybody see it, just as it is now
    supersedes: Other | None = None
    superseded_by: Other | None = None
    active: bool = True  # whether its centre is a member now

    @property
    def latest(self) -> Version:
        return self.versions[0]

    def out_of_date(self, today: date) -> bool:
        """Whether the day on which its owners wanted to look at it again has passed."""
        return self.review is not None and self.review < today


@dataclass(frozen=True)
class ResourceDraft:
    """What a person typed into the resource form; nothing about it is trusted yet. `url` is for a link only."""

    theme: str
    title: str
    kind: str
    areas: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    aim: str = ""
    implementation: str = ""
    challenges: str = ""
    lead: str = ""
    licence: str = ""
    review: date | None = None
    elements: tuple[str, ...] = ()
    url: str = ""
    supersedes: int | None = None


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


def problems_of_resource(offered: ResourceDraft, has_file: bool) -> tuple[Problem, ...]:
    """Everything that keeps this resource from being shared, all at once."""
    link = offered.kind == "link"
    wrong = [
        ("Title", "a title", "Say in a few words what it is.", bool(offered.title.strip())),
        ("Kind", f"one of {', '.join(RESOURCE_KINDS)}", "Choose one of them.", offered.kind in RESOURCE_KINDS),
        (
            "Address",
            "an address that begins with https://",
            "Copy it from your browser.",
            not link or links.safe(offered.url),
        ),
        ("File", "a file", "Choose the file to share.", link or has_file),
    ]
    long = [name for name in HEADINGS if len(getattr(offered, name)) > LONGEST]
    return tuple(
        Problem("resource", None, column, "nothing that can be used", expected, remedy)
        for column, expected, remedy, right in wrong
        if not right
    ) + tuple(
        Problem(
            "resource",
            None,
            HEADINGS[name],
            f"{len(getattr(offered, name)):,} characters",
            f"{LONGEST:,} at most",
            "Shorten it; the file may hold the rest.",
        )
        for name in long
    )


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


def texts_of(told: StoryDraft) -> dict[str, str]:
    """What others will read of a story; not the contact, which may hold an e-mail address."""
    texts = {name: getattr(told, name) for name in ("title", *QUESTIONS, "not_worked")}
    return texts | {"elements": "\n".join(told.elements)}


def texts_of_resource(offered: ResourceDraft) -> dict[str, str]:
    """What others will read of a resource; not its lead, who may leave an e-mail address."""
    texts = {name: getattr(offered, name) for name in ("title", "aim", "implementation", "challenges")}
    return texts | {"elements": "\n".join(offered.elements)}


def like_a_patient(texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """Texts in which something looks like a patient. Never quotes what it saw; a person looks and decides."""
    return tuple(
        Problem(
            "text",
            None,
            column,
            f"what looks like {kind}",
            "nothing about one child",
            "Take it out; or, when it is nothing of the kind, tick that you have looked.",
        )
        for column, text in texts.items()
        for kind in patients.in_text(text)
    )


def listed(text: str) -> tuple[str, ...]:
    """Lines of a text box as elements: numbers and bullets before them are left out, and empty lines."""
    lines = (line.strip().lstrip("•*-–0123456789.) \t").strip() for line in text.splitlines())
    return tuple(line[:200] for line in lines if line)[:MOST_ELEMENTS]
