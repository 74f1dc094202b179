"""What was sent and taken back, in order, becomes what stands: the newest value whose upload is not undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")
Undoes = Mapping[int, int | None]  # every upload of a centre by its id; of an undo, the upload that it takes back


@dataclass(frozen=True)
class LoggedChange(Generic[Value]):
    """What one upload, or one undo, did to one thing; None is "not there"."""

    upload: int
    old: Value | None
    new: Value | None


@dataclass(frozen=True)
class StandingValue(Generic[Value]):
    """What stands of one thing, and the upload that says so; None for what was there before any, or came by hand."""

    value: Value | None
    upload: int | None = None


def undone_by(undoes: Undoes) -> dict[int, int]:
    """Each upload that does not stand, with the undo that took it back: an undo that was undone holds no longer."""
    found: dict[int, int] = {}
    for upload in sorted(undoes, reverse=True):  # the newest first: what undoes an undo comes after it
        back = undoes[upload]
        if back is not None and upload not in found:
            found.setdefault(back, upload)
    return found


def root(upload: int, undoes: Undoes) -> int:
    """The upload that a chain of undos is about; any other is its own."""
    while (back := undoes[upload]) is not None:
        upload = back
    return upload


def standing(log: Sequence[LoggedChange[Value]], undoes: Undoes, now: Value | None) -> StandingValue[Value]:
    """What stands of one thing, whatever the order of the undos: the last change whose upload is not undone.

    log: all that happened to it, the oldest first. now: what is there. An event may also be changed by hand, which
    shows as a value that no entry left there: it stands until a later upload changes it.
    """
    taken_back = undone_by(undoes)
    found: StandingValue[Value] = StandingValue(None)
    left: Value | None = None  # by the entry before
    for place, change in enumerate(log):
        if place == 0 or change.old != left:
            found = StandingValue(change.old)
        if undoes[change.upload] is None and change.upload not in taken_back:
            found = StandingValue(change.new, change.upload)
        left = change.new
    return found if not log or now == left else StandingValue(now)
