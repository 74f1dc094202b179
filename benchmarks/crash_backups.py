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
    """A round: backed up while four writers store; restored; compared by rows and hashes."""
    url = f"sqlite:///{folder / 'mist.sqlite3'}"
    count, person = Count("backups under load, restored"), begun(url)
    files.use(folder / "resources")
    out, into = os.pipe()
    centre = new_centre(0)
    engine.engine().dispose()
    if (writers := os.fork()) == 0:
        write(url, centre, person, into, 10**7)
        os._exit(0)
    os.close(into)
    for number in range(rounds):
        at_least = len(told_in(os.read(out, 1 << 20)))
        engine.use(url)
        with engine.snapshot() as connection:
            made = backup.write(connection, folder / "made.zip")
        engine.use(f"sqlite:///{folder / str(number) / 'mist.sqlite3'}")
        restore.restore(folder / "made.zip", False, SHELL)
        with engine.snapshot() as connection:
            again = backup.write(connection, folder / "again.zip")
        count.rounds += 1
        count.acknowledged += at_least
        count.torn += not alike(made, again)
        with engine.reading() as db:
            count.torn += not audit.checked(db).whole
        shutil.rmtree(folder / str(number))
    os.kill(writers, signal.SIGKILL)
    os.waitpid(writers, 0)
    os.close(out)
    engine.use(url)
    whole(count)
    return count


def alike(made: Manifest, again: Manifest) -> bool:
    first, second = ({n: t for n, t in one.tables.items() if n not in ANEW} for one in (made, again))
    return made.rows > 10 and first == second
