"""Mark an event: something started, stopped, or a change in how we look. It then stands on the centre's charts."""

from datetime import date

import streamlit as st

from mist_dash.actions import catalogue, mark
from mist_dash.core.learning import EVENT_KINDS
from mist_dash.ui import access
from mist_dash.ui.pieces import escape, pick

actor = access.who()
st.title("Mark an event")
titles = {theme.id: theme.short for theme in catalogue.themes()}
theme = catalogue.theme(pick("Theme", titles, "theme"))
kind = st.radio("What was it?", list(EVENT_KINDS), format_func=EVENT_KINDS.get)
areas = {"": "Every area"} | {area.name: area.title for area in theme.areas}
with st.form("event", border=False):
    known = [one.name for one in theme.interventions] if kind == "intervention" else []
    name = st.selectbox("What happened", known, accept_new_options=True, placeholder="Choose, or type a few words",
                        index=None)  # fmt: skip
    area = pick("Where", areas)
    start = st.date_input("From", value=date.today(), format="DD/MM/YYYY", max_value=date.today())
    stopped = st.date_input("Until (leave empty while it goes on)", value=None, format="DD/MM/YYYY")
    sent = st.form_submit_button("Mark it", type="primary")
if sent:
    mark.mark(actor, theme.id, area=area, kind=kind or "other", name=name or "", start=start, stop=stopped)
    st.success("Marked. It stands on your charts from now on.")
st.subheader("On your charts now")
for event in mark.events(actor, theme.id):
    until = f" to {event.stop:%d %B %Y}" if event.stop else ""
    st.markdown(f"- {event.start:%d %B %Y}{until}: {escape(event.name)} ({escape(event.area or 'every area')})")
