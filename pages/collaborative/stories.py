"""The public part of the gallery: stories that everybody may read, in words, searched in the URL. No sign-in needed."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.ui import access
from mist_dash.ui.parts import pieces, story_cards

actor = access.who()
st.title("What children’s hospitals learned")
st.markdown("Stories that centres let everybody read, the newest first. Their figures stay among the members.")
stories = learn.public(actor, story_cards.choose(files=False))
for story in stories:
    with st.container(border=True):
        story_cards.whole(story)
if not stories:
    pieces.empty("No public story fits.", "Search wider. Members read more among themselves.")
st.markdown("[Members sign in here](/)")  # a visitor has no page to link to but the door, which stands at the root
