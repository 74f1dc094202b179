"""Centres and people: who is lead, who may sign in, which centre is a member. Every change is audited."""

import streamlit as st

from mist_dash.actions import membership
from mist_dash.ui import access
from mist_dash.ui.pages import people_page
from mist_dash.ui.parts import form_kit

actor = access.who()
found = membership.groups(actor)
st.title("Centres and people")
form_kit.flashed(people_page.PLACE)
group = people_page.choose(found)
people_page.people(actor, group)
people_page.membership_of(actor, group)
people_page.overview(found)
st.caption(
    f"New people and centres are added by whoever runs the server: `{people_page.COMMAND} add-person`, `add-centre`."
)
