"""Asks for a link to choose a new password. The answer is the same whether the name exists or not."""

import streamlit as st

from mist_dash.actions import forgotten, handing
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import door_page

st.title("A forgotten password")
if handing.by_email():
    st.markdown("Type your user name. If your account has an e-mail address, a link goes there.")
    with st.form("forgotten", enter_to_submit=False):
        username = st.text_input("User name", max_chars=60)
        sent = st.form_submit_button("Send me a link", type="primary")
    if sent and username.strip():
        with door_page.said_here():
            forgotten.ask(username, access.address())
            st.success(forgotten.ASKED, icon=":material/mail:")
    st.markdown("Nothing came? Your centre’s lead can make a link for you; a lead asks the collaborative’s admin.")
else:
    st.markdown(
        "**Ask your centre’s lead**, who can make a link for you, with which you choose a new password. "
        "A lead, or a facilitator, asks the collaborative’s admin."
    )
link("", "Back to sign in", ":material/login:")
