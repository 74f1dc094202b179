"""The members from A to Z, with what each shares with everybody. Whether a centre sends data is not said."""

import streamlit as st

from mist_dash.actions import collaborative
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

found = collaborative.members(access.who())
st.title("Members")
if found:
    st.markdown(f"{len(found)} centres, from A to Z. A centre without data is as much a member as any other.")
else:
    pieces.empty("No centre has joined yet.", "Yours could be the first.")
lines = []
for one in found:
    shared = [f"story “{escape(title)}”" for title in one.stories]
    shared += [f"resource “{escape(title)}”" for title in one.resources]
    lines.append(f"- **{escape(one.name)}**" + (f": {escape(', '.join(one.themes))}" if one.themes else ""))
    lines += [f"    - {each}" for each in shared]
st.markdown("\n".join(lines))
link("stories", "Read the stories", ":material/public:")
link("shared", "Open the resources", ":material/folder_shared:")
link("join", "How to join", ":material/group_add:")
