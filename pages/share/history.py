"""History: every upload of the own centre, with who, when, its file and its rows, each with its Undo."""

import streamlit as st

from mist_dash.actions import share
from mist_dash.ui import access
from mist_dash.ui.pages import history_page
from mist_dash.ui.parts import pieces

actor = access.who()
st.title("History and undo")
history_page.undone_now()
sent = share.history(actor)
if not sent:
    pieces.empty("Nothing sent yet.", "What your centre sends stands here, and can be undone.")
for one in history_page.page_of(sent):
    history_page.entry(one, actor)
