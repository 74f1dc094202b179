"""A meeting is prepared on its page in one flow: begun, a lead's answer taken in, moved, noted, frozen."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, go, settled, text_of

WHO_ELSE = "Who else uses Bionectors?"
BUNDLE = "Haem-Onc central line maintenance bundle"


def test_a_meeting_is_begun_asked_for_ordered_and_frozen(open_as: Callable[..., Page], server: Server) -> None:
    page = open_as("facilitator", "meetings")
    page.get_by_role("button", name="A new meeting").click()
    page.get_by_label("What the meeting is called").fill("Summer meeting")
    page.get_by_role("button", name="Begin with what is new").click()
    expect(page.get_by_role("heading", name="Summer meeting")).to_be_visible()
    settled(page)
    expect(page.get_by_label("What the meeting is called")).to_be_hidden()  # its box does not cover what is new
    order = text_of(page).partition("Running order")[2]
    assert "The thank-you trolley" not in order and "Together, no clear change in infections" in order

    lead = open_as("lead", "")
    lead.get_by_role("link", name="1 slide of ours for a meeting to agree to").click()
    expect(lead.get_by_text(WHO_ELSE)).to_be_visible()
    lead.get_by_role("button", name="Agree", exact=True).first.click()
    expect(lead.get_by_role("button", name="Take back").first).to_be_visible()

    page.get_by_text("From before the last meeting").click()
    settled(page)  # opening it asks for a run, in which a press is lost
    row = page.get_by_test_id("stHorizontalBlock").filter(has_text=BUNDLE).last
    row.get_by_role("button", name="Put in").click()
    main = page.get_by_test_id("stMain")
    expect(main).to_have_text(re.compile(f"Running order.*{BUNDLE}", re.DOTALL))
    settled(page)
    page.locator(".st-key-up-close button:visible").click()
    in_turn = ".*".join(["Running order", "Together,", BUNDLE, "Thank you.", "Ask, offer"])
    expect(main).to_have_text(re.compile(in_turn, re.DOTALL))

    settled(page)
    page.get_by_role("button", name=f"Look, place, minutes, a note, take out: {BUNDLE}").click()
    page.get_by_label("Place in the running order").locator("visible=true").fill("2")
    page.get_by_label("Only you see this note").locator("visible=true").fill("Who tried it?")
    page.get_by_role("button", name="Keep it").locator("visible=true").click()
    expect(main).to_have_text(re.compile(f"Running order.*{BUNDLE}.*Who tried it.*Together,", re.DOTALL))

    settled(page)
    page.get_by_role("button", name="Title, day, minutes").click()
    page.get_by_label("What it is called").fill("Early summer meeting")
    page.get_by_role("button", name="Keep it").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Early summer meeting")).to_be_visible()
    settled(page)

    page.get_by_role("button", name="Freeze and rehearse").click()
    expect(page.get_by_role("link", name="Present", exact=True)).to_have_attribute("href", "/present/3")
    expect(page.get_by_text("code for phones:")).to_be_visible()
    go(page, server, "signals")
    assert "Fernholt" not in text_of(page), "nobody is named before somebody says that the screen is not shared"
    page.get_by_text("Nobody else sees it: show the page").click()
    expect(page.get_by_text("Fernholt Children’s Hospital").first).to_be_visible()
