"""The lists on the home page: what changed, in sentences, and what is still needed, each one click from doing it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mist_dash.actions.home import Changed, Needed, Waiting
from mist_dash.core import months, words
from mist_dash.ui.navigation import link
from mist_dash.ui.parts.pieces import empty, escape


def changed(found: Sequence[Changed], may_send: bool) -> None:
    """One sentence a theme, in the catalogue's order, each with the way to its chart."""
    st.subheader("What changed")
    if not found:
        empty("No numbers yet.", "That is fine. The stories below need none, and you can begin with one month.")
        with st.container(horizontal=True):
            link("resources", "See what others share", ":material/folder_open:")
            if may_send:
                link("send", "Send a first month", ":material/upload:")
    for one in found:
        with st.container(border=True):
            theme, measure = one.query.theme, one.query.measure
            view = {"measure": measure.title, "area": one.area_title}
            link(theme.id, f"**{theme.short}**", ":material/show_chart:", **view)
            # A running year says its months in the sentence; a whole one is named here, or it could be any.
            where = one.area_title if one.change.running else f"{one.area_title}, {one.change.this.name}"
            st.markdown(f"{escape(where)}: {escape(words.say(one.change))}")


def waiting(found: Waiting) -> None:
    """What waits for just this person, each one click from doing it; nothing at all when nothing does."""
    if found == Waiting(0, 0, (), ()):
        return
    st.subheader("Waiting for you")
    if found.to_review:
        link("review", f"{_stories(found.to_review)} to read and publish", ":material/rate_review:")
    if found.to_agree:
        link("consents", f"{_stories(found.to_agree)} of ours to agree to", ":material/verified_user:")
    for story in found.returned:
        link("tell", f"Sent back with a note: {escape(story.title)}", ":material/edit_note:")
    if found.without_lead:
        alone = found.without_lead
        who = f"{escape(alone[0])} has" if len(alone) == 1 else f"{len(alone)} centres have"
        link("people", f"{who} no lead yet: name one", ":material/person_add:", centre=alone[0])
        st.caption("Until then nobody can agree to what others see of them, and their stories wait.")


def _stories(how_many: int) -> str:
    return "1 story" if how_many == 1 else f"{how_many} stories"


def needed(found: Sequence[Needed], may_send: bool) -> None:
    """Months not sent yet, theme by theme."""
    st.subheader("Still needed from us")
    if not found:
        st.markdown(":material/check_circle: Nothing: every theme you send is up to date.")
    for one in found:
        with st.container(border=True):
            named = ", ".join(months.say(month, short=True) for month in one.months[:6])
            more = f" and {len(one.months) - 6} more" if len(one.months) > 6 else ""
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"**{one.theme.short}**: {named}{more}", width="content")
                if may_send:
                    link("send", "Send it", ":material/upload:", theme=one.theme.short)
