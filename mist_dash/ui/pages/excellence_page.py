"""The parts of excellence reports: the form, the reports with their feedback, and the numbers that they make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from mist_dash.actions import excellence
from mist_dash.core.catalogue import Theme
from mist_dash.core.excellence import (
    LONGEST,
    LONGEST_NAME,
    QUESTIONS,
    ExcellenceMonth,
    Report,
    Written,
    counted_items,
    may_take_back,
)
from mist_dash.core.people import Deed, Person, may
from mist_dash.ui.navigation import link
from mist_dash.ui.parts import form_kit, written_text
from mist_dash.ui.parts.pieces import empty, escape

FORM, NUMBERS = "report", "numbers"
SHOWN = 10
FIRST = 1  # of the own reports, on the theme's page


def form(actor: Person) -> None:
    """Four questions, and the name of a person or team only with their agreement."""
    form_kit.flashed(FORM)
    with form_kit.form(FORM):
        answers = {field: st.text_area(question, max_chars=LONGEST, height=90) for field, question in QUESTIONS.items()}
        named = st.text_input("The person or team (optional)", max_chars=LONGEST_NAME)
        agreed = st.checkbox(
            "They agreed to be named. Without this tick the name is not kept: we write “a colleague”.",
        )
        st.caption(
            "Your centre reads it; others only if your centre’s lead shares it. Nothing about a patient, please."
        )
        confirmed = form_kit.confirmed(FORM)
        sent = st.form_submit_button("Send the report", type="primary")
    if sent:
        outcome = excellence.write(actor, Written(**answers, named=named, agreed=agreed), confirmed)
        form_kit.answer(FORM, outcome, "Thank you. Your centre can read it now. Who will tell the person?")


def on_theme(actor: Person, theme: Theme) -> None:
    """The reports on the page of the theme that counts them: the own centre's, then what others share."""
    if counted_items(theme) is None:
        return
    if may(actor, Deed.WRITE_REPORT, actor.centre):
        st.subheader("Our excellence reports")
        link("report-excellence", "Report something that went well", ":material/add_reaction:")
        reports = excellence.own(actor)
        own(actor, reports[:FIRST])
        if len(reports) > FIRST:
            link("report-excellence", f"All our {len(reports)} reports", ":material/arrow_forward:")
    others = excellence.shared(actor)
    if others:
        st.subheader("What other centres share" if actor.centre else "What centres share")
    for report in others:
        with st.container(border=True):
            st.caption(f"{report.at:%d %B %Y} · {escape(report.centre_name)}")
            answers_of(report)


def own(actor: Person, reports: Sequence[Report]) -> None:
    """The centre's own reports, the newest first."""
    if not reports:
        empty("No report yet.", "Think of your last shift: what went well? Four sentences are plenty.")
    every = len(reports) <= SHOWN or st.toggle(f"Show all {len(reports)}", key="all-reports")
    for report in reports if every else reports[:SHOWN]:
        with st.container(border=True):
            about = f"{report.at:%d %B %Y} · about {report.whom} · written by {report.author_name}"
            st.caption(escape(about + (" · shared with the collaborative" if report.shared else "")))
            answers_of(report)
            feedback(actor, report)


def answers_of(report: Report) -> None:
    """The four questions with their answers, two beside two."""
    grid = st.grid(2, min_column_width=280)
    for field, question in QUESTIONS.items():
        with grid, st.container(gap="xxsmall"):
            st.markdown(f"**{question}**")
            written_text.said(getattr(report, field))


def feedback(actor: Person, report: Report) -> None:
    """Whether the person was told, and what else can be done with a report, each drawn when it is opened."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if report.told:
            st.badge("Told", icon=":material/check:", color="blue", width="content")
            st.text(f"{report.told.on:%d %B %Y}, by {report.told.by}", width="content")
        else:
            st.badge("Not told yet", icon=":material/schedule:", color="gray", width="content")
    with st.container(horizontal=True, vertical_alignment="center"):
        if report.told:
            if st.button("Not told after all", key=f"untold-{report.id}", type="tertiary"):
                excellence.not_told(actor, report.id)
                st.rerun()
        else:
            telling(actor, report)
        if may(actor, Deed.TELL_STORY, report.centre):
            link(
                "tell",
                "Make a story of it",
                ":material/edit_note:",
                theme=excellence.theme_of_reports().short,
                report=str(report.id),
            )
        sharing(actor, report)
        taking_back(actor, report)


def telling(actor: Person, report: Report) -> None:
    fold = st.popover("They were told", icon=":material/campaign:", key=f"telling-{report.id}", on_change="rerun")
    if not fold.open:
        return
    with fold, st.form(f"tell-{report.id}", border=False):
        on = st.date_input("On", value=date.today(), max_value=date.today(), format="DD/MM/YYYY")
        by = st.text_input("By", value=actor.name, max_chars=LONGEST_NAME)
        if st.form_submit_button("Keep this"):
            excellence.tell(actor, report.id, on, by)
            st.rerun()


def sharing(actor: Person, report: Report) -> None:
    """The lead's decision, with what the others would see."""
    if not may(actor, Deed.SHARE_REPORT, report.centre):
        return
    if report.shared:
        if st.button("Stop sharing", key=f"unshare-{report.id}", type="tertiary"):
            excellence.set_shared(actor, report.id, False)
            st.rerun()
        return
    label, key = "Share with the collaborative", f"sharing-{report.id}"
    fold = st.popover(label, icon=":material/share:", key=key, on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.markdown(
            "Others would read the four answers exactly as they stand here, under your centre’s name. Neither "
            "who wrote it nor the name of the person or team is shown."
        )
        if st.button("Share it", key=f"share-{report.id}", type="primary"):
            excellence.set_shared(actor, report.id, True)
            st.rerun()


def taking_back(actor: Person, report: Report) -> None:
    if not may_take_back(actor, report):
        return
    fold = st.popover("Take it back", type="tertiary", key=f"taking-back-{report.id}", on_change="rerun")
    if fold.open:
        with fold:
            st.markdown("It then stands nowhere any more, and is not counted.")
            if st.button("Take it back for good", key=f"back-{report.id}"):
                excellence.take_back(actor, report.id)
                st.rerun()


def numbers(actor: Person, months: Sequence[ExcellenceMonth]) -> None:
    """Each month's reports, which numbers stand on the charts, and one click to send those that do not yet."""
    st.subheader("The month’s numbers")
    form_kit.flashed(NUMBERS)
    if not months:
        empty("No month with reports is over yet.", "When one is, its numbers can go to your charts with one click.")
    for month in months[:12]:
        st.markdown(f"- {month.say()}. {standing(month)}")
    to_send = tuple(month for month in months if month.to_send)
    if not to_send or not may(actor, Deed.SEND_DATA, actor.centre):
        return
    named = "this month’s numbers" if len(to_send) == 1 else f"the numbers of {len(to_send)} months"
    if st.button(f"Send {named} to our charts", icon=":material/upload:"):
        excellence.send_numbers(actor, to_send)
        form_kit.flash(NUMBERS, "Sent. They stand on your charts, and under History, where they can be undone.")


def standing(month: ExcellenceMonth) -> str:
    """Which numbers are used on the charts."""
    if month.source == "none":
        return "Not on your charts yet."
    told = f"{month.stored[0]:g}" if month.stored[0] is not None else "no number"
    if month.source == "uploaded":
        return f"Your centre uploaded its own number ({told}), which is the one used."
    return "Counted from these reports." if not month.to_send else f"{told} stands on your charts: it changed since."
