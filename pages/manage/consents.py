"""The centre's lead reads exactly what will be seen of a story or a resource, and agrees to it, or takes it back."""

import streamlit as st

from mist_dash.actions import learn, stories
from mist_dash.core.consent import PURPOSES, fingerprint, seen
from mist_dash.core.people import Deed, may
from mist_dash.ui import access
from mist_dash.ui.pages import open_consents, slide_consents_page
from mist_dash.ui.parts import pieces, story_cards
from mist_dash.ui.parts.pieces import escape

actor = access.who()
st.title("What may be shown of us")
st.markdown(
    "No story of your centre is shown to others, and no resource to anybody but members, before you agree. "
    "You can take it back at any time, at once."
)
speaks = may(actor, Deed.AGREE, actor.centre)
if not speaks:
    st.caption("Your centre’s lead agrees; you can read what was agreed to.")
st.subheader("Asked for a meeting")
slide_consents_page.show(actor)
st.subheader("Stories")
waiting = [story for story in stories.own(actor) if story.state in ("submitted", "published")]
still = learn.own_still(actor, waiting)
if not waiting:
    pieces.empty("No story of your centre has been sent in.", "When one is, you read it here, as others would.")
for story in waiting:
    with st.container(border=True):
        st.subheader(escape(story.title))
        done = "Published" if story.state == "published" else "Sent in; a facilitator reads it before it is published"
        st.caption(f"{done}. Told on {story.told:%d %B %Y}.")
        for purpose, means in PURPOSES.items():
            agreed = purpose in story.agreed
            text, button = pieces.row()
            text.markdown(f":material/{'check_circle' if agreed else 'radio_button_unchecked'}: {means}.")
            with st.expander("Exactly what will be seen"):
                story_cards.whole(
                    seen(story, purpose), still.get(story.id) if purpose == "holding" else None, key=purpose
                )
            # The key holds what is shown: a click on a story that has changed since agrees to nothing.
            content = fingerprint(story, purpose)
            which = f"{purpose}-{story.id}-{content}"
            if speaks and agreed and button.button("Take back", key=f"back-{which}"):
                stories.take_back(actor, story.id, purpose)
                st.rerun()
            if speaks and not agreed and button.button("Agree", key=f"agree-{which}", type="primary"):
                stories.agree(actor, story.id, purpose, content)
                st.rerun()
st.subheader("Resources")
open_consents.show(actor)
