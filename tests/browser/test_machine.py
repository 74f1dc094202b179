"""A hospital's own system sends over HTTP with a key that its lead made on screen."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from mist_dash.actions import catalogue, people
from mist_dash.exports.openapi import ADDRESS, ANSWERS, AT_ONCE, SECONDS, openapi
from mist_dash.store import engine
from mist_dash.ui.server.api import senders
from tests.browser.conftest import ROOT, copied, serving
from tests.browser.protocol import Tab

HEAD = "month,area,clabsi,central_line_days\n"
STATIC = ROOT / "docs" / "openapi.json"


def post(url: str, token: str, data: bytes, **asked: str) -> tuple[int, dict[str, object]]:
    query = urllib.parse.urlencode({"theme": "clabsi", "name": "ours.csv"} | asked)
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{url}{ADDRESS}?{query}", data, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as found:
            return found.status, json.load(found)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_key_made_on_screen_sends_is_ended_on_screen_and_stands_in_no_log(demo: Path, tmp_path: Path) -> None:
    with serving(copied(demo, tmp_path)) as server:
        engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
        session = people.sign_in("lead") or ""
        engine.use("sqlite://")
        tab = Tab(server.url, session)
        page = tab.run("keys")
        (name,) = [id for id, kind in page.widgets.items() if kind == "text_input"]
        (button,) = [id for id, kind in page.widgets.items() if kind == "button" and "Make a key" in id]
        made = tab.run("keys", widgets={name: ("string_value", "Datix export"), button: ("trigger_value", True)})
        (token,) = [found[0] for text in made.codes if (found := re.findall(r"^[\w-]{43}$", text))]
        assert token.encode() not in tab.run("keys").raw  # shown once
        rows = b"2019-04,ICU,1,400\n2019-05,ICU,0,410\n"
        stored = post(server.url, token, HEAD.encode() + rows)
        assert stored[0] == 201 and stored[1]["stored"] is True
        assert post(server.url, token, HEAD.encode() + rows)[0] == 200
        assert b"The file as it came" in tab.run("history").raw
        wrong = post(server.url, token, HEAD.encode() + b"2019-06,ICU,four,400\n")
        assert wrong[0] == 422 and wrong[1]["problems"]
        assert post(server.url, token, b"x" * (10 * 2**20 + 1))[0] == 413
        assert post(server.url, token, b"x", theme="no-such")[0] == 404
        assert post(server.url, "made-up", b"x" * 2**20)[0] == 401
        for refused in (post(server.url, token, b"x", theme="no-such"), post(server.url, "made-up", b"x"), wrong):
            assert "Nothing was stored" in str(refused[1]["sentence"])
        for method in ("GET", "PUT"):
            with pytest.raises(urllib.error.HTTPError) as asked:
                urllib.request.urlopen(urllib.request.Request(f"{server.url}{ADDRESS}", method=method), timeout=20)
            assert asked.value.code == 405 and json.load(asked.value)["sentence"] == ANSWERS[405]
        assert "Datix export" in " ".join(tab.run("audit").texts) or b"Datix export" in tab.run("audit").raw
        page = tab.run("keys")
        (end,) = [id for id in page.widgets if "end-" in id]
        tab.run("keys", widgets={end: ("trigger_value", True)})
        assert post(server.url, token, HEAD.encode() + rows)[0] == 401
        tab.close()
        with urllib.request.urlopen(f"{server.url}/api/v1/openapi.json", timeout=20) as found:
            assert json.load(found) == json.loads(STATIC.read_text("utf-8"))
        assert token not in server.log


def test_the_written_description_is_the_one_of_the_code() -> None:
    """To write it anew: `.venv/bin/python -m tests.browser.test_machine`."""
    assert json.loads(STATIC.read_text("utf-8")) == described()
    assert f"{AT_ONCE} files" in ANSWERS[429] and (senders.burst, senders.seconds) == (AT_ONCE, SECONDS)
    assert set(described()["paths"][ADDRESS]["post"]["responses"]) == set(map(str, ANSWERS))


def described() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    return openapi([theme.id for theme in catalogue.themes()])


if __name__ == "__main__":
    STATIC.write_text(json.dumps(described(), ensure_ascii=False, indent=1) + "\n", "utf-8")
