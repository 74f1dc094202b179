"""Questions and offers: what others would like to know, and what they have to give; the newest first."""

import streamlit as st

from mist_dash.ui import access
from mist_dash.ui.pages import threads_page

actor = access.who()
st.title("Questions and offers")
story, resource = threads_page.id_in_url("story"), threads_page.id_in_url("resource")
wanted = threads_page.choose(story, resource)
threads_page.begin(actor, wanted)
threads_page.listed(actor, wanted)
