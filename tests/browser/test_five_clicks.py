"""The burden, counted: a header nobody knows and a wrong cell are done in five clicks, and next month takes two."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mist_dash.actions import people
from mist_dash.store import engine
from tests.browser.conftest import Server, go, settled
from tests.browser.protocol import Answer, Tab

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
SEND = "send?theme=Central+line+infections"


class Clicks:
    """Counts what the person has to press; typing and the Enter after it are no clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.made = page, 0

    def on(self, what: Locator) -> None:
        what.click()
        self.made += 1
        settled(self.page)

    def choose(self, label: str, option: str) -> None:
        """One of the lists on the picture of the sheet: a press to open it, and one to choose."""
        self.page.get_by_label(label).select_option(label=option)
        self.made += 2
        settled(self.page)

    def button(self, name: str) -> None:
        self.on(self.page.get_by_role("button", name=name, exact=True))

    def write(self, label: str, text: str) -> None:
        self.on(self.page.get_by_label(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        settled(self.page)


def drop(page: Page, path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(path)
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    settled(page)


def left_to_mend(page: Page, count: int) -> None:
    shown = page.get_by_test_id("stMetric").filter(has_text="Problems")
    expect(shown).to_have_text(re.compile(rf"^Problems\s*{count}$"))


def test_an_unknown_header_and_a_wrong_cell_take_five_clicks_and_next_month_two(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("listener", SEND)
    first = Clicks(page)
    drop(page, tmp_path / "march.csv", "Month,Ward,Line infections,Zorb tally\nMar-26,PICU,2?,250\nFeb-26,PICU,0,240\n")
    first.choose("What is in “Zorb tally”?", "Central line days")
    first.write("Row 2, Line infections: found “2?”", "2")
    left_to_mend(page, 0)
    first.button("Confirm")
    expect(page.get_by_text("Stored.")).to_be_visible()
    assert first.made <= 5

    go(page, server, SEND)
    second = Clicks(page)
    drop(page, tmp_path / "april.csv", "Month,Ward,Line infections,Zorb tally\nApr-26,PICU,1,260\n")
    second.button("Confirm")
    expect(page.get_by_text("Stored.")).to_be_visible()
    assert second.made <= 2


def test_one_answer_does_for_every_cell_with_the_same_wrong_text_and_a_slip_is_mended_again(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("listener", SEND)
    rows = [f"2018-{month:02d},ICU,1,800" for month in range(1, 13)]
    rows += [f"2019-{month:02d},ICU,{'nought' if month < 11 else 'two'},800" for month in range(1, 13)]
    drop(page, tmp_path / "year.csv", "\n".join(["month,area,clabsi,central_line_days", *rows]))
    left_to_mend(page, 12)
    clicks = Clicks(page)
    clicks.button("Write 2 for all 2")
    clicks.write("The right value for all 10", "x")
    left_to_mend(page, 10)
    clicks.write("The right value for all 10", "0")
    left_to_mend(page, 0)
    page.get_by_text("See it first").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settled(page)
    clicks.button("Confirm")
    expect(page.get_by_text("Stored. Added 24 months (Jan 2018 to Dec 2019, ICU: ")).to_be_visible()
    clicks.button("Undo")
    expect(page.get_by_text("48 numbers are as they were before.")).to_be_visible()
    clicks.button("Put it back")
    expect(page.get_by_text("48 numbers are as they were before.")).to_be_visible()


def test_a_forged_field_mends_a_cell_of_the_forgers_own_file_and_nothing_else(server: Server) -> None:
    """Two people of two centres paste the same file; one of them sends any text at all for every field there is."""
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    forger, other = (Tab(server.url, people.sign_in(name) or "") for name in ("listener", "nurse"))
    pasted = "month\tarea\tclabsi\tcentral_line_days\n2012-01\tICU\tfour?\t800\n"
    try:
        answers = {tab: shown(tab, pasted) for tab in (forger, other)}
        fields = [id for id in answers[forger].widgets if "mend-" in id]
        assert len(fields) == 1 and "four" in answers[other].raw.decode("utf-8", "ignore")
        foreign = fields[0].replace("-1-2", "-1-3")  # the line days, which are no problem
        told = shown(forger, pasted, {fields[0]: "4", foreign: "999999", "$$ID-0-fixes": "999999"})
        assert b"999999" not in told.raw and b"Add 1 month" in told.raw
        assert b"Add 1 month" not in shown(other, pasted).raw
    finally:
        forger.close()
        other.close()
        engine.use("sqlite://")


def shown(tab: Tab, pasted: str, fields: dict[str, str] | None = None) -> Answer:
    """The Send page with this text pasted, and these texts in any widgets."""
    query = SEND.partition("?")[2]
    first = tab.run("send", query)
    tabs = next(m.delta.add_block.tab_container.id for m in first.messages if m.delta.add_block.tab_container.id)
    paste = next(id for id, kind in first.widgets.items() if kind == "text_area")
    widgets: dict[str, tuple[str, object]] = {
        tabs: ("string_value", "Paste from Excel"),
        paste: ("string_value", pasted),
    }
    return tab.run("send", query, widgets | {id: ("string_value", text) for id, text in (fields or {}).items()})


def test_a_list_of_interventions_is_on_the_charts_in_one_click_and_off_again_in_one(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("nurse", SEND)
    made = Clicks(page)
    path = tmp_path / "started.csv"
    path.write_text("area,intervention,start,stop\nPICU,Line rounds on Fridays,03/02/2026,\n", "utf-8")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(path)
    expect(page.get_by_text("Mark 1 intervention (Line rounds on Fridays, ICU: since Feb 2026).")).to_be_visible()
    settled(page)
    made.button("Confirm")
    expect(page.get_by_text("Stored. Marked 1 intervention")).to_be_visible()
    made.button("Undo")
    expect(page.get_by_text("1 intervention is as it was before.")).to_be_visible()
    assert made.made == 2


def test_a_file_keeps_its_answers_while_a_resource_is_read_in_between(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("pharmacist", SEND)
    path, text = tmp_path / "may.csv", "Month,Ward,Line infections,Blip tally\nMay-11,PICU,2?,250\n"
    drop(page, path, text)
    made = Clicks(page)
    made.choose("What is in “Blip tally”?", "Central line days")
    made.write("Row 2, Line infections: found “2?”", "2")
    left_to_mend(page, 0)
    through_the_menu(page, "Learn", "Resources")
    page.get_by_test_id("stPageLink-NavLink").filter(has_text="More").first.click()
    expect(page.get_by_role("heading", name="And you?")).to_be_visible()
    expect(page.get_by_text("Noted")).to_have_count(0)
    through_the_menu(page, "Share", "Send data")
    made.on(page.get_by_label("Theme", exact=True))
    made.on(page.get_by_role("option", name="Central line infections"))
    drop(page, path, text)  # Streamlit lets go of a field that is out of sight; what was said of the file is kept
    left_to_mend(page, 0)
    expect(page.get_by_text("Add 1 month")).to_be_visible()
    expect(page.get_by_label("What is in “Blip tally”?")).to_have_count(0)


def through_the_menu(page: Page, desk: str, title: str) -> None:
    """To another page in the same session, as a person goes."""
    page.get_by_test_id("stTopNavSection").filter(has_text=desk).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    settled(page)
