"""An upload that is taken back, or put back, becomes the changes that this makes, and a sentence of what stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from mist_dash.actions import intervention_lists
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key, Number, title_of
from mist_dash.core.events import Event
from mist_dash.core.intake.compare import say
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.sharing import HIDDEN
from mist_dash.core.standing import root, standing, undone_by
from mist_dash.core.words.nouns import capital
from mist_dash.store import chart_events, counts
from mist_dash.store.chart_events import EventChange
from mist_dash.store.counts import CountChange, SentUpload

NAMED = 5  # numbers that are named one by one


@dataclass(frozen=True)
class Undone:
    """What undoing did: the numbers and interventions that moved, and those that stay, since a later upload stands.

    of: the upload that it is about. takes: whether it is taken back by this, or put back.
    as_before: every one of them is just as it was before what was undone.
    """

    upload: int
    of: SentUpload
    theme: Theme
    moved: tuple[CountChange, ...]
    stayed: tuple[tuple[Key, Number | None], ...]
    marks_moved: tuple[EventChange, ...] = ()
    marks_stayed: tuple[Event, ...] = ()
    as_before: bool = True
    takes: bool = True

    @property
    def restored(self) -> int:
        return len(self.moved)

    @property
    def marks(self) -> int:
        return len(self.marks_moved)

    @property
    def left_alone(self) -> tuple[str, ...]:
        """What stays, by name, with what it says."""
        return (*(_named(self.theme, *one) for one in self.stayed), *map(_event_named, self.marks_stayed))

    @property
    def sentence(self) -> str:
        """ "1 number is as it was before. Now: Infections, ICU, April 2024: 2. A later upload ... stays: ..."."""
        now = [_named(self.theme, one.key, one.new) for one in self.moved]
        now += [_event_named(one.new) for one in self.marks_moved if one.new]
        said = [f"{capital(self._are())}.", f"Now: {_listed(now)}." if now else ""]
        if left := self.left_alone:
            one = len(left) == 1
            which = "1 of these again, which stays" if one else f"{len(left)} of these again, which stay"
            said.append(f"Changed since: {which}: {_listed(left)}.")
        return " ".join(filter(None, said))

    def in_history(self) -> str:
        """How it stands in the history: "Undid what Nadia Nurse sent on 3 May 2024, 10:15 (may.csv): 1 number is as it
        was before (...)". What an undo of an undo gives back is put back, and may be undone again."""
        file = f" ({self.of.file_name})" if self.of.file_name else ""
        what = f"what {self.of.person} sent on {self.of.at:%d %B %Y, %H:%M}{file}"
        how = f"Undid {what}" if self.takes else f"Put back {what}"
        moves = [
            f"{_named(self.theme, one.key, one.old)} -> {_value(one.new)}" for one in self.moved if one.old != one.new
        ]
        return f"{how}: {self._are()}{f' ({_listed(moves)})' if moves else ''}"

    def unseen(self) -> Undone:
        """The same for who may not see the numbers."""
        moved = tuple(CountChange(one.key, one.old and HIDDEN, one.new and HIDDEN) for one in self.moved)
        return replace(self, moved=moved, stayed=tuple((key, number and HIDDEN) for key, number in self.stayed))

    def _are(self) -> str:
        if not self.moved and not self.marks_moved:
            return "nothing changes, since all of it was changed again later" if self.left_alone else "nothing changes"
        one = self.restored + self.marks == 1
        before = "it was before" if one else "they were before"
        how = before if self.as_before else "the uploads that still stand say"
        return f"{are(self.restored, self.marks)} as {how}"


def taken_back(db: Session, actor: Person, theme: Theme, sent: SentUpload) -> Undone:
    """What undoing this upload, or this undo, changes. Nothing is stored here; its own upload's id is not known yet."""
    centre = own_centre(actor, Deed.SEND_DATA)
    before = counts.undoes(db, centre)
    after = before | {max(before) + 1: sent.id}
    first = root(sent.id, before)
    changes = (counts.changes_of(db, centre, first) or ("", []))[1]
    stored, logs = counts.numbers(db, centre, theme.id), counts.logs(db, centre, theme.id, [c.key for c in changes])
    moved: list[CountChange] = []
    stayed: list[tuple[Key, Number | None]] = []
    for change in sorted(changes, key=lambda one: (one.key.period, one.key.area, one.key.item)):
        key, now = change.key, stored.get(change.key)
        then = standing(logs[key], after, now)
        if then.value != now:
            moved.append(CountChange(key, now, then.value))
        elif change.old != change.new:
            stayed.append((key, now))
    done = chart_events.changes_of(db, first)
    marks, marks_stayed = intervention_lists.back(db, actor, theme.id, done, after)
    takes = first in undone_by(after)
    of = next(one for one in counts.history(db, centre) if one.id == first)
    made = Undone(0, of, theme, tuple(moved), tuple(stayed), tuple(marks), tuple(marks_stayed))
    made = replace(made, takes=takes)
    return replace(made, as_before=not theme.hide_small and _as_before(made, changes, done, takes))


def _as_before(made: Undone, changes: Sequence[CountChange], done: Sequence[EventChange], takes: bool) -> bool:
    """Whether all that moves becomes what it was just before the upload, or, when that is put back, just after it."""
    numbers = {one.key: one.old if takes else one.new for one in changes}
    events = {chart_events.identity(event): one for one in done if (event := one.new or one.old)}
    if any(numbers[one.key] != one.new for one in made.moved):
        return False
    for one in made.marks_moved:
        event = one.new or one.old
        was = events[chart_events.identity(event)] if event else None
        if was is not None and (was.old if takes else was.new) != one.new:
            return False
    return True


def are(numbers: int, marks: int = 0) -> str:
    """ "1 number is", "3 numbers and 2 interventions are"."""
    each = [f"{n} {what}{'s' if n > 1 else ''}" for n, what in ((numbers, "number"), (marks, "intervention")) if n]
    return f"{' and '.join(each)} {'is' if numbers + marks == 1 else 'are'}"


def _named(theme: Theme, key: Key, number: Number | None) -> str:
    """ "Infections, ICU, May 2024: 4"; without the number where it may not be seen."""
    name = f"{title_of(theme, key.item)}, {key.area}, {months.say(key.period)}"
    return name if number == HIDDEN else f"{name}: {_value(number)}"


def _value(number: Number | None) -> str:
    return "not sent" if number is None else say(number.text or number.value, number.state)


def _event_named(event: Event) -> str:
    return f"{event.name}, {event.area or 'every area'}: {dated.state(event)}"


def _listed(named: Sequence[str]) -> str:
    rest = len(named) - NAMED
    return "; ".join(named[:NAMED]) + (f"; and {rest} more" if rest > 0 else "")
