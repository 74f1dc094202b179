"""What the centre is told first, and alone: what it may want to tell others. Its lead decides who else may know."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import finding
from mist_dash.actions.finding import Invitation
from mist_dash.core.months import BASES
from mist_dash.core.people import Deed, Person, may
from mist_dash.ui.navigation import link
from mist_dash.ui.parts.pieces import escape


def show(actor: Person, theme: str = "") -> None:
    """Each finding, or those of one theme, with an invitation to tell its story; nothing at all when there is none."""
    found = [one for one in finding.invitations(actor) if theme in ("", one.theme.id)]
    if not found:
        return
    st.subheader("Worth telling others?")
    for one in found:
        _card(actor, one)


def _card(actor: Person, one: Invitation) -> None:
    with st.container(border=True):
        st.markdown(f"**{one.theme.short}: would you tell others what you did?**")
        st.markdown("\n".join(f"- {escape(sentence)}" for sentence in one.sentences))
        who = (
            "Facilitators know that you have something to tell in this theme, and no more."
            if one.let_know
            else ("Only your own centre sees this.")
        )
        st.caption(who)
        with st.container(horizontal=True, vertical_alignment="center"):
            if may(actor, Deed.TELL_STORY, actor.centre):
                link(
                    "tell",
                    "Tell the story",
                    ":material/edit_note:",
                    theme=one.theme.short,
                    where=one.area,
                    chart=one.measure,
                    year=BASES["rolling"],
                )
            asked = may(actor, Deed.TAKE_STORY_BACK, actor.centre)
            if asked and st.button("Not now", key=f"dismiss-{one.theme.id}", type="tertiary"):
                finding.dismiss(actor, one.theme.id)
                st.rerun()
            if may(actor, Deed.LET_KNOW, actor.centre):
                label = "Take it back: facilitators need not know" if one.let_know else "Let facilitators know"
                if st.button(label, key=f"let-{one.theme.id}", type="tertiary"):
                    finding.let_know(actor, one.theme.id, not one.let_know)
                    st.rerun()
