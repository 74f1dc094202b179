"""The database and the shared files become one archive that opens on SQLite and PostgreSQL alike, and can be checked.

A ZIP: for each table its rows as lines of JSON, each shared file by its hash, and a manifest of how many rows and which
hashes. The rows are those of one moment, whoever writes meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, select, text

from mist_dash.core.errors import Sorry
from mist_dash.store import files, rows
from mist_dash.store.rows import TableDigest
from mist_dash.store.tables import now

FORMAT = 1
_MANIFEST = "manifest.json"
_NONE = "is no backup of a dashboard, or it is damaged"


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. lost: shared files that rows name and that could not be read; they are not in it."""

    made: datetime
    revision: str  # of the migrations
    trail: str  # the hash of the last audit entry
    tables: dict[str, TableDigest]
    files: tuple[str, ...]
    lost: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def write(connection: Connection, to: Path) -> Manifest:
    """Makes the archive, readable by nobody else on this machine; under its name stands a whole one or none.

    connection: for which nothing changes while this runs. Raises Sorry when it cannot be written.
    """
    part = to.with_name(f"{to.name}.part")
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                made = _filled(archive, connection)
            file.flush()
            os.fsync(file.fileno())
        part.replace(to)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise Sorry(f"The backup cannot be written to {to}: {error.strerror}. Nothing else was changed.") from None
    return made


def _filled(archive: ZipFile, connection: Connection) -> Manifest:
    found = rows.tables(connection)
    digests = {}
    for table in found:
        with archive.open(_of_table(table.name), "w", force_zip64=True) as out:
            digests[table.name] = rows.digest(rows.names(table), _written(out, rows.lines(connection, table)))
    kept, lost = [], []
    for name in shared(connection, found):
        try:
            archive.writestr(_of_file(name), files.fetch(name))
            kept.append(name)
        except Sorry:
            lost.append(name)
    made = Manifest(now(), revision(connection), trail_end(connection, found), digests, tuple(kept), tuple(lost))
    told = asdict(made) | {"format": FORMAT, "made": made.made.isoformat()}
    archive.writestr(_MANIFEST, json.dumps(told, indent=1))
    return made


def manifest(path: Path) -> Manifest:
    """What the archive says of itself. Raises Sorry for a file that is none."""
    with _opened(path) as archive:
        told = json.loads(archive.read(_MANIFEST))
        if told.pop("format") != FORMAT:
            raise Sorry(f"{path} was made by a newer dashboard. Restore it with that one.")
        tables = {name: TableDigest(tuple(one["columns"]), one["rows"], one["sha256"]) for name, one in _tables(told)}
        made = datetime.fromisoformat(told["made"])
        return Manifest(made, told["revision"], told["trail"], tables, tuple(told["files"]), tuple(told["lost"]))


def checked(path: Path) -> Manifest:
    """The same, once every row and file is found to be just what was put in. Raises Sorry that says what is not."""
    found = manifest(path)
    with _opened(path) as archive:
        for name, told in found.tables.items():
            with archive.open(_of_table(name)) as lines:
                same = rows.digest(told.columns, lines) == told
            if not same:
                raise Sorry(f"{path} is damaged: the table {name} is not what was put in. Use another backup.")
        for digest in found.files:
            if hashlib.sha256(archive.read(_of_file(digest))).hexdigest() != digest:
                raise Sorry(f"{path} is damaged: the file {digest[:12]} is not what was put in. Use another backup.")
    return found


@contextmanager
def lines_of(path: Path, table: str) -> Iterator[Iterator[bytes]]:
    with _opened(path) as archive, archive.open(_of_table(table)) as lines:
        yield iter(lines)


def file_of(path: Path, digest: str) -> bytes:
    with _opened(path) as archive:
        return archive.read(_of_file(digest))


def revision(connection: Connection) -> str:
    """Which migration the tables stand at; empty where there are none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def shared(connection: Connection, found: list[Table]) -> list[str]:
    """The hash of every shared file that a row names."""
    column = next((table.columns["file_hash"] for table in found if table.name == "resource_version"), None)
    if column is None:
        return []
    return list(connection.execute(select(column).where(column != "").distinct().order_by(column)).scalars())


def trail_end(connection: Connection, found: list[Table]) -> str:
    if not any(table.name == "audit" for table in found):
        return ""
    return connection.execute(text("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")).scalar() or ""


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise Sorry(f"There is no file {path}.") from None
    except (BadZipFile, KeyError, ValueError, EOFError, OSError):
        raise Sorry(f"{path} {_NONE}. Use another backup.") from None


def _tables(told: dict[str, dict[str, dict[str, object]]]) -> Iterator[tuple[str, dict]]:
    yield from told["tables"].items()


def _written(out, lines: Iterator[bytes]) -> Iterator[bytes]:  # type: ignore[no-untyped-def]
    for line in lines:
        out.write(line)
        yield line


def _of_table(name: str) -> str:
    return f"tables/{name}.jsonl"


def _of_file(digest: str) -> str:
    return f"files/{digest}"
