"""What was handed over in this session, and all that the person said about it: one at a time, in the session."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field

import streamlit as st

from mist_dash.actions.agreement import Moved, Shown
from mist_dash.actions.share import UploadedFile
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.files.book import Book


@dataclass(frozen=True)
class Dropped:
    """A file, a paste, or a form. since: when the typing began, by the clock of `time.monotonic`."""

    name: str
    data: bytes
    since: float | None = None
    typed: bool = False

    @property
    def id(self) -> str:
        return hashlib.sha256(self.name.encode() + b"\n" + self.data).hexdigest()[:16]


@dataclass
class UploadAnswers:
    """Answers and mended cells of one file sent for one theme. written: by field, what was last taken from it.

    book: the file as it was opened, before anything was mended.
    shown: what stood on screen when Confirm was drawn; drawn: how often that changed. agreed: what a press agreed to.
    moved: what others had changed when it was last confirmed.
    """

    id: str
    since: float
    answers: dict[str, str] = field(default_factory=dict)
    fixes: dict[At, str] = field(default_factory=dict)
    mended: dict[At, Problem] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    book: Book | None = None
    shown: Shown | None = None
    drawn: int = 0
    agreed: Shown | None = None
    moved: Moved | None = None

    def draw(self, shown: Shown) -> str:
        """The key of a Confirm for this and nothing else: a late press on one that was drawn before does nothing."""
        if self.shown is None or self.shown.fingerprint != shown.fingerprint:
            self.drawn += 1
        self.shown = shown
        return f"confirm-{self.id}-{self.drawn}"

    def agree(self, shown: Shown) -> None:
        """Called by the press with what was on screen, before the file is read again."""
        self.agreed = shown

    def file(self, dropped: Dropped) -> UploadedFile:
        """The file with what was said, to be read."""
        return UploadedFile(dropped.name, dropped.data, dict(self.fixes), dict(self.answers), self.book)

    @property
    def seconds(self) -> float:
        """From the drop, or the first number typed, to now: the burden that we measure."""
        return round(time.monotonic() - self.since, 1)


def said(dropped: Dropped, theme: str) -> UploadAnswers:
    """What was said of this very file for this theme; another one begins anew."""
    kept, id = st.session_state.get("handed over"), f"{theme}-{dropped.id}"
    if not isinstance(kept, UploadAnswers) or kept.id != id:
        kept = st.session_state["handed over"] = UploadAnswers(id, dropped.since or time.monotonic())
    return kept


def forget() -> None:
    """After it was stored: the same file again is another day's work."""
    st.session_state.pop("handed over", None)
