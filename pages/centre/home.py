"""Home: the own centre on one page, what is still needed from it, what is new to learn."""

import streamlit as st

from mist_dash.actions import completeness, home, learn
from mist_dash.actions import thanks as thanked
from mist_dash.core.people import Deed, may
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import home_page, invitations, news, people_page, threads_page
from mist_dash.ui.parts import story_cards, thanks
from mist_dash.ui.parts.pieces import escape

actor = access.who()
st.title(escape(f"{actor.centre_name} on one page") if actor.centre else "The collaborative", anchor=False)
if actor.centre is None:
    people_page.first_steps(actor, way=True)
    home_page.waiting(home.waiting(actor))
    st.markdown("Each centre sees its own numbers only. What centres chose to share stands in the gallery.")
    threads_page.on_home(actor)
else:
    may_send = may(actor, Deed.SEND_DATA, actor.centre)
    home_page.one_page(home.rows(actor), may_send)
    left, right = st.columns(2, gap="large")
    with left:
        home_page.needed(completeness.still_needed(actor), actor, may_send)
        thanks.received(thanked.received(actor))
    with right:
        home_page.waiting(home.waiting(actor))
        threads_page.on_home(actor)
        invitations.show(actor)
        news.promised(actor)
news.show(actor)
st.subheader("New to learn")
new = home.new_stories(actor)
story_cards.cards(new, learn.still(actor, new))
link("gallery", "All stories", ":material/auto_stories:")
