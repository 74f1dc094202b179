"""Add a resource: a file or a link that others may use; or a new version of one that the centre shared before."""

import streamlit as st

from mist_dash.actions import catalogue, resources
from mist_dash.core.errors import NotFound, Refused
from mist_dash.ui import access
from mist_dash.ui.pages import resource_form
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

actor = access.who()
before = None
if "renew" in st.query_params:
    before = resources.resource(actor, pieces.asked_id("a resource", "the resources", "renew"))
    if before.centre != actor.centre:
        raise NotFound("There is no such resource of your centre.")
st.title("Add a new version" if before else "Add a resource")
if before:
    st.markdown(f"Of **{escape(before.title)}**. Version {before.latest.number} can still be opened.")
theme = catalogue.theme(resource_form.choose_theme({one.id: one.short for one in catalogue.themes()}, before))
kind = resource_form.choose_kind(before)
try:
    resource_form.form(actor, theme, kind, before)
except Refused as refused:
    st.error(str(refused))
