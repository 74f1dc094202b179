"""What others changed between seeing and confirming: as it was seen, as it stands, as it was sent; who changed it."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions.agreement import Conflict, Moved
from mist_dash.ui.pages.send_state import UploadAnswers
from mist_dash.ui.parts.pieces import escape


def moved(what: Moved, said: UploadAnswers) -> None:
    """Keeps what moved for the next run, which shows the file beside what is stored now."""
    said.moved = what
    st.rerun()


def show(said: UploadAnswers) -> None:
    """Nothing without a conflict."""
    if said.moved is None:
        return
    st.warning(escape(str(said.moved)), icon=":material/warning:")
    if said.moved.conflicts:
        st.dataframe([row(one) for one in said.moved.conflicts], hide_index=True, alt="What changed meanwhile.")
        st.markdown("If yours is right, confirm again below. If theirs is, there is nothing to do: leave the page.")


def row(one: Conflict) -> dict[str, str]:
    return {
        "What": one.what,
        "You saw": one.seen,
        "Stored now": one.theirs,
        "Yours": one.yours,
        "Changed by": one.sender.person if one.sender else "",
        "When": f"{one.sender.at:%d %B %Y, %H:%M}" if one.sender else "",
    }
