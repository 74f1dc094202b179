"""Counts and uploads as they are kept: read as values, changed in one transaction, undone exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, insert, text
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from mist_dash.core.counts import Key, Number
from mist_dash.core.people import Deed
from mist_dash.core.standing import LoggedChange, undone_by
from mist_dash.store.tables import AuditRow, ChangeRow, CountRow, PersonRow, RecipeRow, Upload


@dataclass(frozen=True)
class CountChange:
    """What happened to one number; None is "no number". The same twice: it was sent again as it stood."""

    key: Key
    old: Number | None
    new: Number | None


@dataclass(frozen=True)
class SentUpload:
    """One upload in the history."""

    id: int
    theme: str
    at: datetime
    person: str
    file_name: str
    file_hash: str
    sentence: str
    undoes: int | None
    undone_by: int | None
    changes: int = 0  # numbers that it changed


@dataclass(frozen=True)
class Sender:
    """Who sent a number or an event as it stands, and when."""

    person: str
    at: datetime


def alone(db: Session, centre: int) -> None:
    """Waits until no other writes this centre's numbers, so that what is compared is what is changed. SQLite lets one
    write at a time by itself."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(20150403, :centre)"), {"centre": centre})


def numbers(db: Session, centre: int, theme: str) -> dict[Key, Number]:
    """Everything that one centre has sent for one theme."""
    table = CountRow.metadata.tables["count"].c  # plain columns: several times as fast as whole rows
    wanted = [table[name] for name in ("item", "area", "period", "definition", "value", "state", "text", "note")]
    rows = db.execute(sa_select(*wanted).where(table.centre_id == centre, table.theme == theme))
    return {Key(*row[:4]): Number(*row[4:]) for row in rows}


def apply(
    db: Session,
    centre: int,
    theme: str,
    person: int,
    changes: list[CountChange],
    *,
    file_name: str,
    file_hash: str,
    file: bytes,
    sentence: str,
    fixes: Sequence[Any] = (),
    undoes: int | None = None,
    seconds: float | None = None,
) -> int:
    """Stores the changes under a new upload and returns its id. The caller holds the transaction."""
    upload = Upload(
        centre_id=centre,
        theme=theme,
        person_id=person,
        file_name=file_name,
        file_hash=file_hash,
        file=file,
        sentence=sentence,
        fixes=list(fixes),
        undoes=undoes,
        seconds=seconds,
    )
    db.add(upload)
    db.flush()
    assert upload.id is not None
    rows = {_key(row): row for row in _rows(db, centre, theme)}
    _write(db, rows, changes, centre, theme, upload.id)
    db.flush()
    return upload.id


def history(db: Session, centre: int) -> tuple[SentUpload, ...]:
    """Every upload of one centre, the newest first."""
    query = (
        select(Upload, PersonRow.name)
        .where(Upload.person_id == PersonRow.id, Upload.centre_id == centre)
        .order_by(col(Upload.id).desc())
    )
    found = db.exec(query).all()
    undone = undone_by({upload.id or 0: upload.undoes for upload, _ in found})
    changed, as_told = _sizes(db, centre), _senders_in_trail(db, centre)
    return tuple(
        SentUpload(
            upload.id or 0,
            upload.theme,
            upload.at,
            as_told.get(upload.id, name),
            upload.file_name,
            upload.file_hash,
            upload.sentence,
            upload.undoes,
            undone.get(upload.id or 0),
            changed.get(upload.id or 0, 0),
        )
        for upload, name in found
    )


def undoes(db: Session, centre: int) -> dict[int, int | None]:
    """Every upload of one centre; of an undo, the upload that it takes back."""
    found = db.exec(select(Upload.id, Upload.undoes).where(Upload.centre_id == centre))
    return {id or 0: back for id, back in found}


def logs(db: Session, centre: int, theme: str, keys: Collection[Key]) -> dict[Key, list[LoggedChange[Number]]]:
    """All that uploads and undos did to these numbers, the oldest first."""
    query = select(ChangeRow).join(Upload).where(Upload.centre_id == centre, Upload.theme == theme)
    found: dict[Key, list[LoggedChange[Number]]] = {key: [] for key in keys}
    for row in db.exec(query.order_by(col(ChangeRow.upload_id), col(ChangeRow.id))):
        if (key := Key(row.item, row.area, row.period, row.definition)) in found:
            found[key].append(LoggedChange(row.upload_id, _from_json(row.old), _from_json(row.new)))
    return found


def senders(db: Session, centre: int, theme: str, keys: Collection[Key]) -> dict[Key, Sender]:
    """Who changed each of these numbers last, and when; nobody for one that was never stored."""
    parts = [col(getattr(ChangeRow, name)) for name in ("item", "area", "period", "definition")]
    query = (
        sa_select(*parts, col(PersonRow.name), col(Upload.at), col(Upload.id))
        .join(Upload, col(Upload.id) == ChangeRow.upload_id)
        .join(PersonRow, col(PersonRow.id) == Upload.person_id)
        .where(col(Upload.centre_id) == centre, col(Upload.theme) == theme)
        .order_by(col(Upload.id))
    )
    as_told = _senders_in_trail(db, centre)
    found = {Key(*row[:4]): Sender(as_told.get(row[6], row[4]), row[5]) for row in db.execute(query)}
    return {key: found[key] for key in keys if key in found}


def _senders_in_trail(db: Session, centre: int) -> dict[int | None, str]:
    """upload -> who sent it as the audit trail has it: of what came by a key, the key."""
    told = select(AuditRow.details, AuditRow.person)
    found = db.exec(told.where(AuditRow.centre_id == centre, AuditRow.deed == Deed.SEND_DATA))
    return {details.get("upload"): person for details, person in found}


def _sizes(db: Session, centre: int) -> dict[int, int]:
    """How many numbers each upload changed; those sent again as they stood are none."""
    changed = func.coalesce(cast(ChangeRow.old, String), "") != func.coalesce(cast(ChangeRow.new, String), "")
    query = select(ChangeRow.upload_id, func.count()).join(Upload).where(Upload.centre_id == centre, changed)
    return dict(db.exec(query.group_by(col(ChangeRow.upload_id))).all())


def changes_of(db: Session, centre: int, upload_id: int) -> tuple[str, list[CountChange]] | None:
    """The theme and the changes of one upload of this centre; None when it is not this centre's."""
    upload = db.get(Upload, upload_id)
    if upload is None or upload.centre_id != centre:
        return None
    rows = db.exec(select(ChangeRow).where(ChangeRow.upload_id == upload_id)).all()
    return upload.theme, [
        CountChange(Key(row.item, row.area, row.period, row.definition), _from_json(row.old), _from_json(row.new))
        for row in rows
    ]


def file_of(db: Session, centre: int, upload_id: int) -> tuple[str, str, bytes] | None:
    """(theme, name, bytes) of one upload's file; None when it is not this centre's, or had no file."""
    upload = db.get(Upload, upload_id)
    here = upload is not None and upload.centre_id == centre and upload.file
    return (upload.theme, upload.file_name, upload.file) if upload and here else None


def recipe(db: Session, centre: int, theme: str) -> dict[str, Any]:
    """What the centre said before about its own spreadsheet of this theme."""
    row = db.exec(select(RecipeRow).where(RecipeRow.centre_id == centre, RecipeRow.theme == theme)).first()
    return dict(row.recipe) if row else {}


def keep_recipe(db: Session, centre: int, theme: str, recipe: Mapping[str, Any]) -> None:
    row = db.exec(select(RecipeRow).where(RecipeRow.centre_id == centre, RecipeRow.theme == theme)).first()
    row = row or RecipeRow(centre_id=centre, theme=theme)
    row.recipe = dict(recipe)
    db.add(row)


def _rows(db: Session, centre: int, theme: str) -> list[CountRow]:
    return list(db.exec(select(CountRow).where(CountRow.centre_id == centre, CountRow.theme == theme)))


def _write(
    db: Session, rows: Mapping[Key, CountRow], changes: list[CountChange], centre: int, theme: str, upload: int
) -> None:
    """New numbers go in at once, however many; changed and removed ones row by row."""
    fresh = []
    for change in changes:
        row = rows.get(change.key)
        if change.new == change.old:
            continue
        if change.new is None:
            if row is not None:
                db.delete(row)
        elif row is None:
            fresh.append(
                {**vars(change.key), **vars(change.new), "centre_id": centre, "theme": theme, "upload_id": upload}
            )
        else:
            for name, value in vars(change.new).items():
                setattr(row, name, value)
            row.upload_id = upload
            db.add(row)
    if fresh:
        db.execute(insert(CountRow), fresh)
    if changes:
        log = [
            {**vars(change.key), "old": _to_json(change.old), "new": _to_json(change.new), "upload_id": upload}
            for change in changes
        ]
        db.execute(insert(ChangeRow), log)


def _key(row: CountRow) -> Key:
    return Key(row.item, row.area, row.period, row.definition)


def _number(row: CountRow) -> Number:
    return Number(row.value, row.state, row.text, row.note)  # type: ignore[arg-type]


def _to_json(number: Number | None) -> dict[str, Any] | None:
    return None if number is None else dict(vars(number))


def _from_json(raw: Mapping[str, Any] | None) -> Number | None:
    return None if raw is None else Number(**raw)
