"""Help: the first steps of each role in a few lines, and whom to ask."""

import streamlit as st

from mist_dash.actions import collaborative
from mist_dash.core.people import Role
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts.pieces import escape

actor = access.who()
st.title("Help")
st.markdown(
    """
**I forgot my password.** Press “Forgotten your password?” where you sign in, or ask your centre’s lead for a link.

**I want to send last month’s numbers.** Share, then Send data. Drop your own spreadsheet as it is; what is not clear is
asked. Nothing is kept before you press Confirm, and you can undo it.

**I want to know whether we are better.** Open a theme. The sentence on top says it, and how sure it is; the (i) beside
a figure says what to mind. About tells how to read the pictures.

**I want to learn from others.** Learn: stories, resources, and questions to everybody.

**Who sees our numbers?** The people of your own centre. Others see a number only in a story or on a slide to which your
lead has agreed.

**I want somebody else to come in, or I leave.** Your lead invites people and closes accounts, under Manage, People. You
can close your own account on its page, behind your name at the top.

**Something looks wrong.** Tell us what you did, and the number on the message if there is one. Never send anything
about a patient.
"""
)
st.subheader("Whom to ask")
contact = collaborative.contact(actor)
st.markdown(f"First your centre’s lead. Then {escape(contact)}." if contact else "First your centre’s lead.")
if actor.role is Role.VISITOR:
    link("join", "Write to the collaborative’s admins", ":material/mail:")
link("about", "About, and how to read the pictures", ":material/info:")
