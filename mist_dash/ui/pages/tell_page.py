"""The form that tells a story: the own chart first, then four questions; and the centre's stories with their states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from mist_dash.actions import learn, stories
from mist_dash.core.catalogue import WHOLE, Theme
from mist_dash.core.holding import Holding
from mist_dash.core.months import BASES
from mist_dash.core.people import Deed, Person, may
from mist_dash.core.plain_text import listed
from mist_dash.core.query import Query
from mist_dash.core.stories import EDITABLE, QUESTIONS, Beginning, Story, StoryDraft
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import form_kit, pieces, story_cards
from mist_dash.ui.parts.pieces import escape, pick

NO_CHART = "no chart"
SENT = "story"
SENT_IN = "Thank you. A facilitator will read it. It stands in the gallery once your lead has agreed, too."
STATES = {
    "draft": "a draft, seen by your centre only",
    "submitted": "sent in; a facilitator will read it",
    "returned": "sent back to you",
    "published": "published",
    "withdrawn": "withdrawn; nobody else sees it",
}


def chart(actor: Person, theme: Theme, before: Story | None) -> tuple[str, str, str]:
    """Area, measure and years of the chart that goes with the story; the chart as it would be kept.

    A new story's choice stands in the URL, under other names than on a theme's page, which links here. A story begun
    before opens with its own.
    """
    areas = {"": "The whole hospital, or several areas"} | {area.name: area.title for area in theme.areas}
    measures = {one.id: one.title for one in theme.measures if one.kind not in ("profile", "ratio")}
    measures[""] = NO_CHART
    bases = {str(basis): title for basis, title in BASES.items()}
    columns = [*st.columns(2), st.container()]
    if before:
        kept = before.frozen
        area = pick("Where", areas, None, columns[0], before.area)
        measure = pick("With our own chart of", measures, None, columns[1], kept.measure if kept else "")
        basis = pick("Year", bases, None, columns[2], kept.basis if kept else None)
    else:
        area = pick("Where", areas, "where", columns[0])
        measure = pick("With our own chart of", measures, "chart", columns[1])
        basis = pick("Year", bases, "year", columns[2])
    frozen = stories.freeze(actor, Query.of(theme, measure, area or WHOLE, basis)) if measure else None
    if frozen and before and before.frozen and stories.same_chart(before.frozen, frozen):
        frozen = before.frozen
    if frozen:
        with st.container(border=True):
            story_cards.frozen_chart(frozen, "drafted")
            st.caption("It stays in the story as it is now. Your lead decides whether others see it.")
    elif measure:
        pieces.empty("There is no such chart of yours yet.", "A story needs none: choose “no chart”, and tell it.")
    return area, measure, basis


def form(
    actor: Person,
    theme: Theme,
    before: Story | None,
    chosen: tuple[str, str, str],
    start: Beginning,
) -> None:
    """The questions, and what becomes of the answers: a draft, or a story sent in.

    start: what the centre did, or an excellence report, to begin from.
    """
    shared = {one.id: one.title for one in learn.shelf(actor)}
    name = f"story-{before.id if before else 'new'}"
    with form_kit.form(name):
        told = _questions(theme, before, chosen, shared, start)
        st.caption("Please no names of patients, and nothing by which a child could be recognised.")
        confirmed = form_kit.confirmed(name)
        with st.container(horizontal=True):
            sent = st.form_submit_button("Send it to the facilitators", type="primary")
            kept = st.form_submit_button("Keep as a draft")
    if sent or kept:
        act = stories.tell if sent else stories.draft
        outcome = act(actor, told, before.id if before else None, confirmed)
        if outcome.id is not None:
            form_kit.empty(name)
            name = SENT  # the story, or its form, may stand here no more
        form_kit.answer(name, outcome, SENT_IN if sent else "Kept as a draft. Find it below when you come back.")


def receipt() -> None:
    """What became of the story that was sent last, and the way to what the lead decides."""
    said = form_kit.flashed(SENT)
    if said and said.sentence == SENT_IN:
        link("consents", "What may be shown of us", ":material/verified_user:")


def _questions(
    theme: Theme, before: Story | None, chosen: tuple[str, str, str], shared: dict[int, str], start: Beginning
) -> StoryDraft:
    def old(name: str) -> str:
        return getattr(before, name) if before else start.answers.get(name, "")

    title = st.text_input("Title", old("title"), max_chars=120, placeholder="One question a day")
    answers = {
        name: st.text_area(question, old(name), max_chars=4000, height=110) for name, question in QUESTIONS.items()
    }
    not_worked = st.text_area(
        "What did not work? (optional, and often the most useful)", old("not_worked"), max_chars=4000, height=80
    )
    elements = st.text_area(
        "The elements of your bundle, one a line (optional)", "\n".join(before.elements) if before else "", height=110
    )
    names = [one.name for one in theme.interventions]
    used = list(before.interventions if before else start.interventions)
    interventions = st.multiselect(
        "Interventions (optional)", list(dict.fromkeys([*names, *used])), used, accept_new_options=True
    )
    contact = st.text_input(
        "Whom may others ask? (optional)", old("contact"), max_chars=120, placeholder="The line team"
    )
    linked = st.multiselect(
        "Resources that belong to it (optional)",
        list(shared),
        [one.id for one in before.resources] if before else list(start.resources),
        format_func=lambda id: shared[id],
    )
    area, measure, basis = chosen
    return StoryDraft(
        theme.id,
        area,
        title or "",
        **{name: text or "" for name, text in answers.items()},
        not_worked=not_worked or "",
        contact=contact or "",
        resources=tuple(linked),
        elements=listed(elements or ""),
        interventions=tuple(interventions),
        measure=measure,
        basis=basis,
    )


def ours(actor: Person, found: Sequence[Story], still: Mapping[int, Holding]) -> None:
    """The centre's stories: their state, the facilitator's note, whether they hold, and what can be done with each."""
    st.subheader("Your centre’s stories")
    if not found:
        pieces.empty("None yet.", "Yours could be the first: it needs no numbers.")
    for story in found:
        with st.container(border=True):
            st.markdown(f"**{escape(story.title or 'Without a title')}**: {STATES[story.state]}")
            if story.state == "published" and "gallery" not in story.agreed:
                st.markdown("It is not in the gallery: your lead has not agreed to it as it is.")
            if story.id in still:
                who = "others read this, too" if "holding" in story.agreed else "only your centre reads this"
                st.caption(f"With your numbers of today: {still[story.id]} ({who}).")
            if story.note:
                st.info(f"The facilitator writes: {escape(story.note)}")
            with st.container(horizontal=True, vertical_alignment="center"):
                link("story", "Read", ":material/visibility:", id=str(story.id))
                if story.state in EDITABLE:
                    link("tell", "Go on writing", ":material/edit:", story=str(story.id))
                else:
                    withdraw(actor, story)


def without_a_lead(actor: Person) -> None:
    """Said before anything is typed: without a lead nobody can agree, and who mends that."""
    if stories.nobody_agrees(actor):
        st.info(
            "Your centre has no lead yet, and others see a story only when its lead agrees. Tell it all the same: it "
            "waits. The collaborative’s admin sees that your centre needs a lead; say who it should be.",
            icon=":material/person_add:",
        )


def withdraw(actor: Person, story: Story) -> None:
    """Two clicks: all that the lead agreed to is taken back with it."""
    if may(actor, Deed.TAKE_STORY_BACK, story.centre):
        with st.popover("Withdraw it", icon=":material/undo:"):
            st.markdown("Nobody else sees it from this moment. You can change it and send it in again.")
            if st.button("Yes, withdraw it", key=f"withdraw-{story.id}", type="primary"):
                stories.withdraw(actor, story.id)
                st.rerun()
