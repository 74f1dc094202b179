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
