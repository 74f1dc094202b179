"""Questions and offers: who says what, who sees it, whom it names, and what a facilitator may hide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mist_dash.actions import threads
from mist_dash.core import threads as rules
from mist_dash.core.errors import NotAllowed, NotFound, Sorry
from mist_dash.core.people import VISITOR
from mist_dash.core.stories import StoryDraft
from mist_dash.core.threads import ThreadDraft, Wanted
from mist_dash.store import audit, engine, stories, tables
from mist_dash.store import threads as kept
from tests import network
from tests.conftest import Cast

ASK = ThreadDraft("ask", "clabsi", "Who has tried patches?", "We would like to begin in spring.")


def began(actor, said: ThreadDraft = ASK) -> int:  # type: ignore[no-untyped-def]
    id = threads.begin(actor, said).id
    assert id is not None
    return id


def test_everybody_signed_in_may_ask_and_answer_and_a_visitor_may_not_even_read(cast: Cast) -> None:
    for person in cast.everybody:
        threads.reply(person, began(person), "We have.")
    assert len(threads.found(cast.admin, Wanted())) == len(cast.everybody)
    for attempt in (
        lambda: threads.begin(VISITOR, ASK),
        lambda: threads.reply(VISITOR, 1, "x"),
        lambda: threads.found(VISITOR, Wanted()),
        lambda: threads.conversation(VISITOR, 1),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_newest_stands_first_and_every_filter_holds(cast: Cast) -> None:
    first, offer = began(cast.member), began(cast.stranger, replace(ASK, kind="offer", theme="medication"))
    last = began(cast.lead)
    threads.settle(cast.member, first, True)

    def ids(**wanted: object) -> list[int]:
        return [post.id for post in threads.found(cast.member, Wanted(**wanted))]  # type: ignore[arg-type]

    assert ids() == [last, offer, first]
    assert ids(theme="medication") == ids(kind="offer") == [offer]
    assert ids(answered=True) == [first] and ids(answered=False) == [last, offer]
    assert [post.id for post in threads.open_asks(cast.member)] == [last]


def test_older_threads_stand_on_further_pages_and_none_is_lost(cast: Cast) -> None:
    with engine.begin() as db:
        for n in range(2 * threads.A_PAGE + 3):
            kept.begin(db, cast.lead.id or 0, replace(ASK, title=f"Question {n}"))
    assert threads.pages(cast.member, Wanted()) == 3 and threads.pages(cast.member, Wanted(kind="offer")) == 1
    seen = [post.title for page in (1, 2, 3, 4) for post in threads.found(cast.member, Wanted(), page)]
    assert seen == [f"Question {n}" for n in reversed(range(2 * threads.A_PAGE + 3))]
    threads.hide(cast.facilitator, threads.found(cast.member, Wanted())[0].id, "Twice")
    assert [len(threads.found(cast.member, Wanted(), page)) for page in (1, 3)] == [20, 2]
    assert len(threads.found(cast.facilitator, Wanted(), 3)) == len(threads.found(cast.lead, Wanted(), 3)) == 3


def test_only_who_asked_or_a_facilitator_says_that_it_is_answered(cast: Cast) -> None:
    id = began(cast.member)
    with pytest.raises(Sorry):
        threads.settle(cast.lead, id, True)
    threads.settle(cast.facilitator, id, True)
    assert threads.conversation(cast.member, id).first.answered


def test_a_thread_may_be_about_a_published_story_and_forgets_the_title_when_consent_is_taken_back(cast: Cast) -> None:
    told = StoryDraft("clabsi", "", "Patches", "a", "b", "c", "d")
    with engine.begin() as db:
        draft = stories.save(db, cast.lead.centre or 0, cast.lead.id or 0, told, None)
        public = network.publish(db, cast.lead.centre or 0, cast.lead.id or 0, told)
    with pytest.raises(NotFound):
        threads.begin(cast.stranger, replace(ASK, story=draft))
    id = began(cast.stranger, replace(ASK, story=public))
    assert threads.conversation(cast.member, id).first.story_title == "Patches"
    assert [post.id for post in threads.found(cast.member, Wanted(story=public))] == [id]
    with engine.begin() as db:
        stories.take_back(db, public, "gallery")
    assert threads.conversation(cast.member, id).first.story_title == ""
    with pytest.raises(NotFound):
        threads.begin(cast.stranger, replace(ASK, resource=999))


def test_a_mention_reaches_the_person_and_the_centre_and_nobody_else(cast: Cast) -> None:
    began(cast.stranger, replace(ASK, text="Perhaps @lead knows?"))
    began(cast.stranger, replace(ASK, title="Dear @Ash Hospital"))
    threads.reply(cast.lead, began(cast.lead), "@birch, how did it go?")
    assert len(threads.mentions(cast.lead)) == 2
    assert len(threads.mentions(cast.member)) == 1
    assert [post.title for post in threads.mentions(cast.stranger)] == [ASK.title]  # a reply, by its thread's title
    assert threads.mentions(cast.facilitator) == ()


def test_a_reply_reaches_who_asked_without_naming_them(cast: Cast) -> None:
    threads.reply(cast.stranger, began(cast.member), "On Mondays.")
    assert [post.author_name for post in threads.mentions(cast.member)] == [cast.stranger.name]
    assert threads.mentions(cast.stranger) == ()


def test_a_hidden_post_is_seen_by_its_author_with_the_reason_and_by_facilitators(cast: Cast) -> None:
    id = began(cast.member, replace(ASK, text="For @stranger"))
    said = threads.reply(cast.stranger, id, "Rude words").id or 0
    for not_a_facilitator in (cast.member, cast.lead, cast.admin):
        with pytest.raises(NotAllowed):
            threads.hide(not_a_facilitator, said, "I do not like it")
    with pytest.raises(Sorry):
        threads.hide(cast.facilitator, said, " ")
    threads.hide(cast.facilitator, said, "Please say it kindly")
    assert threads.conversation(cast.member, id).replies == ()
    assert threads.found(cast.member, Wanted())[0].replies == 0
    own = threads.conversation(cast.stranger, id).replies[0]
    assert own.hidden and own.hidden.reason == "Please say it kindly"
    threads.hide(cast.facilitator, id, "Names a child")
    assert threads.found(cast.lead, Wanted()) == () and threads.mentions(cast.stranger) == ()
    with pytest.raises(NotFound):
        threads.conversation(cast.lead, id)
    with pytest.raises(NotFound):
        threads.reply(cast.lead, id, "Hello?")
    assert threads.conversation(cast.member, id).first.hidden
    threads.show_again(cast.facilitator, id)
    assert threads.conversation(cast.lead, id).first.hidden is None
    with engine.reading() as db:
        done = [row.what for row in db.query(tables.AuditRow)]
        assert "hid a post: Names a child" in done and audit.checked(db).whole


def test_twenty_posts_a_day_are_enough_and_tomorrow_is_another_day(cast: Cast) -> None:
    with engine.begin() as db:
        for _ in range(rules.A_DAY):
            kept.begin(db, cast.member.id or 0, ASK, datetime.now(UTC) - timedelta(hours=30))
            kept.begin(db, cast.lead.id or 0, ASK, datetime.now(UTC) - timedelta(hours=20))
    assert threads.begin(cast.member, ASK).id
    with pytest.raises(Sorry, match="thank you"):
        threads.begin(cast.lead, ASK)
    with pytest.raises(Sorry, match="thank you"):
        threads.reply(cast.lead, 1, "One more")


def test_too_long_too_short_and_patient_like_texts_are_not_kept(cast: Cast) -> None:
    outcome = threads.begin(cast.member, replace(ASK, title="x" * 121, text=""))
    assert outcome.id is None and [problem.column for problem in outcome.problems] == ["In one line", "A few sentences"]
    like_one = replace(ASK, text="It is about NHS number 943 476 5919")
    doubts = threads.begin(cast.member, like_one).doubts
    assert doubts and threads.found(cast.member, Wanted()) == ()
    id = threads.begin(cast.member, like_one, doubts).id or 0
    assert threads.reply(cast.member, id, "MRN 1234567").doubts
    assert threads.reply(cast.member, id, " ").problems


def test_forged_kinds_and_themes_are_refused(cast: Cast) -> None:
    with pytest.raises(Sorry):
        threads.begin(cast.member, replace(ASK, kind="rank"))  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        threads.begin(cast.member, replace(ASK, theme="league"))
    reply = threads.reply(cast.member, began(cast.member), "Hello").id or 0
    with pytest.raises(NotFound):
        threads.conversation(cast.member, reply)  # a reply is no thread
