"""Two bundles side by side, element by element, and what all bundles of a theme and area have in common."""

import streamlit as st

from mist_dash.actions import catalogue, resources
from mist_dash.core import bundles
from mist_dash.ui import access
from mist_dash.ui.parts import pieces, resource_cards
from mist_dash.ui.parts.pieces import escape

actor = access.who()
st.title("Compare bundles")
above, below = st.columns(2), st.columns(2)
known = {theme.id: theme for theme in catalogue.themes() if len(resources.with_elements(actor, theme.id)) > 1}
if not known:
    pieces.empty("There are not two bundles yet that list their elements.", "Add the elements of yours.")
    st.stop()
theme = known[pieces.pick("Theme", {id: theme.short for id, theme in known.items()}, "theme", above[0])]
areas = {"": "All areas"} | {area.name: area.title for area in theme.areas}
found = resources.with_elements(actor, theme.id, pieces.pick("Area", areas, "area", above[1]))
if len(found) < 2:
    pieces.empty("There are not two bundles for this area.", "Choose another area, or add the elements of yours.")
    st.stop()
titles = {str(one.id): f"{one.title} ({one.centre_name})" for one in found}
one = pieces.pick("One", titles, "one", below[0])
other = pieces.pick("The other", {id: title for id, title in titles.items() if id != one}, "other", below[1])
shared = bundles.common([one.elements for one in found])
st.subheader(f"In all {len(found)} bundles of this choice")
st.markdown("\n".join(f"- {escape(element)}" for element in shared) or "No element is in every one.")
st.subheader("The two, element by element")
resource_cards.comparison(*resources.compare(actor, int(one), int(other)))
st.caption("Elements are matched by their words, so read them: two wordings of one thing may stand apart.")
