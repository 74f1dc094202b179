"""The script behind every page: who is here, which page they may open, and one place for apologies."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import collaborative, moment, people
from mist_dash.core.errors import Sorry
from mist_dash.ui import access, navigation
from mist_dash.ui.parts import in_browser, pieces

with moment.one():
    actor = access.arrive()
    page = navigation.page_for(actor)
    st.set_page_config(page_title=f"{page.title} - MiST Dash", page_icon="🤝", layout="wide")
    pieces.style(navigation.narrow(page.url_path, actor))
    in_browser.script()
    st.session_state["address"] = page.url_path
    access.keep()
    pieces.top_line(actor, people.is_demo(), access.sign_out)
    try:
        page.run()
    except Sorry as sorry:
        st.error(str(sorry))
    pieces.foot(actor, collaborative.contact(actor))
