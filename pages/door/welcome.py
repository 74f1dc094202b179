"""An invited person comes in: name, user name, password. The link opens once."""

import streamlit as st

from mist_dash.actions import inviting
from mist_dash.core.joining import Newcomer
from mist_dash.ui import access
from mist_dash.ui.pages import door_page
from mist_dash.ui.parts.pieces import escape

token = door_page.token_here()
st.title("Welcome to Making it Safer Together")
invited = inviting.read(token)
where = invited.centre_name or "the collaborative"
st.markdown(f"**{escape(invited.by)}** invites you as **{invited.role}** of **{escape(where)}**.")
door_page.instead_of(access.who())
with st.form("welcome", enter_to_submit=False):
    name = st.text_input("Your name, as your colleagues know it", max_chars=120)
    username = st.text_input("User name, with which you will sign in", max_chars=60, placeholder="j.smith")
    password = door_page.new_password()
    sent = st.form_submit_button("Come in", type="primary")
if sent:
    with door_page.said_here():
        access.enter(inviting.accept(token, Newcomer(name, username, password), access.browser()))
