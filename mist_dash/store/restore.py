"""An archive becomes the database in one transaction: all of it, checked row by row, or what was there before stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, Table, inspect, text, update
from sqlmodel import Session, col

from mist_dash.core.errors import Sorry
from mist_dash.core.people import Person
from mist_dash.store import audit, backup, cache, engine, files, rows, search
from mist_dash.store.backup import Manifest
from mist_dash.store.tables import SignIn, now
from mist_dash.store.tables_people import LinkRow


def restore(path: Path, replace: bool, actor: Person) -> Manifest:
    """Puts the archive in place of what the database holds. Raises Sorry when that holds people, unless told to.

    Everybody is signed out, and links that open once end: what was ended since the backup must not come to life again.
    """
    found = backup.checked(path)
    if found.revision > engine.newest():
        raise Sorry(f"{path} was made by a newer dashboard. Restore it with that one.")
    with _alone() as connection:
        if not replace and holds_people(connection):
            raise Sorry(
                "This database holds people already, so nothing was changed. Choose an empty folder or database, or "
                "say --replace: then what it holds is put into a backup first."
            )
        for digest in found.files:  # a file is kept by its hash, so that none is ever written over
            files.keep(backup.file_of(path, digest))
        _emptied(connection, found.revision)
        tables = rows.tables(connection)
        if missing := {table.name for table in tables} - found.tables.keys():
            raise Sorry(f"{path} lacks the tables {', '.join(sorted(missing))}, so nothing was changed.")
        with _in_any_order(connection, tables):
            for table in tables:
                with backup.lines_of(path, table.name) as lines:
                    rows.insert(connection, table, found.tables[table.name].columns, lines)
        _compared(connection, tables, found)
        engine.bring_up(connection)
        _begin_anew(connection, found, actor)
    return found


@contextmanager
def _alone() -> Iterator[Connection]:
    """A connection in a transaction that writes. SQLite looks at its foreign keys only at the end: see _compared."""
    with engine.engine().connect().execution_options(mist_writes=True) as connection:
        raw = connection.connection.dbapi_connection
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # heard only before a transaction
        try:
            with connection.begin():
                audit.one_writer(connection)
                yield connection
        finally:
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    cache.forget()


def holds_people(connection: Connection) -> bool:
    known = inspect(connection).get_table_names()
    return "person" in known and connection.execute(text("SELECT count(*) FROM person")).scalar_one() > 0


def _emptied(connection: Connection, revision: str) -> None:
    """Only empty tables, as the migrations made them when the archive was written."""
    cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
    named = [table.name for table in rows.tables(connection)]
    for name in ("search_index" if not cascade else "", *named, "alembic_version"):
        if name:
            connection.execute(text(f'DROP TABLE IF EXISTS "{name}"{cascade}'))
    config = engine.alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    for table in rows.tables(connection):
        connection.execute(table.delete())
    search.prepare(connection)  # its triggers see the rows come


@contextmanager
def _in_any_order(connection: Connection, tables: list[Table]) -> Iterator[None]:
    """PostgreSQL looks at the foreign keys once all rows are in."""
    if connection.dialect.name != "postgresql":
        yield
        return
    keys = [(table.name, str(key.name)) for table in tables for key in table.foreign_key_constraints]
    for table, key in keys:
        connection.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED'))
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, key in keys:
        connection.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE'))


def _compared(connection: Connection, tables: list[Table], found: Manifest) -> None:
    """Raises Sorry, so that nothing of it stands, unless every row came back as it was."""
    for table in tables:
        if rows.digest(rows.names(table), rows.lines(connection, table)) != found.tables[table.name]:
            raise Sorry(f"The table {table.name} did not come back as it was, so nothing was changed.")
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise Sorry("Some rows of this backup point to rows that are not in it, so nothing was changed.")


def _begin_anew(connection: Connection, found: Manifest, actor: Person) -> None:
    with Session(bind=connection, join_transaction_mode="create_savepoint") as db:
        db.execute(update(SignIn).where(col(SignIn.ended).is_(None)).values(ended=now(), why="restored"))
        db.execute(update(LinkRow).where(col(LinkRow.ended).is_(None)).values(ended=now(), why="restored"))
        audit.record(db, actor, "set up", f"restored the backup of {found.made:%d %B %Y, %H:%M}")
        db.commit()
