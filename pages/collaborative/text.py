"""The collaborative's own words, by the address, with their version and as PDF; a lead accepts what waits for it."""

import streamlit as st

from mist_dash.actions import collaborative
from mist_dash.ui import access
from mist_dash.ui.navigation import address_here, title_here
from mist_dash.ui.pages import statement_page

actor = access.who()
st.title(title_here())
statement_page.whole(collaborative.text(actor, address_here()), title_here())
if address_here() == "sharing" and actor.centre:
    statement_page.accepting(actor)
