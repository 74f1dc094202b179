"""The own account: what changes a way in asks the password, what is for one use opens once, a last lead stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import bcrypt
import pytest
from sqlmodel import select

from mist_dash.actions import account, digest, forgotten, handing, membership, people, setup
from mist_dash.actions.people import ChooseFirst
from mist_dash.core import passwords
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.joining import LinkToHand
from mist_dash.core.people import VISITOR, Person, Role
from mist_dash.store import engine, guesses
from mist_dash.store import people as accounts
from mist_dash.store.tables import SignIn
from mist_dash.store.tables_people import LinkRow
from tests.actions.test_digest import Postbox, postbox  # noqa: F401  (a fixture)
from tests.conftest import Cast

NOW, NEW = "three tall green kettles", "nine slow paper boats"
HERE = "192.0.2.1"


@pytest.fixture
def cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody has a password, hashed at the lowest cost, and an address."""
    salt = bcrypt.gensalt(4)
    monkeypatch.setattr(passwords.bcrypt, "gensalt", lambda: salt)
    passwords._nobodys.cache_clear()
    with engine.begin() as db:
        for one in cast.everybody:
            accounts.set_password(db, one.id or 0, passwords.hash_of(NOW))
            accounts.set_email(db, one.id or 0, f"{one.username}@example.org")
    return cast


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are written while one waits."""
    monkeypatch.setattr(Thread, "start", lambda thread: thread.run())


def opens(who: Person, password: str) -> bool:
    try:
        return people.who(people.knock(who.username, password, HERE)).id == who.id
    except NotAllowed:
        return False


def token_of(link: LinkToHand) -> str:
    return link.address.partition("?link=")[2]


def test_a_changed_password_ends_every_session_but_this_one_and_open_links(cast: Cast) -> None:
    here, elsewhere = (people.knock("member", NOW, HERE) for _ in range(2))
    link = token_of(forgotten.link_for(cast.lead, cast.member.id or 0))
    account.change_password(cast.member, NOW, NEW, here)
    assert people.who(here).id == cast.member.id and people.who(elsewhere) == VISITOR
    assert opens(cast.member, NEW) and not opens(cast.member, NOW)
    with pytest.raises(NotFound):
        forgotten.choose(link, NEW)


def test_without_the_current_password_nothing_of_the_account_changes(cast: Cast) -> None:
    for act in (
        lambda: account.change_password(cast.member, "wrong", NEW, ""),
        lambda: account.set_email(cast.member, "wrong", "thief@example.org"),
        lambda: account.leave(cast.member, "wrong"),
    ):
        with pytest.raises(Sorry, match="not your current password"):
            act()
    assert opens(cast.member, NOW) and account.email(cast.member) == "member@example.org"
    with pytest.raises(NotAllowed):
        account.change_password(VISITOR, NOW, NEW, "")


def test_guesses_inside_are_counted_and_a_stranger_at_the_door_cannot_use_them_up(cast: Cast) -> None:
    for name in ("member", "INSIDE member", "inside member"):
        for _ in range(guesses.AN_ACCOUNT):
            with pytest.raises(NotAllowed):
                people.knock(name, "wrong", "198.51.100.7")
    account.change_password(cast.member, NOW, NEW, "")
    for _ in range(guesses.AN_ACCOUNT):
        with pytest.raises(Sorry, match="not your current"):
            account.set_email(cast.member, "wrong", "")
    with pytest.raises(NotAllowed, match="too many"):
        account.set_email(cast.member, NEW, "")


def test_own_sessions_are_listed_and_end_everywhere_else(cast: Cast) -> None:
    here = people.knock("member", NOW, HERE, "Firefox on Windows")
    elsewhere, other = people.knock("member", NOW, HERE, "Safari on an iPhone"), people.knock("lead", NOW, HERE)
    found = account.visits(cast.member, here)
    assert {(one.browser, one.here) for one in found} == {("Firefox on Windows", True), ("Safari on an iPhone", False)}
    account.sign_out_everywhere(cast.member, here)
    assert [one.here for one in account.visits(cast.member, here)] == [True]
    assert people.who(elsewhere) == VISITOR and people.who(here).id and people.who(other).id


@pytest.mark.parametrize(
    ("begun", "seen", "lives"),
    [(11.9, 1.9, True), (3, 2.1, False), (12.1, 0, False), (12.1, 2.1, False), (0, 0, True), (0, -3, True)],
)
def test_a_session_ends_after_two_idle_hours_or_twelve_in_all(
    cast: Cast, begun: float, seen: float, lives: bool
) -> None:
    """Hours ago; less than none: the clock was set back."""
    token = people.knock("member", NOW, HERE)
    with engine.begin() as db:
        for row in db.exec(select(SignIn)):
            row.begun, row.seen = (datetime.now(UTC) - timedelta(hours=ago) for ago in (begun, seen))
            db.add(row)
    assert (people.who(token).id == cast.member.id) is lives and bool(people.ending(token)) is not lives
    if lives:  # and each look is a sign of life, which puts off the first and not the second
        assert account.visits(cast.member, token)[0].here
        with engine.reading() as db:
            after = db.exec(select(SignIn)).one()
        assert datetime.now(UTC) - after.begun > timedelta(hours=begun - 0.01)
        assert datetime.now(UTC) - after.seen < timedelta(minutes=5)


def test_an_address_is_one_address_and_without_one_nothing_new_comes(cast: Cast) -> None:
    digest.subscribe(cast.member, True)
    for forged in ("x", "a@b", "a@example.org\nBcc: b@example.org", "a@example.org,b@example.org"):
        with pytest.raises(Sorry, match="one e-mail address"):
            account.set_email(cast.member, NOW, forged)
    account.set_email(cast.member, NOW, " m.ember@example.org ")
    assert account.email(cast.member) == "m.ember@example.org"
    account.set_email(cast.member, NOW, "")
    with pytest.raises(Sorry):
        digest.subscribe(cast.member, True)


def test_the_last_lead_and_the_last_admin_stay_until_there_is_another(cast: Cast) -> None:
    for keeper, other, role in ((cast.lead, cast.member, Role.LEAD), (cast.admin, cast.facilitator, Role.ADMIN)):
        with pytest.raises(Sorry, match="first"):
            account.leave(keeper, NOW)
        membership.set_role(cast.admin, other.id or 0, role)
        membership.set_active(cast.admin, other.id or 0, False)
        with pytest.raises(Sorry, match="first"):
            account.leave(keeper, NOW)  # one who cannot sign in is no successor
        membership.set_active(cast.admin, other.id or 0, True)
        token = people.knock(keeper.username, NOW, HERE)
        account.leave(keeper, NOW)
        assert people.who(token) == VISITOR and not opens(keeper, NOW)
    account.leave(cast.contributor, NOW)
    assert not opens(cast.contributor, NOW)


def test_of_two_leads_who_demote_each_other_one_stays(cast: Cast) -> None:
    membership.set_role(cast.admin, cast.member.id or 0, Role.LEAD)
    other = replace(cast.member, role=Role.LEAD)
    membership.set_role(cast.lead, cast.member.id or 0, Role.MEMBER)
    for act in (
        lambda: membership.set_role(other, cast.lead.id or 0, Role.MEMBER),  # read before, written after
        lambda: membership.set_active(other, cast.lead.id or 0, False),
        lambda: forgotten.link_for(other, cast.lead.id or 0),
    ):
        with pytest.raises(NotAllowed, match="just changed"):
            act()
    assert membership.groups(cast.admin)[0].leads == ("Lead",)


def test_a_lead_keeps_the_own_people_and_nobody_elses(cast: Cast) -> None:
    (ours,) = membership.groups(cast.lead)
    assert ours.centre == cast.lead.centre and len(ours.people) == 3
    for elsewhere in (cast.stranger, cast.facilitator, cast.admin):
        for act in (
            lambda who: membership.set_role(cast.lead, who, Role.MEMBER),
            lambda who: membership.set_active(cast.lead, who, False),
            lambda who: forgotten.link_for(cast.lead, who),
        ):
            with pytest.raises(NotFound):
                act(elsewhere.id or 0)
    with pytest.raises(Sorry, match="belong"):
        membership.set_role(cast.lead, cast.member.id or 0, Role.ADMIN)
    token = people.knock("contributor", NOW, HERE)
    membership.set_role(cast.lead, cast.contributor.id or 0, Role.MEMBER)
    assert people.who(token) == VISITOR and "role has changed" in people.ending(token)
    token = people.knock("member", NOW, HERE)
    membership.set_active(cast.lead, cast.member.id or 0, False)
    assert people.who(token) == VISITOR and "closed" in people.ending(token)


def test_a_link_for_a_forgotten_password_opens_once_within_the_hour_and_the_newest_alone(cast: Cast) -> None:
    inside = people.knock("member", NOW, HERE)
    old, link = (token_of(forgotten.link_for(cast.lead, cast.member.id or 0)) for _ in range(2))
    with pytest.raises(NotFound):
        forgotten.read(old)
    with pytest.raises(Sorry, match="characters or more"):
        forgotten.choose(link, "short")
    assert opens(cast.member, NOW)  # until the link is used
    assert people.who(forgotten.choose(link, NEW)).id == cast.member.id
    assert people.who(inside) == VISITOR and opens(cast.member, NEW) and not opens(cast.member, NOW)
    late = token_of(forgotten.link_for(cast.admin, cast.member.id or 0))
    with engine.begin() as db:
        for row in db.exec(select(LinkRow)):
            row.made -= timedelta(minutes=61)
            db.add(row)
    for gone in (link, late, "", "x" * 43):
        with pytest.raises(NotFound, match="no longer open"):
            forgotten.choose(gone, NOW)
    assert opens(cast.member, NEW)


def test_a_link_of_a_closed_account_or_a_demoted_maker_opens_nothing(cast: Cast) -> None:
    link = token_of(forgotten.link_for(cast.lead, cast.member.id or 0))
    membership.set_active(cast.admin, cast.member.id or 0, False)
    membership.set_active(cast.admin, cast.member.id or 0, True)
    with pytest.raises(NotFound):
        forgotten.read(link)
    other = token_of(forgotten.link_for(cast.lead, cast.contributor.id or 0))
    membership.set_role(cast.admin, cast.lead.id or 0, Role.MEMBER)
    with pytest.raises(NotFound):
        forgotten.read(other)


def test_who_forgot_gets_a_letter_and_nobody_else_learns_whether_there_is_such_a_name(
    cast: Cast,
    postbox: Postbox,  # noqa: F811
    at_once: None,
) -> None:
    with engine.begin() as db:
        accounts.set_email(db, cast.stranger.id or 0, "")
        accounts.set_active(db, cast.contributor.id or 0, False)
    for name in (" Member ", "nobody-here", "stranger", "contributor"):
        forgotten.ask(name, HERE)
    (letter,) = postbox.letters
    assert "To: member@example.org" in letter and "https://mist.example.org/password?link" in letter
    said = []
    for name in ("member", "nobody-here"):
        answers = []
        for _ in range(forgotten.AN_HOUR + 1):
            try:
                answers.append(forgotten.ask(name, HERE))
            except NotAllowed as no:
                answers.append(str(no))
        said.append(answers)
    assert said[0] == said[1] and said[0][-2:] == [forgotten.TOO_MANY] * 2
    assert opens(cast.member, NOW)  # asking for letters shuts nobody's door


def test_the_name_is_looked_up_only_once_the_answer_is_given(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[Thread] = []
    monkeypatch.setattr(Thread, "start", lambda thread: waiting.append(thread))

    def forbidden(*_: object) -> None:
        raise AssertionError("looked up while the person waits")

    for looks in ("accounts", "email", "password_of"):
        monkeypatch.setattr(accounts, looks, forbidden)
    monkeypatch.setattr(handing, "hand", forbidden)
    forgotten.ask("member", HERE)
    forgotten.ask("nobody-here", HERE)
    assert len(waiting) == 2


def test_a_one_time_password_opens_the_choice_of_another_and_that_once(cast: Cast) -> None:
    given = setup.one_time_password("Member")
    with pytest.raises(ChooseFirst) as first:
        people.knock("member", given, HERE)
    with pytest.raises(NotAllowed):
        people.knock("member", given, HERE)
    assert people.who(forgotten.choose(first.value.link, NEW)).id == cast.member.id
    assert opens(cast.member, NEW) and not opens(cast.member, given)
    with pytest.raises(NotFound):
        setup.one_time_password("nobody-here")


def test_of_two_who_give_the_same_one_time_password_at_once_one_gets_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, real = setup.one_time_password("member"), passwords.matches

    def slow(password: str, hashed: str | None) -> bool:
        monkeypatch.setattr(passwords, "matches", real)
        with pytest.raises(ChooseFirst):
            people.knock("member", given, HERE)  # another was faster while this one is checked
        return real(password, hashed)

    monkeypatch.setattr(passwords, "matches", slow)
    with pytest.raises(NotAllowed):
        people.knock("member", given, HERE)


def test_the_first_admins_password_is_for_one_use(database: None) -> None:
    given = setup.begin("alex", "Alex Admin")
    with pytest.raises(ChooseFirst):
        people.knock("alex", given, HERE)
    assert [one.done for one in membership.first_steps(people.who(people.sign_in("alex")))] == [False] * 3
