"""A session belongs to its cookie: its id, its files and its connection open nothing for anybody else."""

from __future__ import annotations

import platform
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from mist_dash.actions import people
from mist_dash.store import engine
from tests.browser.conftest import ROOT, Server, copied, serving
from tests.browser.protocol import Answer, Tab
from tests.browser.test_door import asks, signed_in, signs_out


@pytest.fixture(scope="module")
def running(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copied(demo, tmp_path_factory.mktemp("data"))) as server:
        engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
        yield server
        engine.use("sqlite://")


def token(username: str) -> str:
    return people.sign_in(username) or ""


def fetch(server: Server, path: str, cookie: str = "", method: str = "GET", data: bytes | None = None) -> int:
    xsrf = generate_xsrf_token_string()
    told = {"Cookie": f"_streamlit_xsrf={xsrf}; mist_session={cookie}", "X-Xsrftoken": xsrf}
    request = urllib.request.Request(server.url + path, data=data, method=method, headers=told)
    request.add_header("Content-Type", "multipart/form-data; boundary=b")
    try:
        with urllib.request.urlopen(request, timeout=20) as found:
            return int(found.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("cookie_of", ["", "lead", "admin"])
def test_the_id_of_a_session_alone_takes_nothing_over(running: Server, cookie_of: str) -> None:
    mine = signed_in(running)
    session = mine.run("clabsi").session
    thief = Tab(running.url, token(cookie_of) if cookie_of else "", session)
    answer = thief.run("clabsi")
    assert answer.session != session
    assert asks(answer) if not cookie_of else not any("Nurse" in text for text in answer.texts)
    assert signs_out(mine.run("clabsi")), "who signed in is not disturbed"
    mine.close()
    thief.close()


def test_a_lost_connection_goes_on_with_its_session_by_its_own_cookie(running: Server) -> None:
    cookie = token("nurse")
    first = Tab(running.url, cookie)
    session = first.run("clabsi").session
    first.close()
    again = Tab(running.url, cookie, session)
    answer = again.run("clabsi")
    assert answer.session == session and signs_out(answer)
    again.close()


def file(size: int) -> bytes:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    return head + b"x" * size + b"\r\n--b--\r\n"


def put(server: Server, session: str, cookie: str, size: int = 10, name: str = "f") -> int:
    return fetch(server, f"/_stcore/upload_file/{session}/{name}", cookie, "PUT", file(size))


def test_only_who_sends_may_put_a_file_into_memory_and_only_for_the_own_session(running: Server) -> None:
    nurses = token("nurse")
    tabs = {name: Tab(running.url, token(name) if name else "") for name in ("", "member")}
    assert put(running, tabs[""].run("send").session, "") == 403
    member = token("member")
    tab = Tab(running.url, member)
    assert put(running, tab.run("send").session, member) == 403
    mine = Tab(running.url, nurses)
    session = mine.run("send").session
    assert put(running, session, "") == put(running, session, member) == 403
    assert put(running, session, nurses) == 204
    assert put(running, "made-up", nurses) == 403


def test_a_session_holds_no_more_than_its_share_of_memory(running: Server) -> None:
    nurses = token("nurse")
    tab = Tab(running.url, nurses)
    session = tab.run("send").session
    told = [put(running, session, nurses, 9 * 2**20, f"f{n}") for n in range(10)]
    assert told[:8] == [204] * 8 and told[9] == 413
    tab.close()


def asked_by(answer: Answer) -> str:
    """The id by which the page's download button asks for its file to be made."""
    elements = [m.delta.new_element for m in answer.messages if m.WhichOneof("type") == "delta"]
    return next(e.download_button.deferred_file_id for e in elements if e.WhichOneof("type") == "download_button")


def ask(tab: Tab, session: str, asked: str) -> str:
    """The address that a tab gets for a download; empty when nobody answers."""
    message = BackMsg()
    message.backend_operation_request.request_id = "1"
    message.backend_operation_request.session_id = session
    message.backend_operation_request.deferred_file.file_id = asked
    tab.socket.send(message.SerializeToString())
    try:
        while True:
            raw = tab.socket.recv(timeout=3)
            assert isinstance(raw, bytes)
            told = ForwardMsg.FromString(raw)
            if told.WhichOneof("type") == "backend_operation_response":
                return str(told.backend_operation_response.deferred_file.url)
    except TimeoutError:
        return ""


def test_a_download_is_for_the_session_it_was_made_for_and_ends_with_it(running: Server) -> None:
    nurses, leads = token("nurse"), token("lead")
    tab = Tab(running.url, nurses)
    page = tab.run("mark")
    asked = asked_by(page)
    address = ask(tab, page.session, asked)
    assert address.startswith("/media/")
    other = Tab(running.url, leads)
    assert ask(other, other.run("mark").session, asked) == "", "it is not made for another session"
    assert fetch(running, address, nurses) == 200
    assert fetch(running, address) == fetch(running, address, leads) == 404
    tab.run("mark", widgets={signs_out(page)[0]: ("trigger_value", True)})
    assert fetch(running, address, nurses) == fetch(running, address) == 404
    other.close()
    tab.close()


def test_no_page_tells_where_its_script_lies_or_what_the_machine_runs(running: Server) -> None:
    raw = Tab(running.url).run("clabsi").raw
    for secret in (str(ROOT), "main.py", platform.python_version(), streamlit.__version__, "Linux"):
        assert secret.encode() not in raw, secret


def test_a_page_of_another_origin_on_the_same_machine_opens_no_connection(running: Server) -> None:
    with pytest.raises(InvalidStatus):
        connect(running.url.replace("http", "ws") + "/_stcore/stream", origin="http://localhost:3000")  # type: ignore[arg-type]


def test_messages_for_developers_and_messages_too_large_are_not_heard(running: Server) -> None:
    tab = Tab(running.url)
    message = BackMsg()
    message.clear_cache = True
    tab.socket.send(message.SerializeToString())
    assert asks(tab.run("clabsi"))
    message = BackMsg()
    message.rerun_script.query_string = "x" * (3 * 2**20)
    tab.socket.send(message.SerializeToString())
    with pytest.raises(Exception, match=r"1009|1000|1005|1006|no close frame"):
        for _ in range(100):
            tab.socket.recv(timeout=10)


def test_no_id_of_a_session_and_no_token_stands_in_the_log(running: Server) -> None:
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", running.log)
    for secret in (token("nurse"),):
        assert secret not in running.log
