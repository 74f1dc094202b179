"""Who uses what: each intervention with the centres that use it, where and since when. No score stands beside it."""

import streamlit as st

from mist_dash.actions import agreed, catalogue, mark_events
from mist_dash.core.people import Deed, may
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import interventions_matrix
from mist_dash.ui.parts import pieces

actor = access.who()
st.title("Who uses what")
st.markdown("Ask them how it went. Centres stand in alphabetical order; nothing here says who does better.")
first, second, third = st.columns(3)
titles = {theme.id: theme.short for theme in catalogue.themes()}
theme = catalogue.theme(pieces.pick("Theme", titles, "theme", first))
marked = [use.intervention for use in mark_events.interventions(actor, theme.id)]
names = {"": "Everything"} | {one: one for one in (*marked, *agreed.names(actor, theme.id))}
name = pieces.pick("Intervention", names, "intervention", second)
areas = {"": "Every area"} | {area.name: area.title for area in theme.areas}
area = pieces.pick("Area", areas, "area", third)
uses = agreed.used(actor, theme.id, name) or mark_events.interventions(actor, theme.id, name, area)
interventions_matrix.show(theme, uses)
if may(actor, Deed.MARK_EVENT, actor.centre):
    link("mark", "Mark what your centre uses", ":material/flag:", theme=theme.short)
