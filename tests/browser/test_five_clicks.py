"""The burden, counted: a header nobody knows and a wrong cell are done in five clicks, and next month takes two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, go, settled

pytestmark = pytest.mark.browser


class Clicks:
    """Counts what the person has to press."""

    def __init__(self, page: Page) -> None:
        self.page, self.made = page, 0

    def on(self, name: str, role: str = "button") -> None:
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if role == "button" else self.page.get_by_text(name)).last.click()
        self.made += 1
        settled(self.page)

    def into_the_last_cell(self, text: str) -> None:
        """Chooses the first row's last cell of the table of problems, and types.

        The table is drawn on a canvas and may be drawn anew just then, so a lost attempt is made again; counted are
        the two clicks that a person needs.
        """
        self.made += 2
        for _ in range(6):
            table = self.page.get_by_test_id("stDataFrame").first
            table.scroll_into_view_if_needed()
            self.page.wait_for_timeout(1500)
            box = table.bounding_box()
            if box is not None:
                for _ in range(2):
                    self.page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 52)
                    self.page.wait_for_timeout(400)
                self.page.keyboard.type(text)
                self.page.keyboard.press("Enter")
            self.page.wait_for_timeout(2500)
            settled(self.page)
            if self.page.get_by_text("To mend.").count() == 0:
                return


def drop(page: Page, path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(path)
    settled(page)


@pytest.mark.xfail(strict=False, reason="on a busy machine the table, drawn on a canvas, may lose a click and be late")
def test_an_unknown_header_and_a_wrong_cell_take_five_clicks_and_next_month_two(
    server: Server, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as("listener", "send?theme=Central+line+infections")
    first = Clicks(page)
    drop(
        page, tmp_path / "march.csv", "Month,Ward,Line infections,Zorb tally\nMar-26,PICU,two,250\nFeb-26,PICU,0,240\n"
    )
    expect(page.get_by_text("What is in")).to_be_visible()
    first.on("Central line days", role="text")
    expect(page.get_by_text("To mend.")).to_be_visible()
    first.into_the_last_cell("2")
    expect(page.get_by_test_id("stMetric").filter(has_text="Problems")).to_contain_text("0")
    first.on("Confirm")
    expect(page.get_by_text("Stored.")).to_be_visible()
    assert first.made <= 5

    go(page, server, "send?theme=Central+line+infections")
    second = Clicks(page)
    drop(page, tmp_path / "april.csv", "Month,Ward,Line infections,Zorb tally\nApr-26,PICU,1,260\n")
    second.on("Confirm")
    expect(page.get_by_text("Stored.")).to_be_visible()
    assert second.made <= 2


def test_a_list_of_interventions_is_on_the_charts_in_one_click_and_off_again_in_one(
    server: Server, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as("nurse", "send?theme=Central+line+infections")
    made = Clicks(page)
    drop(page, tmp_path / "started.csv", "area,intervention,start,stop\nPICU,Line rounds on Fridays,03/02/2026,\n")
    expect(page.get_by_text("Mark 1 intervention (Line rounds on Fridays, ICU: since Feb 2026).")).to_be_visible()
    made.on("Confirm")
    expect(page.get_by_text("Stored. Marked 1 intervention")).to_be_visible()
    made.on("Undo")
    expect(page.get_by_text("1 intervention is as it was before.")).to_be_visible()
    assert made.made == 2
