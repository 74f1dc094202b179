"""Resources that centres let everybody see, the newest first, searched in the URL. No sign-in is needed."""

import streamlit as st

from mist_dash.actions import open_shelf
from mist_dash.ui import access, learning, open_pages, pieces

actor = access.who()
st.title("What children’s hospitals share")
st.markdown("Bundles, guidelines and checklists that centres let everybody see, the newest first.")
found = open_shelf.shelf(actor, learning.choose(kinds=True))
open_pages.resources(found)
if not found:
    pieces.empty("Nothing open to everybody fits.", "Search wider. Members share more among themselves.")
