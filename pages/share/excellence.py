"""Report excellence: what went well and why. Its feedback is kept, and its month counted."""

import streamlit as st

from mist_dash.actions import excellence
from mist_dash.ui import access
from mist_dash.ui.pages import excellence_page

actor = access.who()
st.title("Report excellence")
st.markdown("What went well, and why? A sentence to each question is plenty.")
excellence_page.form(actor)
excellence_page.numbers(actor, excellence.by_month(actor))
st.subheader("Our reports")
excellence_page.own(actor, excellence.own(actor))
