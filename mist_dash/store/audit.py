"""The audit trail: one entry in the same transaction as what it records, chained by hashes, and only ever added to.

A row beside it notes how many entries there are and the hash of the last, so that a tail cut off shows, too; every
backup holds the same note. Triggers of the database refuse to change or remove an entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, String, case, cast, func, text
from sqlmodel import Session, col, select

from mist_dash.core.people import Person
from mist_dash.core.trail import PRIVATE, TrailCheck, TrailEntry, TrailPage
from mist_dash.store.tables import AuditEnd, AuditRow, Centre, now

FIRST = "0" * 64
_REFUSED = "the audit trail is only added to"
_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {deed} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    for name, deed in (
        ("audit_not_changed", "UPDATE ON audit"),
        ("audit_not_removed", "DELETE ON audit"),
        ("audit_end_not_removed", "DELETE ON audit_end"),
        ("audit_end_only_grows", "UPDATE ON audit_end WHEN new.entries <= old.entries"),
    )
)
_POSTGRES = (
    f"""CREATE OR REPLACE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$""",
    """CREATE OR REPLACE TRIGGER audit_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to()""",
    """CREATE OR REPLACE TRIGGER audit_end_not_removed BEFORE DELETE OR TRUNCATE ON audit_end
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to()""",
    """CREATE OR REPLACE TRIGGER audit_end_only_grows BEFORE UPDATE ON audit_end
        FOR EACH ROW WHEN (new.entries <= old.entries) EXECUTE FUNCTION audit_only_added_to()""",
)


def protect(connection: Connection) -> None:
    """Makes the triggers where there are none. Not in a migration: one that copies the table would lose them."""
    for statement in _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE:
        connection.execute(text(statement))


def record(db: Session, actor: Person, deed: str, what: str, details: Mapping[str, Any] | None = None) -> None:
    """Writes one entry. Concurrent writers wait for each other, so that the chain has one end.

    It belongs to the actor's centre; of one who has none, to the `centre` in the details.
    """
    one_writer(db)
    told = dict(details or {})
    end = db.get(AuditEnd, 1) or AuditEnd(id=1, entries=0, last=FIRST)
    entry = AuditRow(
        at=now(),
        person_id=actor.id,
        person=actor.name,
        centre_id=told.get("centre") if actor.centre is None else actor.centre,
        deed=deed,
        what=what,
        details=told,
        before=end.last,
        hash="",
    )
    entry.hash = _hash(entry)
    end.entries, end.last = end.entries + 1, entry.hash
    db.add_all((entry, end))
    db.flush()


def one_writer(db: Session | Connection) -> None:
    """From here to the end of the transaction nobody else writes. SQLite has one writer at a time in any case."""
    connection = db if isinstance(db, Connection) else db.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(20150401)"))


def checked(db: Session) -> TrailCheck:
    """Follows the whole chain, from its first entry to the end that was noted."""
    before, entries = FIRST, 0
    end = db.get(AuditEnd, 1) or AuditEnd(id=1, entries=0, last="")
    for entry in db.exec(select(AuditRow).order_by(col(AuditRow.id)).execution_options(yield_per=500)):
        if entry.before != before or entry.hash != _hash(entry):
            return TrailCheck(entries, end.entries, broken=entry.id)
        before, entries = entry.hash, entries + 1
    return TrailCheck(entries, end.entries, cut=(entries, before) != (end.entries, end.last))


def end(db: Session) -> str:
    """The hash of the last entry, as it is noted."""
    found = db.get(AuditEnd, 1)
    return found.last if found else ""


def holds(db: Session, hash: str) -> bool:
    """Whether an entry with this hash, or the beginning, is in the trail."""
    return hash == FIRST or db.exec(select(AuditRow.id).where(AuditRow.hash == hash)).first() is not None


def entries(db: Session, centre: int | None, words: str, first: int = 0, most: int | None = None) -> TrailPage:
    """The entries of a centre, the newest first; without one, of all, then without what is a centre's own business.

    words: each must stand somewhere in an entry as it is shown here. first, most: which of those found.
    """
    private = col(AuditRow.deed).in_(PRIVATE) & col(AuditRow.centre_id).is_not(None)
    what = col(AuditRow.what) if centre is not None else case((private, ""), else_=col(AuditRow.what))
    where = func.coalesce(Centre.name, "")
    shown = func.substr(cast(AuditRow.at, String), 1, len("2026-11-28 14:23")).concat(" ")
    for part in (col(AuditRow.person), where, col(AuditRow.deed), what):
        shown = shown.concat(part).concat(" ")
    found = [func.lower(shown).contains(word.lower(), autoescape=True) for word in words.split()]
    if centre is not None:
        found.append(col(AuditRow.centre_id) == centre)
    joined = (Centre, col(AuditRow.centre_id) == Centre.id)
    number = db.exec(select(func.count()).select_from(AuditRow).outerjoin(*joined).where(*found)).one()
    columns = (AuditRow.id, AuditRow.at, AuditRow.person, where, AuditRow.deed, what)
    asked = select(*columns).outerjoin(*joined).where(*found).order_by(col(AuditRow.id).desc())  # type: ignore[call-overload]
    return TrailPage(tuple(TrailEntry(*row) for row in db.exec(asked.offset(first).limit(most))), number)


def _hash(entry: AuditRow) -> str:
    told = [
        entry.at.isoformat(),
        entry.person_id,
        entry.person,
        entry.centre_id,
        entry.deed,
        entry.what,
        entry.details,
        entry.before,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
