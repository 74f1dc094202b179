"""The rows of a database become lines of JSON, and those lines rows again: the same lines on SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, String, Table, Text, cast, collate, select, text
from sqlalchemy.exc import SAWarning
from sqlalchemy.types import NullType

A_BATCH = 2**22  # bytes of lines that are inserted together
_OWN_OF_THE_DATABASE = ("alembic_version", "search_index", "sqlite_")  # made anew, not kept

_MEANT: dict[str, Callable[[str], Any]] = {
    "bytes": base64.b64decode,
    "at": datetime.fromisoformat,
    "day": date.fromisoformat,
}


@dataclass(frozen=True)
class TableDigest:
    """How many rows a table has, in which columns, and one hash over all of them."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


def tables(connection: Connection) -> list[Table]:
    """Every table as the database itself describes it, whichever migration it stands at."""
    found = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # indexes on expressions, which rows do not need
        found.reflect(connection, only=lambda name, _: not name.startswith(_OWN_OF_THE_DATABASE))
    for column in (column for table in found.tables.values() for column in table.columns):
        if isinstance(column.type, JSON):  # kept as its text, to the letter: an audit entry's hash rests on it
            column.info["json"], column.type = True, NullType()
    return sorted(found.tables.values(), key=lambda table: table.name)


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """A line for each row, in the order of the primary key."""
    postgres = connection.dialect.name == "postgresql"
    columns = [cast(column, Text) if column.info.get("json") else column for column in _columns(table)]
    order = [_alike(column) if postgres else column for column in table.primary_key]
    asked = select(*columns).order_by(*order).execution_options(yield_per=100)
    for row in connection.execute(asked):
        yield json.dumps([_told(value) for value in row], separators=(",", ":")).encode() + b"\n"


def names(table: Table) -> tuple[str, ...]:
    """Of the columns, in the order in which a line has their values."""
    return tuple(column.name for column in _columns(table))


def digest(columns: tuple[str, ...], found: Iterable[bytes]) -> TableDigest:
    hashed, rows = hashlib.sha256(), 0
    for line in found:
        hashed.update(line)
        rows += 1
    return TableDigest(columns, rows, hashed.hexdigest())


def insert(connection: Connection, table: Table, columns: tuple[str, ...], found: Iterable[bytes]) -> None:
    """Puts the rows of these lines into an empty table."""
    batch: list[dict[str, Any]] = []
    size = 0
    for line in found:
        batch.append(dict(zip(columns, map(_meant, json.loads(line)), strict=True)))
        size += len(line)
        if size > A_BATCH:
            connection.execute(table.insert(), batch)
            batch, size = [], 0
    if batch:
        connection.execute(table.insert(), batch)
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        quoted = connection.dialect.identifier_preparer.format_table(table)
        last = f"SELECT setval(pg_get_serial_sequence('{quoted}', 'id'), max(id)) FROM {quoted} HAVING max(id) > 0"
        connection.execute(text(last))


def _columns(table: Table) -> list[Column[Any]]:
    """By name: which was added when is not the same everywhere."""
    return sorted(table.columns, key=lambda column: column.name)


def _alike(column: Column[Any]) -> Any:
    """Texts by their bytes, as SQLite has them, and not by the rules of a language."""
    return collate(column, "C") if isinstance(column.type, String) else column


def _told(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):  # SQLite keeps UTC without saying so
        return {"at": (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _meant(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, told),) = value.items()
    return _MEANT[kind](told)
