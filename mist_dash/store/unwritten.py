"""Sign-ins made while the database could only be read: held in this process, and written down as soon as it can be.

Tries are counted here meanwhile, too. What is held counts only with the password with which somebody came in.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from mist_dash.store import guesses
from mist_dash.store.tables import PersonRow, SignIn, now


@dataclass(frozen=True)
class HeldSignIn:
    row: SignIn
    password_hash: str


_held: dict[str, HeldSignIn] = {}  # by the hash of the token
_tries: defaultdict[str, list[datetime]] = defaultdict(list)  # by account
_lock = threading.Lock()


def lets_try(username: str) -> bool:
    """Whether this account may be tried once more within the hour; if so, it is counted."""
    with _lock:
        recent = [at for at in _tries[username] if now() - at < guesses.WINDOW]
        _tries[username] = [*recent, now()]
        return len(recent) < guesses.AN_ACCOUNT


def hold(row: SignIn, person: PersonRow) -> None:
    with _lock:
        _held[row.token_hash] = HeldSignIn(row, person.password_hash)
        _tries.pop(person.username, None)


def of(token_hash: str) -> HeldSignIn | None:
    return _held.get(token_hash)


def drop(token_hash: str) -> None:
    with _lock:
        _held.pop(token_hash, None)


def drop_all() -> None:
    """Another database is opened."""
    with _lock:
        _held.clear()
        _tries.clear()
