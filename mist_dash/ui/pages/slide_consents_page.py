"""Slides that a facilitator asked for: the lead sees exactly what would be shown, and agrees to it use by use."""

from __future__ import annotations

import streamlit as st

from mist_dash.actions import slide_consents
from mist_dash.actions.slide_consents import USES, AskedSlide
from mist_dash.core.people import Deed, Person, may
from mist_dash.ui.parts import slide_card
from mist_dash.ui.parts.pieces import empty, row


def show(actor: Person) -> None:
    found = slide_consents.of_centre(actor)
    if not found:
        empty(
            "Nothing was asked for a meeting.", "When a facilitator asks, the slide stands here, as it would be shown."
        )
    for one in found:
        with st.container(border=True):
            _decide(actor, one, may(actor, Deed.AGREE, actor.centre))


def _decide(actor: Person, one: AskedSlide, speaks: bool) -> None:
    slide = one.slide
    asked = f", asked on {one.asked.day} {one.asked:%B %Y}" if one.asked else ""
    st.caption(f"{slide_card.KINDS[slide.kind]}{asked}. Exactly this would be shown:")
    slide_card.whole(slide, slide.key)
    for use, means in USES.items():
        agreed = use in one.agreed
        text, button = row()
        text.markdown(f":material/{'check_circle' if agreed else 'radio_button_unchecked'}: {means}.")
        # The key holds what is shown: a click on a slide that has changed since agrees to nothing.
        which = f"{use}-{slide.key}-{one.content[use]}"
        if speaks and agreed and button.button("Take back", key=f"back-{which}"):
            slide_consents.take_back(actor, slide.key, use)
            st.rerun()
        if speaks and not agreed and button.button("Agree", key=f"agree-{which}", type="primary"):
            slide_consents.agree(actor, slide.key, use, one.content[use])
            st.rerun()
    if speaks and one.asked and st.button("Not now", key=f"not-{slide.key}", type="tertiary"):
        slide_consents.not_now(actor, slide.key)
        st.rerun()
