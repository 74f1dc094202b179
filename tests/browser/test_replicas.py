"""Two replicas are one dashboard: what is done on one is seen on the other at its next run, and either may die."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from streamlit.proto.Common_pb2 import FileUploaderState

from mist_dash.actions import machine, people
from mist_dash.core import months, passwords
from mist_dash.core.people import Role
from mist_dash.store import audit, counts, engine, guesses
from mist_dash.store import people as accounts
from mist_dash.ui.server.front import A_YEAR
from tests.browser.conftest import PASSWORD
from tests.browser.protocol import Answer, Tab
from tests.browser.replicas import Replicas, at, replicas
from tests.browser.test_door import asks, signs_out, typed

HEAD = "month,area,clabsi,central_line_days\n"
AXIS = months.between("2012-01", "2026-06")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    """Both made the tables of one empty database at the same time."""
    with replicas(tmp_path_factory.mktemp("replicas")) as running:
        hashed = passwords.hash_of(PASSWORD)
        with engine.begin() as db:
            ash = accounts.add_centre(db, "Ash Hospital")
            for role in (Role.CONTRIBUTOR, Role.LEAD):
                accounts.add(db, role.value, role.value.title(), role, hashed, ash)
        yield running


def key(name: str) -> str:
    lead = people.who(people.sign_in("lead"))
    return machine.make(lead, name)


def send(two: Replicas, token: str, month: str, replica: int) -> tuple[int, dict[str, object], str]:
    """(status, answer, which replica the browser stays with from here on)."""
    where = f"{two.url}/api/v1/uploads?theme=clabsi&name=ours.csv"
    told = {"Authorization": f"Bearer {token}", "Cookie": f"mist_replica={replica}"}
    request = urllib.request.Request(where, f"{HEAD}{month},ICU,1,400\n".encode(), told, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as found:
            return found.status, json.load(found), found.headers.get("set-cookie", "")
    except urllib.error.HTTPError as error:
        return error.code, json.load(error), error.headers.get("set-cookie", "")


def stored() -> set[str]:
    with engine.reading() as db:
        return {one.period for one in counts.numbers(db, 1, "clabsi") if one.item == "clabsi"}


def signed_in(two: Replicas, replica: int) -> tuple[Tab, str]:
    """A tab in which somebody signed in by the form, and the cookie that its browser was given."""
    tab = Tab(two.url, at("", replica))
    form = tab.run().widgets
    name, password = [id for id, kind in form.items() if kind == "text_input"][:2]
    button = next(id for id, kind in form.items() if kind == "button")
    there = tab.run(widgets=typed(name, password, "contributor") | {button: ("trigger_value", True)})
    assert signs_out(there), there.texts
    token = next(found for found in re.findall(rb"[\w-]{43}", there.raw) if people.who(found.decode()).id)
    return tab, token.decode()


def says(answer: Answer, what: str) -> bool:
    return any(what in text for text in answer.texts)


def test_what_is_done_on_one_is_seen_on_the_other_at_its_next_run(two: Replicas) -> None:
    here, token = signed_in(two, 1)
    told = {"Origin": two.url, "Cookie": "mist_replica=2"}
    request = urllib.request.Request(f"{two.url}/session", token.encode(), told)
    with urllib.request.urlopen(request, timeout=20) as kept:
        cookies = kept.headers.get_all("set-cookie")
        assert kept.headers["strict-transport-security"] == A_YEAR
    assert [one for one in cookies if token in one and "Secure" in one and "HttpOnly" in one], cookies
    there = Tab(two.url, at(token, 2))
    assert signs_out(there.run("clabsi"))
    ours = key("Datix export")
    for number, month in enumerate(("2026-01", "2026-02"), 1):
        assert send(two, ours, month, replica=1)[0] == 201
        for tab in (here, there):
            assert says(tab.run("clabsi"), f"in {number * 400} line days"), "what either has cached ends"
    (out,) = signs_out(here.run("clabsi"))
    here.run("clabsi", widgets={out: ("trigger_value", True)})
    assert asks(there.run("clabsi", quiet=0.5))
    with engine.begin() as db:
        for _ in range(guesses.AN_ACCOUNT):
            guesses.begin(db, "contributor", "192.0.2.1")
    for replica in (1, 2):
        with pytest.raises(AssertionError, match="so the door is shut for an hour"):
            signed_in(two, replica)
    for tab in (here, there):
        tab.close()


def test_the_database_is_killed_and_people_read_a_sentence_and_go_on(two: Replicas) -> None:
    before = stored()
    ours = key("While the database dies")
    tabs = [Tab(two.url, at(people.sign_in("lead") or "", replica)) for replica in (1, 2)]
    for tab in tabs:
        assert signs_out(tab.run("clabsi"))
    two.database.kill()
    for tab in tabs:
        assert says(tab.run("clabsi"), "The database does not answer just now")
    status, told, _ = send(two, ours, "2025-01", replica=1)
    assert status == 503 and "does not answer just now" in str(told["sentence"])
    two.database.start()
    for tab in tabs:
        assert signs_out(tab.run("clabsi")), "the same page goes on"
        tab.close()
    assert stored() == before and send(two, ours, "2025-01", replica=2)[0] == 201
    with engine.reading() as db:
        assert audit.checked(db).whole


def test_a_replica_that_is_killed_among_uploads_loses_none_and_the_other_answers(two: Replicas) -> None:
    ours, acknowledged, refused = key("While one dies"), [], []
    kept_with: list[str] = []

    def upload() -> None:
        for month in AXIS[:14]:
            status, told, cookie = send(two, ours, month, replica=1)
            (acknowledged if status == 201 else refused).append((month, status, told))
            kept_with.append(cookie)

    sender = threading.Thread(target=upload)
    sender.start()
    while len(acknowledged) < 3:
        time.sleep(0.01)
    two.kill(1)
    sender.join()
    assert len(acknowledged) > 5, "the other goes on where the one was killed"
    assert {month for month, _, _ in acknowledged} <= stored() and len(refused) <= 1
    for month, status, told in refused:
        assert status == 503 and "not stored twice" in str(told["sentence"])
        assert send(two, ours, month, replica=1)[0] in (200, 201) and month in stored()
    assert kept_with[0] == "" and "mist_replica=2" in kept_with[-1]
    again = Tab(two.url, at(people.sign_in("lead") or "", 1))
    page = again.run("send")
    assert signs_out(page), "a page that opens again is answered by the other"
    dropped = FileUploaderState()
    dropped.uploaded_file_info.add().file_id = "of the one that was killed"
    (uploader,) = [id for id, kind in page.widgets.items() if kind == "file_uploader"]
    told = again.run("send", widgets={uploader: ("file_uploader_state_value", dropped)}, quiet=0.5)
    assert says(told, "Nothing of it was stored. Drop it once more")
    again.close()


def test_no_log_of_the_proxy_or_the_replicas_holds_a_token_or_an_address(two: Replicas) -> None:
    assert two.logs and not re.findall(r"(?<![\w-])[\w-]{43}(?![\w-])|link=|upload_file", two.logs)
