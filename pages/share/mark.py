"""Mark an event: something started, paused or stopped, or a change in how we look, to stand on the centre's charts."""

import streamlit as st

from mist_dash.actions import catalogue, mark_events
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import events_page
from mist_dash.ui.parts.pieces import pick

actor, later = access.who(), access.later()
st.title("Mark an event")
titles = {theme.id: theme.short for theme in catalogue.themes()}
theme = catalogue.theme(pick("Theme", titles, "theme"))
events_page.receipt(actor)
events_page.form(actor, theme)
events_page.listed(actor, theme)
st.caption("Other centres see which interventions you use, where and since when; never a note, never a score.")
link("interventions", "Who uses what", ":material/grid_on:", theme=theme.short)
st.download_button(
    "Download these (CSV)",
    lambda: mark_events.export(later(), theme.id),
    f"{theme.id}-events.csv",
    "text/csv",
    on_click="ignore",
)
