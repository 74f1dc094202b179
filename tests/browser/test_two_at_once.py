"""Two people of one centre at once, in two real browsers: nobody overwrites what they did not see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mist_dash.actions import people, share
from mist_dash.core.people import Person
from mist_dash.store import engine
from tests.browser.conftest import Server, go, settled
from tests.browser.test_walking_skeleton import drop, written

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
SEND = "send?theme=Central+line+infections"


def infections(folder: Path, name: str, *counts: int) -> Path:
    rows = [f"2016-{month:02d},ICU,{count},900" for month, count in enumerate(counts, 1)]
    return written(folder, name, "\n".join(["month,area,clabsi,central_line_days", *rows]))


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Confirm").click()
    settled(page)


def stored(server: Server, person: str, month: str) -> str:
    """The infections of a month as the centre would download them."""
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    try:
        actor: Person = people.who(people.sign_in(person) or "")
        lines = share.export(actor, "clabsi").decode("utf-8-sig").splitlines()
        at = lines[0].split(",").index("Infections")
        return next(line.split(",")[at] for line in lines if line.startswith(f"{month},ICU,"))
    finally:
        engine.use("sqlite://")


def test_the_later_of_two_sees_both_numbers_and_who_changed_them_and_confirms_anew(
    server: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    nurse, lead = open_as("nurse", SEND), open_as("lead", SEND)
    drop(nurse, infections(tmp_path, "first.csv", 1, 1, 1, 1, 1, 1))
    confirm(nurse)
    expect(nurse.get_by_text("Stored. Added 6 months (Jan 2016 to Jun 2016, ICU: ")).to_be_visible()

    drop(nurse, infections(tmp_path, "mine.csv", 2, 2, 2, 2, 2, 2))
    expect(nurse.get_by_text("Change 6 numbers")).to_be_visible()
    drop(lead, infections(tmp_path, "theirs.csv", 1, 1, 1, 1, 1, 7))
    confirm(lead)
    expect(lead.get_by_text("Stored. Changed 1 number")).to_be_visible()

    confirm(nurse)
    expect(nurse.get_by_text("nothing of yours was stored")).to_be_visible()
    table = nurse.get_by_test_id("stDataFrame").last
    expect(table).to_contain_text("June 2016, ICU, Infections")
    assert [table.get_by_test_id(f"glide-cell-{place}-0").text_content() for place in (1, 2, 3)] == ["1", "7", "2"]
    assert stored(server, "nurse", "2016-06") == "7"

    confirm(nurse)
    expect(nurse.get_by_text("Stored. Changed 6 numbers")).to_be_visible()
    assert stored(server, "nurse", "2016-06") == "2"


def test_a_large_upload_is_undone_only_after_a_second_word(server: Server, open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("nurse", SEND)
    rows = [f"20{year}-{month:02d},ICU,1,900" for year in (12, 13, 14) for month in range(1, 13)]
    drop(page, written(tmp_path, "years.csv", "\n".join(["month,area,clabsi,central_line_days", *rows])))
    confirm(page)
    expect(page.get_by_text("Stored. Added 36 months")).to_be_visible()
    go(page, server, "history")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("This changes 72 numbers at once.")).to_be_visible()
    assert stored(server, "nurse", "2012-01") == "1"
    page.get_by_role("button", name="Leave them").click()
    expect(page.get_by_text("This changes 72 numbers at once.")).to_be_hidden()
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_role("button", name="Yes, all 72").click()
    expect(page.get_by_text("72 numbers are as they were before.").first).to_be_visible()
