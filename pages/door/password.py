"""A new password by a link that opens once. It ends every session of before."""

import streamlit as st

from mist_dash.actions import forgotten
from mist_dash.ui import access
from mist_dash.ui.pages import door_page
from mist_dash.ui.parts.pieces import escape

token = door_page.token_here()
st.title("Choose your password")
link = forgotten.read(token)
st.markdown(f"For **{escape(link.name)}**, who signs in as **{escape(link.username)}**.")
door_page.instead_of(access.who())
with st.form("password", enter_to_submit=False):
    password = door_page.new_password()
    sent = st.form_submit_button("Keep it and come in", type="primary")
if sent:
    with door_page.said_here():
        access.enter(forgotten.choose(token, password, access.browser()))
