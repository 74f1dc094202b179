"""How the collaborative does together: figures of many centres added up, for everybody. No sign-in is needed."""

import streamlit as st

from mist_dash.actions import catalogue, sharing, together
from mist_dash.ui import access
from mist_dash.ui.pages import public_page
from mist_dash.ui.parts.pieces import escape, pick

limits = sharing.limits(access.who())
st.title("How we do together")
st.markdown("Many children’s hospitals, added up. No hospital is named, compared or ranked.")
left, right = st.columns(2)
theme = catalogue.theme(pick("Theme", {one.id: one.short for one in catalogue.themes()}, "theme", left))
areas = together.areas(theme.id)
titles = {one.name: one.title for one in theme.areas if one.name in areas}
area = pick("Area", titles, "area", right) if len(titles) > 1 else None
found = together.public(theme.id, area)
what = "" if found is None else escape(", ".join(filter(None, (found.measure.title, titles.get(area or "")))))
st.markdown(f"**{what}.** {escape(theme.why)}" if what else escape(theme.why))
public_page.figures(theme, found, limits)
