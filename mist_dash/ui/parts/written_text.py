"""What people wrote, shown as plain text with its links beneath; and the last step of a form that takes such text.

The words themselves never pass through Markdown. Links are made here from addresses that `core.plain_text` found.
"""

from __future__ import annotations

import streamlit as st

from mist_dash.core.plain_text import Outcome, links
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape


def said(text: str) -> None:
    """A text as it was typed, and the web addresses in it, each with the host it really leads to."""
    st.text(text)
    for link in links(text):
        st.markdown(f":material/open_in_new: [{escape(link.label)}]({link.address})")


def key(form: str) -> str:
    """The key of a form's widgets. It changes once the form is sent, so that the next one begins empty."""
    return f"{form}-{st.session_state.get(f'sent-{form}', 0)}"


def confirmed(form: str) -> tuple[str, ...]:
    """Inside a form: what looked like a patient when it was last sent, to be confirmed with a tick."""
    doubts: tuple[str, ...] = st.session_state.get(f"doubts-{form}", ())
    if not doubts:
        return ()
    st.warning(
        " ".join(("Please look again before this is kept.", *map(escape, doubts))), icon=":material/person_alert:"
    )
    sure = st.checkbox("I have looked: nothing here tells of a patient", key=f"sure-{key(form)}")
    return doubts if sure else ()


def settled(form: str, outcome: Outcome, thanks: str) -> None:
    """After sending: shows what is missing, asks again when in doubt, or thanks and empties the form."""
    if outcome.problems:
        st.warning("Not sent yet:")
        pieces.problems(outcome.problems)
        return
    st.session_state[f"doubts-{form}"] = outcome.doubts
    if outcome.id is not None:
        done(form, thanks)
    st.rerun()


def done(form: str, thanks: str) -> None:
    """The next run begins the form anew, and says thanks above it."""
    st.session_state[f"sent-{form}"] = st.session_state.get(f"sent-{form}", 0) + 1
    st.session_state[f"thanks-{form}"] = thanks
    st.rerun()


def thanks(form: str) -> None:
    """Once, after a form was kept: the thanks for it."""
    if text := st.session_state.pop(f"thanks-{form}", ""):
        st.success(text, icon=":material/check_circle:")
