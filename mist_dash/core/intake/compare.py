"""Counts just read beside those stored: what is new, what changes, what stays. Nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mist_dash.core import months
from mist_dash.core.counts import NumberState
from mist_dash.core.errors import Refused
from mist_dash.core.intake.reading import Count, KeyTuple, Question, QuestionChoice, Reading
from mist_dash.core.intake.template import CLEAR

CellChange = Literal["new", "changed", "unchanged", "again"]
DONE = {
    "Add": "Added",
    "Change": "Changed",
    "change": "changed",
    "leave": "left",
    "as they are": "as they were",
    "as it is": "as it was",
    "Replace": "Replaced",
    "replace": "replaced",
}
DOUBTED = 12  # numbers stored already: from so many on, a file that changes most of them is asked about
NAMED = 3  # changed numbers that the sentence names one by one


@dataclass(frozen=True)
class Stored:
    """One number as it stands in the store."""

    value: float | str | None
    state: NumberState = "reported"
    note: str = ""


@dataclass(frozen=True)
class Compared:
    """One count beside what was stored under the same key; `before` is None when it is new.

    again: there was a number, and this person may know neither which nor whether it was the same.
    """

    count: Count
    change: CellChange
    before: Stored | None = None

    @property
    def note_only(self) -> bool:
        """Whether the number stays and only the note beside it changes."""
        return self.change == "changed" and self.before is not None and _same_number(self.count, self.before)


@dataclass(frozen=True)
class Comparison:
    cells: tuple[Compared, ...]

    def of(self, change: CellChange) -> tuple[Compared, ...]:
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
        new, same, again = self.of("new"), self.of("unchanged"), self.of("again")
        changed = tuple(cell for cell in self.of("changed") if not cell.note_only)
        notes = tuple(cell for cell in self.of("changed") if cell.note_only)
        if not self.cells:
            return "There is nothing in this file to store."
        if self.nothing_to_do:
            return "Nothing to do: every number in this file is already stored."
        parts = [_add(new)] if new else []
        parts += [_change(changed)] if changed else []
        parts += [_notes(notes)] if notes else []
        parts += [_again(len(again))] if again else []
        parts += [f"leave {len(same)} as they are" if len(same) > 1 else "leave 1 as it is"] if same else []
        return _capital(", ".join(parts)) + "."


def compare(counts: Iterable[Count], stored: Mapping[KeyTuple, Stored]) -> Comparison:
    """Each count beside the stored one of the same item, area, month and definition.

    A note speaks for a whole row: it is new only when no number of the same area and month has it. A blank note
    changes nothing; it is taken away as a number is, by the word for it.
    """
    noted: dict[tuple[str, ...], set[str]] = {}
    for key, one in stored.items():
        noted.setdefault(key[1:], set()).add(one.note)
    return Comparison(
        tuple(_compared(count, stored.get(count.key), noted.get(count.key[1:], set())) for count in counts)
    )


def doubted(reading: Reading, comparison: Comparison, answers: Mapping[str, str]) -> Reading:
    """The reading, with a question when it differs from most of what is stored. Raises Refused when that is wrong."""
    known = [cell for cell in comparison.cells if cell.before and cell.change != "again"]
    other = [cell for cell in known if cell.change == "changed" and not cell.note_only]
    if len(known) < DOUBTED or len(other) * 2 <= len(known):
        return reading
    text = f"{len(other)} of the {len(known)} numbers that are stored already are different in this file."
    offered = (QuestionChoice("yes", "Yes, change them"), QuestionChoice("no", "No, take it away"))
    question = Question("disagrees", f"{text} Is it the right file?", offered, once=True)
    if question.answer(answers) == "no":
        raise Refused("You said that it is not the right file", remedy="Drop the right one instead")
    still = () if question.answer(answers) else (question,)
    return replace(reading, questions=(*still, *reading.questions), asked=(*reading.asked, question))


def _compared(count: Count, before: Stored | None, noted: Collection[str]) -> Compared:
    if before is None:
        return Compared(replace(count, note=note_after(count.note, "")), "new")
    if before.state == "hidden":
        return Compared(count, "again", before)
    note = note_after(count.note, before.note)
    same_note = note == before.note or (note in noted and bool(note))
    count = replace(count, note=note)
    return Compared(count, "unchanged" if _same_number(count, before) and same_note else "changed", before)


def note_after(sent: str, stored: str) -> str:
    """The note that stands after an upload: a blank one changes nothing, the word for it takes a note away."""
    return "" if sent.strip().lower() == CLEAR else sent or stored


def _same_number(count: Count, before: Stored) -> bool:
    return before.state == count.state and before.value == count.value


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


def _notes(cells: tuple[Compared, ...]) -> str:
    """A row's note is one, however many numbers stand in it."""
    rows = dict.fromkeys((cell.count.month, cell.count.area) for cell in cells)
    named = "; ".join(f"{months.say(month, short=True)}, {area}" for month, area in list(rows)[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return f"change {len(rows)} note{'s' if len(rows) > 1 else ''} ({named}{more})"


def _one(cell: Compared) -> str:
    count = cell.count
    before = say(cell.before.value, cell.before.state) if cell.before else ""
    return f"{months.say(count.month, short=True)}, {count.area}: {before} -> {say(count.value, count.state)}"


def say(value: float | str | None, state: NumberState) -> str:
    """A stored or read number as a person writes it: "3", "812.5", "not collected"."""
    if state != "reported" or value is None:
        return state
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
