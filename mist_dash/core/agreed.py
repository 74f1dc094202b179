"""A list that the collaborative agreed on, with what a centre ticked of it, becomes what is said and a step line of it.

A tick is a dated event of its own kind, so that it has the history, the undo and the "who uses what" of the others. It
is no intervention: no ribbon is drawn, and nothing is compared before and after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, AgreedList, Theme
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.events import Event, EventEdit
from mist_dash.core.words.nouns import counted as counted_as
from mist_dash.core.words.nouns import listed

TickState = Literal["in use", "not yet", "not applicable"]
STATES: dict[TickState, str] = {"in use": "In use", "not yet": "Not yet", "not applicable": "Not applicable here"}
AT_ONCE = timedelta(seconds=20)  # what one press ticked


@dataclass(frozen=True)
class Tick:
    """One item of the list. event: since when it is in use or known not to apply; None for not yet."""

    name: str
    event: Event | None = None

    @property
    def state(self) -> TickState:
        return self.event.kind if self.event else "not yet"  # type: ignore[return-value]

    @property
    def said(self) -> str:
        """ "In use, since Mar 2024"."""
        words = STATES[self.state]
        return f"{words}, {dated.state(self.event)}" if self.event and self.state == "in use" else words


def ticks(agreed: AgreedList, events: Sequence[Event]) -> tuple[Tick, ...]:
    """Every item in the list's order."""
    found = {event.name: event for event in events}
    return tuple(Tick(name, found.get(name)) for name in agreed.items)


def of_state(found: Sequence[Tick], state: TickState) -> tuple[Tick, ...]:
    return tuple(one for one in found if one.state == state)


def say(found: Sequence[Tick]) -> str:
    """ "11 of 20 in use, the newest since Mar 2025. Not applicable here: heparin. Not yet: aminophylline and ..."."""
    used = [one.event for one in of_state(found, "in use") if one.event]
    newest = f", the newest since {months.say(months.of(max(one.start for one in used)), short=True)}" if used else ""
    said = [f"{len(used) or 'None'} of {len(found)} in use{newest}."]
    for state in ("not applicable", "not yet"):
        names = [one.name for one in of_state(found, state)]
        said += [f"{STATES[state]}: {listed(names)}."] if names else []
    return " ".join(said)


def last_press(edits: Sequence[EventEdit]) -> tuple[EventEdit, ...]:
    """What the last press ticked, and can be undone at once, the newest first; nothing where none stands."""
    stands = sorted(edits, key=lambda one: one.id, reverse=True)
    newest = next(iter(stands), None)
    if newest is None:
        return ()
    return tuple(one for one in stands if _what(one) == _what(newest) and newest.at - one.at < AT_ONCE)


def _what(edit: EventEdit) -> tuple[object, ...]:
    return edit.who, edit.new and (edit.new.kind, edit.new.start)


def around(found: Sequence[Tick], others: int) -> dict[str, str]:
    """What is said of the list's measure in place of interventions. others: centres that ticked anything as in use."""
    used = len(of_state(found, "in use"))
    return {
        "What did we change?": f"{used} of {len(found)} ticked as in use" if used else "nothing ticked yet",
        "Anybody else?": f"{counted_as(others, 'other centres')} ticked what they use",
    }


def counted(theme: Theme, events: Sequence[Event], numbers: Numbers, today: str) -> Numbers:
    """How many were in use at the end of each month, from the first tick on; nothing where the centre sends numbers."""
    if theme.agreed is None:
        return {}
    item = theme.measure(theme.agreed.measure).numerator[0].items[0]
    used = [months.of(one.start) for one in ticks_in_use(theme.agreed, events)]
    if not used or any(key.item == item for key in numbers):
        return {}
    definition = theme.definition.key
    return {
        Key(item, WHOLE, month, definition): Number(sum(one <= month for one in used))
        for month in months.between(min(used), today)
    }


def ticks_in_use(agreed: AgreedList, events: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(one.event for one in of_state(ticks(agreed, events), "in use") if one.event)
