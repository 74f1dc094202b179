"""What is new for one person: five lines on home, and the same by a real mail server, once a month."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from mist_dash.actions import digest, meetings, presenting, promises, threads
from mist_dash.core.errors import NotAllowed, Sorry
from mist_dash.core.meeting import MeetingDraft
from mist_dash.core.people import VISITOR, Person
from mist_dash.core.room import CardDraft
from mist_dash.core.threads import ThreadDraft
from mist_dash.store import digests, engine, people
from tests.actions.test_stories import TOLD, published
from tests.conftest import Cast
from tests.meetings import numbers_in, world

TODAY = date.today()
REFUSED = "refused@example.org"


class Postbox(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it was sent, and takes nothing for one address."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.letters: list[str] = []
        super().__init__(("127.0.0.1", 0), Visit)


class Visit(socketserver.StreamRequestHandler):
    """One conversation in the words of RFC 5321."""

    def handle(self) -> None:
        self._say("220 a postbox")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT" and REFUSED in line:
                self._say("550 nobody lives here")
            elif verb == "DATA":
                self._say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                assert isinstance(self.server, Postbox)
                self.server.letters.append(text)
                self._say("250 kept")
            else:
                self._say("221 bye" if verb == "QUIT" else "250 fine")

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


def by_email(who: Person, address: str) -> None:
    """This person has this address, and wants it there."""
    with engine.begin() as db:
        people.set_email(db, who.id or 0, address)
    digest.subscribe(who, True)


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with Postbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("MIST_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("MIST_SMTP_PORT", str(server.server_address[1]))
        monkeypatch.setenv("MIST_SMTP_STARTTLS", "no")
        monkeypatch.setenv("MIST_SMTP_LINK", "https://mist.example.org/")
        yield server
        server.shutdown()


def a_full_month(cast: Cast) -> None:
    """Something of every kind for our lead: a promise, a slide to agree to, an answer, minutes, what others shared."""
    id = meetings.begin(cast.facilitator, MeetingDraft("Spring", TODAY - timedelta(days=3), 30)).id or 0
    promises.put_up(cast.facilitator, id, CardDraft("will try", "Audit", cast.lead.centre, date(2027, 3, 1)))
    presenting.freeze(cast.facilitator, id)
    presenting.hold(cast.facilitator, id)
    story = published(cast)
    meetings.ask(cast.facilitator, f"story-{story}")
    threads.begin(cast.stranger, ThreadDraft("ask", "clabsi", "Dear @lead", "How?"))


def test_home_says_in_five_lines_what_is_new_for_just_this_person(cast: Cast) -> None:
    a_full_month(cast)
    assert [one.text for one in digest.lines(cast.lead)] == [
        "1 promise of your centre still open, the next by 1 March",
        "1 slide of your centre for you to agree to",
        "1 place where you were answered or named",
        "The minutes of “Spring”",
    ]
    assert [one.text for one in digest.lines(cast.stranger)] == [
        "The minutes of “Spring”",
        "1 new story from other centres",
    ]
    assert [one.address for one in digest.lines(cast.facilitator)] == ["minutes", "gallery"]
    assert len(digest.lines(cast.lead)) <= digest.LINES
    later = TODAY + timedelta(days=40)
    assert [one.address for one in digest.lines(cast.stranger, later)] == []
    with pytest.raises(NotAllowed):
        digest.lines(VISITOR)


def test_without_a_mail_server_it_stands_on_home_only(cast: Cast) -> None:
    assert digest.by_email(cast.member) is None
    with pytest.raises(Sorry, match="MIST_SMTP_HOST"):
        digest.send()


def test_it_goes_out_once_a_month_and_again_after_a_meeting(cast: Cast, postbox: Postbox) -> None:
    a_full_month(cast)
    by_email(cast.lead, "lead@example.org")
    by_email(cast.stranger, "other@example.org")
    assert digest.send(date(2027, 1, 5)) == "Sent what is new to 2 people."
    assert digest.send(date(2027, 1, 28)) == "Sent what is new to nobody."
    assert digest.send(date(2027, 2, 1)) == "Sent what is new to 2 people."
    id = meetings.begin(cast.facilitator, MeetingDraft("Summer", date(2027, 2, 10), 30)).id or 0
    presenting.freeze(cast.facilitator, id)
    presenting.hold(cast.facilitator, id)
    assert digest.send(date(2027, 2, 11)) == "Sent what is new to 2 people."
    assert digest.send(date(2027, 2, 12)) == "Sent what is new to nobody."
    assert len(postbox.letters) == 6
    assert {line for one in postbox.letters for line in one.splitlines() if line.startswith("To: ")} == {
        "To: lead@example.org",
        "To: other@example.org",
    }


def test_an_email_says_how_many_and_where_and_no_word_or_number_of_a_centre(cast: Cast, postbox: Postbox) -> None:
    a_full_month(cast)
    by_email(cast.lead, "lead@example.org")
    by_email(cast.stranger, "other@example.org")
    digest.send()
    assert len(postbox.letters) == 2
    for letter in postbox.letters:
        assert "https://mist.example.org/minutes?id=1" in letter
        assert all(word not in letter for word in (TOLD.title, "Dear @lead", "Audit", "Ash Hospital", "Birch"))


def test_no_number_of_any_centre_is_in_what_goes_out_to_anybody(database: None, postbox: Postbox) -> None:
    made = world()
    for centre in made.centres[:3]:
        made.agree(centre, "story", "meeting", "pack")
    for n, lead in enumerate(made.leads.values()):
        by_email(lead, f"lead{n}@example.org")
    digest.send()
    assert len(postbox.letters) == len(made.centres)
    every = set.union(*made.numbers.values())
    assert not any(numbers_in(letter) & every for letter in postbox.letters)


def test_one_address_that_is_not_taken_keeps_nobody_elses_back_and_is_tried_again(cast: Cast, postbox: Postbox) -> None:
    by_email(cast.member, REFUSED)
    by_email(cast.lead, "lead@example.org")
    assert digest.send() == "Sent what is new to 1 person. The mail server did not take 1: run this again."
    by_email(cast.member, "member@example.org")
    assert digest.send() == "Sent what is new to 1 person."
    assert len(postbox.letters) == 2


def test_who_ends_it_or_may_not_sign_in_any_more_gets_no_more(cast: Cast, postbox: Postbox) -> None:
    for who in (cast.member, cast.lead, cast.stranger):
        by_email(who, f"{who.username}@example.org")
    assert digest.by_email(cast.lead) == "lead@example.org"
    digest.subscribe(cast.member, False)
    assert digest.by_email(cast.member) == ""
    with engine.begin() as db:
        people.set_active(db, cast.lead.id or 0, False)
        people.set_centre_active(db, cast.stranger.centre or 0, False)
    assert digest.send() == "Sent what is new to nobody." and not postbox.letters


def test_who_has_no_address_is_asked_for_one_first(cast: Cast) -> None:
    with pytest.raises(Sorry, match="page of your account"):
        digest.subscribe(cast.member, True)
    with engine.reading() as db:
        assert digests.readers(db) == ()
