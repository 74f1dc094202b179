"""The parts of the page of the audit trail: whether it is whole, the entries found, and the file to take along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from mist_dash.actions import audit_trail
from mist_dash.core.people import Person
from mist_dash.core.trail import TrailEntry, TrailPage
from mist_dash.exports.trail import trail
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

CENTRES_OWN = "its own business"


def whole(actor: Person) -> None:
    """The check of the whole trail, when it is asked for: it reads every entry."""
    asked = st.button("Check that nothing was altered or taken out", icon=":material/fact_check:")
    with st.empty():
        if asked:
            found = audit_trail.checked(actor)
            say, icon = (st.success, "check_circle") if found.whole else (st.error, "report")
            say(found.sentence(), icon=f":material/{icon}:")


def entries(actor: Person, words: str) -> TrailPage:
    """The page of entries chosen, each in a row."""
    pages = -(-audit_trail.read(actor, words).found // audit_trail.A_PAGE)
    page = st.pagination(pages, key=f"page-{words}") if pages > 1 else 1
    found = audit_trail.read(actor, words, page)
    if not found.entries:
        pieces.empty("Nothing was found.", "Try one word, a name, or a day such as 2026-11-28.")
    else:
        st.table([_row(one, own=actor.centre is not None) for one in found.entries])
    return found


def download(who: Callable[[], Person], words: str) -> None:
    st.download_button(
        "Take along as CSV",
        partial(_file, who, words),
        "audit-trail.csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _row(one: TrailEntry, own: bool) -> dict[str, str]:
    where = {} if own else {"Centre": escape(one.centre)}
    what = one.what or f"{CENTRES_OWN}: {one.deed}"
    return {"When (UTC)": f"{one.at:%Y-%m-%d %H:%M}", "Who": escape(one.person), **where, "What": escape(what)}


def _file(who: Callable[[], Person], words: str) -> bytes:
    return trail(audit_trail.taken_along(who(), words))
