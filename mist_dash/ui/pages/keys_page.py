"""The parts of the page of a centre's keys: the one just made, those there are, and how their owner sends."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from mist_dash.actions import catalogue, machine
from mist_dash.core.keys import MachineKey
from mist_dash.core.people import Person
from mist_dash.exports.openapi import ADDRESS, ANSWERS
from mist_dash.ui.parts import form_kit, pieces
from mist_dash.ui.parts.pieces import escape

PLACE, MADE = "keys", "key-made"


def handed() -> None:
    """The key that was just made: shown in this run, and never again."""
    with st.container():
        if token := st.session_state.pop(MADE, ""):
            st.success("Hand this key over now: it is shown only this once.", icon=":material/key:")
            st.code(token, language=None, wrap_lines=True)


def make(actor: Person) -> None:
    with form_kit.form("key", border=True):
        name = st.text_input("Which system sends with it", placeholder="such as: Datix export", max_chars=120)
        sent = st.form_submit_button("Make a key", icon=":material/key:")
    if sent:
        st.session_state[MADE] = machine.make(actor, name)
        form_kit.empty("key")
        st.rerun()


def keys(actor: Person, found: Sequence[MachineKey]) -> None:
    if not found:
        pieces.empty("No system of yours sends by itself.", "Make a key above, and hand it to your IT department.")
    for one in found:
        with st.container(border=True):
            text, button = st.columns([4, 1], vertical_alignment="center")
            used = f"last used on {one.used:%d %B %Y}" if one.used else "not used yet"
            text.markdown(f"**{escape(one.name)}**")
            text.caption(escape(f"made on {one.made:%d %B %Y} by {one.by}, {used}"))
            if button.button("End it", key=f"end-{one.id}"):
                machine.end(actor, one.id)
                form_kit.flash(PLACE, f"The key “{one.name}” opens nothing any more.")


def how() -> None:
    """What the IT department needs to know."""
    st.subheader("How a system sends")
    here = urlsplit(st.context.url or "")
    st.markdown(
        "It sends the file as it is, with the key and the theme beside it. The same is checked as on screen; a file "
        "sent twice is stored once. Give this page to whoever sets it up."
    )
    st.code(
        f'curl --data-binary @may.csv -H "Authorization: Bearer KEY" \\\n'
        f'  "{here.scheme}://{here.netloc}{ADDRESS}?theme=clabsi&name=may.csv"',
        language=None,
        wrap_lines=True,
    )
    themes = ", ".join(f"`{theme.id}` ({escape(theme.short)})" for theme in catalogue.themes())
    st.markdown(
        f"Themes: {themes}.\n\nWhen rows have problems, nothing is stored, unless `&partly=yes` says to take the "
        "others. A question is answered by `&answer=ID=VALUE`. For programs, all of it stands at "
        "[/api/v1/openapi.json](/api/v1/openapi.json)."
    )
    st.table([{"Answer": status, "What it means": said} for status, said in ANSWERS.items()])
