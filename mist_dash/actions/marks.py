"""A list of interventions becomes events on the centre's charts: compared, marked in one transaction, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlmodel import Session

from mist_dash.actions import finding
from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.handed import File, Undone, are, book_of, undoing
from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.intake.marks import Marking, compare
from mist_dash.core.intake.read import read
from mist_dash.core.intake.reading import Reading, Recipe
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.store import audit, counts, engine, learning
from mist_dash.store.counts import Sent
from mist_dash.store.learning import EventChange


def compared(actor: Person, theme: str, reading: Reading) -> Marking:
    """The interventions of a file that was read, beside those on the own centre's charts. Nothing is stored."""
    centre = own_centre(actor, Deed.MARK_EVENT)
    with engine.reading() as db:
        return compare(reading.marks or (), learning.events(db, centre, theme_of(theme).id))


def submit(actor: Person, theme: str, file: File, agreed: str, seconds: float | None = None) -> int | None:
    """Marks what the person agreed to, in one transaction with its audit entry; returns the upload's id.

    agreed: the sentence the person saw. Raises Sorry when a question is open, or when the charts changed since.
    None when there is nothing to do: the same file again is stored once.
    """
    centre = own_centre(actor, Deed.MARK_EVENT)
    known = theme_of(theme)
    book = book_of(file, known)
    today = months.of(datetime.now(UTC).date())
    with engine.begin() as db:
        recipe = Recipe(counts.recipe(db, centre, known.id))
        reading = read(book, known, today=today, centre=actor.centre_name, recipe=recipe, answers=file.answers)
        if reading.refused:
            raise reading.refused
        if reading.questions:
            raise Sorry("Something about this file is still open. Answer the question above first.")
        marking = compare(reading.marks or (), learning.events(db, centre, known.id))
        if marking.nothing_to_do:
            return None
        if marking.sentence() != agreed:
            raise Sorry("Your charts changed while you were looking. See what is new, and confirm again.")
        changes = [EventChange(one.before, one.after) for one in marking.found if one.change != "unchanged"]
        upload = _keep(db, actor, centre, known, changes, marking.done(), file=file, seconds=seconds)
        counts.keep_recipe(db, centre, known.id, dict(recipe.with_answers(reading, file.answers).answers))
        return upload


def take_back(db: Session, actor: Person, centre: int, theme: str, sent: Sent, done: Sequence[EventChange]) -> Undone:
    """Puts back what one upload did to events. One that was changed again since is left as it is, and named.

    Raises Sorry when every one of them was. The caller has checked leave and holds the transaction.
    """
    own_centre(actor, Deed.MARK_EVENT)
    stands = [change for change in done if learning.stands(db, centre, theme, change.new)]
    left = tuple(_key(change) for change in done if change not in stands)
    if not stands:
        raise Sorry("Every one of these was changed again since. Correct them under “Mark an event”.")
    back = [EventChange(change.new, change.old) for change in reversed(stands)]
    sentence = f"{undoing(sent)}: {are(len(back), 'intervention')} as before"
    made = _keep(db, actor, centre, theme_of(theme), back, sentence, undoes=sent.id)
    return Undone(made, len(back), left, theme_of(theme), "intervention")


def rows_of(actor: Person, upload: int) -> tuple[EventChange, ...]:
    """Every intervention that one upload of the own centre changed; none for an upload of counts."""
    centre = own_centre(actor, Deed.SEND_DATA)
    with engine.reading() as db:
        if counts.changes_of(db, centre, upload) is None:
            raise NotFound("There is no such upload in your centre’s history.")
        return tuple(learning.changes_of(db, upload))


def _keep(
    db: Session, actor: Person, centre: int, theme: Theme, changes: Sequence[EventChange], sentence: str, *,
    file: File | None = None, undoes: int | None = None, seconds: float | None = None,
) -> int:  # fmt: skip
    """One upload with what it did to events, its audit entry, and another look for what the charts now show."""
    digest = hashlib.sha256(file.data).hexdigest() if file else ""
    upload = counts.apply(
        db, centre, theme.id, actor.id or 0, [], file_name=file.name[:120] if file else "", file_hash=digest,
        file=file.data if file else b"", fixes=[[*where, text] for where, text in file.fixes.items()] if file else [],
        sentence=sentence, undoes=undoes, seconds=seconds,
    )  # fmt: skip
    learning.change_events(db, centre, theme.id, upload, changes)
    audit.record(db, actor, Deed.MARK_EVENT, f"{theme.short}: {sentence}", _details(upload, digest, changes))
    finding.look(db, centre)
    return upload


def _details(upload: int, digest: str, changes: Sequence[EventChange]) -> Mapping[str, object]:
    return {"upload": upload, "sha256": digest, "changes": [[repr(one.old), repr(one.new)] for one in changes]}


def _key(change: EventChange) -> Key:
    event = change.new or change.old
    assert event is not None
    return Key(event.name, event.area or "every area", months.of(event.start), dated.state(event))
