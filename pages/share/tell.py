"""Tell a story: the own chart as it is now, four questions, what did not work. A story needs no numbers."""

import streamlit as st

from mist_dash.actions import catalogue, learn, stories
from mist_dash.core.learning import EDITABLE
from mist_dash.ui import access, pieces, tell_page

actor = access.who()
st.title("Tell a story")
st.markdown("A few sentences to each question are plenty. A facilitator reads it, and your lead decides who sees it.")
before = None
if "story" in st.query_params:
    before = learn.story(actor, pieces.asked_id("a story", "the list below", "story"))
    before = before if before.centre == actor.centre and before.state in EDITABLE else None
titles = {theme.id: theme.short for theme in catalogue.themes()}
theme = catalogue.theme(pieces.pick("Theme", titles, "theme"))
chosen = tell_page.chart(actor, theme, before)
tell_page.form(actor, theme, before, chosen)
tell_page.ours(actor, stories.own(actor))
