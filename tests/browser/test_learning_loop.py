"""What is shared can be taken back at once, files go to who may have them, and the public reads words alone."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, go, settled, text_of

pytestmark = pytest.mark.browser
XSS = "<img src=x onerror=\"document.title='owned'\"> [a](javascript:alert(1)) **bold** :red[x] $x^2$"


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Tab")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    settled(page)


def test_a_file_is_handed_out_as_a_download_to_members_only(server: Server, open_as: Callable[..., Page]) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.url}/file/1", timeout=10)
    assert refused.value.code == 403
    page = open_as("member", "resources")
    settled(page)
    answer = page.request.get(f"{server.url}/file/1")
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert page.request.get(f"{server.url}/file/99999").status == 404


def test_a_story_is_told_agreed_to_published_found_and_taken_back(server: Server, open_as: Callable[..., Page]) -> None:
    teller = open_as("nurse", "tell?theme=Central+line+infections&where=Haem-Onc+wards&chart=Infection+rate")
    expect(teller.get_by_text("It stays in the story as it is now")).to_be_visible()
    fill(teller, "Title", "Zebra stickers on every line")
    press(teller, "Send it to the facilitators")
    expect(teller.get_by_text("Not sent yet")).to_be_visible()
    for question in ("Why did you start?", "What did you do?", "What did you find?", "What does it mean for others?"):
        fill(teller, question, f"Answer. {XSS}")
    press(teller, "Send it to the facilitators")
    expect(teller.get_by_text("Thank you. A facilitator will read it")).to_be_visible()

    facilitator = open_as("facilitator", "review")
    assert "Zebra stickers" in text_of(facilitator) and "line days" not in text_of(facilitator)
    press(facilitator, "Publish")
    reader = open_as("listener", "gallery?words=zebra")
    assert "Zebra stickers" not in text_of(reader)

    lead = open_as("lead", "consents")
    lead.locator("[class*='st-key-agree-gallery-'] button").first.click()  # the newest story stands first
    settled(lead)
    go(reader, server, "gallery?words=zebra")
    seen = text_of(reader)
    assert "Zebra stickers" in seen and "line days" in seen and "<img src=x onerror" in seen
    assert reader.title() != "owned" and not reader.locator("a[href^='javascript']").count()
    lead.locator("[class*='st-key-back-gallery-'] button").first.click()
    settled(lead)
    go(reader, server, "gallery?words=zebra")
    assert "Zebra stickers" not in text_of(reader)


def test_the_public_reads_words_that_centres_opened_and_nothing_else(
    server: Server, open_as: Callable[..., Page]
) -> None:
    page = open_as(None, "stories")
    seen = text_of(page)
    assert "No numbers yet, but parents now call us" in seen and "Patches, washes" in seen
    assert "One strength, and no sums" not in seen  # agreed to for the gallery only
    assert "line days" not in seen and "The line team" not in seen and not page.locator(".js-plotly-plot").count()


def test_a_centre_ticks_what_it_uses_of_the_agreed_list_and_takes_it_back(
    server: Server, open_as: Callable[..., Page]
) -> None:
    address = "medication?measure=Standard+infusion+concentrations+in+use"
    page = open_as("nurse", address)
    expect(page.get_by_text("Nothing ticked yet.")).to_be_visible()
    expect(page.get_by_text("These names are an example")).to_be_visible()
    settled(page)
    page.get_by_text("Tick what we use").click()
    settled(page)  # to open it asks for a run, which would empty what is chosen in that instant
    for drug in ("Esmolol", "Morphine"):
        page.get_by_label("Which of them").press_sequentially(drug)
        page.get_by_role("option", name=drug).click()
    page.keyboard.press("Escape")  # the list of what can be chosen closes
    press(page, "Tick them")
    expect(page.locator(".st-key-agreed .js-plotly-plot")).to_be_visible()
    told = page.get_by_text("2 of 20 in use, the newest since").first
    expect(told).to_be_visible()
    assert "Not yet: Adrenaline" in told.inner_text() and "Morphine" not in told.inner_text()
    expect(page.locator("[class*=st-key-headline-]").get_by_text("2 drugs in standard concentration")).to_be_visible()
    page.get_by_text("Who uses what of it").click()
    expect(page.get_by_text("Ask them how it went")).to_be_visible()
    assert "intervention=Standard" in page.url and page.get_by_role("tab").first.inner_text() == "As a matrix"
    go(page, server, address)
    page.get_by_text("History (2)").click()
    press(page, "Undo Esmolol and Morphine")
    expect(page.get_by_text("Nothing ticked yet.")).to_be_visible()
