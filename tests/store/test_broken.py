"""When the disk, the folder or the database fails, people read a sentence; nothing is half stored, reading goes on."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from mist_dash.actions import people, readiness
from mist_dash.core import passwords
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.people import Role
from mist_dash.store import audit, engine, guesses, unwritten
from mist_dash.store import people as accounts
from mist_dash.store.tables import SignIn
from tests.postgresql import postgresql


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    found = tmp_path / "data" / "mist.sqlite3"
    engine.use(f"sqlite:///{found}")
    engine.upgrade()
    yield found
    engine.use("sqlite://")


def write(times: int = 1) -> None:
    with engine.begin() as db:
        for n in range(times):
            accounts.set_setting(db, f"key {n}", "x" * 10_000)


def test_the_folder_and_the_file_are_for_nobody_else(file: Path) -> None:
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()} == {0o600}


def test_a_full_disk_is_said_and_nothing_is_half_stored(file: Path) -> None:
    write()
    with engine.engine().connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    engine.engine().dispose()
    prepare = engine._prepare

    def small(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute(f"PRAGMA max_page_count={pages + 3}")

    engine.event.listen(engine.engine(), "connect", small)
    with pytest.raises(Sorry, match="disk is full"):
        write(50)
    with engine.reading() as db:
        assert accounts.setting(db, "key 0") and not accounts.setting(db, "key 1")


def test_what_cannot_be_written_is_said_and_who_is_inside_goes_on_reading(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as db:
        accounts.add(db, "member", "Member", Role.ADMIN, "none")
    token = people.sign_in("member") or ""
    with engine.begin() as db:
        for row in db.exec(select(SignIn)):
            row.seen -= timedelta(minutes=10)  # a sign of life is due
            db.add(row)
    engine.engine().dispose()
    engine.event.listen(engine.engine(), "connect", lambda made, _: made.execute("PRAGMA query_only=ON"))
    assert people.who(token).username == "member"
    with pytest.raises(Sorry, match="read but not written"):
        write()


@pytest.fixture
def only_read(file: Path) -> Iterator[Callable[[bool], None]]:
    """`only_read(True)`: from here on nothing can be written; `only_read(False)`: it can be again."""
    hashed = passwords.hash_of("three tall green kettles")
    with engine.begin() as db:
        ash = accounts.add_centre(db, "Ash Hospital")
        accounts.add(db, "member", "Member", Role.MEMBER, hashed, ash)
        accounts.add(db, "new", "Newcomer", Role.MEMBER, hashed, ash, once=True)
    state = {"on": "OFF"}
    engine.event.listen(engine.engine(), "begin", lambda made: made.exec_driver_sql(f"PRAGMA query_only={state['on']}"))
    yield lambda on: state.update(on="ON" if on else "OFF")
    unwritten.drop_all()


def test_who_comes_in_while_nothing_can_be_written_reads_and_is_kept_once_it_can_be(
    only_read: Callable[[bool], None],
) -> None:
    only_read(True)
    token = people.knock("Member", "three tall green kettles", "192.0.2.1", "Firefox on Windows")
    assert people.who(token).username == "member" and people.who(f"{token}x").id is None
    with pytest.raises(NotAllowed, match="do not belong together"):
        people.knock("member", "wrong", "192.0.2.1")
    with pytest.raises(NotAllowed, match="do not belong together"):
        people.knock("nobody", "three tall green kettles", "192.0.2.1")
    with pytest.raises(Sorry, match="not written just now"):  # the password for one use would have to be used up
        people.knock("new", "three tall green kettles", "192.0.2.1")
    with pytest.raises(Sorry, match="not written just now"):
        write()
    only_read(False)
    assert people.who(token).username == "member"
    unwritten.drop_all()  # as in another process
    assert people.who(token).username == "member"
    with engine.reading() as db:
        assert audit.entries(db, None, "").entries[0].person == "Member" and audit.checked(db).whole
        (row,) = db.exec(select(SignIn)).all()
        assert row.browser == "Firefox on Windows"
    people.sign_out(token)
    assert people.who(token).id is None


def test_tries_are_counted_while_nothing_can_be_written_and_what_is_held_ends_like_any_session(
    only_read: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    only_read(True)
    held, closed = (people.knock("member", "three tall green kettles", "192.0.2.1") for _ in range(2))
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    for _ in range(guesses.AN_ACCOUNT):
        with pytest.raises(NotAllowed, match="do not belong together"):
            people.knock("member", "wrong", "192.0.2.1")
    with pytest.raises(NotAllowed, match="too many tries"):
        people.knock("member", "three tall green kettles", "192.0.2.1")
    only_read(False)
    with engine.begin() as db:
        accounts.set_password(db, people.who(held).id or 0, "another")
    assert people.who(closed).id is None, "a new password ends what only this process knows"
    people.sign_out(held)
    assert people.who(held).id is None


def test_a_database_server_that_is_killed_is_said_and_once_it_is_back_all_goes_on(tmp_path: Path) -> None:
    with postgresql(tmp_path / "pg") as server:
        engine.use(server.url)
        engine.upgrade()
        write(2)
        with engine.begin() as db:
            accounts.add(db, "member", "Member", Role.ADMIN, "none")
        token = people.sign_in("member") or ""
        for _ in range(2):
            with pytest.raises(Sorry, match="does not answer just now"), engine.begin() as db:
                accounts.set_setting(db, "torn", "half")
                db.flush()
                server.kill()
                accounts.set_setting(db, "torn", "whole")
            with pytest.raises(Sorry, match="does not answer just now"):
                people.who(token)
            assert readiness.faults()["database"] == "does not answer"
            server.start()
            assert people.who(token).username == "member"
            with engine.reading() as db:
                assert accounts.setting(db, "key 1") and not accounts.setting(db, "torn")
            write(2)
        server.kill()
        server.start()
        assert people.who(token).username == "member", "nor does the first page after a restart at night fail"
        with engine.engine().connect() as connection:
            connection.execute(text("ALTER DATABASE postgres SET default_transaction_read_only = on"))
            connection.commit()
        engine.engine().dispose()
        with pytest.raises(Sorry, match="read but not written"):
            write()
        assert people.who(token).username == "member"
        engine.use("sqlite://")


def test_more_pages_than_connections_wait_for_each_other_and_who_waits_too_long_reads_why(tmp_path: Path) -> None:
    with postgresql(tmp_path / "pg") as server:
        engine.use(server.url)
        engine.upgrade()
        pool = engine.engine().pool
        monkey = pytest.MonkeyPatch()
        monkey.setattr(pool, "_timeout", 0.2)
        held = [engine.engine().connect() for _ in range(20)]
        with pytest.raises(Sorry, match="Too many are here at once"):
            people.who("a token")
        held.pop().close()
        assert people.who("a token").id is None
        for one in held:
            one.close()
        engine.use("sqlite://")


@pytest.mark.parametrize("damage", [b"not a database at all", b"SQLite format 3\0" + bytes(range(256)) * 16])
def test_a_damaged_database_is_said(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "mist.sqlite3").write_bytes(damage)
    engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
    with pytest.raises(Sorry, match="damaged"):
        engine.upgrade()
    engine.use("sqlite://")


def test_a_folder_that_cannot_be_made_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Sorry, match=f"{tmp_path}/file/data cannot be used.*--data"):
        engine.use(f"sqlite:///{tmp_path}/file/data/mist.sqlite3")


def test_a_fault_of_our_own_stays_loud(file: Path) -> None:
    with pytest.raises(OperationalError, match="no such table"), engine.reading() as db:
        db.execute(text("SELECT * FROM nowhere"))
    assert os.environ.get("MIST_DATA") is None
