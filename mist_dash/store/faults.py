"""What goes wrong with a disk, a folder or a database server becomes a sentence; our own wrong questions stay loud."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import OperationalError as Lost
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import TimeoutError as NoneFree

from mist_dash.core.errors import Sorry

log = logging.getLogger("mist_dash")
_NOTHING = "Nothing was stored; what was stored before is safe."
_DAMAGED = "The database is damaged, so nothing can be read from it. Its keeper can restore the last backup."
_FULL = f"The disk is full. {_NOTHING} Whoever runs the server has to make room; then try again."
_READ_ONLY = f"The data can be read but not written just now. {_NOTHING} Tell whoever runs the server."
_SILENT_DISK = f"The disk does not answer. {_NOTHING} Try again in a few minutes."
_BUSY = f"Too many write at once. {_NOTHING} Try again in a minute."
CROWDED = f"Too many are here at once. {_NOTHING} Try again in a minute."
# It may have stored the last thing it was told and died before it could say so: what is sent twice is kept once.
AWAY = (
    "The database does not answer just now. What was stored before is safe. Try again in a minute: "
    "what turns out to be there already is not stored twice."
)
SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _SILENT_DISK,
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened. Nothing was changed. Tell whoever runs the server.",
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
POSTGRESQL = {  # how the SQLSTATE begins
    "53100": _FULL,
    "25006": _READ_ONLY,
    "58": _SILENT_DISK,
    "55P03": _BUSY,
    "40": _BUSY,
    "53": CROWDED,
    "XX": _DAMAGED,
    "57P": AWAY,  # it is being stopped, or just starts
    "25P03": AWAY,  # a replica that stood still, and was given up
    "08": AWAY,
}


def sqlite(context: ExceptionContext) -> None:
    _say(context, SQLITE.get(getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF))


def postgresql(context: ExceptionContext) -> None:
    """PostgreSQL adds the values of the row to what it says of a fault: those are taken out first."""
    for fault in filter(None, (context.original_exception, context.sqlalchemy_exception)):
        fault.args = tuple(str(one).partition("\nDETAIL:")[0] for one in fault.args)
    if context.is_pre_ping:
        return  # another connection is tried
    state = getattr(context.original_exception, "sqlstate", None) or ""
    gone = not state and isinstance(context.original_exception, Lost)
    _say(context, AWAY if gone else next((POSTGRESQL[one] for one in POSTGRESQL if state.startswith(one)), None))


@contextmanager
def none_free() -> Iterator[None]:
    """Around what needs a connection: each page holds one while it runs, and there are only so many."""
    try:
        yield
    except NoneFree:
        log.error("No connection to the database was free in time")
        raise Sorry(CROWDED) from None


def _say(context: ExceptionContext, sentence: str | None) -> None:
    if sentence:
        log.error("The database: %s", context.original_exception)
        raise Sorry(sentence)
