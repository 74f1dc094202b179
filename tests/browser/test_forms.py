"""Every form empties itself once it was kept, asks about just what is in doubt, and says once what was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mist_dash.actions import people, stories
from mist_dash.core.consent import fingerprint
from mist_dash.core.people import Role
from mist_dash.core.stories import StoryDraft
from mist_dash.store import engine
from tests.browser.conftest import Server, go, settled, text_of

pytestmark = pytest.mark.browser
SURE = "I have looked: nothing here tells of a patient"
QUESTIONS = ("Why did you start?", "What did you do?", "What did you find?", "What does it mean for others?")


def tell(page: Page, why: str) -> None:
    page.get_by_label("Title").fill("One question a day")
    for question, answer in zip(QUESTIONS, (why, "We asked.", "We had 3.", "Ask."), strict=True):
        page.get_by_label(question).fill(answer)


def test_a_story_is_doubted_confirmed_for_just_its_text_kept_and_the_form_is_empty(
    open_as: Callable[..., Page], server: Server
) -> None:
    page = open_as("nurse", "tell?theme=Central+line+infections")
    settled(page)
    tell(page, "Baby 943 476 5919 was ill.")
    send = page.get_by_role("button", name="Send it to the facilitators")
    send.click()
    expect(page.get_by_text("“Why did you start?” holds what looks like")).to_be_visible()
    assert "943 476" not in page.get_by_test_id("stAlert").first.inner_text()
    page.get_by_text(SURE).click()
    page.get_by_label("Why did you start?").fill("Baby 943 476 5919 and 401 023 2137 were ill.")
    send.click()  # another text than the one that was looked at
    settled(page)
    expect(page.get_by_text("“Why did you start?” holds what looks like")).to_be_visible()
    expect(page.get_by_label(SURE)).not_to_be_checked()
    page.get_by_text(SURE).click()
    send.click()
    expect(page.get_by_text("Thank you. A facilitator will read it")).to_be_visible()
    expect(page.get_by_role("link", name="What may be shown of us").last).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("")
    expect(page.get_by_text(SURE)).to_have_count(0)
    assert text_of(page).count("One question a day") == 1


def test_the_same_story_from_a_second_tab_is_kept_once_and_says_so(
    open_as: Callable[..., Page], server: Server
) -> None:
    tabs = [open_as("nurse", "tell?theme=Medication+incidents") for _ in range(2)]
    for page in tabs:
        settled(page)
        page.get_by_label("Title").fill("Two tabs")
        for question in QUESTIONS:
            page.get_by_label(question).fill("We asked.")
    for page, said in zip(tabs, ("Thank you. A facilitator will read it", "It is kept once"), strict=True):
        settled(page)  # a click while the last answer is still on its way can be lost
        page.get_by_role("button", name="Send it to the facilitators").click()
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_label("Title")).to_have_value("")
    assert text_of(tabs[1]).count("Two tabs") == 1


def test_two_equal_stories_of_two_people_stand_side_by_side_on_the_leads_page(
    open_as: Callable[..., Page], server: Server
) -> None:
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    told = StoryDraft("clabsi", "", "Told by two", "a", "b", "c", "d")
    nurse, lead = (people.who(people.sign_in(username)) for username in ("nurse", "lead"))
    assert lead.role is Role.LEAD and nurse.centre == lead.centre
    ids = [stories.tell(who, told).id for who in (nurse, lead)]
    found = [one for one in stories.own(lead) if one.id in ids]
    assert len(found) == 2 and len({fingerprint(one, "gallery") for one in found}) == 1
    engine.use("sqlite://")
    page = open_as("lead", "consents")
    for _ in range(2):
        expect(page.get_by_role("heading", name="Told by two").first).to_be_visible()
        expect(page.get_by_role("heading", name="Resources")).to_be_visible()
        assert "Something went wrong" not in text_of(page)
        go(page, server, "consents")


def test_a_slip_on_the_charts_is_undone_with_one_press_and_later_from_its_history(
    open_as: Callable[..., Page], server: Server
) -> None:
    page = open_as("nurse", "mark?theme=HSMR")
    settled(page)
    page.get_by_text("Something else that explains the chart").click()
    settled(page)
    page.get_by_label("What happened").first.fill("A new ward")
    page.get_by_label("What happened").first.press("Enter")
    mark = page.get_by_role("button", name="Mark it")
    mark.click()
    expect(page.get_by_text("Marked. It stands")).to_be_visible()
    settled(page)
    page.get_by_text("Correct or remove").first.click()
    settled(page)
    page.get_by_role("button", name="Remove it from the charts").click()
    expect(page.get_by_text("is off your charts")).to_be_visible()
    expect(page.get_by_text("Taken off your charts")).to_be_visible()
    settled(page)
    page.get_by_label("Note").first.click()  # the receipt stays
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Undone: “A new ward” is as it was")).to_be_visible()
    expect(page.get_by_text("Taken off your charts")).to_have_count(0)
    settled(page)
    page.get_by_text("History (3)").click()
    settled(page)
    expect(page.get_by_text("Taken off the charts by")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("is not on your charts any more")).to_be_visible()
    expect(page.get_by_text("Nothing marked in this theme yet.")).to_be_visible()
