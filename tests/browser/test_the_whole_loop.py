"""The whole loop in a browser, through the pages only: once with numbers, once by a member of a centre without any.

A bundle is shared, found, tried; its ribbon stands on the chart; later months come; the centre is told, tells the
story; a facilitator publishes, the lead agrees, and another centre finds it and tries it. Each step is one click from
the last. Time is not moved: the bundle was tried a year ago, and the months since then are sent afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import bcrypt
import pytest
from playwright.sync_api import Browser, Page, expect

from mist_dash.actions.demo_learning import pdf
from mist_dash.core import months
from mist_dash.core.people import Role
from mist_dash.store import engine, people
from tests.browser.conftest import PASSWORD, Server, go, serving, settled, sign_in, text_of

pytestmark = pytest.mark.browser
PEOPLE = {  # user name: role and centre
    "sharer": (Role.CONTRIBUTOR, "Alder"),
    "nurse": (Role.CONTRIBUTOR, "Beech"),
    "lead": (Role.LEAD, "Beech"),
    "reader": (Role.CONTRIBUTOR, "Cedar"),
    "member": (Role.MEMBER, "Dogwood"),
    "speaker": (Role.LEAD, "Dogwood"),
    "newcomer": (Role.MEMBER, "Elm"),
    "facilitator": (Role.FACILITATOR, ""),
}
BUNDLE = "Five things at every hub"
THIS_MONTH = months.of(date.today())
AXIS = months.between(months.later(THIS_MONTH, -36), months.later(THIS_MONTH, -1))
BEGUN = date(int(AXIS[24][:4]), int(AXIS[24][5:]), 1)
Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A collaborative with centres and people, in which nobody has sent, shared or told anything yet."""
    folder = tmp_path_factory.mktemp("empty")
    engine.use(f"sqlite:///{folder / 'mist.sqlite3'}")
    engine.upgrade()
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    with engine.begin() as db:
        names = sorted({centre for _, centre in PEOPLE.values() if centre})
        centres = {name: people.add_centre(db, f"{name} Hospital") for name in names}
        for username, (role, centre) in PEOPLE.items():
            people.add(db, username, username.title(), role, hashed, centres.get(centre))
    engine.use("sqlite://")
    with serving(folder, MIST_DEMO="no") as server:
        yield server


@pytest.fixture
def enter(browser: Browser, empty: Server) -> Iterator[Open]:
    """`enter("nurse")`: a browser in which this person has just signed in, at the home page."""
    contexts = []

    def enter_(username: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.goto(empty.url)
        sign_in(page, username)
        return page

    yield enter_
    for context in contexts:
        context.close()


def look_into(page: Page, tab: str) -> None:
    """What stands below a theme's picture is drawn when it is opened."""
    page.get_by_role("tab", name=tab).click()
    settled(page)


def follow(page: Page, link: str) -> None:
    """One click on a link of the page."""
    page.get_by_test_id("stMain").get_by_role("link", name=link).first.click()
    settled(page)


def press(page: Page, button: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=button, exact=True).first.click()
    settled(page)


def write(page: Page, **fields: str) -> None:
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(text)


def drop(page: Page, name: str, data: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(file)  # type: ignore[arg-type]


def send(page: Page, sent: tuple[str, ...], infections: int) -> None:
    """Drops a file of these months of the ICU, and confirms."""
    rows = "".join(f"{month},ICU,{infections},1000\n" for month in sent)
    drop(page, f"ours-{sent[0]}.csv", f"month,area,clabsi,central_line_days\n{rows}".encode())
    press(page, "Confirm")
    expect(page.get_by_text("Stored.")).to_be_visible()


def search(page: Page, words: str) -> None:
    field = page.get_by_role("textbox", name="Search")  # tables of the page before have a button of that name
    field.fill(words)
    field.press("Enter")
    settled(page)


def tell(page: Page, title: str, **answers: str) -> None:
    page.get_by_label("Title", exact=True).fill(title)
    for question, answer in answers.items():
        page.get_by_label(question.replace("_", " ") + "?", exact=True).fill(answer)
    press(page, "Send it to the facilitators")
    expect(page.get_by_text("Thank you. A facilitator will read it")).to_be_visible()


def publish(enter: Open, lead: str, title: str) -> None:
    """The lead and the facilitator each find it waiting on their home page, one click from doing it."""
    speaker = enter(lead)
    follow(speaker, "1 story of ours to agree to")
    assert title in text_of(speaker)
    press(speaker, "Agree")
    facilitator = enter("facilitator")
    follow(facilitator, "1 story to read and publish")
    assert title in text_of(facilitator)
    press(facilitator, "Publish")
    expect(facilitator.get_by_text("No story is waiting.")).to_be_visible()


def test_a_centre_tries_a_bundle_improves_is_told_tells_and_another_centre_tries_it(enter: Open, empty: Server) -> None:
    sharer = enter("sharer")
    go(sharer, empty, "add-resource?theme=Central+line+infections&kind=Bundle")
    write(sharer, Title=BUNDLE)
    drop(sharer, "hubs.pdf", pdf(BUNDLE, ["Scrub the zirconium hub for 15 seconds"]))
    expect(sharer.get_by_text("hubs.pdf")).to_be_visible()
    press(sharer, "Share it")
    expect(sharer.get_by_text("Shared. Others find it")).to_be_visible()

    nurse = enter("nurse")
    follow(nurse, "Send a first month")
    go(nurse, empty, "send?theme=Central+line+infections")
    send(nurse, AXIS[:24], 4)
    follow(nurse, "See what changed on your chart")
    look_into(nurse, "Learn from others")
    follow(nurse, "All resources of this theme")
    search(nurse, "zirconium")  # a word that stands inside the file only
    follow(nurse, "More")
    nurse.get_by_role("spinbutton", name="day, Since").click()
    nurse.keyboard.type(f"{BEGUN:%d%m%Y}")
    press(nurse, "Say so")
    follow(nurse, "See it on your chart")
    chart = nurse.get_by_role("figure", name=f"Marked: {BUNDLE}, since {months.say(AXIS[24], short=True)}")
    expect(chart.first).to_be_visible()

    assert "Worth telling others?" not in text_of(nurse)
    go(nurse, empty, "send?theme=Central+line+infections")
    send(nurse, AXIS[24:], 1)
    follow(nurse, "See what changed on your chart")
    assert "sent=clabsi-rate.ICU.20" in nurse.url and "Just sent, between the dotted lines" in text_of(nurse)
    expect(nurse.get_by_text("Worth telling others?")).to_be_visible()
    follow(nurse, "Tell the story")
    expect(nurse.get_by_text("Fewer infections since about").first).to_be_visible()
    expect(nurse.get_by_label("What did you do?")).to_have_value(f"{BUNDLE}, since {months.say(AXIS[24], short=True)}.")
    tell(
        nurse,
        "Fifteen quiet seconds",
        Why_did_you_start="Too many infections.",
        What_did_you_find="Fewer.",
        What_does_it_mean_for_others="Begin with one ward.",
    )
    publish(enter, "lead", "Fifteen quiet seconds")

    reader = enter("reader")
    follow(reader, "All stories")
    search(reader, "quiet seconds")
    follow(reader, "Fifteen quiet seconds")
    assert "Fewer infections since about" in text_of(reader) and "Begin with one ward." in text_of(reader)
    follow(reader, "More")  # of the bundle, which came along by itself
    assert "Beech Hospital is trying it" in text_of(reader) and "Stories told with it" in text_of(reader)
    press(reader, "Say so")
    assert "Cedar Hospital is trying it" in text_of(reader)


def test_a_member_of_a_centre_without_data_does_the_same_without_numbers(enter: Open, empty: Server) -> None:
    member = enter("member")
    follow(member, "See what others share")
    search(member, "zirconium")
    follow(member, "More")
    press(member, "Say so")
    assert "Dogwood Hospital is trying it" in text_of(member)
    follow(member, "See it on your chart")
    said = text_of(member)
    assert "No numbers yet" in said and f"Marked: {BUNDLE}" in said.replace("\u2060", "") and "Send data" not in said
    look_into(member, "Learn from others")
    follow(member, "Tell a story of your own")
    assert "A story needs none" in text_of(member)
    tell(
        member,
        "The lullaby of the hub",
        Why_did_you_start="It hurt.",
        What_did_you_find="Children sing along.",
        What_does_it_mean_for_others="Sing.",
    )
    publish(enter, "speaker", "The lullaby of the hub")

    newcomer = enter("newcomer")
    follow(newcomer, "All stories")
    search(newcomer, "lullaby")
    follow(newcomer, "The lullaby of the hub")
    assert "Children sing along." in text_of(newcomer) and not newcomer.locator(".js-plotly-plot").count()
    press(newcomer, "Say thank you")
    newcomer.get_by_label("A few words, if you like").fill("We sing it, too.")
    newcomer.get_by_role("button", name="Thank them").click()
    expect(newcomer.get_by_text("They will find it on their home page.")).to_be_visible()
    follow(newcomer, "More")
    press(newcomer, "Say so")
    assert "Elm Hospital is trying it" in text_of(newcomer)
    go(member, empty, "home")
    assert "We sing it, too." in text_of(member)
