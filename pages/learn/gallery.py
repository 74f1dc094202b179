"""The gallery: stories of notable improvements and lessons, the newest first, filtered by theme in the URL."""

import streamlit as st

from mist_dash.actions import catalogue, learn
from mist_dash.ui import access, learning, pieces

actor = access.who()
st.title("Gallery")
st.markdown("What centres changed, in their own words. The newest comes first; nothing here is in order of effect.")
titles = {"": "All themes"} | {theme.id: theme.short for theme in catalogue.themes()}
theme = pieces.pick("Theme", titles, "theme")
stories = learn.gallery(actor, theme)
if stories:
    learning.cards(stories)
else:
    pieces.empty("No story in this theme yet.", "Choose another theme, or tell the first one: it needs no numbers.")
