"""What the pages for people who are not in yet share: the link in the address, the new password, what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mist_dash.core import passwords
from mist_dash.core.errors import Sorry
from mist_dash.core.people import Person
from mist_dash.ui.parts.pieces import escape


def token_here() -> str:
    """Of the link with which this page was opened; it is anybody's text."""
    return str(st.query_params.get("link", ""))[:100]


def instead_of(person: Person) -> None:
    """Says that somebody else is signed in here."""
    if person.id is not None:
        st.warning(f"{escape(person.name)} is signed in here, and will be signed out.", icon=":material/logout:")


def new_password(label: str = "Password") -> str:
    rule = f"{passwords.SHORTEST} characters or more. {passwords.HINT} Spaces are fine."
    given = st.text_input(label, type="password", max_chars=passwords.MOST, autocomplete="new-password")
    st.caption(rule)
    return given


@contextmanager
def said_here() -> Iterator[None]:
    """What is wrong is said under the form, which keeps what was typed."""
    try:
        yield
    except Sorry as sorry:
        st.error(escape(str(sorry)))
