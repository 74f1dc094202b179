"""Backups that are made while writers go on, each restored in another place and compared table by table."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from benchmarks.crash_rounds import Count, begun, new_centre, told_in, whole, write
from mist_dash.actions.setup import SHELL
from mist_dash.store import audit, backup, engine, files, restore
from mist_dash.store.backup import Manifest

ANEW = {"setting", "sign_in", "one_time_link", "audit", "audit_end"}  # what restoring itself writes to


def backups(folder: Path, rounds: int) -> Count:
    """A round: backed up while four writers store; restored; compared by rows and hashes. Ten rounds to a database, for
    it grows all the while."""
    count = Count("backups under load, restored")
    files.use(folder / "resources")
    for first in range(0, rounds, 10):
        place = folder / str(first)
        _rounds(count, place, min(10, rounds - first))
        shutil.rmtree(place)
        print(f"  {count.line()}", flush=True)
    return count


def _rounds(count: Count, place: Path, rounds: int) -> None:
    url = f"sqlite:///{place / 'mist.sqlite3'}"
    person, centre = begun(url), new_centre(0)
    engine.engine().dispose()
    out, into = os.pipe()
    if (writers := os.fork()) == 0:
        write(url, centre, person, into, 10**7)
        os._exit(0)
    os.close(into)
    for number in range(rounds):
        count.acknowledged += len(told_in(os.read(out, 1 << 20)))
        engine.use(url)
        with engine.snapshot() as connection:
            made = backup.write(connection, place / "made.zip")
        engine.use(f"sqlite:///{place / str(number) / 'mist.sqlite3'}")
        restore.restore(place / "made.zip", False, SHELL)
        with engine.snapshot() as connection:
            again = backup.write(connection, place / "again.zip")
        count.rounds += 1
        count.torn += not alike(made, again)
        with engine.reading() as db:
            count.torn += not audit.checked(db).whole
    os.kill(writers, signal.SIGKILL)
    os.waitpid(writers, 0)
    os.close(out)
    engine.use(url)
    whole(count)


def alike(made: Manifest, again: Manifest) -> bool:
    first, second = ({n: t for n, t in one.tables.items() if n not in ANEW} for one in (made, again))
    return made.rows > 10 and first == second
