"""Guessing passwords: so many an hour and no more, alike for names that nobody has, and nobody inside is disturbed."""

from __future__ import annotations

from datetime import timedelta

import bcrypt
import pytest
from sqlmodel import select

from mist_dash.actions import membership, people
from mist_dash.core import passwords
from mist_dash.core.errors import NotAllowed
from mist_dash.core.people import Role
from mist_dash.store import audit, engine, guesses
from mist_dash.store import people as accounts
from mist_dash.store.tables import AuditRow, GuessRow
from tests.conftest import Cast

RIGHT = "a long passphrase that nobody guesses, with more than seventy-two bytes in it: äöü"


@pytest.fixture
def doors(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody of the cast has the same password, hashed at the lowest cost."""
    salt = bcrypt.gensalt(4)
    monkeypatch.setattr(passwords.bcrypt, "gensalt", lambda: salt)
    passwords._nobodys.cache_clear()
    with engine.begin() as db:
        for one in cast.everybody:
            accounts.set_password(db, one.id or 0, passwords.hash_of(RIGHT))
    return cast


def refused(username: str, password: str = "wrong", address: str = "192.0.2.1") -> str:
    with pytest.raises(NotAllowed) as no:
        people.knock(username, password, address)
    return str(no.value)


def test_the_right_password_opens_and_its_end_counts_too(doors: Cast) -> None:
    for typed in (RIGHT, f" {RIGHT}\n"):
        assert people.who(people.knock("  Member ", typed, "192.0.2.1")).id == doors.member.id
    assert refused("member", RIGHT[:-1]) == people.WRONG


def test_twenty_guesses_an_hour_then_even_the_right_one_waits_and_who_is_inside_stays(doors: Cast) -> None:
    inside = people.knock("member", RIGHT, "192.0.2.1")
    said = [refused("member", address=f"192.0.2.{n}") for n in range(guesses.AN_ACCOUNT)]
    assert set(said) == {people.WRONG}
    assert refused("member", RIGHT, "198.51.100.1") == people.TOO_MANY
    assert people.who(inside).id == doors.member.id
    assert people.knock("lead", RIGHT, "192.0.2.1")
    with engine.begin() as db:
        for row in db.exec(select(GuessRow)):
            row.at -= timedelta(minutes=61)
            db.add(row)
    assert people.knock("member", RIGHT, "192.0.2.1")


def test_the_right_password_uses_no_guess_up(doors: Cast) -> None:
    for _ in range(guesses.AN_ACCOUNT + 5):
        assert people.knock("member", RIGHT, "192.0.2.1")


def test_one_address_may_try_only_so_many_names(doors: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "AN_ADDRESS", 7)
    said = [refused(f"name{n}") for n in range(9)]
    assert said == [people.WRONG] * 7 + [people.TOO_MANY] * 2
    assert refused("lead", RIGHT) == people.TOO_MANY
    assert people.knock("lead", RIGHT, "192.0.2.2")


def test_a_name_that_nobody_has_costs_and_says_the_same(doors: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real, checked = bcrypt.checkpw, []
    monkeypatch.setattr(passwords.bcrypt, "checkpw", lambda *given: checked.append(given[1][:7]) or real(*given))
    said = []
    for name in ("member", "nobody-here"):
        said.append([refused(name) for _ in range(guesses.AN_ACCOUNT + 1)])
    assert said[0] == said[1]
    assert len(checked) == 2 * guesses.AN_ACCOUNT and len(set(checked)) == 1  # the same cost of bcrypt


def test_failures_stand_in_the_audit_without_what_was_typed_for_a_name(doors: Cast) -> None:
    refused("member")
    refused("my-secret-password")
    with engine.reading() as db:
        told = [row.what for row in db.exec(select(AuditRow)) if row.deed == "sign in"]
        names = [row.account for row in db.exec(select(GuessRow))]
        assert audit.checked(db).whole
    assert told == ["refused as member", "refused as a name that nobody has"]
    assert not any("secret" in name for name in names)


@pytest.mark.parametrize("closed", [True, False])
def test_a_closed_account_opens_for_nobody(doors: Cast, closed: bool) -> None:
    membership.set_active(doors.admin, doors.member.id or 0, not closed)
    if closed:
        assert refused("member", RIGHT) == people.WRONG
    else:
        assert people.knock("member", RIGHT, "192.0.2.1")


def test_fewer_rights_and_a_new_password_end_every_session_with_their_own_sentence(doors: Cast) -> None:
    first, second = (people.knock("lead", RIGHT, "192.0.2.1") for _ in range(2))
    membership.set_role(doors.admin, doors.lead.id or 0, Role.MEMBER)
    for token in (first, second):
        assert people.who(token).id is None and "role has changed" in people.ending(token)
    first, second = (people.knock("lead", RIGHT, "192.0.2.1") for _ in range(2))
    membership.set_role(doors.admin, doors.lead.id or 0, Role.LEAD)  # more rights: nothing to end
    assert people.who(first).role is Role.LEAD
    with engine.begin() as db:
        accounts.set_password(db, doors.lead.id or 0, passwords.hash_of("another one"), but=first)
    assert people.who(first).id == doors.lead.id
    assert people.who(second).id is None and "password has been changed" in people.ending(second)
    assert refused("lead", RIGHT) == people.WRONG
