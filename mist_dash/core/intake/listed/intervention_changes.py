"""An intervention as a file tells it, and beside what stands on the centre's charts: new, changed or unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.events import Event, Pause

MarkChange = Literal["new", "changed", "unchanged"]
TO_DO: dict[MarkChange, str] = {"new": "mark", "changed": "change", "unchanged": "leave"}
DONE: dict[MarkChange, str] = {"new": "marked", "changed": "changed", "unchanged": "left"}
NAMED = 3  # interventions that the sentence names one by one


@dataclass(frozen=True)
class InterventionRow:
    """One row of a list of interventions. `row` is the sheet's own, from 1; the event's id is 0.

    by_month: the dates that the file gives as months only. goes_on: it says that the intervention was not stopped.
    """

    event: Event
    row: int
    by_month: frozenset[str] = frozenset()
    goes_on: bool = False

    def __str__(self) -> str:
        return f"{self.event.name}, {self.event.area or 'every area'}: {dated.state(self.event)}"

    def as_json(self) -> dict[str, Any]:
        one = self.event
        return {
            "area": one.area,
            "intervention": one.name,
            "start": one.start.isoformat(),
            "stop": one.stop.isoformat() if one.stop else None,
            "pauses": [[begun.isoformat(), again.isoformat() if again else None] for begun, again in one.pauses],
            "note": one.note,
            "row": self.row,
        }


@dataclass(frozen=True)
class Marked:
    """One intervention beside what stood for it. before: None when it is new; after: as it would stand."""

    after: Event
    change: MarkChange
    before: Event | None = None


@dataclass(frozen=True)
class Marking:
    """Every intervention of a file beside the stored ones."""

    found: tuple[Marked, ...]

    def of(self, change: MarkChange) -> tuple[Marked, ...]:
        return tuple(one for one in self.found if one.change == change)

    @property
    def nothing_to_do(self) -> bool:
        return all(one.change == "unchanged" for one in self.found)

    def sentence(self) -> str:
        """What confirming would do: "Mark 2 interventions (Biopatches, ICU: since Apr 2024; ...), change 1 (...)." """
        return self._said(TO_DO)

    def done(self) -> str:
        """The same sentence once it has happened."""
        return self._said(DONE)

    def _said(self, verbs: Mapping[MarkChange, str]) -> str:
        new, changed, same = self.of("new"), self.of("changed"), self.of("unchanged")
        if not self.found:
            return "There is no intervention in this file to mark."
        if self.nothing_to_do:
            return "Nothing to do: every intervention in this file stands on your charts already."
        parts = [f"{verbs['new']} {_many(new)} ({_named(new)})"] if new else []
        parts += [f"{verbs['changed']} {_many(changed)} ({_named(changed)})"] if changed else []
        parts += [f"{verbs['unchanged']} {len(same)} as before"] if same else []
        said = ", ".join(parts)
        return f"{said[:1].upper()}{said[1:]}."


def compare(marks: Iterable[InterventionRow], stored: Sequence[Event]) -> Marking:
    """Each mark beside the stored event of the same name and area that began in the same month.

    What the file leaves blank, or gives as a month only, stays as it is stored.
    """
    return Marking(tuple(_compared(mark, stored) for mark in marks))


def _compared(mark: InterventionRow, stored: Sequence[Event]) -> Marked:
    before = next((event for event in stored if _same(mark.event, event)), None)
    if before is None:
        return Marked(mark.event, "new")
    after = _over(mark, before)
    return Marked(after, "unchanged" if after == before else "changed", before)


def _same(one: Event, other: Event) -> bool:
    named = one.name.casefold() == other.name.casefold() and one.area == other.area
    return named and months.of(one.start) == months.of(other.start)


def _over(mark: InterventionRow, before: Event) -> Event:
    """What is stored, with what the file says more."""
    told = mark.event
    return replace(
        before,
        start=before.start if "start" in mark.by_month else told.start,
        stop=_stop(mark, before),
        pauses=told.pauses if told.pauses and _by_month(told.pauses) != _by_month(before.pauses) else before.pauses,
        note=told.note or before.note,
    )


def _stop(mark: InterventionRow, before: Event) -> date | None:
    told = mark.event.stop
    if told is None:
        return None if mark.goes_on else before.stop
    same = before.stop is not None and months.of(told) == months.of(before.stop)
    return before.stop if same and "stop" in mark.by_month else told


def _by_month(pauses: Sequence[Pause]) -> list[tuple[str, str]]:
    return [(months.of(begun), months.of(again) if again else "") for begun, again in pauses]


def _many(found: Sequence[Marked]) -> str:
    return f"{len(found)} intervention{'s' if len(found) > 1 else ''}"


def _named(found: Sequence[Marked]) -> str:
    said = [f"{one.after.name}, {one.after.area or 'every area'}: {_change(one)}" for one in found[:NAMED]]
    return "; ".join(said) + (f" and {len(found) - NAMED} more" if len(found) > NAMED else "")


def _change(one: Marked) -> str:
    now = dated.state(one.after)
    was = dated.state(one.before) if one.before else now
    return now if now == was else f"{was} -> {now}"
