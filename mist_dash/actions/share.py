"""Sending data: a file is read and compared, nothing stored; confirmed, stored in one transaction; undone, exactly."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlmodel import Session

from mist_dash.actions import finding, intervention_lists, together, upload_files
from mist_dash.actions.agreement import Moved, Shown, conflicts, key_of, number_of, shown
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.actions.undoing import Undone, taken_back
from mist_dash.actions.upload_files import UploadedFile as UploadedFile
from mist_dash.actions.upload_files import book_of
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key, Number, Numbers, title_of
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.intake import template
from mist_dash.core.intake.compare import Compared, Comparison, Stored, compare, doubted, note_after
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.fitting import THEME, of_another_theme
from mist_dash.core.intake.listed.intervention_changes import Marking
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import TO_FILL_IN, Count, Question, Reading, ReadState, Recipe
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.sharing import HIDDEN, hides_small, without_numbers
from mist_dash.store import audit, chart_events, counts, engine, not_collected, people
from mist_dash.store.chart_events import EventChange
from mist_dash.store.counts import CountChange, SentUpload

FOR_THE_LEAD = "This theme’s small numbers are for the centre’s lead only. Ask your lead for the file."


@dataclass(frozen=True)
class Proposal:
    """What confirming would do. Nothing is stored yet."""

    theme: Theme
    book: Book
    reading: Reading
    comparison: Comparison
    after: Numbers  # every number of the theme as it would stand, of those that this person may see
    recipe: Mapping[str, str]  # what the centre answered before
    hides: bool = False  # small numbers are for the centre's lead only
    marking: Marking | None = None  # what a list of interventions would do to the charts
    shown: Shown = field(kw_only=True)  # what confirming agrees to

    @property
    def parts(self) -> tuple[Comparison | Marking, ...]:
        """The numbers and the interventions, those with something to do; without any, what can say so."""
        told = [part for part in (self.comparison, self.marking) if part is not None and not part.nothing_to_do]
        return tuple(told) or (self.comparison if self.comparison.cells or not self.marking else self.marking,)

    @property
    def sentence(self) -> str:
        if self.reading.untouched:
            return TO_FILL_IN
        return " ".join([*(part.sentence() for part in self.parts), *self._left_out("stay out", "stays out")])

    @property
    def elsewhere(self) -> Question | None:
        """The question which other theme the file is of; None when it reads well as this one."""
        return next((question for question in self.reading.questions if question.id == THEME), None)

    @property
    def done(self) -> str:
        """The same sentence once it has happened."""
        return " ".join([*(part.done() for part in self.parts), *self._left_out("were left out", "was left out")])

    def _left_out(self, many: str, one: str) -> list[str]:
        """ "2 rows with problems stay out." Of a problem without a row, its column is told."""
        rows = len({(problem.sheet, problem.row or problem.column) for problem in self.reading.problems})
        return [f"{rows} row{'s' if rows > 1 else ''} with problems {many if rows > 1 else one}."] if rows else []

    @property
    def nothing_to_do(self) -> bool:
        return all(part.nothing_to_do for part in self.parts)

    def problem_file(self) -> bytes:
        """The rows that could not go in, with what to fix beside each; mended, it can be sent as it is."""
        tables = [
            (sheet, table.header_rows)
            for sheet in self.book.sheets
            for table in self.reading.plan.tables
            if table.sheet == sheet.name
        ]
        return template.problem_file(tables, self.reading.problems)


def opened(actor: Person, theme: str, file: UploadedFile) -> Book:
    """The file as rows of cells. Raises Refused when it is no table, could do harm, or looks like a patient, and Sorry
    when a virus scanner is set and does not answer."""
    own_centre(actor, Deed.SEND_DATA)
    return upload_files.opened(file, theme_of(theme))


def propose(actor: Person, theme: str, file: UploadedFile) -> Proposal:
    """Reads a file and compares it with what is stored.

    Raises Refused when the whole file cannot be taken, and NotAllowed without leave. Nothing is stored.
    """
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    book = book_of(file, known)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
        recipe = counts.recipe(db, centre, known.id)
        return _proposal(db, actor, known, book, file, stored, recipe)


def submit(actor: Person, theme: str, file: UploadedFile, agreed: Shown, seconds: float | None = None) -> int | None:
    """Stores what the person agreed to, in one transaction with its audit entry; returns the upload's id.

    agreed: what stood on screen when the button was drawn. When anything of it changed since, nothing is stored, and
    Moved is raised with who changed what. None when there is nothing to do: the same file again is stored once.
    """
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    book = book_of(file, known)
    with engine.begin() as db:
        counts.alone(db, centre)
        stored = counts.numbers(db, centre, known.id)
        recipe = counts.recipe(db, centre, known.id)
        proposal = _proposal(db, actor, known, book, file, stored, recipe)
        if proposal.reading.questions:
            raise Sorry("Something about this file is still open. Answer the question above first.")
        now = proposal.shown
        if proposal.nothing_to_do and agreed.fingerprint.keys() <= now.fingerprint.keys():
            return None
        if now.fingerprint != agreed.fingerprint:
            seen = dict.fromkeys(stored, HIDDEN) if proposal.hides else stored
            raise Moved(conflicts(db, centre, known, agreed, now, seen))
        digest = hashlib.sha256(file.data).hexdigest()
        changes, events = _changes(proposal, stored), intervention_lists.changes(proposal.marking)
        name, data, fixes = _kept(file, proposal)
        upload = counts.apply(
            db,
            centre,
            known.id,
            actor.id or 0,
            changes,
            file_name=name,
            file_hash=digest,
            file=data,
            fixes=fixes,
            sentence=proposal.done,
            seconds=seconds,
        )
        chart_events.change_events(db, centre, known.id, upload, events)
        for area in ("", *dict.fromkeys(change.key.area for change in changes)):  # who sends it collects it
            not_collected.take_back(db, centre, known.id, area)
        kept = Recipe(recipe).with_answers(proposal.reading, file.answers)
        counts.keep_recipe(db, centre, known.id, dict(kept.answers))
        what = f"{known.short}: {proposal.sentence}"
        audit.record(db, actor, Deed.SEND_DATA, what, _details(upload, digest, changes, events))
        finding.look(db, centre)
    together.snapshot()  # the first upload of a month makes the collaborative's figures, once its own are safe
    return upload


def undo(actor: Person, upload: int) -> Undone:
    """Takes back one upload, or puts back what an undo took. Then each number says what was last sent of it and is not
    undone, whatever the order of the undos; one that a later upload changed again stays, and is named."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.begin() as db:
        counts.alone(db, centre)
        sent = next((one for one in counts.history(db, centre) if one.id == upload), None)
        if sent is None:
            raise NotFound("There is no such upload in your centre’s history.")
        if sent.undone_by:
            raise Sorry("This upload is undone already.")
        theme = theme_of(sent.theme)
        done = taken_back(db, actor, theme, sent)
        sentence = done.in_history()
        made = counts.apply(
            db,
            centre,
            theme.id,
            actor.id or 0,
            list(done.moved),
            file_name="",
            file_hash="",
            file=b"",
            sentence=sentence,
            undoes=upload,
        )
        chart_events.change_events(db, centre, theme.id, made, done.marks_moved)
        audit.record(db, actor, Deed.SEND_DATA, sentence, _details(made, "", done.moved, done.marks_moved))
        finding.look(db, centre)
        done = replace(done, upload=made)
    together.snapshot()
    return done.unseen() if hides_small(theme, actor) else done


def rows_of(actor: Person, upload: int) -> tuple[CountChange, ...]:
    """Every number that one upload of the own centre changed, with what stood there before."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        found = counts.changes_of(db, centre, upload)
    if found is None:
        raise NotFound("There is no such upload in your centre’s history.")
    hides = hides_small(theme_of(found[0]), actor)  # then even which of them stayed as they were is not told
    rows = [change for change in found[1] if hides or change.old != change.new]
    rows.sort(key=lambda change: (change.key.period, change.key.area, change.key.item))
    return tuple(map(_unseen, rows) if hides else rows)


def _unseen(change: CountChange) -> CountChange:
    """Which number was changed, without what it was or became."""
    return CountChange(change.key, change.old and HIDDEN, change.new and HIDDEN)


def sent_file(actor: Person, upload: int) -> tuple[str, bytes]:
    """(name, bytes) of a file as the centre sent it. Raises NotFound for any that is not the centre's own.

    Where small numbers are for the lead only, so are the files.
    """
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        found = counts.file_of(db, centre, upload)
    if found is None:
        raise NotFound("There is no such file in your centre’s history.")
    theme, name, data = found
    if hides_small(theme_of(theme), actor):
        raise Sorry(FOR_THE_LEAD)
    return name, data


def history(actor: Person) -> tuple[SentUpload, ...]:
    """Every upload of the own centre, the newest first, without the numbers that this person may not see."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        sent = counts.history(db, centre)
    hidden = {theme.id for theme in themes() if hides_small(theme, actor)}
    return tuple(_untold(one) if one.theme in hidden else one for one in sent)


def _untold(sent: SentUpload) -> SentUpload:
    """An upload without its numbers; and without its hash, by which anybody could try out what a small file says."""
    return replace(sent, sentence=without_numbers(sent.sentence), file_hash="")


def export(actor: Person, theme: str) -> bytes:
    """Every number of the own centre in one theme as a CSV that can be sent again unchanged.

    Where small numbers are for the lead only, so is this.
    """
    centre = own_centre(actor, Deed.SEE_CENTRE)
    known = theme_of(theme)
    if hides_small(known, actor):
        raise Sorry(FOR_THE_LEAD)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
    return template.filled(known, [_count(key, number) for key, number in sorted(stored.items())])


def _proposal(
    db: Session, actor: Person, theme: Theme, book: Book, file: UploadedFile, stored: Numbers, recipe: Mapping[str, str]
) -> Proposal:
    hides = hides_small(theme, actor)
    seen: Numbers = {} if hides else stored  # what a check may say of earlier numbers, and a chart draw of them
    today = months.of(datetime.now(UTC).date())
    reading = read(
        book,
        theme,
        centre=actor.centre_name,
        today=today,
        recipe=Recipe(recipe),
        answers=file.answers,
        usual_definition=theme.definition.key,
        history={_tuple(key): number.value for key, number in seen.items() if number.value is not None},
        members=[name for id, name, _ in people.centres(db) if id != actor.centre],
        hidden=frozenset(_tuple(key) for key, number in seen.items() if number.state == "suppressed"),
        sent_on=lambda key: _sent_on(db, actor, theme, key),
    )
    if reading.refused:
        raise reading.refused
    beside = dict.fromkeys(stored, HIDDEN) if hides else stored
    titles = {count.item: title_of(theme, count.item) for count in reading.counts}
    comparison = compare(reading.counts, {_tuple(key): _stored(number) for key, number in beside.items()}, titles)
    reading = doubted(reading, comparison, file.answers)
    reading = of_another_theme(
        reading, theme, themes(), lambda other: read(book, other, today=today), file.answers.get(THEME, "")
    )
    after = {**seen, **{key_of(c.count): number_of(c.count) for c in comparison.cells}}
    marking = intervention_lists.compared(db, actor, theme, reading)
    fingerprint = shown(comparison, marking, stored)
    return Proposal(theme, book, reading, comparison, after, recipe, hides, marking, shown=fingerprint)


def _sent_on(db: Session, actor: Person, theme: Theme, key: tuple[str, str, str, str]) -> str:
    """ "sent on 3 May 2024 by Ann Other"."""
    sender = counts.senders(db, own_centre(actor, Deed.SEND_DATA), theme.id, [Key(*key)]).get(Key(*key))
    return f"sent on {sender.at:%d %B %Y} by {sender.person}" if sender else ""


def _kept(file: UploadedFile, proposal: Proposal) -> tuple[str, bytes, list[list[object]]]:
    """(name, bytes, mended cells) to keep of a file. Of single events, whose days may point to a child, only what they
    add up to is kept, beside the hash of the file itself."""
    if proposal.reading.single_events:
        by_month = template.filled(proposal.theme, proposal.reading.counts)
        return f"{file.name[:90].rpartition('.')[0] or file.name[:90]}, by month.csv", by_month, []
    return file.name[:120], file.data, [[*where, text] for where, text in file.fixes.items()]


def _changes(proposal: Proposal, stored: Numbers) -> list[CountChange]:
    """Every number that is sent, also one that stays as it is: it is said again, and stands when another is undone."""
    return [_change(cell, stored.get(key_of(cell.count))) for cell in proposal.comparison.cells]


def _change(cell: Compared, before: Number | None) -> CountChange:
    if cell.change == "unchanged":
        return CountChange(key_of(cell.count), before, before)
    new = number_of(cell.count)
    if cell.change == "again" and before:  # its note was not compared: the person may not see it either
        new = replace(new, note=note_after(new.note, before.note))
    return CountChange(key_of(cell.count), before, new)


def _tuple(key: Key) -> tuple[str, str, str, str]:
    return (key.item, key.area, key.period, key.definition)


def _count(key: Key, number: Number) -> Count:
    value = number.text or number.value
    state: ReadState = number.state  # type: ignore[assignment]  # what is stored is never "hidden"
    return Count(key.area, key.period, key.item, value, state, 0, key.item, "", key.definition, number.note)


def _stored(number: Number) -> Stored:
    return Stored(number.text or number.value, number.state, number.note)


def _details(
    upload: int, digest: str, changes: Sequence[CountChange], events: Sequence[EventChange]
) -> dict[str, object]:
    told = [[c.key.item, c.key.area, c.key.period, _said(c.old), _said(c.new)] for c in changes if c.old != c.new]
    moved = [one for one in events if one.old != one.new]
    marked = {"events": intervention_lists.details(moved)} if moved else {}
    return {"upload": upload, "sha256": digest, "changes": told, **marked}


def _said(number: Number | None) -> object:
    return None if number is None else number.text or number.value if number.state == "reported" else number.state
