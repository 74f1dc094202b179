"""Review stories: publish what centres sent in, or send it back with a note."""

import streamlit as st

from mist_dash.actions import stories
from mist_dash.ui import access
from mist_dash.ui.parts import pieces, story_cards

actor = access.who()
waiting = stories.to_review(actor)
st.title("Review stories")
if not waiting:
    pieces.empty("No story is waiting.", "When a centre tells one, it stands here until you publish it.")
for story in waiting:
    with st.container(border=True):
        story_cards.whole(story)
        if "gallery" in story.agreed:
            st.caption("Its lead has agreed to the gallery.")
        else:
            st.caption("Its lead has not agreed yet: you read its words only, and others see it once the lead agrees.")
        note = st.text_input("Note to the centre, if you send it back", key=f"note-{story.id}", max_chars=500)
        with st.container(horizontal=True):
            if st.button("Publish", key=f"publish-{story.id}", type="primary"):
                stories.publish(actor, story.id)
                st.rerun()
            if st.button("Send back", key=f"back-{story.id}"):
                stories.send_back(actor, story.id, note)
                st.rerun()
