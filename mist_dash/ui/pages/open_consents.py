"""The centre's lead reads exactly what everybody would see of a resource, and opens it to all, or closes it again."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import public_resources
from mist_dash.core.consent import fingerprint_of_resource, open_to_all
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.resources import Resource
from mist_dash.ui.pages import public_page
from mist_dash.ui.parts.pieces import empty, escape, row

MEANS = "Everybody may see it and open its file, without signing in"
FILE = (
    "The file is handed out as it is. Names in its own properties, such as the author of a Word file, stay in it; "
    "pictures are kept without what the camera wrote."
)


def show(actor: Person) -> None:
    """The own centre's resources; each is for members until the lead opens it."""
    speaks = may(actor, Deed.AGREE, actor.centre)
    found = public_resources.own(actor)
    if not found:
        empty("Your centre has not shared a resource yet.", "When it does, your lead decides here who may see it.")
    for one in found:
        with st.container(border=True):
            _decide(actor, one, speaks)


def _decide(actor: Person, one: Resource, speaks: bool) -> None:
    st.subheader(escape(one.title))
    st.caption(f"{one.kind.capitalize()}, version {one.latest.number}. Members see it in any case.")
    text, button = row()
    text.markdown(f":material/{'check_circle' if one.public else 'radio_button_unchecked'}: {MEANS}.")
    with st.expander("Exactly what will be seen"):
        public_page.resources([open_to_all(one)])
        st.caption(FILE + " A new version, or any change to what stands here, is for members until you agree again.")
    # The key holds what is shown: a click on a resource that has changed since opens nothing.
    content = fingerprint_of_resource(one)
    if speaks and one.public and button.button("Take back", key=f"close-{one.id}-{content}"):
        public_resources.take_back(actor, one.id)
        st.rerun()
    if speaks and not one.public and button.button("Agree", key=f"open-{one.id}-{content}", type="primary"):
        public_resources.agree(actor, one.id, content)
        st.rerun()
