"""A text of the collaborative with its version, as PDF, and a lead's acceptance of the data-sharing statement."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import joining
from mist_dash.core.people import Person
from mist_dash.core.statements import Statement
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import form_kit, pieces
from mist_dash.ui.parts.pieces import escape

PLACE = "statement"
WAITS = (
    "These are suggested words. A collaborative replaces them with its own, and shows none to visitors before it has."
)


def whole(found: Statement | None, title: str) -> None:
    """None: the collaborative has not agreed its own words yet, and no others are shown."""
    if found is None:
        pieces.empty(
            "The collaborative is still writing this.", "Write to us under “How to join” if you have a question."
        )
        return
    if found.suggested:
        st.info(WAITS, icon=":material/edit_note:")
    left, right = pieces.row()
    left.caption(f"Version: {escape(found.version)}")
    right.download_button(
        "As PDF",
        lambda: _pdf(found, title),
        f"{found.name}.pdf",
        "application/pdf",
        on_click="ignore",
        icon=":material/picture_as_pdf:",
    )
    st.markdown(found.body)
    if found.name == "terms":
        link("sharing", "The data-sharing statement", ":material/handshake:")


def accepting(actor: Person) -> None:
    """What the own centre accepted, and, for its lead, the button for what waits."""
    form_kit.flashed(PLACE)
    waits, last = joining.to_accept(actor), joining.accepted(actor)
    if last is not None:
        st.markdown(
            f":material/check_circle: Accepted for {escape(actor.centre_name)} by {escape(last.by)} on {last.at.day} "
            f"{last.at:%B %Y}, version {escape(last.version)}."
        )
    if waits is None:
        return
    if last is not None:
        st.warning("The statement has changed since then.", icon=":material/update:")
    # The key holds what is shown: a click on a text that has changed since accepts nothing.
    if st.button("I accept this for our centre", key=f"accept-{waits.fingerprint}", type="primary"):
        joining.accept(actor, waits.fingerprint)
        form_kit.flash(PLACE, "Accepted. Thank you.")


def _pdf(found: Statement, title: str) -> bytes:
    from mist_dash.exports import paper  # late: seldom asked for

    return paper.pdf(title, found.body, f"Making it Safer Together · {title} · version {found.version}")
