"""The minutes of a meeting become a Markdown file, in which what people wrote stays text."""

from __future__ import annotations

import re

from mist_dash.core.room import Card, CardKind, MeetingMinutes, Vote, to_take_along

HEADINGS: dict[CardKind, str] = {"decision": "Decided", "will try": "Promised", "ask": "Asked", "offer": "Offered"}


def markdown(found: MeetingMinutes) -> bytes:
    """UTF-8, and of `found` only what may leave the room.

    Formulas and marks in people's words are harmless: each stands behind a dash and a space, escaped.
    """
    found = to_take_along(found)
    parts = [f"# {_plain(found.title)}", f"{found.day.day} {found.day:%B %Y}"]
    parts += _list("Who was there", [_plain(name) for name in found.here])
    for kind, heading in HEADINGS.items():
        parts += _list(heading, [_card(card) for card in found.of(kind)])
    parts += _list("Asked of the room", [_vote(vote) for vote in found.votes if vote.counts is not None])
    parts += _list("Of the meeting before", [f"{_plain(one.head)}: {_plain(one.text)}" for one in found.before])
    parts += _list("Shown", [_plain(slide.title) for slide in found.shown])
    return ("\n\n".join(parts) + "\n").encode()


def _card(card: Card) -> str:
    who = f"{_plain(card.centre_name)}: " if card.centre_name else ""
    due = f" (by {card.due.day} {card.due:%B %Y})" if card.due else ""
    state = f", {card.state}" if card.kind == "will try" else ""
    return f"{who}{_plain(card.text)}{due}{state}"


def _vote(vote: Vote) -> str:
    counts = ", ".join(f"{_plain(name)}: {n}" for name, n in zip(vote.choices, vote.counts or (), strict=False))
    return f"{_plain(vote.question)} {counts}"


def _list(heading: str, lines: list[str]) -> list[str]:
    return [f"## {heading}", "\n".join(f"- {line}" for line in lines)] if lines else []


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))
