"""The parts of questions and offers: the lists, the forms, one conversation, and who was named."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import catalogue, threads
from mist_dash.actions.threads import Conversation
from mist_dash.core.catalogue import Theme
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.threads import (
    KINDS,
    LONGEST,
    LONGEST_REASON,
    LONGEST_TITLE,
    Post,
    ThreadDraft,
    ThreadKind,
    Wanted,
    may_settle,
)
from mist_dash.ui.navigation import go, link
from mist_dash.ui.parts import form_kit, written_text
from mist_dash.ui.parts.pieces import empty, escape, pick
from mist_dash.ui.parts.story_cards import shortened

ICONS: dict[ThreadKind, str] = {"ask": ":material/help:", "offer": ":material/volunteer_activism:"}
STATES: dict[str, bool | None] = {"": None, "open": False, "answered": True}
BEGIN, REPLY = "thread", "reply"


def choose(story: int | None, resource: int | None) -> Wanted:
    """Theme, kind and state, all of them in the URL; and what the page was opened about."""
    columns = st.columns(3)
    theme = pick("Theme", {"": "All themes"} | _themes(), "theme", columns[0])
    kind = pick("Kind", {"": "Questions and offers", "ask": "Questions", "offer": "Offers"}, "kind", columns[1])
    state = pick("State", {"": "Open and answered", "open": "Still open", "answered": "Answered"}, "state", columns[2])
    return Wanted(theme, kind, STATES[state], story, resource)


def id_in_url(name: str) -> int | None:
    """An id from the URL, which is anybody's text; None when it is none."""
    asked = str(st.query_params.get(name, ""))
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None


def listed(actor: Person, wanted: Wanted) -> None:
    """A page of threads in short, the newest first; which page stands in the URL."""
    pages = threads.pages(actor, wanted)
    place = st.container()  # above the way to other pages, which says first which one is shown
    page = st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1
    with place:
        found = threads.found(actor, wanted, page)
        if not found:
            empty("Nothing here yet.", "Ask a question or make an offer: somebody has been where you are.")
        for post in found:
            with st.container(border=True):
                short(post)


def short(post: Post) -> None:
    st.markdown(f"{ICONS[post.kind]} **{escape(post.title)}**")
    headline(post)
    st.text(shortened(post.text.replace("\n", " ")))
    replies = {0: "Be the first to answer", 1: "Read the reply"}.get(post.replies, f"Read the {post.replies} replies")
    link("thread", replies, ":material/forum:", id=str(post.id))


def headline(post: Post) -> None:
    """What kind it is, what it is about, who said it and when."""
    byline(
        post,
        KINDS[post.kind],
        "answered" if post.answered else "open",
        catalogue.theme(post.theme).short,
        *filter(None, (post.story_title, post.resource_title)),
    )
    if post.hidden:
        why_hidden(post)


def byline(post: Post, *more: str) -> None:
    where = post.centre_name or "the collaborative"
    st.caption(escape(" · ".join((*more, f"{post.author_name} (@{post.username}), {where}", f"{post.at:%d %B %Y}"))))


def why_hidden(post: Post) -> None:
    """For its author and for facilitators: that nobody else sees it, and why."""
    if post.hidden:
        st.info(
            f"Hidden by {escape(post.hidden.by)}. Only its author and the facilitators see it. The reason:",
            icon=":material/visibility_off:",
        )
        st.text(post.hidden.reason)


def begin(actor: Person, wanted: Wanted) -> None:
    """The form for a new question or offer."""
    form_kit.flashed(BEGIN)
    about = bool(wanted.story or wanted.resource)
    # A widget of its own, or it would close over the doubts and problems that sending has just found.
    box = st.expander(
        "Ask a question, or offer something", icon=":material/edit:", expanded=about, key="begin", on_change="rerun"
    )
    with box, form_kit.form(BEGIN):
        kind = st.radio("What is it?", list(KINDS), format_func=KINDS.get, horizontal=True)
        names = _themes()
        first = list(names).index(wanted.theme) if wanted.theme in names else 0
        theme = st.selectbox("About", list(names), first, format_func=lambda id: names[id])
        title = st.text_input("In one line", max_chars=LONGEST_TITLE)
        text = st.text_area("A few sentences", max_chars=LONGEST, height=120)
        st.caption("Everybody signed in can read it. @name or @centre tells them. Nothing about a patient, please.")
        confirmed = form_kit.confirmed(BEGIN)
        sent = st.form_submit_button("Post it", type="primary")
    if sent:
        new = ThreadDraft(kind or "ask", theme or "", title, text, wanted.story, wanted.resource)
        outcome = threads.begin(actor, new, confirmed)
        form_kit.answer(BEGIN, outcome, "Posted. Replies will stand on your home page.")


def whole(actor: Person, talk: Conversation) -> None:
    """One conversation, with what this person may do in it."""
    st.title(escape(talk.first.title))
    headline(talk.first)
    written_text.said(talk.first.text)
    about(talk.first)
    with st.container(horizontal=True):
        settling(actor, talk.first)
        moderation(actor, talk.first)
    st.subheader("Replies")
    for post in talk.replies:
        with st.container(border=True):
            byline(post)
            why_hidden(post)
            written_text.said(post.text)
            moderation(actor, post)
    if not talk.replies:
        st.caption("None yet.")
    answer(actor, talk.first)


def about(post: Post) -> None:
    """The way to the story or the resources that it is about, while they are there."""
    if post.story_title:
        link("story", "The story it is about", ":material/auto_stories:", id=str(post.story))
    if post.resource_title:
        link("resource", "The resource it is about", ":material/folder_open:", id=str(post.resource))


def answer(actor: Person, first: Post) -> None:
    if first.hidden:
        return
    form = f"{REPLY}-{first.id}"
    form_kit.flashed(form)
    with form_kit.form(form):
        text = st.text_area("Your reply", max_chars=LONGEST, height=100)
        confirmed = form_kit.confirmed(form)
        sent = st.form_submit_button("Reply", type="primary")
    if sent:
        form_kit.answer(form, threads.reply(actor, first.id, text, confirmed), "Thank you for answering.")


def settling(actor: Person, first: Post) -> None:
    if may_settle(actor, first):
        label = "Open it again" if first.answered else "It is answered"
        if st.button(label, icon=":material/task_alt:", key="settle"):
            threads.settle(actor, first.id, not first.answered)
            st.rerun()


def moderation(actor: Person, post: Post) -> None:
    """For facilitators: out of sight with a reason, and back."""
    if not may(actor, Deed.MODERATE):
        return
    if post.hidden:
        if st.button("Show it again", key=f"show-{post.id}"):
            threads.show_again(actor, post.id)
            st.rerun()
        return
    with st.popover("Hide", icon=":material/visibility_off:"), st.form(f"hide-{post.id}", border=False):
        reason = st.text_input("Why? The author will read this.", max_chars=LONGEST_REASON)
        if st.form_submit_button("Hide it"):
            threads.hide(actor, post.id, reason)
            if post.thread is None:
                go("questions")
            st.rerun()


def on_theme(actor: Person, theme: Theme) -> None:
    """The open questions of a theme, and the way to ask."""
    st.subheader("Questions and offers")
    for post in threads.open_asks(actor, theme.id):
        link(
            "thread",
            escape(f"{post.title} ({post.centre_name or 'the collaborative'})"),
            ":material/help:",
            id=str(post.id),
        )
    link("questions", "Ask, offer, or read them all", ":material/forum:", theme=theme.short)


def on_home(actor: Person) -> None:
    """Who answered or named this person or this centre, and what others would like to know."""
    named, asked = threads.mentions(actor), threads.open_asks(actor)
    if named:
        st.subheader("For you")
    for post in named:
        _pointer(f"{post.author_name} in “{post.title}”", ":material/alternate_email:", "Read it", post.where)
    others = [post for post in asked if post.id not in {one.where for one in named}]
    if others:
        st.subheader("Somebody asks")
    for post in others:
        _pointer(f"{post.title} ({post.centre_name or 'the collaborative'})", ":material/help:", "Answer", post.id)


def _pointer(text: str, icon: str, label: str, thread: int) -> None:
    """A long text above its link: a link’s own label is cut to one line."""
    with st.container(border=True):
        st.markdown(f"{icon} {escape(text)}")
        link("thread", label, ":material/arrow_forward:", id=str(thread))


def _themes() -> dict[str, str]:
    return {theme.id: theme.short for theme in catalogue.themes()}
