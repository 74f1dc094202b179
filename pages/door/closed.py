"""A page that is not for this person's role."""

import streamlit as st

from mist_dash.ui.navigation import link

st.title("This page is not for your role")
st.write("Your centre’s lead can tell you who sends data and tells stories for your centre.")
link("", "Go to your home page", ":material/home:")
