"""A disk that is full or fails, a folder that is read only, a clock that jumps: each upload is stored whole, or refused
with a sentence, and none that was acknowledged is lost.

Run as a program, it is the process of the writers.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from benchmarks.crash_rounds import Count, begun, judge, new_centre, told_in, whole, write
from mist_dash.store import audit, engine, tables

ROOT = Path(__file__).parents[1]
NOBODY = 65534
BALLAST = 700_000  # bytes that a full disk gets back


def full(folder: Path, rounds: int) -> Count:
    """A file system of a few megabytes fills up; somebody makes room; the same writers go on."""
    count = Count("disk full")
    for _ in range(rounds):
        disk = folder / "disk"
        disk.mkdir(exist_ok=True)
        told = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
        if subprocess.run(told, check=False, capture_output=True).returncode:
            count.wrong.append("not tried: only root may make a small disk here")
            return count
        try:
            person = begun(_url(disk))
            (disk / "ballast").write_bytes(b"x" * BALLAST)
            centre = new_centre(0)
            before = said_by(_writers(disk, centre, person, 800), count)
            refused = count.said
            (disk / "ballast").unlink()
            after = said_by(_writers(disk, centre, person, 200, first=2000), count)
            judge(count, centre, before + after)
            if not refused or not after:
                count.wrong.append(
                    "the disk was never full" if not refused else "nothing was stored once there was room"
                )
            whole(count)
        finally:
            engine.use("sqlite://")
            subprocess.run(["umount", str(disk)], check=True)
    return count


def io(folder: Path, rounds: int) -> Count:
    """One call in 400 on the database's files fails, some after half of it was written."""
    library = folder / "crash_io.so"
    if shutil.which("cc") is None:
        return Count("failing disk", wrong=["not tried: it needs a C compiler"])
    source = ROOT / "benchmarks" / "crash_io.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    count, person = Count("failing disk"), begun(_url(folder))
    for _ in range(rounds):
        centre = new_centre(count.rounds)
        process = _writers(folder, centre, person, 400, LD_PRELOAD=str(library), MIST_FAULT="400")
        judge(count, centre, said_by(process, count))
    if not count.said:
        count.wrong.append("no call ever failed")
    whole(count)
    return count


def read_only(folder: Path, rounds: int) -> Count:
    """Writers who may write, then who may not, then who may again."""
    count = Count("read-only folder")
    place = folder / "data"
    person = begun(_url(place))
    for _ in range(rounds):
        centre = new_centre(count.rounds)
        engine.engine().dispose()
        folder.chmod(0o755)
        stored: list[tuple[int, int]] = []
        for mode, number in ((0o700, 0), (0o500, 100), (0o700, 200)):
            for one in (*place.iterdir(), place):
                os.chown(one, NOBODY, NOBODY)
                one.chmod(mode if one.is_dir() else mode & 0o600)
            refused = count.said
            stored += said_by(_writers(place, centre, person, 80, first=number, MIST_AS=str(NOBODY)), count)
            if (mode == 0o500) != (count.said > refused):
                count.wrong.append("a read-only folder was written to, or another was not")
        judge(count, centre, stored)
    whole(count)
    return count


def clock(folder: Path, rounds: int) -> Count:
    """The clock jumps days ahead and back between uploads."""
    count, person = Count("clock that jumps"), begun(_url(folder))
    for _ in range(rounds):
        centre = new_centre(count.rounds)
        judge(count, centre, said_by(_writers(folder, centre, person, 200, MIST_JUMPS="yes"), count))
    if count.said:
        count.wrong.append("uploads were refused")
    whole(count)
    return count


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'mist.sqlite3'}"


def _writers(
    folder: Path, centre: int, person: int, uploads: int, first: int = 0, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    engine.engine().dispose()
    words = [sys.executable, "-m", "benchmarks.crash_faults", _url(folder), str(centre), str(person), str(uploads)]
    told = os.environ | environment | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([*words, str(first)], cwd=ROOT, env=told, capture_output=True, check=False)


def said_by(process: subprocess.CompletedProcess[bytes], count: Count) -> list[tuple[int, int]]:
    """What was acknowledged; how many were refused stands in the last line that the process wrote."""
    told = process.stderr.decode().strip().splitlines()
    if process.returncode or not told:
        count.wrong.append(f"the writers ended with a fault: {told[-1] if told else process.returncode}")
    else:
        count.said += int(told[-1])
    return told_in(process.stdout)


def _jumping() -> None:
    real = tables.now
    for module in (tables, audit):
        module.now = lambda: real() + timedelta(hours=random.choice((-72, 0, 0, 5, 720)))  # type: ignore[attr-defined]


if __name__ == "__main__":
    url, centre, person, uploads, first = sys.argv[1], *map(int, sys.argv[2:])
    if os.environ.get("MIST_JUMPS"):
        _jumping()
    if os.environ.get("MIST_AS") and os.geteuid() == 0:
        os.setuid(int(os.environ["MIST_AS"]))  # nothing is read only for root
    print(write(url, centre, person, sys.stdout.fileno(), uploads, first), file=sys.stderr)
