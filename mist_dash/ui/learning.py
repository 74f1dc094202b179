"""Stories and resources as cards: what a centre changed, what others can take from it, and the file itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mist_dash.actions import learn, themes
from mist_dash.core.catalogue import Theme
from mist_dash.core.learning import QUESTIONS, Resource, Story
from mist_dash.core.people import Deed, Person, may
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pieces import empty, escape


def learn_from(actor: Person, theme: Theme) -> None:
    """What others shared in this theme."""
    stories, resources = themes.learn_from(actor, theme.id)
    st.subheader("Learn from others")
    if not stories and not resources:
        empty("Nobody has told a story in this theme yet.", "Yours could be the first: it needs no numbers.")
    cards(stories[:3])
    for resource in resources[:5]:
        resource_row(resource)
    if stories:
        link("gallery", "All stories of this theme", ":material/auto_stories:", theme=theme.short)
    if may(actor, Deed.TELL_STORY, actor.centre):
        link("tell", "Tell a story of your own", ":material/edit_note:", theme=theme.short)


def cards(stories: Sequence[Story]) -> None:
    """Stories side by side, in the order given."""
    for start in range(0, len(stories), 3):
        for column, story in zip(st.columns(3), stories[start : start + 3], strict=False):
            with column, st.container(border=True, height="stretch"):
                card(story)


def card(story: Story) -> None:
    """One story in short."""
    st.markdown(f"**{escape(story.title)}**")
    when = f"{story.published:%B %Y}" if story.published else story.state
    st.caption(escape(" · ".join(filter(None, (story.centre_name, story.area, when)))))
    st.markdown(escape(shortened(story.did)))
    link("story", "Read the story", ":material/arrow_forward:", id=str(story.id))


def whole(story: Story) -> None:
    """One story with its four questions, what did not work, and what it shares."""
    st.title(escape(story.title))
    when = f"{story.published:%d %B %Y}" if story.published else story.state
    st.caption(escape(" · ".join(filter(None, (story.centre_name, story.area, when)))))
    for name, question in QUESTIONS.items():
        st.subheader(question)
        st.markdown(escape(getattr(story, name)))
    if story.not_worked:
        st.subheader("What did not work")
        st.markdown(escape(story.not_worked))
    if story.contact:
        st.markdown(f"**Whom to ask:** {escape(story.contact)}")
    if story.resources:
        st.subheader("What they share")
        for resource in story.resources:
            resource_row(resource)


def resource_row(resource: Resource) -> None:
    """One resource with its file, which is fetched, with leave asked, only when somebody wants it."""
    who = access.later()
    with st.container(border=True):
        text, file = st.columns([4, 1], vertical_alignment="center")
        with text:
            st.markdown(f"**{escape(resource.title)}**")
            about = f"{resource.kind.capitalize()} of {resource.centre_name}, version {resource.version}"
            st.caption(escape(" · ".join(filter(None, (about, resource.licence, resource.about)))))
        file.download_button(
            "Open the PDF", lambda: learn.resource_file(who(), resource.id)[2],
            resource.file_name or "resource.pdf",
            "application/pdf", key=f"resource-{resource.id}", on_click="ignore",
        )  # fmt: skip


def shortened(text: str, most: int = 180) -> str:
    """The first words of a text, cut between words."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
