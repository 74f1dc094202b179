"""Add a resource: a PDF that others may use."""

import streamlit as st

from mist_dash.actions import catalogue, learn
from mist_dash.core.learning import RESOURCE_KINDS
from mist_dash.ui import access, pieces

actor = access.who()
st.title("Add a resource")
titles = {theme.id: theme.short for theme in catalogue.themes()}
with st.form("resource", border=False):
    theme = pieces.pick("Theme", titles)
    title = st.text_input("Title", max_chars=120)
    kind = st.selectbox("Kind", [kind for kind in RESOURCE_KINDS if kind != "link"], format_func=str.capitalize)
    about = st.text_area("What is it for, in one sentence?", max_chars=500, height=80)
    licence = st.text_input("Licence", value="CC BY 4.0", help="CC BY 4.0 lets others use and change it, naming you.")
    file = st.file_uploader("The PDF", type="pdf", max_upload_size=10)
    sent = st.form_submit_button("Share it", type="primary")
if sent and file is None:
    st.warning("Choose the PDF first.")
elif sent and file is not None:
    learn.add_resource(actor, theme=theme, title=title, kind=kind or "", about=about, licence=licence,
                       file_name=file.name, file=file.getvalue())  # fmt: skip
    st.success("Shared. Others find it under Resources.")
