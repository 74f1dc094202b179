"""Meetings: what is new proposes itself, the running order is moved by hand, and then everything is frozen."""

import streamlit as st

from mist_dash.actions import meetings
from mist_dash.ui import access
from mist_dash.ui.pages import meeting_prepare
from mist_dash.ui.pages.threads_page import id_in_url
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import empty

actor = access.who()
st.title("Prepare a meeting")
found = meetings.every(actor)
chosen = meeting_prepare.choose(found, id_in_url("id"))
meeting_prepare.others(actor, found, chosen)
form_kit.flashed(meeting_prepare.BEGIN)
form_kit.flashed(meeting_prepare.CHANGE)
form_kit.flashed(meeting_prepare.QUESTION)
if chosen is None:
    empty("No meeting is being prepared.", "Begin one: what is new since the last one proposes itself.")
else:
    meeting_prepare.show(actor, meetings.see(actor, chosen.id))
