"""A month is typed in one grid, on a desk and on a phone, beside last month's numbers, and nothing goes in unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, go, settled, text_of

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
SEND = "send?way=Type+the+numbers&theme={}"


def fields(page: Page) -> list[str]:
    """The names of the number fields on screen, area by area, once the grid stands as a whole."""
    expect(page.get_by_role("button", name="Check these numbers")).to_be_visible()
    found: list[list[str]] = []
    while len(found) < 2 or found[-1] != found[-2]:  # a long grid is drawn field by field
        settled(page)
        page.wait_for_timeout(600)
        names = page.get_by_test_id("stNumberInputField").evaluate_all("all => all.map(one => one.ariaLabel)")
        found.append([str(name) for name in names])
    return found[-1]


def month_of(page: Page) -> str:
    return page.get_by_label(re.compile("Month$")).first.input_value()


def reported(page: Page) -> str:
    """The lines of "Still needed from us"."""
    return text_of(page).partition("Still needed from us")[2]


@pytest.mark.parametrize(("width", "username"), [(1280, "pharmacist"), (390, "harrowmoor")])
def test_a_missing_month_is_typed_by_keyboard_and_the_next_one_follows(
    server: Server, open_as: OpenAs, width: int, username: str
) -> None:
    page = open_as(username, "", width)
    lines = page.get_by_role("link", name=re.compile("ICU and elsewhere: infections"))
    first = lines.inner_text().partition(":")[0]
    lines.click()
    settled(page)
    assert "theme=Central" in page.url
    month = month_of(page)
    assert month.split(" ")[0] in first
    names = fields(page)
    assert [name.split(" · ")[0] for name in names if name.endswith("· ICU")] == [
        "Infections",
        "Central line days",
        "Bed days",
    ]
    assert {name.split(" · ")[1] for name in names} == {"ICU", "Haem-Onc", "Elsewhere"}
    page.get_by_label("Infections · ICU").click()
    for name in names:
        expect(page.get_by_label(name, exact=True)).to_be_focused()
        page.keyboard.type(
            {"Infections": "1", "Central line days": "301.5", "Bed days": "640"}.get(name.split(" · ")[0], "0")
        )
        while page.evaluate("document.activeElement.ariaLabel") == name:
            page.keyboard.press("Tab")
    page.get_by_role("button", name="Check these numbers").click()
    expect(page.get_by_text("Add 1 month")).to_be_visible()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()
    settled(page)
    assert month_of(page) != month and fields(page) == names
    go(page, server, "")
    assert f"{month}, ICU" not in reported(page) and f"{month} to" not in reported(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_happened_fills_the_counts_on_screen_and_none_that_is_not(open_as: OpenAs, width: int) -> None:
    page = open_as("pharmacist", SEND.format("Medication+incidents"), width)
    settled(page)
    names = fields(page)
    assert len(names) == 24 and not any("National" in name for name in names)
    page.get_by_role("button", name="PICU", exact=True).click()  # PICU is left out: it is not on screen
    settled(page)
    page.get_by_label("Incidents reported · Whole hospital").fill("3")
    page.get_by_role("button", name="Nothing happened").click()
    settled(page)
    values = {name: page.get_by_label(name, exact=True).input_value() for name in fields(page)}
    assert not any("PICU" in name for name in values)
    assert values.pop("Incidents reported · Whole hospital") == "3"
    assert values.pop("Bed days · Whole hospital") == ""
    assert set(values.values()) == {"0"} and len(values) == 10
    said = text_of(page)
    assert "Add 1 month" in said and "Confirm" in said
    page.get_by_label("A: capacity to cause error · Whole hospital").fill("2")
    page.keyboard.press("Tab")
    expect(page.get_by_text("The numbers have changed since")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)


def test_a_line_of_what_is_needed_opens_just_the_fields_that_it_names(open_as: OpenAs) -> None:
    page = open_as("nurse")
    page.get_by_role("link", name=re.compile("whole hospital: incidents reported and")).click()
    expect(page.get_by_text("Still needed only")).to_be_visible()
    names = fields(page)
    assert "Incidents reported · Whole hospital" in names and not any("PICU" in name for name in names), names


def test_what_somebody_typed_before_stands_in_the_fields_place_and_a_blank_leaves_it(open_as: OpenAs) -> None:
    page = open_as("nurse", SEND.format("Central+line+infections"))
    settled(page)
    page.get_by_label(re.compile("Month$")).first.click()
    page.get_by_role("option").nth(14).click()  # months ago: whatever is open now, this one is not
    settled(page)
    field = page.get_by_label("Central line days · ICU")
    assert re.fullmatch(r"stored: \d+", field.get_attribute("placeholder") or "") and field.input_value() == ""
    page.get_by_label("Bed days · ICU").fill("12345")
    page.get_by_role("button", name="Check these numbers").click()
    expect(page.get_by_text(re.compile(r"^Change 1 number \(.*12345\)\.$"))).to_be_visible()


def test_a_centre_without_data_reads_what_it_could_send_and_what_it_does_not_collect_is_quiet(open_as: OpenAs) -> None:
    page = open_as("listener")
    assert "up to date" not in reported(page) and "that is fine" in reported(page)
    before = page.get_by_role("button", name="We do not collect this").count()
    page.get_by_role("button", name="We do not collect this").nth(1).click()
    expect(page.get_by_text("Central line infections: not collected here, by your own choice")).to_be_visible()
    expect(page.get_by_role("button", name="We do not collect this")).to_have_count(before - 1)
    page.get_by_role("button", name="We collect this").click()
    expect(page.get_by_role("button", name="We do not collect this")).to_have_count(before)
