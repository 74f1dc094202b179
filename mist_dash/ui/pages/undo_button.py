"""The button that takes an upload back. A large one is asked about once."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import share
from mist_dash.actions.undoing import Undone
from mist_dash.core.people import Person

LARGE = 50  # numbers that change at once
ASKED = "undo asked"


def undo_button(actor: Person, upload: int, changes: int, label: str = "Undo") -> Undone | None:
    """What undoing did, once it was pressed, and said again where much would change."""
    if st.button(label, key=f"undo-{upload}", icon=":material/undo:"):
        if changes <= LARGE:
            return share.undo(actor, upload)
        st.session_state[ASKED] = upload
    if st.session_state.get(ASKED) != upload:
        return None
    st.markdown(f"This changes {changes} numbers at once.")
    if st.button(f"Yes, all {changes}", key=f"undo-all-{upload}", type="primary"):
        del st.session_state[ASKED]
        return share.undo(actor, upload)
    if st.button("Leave them", key=f"undo-none-{upload}"):
        del st.session_state[ASKED]
        st.rerun()
    return None
