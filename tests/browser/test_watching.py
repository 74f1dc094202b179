"""Numbers for Prometheus on a port of their own and a log in JSON: off by default, and without anybody in them."""

from __future__ import annotations

import json
import re
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import Server, copied, serving, without_events
from tests.browser.protocol import Tab


def text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as found:
        return str(found.read().decode())


def test_requests_faults_and_open_pages_are_told_without_a_path_a_name_or_an_id(demo: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving(copied(demo, tmp_path), MIST_METRICS_PORT=str(port), MIST_LOG="json") as server:
        token = without_events(tmp_path)
        tab = Tab(server.url, token)
        tab.run("clabsi")
        for _ in range(2):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(f"{server.url}/file/943476?secret=words", timeout=20)
        session = tab.run("clabsi").session  # meanwhile the last of them is counted
        told = text(f"http://127.0.0.1:{port}/metrics")
        tab.close()
    found = dict(line.rsplit(" ", 1) for line in told.splitlines() if not line.startswith("#"))
    assert found['mist_requests_total{kind="file",status="403"}'] == "2", told
    assert float(found["mist_faults_total"]) >= 1 and found["mist_open_pages"] == "1"
    assert float(found["process_resident_memory_bytes"]) > 1e7
    assert float(found["mist_request_seconds_count"]) == float(found['mist_request_seconds_bucket{le="+Inf"}']) > 2
    lines = [line for line in server.log.splitlines() if line.startswith("{")]
    parsed = [json.loads(line) for line in lines]
    assert sum((one.get("kind"), one.get("status")) == ("file", 403) for one in parsed) == 2
    assert any("no such table" in one.get("fault", "") for one in parsed)
    for secret in (token, session, "943476", "words", "127.0.0.1", "Nadia", "nurse"):
        assert secret not in told and secret not in "\n".join(lines), secret


def test_no_port_is_opened_and_no_page_tells_numbers_unless_asked_for(server: Server) -> None:
    for path in ("/metrics", "/_stcore/metrics"):
        try:
            assert "mist_requests_total" not in text(server.url + path)
        except urllib.error.HTTPError as refused:
            assert refused.code == 404
    assert not re.search(r'^\{"at"|GET /', server.log, re.MULTILINE)
