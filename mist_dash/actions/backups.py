"""Backing up, restoring and checking, from the shell of whoever holds the machine: what was done, in a sentence."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from mist_dash.actions.setup import NOTHING_HERE, SHELL, refuse_none
from mist_dash.core.errors import Sorry
from mist_dash.store import audit, backup, engine, files, restore, rows
from mist_dash.store.backup import Manifest


def back_up(to: Path | None = None) -> tuple[Path, Manifest]:
    """One archive of the database and the shared files, under load too. Without a place, in the folder of backups."""
    refuse_none()
    to = to or engine.new_archive("mist")
    with engine.snapshot() as connection:
        _refuse_none(connection)
        return to, backup.write(connection, to)


def put_back(path: Path, replace: bool = False) -> tuple[Path | None, Manifest]:
    """The archive in place of what the database holds, and where what it held before is, when it held anything."""
    kept = None
    backup.checked(path)
    with engine.snapshot() as connection:
        holds = restore.holds_people(connection)
    if replace and holds:
        kept, _ = back_up(engine.new_archive("before-restore"))
    return kept, restore.restore(path, replace, SHELL)


def said(made: Manifest) -> str:
    """ "1,204 rows in 40 tables and 12 shared files, of 28 November 2026, 12:00 UTC"."""
    shared = f"{len(made.files)} shared file{'s' if len(made.files) != 1 else ''}"
    return f"{made.rows:,} rows in {len(made.tables)} tables and {shared}, of {made.made:%d %B %Y, %H:%M} UTC"


def verify(against: Path | None = None) -> tuple[list[str], list[str]]:
    """(what is whole, what is not), each a sentence. against: a backup, which must be whole, and part of the trail."""
    refuse_none()
    whole: list[str] = []
    broken: list[str] = []
    with engine.snapshot() as connection:
        _refuse_none(connection)
        sound = engine.damage(connection)
        broken += sound
        whole += [] if sound else ["The database is sound."]
        revision = backup.revision(connection)
        if revision == engine.newest():
            whole.append("Its tables are in their newest form.")
        else:
            broken.append("Its tables are in an older form. The next start brings them up, with a backup before.")
        named = backup.shared(connection, rows.tables(connection))
    lost = [name for name in named if not _kept(name)]
    if lost:
        broken.append(f"{len(lost)} of {len(named)} shared files are missing or damaged: {', '.join(lost)}.")
    else:
        whole.append(f"All {len(named)} shared files are there, and are what was shared.")
    if revision == engine.newest():
        _trail(whole, broken, against)
    return whole, broken


def _trail(whole: list[str], broken: list[str], against: Path | None) -> None:
    with engine.reading() as db:
        found = audit.checked(db)
        (whole if found.whole else broken).append(found.sentence())
        if against is None:
            return
        made = backup.checked(against)
        whole.append(f"The backup is whole: {said(made)}.")
        if made.trail and not audit.holds(db, made.trail):
            broken.append("The audit trail does not hold the entry with which this backup ends: it was replaced since.")
        else:
            whole.append("The audit trail goes on from where this backup ends.")


def _kept(name: str) -> bool:
    try:
        files.fetch(name)
    except Sorry:
        return False
    return True


def _refuse_none(connection: Connection) -> None:
    if not backup.revision(connection):
        raise Sorry(NOTHING_HERE)
