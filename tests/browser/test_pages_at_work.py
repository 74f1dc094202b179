"""Every page as its server sends it: charts that plotly knows, links that lead somewhere, a title of its own."""

from __future__ import annotations

import gzip
import json
import re
import urllib.request
from collections.abc import Callable

import plotly.graph_objects as figures
import pytest
from playwright.sync_api import Page, expect

from mist_dash.actions import people
from mist_dash.store import engine
from mist_dash.ui.navigation import desks_now
from tests.browser.conftest import Server, go
from tests.browser.protocol import Answer, Tab

ADDRESSES = [entry.address for entries in desks_now().values() for entry in entries]
MOST_ELEMENTS = 110
QUERY = {"story": "id=1", "resource": "id=1", "thread": "id=1"}


@pytest.fixture(scope="module")
def walked(server: Server) -> dict[str, Answer]:
    """What the lead is sent at every address, the second time, when most of it is kept."""
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    tab = Tab(server.url, people.sign_in("lead") or "")
    engine.use("sqlite://")
    for _ in range(2):
        answers = {address: tab.run(address, QUERY.get(address, "")) for address in ADDRESSES}
    tab.close()
    return answers


def elements(answer: Answer, kind: str) -> list[object]:
    """Every element of this kind in one answer."""
    sent = (message.delta.new_element for message in answer.messages if message.WhichOneof("type") == "delta")
    return [getattr(element, kind) for element in sent if element.WhichOneof("type") == kind]


def test_every_chart_is_one_that_plotly_knows(walked: dict[str, Answer]) -> None:
    """They are sent as they are drawn here, without plotly's own check at every run: it is made here instead."""
    specs = [json.loads(chart.spec) for answer in walked.values() for chart in elements(answer, "plotly_chart")]
    assert len(specs) > 12
    for spec in specs:
        made = figures.Figure(spec).to_dict()
        assert made["data"] or made["layout"]["shapes"]
        assert spec["layout"]["template"] == {"layout": {}}


@pytest.mark.parametrize("address", ["", "clabsi", "peripheral", "medication", "hsmr", "excellence", "second-victim"])
def test_home_and_every_theme_send_little_before_a_tab_is_opened(walked: dict[str, Answer], address: str) -> None:
    """Each element costs a fifth of a millisecond here, and each chart some hundred nodes in the browser."""
    sent = walked[address]
    assert len(elements(sent, "plotly_chart")) <= 2
    deltas = sum(message.WhichOneof("type") == "delta" for message in sent.messages)
    assert deltas <= MOST_ELEMENTS and len(sent.raw) < 100_000, (deltas, len(sent.raw))


def test_every_link_on_every_page_leads_to_a_page_or_a_file(walked: dict[str, Answer], server: Server) -> None:
    links = {link.page for answer in walked.values() for link in elements(answer, "page_link")}
    assert len(links) > 10 and links <= set(ADDRESSES)
    files = {button.url for answer in walked.values() for button in elements(answer, "link_button")}
    here = [url for url in files if url.startswith("/")]
    assert here and all(re.fullmatch(r"/(file|present)/\d+(/\w+)*", url) for url in here), here


def test_the_scripts_of_the_page_come_packed_to_who_can_unpack_them(server: Server) -> None:
    page = urllib.request.urlopen(f"{server.url}/").read().decode()
    script = f"{server.url}/static/" + page.split('src="./static/')[1].split('"')[0]
    plain = urllib.request.urlopen(script).read()
    for _ in range(2):  # packed anew, then as it was kept
        packed = urllib.request.urlopen(urllib.request.Request(script, headers={"Accept-Encoding": "gzip"}))
        body = packed.read()
        assert packed.headers["content-encoding"] == "gzip" and "Accept-Encoding" in packed.headers["vary"]
        assert gzip.decompress(body) == plain and len(body) < len(plain) / 2
        assert "immutable" in packed.headers["cache-control"] and packed.headers["x-content-type-options"] == "nosniff"
    missing = urllib.request.Request(f"{server.url}/static/js/none.js", headers={"Accept-Encoding": "gzip"})
    assert urllib.request.urlopen(missing).headers["content-encoding"] is None  # made-up names fill no memory


def test_each_tab_is_titled_by_its_page_and_home_stands_at_home_too(
    open_as: Callable[..., Page], server: Server
) -> None:
    page = open_as("lead", "clabsi")
    expect(page).to_have_title("Central line infections - MiST Dash")
    go(page, server, "home")
    expect(page).to_have_title("Home - MiST Dash")
    expect(page.get_by_role("heading", name="on one page")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
