"""The database: opened once for the process, and one way to read and one way to write."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Engine, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from mist_dash.core.errors import Sorry
from mist_dash.store import audit, cache, search

log = logging.getLogger("mist_dash")
_NOTHING = "Nothing was stored; what was stored before is safe."
_DAMAGED = "The database is damaged, so nothing can be read from it. Its keeper can restore the last backup."
BROKEN = {
    sqlite3.SQLITE_FULL: f"The disk is full. {_NOTHING} Whoever runs the server has to make room; then try again.",
    sqlite3.SQLITE_READONLY: f"The data can be read but not written just now. {_NOTHING} Tell whoever runs the server.",
    sqlite3.SQLITE_IOERR: f"The disk does not answer. {_NOTHING} Try again in a few minutes.",
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened. Nothing was changed. Tell whoever runs the server.",
    sqlite3.SQLITE_BUSY: f"Too many write at once. {_NOTHING} Try again in a minute.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
CHOOSE = "Choose a folder that the dashboard may write to, with --data or MIST_DATA."


class DatabaseSettings(BaseSettings):
    """From the environment: MIST_DATA is the folder of the SQLite file, MIST_DATABASE_URL another database."""

    model_config = SettingsConfigDict(env_prefix="MIST_")
    data: Path = Path("var")
    database_url: str = ""

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'mist.sqlite3'}"


_engines: dict[str, Engine] = {}


def use(url: str) -> None:
    """Opens this database for the whole process, in place of the one before."""
    engine = _make(url)
    for old in _engines.values():
        old.dispose()
    _engines.clear()
    cache.forget()
    _engines["now"] = engine


def engine() -> Engine:
    if "now" not in _engines:
        use(DatabaseSettings().url)
    return _engines["now"]


@contextmanager
def begin(*, quiet: bool = False) -> Iterator[Session]:
    """One transaction that writes: all of it is stored, or nothing; and what anybody has cached ends with it.

    quiet: what is written is seen by no reader whose results are cached (signs of life, charts opened), so those stay.
    """
    with _session(writes=True) as session, session.begin():
        yield session
        session.flush()
        if not quiet:
            cache.renew_version(session)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only asks."""
    with _session(writes=False) as session:
        session.info["only reads"] = True
        yield session


def _session(writes: bool) -> Session:
    return Session(engine().execution_options(mist_writes=writes), expire_on_commit=False)


def upgrade() -> None:
    """Brings the tables and the search to their newest form; on an empty database, makes them."""
    config = alembic_config()
    with engine().begin() as connection:
        audit.one_writer(connection)  # two replicas that start at once
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        search.prepare(connection)
        audit.protect(connection)
        cache.renew_version(connection)  # rows changed by hand, past the dashboard, are seen from here on


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _make(url: str) -> Engine:
    return _sqlite(url) if url.startswith("sqlite") else create_engine(url, pool_pre_ping=True)


def _sqlite(url: str) -> Engine:
    if url in ("sqlite://", "sqlite:///:memory:"):
        made = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    else:
        _private(Path(url.removeprefix("sqlite:///")))
        made = create_engine(url, connect_args={"check_same_thread": False, "timeout": 30})
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    event.listen(made, "handle_error", _say)
    return made


def _private(file: Path) -> None:
    """Makes the folder and the file where they are not yet, for nobody else on this machine to read."""
    try:
        if not file.parent.exists():
            file.parent.parent.mkdir(parents=True, exist_ok=True)
            file.parent.mkdir(mode=0o700)
        file.touch(mode=0o600)
        file.chmod(0o600)
    except OSError as error:
        raise Sorry(f"{file.parent} cannot be used for the data: {error.strerror}. {CHOOSE}") from None


def _prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.isolation_level = None  # the driver must not begin by itself: see _begin
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _say(context) -> None:  # type: ignore[no-untyped-def]
    """A disk, a folder or a file that fails becomes a sentence; what is wrong with our own questions stays loud."""
    code = getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF
    if code in BROKEN:
        log.error("The database: %s", context.original_exception)
        raise Sorry(BROKEN[code])


def _begin(connection) -> None:  # type: ignore[no-untyped-def]
    """A writer takes its lock at once: one that reads first and writes later meets lock errors under load."""
    writes = connection.get_execution_options().get("mist_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
