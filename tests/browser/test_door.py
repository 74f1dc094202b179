"""A session that has ended is dropped at the door: one sentence says why, the form stands below, nothing runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from mist_dash.actions import membership, people, setup
from mist_dash.core.people import Person
from mist_dash.store import engine
from mist_dash.store.tables import SignIn, now
from tests.browser.conftest import PASSWORD, Server, copied, serving
from tests.browser.protocol import Answer, Tab

MOST = 3  # runs of the script after the session has ended


@pytest.fixture
def running(demo: Path, tmp_path: Path) -> Iterator[Server]:
    with serving(copied(demo, tmp_path)) as server:
        engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
        yield server
        engine.use("sqlite://")


def signed_in(server: Server, username: str = "nurse") -> Tab:
    """A tab in which somebody signed in by the form, as in a browser."""
    tab = Tab(server.url)
    form = tab.run("clabsi").widgets
    name, password = [id for id, kind in form.items() if kind == "text_input"][:2]
    button = next(id for id, kind in form.items() if kind == "button")
    there = tab.run("clabsi", widgets=typed(name, password, username) | {button: ("trigger_value", True)})
    assert signs_out(there), there.texts
    return tab


def typed(name: str, password: str, username: str) -> dict[str, tuple[str, object]]:
    return {name: ("string_value", username), password: ("string_value", PASSWORD)}


def signs_out(answer: Answer) -> list[str]:
    return [id for id in answer.widgets if id.endswith("-sign-out")]


def asks(answer: Answer) -> bool:
    """Whether the sign-in form stands on the page."""
    return sum(kind == "text_input" for kind in answer.widgets.values()) >= 2


def admin() -> Person:
    return people.who(people.sign_in("admin"))


def nurse() -> Person:
    return people.who(people.sign_in("nurse"))


def close_account() -> None:
    membership.set_active(admin(), nurse().id or 0, False)


def leave() -> None:
    membership.set_centre_active(admin(), nurse().centre or 0, False)


@pytest.mark.parametrize(
    ("end", "why"), [(close_account, "account has been closed"), (leave, "hospital has left the collaborative")]
)
def test_who_may_no_longer_be_here_reads_why_in_both_tabs_and_the_page_rests(
    running: Server, end: Callable[[], None], why: str
) -> None:
    tabs = [signed_in(running), signed_in(running)]
    end()
    for tab in tabs:
        answer = tab.run("clabsi", quiet=1.5)
        assert answer.runs <= MOST
        assert sum(why in text for text in answer.texts) == 1 and asks(answer)
        again = tab.run("clabsi", quiet=0.5)
        assert again.runs == 1 and asks(again)
        tab.close()


def test_signing_out_in_one_tab_ends_the_other_with_one_sentence(running: Server) -> None:
    token = people.sign_in("nurse") or ""
    first, second = Tab(running.url, token), Tab(running.url, token)
    second.run("clabsi")
    out = signs_out(first.run("clabsi"))[0]
    left = first.run("clabsi", widgets={out: ("trigger_value", True)}, quiet=0.5)
    assert left.runs <= MOST and asks(left) and not any("signed out" in text for text in left.texts)
    answer = second.run("clabsi", quiet=1.5)
    assert answer.runs <= MOST and asks(answer)
    assert sum("signed out in another window" in text for text in answer.texts) == 1


def test_a_token_from_the_form_that_was_signed_out_elsewhere_ends_too(running: Server) -> None:
    tab = signed_in(running)
    with engine.begin() as db:
        for row in db.exec(select(SignIn)):
            row.ended = now()
            db.add(row)
    answer = tab.run("home", quiet=1.5)
    assert answer.runs <= MOST and asks(answer)
    assert sum("signed out in another window" in text for text in answer.texts) == 1
    tab.close()


def test_the_right_password_of_a_centre_that_left_is_answered_with_the_reason(running: Server) -> None:
    leave()
    tab = Tab(running.url)
    form = tab.run("clabsi").widgets
    name, password = [id for id, kind in form.items() if kind == "text_input"][:2]
    button = next(id for id, kind in form.items() if kind == "button")
    values = typed(name, password, "nurse") | {button: ("trigger_value", True)}
    answer = tab.run("clabsi", widgets=values, quiet=1.5)
    assert answer.runs <= MOST and asks(answer)
    assert sum("hospital has left the collaborative" in text for text in answer.texts) == 1
    tab.close()


def test_a_one_time_password_leads_to_the_choice_of_another_and_signs_nobody_in(running: Server) -> None:
    given = setup.one_time_password("nurse")
    tab = Tab(running.url)
    form = tab.run("clabsi").widgets
    name, password = [id for id, kind in form.items() if kind == "text_input"][:2]
    button = next(id for id, kind in form.items() if kind == "button")
    values = typed(name, password, "nurse") | {password: ("string_value", given), button: ("trigger_value", True)}
    answer = tab.run("clabsi", widgets=values, quiet=1.5)
    assert answer.runs <= MOST and not signs_out(answer)
    assert "Choose your password" in " ".join(answer.texts) and any("Nadia Nurse" in text for text in answer.texts)
    tab.close()
