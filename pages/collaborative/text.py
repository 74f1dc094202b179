"""The collaborative's own words, by the address: its terms of reference, and how to join. Edited as files."""

import streamlit as st

from mist_dash.actions import collaborative
from mist_dash.ui import access
from mist_dash.ui.navigation import address_here, title_here

st.title(title_here())
st.markdown(collaborative.text(access.who(), address_here()))
