"""Resources as values, what centres do with them, and what keeps one from being shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mist_dash.core import links
from mist_dash.core.errors import Problem
from mist_dash.core.plain_text import LONGEST, Doubt, doubts

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


def doubts_of_resource(offered: ResourceDraft, inside: str = "") -> tuple[Doubt, ...]:
    """What in a resource looks like a patient, by its headings; inside: the text of its file."""
    texts = {"Title": offered.title, "The file itself": inside}
    texts |= {HEADINGS[name]: getattr(offered, name) for name in ("aim", "implementation", "challenges")}
    texts |= {"Elements": "\n".join(offered.elements), "Interventions": "\n".join(offered.interventions)}
    return doubts(texts, {HEADINGS["lead"]: offered.lead})
