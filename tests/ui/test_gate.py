"""Who is answered at all: the demo only its own machine, a dashboard only by its names, and only its own pages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from mist_dash.actions import setup
from mist_dash.core.people import CENTRE
from mist_dash.store import engine, people
from mist_dash.ui.server import front, gate, wire
from mist_dash.ui.server.discreet import discreet
from mist_dash.ui.server.tabs import Tabs
from tests.conftest import Cast
from tests.ui.waiting import awaited


async def told(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(f"{HTTPConnection(scope).client.host} {scope['scheme']}")(scope, receive, send)  # type: ignore[union-attr]


def ask(
    app: Any = None, peer: str = "203.0.113.9", kind: str = "http", scheme: str = "http", **headers: str
) -> tuple[Any, str]:
    """(status or close code, text) of one request from this peer."""
    heard: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        heard.append(message)

    named = [
        (name.replace("_", "-").encode(), value.encode()) for name, value in ({"host": "dash.test"} | headers).items()
    ]
    scope = {"type": kind, "scheme": scheme, "path": "/", "method": "GET", "headers": named, "client": (peer, 1)}
    awaited((app or gate.Gate(told))(scope, receive, send))
    return heard[0].get("status", heard[0].get("code")), heard[-1].get("body", b"").decode()


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "only_here", lambda: False)


@pytest.fixture
def demo(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with engine.begin() as db:
        people.set_setting(db, "demo", "yes")
    gate.only_here.cache_clear()
    yield
    gate.only_here.cache_clear()


def test_a_demo_answers_only_the_machine_it_runs_on_however_it_was_started(demo: None) -> None:
    assert ask(peer="127.0.0.1", host="localhost:8501")[0] == ask(peer="::1", host="[::1]:8501")[0] == 200
    assert ask(peer="::ffff:127.0.0.1", host="127.0.0.1")[0] == 200
    for peer in ("203.0.113.9", "10.0.0.2", "::ffff:203.0.113.9", "", "localhost.evil"):
        assert ask(peer=peer, host="localhost:8501")[0] == 403, peer
        assert ask(peer=peer, host="localhost:8501", kind="websocket")[0] == 1008
    assert ask(peer="127.0.0.1", host="rebound.example")[0] == 403  # a name that was made to point here
    assert ask(peer="127.0.0.1", host="localhost", x_forwarded_for="203.0.113.9")[0] == 403  # a tunnel


def test_a_demo_opened_on_purpose_answers_all_and_its_keepers_accounts_are_closed(
    demo: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIST_OPEN_DEMO", "yes")
    setup.prepare()
    assert ask()[0] == 200
    with engine.reading() as db:
        open_ = {one.role for one in people.accounts(db) if one.active}
    assert open_ and open_ <= CENTRE
    setup.refuse_open_demo("0.0.0.0")


def test_a_dashboard_answers_only_to_its_names(real: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(host="anything.example")[0] == 200
    monkeypatch.setenv("MIST_HOSTS", "dash.test, other.test")
    assert [
        ask(host=host)[0] for host in ("dash.test:443", "OTHER.test", "evil.test", "dash.test.evil", "localhost")
    ] == [
        200,
        200,
        403,
        403,
        403,
    ]
    assert ask(peer="127.0.0.1", host="localhost:8501")[0] == 200  # a check of its health on the machine itself


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:9", "https://evil.test", "null"])
def test_no_other_origin_is_answered_not_even_of_the_same_machine(real: None, origin: str) -> None:
    assert ask(origin=origin)[0] == 403 and ask(origin=origin, kind="websocket")[0] == 1008
    assert ask(origin="http://dash.test")[0] == 200


def test_a_clients_address_is_taken_only_from_a_proxy_that_the_settings_name(
    real: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = {"x_forwarded_for": "1.2.3.4, 198.51.100.7", "x_forwarded_proto": "https"}
    assert ask(peer="10.0.0.5", **forged)[1] == "10.0.0.5 http"
    monkeypatch.setenv("MIST_PROXIES", "10.0.0.0/24")
    assert ask(peer="10.0.0.5", **forged)[1] == "198.51.100.7 https"  # the last hop, which the proxy itself has seen
    assert ask(peer="10.0.0.5", x_forwarded_for="198.51.100.7, 10.0.0.6")[1] == "198.51.100.7 http"
    assert ask(peer="10.0.1.5", **forged)[1] == "10.0.1.5 http"
    assert ask(peer="10.0.0.5", x_forwarded_for="not an address")[0] == 200


def test_browsers_are_told_to_keep_to_tls_only_where_there_is_tls(real: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIST_PROXIES", "10.0.0.5")
    seen: list[list[tuple[bytes, bytes]]] = []

    class Seen:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            async def noted(message: Any) -> None:
                seen.extend([message["headers"]] if "headers" in message else [])
                await send(message)

            await self.app(scope, receive, noted)

    app = Seen(front.Headers(gate.Gate(told)))  # in the order of production
    by_proxy = {"x_forwarded_for": "198.51.100.7", "x_forwarded_proto": "https"}
    for asked in ({}, {"scheme": "https"}, {"peer": "10.0.0.5", **by_proxy}, {"peer": "10.0.0.6", **by_proxy}):
        assert ask(app, **asked)[0] == 200
    assert [b"strict-transport-security" in dict(headers) for headers in seen] == [False, True, True, False]


def test_no_log_holds_an_id_of_a_session_or_a_token(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    try:
        discreet()
        id, token = "9f2b7c1e-1111-4222-8333-0123456789ab", "A" * 20 + "-_" + "b" * 21
        logging.getLogger("uvicorn.access").warning('%s - "%s %s"', "1.2.3.4", "PUT", f"/_stcore/upload_file/{id}/x")
        logging.getLogger("any").warning(f"token {token}, session {id}")
    finally:
        logging.setLogRecordFactory(before)
    assert caplog.text.count("[hidden]") == 3 and id not in caplog.text and token not in caplog.text


def test_messages_for_developers_are_dropped_and_those_of_a_page_are_not() -> None:
    line = wire._Line({"type": "websocket", "headers": [], "client": ("127.0.0.1", 1)})
    admitted = {}
    for field in BackMsg.DESCRIPTOR.fields:
        message = BackMsg()
        if field.message_type:
            getattr(message, field.name).SetInParent()
        else:
            setattr(message, field.name, "1" if field.cpp_type == field.CPPTYPE_STRING else True)
        admitted[field.name] = line._admits(message.SerializeToString())
    assert {name for name, goes_in in admitted.items() if goes_in} == set(wire.ADMITTED)


def test_a_file_is_for_the_sign_in_it_was_made_for_and_for_none_after_it() -> None:
    tabs = Tabs()
    tabs.belongs("s1", "nurse")
    tabs.belongs("s2", "")
    tabs.made("s1", "own")
    tabs.made("s2", "public")
    assert tabs.may_have("own", "nurse") and not tabs.may_have("own", "lead") and not tabs.may_have("own", "")
    assert tabs.may_have("public", "") and tabs.may_have("public", "lead") and not tabs.may_have("made-up", "nurse")
    tabs.belongs("s1", "")
    assert not any(tabs.may_have("own", who) for who in ("nurse", "lead", ""))


def test_what_a_closed_connection_held_is_forgotten_unless_it_came_back() -> None:
    tabs = Tabs()
    tabs.opened("s", "192.0.2.1")
    tabs.closed("s")
    tabs.opened("s", "192.0.2.1")
    assert not tabs.forget("s")
    tabs.closed("s")
    assert tabs.forget("s") and not tabs.is_of("s", "")


def test_what_was_uploaded_leaves_the_memory_unless_its_connection_came_back(monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[str] = []
    memory = SimpleNamespace(uploaded_file_mgr=SimpleNamespace(remove_session_files=freed.append))
    monkeypatch.setattr(wire.Runtime, "instance", lambda: memory)
    for session in ("gone", "back"):
        wire.TABS.opened(session, "192.0.2.1")
        wire.TABS.closed(session)
    wire.TABS.opened("back", "192.0.2.1")
    for session in ("gone", "back"):
        wire._free(session)
    assert freed == ["gone"]


def test_every_guard_named_in_the_security_page_and_the_hazard_log_is_there() -> None:
    root = Path(__file__).parents[2]
    pages = "".join((root / "docs" / name).read_text("utf-8") for name in ("security.md", "hazard-log.md"))
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", pages)
    assert len(named) > 70
    for file, test in named:
        assert f"def {test}(" in (root / file).read_text("utf-8"), (file, test)
