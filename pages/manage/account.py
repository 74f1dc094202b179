"""The own account: password, e-mail, where one is signed in, and leaving."""

import streamlit as st

from mist_dash.ui import access
from mist_dash.ui.pages import account_page
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape

actor = access.who()
st.title("Your account")
where = actor.centre_name or "the collaborative"
st.markdown(f"**{escape(actor.name)}**, {actor.role} of {escape(where)}. You sign in as **{escape(actor.username)}**.")
form_kit.flashed(account_page.PLACE)
account_page.password(actor, access.token())
account_page.email(actor)
account_page.visits(actor, access.token())
account_page.leaving(actor)
