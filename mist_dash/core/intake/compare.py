"""Counts just read beside those stored: what is new, what changes, what stays. Nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from mist_dash.core import months
from mist_dash.core.counts import State
from mist_dash.core.intake.reading import Count, Key

Change = Literal["new", "changed", "unchanged", "again"]
DONE = {"Add": "Added", "Change": "Changed", "change": "changed", "leave": "left", "as they are": "as they were",
        "as it is": "as it was", "Replace": "Replaced", "replace": "replaced"}  # fmt: skip
NAMED = 3  # changed numbers that the sentence names one by one


@dataclass(frozen=True)
class Stored:
    """One number as it stands in the store."""

    value: float | str | None
    state: State = "reported"


@dataclass(frozen=True)
class Compared:
    """One count beside what was stored under the same key; `before` is None when it is new.

    again: there was a number, and this person may know neither which nor whether it was the same.
    """

    count: Count
    change: Change
    before: Stored | None = None


@dataclass(frozen=True)
class Comparison:
    cells: tuple[Compared, ...]

    def of(self, change: Change) -> tuple[Compared, ...]:
        return tuple(cell for cell in self.cells if cell.change == change)

    @property
    def nothing_to_do(self) -> bool:
        return all(cell.change == "unchanged" for cell in self.cells)

    def done(self) -> str:
        """The same sentence once it has happened: "Added 3 months, changed 1 number (...), left 33 as they were." """
        said = self.sentence()
        return re.sub("|".join(rf"\b{word}\b" for word in DONE), lambda found: DONE[found[0]], said)

    def sentence(self) -> str:
        """What confirming would do: "Add 3 months, change 1 number (May 2024, ICU: 2 -> 3), leave 33 as they are." """
        new, changed, same, again = (self.of(kind) for kind in get_args(Change))
        if not self.cells:
            return "There is nothing in this file to store."
        if self.nothing_to_do:
            return "Nothing to do: every number in this file is already stored."
        parts = [_add(new)] if new else []
        parts += [_change(changed)] if changed else []
        parts += [_again(len(again))] if again else []
        parts += [f"leave {len(same)} as they are" if len(same) > 1 else "leave 1 as it is"] if same else []
        return _capital(", ".join(parts)) + "."


def compare(counts: Iterable[Count], stored: Mapping[Key, Stored]) -> Comparison:
    """Each count beside the stored one of the same item, area, month and definition."""
    return Comparison(tuple(_compared(count, stored.get(count.key)) for count in counts))


def _compared(count: Count, before: Stored | None) -> Compared:
    if before is None:
        return Compared(count, "new")
    if before.state == "hidden":
        return Compared(count, "again", before)
    same = before.state == count.state and before.value == count.value
    return Compared(count, "unchanged" if same else "changed", before)


def _add(cells: tuple[Compared, ...]) -> str:
    periods = {cell.count.month for cell in cells}
    kind = "month" if all(map(months.is_month, periods)) else "period"
    return f"add {len(periods)} {kind}{'s' if len(periods) > 1 else ''}"


def _again(many: int) -> str:
    return "replace 1 number that was sent before" if many == 1 else f"replace {many} numbers that were sent before"


def _change(cells: tuple[Compared, ...]) -> str:
    named = "; ".join(_one(cell) for cell in cells[:NAMED])
    more = f" and {len(cells) - NAMED} more" if len(cells) > NAMED else ""
    return f"change {len(cells)} number{'s' if len(cells) > 1 else ''} ({named}{more})"


def _one(cell: Compared) -> str:
    count = cell.count
    before = say(cell.before.value, cell.before.state) if cell.before else ""
    return f"{months.say(count.month, short=True)}, {count.area}: {before} -> {say(count.value, count.state)}"


def say(value: float | str | None, state: State) -> str:
    """A stored or read number as a person writes it: "3", "812.5", "not collected"."""
    if state != "reported" or value is None:
        return state
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
