"""Tell a story: four questions, what did not work, whom to ask. A story needs no numbers."""

import streamlit as st

from mist_dash.actions import catalogue, excellence, learn
from mist_dash.core.learning import QUESTIONS, Told
from mist_dash.ui import access, pieces

actor = access.who()
st.title("Tell a story")
st.markdown("A few sentences to each question are plenty. A facilitator reads it before it stands in the gallery.")
titles = {theme.id: theme.short for theme in catalogue.themes()}
theme = pieces.pick("Theme", titles, "theme")
areas = {"": "The whole hospital, or several areas"} | {a.name: a.title for a in catalogue.theme(theme).areas}
shared = {resource.id: resource.title for resource in learn.resources(actor)}
start = excellence.story_from(actor, st.query_params.get("report"))
with st.form("story", border=False):
    title = st.text_input("Title", max_chars=120, placeholder="One question a day")
    area = pieces.pick("Where", areas)
    answers = {
        name: st.text_area(question, start.get(name, ""), max_chars=4000, height=110)
        for name, question in QUESTIONS.items()
    }
    not_worked = st.text_area("What did not work? (optional, and often the most useful)", max_chars=4000, height=80)
    contact = st.text_input("Whom may others ask? (optional)", max_chars=120, placeholder="The line team")
    linked = st.multiselect("Resources that belong to it (optional)", list(shared), format_func=shared.get)
    st.caption("Please no names of patients, and nothing by which a child could be recognised.")
    sent = st.form_submit_button("Send it to the facilitators", type="primary")
if sent:
    told = Told(theme, area, title, **answers, not_worked=not_worked, contact=contact,
                resources=tuple(linked))  # fmt: skip
    id, problems = learn.tell(actor, told)
    if problems:
        st.warning("Not sent yet. This is still missing:")
        pieces.problems(problems)
    else:
        st.success("Thank you. A facilitator will read it and publish it, or come back to you with a note.")
st.subheader("Your centre’s stories")
for story in learn.own_stories(actor):
    note = f" ({pieces.escape(story.note)})" if story.note else ""
    st.markdown(f"- {pieces.escape(story.title)}: {story.state}{note}")
