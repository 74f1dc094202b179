"""The minutes of meetings: decisions, promises, votes, and which centres were there; as a page and as a file."""

import streamlit as st

from mist_dash.actions import presenting
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import meeting_minutes
from mist_dash.ui.pages.threads_page import id_in_url
from mist_dash.ui.parts.pieces import empty, escape

actor = access.who()
st.title("Minutes")
held, asked = presenting.held(actor), id_in_url("id")
if asked is None and held:
    asked = held[0].id
if asked is None:
    empty("No meeting was held yet.", "Its minutes will stand here on the same day.")
else:
    meeting_minutes.show(actor, presenting.minutes(actor, asked), asked)
for one in held:
    if one.id != asked:
        label = f"{escape(one.title)}, {one.day.day} {one.day:%B %Y}"
        link("minutes", label, ":material/description:", id=str(one.id))
