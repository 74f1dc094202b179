"""axe-core finds nothing serious or critical on any page, for any role, light and dark, folded open and pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mist_dash.actions import meetings, people, presenting, votes
from mist_dash.core.meeting import MeetingDraft
from mist_dash.exports import deck
from mist_dash.store import engine, files
from mist_dash.ui.navigation import desks_now
from tests.browser.axe import OWN, Looker, turn
from tests.browser.conftest import Server, go, settled
from tests.browser.test_walking_skeleton import drop, written
from tests.exports import sample

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
# Every address for who sees most of it, and for who sees it otherwise.
VISITS = {
    None: (
        "",
        "about",
        "together?theme=Central+line+infections",
        "stories",
        "shared",
        "members",
        "terms",
        "sharing",
        "join",
        "help",
        "forgotten",
        "welcome",  # without a link it says so
        "password",
    ),
    "nurse": (
        "",
        "clabsi?area=Haem-Onc+wards",
        "medication?measure=Severity+profile&below=Data+and+definition",
        "hsmr?below=Before+and+after",
        "excellence",
        "second-victim",
        "gallery?theme=Central+line+infections",
        "story?id=1",
        "resources",
        "resource?id=1",
        "compare",
        "questions",
        "thread?id=1",
        "interventions",
        "send",
        "send?way=Type+the+numbers",
        "send?way=Paste+from+Excel",
        "history",
        "mark",
        "tell",
        "report-excellence",
        "add-resource",
        "promises",
        "minutes",
        "limits",  # a closed door
    ),
    "lead": ("account", "people", "audit", "keys", "consents", "peripheral?below=Control+chart%2C+and+why"),
    "listener": ("home", "clabsi"),
    "pharmacist": ("medication?measure=Standard+infusion+concentrations+in+use",),
    "facilitator": ("", "meetings", "room?id=2", "signals", "review", "burden"),
    "admin": ("", "people", "audit?words=demo", "limits"),
}
TABS = ("In+whole+sentences", "Before+and+after", "Learn+from+others", "Together", "Questions")


@pytest.fixture(scope="module")
def looker() -> Iterator[Looker]:
    """One for all tests here, which tells at the end how much was looked at."""
    looking = Looker()
    yield looking
    print(f"{looking.looks} looks, {len(looking.faults)} faults, excused: {sorted(looking.excused) or 'none'}")


@pytest.fixture(autouse=True)
def faultless(looker: Looker) -> Iterator[None]:
    before = len(looker.faults)
    yield
    assert looker.faults[before:] == []


def opened(page: Page, server: Server, address: str) -> None:
    """The page at this address, drawn to its end."""
    page.goto(f"{server.url}/{address}")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@pytest.mark.parametrize("username", VISITS, ids=str)
def test_no_page_has_a_serious_fault(open_as: OpenAs, server: Server, looker: Looker, username: str | None) -> None:
    page = open_as(username)
    for address in VISITS[username]:
        opened(page, server, address)
        looker.whole(page, f"{username} at {address or 'home'}")


def test_every_address_is_among_them() -> None:
    asked = {one.partition("?")[0] for visits in VISITS.values() for one in visits}
    assert asked == {entry.address for entries in desks_now().values() for entry in entries}


def test_no_tab_of_a_theme_has_a_serious_fault(open_as: OpenAs, server: Server, looker: Looker) -> None:
    page = open_as("lead")
    for tab in TABS:
        opened(page, server, f"clabsi?area=Haem-Onc+wards&below={tab}")
        looker.whole(page, tab)
    page.locator(".st-key-take-along button").first.click()
    page.get_by_role("button", name="Picture", exact=False).click()
    expect(page.get_by_role("dialog").locator(".js-plotly-plot")).to_be_visible()
    looker.look(page, "a picture to take along")


def test_no_step_of_sending_has_a_serious_fault(
    open_as: OpenAs, server: Server, looker: Looker, tmp_path: Path
) -> None:
    page, where = open_as("pharmacist"), "send?theme=Central+line+infections"
    rows = "2019-04,ICU,3,812\n2019-05,ICU,0,790\n2019-06,ICU,four,801\n2019-07,Attic,1,80\n2019-08,ICU,900,80\n"
    go(page, server, where)
    drop(page, written(tmp_path, "ours.csv", f"month,area,clabsi,central_line_days\n{rows}"))
    expect(page.get_by_text("This looks like")).to_be_visible()
    looker.whole(page, "a sheet as it was read")
    go(page, server, where)
    drop(page, written(tmp_path, "fine.csv", "month,area,clabsi,central_line_days\n2019-05,ICU,0,790\n"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Stored.")).to_be_visible()
    looker.whole(page, "a receipt")
    drop(page, written(tmp_path, "refused.csv", "nhs number,month,clabsi\n943 476 5919,2019-04,1\n"))
    expect(page.get_by_text("This file was not taken")).to_be_visible()
    looker.whole(page, "a refused file")


def test_no_answer_of_a_form_has_a_serious_fault(open_as: OpenAs, server: Server, looker: Looker) -> None:
    page = open_as("nurse", "questions")
    settled(page)
    page.get_by_text("Ask a question, or offer something").click()
    page.get_by_label("In one line").fill("Baby 943 476 5919 was ill")
    page.get_by_label("A few sentences").fill("What would you do?")
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_text("Please look again")).to_be_visible()
    looker.whole(page, "a form that doubts")
    door = open_as(None)
    door.get_by_label("User name").fill("nobody")
    door.get_by_label("Password", exact=True).fill("safer-apart")
    door.get_by_role("button", name="Sign in", exact=True).click()
    expect(door.get_by_text("do not belong together")).to_be_visible()
    looker.whole(door, "a door that stays closed")


def test_no_slide_note_or_phone_has_a_serious_fault(
    browser: Browser, server: Server, looker: Looker, tmp_path: Path
) -> None:
    meeting = sample.meeting()
    for name, html in (("deck", deck.projector(meeting, "/present/7", "")), ("pack", deck.pack(meeting))):
        (tmp_path / f"{name}.html").write_text(html, "utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    for name in ("deck", "pack"):
        page.goto((tmp_path / f"{name}.html").as_uri())
        page.wait_for_selector("html.ready")
        for place in range(len(meeting.slides)):
            looker.look(page, f"{name}, slide {place + 1}")
            page.keyboard.press("ArrowRight")
    id, code, token = in_the_room(server)
    context.add_cookies([{"name": "mist_session", "value": token, "url": server.url}])
    for address in (f"present/{id}/notes", f"v/{code.lower()}", "v/", "v/nosuch"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"{server.url}/{address}")
            page.wait_for_timeout(300)
            looker.look(page, f"{address}, {scheme}")
    context.close()


def in_the_room(server: Server) -> tuple[int, str, str]:
    """A meeting with a vote that is open: its id, its code, and the facilitator's session."""
    engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
    files.use(server.folder / "resources")
    token = people.sign_in("facilitator") or ""
    actor = people.who(token)
    id = meetings.begin(actor, MeetingDraft("Line care together", date(2030, 1, 8), 60)).id or 0
    meetings.ask_the_room(actor, id, "Would your ward try patches?", ("Yes", "Not yet"))
    presenting.freeze(actor, id)
    meeting = presenting.present(actor, id)
    votes.turn(actor, id, next(slide.key for slide in meeting.slides if slide.choices))
    engine.use("sqlite://")
    files.use("memory:///")
    return id, meeting.code, token


def test_what_is_excused_as_streamlits_own_is_still_there(looker: Looker) -> None:
    assert looker.excused == {f"{one['rule']} {one['element']}" for one in OWN}


def test_a_fault_would_be_found(open_as: OpenAs) -> None:
    page, looking = open_as(None), Looker()
    settled(page)
    page.evaluate("document.querySelector('[data-testid=stMain] button').ariaLabel = ''")
    page.evaluate("document.querySelector('[data-testid=stMain] h1').style.color = '#ccc'")
    turn(page, "light")
    looking.look(page, "sign-in")
    assert any("color-contrast" in fault for fault in looking.faults)
