"""Hostile files and ordinary ones on their way in, as an upload goes: crashes, what got in, times and memory.

`python -m benchmarks.hostile` tries 1,000 hostile files (each in its own child process) and 20,000 ordinary ones (in
this process, and every fiftieth in a child as well); `--quick` a tenth of both.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile_files import HOSTILE, flipped, ordinary
from mist_dash.core import catalogue
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import sandbox
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.files.opening import open_book
from mist_dash.core.intake.read import read
from mist_dash.core.personal import patients

CLABSI = catalogue.load().theme("clabsi")
TODAY = "2035-01"  # after every generated month
IN_CHILD_EVERY = 50


Opener = Callable[[bytes, str], Book]


def outcome(opener: Opener, data: bytes) -> str:
    """What becomes of one file on its way in."""
    try:
        book, _ = patients.staff(opener(data, "data.csv"))
        if patients.look(book, CLABSI):
            return "refused for a patient"
        reading = read(book, CLABSI, today=TODAY)
    except Refused:
        return "refused when opened"
    except Exception as fault:  # noqa: BLE001  anything else is what is being looked for
        return f"CRASHED: {type(fault).__name__}"
    if reading.refused or not reading.counts:
        return "refused when read"
    return "let in, with a question" if reading.questions or reading.problems else "let in"


@dataclass(frozen=True)
class Took:
    """Seconds for one file: on the clock, and of a processor in this process and its child (a busy machine waits)."""

    clock: float
    processor: float


def timed(opener: Opener, data: bytes, times: list[Took]) -> str:
    start, before = time.perf_counter(), sum(os.times()[:4])
    said = outcome(opener, data)
    times.append(Took(time.perf_counter() - start, sum(os.times()[:4]) - before))
    return said


def resident() -> float:
    """This process's memory in MB."""
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def say(what: str, outcomes: Counter[str], times: list[Took], before: float) -> None:
    print(f"\n{what}: {len(times):,} files")
    for said, count in outcomes.most_common():
        print(f"  {said}: {count:,}")
    for name, ranked in (
        ("on the clock", sorted(took.clock for took in times)),
        ("of a processor", sorted(took.processor for took in times)),
    ):
        p50, p99 = (ranked[int(len(ranked) * share)] for share in (0.5, 0.99))
        print(f"  seconds {name}: median {p50:.3f}, p99 {p99:.3f}, worst {ranked[-1]:.3f}")
    print(f"  memory of this process: {before:.0f} MB before, {resident():.0f} MB after")


def try_hostile(files: int) -> int:
    """Files of every hostile kind in turn; how many got in or crashed."""
    outcomes: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    worst: dict[str, float] = {}
    times: list[Took] = []
    before = resident()
    for number in range(files):
        kind = list(HOSTILE)[number % len(HOSTILE)]
        said = timed(sandbox.open_in_child, HOSTILE[kind](random.Random(number)), times)
        outcomes[said] += 1
        worst[kind] = max(worst.get(kind, 0), times[-1].processor)
        if not said.startswith("refused"):
            bad[f"{kind} {said}"] += 1
    say("Hostile", outcomes, times, before)
    print("  slowest kinds: " + ", ".join(f"{k} {worst[k]:.2f}" for k in sorted(worst, key=worst.__getitem__)[:-6:-1]))
    for what, count in bad.items():
        print(f"  !! {what}: {count}")
    return sum(bad.values())


def try_ordinary(files: int) -> int:
    """Ordinary files, which must be let in, and damaged ones, which must not crash; how many did otherwise."""
    outcomes: Counter[str] = Counter()
    damaged: Counter[str] = Counter()
    times, child_times, damaged_times = [], [], []  # type: list[Took], list[Took], list[Took]
    before = resident()
    for number in range(files):
        data = ordinary(random.Random(number))
        outcomes[timed(open_book, data, times)] += 1
        if number % IN_CHILD_EVERY == 0:
            outcomes[f"{timed(sandbox.open_in_child, data, child_times)} from a child"] += 1
            damaged[timed(open_book, flipped(random.Random(number)), damaged_times)] += 1
    say("Ordinary, in this process", outcomes, times, before)
    say("Ordinary, in a child", Counter(), child_times, before)
    say("A few bytes changed", damaged, damaged_times, before)
    wrong = [count for said, count in outcomes.items() if said not in ("let in", "let in from a child")]
    return sum(wrong) + sum(count for said, count in damaged.items() if said.startswith("CRASHED"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    part = 10 if parser.parse_args().quick else 1
    bad = try_hostile(1_000 // part) + try_ordinary(20_000 // part)
    print(f"\nGot in, crashed or wrongly refused: {bad}")
    raise SystemExit(bool(bad))


if __name__ == "__main__":
    main()
