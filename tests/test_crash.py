"""The short form of `benchmarks.crash`: what was acknowledged survives what ends the process or the database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks import crash_rounds
from benchmarks.crash_rounds import Count, begun, judge, new_centre, upload
from mist_dash.store import engine

ROOT = Path(__file__).parents[1]


def test_nothing_that_was_acknowledged_is_lost_or_torn() -> None:
    scenes = [word for scene in ("sqlite", "postgresql") for word in ("--only", scene)]
    command = [sys.executable, "-m", "benchmarks.crash", "--short", *scenes]
    quiet = os.environ | {"PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=quiet)
    assert done.returncode == 0 and done.stdout.count(" 0 lost, 0 torn") == 2, done.stdout + done.stderr


def test_the_crash_test_would_see_what_is_lost_and_what_is_torn(tmp_path: Path) -> None:
    person = begun(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
    centre = new_centre(0)
    upload(centre, person, "0.0")
    count = Count("one is there, one is not")
    judge(count, centre, [(0, 0), (1, 0)])
    assert (count.acknowledged, count.lost, count.torn, count.fine) == (2, 1, 0, False)
    with engine.begin() as db:
        db.connection().exec_driver_sql("DELETE FROM count WHERE item = 'central_line_days'")
    judge(count, centre, [])
    assert count.torn == 1 and not count.fine and crash_rounds.WRITERS > 1
    engine.use("sqlite://")
