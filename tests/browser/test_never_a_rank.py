"""Never a rank: whoever looks, at whatever page or file, sees nothing that depends on which other centre did how.

The numbers of the other centres are dealt out anew among them. Everything that is sent to a reader must stay the same,
to the letter: then no order, no list and no pair of values can tell which of them did better. Sums of many centres stay
the same, too, and are the only thing that may depend on others at all. What centres agreed to show in a story stays as
it was frozen. Pages are found in the navigation and by the links on them; on more networks, without pages, the same is
tried in tests/actions/test_never_a_rank.py.
"""

from __future__ import annotations

import io
import re
import urllib.request
import zipfile
from collections.abc import Iterator

import pyarrow as pa
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mist_dash.actions import people
from mist_dash.core.people import Role
from mist_dash.store import engine
from mist_dash.ui.navigation import desks_now
from tests import network
from tests.browser.conftest import serving
from tests.browser.protocol import Answer, Tab

ROLES = (Role.LEAD, Role.CONTRIBUTOR, Role.MEMBER, Role.FACILITATOR, Role.ADMIN, None)
LINES = "theme=Central+line+infections"
OPENED = tuple(f"below={tab}" for tab in ("Before+and+after", "Learn+from+others", "Together", "Data+and+definition"))
DATA = tuple(f"area={area}&below=Data+and+definition" for area in ("ICU", "Haem-Onc+wards", "Elsewhere"))
QUERIES = {"clabsi": ("", *DATA, *OPENED), "interventions": (LINES,), "together": (LINES,)}
SEED = 11
CHANCE = re.compile(r"\$\$ID-[0-9a-f]+|[0-9a-f]{32,}|[0-9a-f-]{36}|\d\d:\d\d")  # what differs from run to run
Sent = dict[str, str]  # "role at address?query" -> everything that was sent, files included


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sent, Sent]]:
    """What every role was sent wherever links lead, with the numbers as drawn and dealt anew under the same server."""
    folder = tmp_path_factory.mktemp("network")
    engine.use(f"sqlite:///{folder / 'mist.sqlite3'}")
    engine.upgrade()
    made = network.grow(SEED)
    tokens = {role: people.sign_in(role.value) or "" if role else "" for role in ROLES}
    with serving(folder, MIST_DEMO="no") as server:
        drawn = {key: sent for role in ROLES for key, sent in walk(server.url, role, tokens[role]).items()}
        network.deal_anew(made, SEED)
        dealt = {key: sent for role in ROLES for key, sent in walk(server.url, role, tokens[role]).items()}
    engine.use("sqlite://")
    yield drawn, dealt


def walk(url: str, role: Role | None, token: str) -> Sent:
    """Every address of the navigation, and every page that a link on any of them leads to, with its filters."""
    found: Sent = {}
    first = [
        (entry.address, query)
        for entries in desks_now().values()
        for entry in entries
        for query in QUERIES.get(entry.address, ("",))
    ]
    waiting, seen = list(first), set(first)
    while waiting:
        address, query = waiting.pop(0)
        tab = Tab(url, token)  # a new one each time, as a link is opened: what was chosen before would stay chosen
        answer = tab.run(address, query)
        sent = said(answer) + "".join(files(url, tab, token, answer)) + "".join(handed_out(url, token, answer))
        found[f"{role or 'visitor'} at {address}?{query}"] = sent
        tab.close()
        fresh = [link for link in links(answer) if link not in seen]
        waiting += fresh
        seen |= set(fresh)
    return found


def links(answer: Answer) -> list[tuple[str, str]]:
    """(address, query) of every link of a page to one that is opened by an id: the others are walked anyway."""
    found = []
    for message in answer.messages:
        element = message.delta.new_element
        if element.WhichOneof("type") == "page_link" and "id=" in element.page_link.query_string:
            found.append((element.page_link.page, element.page_link.query_string.lstrip("?")))
    return list(dict.fromkeys(found))


def handed_out(url: str, token: str, answer: Answer) -> list[str]:
    """What stands behind each button that leads to a file of a resource."""
    found = []
    for message in answer.messages:
        element = message.delta.new_element
        if element.WhichOneof("type") == "link_button" and element.link_button.url.startswith("/"):
            request = urllib.request.Request(url + element.link_button.url, headers={"Cookie": f"mist_session={token}"})
            found.append(opened(urllib.request.urlopen(request, timeout=30).read()))
    return found


def said(answer: Answer) -> str:
    """Every element of a page as text: figures and tables too. What differs from run to run by chance is taken out."""
    parts = []
    for message in answer.messages:
        if message.WhichOneof("type") == "delta":
            parts += tables(message)
            parts.append(CHANCE.sub("", message.delta.SerializeToString(deterministic=True).decode("latin-1")))
    return "\n".join(parts)


def tables(message: ForwardMsg) -> list[str]:
    element = message.delta.new_element
    kind = element.WhichOneof("type") or ""
    data = getattr(getattr(element, kind, None), "data", b"") if "data_frame" in kind or kind == "table" else b""
    if not data:
        return []
    getattr(element, kind).ClearField("data")
    return [str(pa.ipc.open_stream(io.BytesIO(data)).read_all().to_pydict())]


def files(url: str, tab: Tab, token: str, answer: Answer) -> list[str]:
    """What each download button of the page hands out."""
    session = next(
        m.new_session.initialize.session_id for m in answer.messages if m.WhichOneof("type") == "new_session"
    )
    found = []
    for message in answer.messages:
        element = message.delta.new_element
        if element.WhichOneof("type") == "download_button" and element.download_button.deferred_file_id:
            asked = BackMsg()
            asked.backend_operation_request.request_id = "file"
            asked.backend_operation_request.session_id = session
            asked.backend_operation_request.deferred_file.file_id = element.download_button.deferred_file_id
            tab.socket.send(asked.SerializeToString())
            found.append(fetched(url, tab, token))
    return found


def fetched(url: str, tab: Tab, token: str) -> str:
    while True:
        raw = tab.socket.recv(timeout=30)
        assert isinstance(raw, bytes)
        answer = ForwardMsg.FromString(raw)
        if answer.WhichOneof("type") == "backend_operation_response":
            path = answer.backend_operation_response.deferred_file.url
            request = urllib.request.Request(url + path, headers={"Cookie": f"mist_session={token}"})
            return opened(urllib.request.urlopen(request, timeout=30).read())


def opened(file: bytes) -> str:
    """A file as text; of a workbook or slides all parts. The time it was made is left out."""
    if not file.startswith(b"PK"):
        return re.sub(r"/CreationDate \(.*?\)|/ID \[.*?\]", "", file.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        return "\n".join(f"{name} {opened(book.read(name))}" for name in book.namelist() if "docProps" not in name)


def test_nothing_that_anybody_is_sent_tells_which_other_centre_did_how(walks: tuple[Sent, Sent]) -> None:
    drawn, dealt = walks
    assert drawn.keys() == dealt.keys() and len(drawn) > 100
    for where, text in drawn.items():
        assert text == dealt[where], f"{where} changed when other centres' numbers were dealt anew"


def test_no_page_shows_a_figure_of_a_centre_that_did_not_agree_to_it(walks: tuple[Sent, Sent]) -> None:
    for where, text in walks[0].items():
        assert network.UNAGREED not in text and network.UNAGREED_DAYS not in text, where


def test_the_walk_sees_figures_tables_files_and_stories_so_that_it_could_tell(walks: tuple[Sent, Sent]) -> None:
    page = "".join(text for where, text in walks[0].items() if where.startswith("contributor at clabsi?"))
    assert "line days between" in page or "per 1,000 line days" in page  # the own figure
    assert "How the collaborative does together" in page and "error_y" in page  # the pooled one
    assert "Month,Area,Infections,Central line days" in page and "area,intervention,start" in page  # the files
    assert "go-live" in page  # before and after a start, added up
    stories = [text for where, text in walks[0].items() if where.startswith("admin at story?id=")]
    assert len(stories) == 3 and all('"mode":"lines' in text for text in stories)  # those that centres agreed to
    for opened_by_id in ("resource?id=1", "thread?id=1"):
        assert f"member at {opened_by_id}" in walks[0]
    assert "Hospital" in walks[0]["member at interventions?theme=Central+line+infections"]


def test_centres_stand_in_the_order_of_their_names_wherever_several_are_listed(walks: tuple[Sent, Sent]) -> None:
    """Stories stand by date instead: the newest first, whatever was achieved."""
    page = walks[0]["facilitator at interventions?theme=Central+line+infections"]
    seen = list(dict.fromkeys(re.findall(f"(?:{'|'.join(network.TREES)}) Hospital", page)))
    assert seen == sorted(seen) and len(seen) > 4
