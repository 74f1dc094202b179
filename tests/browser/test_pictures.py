"""A picture of each page at a meeting's width and on a phone, kept in docs/pictures so that anybody can look.

MIST_PICTURES=yes writes them. Without it nothing is drawn: `test_accessible` opens every address at both widths.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Server, go, settled, tall

pytestmark = pytest.mark.browser
PICTURES = ROOT / "docs" / "pictures"
PAGES = {
    "home": ("nurse", ""),
    "clabsi": ("nurse", "clabsi?area=Haem-Onc+wards"),
    "medication": ("nurse", "medication"),
    "medication-severity": ("nurse", "medication?measure=Severity+profile"),
    "peripheral": ("nurse", "peripheral"),
    "excellence": ("nurse", "excellence"),
    "second-victim": ("lead", "second-victim"),
    "hsmr": ("nurse", "hsmr"),
    "gallery": ("nurse", "gallery"),
    "story": ("nurse", "story?id=1"),
    "resources": ("nurse", "resources"),
    "resource": ("listener", "resource?id=1"),
    "compare": ("nurse", "compare"),
    "consents": ("lead", "consents"),
    "public-stories": (None, "stories"),
    "public-resources": (None, "shared"),
    "together": (None, "together?theme=Central+line+infections"),
    "members": (None, "members"),
    "terms": (None, "terms"),
    "send": ("nurse", "send"),
    "history": ("nurse", "history"),
    "mark": ("nurse", "mark"),
    "tell": ("nurse", "tell"),
    "add-resource": ("nurse", "add-resource"),
    "about": (None, "about"),
    "review": ("facilitator", "review"),
    "no-data": ("listener", "clabsi"),
    "interventions": ("nurse", "interventions"),
    "questions": ("nurse", "questions"),
    "report-excellence": ("nurse", "report-excellence"),
    "signals": ("facilitator", "signals"),
    "meetings": ("facilitator", "meetings"),
    "room": ("facilitator", "room?id=2"),
    "promises": ("nurse", "promises"),
    "minutes": ("nurse", "minutes"),
    "burden": ("facilitator", "burden"),
    "limits": ("admin", "limits"),
    "people": ("admin", "people"),
    "people-lead": ("lead", "people"),
    "account": ("nurse", "account"),
    "audit": ("lead", "audit"),
    "keys": ("lead", "keys"),
    "join": (None, "join"),
    "sharing": (None, "sharing"),
}
WIDTHS = (1280, 390)  # a meeting's screen, and a phone
WRITE = os.environ.get("MIST_PICTURES") == "yes"


@pytest.mark.skipif(not WRITE, reason="draws docs/pictures, for `make pictures`")
def test_every_page_opens_whole_on_a_screen_and_on_a_phone(server: Server, open_as: Callable[..., Page]) -> None:
    pages = {username: open_as(username) for username in {user for user, _ in PAGES.values()}}
    faults: dict[str, list[str]] = {}
    for name, (username, address) in PAGES.items():
        page = pages[username]
        page.set_viewport_size({"width": WIDTHS[0], "height": 720})
        go(page, server, address)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 720})
            faults[f"{name} at {width}"] = looks_wrong(page, width)
            keep(page, name, width)
    assert not {name: found for name, found in faults.items() if found}


def keep(page: Page, name: str, width: int) -> None:
    """The whole page as a picture; and the README's own: what a clinician sees without scrolling."""
    page.wait_for_timeout(1500)
    if name == "clabsi" and width == WIDTHS[0]:
        page.screenshot(path=PICTURES / "first-screen.png")
    tall(page)
    page.screenshot(path=PICTURES / f"{name}-{width}.png")


def looks_wrong(page: Page, width: int) -> list[str]:
    """An apology, a fault, or a page wider than the window."""
    settled(page)
    said = page.get_by_test_id("stMain").inner_text()
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    return [
        *(["a fault"] if "Something went wrong" in said or "Traceback" in said else []),
        *([f"{wide} pixels wide"] if wide > width + 2 else []),
    ]
