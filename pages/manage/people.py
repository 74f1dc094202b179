"""People: who is lead, who may sign in, who is invited; for an admin, of every centre. Every change is audited."""

import streamlit as st

from mist_dash.actions import joining, membership
from mist_dash.core.people import Role
from mist_dash.ui import access
from mist_dash.ui.pages import inviting_page, join_page, people_page
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape

actor = access.who()
found = membership.groups(actor)
keeps_all = actor.role is Role.ADMIN
st.title("Centres and people" if keeps_all else escape(f"People of {actor.centre_name}"))
st.markdown("You invite people, choose what each may do, and close accounts. Every change stands in the audit trail.")
form_kit.flashed(people_page.PLACE)
inviting_page.handed()
people_page.first_steps(actor)
nobody_yet = len(found) == 1 and keeps_all
if nobody_yet:
    people_page.add_centre(actor)
if keeps_all:
    join_page.asking(actor)
group = people_page.choose(found) if keeps_all else found[0]
if group.active:
    inviting_page.invite(actor, group)
    inviting_page.waiting(actor, group)
people_page.people(actor, group)
people_page.membership_of(actor, group)
if keeps_all and not nobody_yet:
    people_page.overview(found, joining.all_accepted(actor))
    people_page.add_centre(actor)
