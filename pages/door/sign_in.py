"""The door: the sign-in form, at whatever address was asked for. After signing in, that page opens."""

import streamlit as st

from mist_dash.actions import people
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import pieces

left, right = st.columns([3, 2], gap="large")
with left:
    st.title("Making it Safer Together")
    st.markdown(
        "Children’s hospitals who share what they learn, so that fewer children are harmed each year. "
        "Here each centre sees **its own** change, year on year, and finds whom to learn from. "
        "Nothing here ranks centres."
    )
    access.form()
    link("forgotten", "Forgotten your password?", ":material/key:")
    link("stories", "Read what hospitals learned, without signing in", ":material/public:")
with right:
    pieces.demo_accounts(people.demo_accounts())
