"""One resource, by the id in the URL: read it, open it, say that you try it, thank for it."""

import streamlit as st

from mist_dash.actions import learn, resources
from mist_dash.core.people import Deed, may
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import pieces, resource_cards, story_cards, thanks

actor = access.who()
resource = resources.resource(actor, pieces.asked_id("a resource", "the resources"))
resource_cards.whole(resource)
resource_cards.our_use(actor, resource)
told = [story for story in learn.gallery(actor) if resource.id in {one.id for one in story.resources}]
if told:
    st.subheader("Stories told with it")
    story_cards.cards(told, learn.still(actor, told))
thanks.form(actor, "resource", resource.id, resource.centre)
with st.container(horizontal=True):
    link("resources", "Back to the resources", ":material/arrow_back:")
    link("questions", "Ask about it", ":material/forum:", resource=str(resource.id))
    if may(actor, Deed.ADD_RESOURCE, resource.centre):
        link("add-resource", "Add a new version", ":material/note_add:", renew=str(resource.id))
    if may(actor, Deed.AGREE, resource.centre):
        link("consents", "Decide who may see it", ":material/verified_user:")
