"""A theme: choose what to look at, see the own centre's change and chart, find whom to learn from."""

import streamlit as st

from mist_dash.actions import catalogue
from mist_dash.ui import access
from mist_dash.ui.navigation import theme_here
from mist_dash.ui.pages import excellence_page, invitations, theme_page, threads_page, together_panel
from mist_dash.ui.parts import pieces, story_cards, support

actor = access.who()
theme = catalogue.theme(theme_here())
if theme.lead_with == "learning" or actor.centre is None:
    pieces.theme_title(theme)
if theme.lead_with == "learning":
    st.markdown(theme.why)
    in_short = st.container(key="in-short")
    support.where_to_turn(actor, theme)
    excellence_page.on_theme(actor, theme)
if actor.centre is None:
    st.caption("Each centre sees its own numbers only. What centres share, and what they do together, is for all.")
    story_cards.learn_from(actor, theme)
    together_panel.show(actor, theme, None)
    threads_page.on_theme(actor, theme)
else:
    with st.container(key="first-screen"):
        view = theme_page.choose(theme, actor)
        theme_page.first_screen(view, actor)
        theme_page.below(view, theme, actor)
    if theme.lead_with == "learning":
        with in_short:
            theme_page.in_short(view)
    invitations.show(actor, theme.id)
