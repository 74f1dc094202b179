"""The parts of home: the centre on one page, what waits, what is still needed, each one click from doing it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mist_dash.actions.completeness import StillNeeded
from mist_dash.actions.home import Waiting
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.completeness import EVERY_AREA, OpenNumbers
from mist_dash.core.one_page import Row
from mist_dash.core.people import Person
from mist_dash.ui.navigation import TYPING, link, link_to_type
from mist_dash.ui.pages import not_collected, one_page_table
from mist_dash.ui.parts.pieces import empty, escape

LINES = 5  # of one theme that are read one by one


def one_page(found: Sequence[Row], may_send: bool) -> None:
    """A row for each measure and area: a spark of five years, two years beside each other, the verdict in six words."""
    if not found:
        empty("No numbers yet.", "That is fine. The stories below need none, and you can begin with one month.")
        with st.container(horizontal=True):
            link("resources", "See what others share", ":material/folder_open:")
            if may_send:
                link("send", "Send a first month", ":material/upload:")
        return
    one_page_table.show(found)


def waiting(found: Waiting) -> None:
    """What waits for just this person, each one click from doing it; nothing at all when nothing does."""
    if found == Waiting(0, 0, (), ()):
        return
    st.subheader("Waiting for you")
    if found.statement:
        link("sharing", "The data-sharing statement, to read and accept", ":material/handshake:")
    if found.asking:
        many = "1 hospital asks" if found.asking == 1 else f"{found.asking} hospitals ask"
        link("people", f"{many} to join", ":material/group_add:")
    if found.to_review:
        link("review", f"{_stories(found.to_review)} to read and publish", ":material/rate_review:")
    if found.to_agree:
        link("consents", f"{_stories(found.to_agree)} of ours to agree to", ":material/verified_user:")
    if found.slides:
        what = "1 slide" if found.slides == 1 else f"{found.slides} slides"
        link("consents", f"{what} of ours for a meeting to agree to", ":material/verified_user:")
    for story in found.returned:
        link("tell", f"Sent back with a note: {escape(story.title)}", ":material/edit_note:")
    if found.without_lead:
        alone = found.without_lead
        who = f"{escape(alone[0])} has" if len(alone) == 1 else f"{len(alone)} centres have"
        link("people", f"{who} no lead yet: name one", ":material/person_add:", centre=alone[0])
        st.caption("Until then nobody can agree to what others see of them, and their stories wait.")


def _stories(how_many: int) -> str:
    return "1 story" if how_many == 1 else f"{how_many} stories"


def needed(found: StillNeeded, actor: Person, may_send: bool) -> None:
    """What is missing, named by month, area and item, each line the way to its fields; and what could be sent."""
    st.subheader("Still needed from us")
    if found.complete and not found.needed:
        st.markdown(":material/check_circle: Nothing: every theme you send is up to date.")
    for one in found.needed:
        with st.container(border=True):
            st.markdown(f"**{one.theme.short}**")
            for line in one.lines[:LINES]:
                _line(one.theme, line, may_send)
            if len(one.lines) > LINES:
                st.caption(f"and {len(one.lines) - LINES} more lines like these")
    if not found.needed and not found.complete:
        empty("Nothing was sent yet, and that is fine.", "A centre without data is as much a member as any other.")
    _could_send(found, actor, may_send)


def _line(theme: Theme, line: OpenNumbers, may_send: bool) -> None:
    if may_send:
        link_to_type(theme.short, months.say(line.first), line.words(theme))
    else:
        st.markdown(escape(line.words(theme)))


def _could_send(found: StillNeeded, actor: Person, may_send: bool) -> None:
    """Themes never sent, and those that the centre keeps quiet: an offer, folded where there is other work to do."""
    if not may_send or not (found.never_sent or found.not_collected):
        return
    begun = bool(found.needed or found.complete)
    fold = st.expander("What you could also send" if begun else "What you could send", expanded=not begun)
    with fold:
        for theme in found.never_sent:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                link("send", theme.short, ":material/upload:", theme=theme.short, way=TYPING)
                not_collected.button(actor, theme, EVERY_AREA, collects=False)
            st.caption(escape(theme.asks))
        for theme in found.not_collected:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"{escape(theme.short)}: not collected here, by your own choice", width="content")
                not_collected.button(actor, theme, EVERY_AREA, collects=True)
