"""What people of the demo say to each other: excellence reports, questions, offers, replies, and where to turn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from mist_dash.actions.threads import note_mentions
from mist_dash.core import months
from mist_dash.core.excellence import QUESTIONS, Feedback, Written
from mist_dash.core.threads import ThreadDraft
from mist_dash.store import excellence, stories, threads


def fill(db: Session, words: dict[str, Any], centres: dict[str, int], today: date) -> None:
    """Adds it all to the demo; the people and the stories are there already."""
    for name, contact in words["support"].items():
        excellence.set_support_contact(db, centres[name], contact)
    people = threads.usernames(db)
    home = {one["username"]: centres.get(one.get("centre", "")) for one in words["people"]}
    for one in words["reports"]:
        _report(db, one, home[one["author"]] or 0, people[one["author"]], today)
    told = {story.title: story.id for story in stories.shared(db, "gallery")}
    for one in words["threads"]:
        _thread(db, one, people, told, today)


def _report(db: Session, one: dict[str, Any], centre: int, author: int, today: date) -> None:
    answers = {field: one[field] for field in QUESTIONS}
    at = _when(one, today)
    id = excellence.add(db, centre, author, Written(**answers, named=one.get("named", ""), agreed=True), at)
    if "told_by" in one:
        on = min(at.date() + timedelta(days=one["told_after"]), today)
        excellence.set_told(db, id, Feedback(on, one["told_by"]))
    excellence.set_shared(db, id, one.get("shared", False))


def _thread(db: Session, one: dict[str, Any], people: dict[str, int], told: dict[str, int], today: date) -> None:
    said = ThreadDraft(one["kind"], one["theme"], one["title"], one["text"], story=told.get(one.get("story", "")))
    id = threads.begin(db, people[one["author"]], said, _when(one, today))
    note_mentions(db, id, said.text)
    threads.settle(db, id, one.get("answered", False))
    first = threads.post(db, id)
    for reply in one.get("replies", ()):
        assert first is not None
        answer = threads.reply(db, people[reply["author"]], first, reply["text"], _when(reply, today))
        note_mentions(db, answer, reply["text"], first.author)


def _when(one: dict[str, Any], today: date) -> datetime:
    """The day in the month so many months ago; never one to come."""
    month = months.later(months.of(today), -one["months_ago"])
    day = min(date(int(month[:4]), int(month[5:]), one["day"]), today)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
