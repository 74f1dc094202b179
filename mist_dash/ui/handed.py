"""What was handed over in this session, and all that the person said about it: one at a time, in the session."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field

import streamlit as st

from mist_dash.actions.share import File
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.book import Book


@dataclass(frozen=True)
class Dropped:
    """A file, a paste, or a form. since: when the typing began, by the clock of `time.monotonic`."""

    name: str
    data: bytes
    since: float | None = None

    @property
    def id(self) -> str:
        return hashlib.sha256(self.name.encode() + b"\n" + self.data).hexdigest()[:16]


@dataclass
class Said:
    """Answers and mended cells of one file. written: by field, what was last taken from it.

    books: by theme, the file as it was opened: what counts as nothing of a patient depends on the theme.
    """

    id: str
    since: float
    answers: dict[str, str] = field(default_factory=dict)
    fixes: dict[At, str] = field(default_factory=dict)
    mended: dict[At, Problem] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    books: dict[str, Book] = field(default_factory=dict)

    def file(self, dropped: Dropped, theme: str) -> File:
        """The file with what was said, to be read."""
        return File(dropped.name, dropped.data, dict(self.fixes), dict(self.answers), self.books.get(theme))

    @property
    def seconds(self) -> float:
        """From the drop, or the first number typed, to now: the burden that we measure."""
        return round(time.monotonic() - self.since, 1)


def said(dropped: Dropped) -> Said:
    """What was said of this very file; another file begins anew."""
    kept = st.session_state.get("said")
    if not isinstance(kept, Said) or kept.id != dropped.id:
        kept = st.session_state["said"] = Said(dropped.id, dropped.since or time.monotonic())
    return kept


def forget() -> None:
    """After it was stored: the same file again is another day's work."""
    st.session_state.pop("said", None)
