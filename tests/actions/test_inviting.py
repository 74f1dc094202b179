"""Coming in by invitation: whom each may invite, a link that opens once, and all that ends it before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import bcrypt
import pytest
from sqlmodel import select

from mist_dash.actions import inviting, membership, people
from mist_dash.core import passwords
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.joining import LinkToHand, Newcomer
from mist_dash.core.people import VISITOR, Role
from mist_dash.store import audit, engine
from mist_dash.store import people as accounts
from mist_dash.store.tables import AuditRow
from mist_dash.store.tables_people import LinkRow
from tests.actions.test_digest import REFUSED, Postbox, postbox  # noqa: F401  (a fixture)
from tests.conftest import Cast
from tests.postgresql import postgresql

NOOR = Newcomer("Noor  Newcomer", " Noor ", "three tall green kettles")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    salt = bcrypt.gensalt(4)
    monkeypatch.setattr(passwords.bcrypt, "gensalt", lambda: salt)
    passwords._nobodys.cache_clear()


def token_of(link: LinkToHand) -> str:
    return link.address.partition("?link=")[2]


def invited(cast: Cast, role: Role = Role.MEMBER) -> str:
    return token_of(inviting.invite(cast.lead, cast.lead.centre, role))


def closed(token: str) -> None:
    for act in (lambda: inviting.read(token), lambda: inviting.accept(token, NOOR)):
        with pytest.raises(NotFound, match="no longer open"):
            act()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CONTRIBUTOR, Role.LEAD])
def test_who_is_invited_is_in_at_once_with_just_that_role_in_just_that_centre(cast: Cast, role: Role) -> None:
    token = invited(cast, role)
    assert inviting.read(token).by == "Lead"
    here = people.who(inviting.accept(token, NOOR))
    assert (here.name, here.username, here.role, here.centre) == ("Noor Newcomer", "noor", role, cast.lead.centre)
    assert people.who(people.knock("Noor", NOOR.password, "192.0.2.1")).id == here.id
    closed(token)


def test_an_admin_invites_into_any_centre_and_into_the_collaborative(cast: Cast) -> None:
    for centre, role in ((cast.stranger.centre, Role.LEAD), (None, Role.FACILITATOR), (None, Role.ADMIN)):
        token = token_of(inviting.invite(cast.admin, centre, role))
        here = people.who(inviting.accept(token, replace(NOOR, username=f"new.{role}")))
        assert (here.centre, here.role) == (centre, role)
    left_open = inviting.read(token_of(inviting.invite(cast.admin, cast.lead.centre, Role.MEMBER)))
    assert inviting.waiting(cast.admin) == inviting.waiting(cast.lead) == (left_open,)


def test_nobody_invites_elsewhere_or_into_a_role_that_is_not_theirs_to_give(cast: Cast) -> None:
    ours, theirs = cast.lead.centre, cast.stranger.centre
    for who in (VISITOR, cast.member, cast.contributor, cast.stranger, cast.facilitator):
        for centre in (ours, theirs, None):
            with pytest.raises(NotAllowed):
                inviting.invite(who, centre, Role.MEMBER)
    for centre in (theirs, None, 999):
        with pytest.raises(NotAllowed):
            inviting.invite(cast.lead, centre, Role.MEMBER)
    for who, centre, role in (
        (cast.lead, ours, Role.ADMIN),
        (cast.lead, ours, Role.FACILITATOR),
        (cast.lead, ours, Role.VISITOR),
        (cast.admin, None, Role.LEAD),
        (cast.admin, ours, Role.ADMIN),
    ):
        with pytest.raises(Sorry, match="belong"):
            inviting.invite(who, centre, role)
    with pytest.raises(NotFound):
        inviting.invite(cast.admin, 999, Role.LEAD)
    with engine.reading() as db:
        assert not db.exec(select(LinkRow)).all()


def older(cast: Cast, _: int) -> None:
    with engine.begin() as db:
        for row in db.exec(select(LinkRow)):
            row.made -= timedelta(days=7, minutes=1)
            db.add(row)


def withdrawn(cast: Cast, invitation: int) -> None:
    inviting.withdraw(cast.lead, invitation)


def demoted(cast: Cast, _: int) -> None:
    membership.set_role(cast.admin, cast.lead.id or 0, Role.CONTRIBUTOR)
    membership.set_role(cast.admin, cast.lead.id or 0, Role.LEAD)  # the right comes back, the invitation does not


def maker_closed(cast: Cast, _: int) -> None:
    membership.set_active(cast.admin, cast.lead.id or 0, False)
    membership.set_active(cast.admin, cast.lead.id or 0, True)


def centre_left(cast: Cast, _: int) -> None:
    membership.set_centre_active(cast.admin, cast.lead.centre or 0, False)
    membership.set_centre_active(cast.admin, cast.lead.centre or 0, True)


@pytest.mark.parametrize("end", [older, withdrawn, demoted, maker_closed, centre_left])
def test_an_invitation_ends_for_good(cast: Cast, end: Callable[[Cast, int], None]) -> None:
    first, second = invited(cast), invited(cast, Role.LEAD)
    end(cast, inviting.read(first).id)
    closed(first)
    if end is withdrawn:
        assert inviting.read(second)
    else:
        closed(second)
        assert not inviting.waiting(cast.admin)


def test_a_lead_sees_and_withdraws_only_the_own_centres(cast: Cast) -> None:
    with engine.begin() as db:
        accounts.change_role(db, "stranger", Role.LEAD)
    birch = replace(cast.stranger, role=Role.LEAD)
    ours = inviting.read(invited(cast)).id
    assert not inviting.waiting(birch) and [one.id for one in inviting.waiting(cast.lead)] == [ours]
    for who, error in ((birch, NotFound), (cast.member, NotAllowed), (cast.facilitator, NotAllowed)):
        with pytest.raises(error):
            inviting.withdraw(who, ours)
    inviting.withdraw(cast.admin, ours)
    assert not inviting.waiting(cast.lead)


def test_only_the_hash_is_kept_and_the_trail_tells_neither_link_nor_address(cast: Cast) -> None:
    token = token_of(inviting.invite(cast.lead, cast.lead.centre, Role.MEMBER, "noor@example.org"))
    with engine.reading() as db:
        kept = repr(db.exec(select(LinkRow)).all())
    inviting.accept(token, NOOR)
    with engine.reading() as db:
        kept += repr([db.exec(select(table)).all() for table in (LinkRow, AuditRow)])
        told = repr(db.exec(select(AuditRow)).all())
        assert audit.checked(db).whole
    assert len(token) == 43 and token not in kept
    assert "noor@example.org" not in told and NOOR.password not in kept


def test_what_is_wrong_is_said_at_once_and_the_link_stays_open(cast: Cast) -> None:
    token = invited(cast)
    with pytest.raises(Sorry) as wrong:
        inviting.accept(token, Newcomer(" ", "two words", "password"))
    assert all(word in str(wrong.value) for word in ("your name", "user name", "password"))
    with pytest.raises(Sorry, match="taken"):
        inviting.accept(token, replace(NOOR, username="MEMBER"))
    assert inviting.read(token) and people.who(inviting.accept(token, NOOR)).id


@pytest.fixture(params=["sqlite", "postgresql"])
def side_by_side(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database in which two may write at once, empty."""
    with ExitStack() as stack:
        file = f"sqlite:///{tmp_path / 'mist.sqlite3'}"
        engine.use(file if request.param == "sqlite" else stack.enter_context(postgresql(tmp_path / "pg")).url)
        engine.upgrade()
        yield
        engine.use("sqlite://")


def test_of_two_at_once_one_comes_in(side_by_side: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine.begin() as db:
        accounts.add(db, "admin", "Admin", Role.ADMIN, "none")
    admin = people.who(people.sign_in("admin"))
    token = token_of(inviting.invite(admin, None, Role.FACILITATOR))
    both_read, found = threading.Barrier(2), []
    real = passwords.hash_of

    def hashed(password: str) -> str:
        both_read.wait(10)  # both have found the link open
        return real(password)

    monkeypatch.setattr(passwords, "hash_of", hashed)

    def come(username: str) -> None:
        try:
            found.append(inviting.accept(token, replace(NOOR, username=username)))
        except NotFound:
            found.append("")

    each = [threading.Thread(target=come, args=(name,)) for name in ("one.of.two", "other.of.two")]
    for thread in each:
        thread.start()
    for thread in each:
        thread.join(30)
    assert sorted(map(bool, found)) == [False, True]
    with engine.reading() as db:
        assert len(accounts.accounts(db)) == 2


def test_of_two_leads_who_demote_each_other_at_once_one_stays(side_by_side: None) -> None:
    with engine.begin() as db:
        ash = accounts.add_centre(db, "Ash Hospital")
        ids = [accounts.add(db, name, name.title(), Role.LEAD, "none", ash) for name in ("ann", "bob")]
    leads = [people.who(people.sign_in(name)) for name in ("ann", "bob")]
    for act in (membership.set_role, membership.set_active):
        start, found = threading.Barrier(2), []

        def end(place: int, act: Callable[..., None] = act, start: threading.Barrier = start) -> None:
            start.wait(10)
            try:
                act(leads[place], ids[1 - place], Role.MEMBER if act is membership.set_role else False)
                found.append(place)  # noqa: B023 - joined within the same turn
            except (NotAllowed, NotFound):
                pass

        both = [threading.Thread(target=end, args=(place,)) for place in (0, 1)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(30)
        with engine.begin() as db:
            left = [one for one in accounts.accounts(db) if one.active and one.role is Role.LEAD]
            assert len(found) == len(left) == 1
            accounts.change_role(db, "ann", Role.LEAD)
            accounts.change_role(db, "bob", Role.LEAD)


def test_by_e_mail_it_is_shown_to_nobody_and_handed_over_when_it_is_not_taken(
    cast: Cast,
    postbox: Postbox,  # noqa: F811
) -> None:
    sent = inviting.invite(cast.lead, cast.lead.centre, Role.MEMBER, "noor@example.org")
    assert sent == LinkToHand("", "noor@example.org")
    (letter,) = postbox.letters
    assert "https://mist.example.org/welcome?link" in letter and "To: noor@example.org" in letter
    refused = inviting.invite(cast.lead, cast.lead.centre, Role.MEMBER, REFUSED)
    assert (refused.sent_to, refused.not_taken) == ("", REFUSED) and inviting.read(token_of(refused))
    for forged in ("x", "a@b", "a@example.org\nBcc: b@example.org", "a@example.org,b@example.org"):
        with pytest.raises(Sorry, match="one e-mail address"):
            inviting.invite(cast.lead, cast.lead.centre, Role.MEMBER, forged)


def test_nobody_changes_anything_in_a_demo_that_is_open_to_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIST_OPEN_DEMO", "yes")
    with engine.begin() as db:
        accounts.set_setting(db, "demo", "yes")
    for act in (
        lambda: invited(cast),
        lambda: membership.set_active(cast.lead, cast.member.id or 0, False),
    ):
        with pytest.raises(Sorry, match="stay as they are"):
            act()
