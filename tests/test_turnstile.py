"""The turnstile before public files: so many at once from one address, one more after a while, and bounded memory."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from mist_dash.core.errors import NotAllowed
from mist_dash.core.people import VISITOR
from mist_dash.ui.server import front
from mist_dash.ui.server.rate_limits import Turnstile, neighbourhood
from tests.conftest import Cast


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_then_one_more_each_time_a_token_is_back() -> None:
    clock = Clock()
    gate = Turnstile(burst=3, seconds=10, clock=clock)
    assert [gate.lets_in("192.0.2.1") for _ in range(5)] == [True, True, True, False, False]
    assert gate.lets_in("192.0.2.2")  # another address has its own
    clock.now += 9
    assert not gate.lets_in("192.0.2.1")
    clock.now += 1
    assert [gate.lets_in("192.0.2.1") for _ in range(2)] == [True, False]
    clock.now += 1000  # however long: never more than at first
    assert [gate.lets_in("192.0.2.1") for _ in range(4)] == [True, True, True, False]


def test_it_remembers_no_more_addresses_than_it_was_told() -> None:
    gate = Turnstile(burst=1, most=50)
    for n in range(5000):
        gate.lets_in(f"10.0.{n // 250}.{n % 250}")
    assert len(gate._full_at) == 50


def test_one_house_of_ipv6_is_one_address() -> None:
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("192.0.2.1") != neighbourhood("192.0.2.2")
    assert len(neighbourhood("x" * 10_000)) < 50


def fetch(cookie: str = "") -> tuple[int, bytes]:
    headers = [(b"cookie", f"{front.COOKIE}={cookie}".encode())] if cookie else []
    asked = Request({"type": "http", "headers": headers, "client": ("192.0.2.7", 1), "path_params": {"version": 1}})
    answer = front.hand_out(asked)
    return answer.status_code, bytes(answer.body)


def test_a_visitor_who_fetches_without_end_is_told_to_wait_and_a_member_never(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "visitors", Turnstile(burst=2))
    assert [fetch()[0] for _ in range(3)] == [403, 403, 429]
    assert b"Wait a minute" in fetch()[1]
    token = front.people.sign_in(cast.member.username) or ""
    assert {fetch(token)[0] for _ in range(5)} == {404}
    with pytest.raises(NotAllowed):
        front.resources.file(VISITOR, 1)
