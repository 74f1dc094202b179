"""The members from A to Z. Whether a centre sends data is not said: it is a member either way."""

import streamlit as st

from mist_dash.actions import collaborative
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

names = collaborative.members(access.who())
st.title("Members")
if names:
    st.markdown(f"{len(names)} centres, from A to Z. A centre without data is as much a member as any other.")
    st.markdown("\n".join(f"- {escape(name)}" for name in names))
else:
    pieces.empty("No centre has joined yet.", "Yours could be the first.")
link("join", "How to join", ":material/group_add:")
