"""Dated events become the stretches in which they ran, what is said of them, and all that is wrong with their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from mist_dash.core import months
from mist_dash.core.errors import Sorry

EventKind = Literal["intervention", "looked differently", "other", "in use", "not applicable"]
TICKS: tuple[EventKind, ...] = ("in use", "not applicable")  # of an agreed list: on no chart
EVENT_KINDS: dict[EventKind, str] = {
    "intervention": "We started something to make care safer",
    "looked differently": "We changed how we look, or what we count",
    "other": "Something else that explains the chart",
}
Pause = tuple[date, date | None]  # from, and on again; None while it is paused
Stretch = tuple[date, date | None]  # from, until; None while it runs


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


@dataclass(frozen=True)
class EventEdit:
    """What one person did to one event, by hand or with a file; None as an event is "not on the charts".

    undoes: the id of the edit that it took back.
    """

    id: int
    event: int
    who: str
    at: datetime
    old: Event | None
    new: Event | None
    undoes: int | None = None
    by_file: bool = False

    @property
    def name(self) -> str:
        return next((one.name for one in (self.new, self.old) if one), "")


def standing(edits: Sequence[EventEdit]) -> tuple[EventEdit, ...]:
    """Those that were not taken back, in their order; the last is the one that can be."""
    undone = {edit.undoes for edit in edits}
    return tuple(edit for edit in edits if edit.undoes is None and edit.id not in undone)


def verb(edit: EventEdit) -> str:
    """What was done, in one word or two."""
    old, new = edit.old, edit.new
    if edit.undoes is not None:
        return "Undone"
    if old is None or new is None:
        return "Marked" if old is None else "Taken off the charts"
    if len(new.pauses) > len(old.pauses):
        return "Paused"
    return "Taken up again" if is_paused(old) and not is_paused(new) and new.stop is None else "Corrected"


def stretches(event: Event) -> tuple[Stretch, ...]:
    """When it really ran: from start to stop, the pauses taken out."""
    found, begun = [], event.start
    for paused, again in event.pauses:
        found.append((begun, paused))
        if again is None:
            return tuple(found)
        begun = again
    return (*found, (begun, event.stop))


def state(event: Event) -> str:
    """ "since Jul 2024", "Jul 2024 to May 2025", "paused since May 2025 (from Jul 2024)", each with earlier pauses."""
    over = "".join(f", paused {_span(begun, again)}" for begun, again in event.pauses if again)
    if event.stop is not None:
        return _span(event.start, event.stop) + over
    if is_paused(event):
        return f"paused since {_month(event.pauses[-1][0])} (from {_month(event.start)}{over})"
    return f"since {_month(event.start)}{over}"


def brief(event: Event) -> str:
    """The same without earlier pauses, short enough to stand on a bar."""
    return state(event if is_paused(event) else replace(event, pauses=()))


def _span(begun: date, ended: date) -> str:
    return f"{_month(begun)} to {_month(ended)}"


def _month(day: date) -> str:
    return months.say(months.of(day), short=True)


def is_paused(event: Event) -> bool:
    return event.stop is None and bool(event.pauses) and event.pauses[-1][1] is None


def paused(event: Event, on: date) -> Event:
    """Raises Sorry when it does not run on that day."""
    if event.kind != "intervention" or event.stop is not None or is_paused(event):
        raise Sorry("Only something that still goes on can be paused.")
    return sound(replace(event, pauses=(*event.pauses, (on, None))))


def resumed(event: Event, on: date) -> Event:
    """Raises Sorry when it is not paused."""
    if not is_paused(event):
        raise Sorry("It is not paused. Reload the page to see its dates.")
    last: Pause = (event.pauses[-1][0], on)
    return sound(replace(event, pauses=(*event.pauses[:-1], last)))


def sound(event: Event) -> Event:
    """The event, tidied. Raises Sorry with the first thing that is wrong and how to mend it."""
    name = " ".join(event.name.split())[:120]
    if event.kind not in (*EVENT_KINDS, *TICKS) or not name:
        raise Sorry("Say in a few words what happened.")
    if event.stop is not None and event.stop < event.start:
        raise Sorry("It cannot have stopped before it started. Change one of the two dates.")
    days = [event.start, *(day for pause in event.pauses for day in pause if day), *filter(None, [event.stop])]
    if any(later < earlier for earlier, later in pairwise(days)):
        raise Sorry("A pause lies after the start, after the pause before it, and before the stop. Change the date.")
    if event.stop is not None and event.pauses and event.pauses[-1][1] is None:  # stopped while it was paused
        return sound(replace(event, stop=event.pauses[-1][0], pauses=event.pauses[:-1]))
    return replace(event, name=name, note=event.note.strip()[:500])


def said(events: Sequence[Event]) -> str:
    """ "Marked: Biopatches, since July 2024; ...": for those who cannot see the ribbon."""
    return f"Marked: {'; '.join(f'{event.name}, {state(event)}' for event in events)}." if events else ""


def marked(events: Sequence[Event], month: str) -> str:
    """What began, paused, went on or stopped in one month, for the table under a chart."""
    said = []
    for event in events:
        runs = stretches(event)
        for place, (begun, ended) in enumerate(runs):
            if months.of(begun) == month:
                said.append(f"{event.name}: {_BEGUN[event.kind] if place == 0 else 'on again'}")
            if ended is not None and months.of(ended) == month:
                said.append(
                    f"{event.name}: {'stopped' if ended == event.stop and place == len(runs) - 1 else 'paused'}"
                )
    return "; ".join(said)


_BEGUN = {
    "intervention": "started",
    "looked differently": "we changed how we look",
    "other": "marked",
    "in use": "in use",
    "not applicable": "not applicable",
}
