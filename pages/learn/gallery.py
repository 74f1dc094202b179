"""The gallery: stories of notable improvements and lessons, the newest first, filtered and searched in the URL."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.ui import access, learning, pieces, shelf

actor = access.who()
st.title("Gallery")
st.markdown("What centres changed, in their own words. The newest comes first; nothing here is in order of effect.")
wanted = learning.choose()
stories, resources = learn.find(actor, wanted)
if stories:
    learning.cards(stories, learn.still(actor, stories))
else:
    pieces.empty("No story fits.", "Search wider, or tell the first one: it needs no numbers.")
if wanted.words and resources:
    st.subheader("Resources that fit")
    for resource in resources:
        shelf.row(resource)
