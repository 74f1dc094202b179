"""What must never stand before forty people: asks whether the screen is shared before it shows the least of it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from mist_dash.actions import meetings
from mist_dash.core.meeting import SlideProposal
from mist_dash.core.people import Person
from mist_dash.ui.navigation import link


def ask_first() -> None:
    """Ends the page here until somebody says that nobody else sees the screen; asked again at every opening."""
    with st.container(border=True):
        st.markdown("**Is your screen shared, or does anybody else see it?**")
        st.markdown("This page names centres that have not agreed to be named before others.")
        # The tick is forgotten as soon as another page is open: Streamlit keeps no widget that is not on the page.
        if st.checkbox("Nobody else sees it: show the page", key="nobody-else-sees"):
            return
        link("meetings", "It is shared: back to the meetings", ":material/arrow_back:")
    st.stop()


def let_by(who: tuple[str, date] | None) -> str:
    """ ", let by Leslie Lead on 3 May 2026"; nothing where nobody wrote it down."""
    return f", let by {who[0]} on {who[1].day} {who[1]:%B %Y}" if who else ", let by its lead"


def open_asks(actor: Person) -> dict[tuple[str, str], SlideProposal]:
    """(theme, centre) -> what its lead has not agreed to show at a meeting yet."""
    found = (one for one in meetings.proposals(actor) if one.item.kind == "without" and one.agreed == "ask")
    return {(one.item.theme, one.item.centre or ""): one for one in found}


def ask_to_show(actor: Person, one: SlideProposal | None) -> None:
    """One press asks the lead, who sees exactly what would be shown."""
    if one is None:
        st.caption("may be told at a meeting", width="content")
    elif one.asked:
        st.caption(f"asked on {one.asked.day} {one.asked:%B}", width="content")
    elif st.button("Ask to tell it at a meeting", key=f"ask-{one.item.key}", type="tertiary"):
        meetings.ask(actor, one.item.key)
        st.rerun()
