"""Settings: the limits within which numbers of several centres are shown together. They can only be tightened."""

import streamlit as st

from mist_dash.actions import sharing
from mist_dash.ui import access
from mist_dash.ui.pages import public_page, settings_page
from mist_dash.ui.parts.pieces import escape

actor = access.who()
st.title("Limits for figures shown together")
st.markdown(
    "The collaborative agreed to these limits, and they may be tightened here. They hold at once: a published figure "
    "that no longer fits them is not shown. Every change stands in the audit trail."
)
now = sharing.limits(actor)
st.info(escape(public_page.rules(now)), icon=":material/shield:")
settings_page.form(actor, now)
