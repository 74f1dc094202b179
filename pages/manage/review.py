"""Review stories: publish what centres sent in, or send it back with a note."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.ui import access, learning, pieces

actor = access.who()
waiting = learn.to_review(actor)
if not waiting:
    st.title("Review stories")
    pieces.empty("No story is waiting.", "When a centre tells one, it stands here until you publish it.")
for story in waiting:
    with st.container(border=True):
        learning.whole(story)
        note = st.text_input("Note to the centre, if you send it back", key=f"note-{story.id}", max_chars=500)
        publish, back, _ = st.columns([1, 1, 3])
        if publish.button("Publish", key=f"publish-{story.id}", type="primary"):
            learn.publish(actor, story.id)
            st.rerun()
        if back.button("Send back", key=f"back-{story.id}"):
            learn.send_back(actor, story.id, note)
            st.rerun()
