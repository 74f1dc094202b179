"""What was read or worked out once is kept until a table that it came from is written again, by whichever process.

Each table has a mark in the database: a random word, replaced in the transaction of every write to that table. A result
is kept with the marks of the tables it was made from. Whoever asks reads the marks first; while they are the same,
nothing that it rests on has changed. Which tables those are is seen from the statements, so nobody can forget one. A
word that never comes twice also holds when another copy of the database is put in place. Leave is asked by the actions
above: what is kept is named by centre, theme and the like, never by the person who asks.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, text
from sqlmodel import Session

from mist_dash.store.tables import Table

P = ParamSpec("P")
R = TypeVar("R")
MOST = 1000  # results kept at once; the one that was longest not asked for goes first
PREFIX = "mark."
_PLAIN = (str, int, float, date, Enum, frozenset, type(None))
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)
_ASKS = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|SAVEPOINT|RELEASE|ROLLBACK)\b", re.I)


@dataclass
class Noted:
    """The tables that one session has read and written so far, and the marks as it found them."""

    writes: bool
    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    marks: Mapping[str, str] | None = None


@dataclass(frozen=True)
class CachedResult:
    """A result with the marks of the tables it rests on. `asked` keeps alive what it was asked with: see `_which`."""

    value: Any
    marks: Mapping[str, str]
    asked: object


_results: OrderedDict[object, CachedResult] = OrderedDict()
_lock = Lock()


def kept(ask: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Keeps what a function of a session and its arguments returns. It must return values that nobody changes.

    Texts, numbers and sets are told apart by what they say; any other argument (a theme, a story) by which object it
    is. Where something is being written, the function is always asked.
    """

    @wraps(ask)
    def answer(db: Session, *args: P.args, **named: P.kwargs) -> R:
        noted = db.info.get("noted")
        if noted is None or noted.writes:
            return ask(db, *args, **named)
        noted.marks = marks(db) if noted.marks is None else noted.marks
        key = (ask, *map(_which, args), *((name, _which(named[name])) for name in sorted(named)))
        found = _get(key, noted.marks) or _make(key, noted, lambda: ask(db, *args, **named), (args, named))
        noted.read |= found.marks.keys()  # a result that is made of this one rests on the same
        return found.value

    return answer


def note(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
    """Listens to every statement: which tables it reads, and which it writes."""
    noted = connection.get_execution_options().get("noted")
    if noted is not None:
        noted.read |= tables_in(statement)
        noted.written |= written_by(statement)


@lru_cache(maxsize=1000)
def tables_in(statement: str) -> frozenset[str]:
    """Every table that is named, or that shares its name with a column: one too many does no harm."""
    return frozenset(Table.metadata.tables.keys() & set(re.findall(r"\w+", statement)))


@lru_cache(maxsize=1000)
def written_by(statement: str) -> frozenset[str]:
    """The table that is written; all of them by a statement of a kind unknown here."""
    if found := _WRITES.match(statement):
        return frozenset({found[1]})
    return frozenset() if _ASKS.match(statement) else frozenset(Table.metadata.tables)


def mark_anew(db: Session | Connection, tables: Iterable[str]) -> None:
    """Ends what is kept of these tables, for every process, once the transaction is through.

    In the order of the names, so that writers on PostgreSQL wait for each other and never in a ring.
    """
    fresh = [{"key": PREFIX + name, "value": secrets.token_hex(8)} for name in sorted(tables)]
    if fresh:
        db.execute(text("UPDATE setting SET value = :value WHERE key = :key"), fresh)


def mark_all(connection: Connection) -> None:
    """A fresh mark for every table, made where there is none: when a server starts, nothing from before counts."""
    known = set(connection.execute(text("SELECT key FROM setting")).scalars())
    missing = [{"key": PREFIX + name} for name in sorted(Table.metadata.tables) if PREFIX + name not in known]
    if missing:
        connection.execute(text("INSERT INTO setting (key, value) VALUES (:key, '')"), missing)
    mark_anew(connection, Table.metadata.tables)


def forget() -> None:
    """Empties the shelf: another database is opened."""
    with _lock:
        _results.clear()


def marks(db: Session) -> dict[str, str]:
    """table -> its mark, as this session sees them."""
    rows = db.execute(text("SELECT key, value FROM setting WHERE key LIKE 'mark.%'"))
    return {key.removeprefix(PREFIX): value for key, value in rows}


def _get(key: object, now: Mapping[str, str]) -> CachedResult | None:
    with _lock:
        found = _results.get(key)
        if found is None or any(now.get(table) != mark for table, mark in found.marks.items()):
            return None
        _results.move_to_end(key)
        return found


def _make(key: object, noted: Noted, ask: Callable[[], object], asked: object) -> CachedResult:
    """Asks, and keeps the answer when every table that it rests on has a mark."""
    around, noted.read = noted.read, set()
    try:
        value, known = ask(), noted.marks or {}
        made = CachedResult(value, {table: known.get(table, "") for table in noted.read}, asked)
    finally:
        noted.read = around
    if all(made.marks.values()):
        with _lock:
            _results[key] = made
            while len(_results) > MOST:
                _results.popitem(last=False)
    return made


def _which(argument: object) -> object:
    """What tells two arguments apart. An object's id stays its own, because `Kept.asked` holds on to it."""
    return argument if isinstance(argument, _PLAIN) else (object, id(argument))
