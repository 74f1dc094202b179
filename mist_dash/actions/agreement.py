"""What stood on screen when Confirm was drawn, beside what is stored when it is pressed: who changed what, and when."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key, Number, Numbers, title_of
from mist_dash.core.errors import Sorry
from mist_dash.core.events import Event
from mist_dash.core.intake.compare import Compared, Comparison, say
from mist_dash.core.intake.listed.intervention_changes import Marked, Marking
from mist_dash.core.intake.reading import Count
from mist_dash.store import chart_events, counts
from mist_dash.store.counts import Sender

SECRET = secrets.token_bytes(32)  # so that a digest tells nobody a number that may not be seen
Digests = tuple[str, str]  # of what is stored, and of what it would become


@dataclass(frozen=True)
class Shown:
    """All that a person agrees to. fingerprint: every number and event of it, stored and new, seen or hidden."""

    comparison: Comparison
    marking: Marking | None
    fingerprint: Mapping[tuple[str, ...], Digests]


@dataclass(frozen=True)
class Conflict:
    """One number or event that somebody else changed meanwhile: as it was seen, as they left it, as it was sent."""

    what: str
    seen: str
    theirs: str
    yours: str
    sender: Sender | None


class Moved(Sorry):
    """What was agreed to no longer fits what is stored. Nothing was stored."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        told = "See who changed what, and confirm again." if conflicts else "See what is new, and confirm again."
        super().__init__(f"What is stored changed while you were looking, so nothing of yours was stored. {told}")


def shown(comparison: Comparison, marking: Marking | None, stored: Numbers) -> Shown:
    """stored: the numbers themselves, those too that this person may not see."""
    found: dict[tuple[str, ...], Digests] = {}
    for cell in comparison.cells:
        key = key_of(cell.count)
        found[_number_id(key)] = _digest(stored.get(key)), _digest(number_of(cell.count))
    for one in marking.found if marking else ():
        found[chart_events.identity(one.after)] = _digest(one.before), _digest(one.after)
    return Shown(comparison, marking, found)


def conflicts(db: Session, centre: int, theme: Theme, seen: Shown, now: Shown, stored: Numbers) -> tuple[Conflict, ...]:
    """Every number and event of what was seen that is stored otherwise now, hidden ones without what they say.

    stored: without the numbers that this person may not see.
    """
    current = {_number_id(key): _digest(number) for key, number in counts.numbers(db, centre, theme.id).items()}
    gone = _digest(None)
    moved = [
        cell
        for cell in seen.comparison.cells
        if seen.fingerprint[_number_id(key_of(cell.count))][0] != current.get(_number_id(key_of(cell.count)), gone)
    ]
    who = counts.senders(db, centre, theme.id, [key_of(cell.count) for cell in moved])
    found = [_of_number(theme, cell, stored, who.get(key_of(cell.count))) for cell in moved]
    marks = {chart_events.identity(one.after): one for one in now.marking.found} if now.marking else {}
    for one in seen.marking.found if seen.marking else ():
        which = chart_events.identity(one.after)
        theirs = marks[which].before if which in marks else None
        if which in marks and _digest(theirs) != seen.fingerprint[which][0]:
            found.append(_of_event(one, theirs, chart_events.sender(db, centre, theme.id, one.before, theirs)))
    return tuple(found)


def key_of(count: Count) -> Key:
    return Key(count.item, count.area, count.month, count.definition)


def number_of(count: Count) -> Number:
    if isinstance(count.value, str):
        return Number(None, count.state, count.value, count.note)
    return Number(count.value, count.state, note=count.note)


def _of_number(theme: Theme, cell: Compared, stored: Numbers, sender: Sender | None) -> Conflict:
    count, theirs = cell.count, stored.get(key_of(cell.count))
    before = cell.before
    seen = "not sent" if before is None else _noted(say(before.value, before.state), before.note)
    now = "not sent" if theirs is None else _noted(say(theirs.text or theirs.value, theirs.state), theirs.note)
    yours = _noted(say(count.value, count.state), count.note)
    return Conflict(f"{months.say(count.month)}, {count.area}, {title_of(theme, count.item)}", seen, now, yours, sender)


def _of_event(mark: Marked, theirs: Event | None, sender: Sender | None) -> Conflict:
    what = f"{mark.after.name}, {mark.after.area or 'every area'}"
    return Conflict(what, _as_marked(mark.before), _as_marked(theirs), _as_marked(mark.after), sender)


def _as_marked(event: Event | None) -> str:
    return _noted(dated.state(event), event.note) if event else "not marked"


def _noted(said: str, note: str) -> str:
    return f"{said}, note: {note}" if note else said


def _number_id(key: Key) -> tuple[str, ...]:
    return (key.item, key.area, key.period, key.definition)


def _digest(value: Number | Event | None) -> str:
    return hmac.new(SECRET, repr(value).encode(), hashlib.sha256).hexdigest()
