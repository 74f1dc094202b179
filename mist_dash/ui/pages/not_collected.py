"""The centre's own choice what it does not collect: made, seen, and taken back, one press each."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import completeness
from mist_dash.core.catalogue import Theme
from mist_dash.core.completeness import EVERY_AREA
from mist_dash.core.people import Person
from mist_dash.ui.parts.pieces import escape

QUIET, AGAIN = "We do not collect this", "We collect this"


def choose(actor: Person, theme: Theme) -> None:
    """A line for the theme and for each of its areas, with who said so where it is not collected."""
    fold = st.expander("What we do not collect", key=f"not-collected-{theme.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.caption("What your centre does not collect is never asked for. Anything sent before stays.")
        made = {one.area: one for one in completeness.choices(actor, theme.id)}
        areas = {area.name: area.title for area in theme.areas} if len(theme.areas) > 1 else {}
        for area, title in {EVERY_AREA: f"All of {theme.short}", **areas}.items():
            one = made.get(area)
            said = f": not collected, said {one.person} on {one.at.day} {one.at:%B %Y}" if one else ""
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"{escape(title)}{escape(said)}", width="content")
                button(actor, theme, area, collects=one is not None)


def button(actor: Person, theme: Theme, area: str, collects: bool) -> None:
    """One press that makes the choice or takes it back."""
    label, key = AGAIN if collects else QUIET, f"collects-{theme.id}-{area}-{collects}"
    if st.button(label, key=key, type="tertiary"):
        completeness.choose(actor, theme.id, area, collects)
        st.rerun()
