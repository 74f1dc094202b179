"""The front door: headers on every answer, an apology with a number for every fault, and no demo for other machines."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from mist_dash.actions import people
from mist_dash.store import engine
from tests.browser.conftest import ROOT, Server, copied, serving, without_events
from tests.browser.protocol import Tab


def answer(url: str, method: str = "GET", data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as found:
            return found.status, {name.lower(): value for name, value in found.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}


def test_every_answer_carries_the_security_headers_and_metrics_are_closed(server: Server) -> None:
    for path in ("/", "/clabsi", "/_stcore/health", "/_stcore/host-config"):
        _, headers = answer(server.url + path)
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path
        assert headers["cache-control"] == "no-store"
    assert answer(server.url + "/_stcore/metrics")[0] == 404


def test_the_cookie_is_set_only_for_a_living_session_and_only_from_this_site(server: Server) -> None:
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    token = (people.sign_in("nurse") or "").encode()
    engine.use("sqlite://")
    status, headers = answer(server.url + "/session", "POST", token, Origin=server.url)
    assert status == 204
    cookie = headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert answer(server.url + "/session", "POST", token, Origin="http://elsewhere.example")[0] == 403
    assert answer(server.url + "/session", "POST", b"made up", Origin=server.url)[0] == 403


def test_a_fault_gives_the_person_a_sentence_and_a_number_and_the_log_the_rest(demo: Path, tmp_path: Path) -> None:
    with serving(copied(demo, tmp_path)) as server:
        tab = Tab(server.url, without_events(tmp_path))
        said = " ".join(tab.run("clabsi").texts)
        tab.close()
        number = re.search(r"the number \*\*(\w{8})\*\*", said)
        assert number, said
        assert "no such table" not in said and "Traceback" not in said
        assert number.group(1) in server.log and "no such table" in server.log


def test_a_demo_is_not_served_to_other_machines(demo: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mist_dash", "serve", "--data", str(copied(demo, tmp_path)), "--host", "0.0.0.0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and "127.0.0.1 only" in done.stderr


def test_streamlit_run_serves_the_same_front_door(demo: Path, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "streamlit", "run", "app.py"]
    with serving(copied(demo, tmp_path), run, MIST_DATA=str(tmp_path)) as server:
        assert "frame-ancestors" in answer(server.url)[1]["content-security-policy"]
        tab = Tab(server.url)
        assert "Making it Safer Together" in " ".join(tab.run("clabsi").texts)
        tab.close()


def test_starting_again_keeps_the_data(tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        assert "nurse" in first.log
    with sqlite3.connect(tmp_path / "mist.sqlite3") as database:
        database.execute("UPDATE person SET name = 'Somebody Renamed' WHERE username = 'nurse'")
    with serving(tmp_path) as second:
        assert "Somebody Renamed" in second.log
    assert os.environ.get("MIST_DATA") is None
