"""The audit trail: who did what and when; searched, checked, taken along. Nothing in it can be changed."""

import streamlit as st

from mist_dash.ui import access
from mist_dash.ui.pages import audit_page

actor = access.who()
st.title("Who did what")
st.markdown(
    "Every deed that changes something stands here, written down together with the change. Nobody can alter or remove "
    "an entry. " + ("" if actor.centre else "What is a centre’s own business is told without what it was.")
)
audit_page.whole(actor)
words = st.text_input(
    "Search", key="words", bind="query-params", placeholder="a name, a word, a day such as 2026-11-28", max_chars=100
)
found = audit_page.entries(actor, words)
st.caption(f"{found.found:,} {'entry' if found.found == 1 else 'entries'}{' with these words' if words else ''}")
audit_page.download(access.later(), words)
