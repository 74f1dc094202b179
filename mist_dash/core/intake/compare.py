"""Counts just read beside those stored: what is new, what changes, what stays. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mist_dash.core import months
from mist_dash.core.counts import NumberState
from mist_dash.core.errors import Refused
from mist_dash.core.intake.reading import Count, KeyTuple, Question, QuestionChoice, Reading
from mist_dash.core.intake.template import CLEAR

CellChange = Literal["new", "changed", "unchanged", "again"]
Verbs = Mapping[str, str]
TO_DO: Verbs = {
    "new": "add",
    "changed": "change",
    "again": "replace",
    "unchanged": "leave",
    "one": "as it is",
    "many": "as they are",
}
DONE: Verbs = {
    "new": "added",
    "changed": "changed",
    "again": "replaced",
    "unchanged": "left",
    "one": "as it was",
    "many": "as they were",
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
    """Every count of a file beside what is stored. titles: what each item is called."""

    cells: tuple[Compared, ...]
    titles: Mapping[str, str] = field(default_factory=dict)

    def of(self, change: CellChange) -> tuple[Compared, ...]:
        return tuple(cell for cell in self.cells if cell.change == change)

    @property
    def nothing_to_do(self) -> bool:
        return all(cell.change == "unchanged" for cell in self.cells)

    def sentence(self) -> str:
        """What confirming would do: "Add 3 months (...), change 1 number (May 2024, ICU, Infections: 2 -> 3), ..." """
        return self._said(TO_DO)

    def done(self) -> str:
        """The same sentence once it has happened."""
        return self._said(DONE)

    def _said(self, verbs: Verbs) -> str:
        """No verb is ever looked for in what was said: a name may hold any word."""
        new, same, again = self.of("new"), self.of("unchanged"), self.of("again")
        changed = tuple(cell for cell in self.of("changed") if not cell.note_only)
        notes = tuple(cell for cell in self.of("changed") if cell.note_only)
        if not self.cells:
            return "There is nothing in this file to store."
        if self.nothing_to_do:
            return "Nothing to do: every number in this file is already stored."
        parts = [f"{verbs['new']} {_periods(new)} ({_where(new, self.titles)})"] if new else []
        parts += (
            [f"{verbs['changed']} {_many(changed, 'number')} ({_changes(changed, self.titles)})"] if changed else []
        )
        parts += [f"{verbs['changed']} {_notes(notes)}"] if notes else []
        parts += [f"{verbs['again']} {_sent_before(again)} ({_where(again, self.titles)})"] if again else []
        parts += [f"{verbs['unchanged']} {len(same)} {verbs['many' if len(same) > 1 else 'one']}"] if same else []
        return _capital(", ".join(parts)) + "."


def compare(
    counts: Iterable[Count], stored: Mapping[KeyTuple, Stored], titles: Mapping[str, str] | None = None
) -> Comparison:
    """Each count beside the stored one of the same item, area, month and definition.

    A note speaks for a whole row: it is new only when no number of the same area and month has it. A blank note
    changes nothing; it is taken away as a number is, by the word for it.
    """
    noted: dict[tuple[str, ...], set[str]] = {}
    for key, one in stored.items():
        noted.setdefault(key[1:], set()).add(one.note)
    return Comparison(
        tuple(_compared(count, stored.get(count.key), noted.get(count.key[1:], set())) for count in counts),
        titles or {},
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


def _many(cells: Sequence[Compared], what: str) -> str:
    return f"{len(cells)} {what}{'s' if len(cells) > 1 else ''}"


def _sent_before(cells: Sequence[Compared]) -> str:
    return f"{_many(cells, 'number')} that {'was' if len(cells) == 1 else 'were'} sent before"


def _periods(cells: Sequence[Compared]) -> str:
    """ "3 months"."""
    periods = {cell.count.month for cell in cells}
    kind = "month" if all(map(months.is_month, periods)) else "period"
    return f"{len(periods)} {kind}{'s' if len(periods) > 1 else ''}"


def _where(cells: Sequence[Compared], titles: Mapping[str, str]) -> str:
    """ "Apr 2024 to Jun 2024, ICU: Infections, Central line days": which months, areas and items."""
    periods = sorted({cell.count.month for cell in cells})
    ends = [months.say(period, short=True) for period in dict.fromkeys((periods[0], periods[-1]))]
    monthly = all(map(months.is_month, periods))
    whole = len(ends) == 1 or (monthly and len(months.between(periods[0], periods[-1])) == len(periods))
    when = " to ".join(ends) if whole else _some([months.say(period, short=True) for period in periods])
    areas = _some([cell.count.area for cell in cells])
    return f"{when}, {areas}: {_some([titles.get(cell.count.item, cell.count.item) for cell in cells])}"


def _some(names: Iterable[str]) -> str:
    """The first few of some names, each once, and how many more there are."""
    each = list(dict.fromkeys(names))
    return ", ".join(each[:NAMED]) + (f" and {len(each) - NAMED} more" if len(each) > NAMED else "")


def _changes(cells: Sequence[Compared], titles: Mapping[str, str]) -> str:
    named = "; ".join(_one(cell, titles) for cell in cells[:NAMED])
    return named + (f" and {len(cells) - NAMED} more" if len(cells) > NAMED else "")


def _notes(cells: tuple[Compared, ...]) -> str:
    """A row's note is one, however many numbers stand in it."""
    rows = dict.fromkeys((cell.count.month, cell.count.area) for cell in cells)
    named = "; ".join(f"{months.say(month, short=True)}, {area}" for month, area in list(rows)[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return f"{len(rows)} note{'s' if len(rows) > 1 else ''} ({named}{more})"


def _one(cell: Compared, titles: Mapping[str, str]) -> str:
    count = cell.count
    before = say(cell.before.value, cell.before.state) if cell.before else ""
    where = f"{months.say(count.month, short=True)}, {count.area}, {titles.get(count.item, count.item)}"
    return f"{where}: {before} -> {say(count.value, count.state)}"


def say(value: float | str | None, state: NumberState) -> str:
    """A stored or read number as a person writes it: "3", "812.5", "not collected"."""
    if state != "reported" or value is None:
        return state
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
