"""Promises made at meetings: who will try what, by when, and what became of it. They open the next meeting."""

import streamlit as st

from mist_dash.actions import promises
from mist_dash.ui import access
from mist_dash.ui.pages import meeting_room
from mist_dash.ui.parts.pieces import empty

actor = access.who()
st.title("What we promised each other")
st.markdown("Let go is as good an end as kept: say so, and the next meeting begins with what you learnt.")
found = promises.every(actor)
if not found:
    empty("Nothing was promised yet.", "Promises are made at meetings, as cards with “will try”.")
for card in found:
    with st.container(border=True):
        meeting_room.settle(actor, card)
