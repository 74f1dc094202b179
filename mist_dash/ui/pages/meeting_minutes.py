"""The minutes of one meeting, as a page, and as the file that goes to who was not there."""

from __future__ import annotations

import streamlit as st

from mist_dash.core.people import Deed, Person, may
from mist_dash.core.room import CARD_KINDS, MeetingMinutes, to_take_along
from mist_dash.core.words.nouns import counted
from mist_dash.exports import minutes
from mist_dash.ui.pages import meeting_room
from mist_dash.ui.parts.pieces import escape


def show(actor: Person, found: MeetingMinutes, id: int) -> None:
    st.markdown(f"## {escape(found.title)}")
    st.caption(f"{found.day:%A} {found.day.day} {found.day:%B %Y}")
    _list("Who was there", [escape(name) for name in found.here])
    for kind in ("decision", "will try", "ask", "offer"):
        title = {"decision": "Decided", "will try": "Promised"}.get(kind, CARD_KINDS[kind])
        _list(title, [_card(card) for card in found.cards if card.kind == kind])
    for vote in found.votes:
        if vote.counts is not None:
            tally = ", ".join(f"{escape(name)}: {n}" for name, n in zip(vote.choices, vote.counts, strict=True))
            _list("Asked of the room", [f"{escape(vote.question)} {tally}"])
    _list("Of the meeting before", [f"{escape(one.head)}: {escape(one.text)}" for one in found.before])
    _list(
        "Shown, each as a PowerPoint slide",
        [f"[{escape(one.title)}](/present/{id}/pptx/{one.key})" for one in found.shown],
    )
    _said_by_us(actor, found)
    kept = len(found.cards) - len(to_take_along(found).cards)
    if kept:
        st.caption(f"On this page and not in the file, since it was said for the room only: {counted(kept, 'cards')}.")
    with st.container(horizontal=True):
        name, text = f"minutes-{found.day}.md", minutes.markdown(found)
        st.download_button("Take the minutes along", text, name, "text/markdown", key=f"file-{id}")
        st.link_button("Slides that open without a network", f"/present/{id}/pack", icon=":material/download:")
        st.link_button("PowerPoint", f"/present/{id}/pptx", icon=":material/download:")


def _said_by_us(actor: Person, found: MeetingMinutes) -> None:
    ours = [card for card in found.cards if card.centre is not None and card.centre == actor.centre]
    if ours and may(actor, Deed.AGREE, actor.centre):
        st.markdown("**Said by your centre**")
        for card in ours:
            meeting_room.let_leave(actor, card)


def _card(card) -> str:  # type: ignore[no-untyped-def]
    return meeting_room.line(card) + (f" · {card.state}" if card.kind == "will try" else "")


def _list(title: str, lines: list[str]) -> None:
    if lines:
        st.markdown(f"**{title}**\n" + "\n".join(f"- {line}" for line in lines))
