"""Resources that centres let everybody see, the newest first, searched in the URL. No sign-in is needed."""

import streamlit as st

from mist_dash.actions import public_resources
from mist_dash.ui import access
from mist_dash.ui.pages import public_page
from mist_dash.ui.parts import pieces, story_cards

actor = access.who()
st.title("What children’s hospitals share")
st.markdown("Bundles, guidelines and checklists that centres let everybody see, the newest first.")
found = public_resources.shelf(actor, story_cards.choose(kinds=True))
public_page.resources(found)
if not found:
    pieces.empty("Nothing open to everybody fits.", "Search wider. Members share more among themselves.")
