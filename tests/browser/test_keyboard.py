"""From the door to the way out by keys alone: a filter, a tab, a file sent, signed out; where one is can be seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.test_walking_skeleton import written

pytestmark = pytest.mark.browser
MOST = 80  # presses of Tab, more than a page has places
# Where the keys are: its name, whether a ring is drawn there, and whether it can be seen at all.
HERE = """() => {
  const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
  // A grid's name stands on the box around it: on Streamlit's own canvas nothing can be written.
  const said = at.ariaLabel || at.innerText || at.closest("[aria-label]")?.ariaLabel || "";
  const name = at.matches("main, body") ? at.tagName : said;
  const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  const own = at.matches("body, input[type=file]");  // nowhere, and what Streamlit hides behind its button
  return { at: at.outerHTML.slice(0, 200), name, ring: ring || own, seen: own || (box.right > 0 && box.bottom > 0) };
}"""


def reach(page: Page, name: str) -> None:
    """Tab, as often as it takes. Every place on the way is named, in sight, and ringed."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if not (here["ring"] and here["seen"]):  # what slides into sight takes a moment
            page.wait_for_timeout(400)
            here = page.evaluate(HERE)
        assert here["ring"] and here["seen"] and here["name"].strip(), here
        if name in here["name"]:
            return
    raise AssertionError(f"no key leads to {name}")


def step(page: Page, name: str, arrow: str = "ArrowRight") -> None:
    """Arrows, from one of a few to the one of this name."""
    for _ in range(MOST):
        if name in page.evaluate(HERE)["name"]:
            page.keyboard.press("Enter")
            return
        page.keyboard.press(arrow)
    raise AssertionError(f"no arrow leads to {name}")


def test_keys_alone_lead_from_the_door_through_everything_to_the_way_out(
    open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as(None, "clabsi")
    page.on("filechooser", lambda _: None)  # from now on: asked just before a press, the browser may not yet hold back
    expect(page.get_by_label("User name")).to_be_visible()
    settled(page)
    reach(page, "User name")
    page.keyboard.type("nurse")
    reach(page, "Password")
    page.keyboard.type("safer-together")
    with page.expect_response("**/session"):
        page.keyboard.press("Enter")
    expect(page.locator(".st-key-who")).to_be_visible()
    settled(page)

    reach(page, "ICU")
    step(page, "Haem-Onc")
    page.wait_for_url("**area=Haem-Onc**")
    settled(page)
    reach(page, "In whole sentences")
    step(page, "Before and after")
    expect(page.get_by_role("heading", name="Before and after each change")).to_be_visible()
    settled(page)
    reach(page, "These figures as a table")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()

    reach(page, "Share")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()
    step(page, "Send data", "ArrowDown")
    expect(page.get_by_role("heading", name="Send data")).to_be_visible()
    settled(page)
    reach(page, "Upload")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(written(tmp_path, "ours.csv", "month,area,incidents\n2019-04,Whole hospital,3\n"))
    expect(page.get_by_text("Nothing is stored yet")).to_be_visible()
    settled(page)
    reach(page, "Confirm")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stored.")).to_be_visible()
    settled(page)

    reach(page, "Birchwater · Nadia")
    page.keyboard.press("Enter")
    reach(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_label("User name")).to_be_visible()
