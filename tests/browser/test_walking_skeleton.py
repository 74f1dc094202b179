"""The whole path through a real browser: a file in, a chart and a sentence out, a story in the gallery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, go, settled, sign_in, text_of

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


def drop(page: Page, path: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(path)
    settled(page)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_deep_link_asks_to_sign_in_and_then_opens_the_page_asked_for(server: Server, open_as: OpenAs) -> None:
    page = open_as(None, "clabsi?area=Haem-Onc+wards&basis=Calendar+year")
    expect(page.get_by_label("User name")).to_be_visible()
    assert "infections" not in text_of(page)
    sign_in(page, "nurse")
    expect(page.get_by_role("heading", name="Central line infections")).to_be_visible()
    assert "Haem-Onc" in page.url and "Calendar" in page.url
    page.reload()
    page.locator(".st-key-who").get_by_role("button").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("User name")).to_be_visible()
    page.reload()
    expect(page.get_by_label("User name")).to_be_visible()


def test_a_wrong_password_lets_nobody_in_and_does_not_tell_which_was_wrong(open_as: OpenAs) -> None:
    for username in ("nurse", "nobody-of-that-name"):
        page = open_as(None)
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password", exact=True).fill("safer-apart")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_text("do not belong together")).to_be_visible()


def test_a_file_is_shown_first_stored_once_and_undone(server: Server, open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    before = share_of(page, server, "clabsi?area=ICU")
    go(page, server, "send?theme=Central+line+infections")
    path = written(tmp_path, "ours.csv", "month,area,clabsi,central_line_days\n2019-04,ICU,3,812\n2019-05,ICU,0,790\n")
    drop(page, path)
    expect(page.get_by_text("Add 2 months")).to_be_visible()
    assert share_of(page, server, "clabsi?area=ICU") == before, "nothing is stored before the confirmation"

    go(page, server, "send?theme=Central+line+infections")
    drop(page, path)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()
    drop(page, path)
    expect(page.get_by_text("Nothing to do")).to_be_visible()

    go(page, server, "history")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("as they were before").first).to_be_visible()
    go(page, server, "send?theme=Central+line+infections")
    drop(page, path)
    expect(page.get_by_text("Add 2 months")).to_be_visible()


def share_of(page: Page, server: Server, address: str) -> str:
    go(page, server, address)
    return page.locator(".st-key-sentence").inner_text()


def test_every_problem_is_told_at_once_and_mended_beside_it(server: Server, open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    rows = "2019-06,ICU,four,812\n2019-07,ICU,lots,801\n2019-08,ICU,1,790\n"
    drop(page, written(tmp_path, "wrong.csv", "month,area,clabsi,central_line_days\n" + rows))
    expect(page.get_by_text("To mend.")).to_be_visible()
    expect(page.get_by_test_id("stMetric").filter(has_text="Problems")).to_contain_text("2")
    expect(page.get_by_role("button", name="Confirm")).to_be_enabled()
    page.get_by_role("button", name="Write 4", exact=True).click()
    expect(page.get_by_test_id("stMetric").filter(has_text="Problems")).to_contain_text("1")
    page.get_by_label("Row 3, clabsi: found “lots”").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mended.")).to_be_visible()
    expect(page.get_by_text("Add 3 months")).to_be_visible()


def test_a_patients_number_refuses_the_file_and_is_never_repeated(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("pharmacist", "send?theme=Central+line+infections")
    number = "943 476 5919"  # a valid number of the kind that is reserved for tests
    rows = f"2019-04,ICU,3,812,\n2019-05,ICU,0,790,{number}\n"
    path = written(tmp_path, "patient.csv", f"month,area,clabsi,central_line_days,note\n{rows}")
    drop(page, path)
    expect(page.get_by_text("This file was not taken")).to_be_visible()
    shown = text_of(page)
    assert "E3" in shown and number not in shown and number.replace(" ", "") not in shown
    assert number not in server.log and number.replace(" ", "") not in server.log
