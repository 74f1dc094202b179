"""The audit trail: one entry in the same transaction as what it records, chained by hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from mist_dash.core.people import Person
from mist_dash.store.tables import AuditRow, now

FIRST = "0" * 64


def record(db: Session, actor: Person, deed: str, what: str, details: Mapping[str, Any] | None = None) -> None:
    """Writes one entry. Concurrent writers wait for each other, so that the chain has one end."""
    one_writer(db)
    last = db.exec(select(AuditRow).order_by(col(AuditRow.id).desc()).limit(1)).first()
    entry = AuditRow(
        at=now(),
        person_id=actor.id,
        person=actor.name,
        centre_id=actor.centre,
        deed=deed,
        what=what,
        details=dict(details or {}),
        before=last.hash if last else FIRST,
        hash="",
    )
    entry.hash = _hash(entry)
    db.add(entry)
    db.flush()


def one_writer(db: Session) -> None:
    """From here to the end of the transaction nobody else writes. SQLite has one writer at a time in any case."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(20150401)"))


def broken_at(db: Session) -> int | None:
    """The first entry whose hash or chain does not hold; None when the whole trail is sound."""
    before = FIRST
    for entry in db.exec(select(AuditRow).order_by(col(AuditRow.id))):
        if entry.before != before or entry.hash != _hash(entry):
            return entry.id
        before = entry.hash
    return None


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
