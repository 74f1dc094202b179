"""Never a rank: whoever looks, at whatever page or file, sees nothing that depends on which other centre did how.

The numbers of two other centres are swapped. Everything that is sent to a reader must stay the same, to the letter:
then no order, no list and no pair of values can tell which of the two did better. Sums of many centres stay the same
under a swap too, and are the only thing that may depend on others at all.
"""

from __future__ import annotations

import io
import json
import re
import urllib.request
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mist_dash.actions import finding, people
from mist_dash.core import months
from mist_dash.core.consent import fingerprint
from mist_dash.core.learning import Event, Told
from mist_dash.core.people import Role
from mist_dash.store import engine, learning, stories
from mist_dash.store import people as kept
from mist_dash.ui.navigation import desks_now
from tests import network
from tests.browser.conftest import serving
from tests.browser.protocol import Answer, Tab

NAMES = ["Mere", "Alder", "Zenith", "Heath", "Brook", "Quarry"]  # not stored in the order of their names
ROLES = (Role.LEAD, Role.MEMBER, Role.FACILITATOR, Role.ADMIN, None)
SWAPPED = (1, 2, 3, 4, 5)  # all but the reader's own centre are dealt out anew
QUERIES = {"clabsi": ("", "area=Haem-Onc+wards"), "interventions": ("theme=Central+line+infections",)}
AXIS = months.between("2022-04", "2026-10")


def build(folder: Path, seed: int, dealt: tuple[int, ...]) -> dict[Role, str]:
    """A network in which centre number `n` sends the numbers of number `dealt[n]`; a token for each role."""
    engine.use(f"sqlite:///{folder / 'mist.sqlite3'}")
    engine.upgrade()
    random = np.random.default_rng(seed)
    areas = ("ICU", "Haem-Onc", "Elsewhere")
    rates = random.uniform(2, 5, len(NAMES))
    numbers = [network.rows(random, areas, AXIS, 210 + 20 * n, float(rate)) for n, rate in enumerate(rates)]
    with engine.begin() as db:
        made = [kept.add_centre(db, f"{name} Hospital") for name in NAMES]
        for role in filter(None, ROLES):
            own = made[0] if role in (Role.LEAD, Role.MEMBER) else None
            kept.add(db, role.value, role.value.title(), role, "no password", own)
        for place, centre in enumerate(made):
            network.send(db, centre, numbers[dealt[place]])
            start = date(2024, 3, 3)  # what they use and tell stays with the centre: it is no number
            learning.add_event(db, centre, "clabsi", Event(0, "ICU", "intervention", "Biopatches", start, None, ""))
            finding.look(db, centre)
        for place in (2, 0, 4):
            told = Told("clabsi", "ICU", f"What {NAMES[place]} did", "Why", "Did", "Found", "Means")
            id = stories.save(db, made[place], 1, told, None)
            stories.set_state(db, id, "published")
            story = stories.story(db, id)
            assert story is not None
            stories.agree(db, id, "gallery", fingerprint(story, "gallery"), 1)
    return {role: people.sign_in(role.value) or "" for role in filter(None, ROLES)}


@pytest.fixture(scope="module", params=[11])
def walks(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, str]]]:
    """What every role was sent at every address and in every download, with the numbers as drawn and dealt anew."""
    found = []
    shuffled = tuple(np.random.default_rng(request.param).permutation(SWAPPED).tolist())
    assert shuffled != SWAPPED
    for dealt in (SWAPPED, shuffled):
        folder = tmp_path_factory.mktemp("network")
        tokens = build(folder, request.param, (0, *dealt))
        with serving(folder, MIST_DEMO="no") as server:
            found.append(
                {key: said for role in ROLES for key, said in walk(server.url, role, tokens.get(role, "")).items()}
            )  # type: ignore[arg-type]
        engine.use("sqlite://")
    yield found


def walk(url: str, role: Role | None, token: str) -> dict[str, str]:
    """ "role at address?query" -> everything sent, files included."""
    found = {}
    for address in [entry.address for entries in desks_now().values() for entry in entries]:
        for query in QUERIES.get(address, ("",)):
            tab = Tab(url, token)  # a new one each time, as a link is opened: what was chosen before would stay chosen
            answer = tab.run("" if address == "home" else address, query)
            found[f"{role or 'visitor'} at {address}?{query}"] = said(answer) + "".join(files(url, tab, token, answer))
            tab.close()
    return found


def said(answer: Answer) -> str:
    """Every element of a page as text: figures and tables too. What differs from run to run by chance is taken out."""
    parts = []
    for message in answer.messages:
        if message.WhichOneof("type") == "delta":
            parts += tables(message)
            in_no_order(message)
            parts.append(re.sub(r"\$\$ID-[0-9a-f]+|[0-9a-f]{32,}|[0-9a-f-]{36}|\d\d:\d\d", "", str(message.delta)))
    return "\n".join(parts)


def in_no_order(message: ForwardMsg) -> None:
    """Unnamed lines stand in an order drawn by lot at each publication; here they are sorted, to be compared."""
    chart = message.delta.new_element.plotly_chart
    if "go-live" in chart.id:
        spec = json.loads(chart.spec)
        spec["data"].sort(key=json.dumps)
        chart.spec = json.dumps(spec)


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
    """A file as text; of a workbook all its parts, but for the properties that hold the time it was made."""
    if not file.startswith(b"PK"):
        return file.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        return "\n".join(f"{name} {book.read(name)!r}" for name in book.namelist() if "docProps" not in name)


def test_nothing_that_anybody_is_sent_tells_which_other_centre_did_how(walks: list[dict[str, str]]) -> None:
    drawn, dealt = walks
    assert drawn.keys() == dealt.keys() and len(drawn) > 80
    for where, text in drawn.items():
        assert text == dealt[where], f"{where} changed when other centres' numbers were swapped"


def test_the_walk_sees_figures_tables_and_files_so_that_it_could_tell(walks: list[dict[str, str]]) -> None:
    page = walks[0]["lead at clabsi?"]
    assert "line days between" in page or "per 1,000 line days" in page  # the own figure
    assert "How the collaborative does together" in page and "error_y" in page  # the pooled one
    assert "month,area,clabsi" in page  # the file
    assert "go-live" in page  # the unnamed lines
    assert "Alder Hospital" in walks[0]["member at interventions?theme=Central+line+infections"]


def test_centres_stand_in_the_order_of_their_names_wherever_several_are_listed(walks: list[dict[str, str]]) -> None:
    """Stories stand by date instead: the newest first, whatever was achieved."""
    page = walks[0]["facilitator at interventions?theme=Central+line+infections"]
    seen = list(dict.fromkeys(re.findall("|".join(f"{name} Hospital" for name in NAMES), page)))
    assert seen == sorted(f"{name} Hospital" for name in NAMES)
