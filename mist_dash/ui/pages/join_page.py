"""The form of a hospital that would like to join, and what an admin sees of those that asked."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from mist_dash.actions import joining
from mist_dash.core.people import Person
from mist_dash.core.statements import JoinRequest
from mist_dash.ui import access
from mist_dash.ui.pages import door_page
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape

PLACE, FORM = "joining", "join"
COME_IN = (
    "Come on in: any hospital that cares for children may join, and **you need no data** to begin with. Many start "
    "by reading what others learned."
)


def form(actor: Person) -> None:
    form_kit.flashed(FORM)
    with form_kit.form(FORM, border=True):
        hospital = st.text_input("Your hospital", max_chars=120)
        name = st.text_input("Your name", max_chars=120)
        email = st.text_input("Your e-mail address", max_chars=254)
        words = st.text_area("What you would like to know or to say, if anything", max_chars=1000)
        st.caption("The admins read it, answer by e-mail, and keep it no longer. Write nothing about patients.")
        sent = st.form_submit_button("Send", type="primary", icon=":material/send:")
    if sent:
        with door_page.said_here():
            asked = JoinRequest(0, datetime.now(UTC), hospital, name, email, words)
            joining.ask(actor, asked, access.address())
            form_kit.empty(FORM)
            form_kit.flash(FORM, "Thank you. We have it, and answer by e-mail.")


def asking(actor: Person) -> None:
    """Hospitals that wait for an answer; nothing at all when none does."""
    form_kit.flashed(PLACE)
    found = joining.asking(actor)
    if found:
        st.subheader("Asking to join")
    for one in found:
        with st.container(border=True):
            st.markdown(f"**{escape(one.hospital)}**")
            st.caption(f"{escape(one.name)} · {escape(one.email)} · {one.at.day} {one.at:%B %Y}")
            st.write(escape(one.words))
            if st.button("Answered", key=f"answered-{one.id}", help="Takes it away. Add the centre below if it joins."):
                joining.answered(actor, one.id)
                form_kit.flash(PLACE, "Taken away.")
