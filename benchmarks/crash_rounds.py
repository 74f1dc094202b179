"""Rounds of a crash test: writers store uploads and acknowledge each; what is stored then is held against that."""

from __future__ import annotations

import logging
import os
import random
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import text

from mist_dash.core.counts import Key, Number
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Person, Role
from mist_dash.store import audit, counts, engine, people
from mist_dash.store.counts import CountChange

WRITERS = 4
ITEMS = ("clabsi", "central_line_days", "gram_positive")
SAID = struct.Struct("<HI")  # an acknowledgement: which writer, which of its uploads; written whole or not at all


@dataclass
class Count:
    """What came of the rounds of one scene."""

    name: str
    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    torn: int = 0
    said: int = 0  # uploads that were refused with a sentence
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        told = f"{self.name}: {self.rounds:,} rounds, {self.acknowledged:,} acknowledged, "
        told += f"{self.lost} lost, {self.torn} torn"
        told += f", {self.said:,} refused with a sentence" if self.said else ""
        return "; ".join([told, *dict.fromkeys(self.wrong)])

    @property
    def fine(self) -> bool:
        return self.acknowledged > 0 and not (self.lost or self.torn or self.wrong)


def begun(url: str) -> int:
    """An empty database with one person, whose id this is."""
    engine.use(url)
    engine.upgrade()
    with engine.begin() as db:
        return people.add(db, "sender", "Sender", Role.ADMIN, "no password")


def new_centre(number: int) -> int:
    with engine.begin() as db:
        return people.add_centre(db, f"Hospital of round {number}")


def upload(centre: int, person: int, area: str) -> None:
    """One upload as the dashboard stores it: its file, its numbers, what it changed, and the audit entry."""
    changes = [CountChange(Key(item, area, "2024-04", "d"), None, Number(1.0)) for item in ITEMS]
    with engine.begin() as db:
        counts.apply(
            db, centre, "clabsi", person, changes, file_name=area, file_hash=area, file=b"x" * 3000, sentence="Add"
        )
        audit.record(db, Person(person, "Sender", Role.CONTRIBUTOR, centre), "send", area)


def write(url: str, centre: int, person: int, pipe: int, most: int, first: int = 0) -> int:
    """In a process of its own: tries `most`, or until it is ended. Returns how many were refused with a sentence."""
    logging.disable()
    engine.use(url)
    said = [0]

    def one(writer: int) -> None:
        for number in range(first, first + most // WRITERS):
            try:
                upload(centre, person, f"{writer}.{number}")
            except Sorry:
                said[0] += 1
                continue
            os.write(pipe, SAID.pack(writer, number))

    writers = [threading.Thread(target=one, args=(writer,)) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return said[0]


def judge(count: Count, centre: int, acknowledged: list[tuple[int, int]]) -> None:
    """Holds what is stored of this round against what was acknowledged."""
    with engine.reading() as db:
        found = {area: n for area, n in db.execute(_ROWS, {"centre": centre})}  # noqa: C416 - rows are no pairs to mypy
        uploads, entries = (set(db.execute(one, {"centre": centre}).scalars()) for one in (_UPLOADS, _ENTRIES))
    told = {f"{writer}.{number}" for writer, number in acknowledged}
    count.rounds += 1
    count.acknowledged += len(told)
    count.lost += len(told - found.keys())
    count.torn += sum(n != len(ITEMS) for n in found.values()) + len(found.keys() ^ uploads) + len(uploads ^ entries)
    if not told:
        count.wrong.append("a round acknowledged nothing")


_ROWS = text("SELECT area, count(*) FROM count WHERE centre_id = :centre GROUP BY area")
_UPLOADS = text("SELECT file_name FROM upload WHERE centre_id = :centre")
_ENTRIES = text("SELECT what FROM audit WHERE centre_id = :centre")


def whole(count: Count) -> None:
    """The whole database and the whole audit trail, once in the end."""
    with engine.snapshot() as connection:
        count.wrong += engine.damage(connection)
    with engine.reading() as db:
        if not (found := audit.checked(db)).whole:
            count.wrong.append(found.sentence())


def round_of(count: Count, url: str, person: int, uploads: int, end: Callable[[int], None]) -> None:
    """Forks the writers, lets `end` do its worst after some `uploads` (it is told their process), and judges."""
    centre, enough = new_centre(count.rounds), random.randint(1, 2 * uploads) * SAID.size
    engine.engine().dispose()  # a fork must not share a connection
    out, into = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(out)
        with suppress(BaseException):
            write(url, centre, person, into, 8 * uploads)
        os._exit(0)
    os.close(into)
    heard = b""
    while len(heard) < enough and (more := os.read(out, 4096)):
        heard += more
    time.sleep(random.uniform(0, 0.01))
    end(process)
    while more := os.read(out, 65536):
        heard += more
    os.close(out)
    os.waitpid(process, 0)
    judge(count, centre, told_in(heard))


def told_in(heard: bytes) -> list[tuple[int, int]]:
    return list(SAID.iter_unpack(heard[: len(heard) // SAID.size * SAID.size]))
