"""What is new for one person, in five lines on home, and what their centre promised."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import digest, promises
from mist_dash.core.people import Person
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import meeting_room
from mist_dash.ui.parts.pieces import escape


def show(actor: Person) -> None:
    """Nothing at all where nothing is new and no e-mail could be sent."""
    found, address = digest.lines(actor), digest.by_email(actor)
    if not found and address is None:
        return
    st.subheader("New for you")
    for one in found:
        link(one.address, escape(one.text), ":material/fiber_new:", **one.query)
    if address is not None:
        _by_email(address)


def promised(actor: Person) -> None:
    """The own centre's open promises, each one press from its end."""
    found = promises.ours(actor) if actor.centre else ()
    if not found:
        return
    st.subheader("What we promised")
    for card in found:
        meeting_room.settle(actor, card, named=False)


def _by_email(address: str) -> None:
    label = f"By e-mail to {escape(address)}" if address else "Have this by e-mail"
    link("account", label, ":material/mail:")
