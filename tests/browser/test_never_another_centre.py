"""No page ever sends a number of another centre: tried as every role, at every address, with forged messages."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from mist_dash.actions import catalogue, people, share, stories
from mist_dash.core.people import Person, Role
from mist_dash.core.stories import StoryDraft
from mist_dash.store import engine
from mist_dash.ui.navigation import desks_now
from tests.browser.conftest import Server, copied, serving
from tests.browser.protocol import Answer, Tab

SECRETS = (64_817, 73_459)  # line days that no demo centre has
HIDDEN = "Kumquat marmalade protocol"  # the title of a story that nobody published
FORGED: list[tuple[str, object]] = [
    ("string_value", "Birchwater Children’s Hospital"),
    ("string_value", "' OR 1=1 --"),
    ("int_value", 2),
    ("trigger_value", True),
    ("json_value", '{"centre": 2, "edited_rows": {"0": {"Write here": "2"}}, "added_rows": [{}]}'),
]
BY_CHANCE = re.compile(r"[0-9a-f-]{36}|[0-9a-f]{32,}")  # names of runs and files, in which any digits may stand
PUBLIC = {entry.address for entries in desks_now().values() for entry in entries if Role.VISITOR in entry.roles}
QUERIES = (
    "",
    "centre=2&id=1&upload=1&theme=Central+line+infections&area=Haem-Onc+wards",
    "id=5",
    "measure=%3Cscript%3E&area=..%2F..&basis=%00&id=" + "9" * 5000,
)


def addresses() -> list[str]:
    return [entry.address for entries in desks_now().values() for entry in entries]


@pytest.fixture(scope="module")
def running(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, in which the nurse's centre has sent numbers that nobody can take for another's."""
    with serving(copied(demo, tmp_path_factory.mktemp("data"))) as server:
        engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
        nurse = signed_in("nurse")[1]
        rows = "\n".join(
            f"2025-0{month},{area},{month},{days}"
            for month in (4, 5)
            for area, days in zip(("ICU", "Haem-Onc"), SECRETS, strict=True)
        )
        sent = share.UploadedFile("secret.csv", f"month,area,clabsi,central_line_days\n{rows}\n".encode(), {}, {})
        proposal = share.propose(nurse, "clabsi", sent)
        assert share.submit(nurse, "clabsi", sent, proposal.shown) is not None
        assert stories.tell(nurse, StoryDraft("clabsi", "", HIDDEN, "a", "b", "c", "d")).id
        yield server
        engine.use("sqlite://")


def signed_in(username: str) -> tuple[str, Person]:
    token = people.sign_in(username)
    assert token
    return token, people.who(token)


def gives_away(answer: Answer) -> bool:
    """Whether a secret is in there: written out, or as the eight bytes in which tables travel."""
    text = BY_CHANCE.sub("", answer.raw.decode("utf-8", "ignore"))
    packed = any(struct.pack(form, number) in answer.raw for number in SECRETS for form in ("<d", "<q"))
    alone = "(?<![0-9a-f])({}|{:,})(?![0-9a-f])"  # among other digits it is a part of another number, or of a hash
    return packed or HIDDEN in text or any(re.search(alone.format(number, number), text) for number in SECRETS)


def test_the_own_centre_does_see_them_so_that_the_search_can_find(running: Server) -> None:
    tab = Tab(running.url, signed_in("member")[0])
    assert gives_away(tab.run("clabsi", "area=ICU"))
    assert gives_away(Tab(running.url, signed_in("nurse")[0]).run("tell"))
    tab.close()


@pytest.mark.parametrize("username", ["pharmacist", "listener", "facilitator", "admin", ""])
def test_nobody_else_gets_a_number_at_any_address_or_by_any_forged_value(running: Server, username: str) -> None:
    tab = Tab(running.url, signed_in(username)[0] if username else "")
    for address in addresses():
        if username == "facilitator" and address == "review":
            continue  # facilitators read stories that were sent to them, and only the words
        page = address
        for query in QUERIES:
            answer = tab.run(page, query)
            assert not gives_away(answer), f"{username} at {address}?{query}"
        for name, value in FORGED if answer.widgets else ():
            forged = dict.fromkeys(answer.widgets, (name, value))
            assert not gives_away(tab.run(page, "", forged)), f"{username} at {address} with {name}={value}"
    tab.close()


def test_a_visitor_sees_nothing_of_any_page_on_a_cold_server(demo: Path, tmp_path: Path) -> None:
    """Each page is the first thing that this server is ever asked for by its session, and nobody has signed in."""
    with serving(copied(demo, tmp_path)) as server:
        for address in addresses():
            if address in PUBLIC:
                continue
            tab = Tab(server.url)
            said = " ".join(tab.run(address).texts)
            assert "Making it Safer Together" in said and "ranks" in said, address
            assert not re.search(r"infections in|incidents reported|Gallery|Send data|Review", said), address
            tab.close()


def test_a_signed_out_or_demoted_person_is_out_at_once(running: Server) -> None:
    token, nurse = signed_in("nurse")
    tab = Tab(running.url, token)
    assert "Send data" in " ".join(tab.run("send").texts)
    people.sign_out(token)
    assert "Send data" not in " ".join(tab.run("send").texts)
    tab.close()
    assert nurse.centre is not None and catalogue.themes()
