"""What was read or worked out once is handed out again until somebody writes, in whichever process.

The database holds one data version: a random word, replaced in the transaction of every write that readers can see. A
result is cached under the version that its reader found, so that nobody gets it after a write. Being random, a word
never comes twice, not even after a backup is put in place. Leave is asked by the actions above: what is cached is named
by centre, theme and the like, never by the person who asks.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, text
from sqlmodel import Session

P = ParamSpec("P")
R = TypeVar("R")
MOST = 1000  # results cached at once; the one that was longest not asked for goes first
KEY = "data version"  # of the setting that holds it
_PLAIN = (str, int, float, date, Enum, frozenset, type(None))


@dataclass(frozen=True)
class CachedResult:
    """A result. `asked` keeps alive what it was asked with: see `_which`."""

    value: Any
    asked: object


_results: OrderedDict[object, CachedResult] = OrderedDict()
_lock = Lock()


def cached(ask: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Caches what a function of a session and its arguments returns. It must return values that nobody changes.

    Texts, numbers and sets are told apart by what they say; any other argument (a theme, a story) by which object it
    is. In a session that writes, the function is always asked.
    """

    @wraps(ask)
    def answer(db: Session, *args: P.args, **named: P.kwargs) -> R:
        now = version(db) if db.info.get("only reads") else ""
        if not now:
            return ask(db, *args, **named)
        key = (now, ask, *map(_which, args), *((name, _which(named[name])) for name in sorted(named)))
        found = _get(key)
        if found is None:
            found = CachedResult(ask(db, *args, **named), (args, named))
            _keep(key, found)
        return found.value

    return answer


def version(db: Session) -> str:
    """The data version as this session finds it, asked once; empty in a database that was never made ready."""
    if KEY not in db.info:
        db.info[KEY] = db.execute(text("SELECT value FROM setting WHERE key = :key"), {"key": KEY}).scalar() or ""
    return db.info[KEY]


def renew_version(db: Session | Connection) -> None:
    """Ends what every process has cached, once the transaction is through. The last statement of a write, so that on
    PostgreSQL writers wait for each other here as briefly as can be, and never in a ring."""
    fresh = {"key": KEY, "value": secrets.token_hex(8)}
    known = db.execute(text("UPDATE setting SET value = :value WHERE key = :key RETURNING key"), fresh).all()
    if not known:
        db.execute(text("INSERT INTO setting (key, value) VALUES (:key, :value)"), fresh)


def forget() -> None:
    """Empties the cache: another database is opened."""
    with _lock:
        _results.clear()


def _get(key: object) -> CachedResult | None:
    with _lock:
        found = _results.get(key)
        if found is not None:
            _results.move_to_end(key)
        return found


def _keep(key: object, made: CachedResult) -> None:
    with _lock:
        _results[key] = made
        while len(_results) > MOST:
            _results.popitem(last=False)


def _which(argument: object) -> object:
    """What tells two arguments apart. An object's id stays its own, because `CachedResult.asked` holds on to it."""
    return argument if isinstance(argument, _PLAIN) else (object, id(argument))
