"""The audit trail as people read it: who did what and when, and a sentence on whether all of it is still there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mist_dash.core.people import NEEDS, Deed

PRIVATE = frozenset(deed for deed, leave in NEEDS.items() if leave.own_centre) - {
    Deed.KEEP_OWN_PEOPLE,
    Deed.KEEP_KEYS,
    Deed.SEE_OWN_TRAIL,
}
"""What is the business of a centre alone: others who keep the trail read that it was done, and not what."""


@dataclass(frozen=True)
class TrailEntry:
    """One deed. It names who did it, and nothing of what was read or sent beyond the sentence."""

    id: int
    at: datetime
    person: str
    centre: str  # empty: of no centre
    deed: str
    what: str


@dataclass(frozen=True)
class TrailPage:
    entries: tuple[TrailEntry, ...]
    found: int  # on all pages


@dataclass(frozen=True)
class TrailCheck:
    """Whether the trail is whole. broken: the first entry that does not follow from the one before it."""

    entries: int
    noted: int  # how many the note of its end says there are
    broken: int | None = None
    cut: bool = False  # the last entry is not the one that was noted

    @property
    def whole(self) -> bool:
        return self.broken is None and not self.cut

    def sentence(self) -> str:
        if self.broken is not None:
            return (
                f"The audit trail is broken at entry {self.broken}: it, or the one before it, was altered or taken out."
            )
        if self.cut and self.entries < self.noted:
            return f"The audit trail was cut: {self.noted} entries were written and {self.entries} are left."
        if self.cut:
            return "The end of the audit trail is not the one that was noted: somebody wrote to it past the dashboard."
        return f"The audit trail is whole: each of its {self.entries:,} entries follows from the one before it."
