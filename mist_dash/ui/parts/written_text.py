"""What people wrote, shown as plain text with its links beneath.

The words themselves never pass through Markdown. Links are made here from addresses that `core.plain_text` found.
"""

from __future__ import annotations

import streamlit as st

from mist_dash.core.plain_text import links
from mist_dash.ui.parts.pieces import escape


def said(text: str) -> None:
    """A text as it was typed, and the web addresses in it, each with the host it really leads to."""
    st.text(text)
    for link in links(text):
        st.markdown(f":material/open_in_new: [{escape(link.label)}]({link.address})")
