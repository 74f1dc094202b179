"""What hangs in a Streamlit session counts only over the connection on which somebody signed in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from mist_dash.actions import people
from mist_dash.ui import access
from tests.conftest import Cast


class Session:
    """One Streamlit session, and the connection over which it runs just now."""

    def __init__(self) -> None:
        self.session_state: dict[str, Any] = {}
        self.over("first")

    def over(self, key: str, cookie: str = "") -> None:
        self.context = SimpleNamespace(headers={"Sec-WebSocket-Key": key}, cookies={access.COOKIE: cookie})


@pytest.fixture
def session(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Session:
    made = Session()
    monkeypatch.setattr(access, "st", made)
    access._begin(people.sign_in("member") or "")
    assert access.arrive().id == cast.member.id
    made.session_state["draft"] = "a story"
    return made


def test_over_another_connection_without_a_cookie_there_is_only_a_visitor_and_nothing_typed(session: Session) -> None:
    session.over("second")
    assert access.who().id is None and access.arrive().id is None
    assert "draft" not in session.session_state and "token" not in session.session_state


def test_over_another_connection_the_person_is_that_of_its_cookie_alone(session: Session, cast: Cast) -> None:
    session.over("second", people.sign_in("lead") or "")
    assert access.arrive().id == cast.lead.id and "draft" not in session.session_state


def test_who_reconnects_with_the_own_cookie_finds_what_was_typed(session: Session, cast: Cast) -> None:
    session.over("second", people.sign_in("member") or "")
    assert access.arrive().id == cast.member.id and session.session_state["draft"] == "a story"


def test_a_sign_out_holds_for_its_connection_although_the_browser_still_sends_the_cookie(session: Session) -> None:
    session.over("first", session.session_state["token"])
    access.sign_out()
    assert access.arrive().id is None and not session.session_state.get("ended")
