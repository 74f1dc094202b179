"""The virus scanner, by a small server that speaks clamd's protocol: a virus is refused, and so is silence."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mist_dash.actions import learn, resources, share
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.errors import Refused, Sorry
from mist_dash.core.resources import ResourceDraft
from mist_dash.store import scanner
from tests.conftest import Cast

HARM = b"X5O!P%@AP-HARM"  # what this server takes for a virus; the well-known test file would alarm real scanners
Say = Callable[[bytes], bytes]


def honest(data: bytes) -> bytes:
    return b"stream: Test.Harm FOUND\0" if HARM in data else b"stream: OK\0"


class Clamd(socketserver.StreamRequestHandler):
    """Reads INSTREAM as clamd does, and answers with what `say` makes of the bytes."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            return
        data = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.wfile.write(self.server.say(data))  # type: ignore[attr-defined]


class Local(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@contextmanager
def listening(server: Any, say: Say = honest) -> Iterator[Any]:
    server.say = say
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    local = request.param == "unix"
    made = Local(str(tmp_path / "c"), Clamd) if local else socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
    where = f"unix://{tmp_path / 'c'}" if local else f"tcp://127.0.0.1:{made.server_address[1]}"  # type: ignore[str-bytes-safe]
    monkeypatch.setenv("MIST_CLAMD", where)
    with listening(made) as server:
        yield server


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 3_000_000])
def test_a_clean_file_passes_and_a_harmful_one_is_refused_wherever_the_harm_lies(clamd: Any, size: int) -> None:
    scanner.scan(bytes(size))
    with pytest.raises(Refused, match="harmful") as refused:
        scanner.scan(bytes(size) + HARM)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "said",
    [b"", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"stream: not OK\0", b"x" * 9000, b"\0"],
)
def test_any_answer_but_a_plain_ok_keeps_the_file_out(clamd: Any, said: bytes) -> None:
    clamd.say = lambda _: said
    with pytest.raises(Sorry, match="does not answer"):
        scanner.scan(b"a file", seconds=2)


def test_a_scanner_that_never_answers_keeps_the_file_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("MIST_CLAMD", f"127.0.0.1:{deaf.getsockname()[1]}")
        with pytest.raises(Sorry, match="does not answer"):
            scanner.scan(b"a file", seconds=0.2)


@pytest.mark.parametrize(
    "where",
    [
        "tcp://127.0.0.1:1",
        "unix:///nowhere/clamd",
        "http://127.0.0.1:3310",
        "tcp://",
        "tcp://127.0.0.1:many",
        "unix://",
    ],
)
def test_a_scanner_that_is_not_there_or_wrongly_set_keeps_the_file_out(
    monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setenv("MIST_CLAMD", where)
    with pytest.raises(Sorry, match="does not answer"):
        scanner.scan(b"a file", seconds=2)


def test_without_the_setting_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIST_CLAMD", raising=False)
    scanner.scan(HARM)


def test_nothing_is_kept_of_a_file_that_the_scanner_did_not_pass(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, clamd: Any
) -> None:
    offered, clean = ResourceDraft("clabsi", "Line care", "bundle"), pdf("A bundle", ["Scrub the hub"])
    with pytest.raises(Refused, match="harmful"):
        resources.add(cast.contributor, offered, ResourceFile("a.pdf", clean + HARM))
    id = resources.add(cast.contributor, offered, ResourceFile("a.pdf", clean)).id
    monkeypatch.setenv("MIST_CLAMD", "tcp://127.0.0.1:1")
    for act in (
        lambda: resources.add(cast.contributor, offered, ResourceFile("a.pdf", clean)),
        lambda: resources.renew(cast.contributor, id or 0, offered, "New", ResourceFile("a.pdf", clean)),
    ):
        with pytest.raises(Sorry, match="does not answer"):
            act()
    assert [one.id for one in learn.shelf(cast.member)] == [id]
    assert len(resources.resource(cast.member, id or 0).versions) == 1


def test_a_data_file_is_scanned_before_it_is_opened_and_nothing_of_it_is_kept_unless_it_passes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, clamd: Any
) -> None:
    """Its bytes stay in the history, where others of the centre fetch them again."""
    clean = b"month,area,clabsi,central_line_days\n2024-04,ICU,2,812\n"
    sent, harmful = (
        share.UploadedFile("a.csv", clean, {}, {}),
        share.UploadedFile("a.csv", clean + b"2024-05,," + HARM, {}, {}),
    )
    agreed = share.propose(cast.contributor, "clabsi", sent).shown
    for act in (share.opened, share.propose):
        with pytest.raises(Refused, match="harmful"):
            act(cast.contributor, "clabsi", harmful)
    monkeypatch.setenv("MIST_CLAMD", "tcp://127.0.0.1:1")
    for late in (
        lambda: share.opened(cast.contributor, "clabsi", sent),
        lambda: share.submit(cast.contributor, "clabsi", sent, agreed),
    ):
        with pytest.raises(Sorry, match="does not answer"):
            late()
    assert share.history(cast.contributor) == ()
