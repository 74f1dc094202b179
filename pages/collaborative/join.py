"""How to join: what it asks of a hospital, and a form that lands with the admins. No data are needed to come in."""

import streamlit as st

from mist_dash.actions import collaborative
from mist_dash.ui import access
from mist_dash.ui.navigation import title_here
from mist_dash.ui.pages import join_page

actor = access.who()
st.title(title_here())
found = collaborative.text(actor, "join")
if found is None:
    st.markdown(join_page.COME_IN)
else:
    st.markdown(found.body)
st.subheader("Write to us")
join_page.form(actor)
