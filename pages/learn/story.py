"""One story, by the id in the URL."""

import streamlit as st

from mist_dash.actions import learn
from mist_dash.core.errors import NotFound
from mist_dash.ui import access, learning
from mist_dash.ui.navigation import link

actor = access.who()
asked = str(st.query_params.get("id", ""))
if not asked.isdecimal() or len(asked) > 9:
    raise NotFound("Open a story from the gallery: this address names none.")
learning.whole(learn.story(actor, int(asked)))
link("gallery", "Back to the gallery", ":material/arrow_back:")
