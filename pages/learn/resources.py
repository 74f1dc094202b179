"""Resources: bundles, guidelines and checklists that centres share, the newest first, filtered by theme in the URL."""

import streamlit as st

from mist_dash.actions import catalogue, learn
from mist_dash.ui import access, learning, pieces

actor = access.who()
st.title("Resources")
titles = {"": "All themes"} | {theme.id: theme.short for theme in catalogue.themes()}
theme = pieces.pick("Theme", titles, "theme")
found = learn.resources(actor, theme)
for resource in found:
    learning.resource_row(resource)
if not found:
    pieces.empty("Nothing shared in this theme yet.", "Choose another theme, or share a bundle of your own.")
