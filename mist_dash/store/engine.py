"""The database: opened once for the process, and one way to read and one way to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from mist_dash.core.errors import Sorry
from mist_dash.store import audit, backup, cache, faults, search, unwritten
from mist_dash.store.tables import now

UNREACHABLE = (Sorry, OperationalError)  # what asking a database raises that does not answer
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
    unwritten.drop_all()
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
    _end_moment()
    with faults.none_free(), _session(writes=True) as session, session.begin():
        yield session
        session.flush()
        if not quiet:
            cache.renew_version(session)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only asks; in `one_moment`, the same for all that ask."""
    if (shared := _moment.get()) is None:
        with faults.none_free(), _reading() as session:
            yield session
        return
    if not shared:
        shared.append(_reading())
    try:
        with faults.none_free():
            yield shared[0]
    except BaseException:  # it may be broken: whoever asks next gets a new one
        _end_moment()
        raise


@contextmanager
def one_moment() -> Iterator[None]:
    """Whatever this thread reads in here is read in one session: a page asks some twenty times, and opening one costs
    more than most questions. A write ends it, so that what is read after it is what was written."""
    before = _moment.set([])
    try:
        yield
    finally:
        _end_moment()
        _moment.reset(before)


_moment: ContextVar[list[Session] | None] = ContextVar("moment", default=None)  # the session, once it is open


def _end_moment() -> None:
    shared = _moment.get()
    while shared:
        shared.pop().close()


def _reading() -> Session:
    session = _session(writes=False)
    session.info["only reads"] = True
    return session


def _session(writes: bool) -> Session:
    return Session(engine().execution_options(mist_writes=writes), expire_on_commit=False)


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that only asks, and for which nothing changes any more, whoever writes meanwhile."""
    fixed = {"isolation_level": "REPEATABLE READ"} if engine().dialect.name == "postgresql" else {}
    with faults.none_free(), engine().connect().execution_options(**fixed) as connection:
        if fixed:  # a backup reads shared files for minutes, and asks nothing meanwhile
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield connection


def upgrade() -> None:
    """Brings the tables and the search to their newest form, with a backup before; on an empty database, makes them."""
    with snapshot() as connection:
        if backup.revision(connection) not in ("", newest()):
            backup.write(connection, new_archive(f"before-{newest()}"))
    with engine().execution_options(mist_writes=True).begin() as connection:
        audit.one_writer(connection)  # two replicas, or a command beside them, that start at once
        bring_up(connection)


def bring_up(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    search.prepare(connection)
    audit.protect(connection)
    cache.renew_version(connection)  # rows changed by hand, past the dashboard, are seen from here on


@lru_cache
def newest() -> str:
    """The newest migration."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def damage(connection: Connection) -> list[str]:
    """What the database finds wrong with itself, in sentences; PostgreSQL looks after that as it reads and writes."""
    if connection.dialect.name != "sqlite":
        return []
    found = [f"The database is damaged: {told}." for (told,) in connection.exec_driver_sql("PRAGMA integrity_check")]
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    lost = [f"{len(astray)} rows point to rows that are gone."] if astray else []
    return [*(one for one in found if one != "The database is damaged: ok."), *lost]


def folder_writable() -> bool:
    """Whether the folder of the SQLite file takes a file now: without, nothing can be stored."""
    file = engine().url.database if engine().dialect.name == "sqlite" else None
    try:
        with TemporaryFile(dir=Path(file).parent) if file else nullcontext():
            return True
    except OSError:
        return False


def missing() -> bool:
    """Whether no file of the SQLite database is there yet: opening it would make an empty one."""
    url = make_url(DatabaseSettings().url)
    return "now" not in _engines and url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def new_archive(name: str) -> Path:
    """Where a backup is put without a place of its own: beside the SQLite file, else in MIST_DATA; over no other."""
    file = engine().url.database if engine().dialect.name == "sqlite" else None
    folder = (Path(file).parent if file else DatabaseSettings().data) / "backups"
    return folder / f"{name}-{now():%Y%m%d-%H%M%S-%f}.zip"


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _make(url: str) -> Engine:
    """hide_parameters, here and below: what people sent never stands in the text of an error, and so in no log."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    # As many pages run at once; the others wait. PostgreSQL takes 100: four processes, and commands beside them.
    kept = {"pool_size": 20, "max_overflow": 0, "pool_pre_ping": True}
    made = create_engine(url, **kept, hide_parameters=True, connect_args=_POSTGRESQL)
    event.listen(made, "handle_error", faults.postgresql)
    return made


# A server that is away is known to be within ten seconds, and a writer waits as long as on SQLite. A replica that
# stands still or lost its network loses the lock that all writers wait for.
_POSTGRESQL = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "tcp_user_timeout": 20_000,
    "options": "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s -c tcp_keepalives_idle=30"
    " -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
}


def _sqlite(url: str) -> Engine:
    if url in ("sqlite://", "sqlite:///:memory:"):
        made = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    else:
        _private(Path(url.removeprefix("sqlite:///")))
        # 0: as many connections as pages run at once, for each holds one while it runs.
        waits = {"check_same_thread": False, "timeout": 30}
        made = create_engine(url, connect_args=waits, pool_size=0, hide_parameters=True)
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    event.listen(made, "handle_error", faults.sqlite)
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


def _begin(connection) -> None:  # type: ignore[no-untyped-def]
    """A writer takes its lock at once: one that reads first and writes later meets lock errors under load."""
    writes = connection.get_execution_options().get("mist_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
