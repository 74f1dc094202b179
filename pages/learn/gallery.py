"""The gallery: stories of notable improvements and lessons, the newest first, filtered and searched in the URL."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.ui import access
from mist_dash.ui.parts import pieces, resource_cards, story_cards

actor = access.who()
st.title("Gallery")
st.markdown("What centres changed, in their own words. The newest comes first; nothing here is in order of effect.")
wanted = story_cards.choose()
stories, resources = learn.find(actor, wanted)
if stories:
    story_cards.cards(stories, learn.still(actor, stories))
else:
    pieces.empty("No story fits.", "Search wider, or tell the first one: it needs no numbers.")
if wanted.words and resources:
    st.subheader("Resources that fit")
    for resource in resources:
        resource_cards.row(resource)
