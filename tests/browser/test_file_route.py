"""The route that hands out files, attacked over HTTP: forged ids, closed doors, hostile names, ranges, old cookies."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from mist_dash.actions import people, public_resources, resources
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.consent import fingerprint_of_resource
from mist_dash.core.people import Person
from mist_dash.core.resources import Resource, ResourceDraft
from mist_dash.store import engine, files
from tests.browser.conftest import Server

DATA = pdf("Line care", ["Scrub the hub"])
HOSTILE_NAME = 'a"; filename="run.exe"\r\nSet-Cookie: mist_session=mine\r\n\r\n<script>\u202egpj.exe'


def person(username: str) -> tuple[str, Person]:
    token = people.sign_in(username) or ""
    return token, people.who(token)


@pytest.fixture(scope="module")
def shared(server: Server) -> Iterator[Resource]:
    """A resource of the nurse's centre, for members only, in the database of the running server."""
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    files.use(server.folder / "resources")
    offered = ResourceDraft("clabsi", "Line care", "bundle")
    id = resources.add(person("nurse")[1], offered, ResourceFile(HOSTILE_NAME, DATA)).id
    assert id
    yield resources.resource(person("nurse")[1], id)
    engine.use("sqlite://")
    files.use("memory:///")


def asked(server: Server, path: str, token: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    cookie = {"Cookie": f"mist_session={token}"} if token else {}
    request = urllib.request.Request(f"{server.url}/file/{path}", headers=headers | cookie)
    try:
        with urllib.request.urlopen(request, timeout=20) as found:
            return found.status, {name.lower(): value for name, value in found.headers.items()}, found.read()
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_a_member_gets_the_whole_file_as_a_download_of_a_fixed_type(server: Server, shared: Resource) -> None:
    token, _ = person("pharmacist")
    for more in ({}, {"Range": "bytes=0-9"}, {"Range": "bytes=-1,0-0,5-5"}, {"If-Range": "x", "Range": "bytes=0-"}):
        status, headers, body = asked(server, str(shared.latest.id), token, **more)
        assert (status, body) == (200, DATA)  # a file that is checked by its hash is never handed out in parts
        assert headers["content-type"] == "application/pdf" and headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store" and "frame-ancestors" in headers["content-security-policy"]


def test_no_name_of_a_file_writes_a_header_of_its_own(server: Server, shared: Resource) -> None:
    _, headers, body = asked(server, str(shared.latest.id), person("pharmacist")[0])
    kept = headers["content-disposition"]
    assert kept.startswith("attachment; filename*=UTF-8''") and kept.endswith(".pdf")
    assert kept.isascii() and not set(kept.partition("''")[2]) & set("\"';\\/<>\r\n ")
    assert "set-cookie" not in headers and body == DATA


def test_a_visitor_is_told_the_same_of_a_members_file_and_of_none_at_all(server: Server, shared: Resource) -> None:
    old, nurse = person("nurse")
    people.sign_out(old)
    assert nurse.id is not None
    ids = (shared.latest.id, shared.latest.id + 1, 0, 2**31, 2**63, 10**40)
    answers = {asked(server, str(id), token)[::2] for id in ids for token in ("", "forged", old)}
    assert len(answers) == 1 and next(iter(answers))[0] == 403
    for path in (
        "-1",
        "1.5",
        "..%2f..%2fmist.sqlite3",
        "%00",
        "1/../../mist.sqlite3",
    ):  # no such address: the app's own page
        assert not asked(server, path, person("nurse")[0])[2].startswith((b"%PDF", b"SQLite"))
    member = person("nurse")[0]
    assert {asked(server, str(id), member)[0] for id in ids[1:]} == {404}


def test_what_is_opened_to_all_is_open_and_what_is_taken_back_is_closed_at_once(
    server: Server, shared: Resource
) -> None:
    _, lead = person("lead")
    path = str(shared.latest.id)
    public_resources.agree(lead, shared.id, fingerprint_of_resource(shared))
    status, headers, body = asked(server, path)
    assert (status, body) == (200, DATA) and headers["content-disposition"].startswith("attachment")
    public_resources.take_back(lead, shared.id)
    assert asked(server, path)[0] == 403
    public_resources.agree(lead, shared.id, fingerprint_of_resource(shared))
    resources.renew(
        lead, shared.id, ResourceDraft("clabsi", "Line care", "bundle"), "New", ResourceFile("b.pdf", DATA + b"\n")
    )
    newer = resources.resource(lead, shared.id).latest.id
    assert {asked(server, path)[0], asked(server, str(newer))[0]} == {403}  # what was agreed to is not there any more
