"""Sending data: a file is read and compared, nothing stored; confirmed, stored in one transaction; undone, exactly."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mist_dash.actions import finding, handed, marks
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.actions.handed import File as File
from mist_dash.actions.handed import Undone, are, book_of, undoing
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.intake import template
from mist_dash.core.intake.book import Book
from mist_dash.core.intake.compare import Comparison, Stored, compare
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import TO_FILL_IN, Count, Reading, Recipe, State
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.core.sharing import HIDDEN, hides_small, without_numbers
from mist_dash.store import audit, counts, engine, learning
from mist_dash.store.counts import Change, Sent

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

    @property
    def sentence(self) -> str:
        return TO_FILL_IN if self.reading.untouched else self.comparison.sentence()

    def problem_file(self) -> bytes:
        """The rows that could not go in, with what to fix beside each; mended, it can be sent as it is."""
        tables = [
            (sheet, table.header_rows)
            for sheet in self.book.sheets
            for table in self.reading.plan.tables
            if table.sheet == sheet.name
        ]
        return template.problem_file(tables, self.reading.problems)


def opened(actor: Person, theme: str, file: File) -> Book:
    """The file as rows of cells. Raises Refused when it is no table, could do harm, or looks like a patient, and Sorry
    when a virus scanner is set and does not answer."""
    own_centre(actor, Deed.SEND_DATA)
    return handed.opened(file, theme_of(theme))


def propose(actor: Person, theme: str, file: File) -> Proposal:
    """Reads a file and compares it with what is stored.

    Raises Refused when the whole file cannot be taken, and NotAllowed without leave. Nothing is stored.
    """
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    book = book_of(file, known)
    with engine.reading() as db:
        stored = counts.numbers(db, centre, known.id)
        recipe = counts.recipe(db, centre, known.id)
    return _proposal(actor, known, book, file, stored, recipe)


def submit(actor: Person, theme: str, file: File, agreed: str, seconds: float | None = None) -> int | None:
    """Stores what the person agreed to, in one transaction with its audit entry; returns the upload's id.

    agreed: the sentence the person saw. When the stored numbers changed since, nothing is stored and Sorry is raised.
    None when there is nothing to do: the same file again is stored once.
    """
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    book = book_of(file, known)
    with engine.begin() as db:
        stored = counts.numbers(db, centre, known.id)
        recipe = counts.recipe(db, centre, known.id)
        proposal = _proposal(actor, known, book, file, stored, recipe)
        if proposal.reading.questions:
            raise Sorry("Something about this file is still open. Answer the question above first.")
        if proposal.comparison.nothing_to_do:
            return None
        if proposal.sentence != agreed:
            raise Sorry("The stored numbers changed while you were looking. See what is new, and confirm again.")
        digest = hashlib.sha256(file.data).hexdigest()
        changes = _changes(proposal, stored)
        name, data, fixes = _kept(file, proposal)
        upload = counts.apply(
            db, centre, known.id, actor.id or 0, changes, file_name=name, file_hash=digest, file=data, fixes=fixes,
            sentence=proposal.comparison.done(), seconds=seconds,
        )  # fmt: skip
        kept = Recipe(recipe).with_answers(proposal.reading, file.answers)
        counts.keep_recipe(db, centre, known.id, dict(kept.answers))
        audit.record(db, actor, Deed.SEND_DATA, f"{known.short}: {agreed}", _details(upload, digest, changes))
        finding.look(db, centre)
        return upload


def undo(actor: Person, upload: int) -> Undone:
    """Puts back what one upload changed. A number that a later upload changed again is left as it is, and named."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.begin() as db:
        found = counts.changes_of(db, centre, upload)
        if found is None:
            raise NotFound("There is no such upload in your centre’s history.")
        theme, changes = found
        sent = next(one for one in counts.history(db, centre) if one.id == upload)
        if sent.undone_by:
            raise Sorry("This upload is undone already.")
        if marked := learning.changes_of(db, upload):
            return marks.take_back(db, actor, centre, theme, sent, marked)
        stored = counts.numbers(db, centre, theme)
        back = [Change(c.key, c.new, c.old) for c in changes if stored.get(c.key) == c.new]
        left = tuple(sorted(c.key for c in changes if stored.get(c.key) != c.new))
        if not back:
            raise Sorry("A later upload changed every one of these numbers. Undo that one first.")
        sentence = f"{undoing(sent)}: {are(len(back))} as before"
        made = counts.apply(db, centre, theme, actor.id or 0, back, file_name="", file_hash="", file=b"",
                            sentence=sentence, undoes=upload)  # fmt: skip
        audit.record(db, actor, Deed.SEND_DATA, sentence, _details(made, "", back))
        finding.look(db, centre)
        return Undone(made, len(back), left, theme_of(theme))


def rows_of(actor: Person, upload: int) -> tuple[Change, ...]:
    """Every number that one upload of the own centre changed, with what stood there before."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        found = counts.changes_of(db, centre, upload)
    if found is None:
        raise NotFound("There is no such upload in your centre’s history.")
    rows = sorted(found[1], key=lambda change: (change.key.period, change.key.area, change.key.item))
    return tuple(map(_unseen, rows) if hides_small(theme_of(found[0]), actor) else rows)


def _unseen(change: Change) -> Change:
    """Which number was changed, without what it was or became."""
    return Change(change.key, change.old and HIDDEN, change.new and HIDDEN)


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


def history(actor: Person) -> tuple[Sent, ...]:
    """Every upload of the own centre, the newest first, without the numbers that this person may not see."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        sent = counts.history(db, centre)
    hidden = {theme.id for theme in themes() if hides_small(theme, actor)}
    return tuple(_untold(one) if one.theme in hidden else one for one in sent)


def _untold(sent: Sent) -> Sent:
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


def _proposal(actor: Person, theme: Theme, book: Book, file: File, stored: Numbers, recipe: Mapping[str, str],
              ) -> Proposal:  # fmt: skip
    hides = hides_small(theme, actor)
    seen: Numbers = {} if hides else stored  # what a check may say of earlier numbers, and a chart draw of them
    reading = read(
        book, theme, centre=actor.centre_name, today=months.of(datetime.now(UTC).date()), recipe=Recipe(recipe),
        answers=file.answers, usual_definition=theme.definition.key,
        history={_tuple(key): number.value for key, number in seen.items() if number.value is not None},
        hidden=frozenset(_tuple(key) for key, number in seen.items() if number.state == "suppressed"),
    )  # fmt: skip
    if reading.refused:
        raise reading.refused
    beside = dict.fromkeys(stored, HIDDEN) if hides else stored
    comparison = compare(reading.counts, {_tuple(key): _stored(number) for key, number in beside.items()})
    after = {**seen, **{_key(c.count): _number(c.count) for c in comparison.cells}}
    return Proposal(theme, book, reading, comparison, after, recipe, hides)


def _kept(file: File, proposal: Proposal) -> tuple[str, bytes, list[list[object]]]:
    """(name, bytes, mended cells) to keep of a file. Of single events, whose days may point to a child, only what they
    add up to is kept, beside the hash of the file itself."""
    if proposal.reading.single_events:
        by_month = template.filled(proposal.theme, proposal.reading.counts)
        return f"{file.name[:90].rpartition('.')[0] or file.name[:90]}, by month.csv", by_month, []
    return file.name[:120], file.data, [[*where, text] for where, text in file.fixes.items()]


def _changes(proposal: Proposal, stored: Numbers) -> list[Change]:
    found = (cell.count for cell in proposal.comparison.cells if cell.change != "unchanged")
    return [Change(_key(count), stored.get(_key(count)), _number(count)) for count in found]


def _tuple(key: Key) -> tuple[str, str, str, str]:
    return (key.item, key.area, key.period, key.definition)


def _key(count: Count) -> Key:
    return Key(count.item, count.area, count.month, count.definition)


def _count(key: Key, number: Number) -> Count:
    value = number.text or number.value
    state: State = number.state  # type: ignore[assignment]  # what is stored is never "hidden"
    return Count(key.area, key.period, key.item, value, state, 0, key.item, "", key.definition, number.note)


def _stored(number: Number) -> Stored:
    return Stored(number.text or number.value, number.state)


def _number(count: Count) -> Number:
    if isinstance(count.value, str):
        return Number(None, count.state, count.value, count.note)
    return Number(count.value, count.state, note=count.note)


def _details(upload: int, digest: str, changes: list[Change]) -> dict[str, object]:
    told = [[c.key.item, c.key.area, c.key.period, _said(c.old), _said(c.new)] for c in changes]
    return {"upload": upload, "sha256": digest, "changes": told}


def _said(number: Number | None) -> object:
    return None if number is None else number.text or number.value if number.state == "reported" else number.state
