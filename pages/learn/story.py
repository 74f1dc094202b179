"""One story, by the id in the URL."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import pieces, story_cards, thanks

actor = access.who()
story = learn.story(actor, pieces.asked_id("a story", "the gallery"))
story_cards.whole(story, learn.still(actor, [story]).get(story.id), level="#")
thanks.form(actor, "story", story.id, story.centre)
with st.container(horizontal=True):
    link("gallery", "Back to the gallery", ":material/arrow_back:")
    link("questions", "Ask about it", ":material/forum:", story=str(story.id))
    if story.centre == actor.centre:
        link("tell", "Your centre’s stories", ":material/edit_note:")
