"""A theme: choose what to look at, see the own centre's change and chart, find whom to learn from."""

import streamlit as st

from mist_dash.actions import catalogue, themes
from mist_dash.ui import access
from mist_dash.ui.navigation import theme_here
from mist_dash.ui.pages import excellence_page, invitations, theme_page, threads_page, together_panel
from mist_dash.ui.parts import story_cards, support

actor = access.who()
theme = catalogue.theme(theme_here())
st.title(theme.title)
if theme.lead_with == "learning":
    st.markdown(theme.why)
    support.where_to_turn(actor, theme)
    excellence_page.on_theme(actor, theme)
    story_cards.learn_from(actor, theme)
if actor.centre is None:
    st.caption("Each centre sees its own numbers only. What centres share, and what they do together, is for all.")
else:
    query = theme_page.choose(theme, actor)
    theme_page.show(themes.see(actor, query), actor)
    invitations.show(actor, theme.id)
if theme.lead_with == "chart":
    story_cards.learn_from(actor, theme)
together_panel.show(actor, theme, None if actor.centre is None else query.area)
threads_page.on_theme(actor, theme)
