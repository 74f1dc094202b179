"""What is new for one person becomes five lines: on home, and by e-mail once a month and after a meeting.

A line says how many and where, and no more: an e-mail is read in places that nobody agreed to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from mist_dash.actions import promises, slide_consents, threads
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Deed, Person, Role, check
from mist_dash.core.words.nouns import counted
from mist_dash.store import audit, digests, engine, mail, meetings, people, resources, stories

LINES = 5
NEW = timedelta(days=31)
SUBJECT = "What is new at MiST"
NOBODY = Person(None, "the shell", Role.ADMIN)


@dataclass(frozen=True)
class DigestLine:
    """One thing that is new, and the page on which it stands."""

    text: str
    address: str
    query: Mapping[str, str] = field(default_factory=dict)


def lines(actor: Person, today: date | None = None) -> tuple[DigestLine, ...]:
    """The five that matter most to this person: what waits for them first, then what others shared."""
    check(actor, Deed.SEE_LEARNING)
    day = today or datetime.now(UTC).date()
    return (*_of_ours(actor), *_of_others(actor, day - NEW))[:LINES]


def _of_ours(actor: Person) -> list[DigestLine]:
    found = []
    mine = promises.ours(actor) if actor.centre else ()
    due = next((card.due for card in mine if card.due), None)
    if mine:
        when = f", the next by {due.day} {due:%B}" if due else ""
        found.append(DigestLine(f"{_said(len(mine), 'promises')} of your centre still open{when}", "promises"))
    if asked := slide_consents.waiting(actor):
        found.append(DigestLine(f"{_said(asked, 'slides')} of your centre for you to agree to", "consents"))
    if named := threads.mentions(actor):
        found.append(DigestLine(f"{_said(len(named), 'places')} where you were answered or named", "questions"))
    return found


def _of_others(actor: Person, since: date) -> list[DigestLine]:
    with engine.reading() as db:
        told = [one for one in stories.shared(db, "gallery") if one.published and one.published.date() >= since]
        shelved = [one for one in resources.resources(db) if one.latest.added.date() >= since]
        held = meetings.newest_held(db)
    found = []
    if held and held[2] >= since:
        id, title, _ = held
        found.append(DigestLine(f"The minutes of “{title}”", "minutes", {"id": str(id)}))
    if new := sum(one.centre != actor.centre for one in told):
        found.append(DigestLine(f"{_said(new, 'new stories')} from other centres", "gallery"))
    if new := sum(one.centre != actor.centre for one in shelved):
        found.append(DigestLine(f"{_said(new, 'new or renewed resources')} of other centres", "resources"))
    return found


def _said(how_many: int, what: str) -> str:
    if how_many == 1:
        return f"1 {what.removesuffix('s') if not what.endswith('ies') else what[:-3] + 'y'}"
    return counted(how_many, what)


def by_email(actor: Person) -> str | None:
    """The address to which this person wants it, empty for none; None where no e-mail can be sent."""
    check(actor, Deed.SEE_LEARNING)
    if not mail.configured():
        return None
    with engine.reading() as db:
        return people.email(db, actor.id or 0) if digests.wanted(db, actor.id or 0) else ""


def subscribe(actor: Person, wanted: bool) -> None:
    """Once a month and after a meeting to the address of the own account; or no more."""
    check(actor, Deed.SEE_LEARNING)
    with engine.begin() as db:
        if wanted and not people.email(db, actor.id or 0):
            raise Sorry("Write your e-mail address on the page of your account first.")
        digests.set_wanted(db, actor.id or 0, wanted)
        done = "wants what is new by e-mail" if wanted else "wants no more e-mail"
        audit.record(db, actor, Deed.SEE_LEARNING, done)


def send(today: date | None = None) -> str:
    """Sends to everybody for whom it is due, and says what was done. Run by the shell of whoever holds the machine.

    Each is noted once it went out, so that a run that broke off goes on where it stopped.
    """
    if not mail.configured():
        raise Sorry("No mail server is configured, so it stands on home only. Set MIST_SMTP_HOST to send it.")
    day = today or datetime.now(UTC).date()
    with engine.reading() as db:
        held = meetings.last_held(db)
        due = [(who, to) for who, to, sent in digests.readers(db) if _due(sent, day, held)]
    sent, failed = 0, 0
    for who, to in due:
        try:
            mail.send(to, SUBJECT, as_text(who, lines(who, day)))
        except OSError:
            failed += 1
            continue
        with engine.begin() as db:
            digests.set_sent(db, who.id or 0, day)
        sent += 1
    with engine.begin() as db:
        audit.record(db, NOBODY, "digest", f"sent {sent} e-mails, {failed} not taken by the mail server")
    again = f" The mail server did not take {failed}: run this again." if failed else ""
    return f"Sent what is new to {'nobody' if not sent else counted(sent, 'people')}.{again}"


def as_text(who: Person, found: tuple[DigestLine, ...]) -> str:
    """The e-mail: greeting, lines, and how to end it."""
    base = mail.link()
    said = [f"- {one.text}{_where(base, one)}" for one in found] or ["- Nothing new this time."]
    end = "You asked for this in your account of MiST Dash, and can end it there."
    return "\n".join([f"Dear {who.name},", "", "new for you at MiST:", *said, "", end])


def _where(base: str, line: DigestLine) -> str:
    query = f"?{urlencode(line.query)}" if line.query else ""
    return f"\n  {base}/{line.address}{query}" if base else ""


def _due(sent: date | None, today: date, held: date | None) -> bool:
    """Once a calendar month, and again after a meeting."""
    if sent is None or (sent.year, sent.month) < (today.year, today.month):
        return True
    return held is not None and sent <= held < today
