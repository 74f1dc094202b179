"""Where to turn after an incident: the first thing on the page about it, and the quiet card that leads there."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import support
from mist_dash.core.catalogue import Theme
from mist_dash.core.people import Deed, Person, may
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import form_kit, written_text
from mist_dash.ui.parts.pieces import escape

FORM = "support"


def where_to_turn(actor: Person, theme: Theme) -> None:
    """The own colleagues first, then the national places; nothing on themes that name none."""
    if not theme.places:
        return
    st.subheader("Where to turn")
    if actor.centre is not None:
        own_colleagues(actor)
    for start in range(0, len(theme.places), 2):
        for column, place in zip(st.columns(2), theme.places[start : start + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                st.markdown(f"**{place.name}**")
                st.markdown(place.what)
                if place.reach:
                    st.markdown(f":material/call: **{place.reach}**")
                if place.address:
                    host = place.address.removeprefix("https://").strip("/")
                    st.markdown(f":material/open_in_new: [{escape(host)}]({place.address})")


def own_colleagues(actor: Person) -> None:
    """The centre's own peer supporters, as its lead wrote it."""
    contact = support.contact(actor)
    with st.container(border=True):
        st.markdown("**In our own hospital**")
        if contact:
            written_text.said(contact)
        else:
            st.markdown("Your centre’s lead has not written here yet whom to turn to. A colleague you trust may know.")
        if may(actor, Deed.SET_SUPPORT, actor.centre):
            change(actor, contact)


def change(actor: Person, contact: str) -> None:
    form_kit.flashed(FORM)
    with st.popover("Change this", icon=":material/edit:", key=f"box-{form_kit.key(FORM)}"), form_kit.form(FORM):
        text = st.text_area(
            support.FIELD,
            value=contact,
            max_chars=support.LONGEST,
            placeholder="Our peer supporters: extension …, any day. You need not say why.",
        )
        confirmed = form_kit.confirmed(FORM)
        sent = st.form_submit_button("Keep it")
    if sent:
        outcome = support.set_contact(actor, text, confirmed)
        form_kit.answer(FORM, outcome, "Kept. Your centre’s people see it here.")


def quiet_card(actor: Person, upload: int) -> None:
    """After a severe incident was entered: a way to support, beside everything else and in nobody's way."""
    theme = support.theme_of_support()
    if theme is None or not support.called_for(actor, upload):
        return
    with st.container(border=True):
        st.markdown("Behind a number like this are people. If you, or a colleague, would like somebody to talk to:")
        link(theme.id, "Where to turn", ":material/volunteer_activism:")
