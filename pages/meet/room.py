"""In the room: votes, cards and who is here, on a screen that nobody shares; and the end of the meeting."""

from urllib.parse import urlsplit

import streamlit as st

from mist_dash.actions import meetings, presenting, promises
from mist_dash.ui import access
from mist_dash.ui.navigation import go, link
from mist_dash.ui.pages import meeting_room
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import asked_id, escape

actor = access.who()
meeting = meetings.see(actor, asked_id("the room", "the meetings")).meeting
st.title(f"In the room: {escape(meeting.title)}")
if meeting.code and meeting.state == "frozen":
    place = urlsplit(st.context.url or "").netloc
    st.markdown(f"People join on their phones at **{place}/v** with the code **{meeting.code}**.")
centres = presenting.centres(actor)
left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader("Ask, offer, will try")
    meeting_room.card_form(actor, meeting, centres)
    form_kit.flashed(meeting_room.CARD)
    meeting_room.cards(actor, promises.cards(actor, meeting.id))
with right:
    st.subheader("Who is here")
    meeting_room.here(actor, meeting, centres)
    st.subheader("Votes")
    meeting_room.counting(meeting)
if meeting.state == "frozen" and meeting_room.over(meeting):
    presenting.hold(actor, meeting.id)
    go("minutes", id=str(meeting.id))
link("meetings", "Back to preparing", ":material/arrow_back:", id=str(meeting.id))
