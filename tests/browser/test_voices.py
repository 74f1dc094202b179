"""A report becomes numbers and a story; a question in doubt is confirmed and found; a quiet card shows the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, go, settled, text_of


def test_a_report_becomes_the_months_numbers_and_the_beginning_of_a_story(
    open_as: Callable[..., Page], server: Server
) -> None:
    page = open_as("nurse", "report-excellence")
    expect(page.get_by_text("Not on your charts yet.")).to_be_visible()
    page.get_by_role("button", name="Send this month’s numbers to our charts").click()
    expect(page.get_by_text("Counted from these reports.")).to_be_visible()
    go(page, server, "history")
    expect(page.get_by_text("Our excellence reports.csv")).to_be_visible()
    go(page, server, "excellence")
    page.get_by_role("link", name="Make a story of it").first.click()
    expect(page.get_by_label("Why did you start?")).to_have_value(
        "Our domestic colleague noticed that a father had not eaten for a day, and told the nurse in charge."
    )


def test_a_question_in_doubt_is_confirmed_named_people_find_it_and_its_filters_are_in_the_address(
    open_as: Callable[..., Page], server: Server
) -> None:
    page = open_as("pharmacist", "questions?theme=Peripheral+lines")
    page.get_by_text("Ask a question, or offer something").click()
    settled(page)
    page.get_by_label("In one line").fill("Who answers this line at night?")
    page.get_by_label("A few sentences").fill("@nurse, you wrote to me: helper@example.org")
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_text("holds what looks like an e-mail address")).to_be_visible()
    page.get_by_text("I have looked: nothing here tells of a patient").click()
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_text("Posted. Replies will stand")).to_be_visible()
    assert "Peripheral" in page.url and text_of(page).count("Who answers this line at night?") == 1
    go(page, server, "questions?theme=Medication+incidents")
    assert "Who answers this line at night?" not in text_of(page)
    named, said = open_as("nurse"), "Pat Pharmacist in “Who answers this line at night?”"
    told = named.get_by_test_id("stVerticalBlock").filter(has_text=said)
    told.last.get_by_role("link", name="Read it").click()
    expect(named.get_by_label("Your reply")).to_be_visible()


def test_a_severe_incident_shows_a_quiet_card_after_it_was_stored(
    open_as: Callable[..., Page], server: Server, tmp_path: Path
) -> None:
    page = open_as("listener", "send?theme=Medication+incidents")
    file = tmp_path / "ours.csv"
    file.write_text("month,area,total_incidents,merp_a,merp_g\n2025-04,Whole hospital,20,19,1\n")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(file)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()
    page.get_by_role("link", name="Where to turn").click()
    expect(page.get_by_role("heading", name="Where to turn")).to_be_visible()
    settled(page)
    assert text_of(page).index("116 123") < text_of(page).index("Learn from others")
