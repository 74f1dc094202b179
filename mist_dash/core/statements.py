"""The collaborative's own words: a text with its version, which waits to be replaced or was agreed; who accepted it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mist_dash.core.errors import Sorry

TextName = Literal["terms", "join", "sharing"]
SUGGESTED = "suggested"
_LABEL = "Version:"


@dataclass(frozen=True)
class Statement:
    """One text as Markdown. `version` is as the collaborative wrote it, such as “2, 1 March 2027”."""

    name: TextName
    version: str
    body: str

    @property
    def suggested(self) -> bool:
        """Whether it still waits to be replaced by the collaborative's own."""
        return self.version == SUGGESTED

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.version}\n{self.body}".encode()).hexdigest()


@dataclass(frozen=True)
class Accepted:
    """That somebody accepted a version for a centre, by its fingerprint."""

    centre: int
    by: str
    at: datetime
    version: str
    fingerprint: str


@dataclass(frozen=True)
class JoinRequest:
    """A hospital that asks to join, in its own words."""

    id: int
    at: datetime
    hospital: str
    name: str
    email: str
    words: str = ""


def read(name: TextName, text: str) -> Statement:
    """The first line names the version; without one the text counts as suggested."""
    first, _, rest = text.partition("\n")
    if not first.startswith(_LABEL):
        return Statement(name, SUGGESTED, text.strip())
    return Statement(name, first.removeprefix(_LABEL).strip() or SUGGESTED, rest.strip())


def faults(asked: JoinRequest) -> None:
    """Raises Sorry with everything that is missing."""
    given = {"your hospital": asked.hospital, "your name": asked.name, "your e-mail address": asked.email}
    missing = [what for what, words in given.items() if not words.strip()]
    if missing:
        raise Sorry(f"Please write {' and '.join(missing)}, so that we can answer.")
    if max(len(asked.hospital), len(asked.name)) > 120 or len(asked.words) > 1000:
        raise Sorry("Please keep it shorter: 120 characters for each name, 1,000 for the rest.")
