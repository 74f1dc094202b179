"""The public part of the gallery: stories that centres let everybody read, in words. No sign-in is needed."""

import streamlit as st

from mist_dash.actions import catalogue, learn
from mist_dash.ui import access, learning, pieces

actor = access.who()
st.title("What children’s hospitals learned")
st.markdown("Stories that centres let everybody read, the newest first. Their figures stay among the members.")
titles = {"": "All themes"} | {theme.id: theme.short for theme in catalogue.themes()}
stories = learn.public(actor, pieces.pick("Theme", titles, "theme"))
for story in stories:
    with st.container(border=True):
        learning.whole(story)
if not stories:
    pieces.empty("No public story in this theme yet.", "Choose another theme.")
st.markdown("[Members sign in here](/)")  # a visitor has no page to link to but the door, which stands at the root
