"""The public part of the gallery: stories that everybody may read, in words, searched in the URL. No sign-in needed."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.ui import access, learning, pieces

actor = access.who()
st.title("What children’s hospitals learned")
st.markdown("Stories that centres let everybody read, the newest first. Their figures stay among the members.")
stories = learn.public(actor, learning.choose(files=False))
for story in stories:
    with st.container(border=True):
        learning.whole(story)
if not stories:
    pieces.empty("No public story fits.", "Search wider. Members read more among themselves.")
st.markdown("[Members sign in here](/)")  # a visitor has no page to link to but the door, which stands at the root
