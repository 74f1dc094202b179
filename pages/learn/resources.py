"""Resources: bundles, guidelines and links that centres share, the newest first, filtered and searched in the URL."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.core.people import Deed, may
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import pieces, resource_cards, story_cards

actor = access.who()
st.title("Resources")
found = learn.shelf(actor, story_cards.choose(kinds=True))
with st.container(horizontal=True):
    link("compare", "Compare two bundles", ":material/compare_arrows:")
    if may(actor, Deed.ADD_RESOURCE, actor.centre):
        link("add-resource", "Share one of yours", ":material/note_add:")
for resource in found:
    resource_cards.row(resource)
if not found:
    pieces.empty("Nothing shared that fits.", "Search wider, or share a bundle of your own.")
