"""A file of another theme goes there by one click and with nothing lost; another hospital's is stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, settled, text_of
from tests.browser.test_walking_skeleton import drop, written

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


def test_one_click_sends_a_file_to_the_theme_it_looks_like(server: Server, open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    rows = [f"2018-{month:02d},PICU,9,1,2,3" for month in range(1, 8)]
    drop(page, written(tmp_path, "ours.csv", "\n".join(["Month,Area,Total incidents,Cat A,Cat B,Cat C", *rows])))
    expect(page.get_by_text("This looks like Medication incidents")).to_be_visible()
    assert "To mend" not in text_of(page)
    page.get_by_role("button", name="Send it to Medication incidents").click()
    settled(page)
    expect(page.get_by_text("Add 7 months")).to_be_visible()
    expect(page.get_by_text("ours.csv")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()


def test_another_hospitals_file_is_stopped_and_taken_away(server: Server, open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    table = "month,area,clabsi,central_line_days\n2018-04,ICU,3,812\n"
    drop(page, written(tmp_path, "theirs.csv", f"Glenbrae CLABSI return\n\n{table}"))
    expect(page.get_by_text("This file speaks of Glenbrae Children")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_be_disabled()
    page.get_by_text("No, take it away").click()
    expect(page.get_by_text("This file was not taken")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)


def test_a_count_with_a_digit_too_many_is_mended_beside_its_warning(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    drop(page, written(tmp_path, "slip.csv", "month,area,clabsi,central_line_days\n2018-09,ICU,40,270\n"))
    expect(page.get_by_text("Worth a second look.")).to_be_visible()
    page.get_by_label("Row 2, Infections: found “40 in September 2018”").fill("0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mended.")).to_be_visible()
    expect(page.get_by_text("Worth a second look.")).to_have_count(0)
    expect(page.get_by_text("Add 1 month")).to_be_visible()


def test_a_strange_sheet_is_told_on_its_picture_by_keyboard_and_known_next_month(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    page.set_viewport_size({"width": 1280, "height": 720})
    rows = "our list,,\n\nBlue team,,\nwk,aa,bb\n{0}-17,3,811\n\nthe old ones,,\n{0}-16,9,999\n"
    drop(page, written(tmp_path, "strange.csv", rows.format("Apr")))
    expect(page.get_by_text("2 answers are still open above. Nothing is stored yet.")).to_be_visible()
    expect(page.get_by_role("table", name="The first rows of the sheet")).to_be_in_viewport()
    press_in_list(page, "Column B: What is in “aa”?", "Infections")
    press_in_list(page, "Column C: What is in “bb”?", "Central line days")
    expect(page.get_by_label("Column C: Central line days")).to_be_focused()  # where it was, after the page ran again
    press_in_list(page, "Row 4: what it is", "Elsewhere")
    press_in_list(page, "Row 7: what it is", "Leave out from here to the next empty row (last year’s, another list)")
    expect(page.get_by_label("Beside row 8: left out: as you said")).to_be_visible()
    expect(page.get_by_text("Add 1 month (Apr 2017, Elsewhere: Infections, Central line days).")).to_be_in_viewport()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()
    settled(page)
    drop(page, written(tmp_path, "next.csv", rows.format("May")))
    expect(page.get_by_text("Add 1 month (May 2017, Elsewhere: Infections, Central line days).")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Confirm")).to_be_enabled()


def press_in_list(page: Page, label: str, option: str) -> None:
    """Chooses from one of the picture's lists as a keyboard does: the letters of the choice, in a list with focus."""
    field = page.get_by_label(label)
    field.focus()
    field.select_option(label=option)
    settled(page)


def test_a_second_file_waits_its_turn_in_sight_and_a_wrong_sheet_is_told_right(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    drop(page, written(tmp_path, "first.csv", "Month,Area,CLABSI,Line days\nApr-16,Onc,1,301\n"))
    drop(page, written(tmp_path, "second.csv", "Month,Area,CLABSI,Line days\nMay-16,ICU,1,301\n"))
    expect(page.get_by_text("Which one is read now?")).to_be_in_viewport()
    settled(page)
    assert "Apr 2016" in text_of(page) and "May 2016" not in text_of(page)
    press_in_list(page, "Row 2: what it is", "ICU")
    expect(page.get_by_text("Add 1 month (Apr 2016, ICU: ")).to_be_visible()
    page.get_by_text("second.csv").first.click()
    expect(page.get_by_text("Add 1 month (May 2016, ICU: ")).to_be_visible()
