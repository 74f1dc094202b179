"""Whom to ask: centres whose lead lets facilitators know that they have something to tell; never on a shared screen."""

import streamlit as st

from mist_dash.actions import finding
from mist_dash.ui import access
from mist_dash.ui.pages import meeting_private
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

actor = access.who()
st.title("Whom to ask for a story")
meeting_private.ask_first()
st.markdown(
    "Their own numbers improved or stayed strong, and their lead lets you know. No more than that is known here."
)
found, who, open_asks = finding.known(actor), finding.let_by(actor), meeting_private.open_asks(actor)
if not found:
    pieces.empty("No centre has let you know of anything yet.", "Each centre is told first, on its own home page.")
for theme, centres in found:
    st.subheader(theme.title)
    for centre in centres:
        with st.container(horizontal=True, vertical_alignment="center"):
            let = meeting_private.let_by(who.get((theme.id, centre)))
            st.markdown(f"{escape(centre)}{escape(let)}", width="content")
            meeting_private.ask_to_show(actor, open_asks.get((theme.id, centre)))
