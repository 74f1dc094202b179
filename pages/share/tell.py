"""Tell a story: the own chart as it is now, four questions, what did not work. A story needs no numbers."""

import streamlit as st

from mist_dash.actions import catalogue, excellence, learn, stories
from mist_dash.core.stories import EDITABLE, Beginning
from mist_dash.ui import access
from mist_dash.ui.pages import tell_page
from mist_dash.ui.parts import pieces

actor = access.who()
st.title("Tell a story")
st.markdown("A few sentences to each question are plenty. A facilitator reads it, and your lead decides who sees it.")
tell_page.without_a_lead(actor)
tell_page.receipt()
before = None
if "story" in st.query_params:
    before = learn.story(actor, pieces.asked_id("a story", "the list below", "story"))
    before = before if before.centre == actor.centre and before.state in EDITABLE else None
titles = {theme.id: theme.short for theme in catalogue.themes()}
theme = catalogue.theme(before.theme if before else pieces.pick("Theme", titles, "theme"))
chosen = tell_page.chart(actor, theme, before)
start = stories.beginning(actor, theme.id)
reported = excellence.story_from(actor, st.query_params.get("report"))
tell_page.form(actor, theme, before, chosen, Beginning(reported) if reported else start)
ours = stories.own(actor)
tell_page.ours(actor, ours, learn.own_still(actor, ours))
