"""The power goes, again and again: uploads that were acknowledged, and how many of them are lost or torn afterwards.

    python -m benchmarks.crash            # 2,000 kills of writers on SQLite, 100 of a whole PostgreSQL, all the rest
    python -m benchmarks.crash --short    # a little of each
    python -m benchmarks.crash --only sqlite --rounds 200

Four writers in a process of their own store uploads of three numbers and an audit entry each, in one transaction, as
the dashboard does, and acknowledge each through a pipe. Lost: acknowledged, and not there. Torn: there in part. Ends
with 1 when anything was lost or torn, nothing was acknowledged, or the audit trail or the database is not whole.
A kill ends processes, not the machine: what the disk does with its own cache when the power goes is not tried here.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import crash_backups, crash_faults
from benchmarks.crash_rounds import Count, begun, round_of, whole
from mist_dash.store import engine
from tests.postgresql import Postgresql

UPLOADS = 55  # acknowledged in a round, on average
Scene = Callable[[Path, int], Count]


def sqlite(folder: Path, kills: int) -> Count:
    """The writers are killed, by a signal that they do not hear, at a moment of chance."""
    url = f"sqlite:///{folder / 'mist.sqlite3'}"
    count, person = Count("SQLite, writers killed"), begun(url)
    for number in range(kills):
        round_of(count, url, person, UPLOADS, lambda process: os.kill(process, signal.SIGKILL))
        if number % 100 == 99:
            print(f"  {count.line()}", flush=True)
    whole(count)
    return count


def postgresql(folder: Path, kills: int) -> Count:
    """Every process of the database's server is killed at once, at a moment of chance, and it is started again."""
    server = Postgresql(folder / "pg")
    count, person = Count("PostgreSQL, whole server killed"), begun(server.url)

    def end(process: int) -> None:
        server.kill()
        os.kill(process, signal.SIGKILL)
        server.start()

    for _ in range(kills):
        round_of(count, server.url, person, UPLOADS, end)
    whole(count)
    engine.use("sqlite://")
    server.stop()
    return count


SCENES: dict[str, tuple[Scene, int, int]] = {  # the scene, its rounds, and those of the short form
    "sqlite": (sqlite, 2000, 5),
    "postgresql": (postgresql, 100, 1),
    "full": (crash_faults.full, 20, 1),
    "io": (crash_faults.io, 20, 1),
    "read-only": (crash_faults.read_only, 5, 1),
    "clock": (crash_faults.clock, 20, 1),
    "backups": (crash_backups.backups, 200, 2),
}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--short", action="store_true")
    asked.add_argument("--only", action="append", choices=SCENES)
    asked.add_argument("--rounds", type=int)
    told = asked.parse_args()
    fine = True
    for name in told.only or SCENES:
        scene, rounds, few = SCENES[name]
        with tempfile.TemporaryDirectory() as folder:
            found = scene(Path(folder), told.rounds or (few if told.short else rounds))
        print(found.line(), flush=True)
        fine = fine and found.fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
