"""Questions and offers: anybody signed in asks, offers and answers; facilitators keep the place kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import plain_text
from mist_dash.core import threads as rules
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.people import Deed, Person, check, may
from mist_dash.core.plain_text import Doubt, Outcome
from mist_dash.core.threads import Hidden, Post, ThreadDraft, Wanted
from mist_dash.store import audit, engine, people, resources, stories, submissions, threads
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session

DAY = timedelta(days=1)
MENTIONED_WITHIN = timedelta(days=60)
SHOWN = 5
A_PAGE = 20


@dataclass(frozen=True)
class Conversation:
    """A question or an offer, and what was answered, in the order in which it was written."""

    first: Post
    replies: tuple[Post, ...]


def found(actor: Person, wanted: Wanted, page: int = 1) -> tuple[Post, ...]:
    """A page of the threads asked for, the newest first. Hidden ones are for their author and facilitators only."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return threads.threads(db, wanted, _reader(actor), A_PAGE, (max(page, 1) - 1) * A_PAGE)


def pages(actor: Person, wanted: Wanted) -> int:
    """How many pages they fill, one at least."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return max(1, -(-threads.how_many(db, wanted, _reader(actor)) // A_PAGE))


def open_asks(actor: Person, theme: str = "") -> tuple[Post, ...]:
    """The newest questions that still wait for an answer."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return _open_asks(db, theme, _reader(actor))


@cached
def _open_asks(db: Session, theme: str, reader: int | None) -> tuple[Post, ...]:
    return threads.threads(db, Wanted(theme, "ask", answered=False), reader, SHOWN)


def conversation(actor: Person, id: int) -> Conversation:
    """One thread with its replies. Raises NotFound for a hidden one, whether it exists or not."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        first = _thread(db, actor, id)
        return Conversation(first, tuple(one for one in threads.replies(db, first.id) if _sees(actor, one)))


def mentions(actor: Person) -> tuple[Post, ...]:
    """Where somebody lately answered this person, or named them or their centre; the newest first."""
    check(actor, Deed.SEE_LEARNING)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with engine.reading() as db:
        return _mentions(db, actor.id or 0, actor.centre, today - MENTIONED_WITHIN)


@cached
def _mentions(db: Session, person: int, centre: int | None, since: datetime) -> tuple[Post, ...]:
    named = threads.mentioning(db, person, centre, since, newest=4 * SHOWN)
    firsts = threads.posts(db, {one.where for one in named})
    in_sight = [one for one in named if not one.hidden and one.where in firsts and not firsts[one.where].hidden]
    return tuple(replace(one, title=firsts[one.where].title) for one in in_sight[:SHOWN])


def begin(actor: Person, said: ThreadDraft, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Begins a thread, once, or says what is missing, or what looks like a patient and has not been confirmed."""
    check(actor, Deed.SPEAK)
    theme_of(said.theme)
    if said.kind not in rules.KINDS:
        raise Sorry("Choose whether you ask or offer.")
    problems = rules.problems_of(said)
    doubts = plain_text.doubts(said.texts())
    open_doubts = plain_text.unconfirmed(doubts, confirmed)
    if problems or open_doubts:
        return Outcome(None, problems, open_doubts)
    with engine.begin() as db:

        def keep() -> int:
            _not_too_many(db, actor)
            _about_something(db, said)
            id = threads.begin(db, actor.id or 0, said)
            note_mentions(db, id, f"{said.title}\n{said.text}")
            details = {"post": id, "confirmed": list(map(str, doubts))}
            audit.record(db, actor, Deed.SPEAK, f"posted a {rules.KINDS[said.kind].lower()}", details)
            return id

        return submissions.once(db, "thread", (actor.id, said), keep)


def reply(actor: Person, thread: int, text: str, confirmed: tuple[Doubt, ...] = ()) -> Outcome:
    """Answers in a thread; the outcome is as for a new one. After somebody else's reply the same words are new ones."""
    check(actor, Deed.SPEAK)
    problems = rules.problems_of_reply(text)
    doubts = plain_text.doubts({"Your reply": text})
    open_doubts = plain_text.unconfirmed(doubts, confirmed)
    if problems or open_doubts:
        return Outcome(None, problems, open_doubts)
    with engine.begin() as db:
        first = _thread(db, actor, thread)
        if first.hidden:
            raise Sorry("This thread is hidden, so nobody would see a reply.")
        others = max((post.id for post in threads.replies(db, first.id) if post.author != actor.id), default=0)

        def keep() -> int:
            _not_too_many(db, actor)
            id = threads.reply(db, actor.id or 0, first, text)
            note_mentions(db, id, text, first.author)
            details = {"post": id, "thread": thread, "confirmed": list(map(str, doubts))}
            audit.record(db, actor, Deed.SPEAK, "replied", details)
            return id

        return submissions.once(db, "reply", (actor.id, thread, others, text.strip()), keep)


def settle(actor: Person, id: int, answered: bool) -> None:
    """Marks a thread as answered, or open again: by who began it, or by a facilitator."""
    check(actor, Deed.SPEAK)
    with engine.begin() as db:
        first = _thread(db, actor, id)
        if not rules.may_settle(actor, first):
            raise Sorry("Only the person who began it, or a facilitator, can say whether it is answered.")
        threads.settle(db, id, answered)
        audit.record(db, actor, Deed.SPEAK, "answered" if answered else "open again", {"post": id})


def hide(actor: Person, id: int, reason: str) -> None:
    """Takes a post out of sight; its author goes on seeing it, with the reason."""
    check(actor, Deed.MODERATE)
    if not reason.strip() or len(reason) > rules.LONGEST_REASON:
        raise Sorry("Write a short reason: its author will read it.")
    _set_hidden(actor, id, Hidden(reason.strip(), actor.name))


def show_again(actor: Person, id: int) -> None:
    check(actor, Deed.MODERATE)
    _set_hidden(actor, id, None)


def _set_hidden(actor: Person, id: int, hidden: Hidden | None) -> None:
    with engine.begin() as db:
        if threads.post(db, id) is None:
            raise NotFound("There is no such post.")
        threads.hide(db, id, hidden)
        done = f"hid a post: {hidden.reason}" if hidden else "put a post back into sight"
        audit.record(db, actor, Deed.MODERATE, done, {"post": id})


def _thread(db: Session, actor: Person, id: int) -> Post:
    first = threads.post(db, id)
    if first is None or first.thread is not None or not _sees(actor, first):
        raise NotFound("There is no such question or offer, or it is no longer shown.")
    return first


def _reader(actor: Person) -> int | None:
    """Whose own hidden posts are shown; None to whom every hidden post is."""
    return None if may(actor, Deed.MODERATE) else actor.id or 0


def _sees(actor: Person, post: Post) -> bool:
    return not post.hidden or post.author == actor.id or may(actor, Deed.MODERATE)


def _not_too_many(db: Session, actor: Person) -> None:
    if threads.said_since(db, actor.id or 0, datetime.now(UTC) - DAY) >= rules.A_DAY:
        raise Sorry(
            f"You have written {rules.A_DAY} times since yesterday: thank you. To leave room for others, please go on "
            "tomorrow. What you typed is still in the form: keep a copy of it."
        )


def _about_something(db: Session, said: ThreadDraft) -> None:
    """A thread is about a story that is shared or a resource that is there, or about neither."""
    if said.story and said.story not in {story.id for story in stories.shared(db, "gallery", newest=500)}:
        raise NotFound("This story is not published any more. Ask about the theme instead.")
    if said.resource and said.resource not in {one.id for one in resources.resources(db)}:
        raise NotFound("This resource is not there any more. Ask about the theme instead.")


def note_mentions(db: Session, post: int, text: str, asked_by: int | None = None) -> None:
    """Keeps whom a text names, and, for a reply, who asked: it will stand on their home page."""
    named = plain_text.mentioned(text, threads.usernames(db)) | ({asked_by} if asked_by else set())
    centres = plain_text.mentioned(text, plain_text.handles(people.centre_names(db)))
    threads.mention(db, post, named, centres)
