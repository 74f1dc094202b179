"""axe-core looks at a page: what is serious or critical in it and is not Streamlit's own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from mist_dash.charts.style import PALETTES
from tests.browser.conftest import settled

Scheme = Literal["light", "dark"]
CORE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
OWN = tomllib.loads(Path(__file__).with_name("streamlit_own.toml").read_text("utf-8"))["own"]
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that light and dark differ in
LOOK = """async ([where, runOnly, own]) => {
  const options = { runOnly, resultTypes: ["violations"] };
  const found = (await axe.run(where, options)).violations.filter((one) => /serious|critical/.test(one.impact));
  return found.flatMap((one) => one.nodes.map((node) => {
    const element = document.querySelector(node.target.at(-1));
    const excused = own.find(({ rule, element: at }) => rule === one.id && element?.closest(at));
    return { rule: one.id, html: node.html.slice(0, 160), why: node.failureSummary, own: excused?.element ?? null };
  }));
}"""
# Folded text is opened first: axe passes over what cannot be seen.
UNFOLD = """() => [...document.querySelectorAll("[data-testid=stExpander] details:not([open]) > summary")]
  .map((one) => one.click()).length"""
FITS = "width => document.querySelector('[data-testid=stMain]').scrollWidth <= width + 2"
POPOVERS = "[data-testid=stMain] [data-testid=stPopover] button:visible"


@dataclass
class Looker:
    """What was looked at, and what was found there."""

    looks: int = 0
    faults: list[str] = field(default_factory=list)
    excused: set[str] = field(default_factory=set)
    pressed: set[str] = field(default_factory=set)

    def whole(self, page: Page, name: str) -> None:
        """A page of ours with all its folds, in both schemes, on a phone too, and each kind of popover once."""
        while page.evaluate(UNFOLD):
            settled(page)
        dark: bool = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        now, next_ = ("dark", "light") if dark else ("light", "dark")
        self.look(page, f"{name}, {now}")
        turn(page, next_)
        self.look(page, f"{name}, {next_}", rules=COLOURS)
        self._at_both_widths(page, name)
        for place, said in enumerate(page.locator(POPOVERS).all_inner_texts()):
            label = said.partition("\n\nexpand")[0]
            if label not in self.pressed:
                self.pressed.add(label)
                self._popover(page, place, f"{name}, “{label}” open, {next_}")

    def _at_both_widths(self, page: Page, name: str) -> None:
        """No apology, and never wider than the window: a meeting's screen, then a phone's."""
        said = page.get_by_test_id("stMain").inner_text()
        self.faults += [f"{name}: {wrong}" for wrong in ("Something went wrong", "Traceback") if wrong in said]
        screen = page.viewport_size
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 720})
            try:
                page.wait_for_function(FITS, arg=width, timeout=8_000)  # pictures are drawn anew for it
            except PlaywrightTimeout:
                self.faults.append(f"{name}: wider than {width} pixels")
        if screen:
            page.set_viewport_size(screen)

    def _popover(self, page: Page, place: int, name: str) -> None:
        page.locator(POPOVERS).nth(place).click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        settled(page)
        self.look(page, name, "[data-testid=stPopoverBody]")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)

    def look(self, page: Page, name: str, where: str = "html", rules: dict[str, str | list[str]] = EVERYTHING) -> None:
        """As the page stands now."""
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(f"{CORE}; 0")
        self.looks += 1
        for one in page.evaluate(LOOK, [where, rules, OWN]):
            if one["own"]:
                self.excused.add(f"{one['rule']} {one['own']}")
            else:
                self.faults.append(f"{name}: {one['rule']}: {one['html']}: {one['why']}")


def turn(page: Page, scheme: Scheme) -> None:
    """The screen turns dark or light, and the page with it."""
    page.emulate_media(color_scheme=scheme)
    paper = f"getComputedStyle(document.documentElement).getPropertyValue('--paper') === '{PALETTES[scheme].paper}'"
    page.wait_for_function(paper)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
