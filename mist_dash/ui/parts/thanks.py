"""A thank-you: a few words to the centre behind a story or a resource, and where that centre reads them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mist_dash.actions import thanks
from mist_dash.actions.thanks import LONGEST, SearchKind, Thank
from mist_dash.core.people import Person
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape


def form(actor: Person, kind: SearchKind, id: int, centre: int) -> None:
    """Two clicks and, if one likes, a few words. A centre does not thank itself."""
    if centre == actor.centre:
        return
    name = f"thank-{kind}-{id}"
    form_kit.flashed(name)
    box = st.popover("Say thank you", icon=":material/favorite:", key=f"box-{form_kit.key(name)}")
    with box, form_kit.form(name):
        text = st.text_input("A few words, if you like", max_chars=LONGEST)
        st.caption("Only that centre sees it, on its home page, with your name.")
        confirmed = form_kit.confirmed(name)
        sent = st.form_submit_button("Thank them", type="primary")
    if sent:
        outcome = thanks.thank(actor, kind, id, text or "", confirmed)
        form_kit.answer(name, outcome, "They will find it on their home page.")


def received(found: Sequence[Thank]) -> None:
    """The newest thank-yous to the own centre."""
    if not found:
        return
    st.subheader("Thank you")
    for one in found:
        with st.container(border=True):
            said = f"“{escape(one.text)}”" if one.text else "Thank you!"
            st.markdown(f":material/favorite: {said}")
            st.caption(f"{escape(one.who)}, {escape(one.where)}, {one.at:%d %B %Y}")
            link(one.kind, f"Your {one.kind}", ":material/arrow_forward:", id=str(one.item))
