"""Adding a theme is adding a file: its page, its template, its upload and its chart are there, with no code changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mist_dash.core.catalogue import FOLDER
from tests.browser.conftest import Server, copied, go, serving, settled, sign_in

pytestmark = pytest.mark.browser
PEWS = """
id = "early-warning"
title = "Early warning scores"
short = "Early warning"
order = 9
why = "A child who is getting worse shows it hours before."
asks = "Scores that were due, and scores that were done, each month."

[definition]
name = "PEWS audit"
version = "1"
text = "A score is done when every part of it was written down in the hour in which it was due."
source = "The collaborative's own audit"

[[areas]]
name = "Wards"

[[items]]
name = "scores_due"
title = "Scores due"
required = true

[[items]]
name = "scores_done"
title = "Scores done"
required = true

[[measures]]
id = "pews-done"
title = "Scores done"
kind = "proportion"
numerator = "scores_done"
denominator = "scores_due"
multiplier = 100
unit = "% of scores due"
events = "scores done"
exposure = "scores due"
better = "higher"
decimals = 0
definition = "Of the scores that were due, those done in time."
asks = "the number of scores that were due, and the number that were done"
"""


@pytest.fixture
def with_a_new_file(demo: Path, tmp_path: Path) -> Iterator[Server]:
    catalogue = tmp_path / "catalogue"
    shutil.copytree(FOLDER, catalogue)
    (catalogue / "early-warning.toml").write_text(PEWS, "utf-8")
    with serving(copied(demo, tmp_path), MIST_CATALOGUE=str(catalogue)) as server:
        yield server


def test_a_new_file_is_a_new_theme_with_page_template_and_chart(
    with_a_new_file: Server, browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_context(accept_downloads=True).new_page()
    page.goto(f"{with_a_new_file.url}/early-warning")
    sign_in(page, "nurse")
    expect(page.get_by_role("heading", name="Early warning")).to_be_visible()
    expect(page.get_by_text("No numbers yet").first).to_be_visible()
    expect(page.get_by_text("each month: the number of scores that were due, and")).to_be_visible()

    go(page, with_a_new_file, "send?theme=Early+warning")
    page.get_by_text("Start from a table with your areas").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Template (CSV)").click()
    template = Path(waiting.value.path()).read_text("utf-8-sig")
    assert template.splitlines()[0] == "Month,Area,Scores due,Scores done,Note"

    rows = [f"2025-{month:02d},Wards,{200 + month},{180 + month}," for month in range(1, 13)]
    filled = tmp_path / "filled.csv"
    filled.write_text("\n".join([template.splitlines()[0], *rows]), "utf-8")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(filled)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()
    go(page, with_a_new_file, "early-warning")
    settled(page)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    expect(page.locator(".st-key-sentence")).to_contain_text("Scores done")
