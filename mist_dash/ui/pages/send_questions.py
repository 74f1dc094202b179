"""What is asked about a file: open questions with their choices, and the theme that it looks like instead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from mist_dash.actions.share import Proposal
from mist_dash.core.intake.fitting import THEME
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.ui.pages.send_state import UploadAnswers
from mist_dash.ui.parts.pieces import escape

LONG = 8  # choices that are still read at one glance


def offer(proposal: Proposal, question: Question, said: UploadAnswers) -> None:
    """The themes that a file looks like: one click sends it there, and what was dropped goes along."""
    st.warning(escape(question.text), icon=":material/help:")
    with st.container(horizontal=True):
        for choice in question.choices:
            stay = choice.value == proposal.theme.id
            does = _stay if stay else _go
            st.button(choice.label, type="secondary" if stay else "primary", on_click=does, args=(choice.value, said))


def _stay(theme: str, said: UploadAnswers) -> None:
    said.answers[THEME] = theme


def _go(theme: str, said: UploadAnswers) -> None:
    st.session_state["theme"] = theme


def ask(proposal: Proposal, said: UploadAnswers, elsewhere: Collection[str] = ()) -> None:
    """Each open question with its choices, a long list folded up; an answer reads the file again.

    elsewhere: those that are asked on the picture.
    """
    for question in proposal.reading.questions:
        if question.id in elsewhere:
            continue
        text, choices = question.text, question.choices
        shown, said_as, key = offered(text, choices), labels(choices), f"ask-{said.id}-{question.id}"
        if len(choices) <= LONG:
            given = st.radio(*shown, index=None, format_func=said_as, key=key, horizontal=True)
        else:
            given = st.selectbox(*shown, index=None, format_func=said_as, key=key, placeholder="Choose what it is")
        take(question.id, given, said)


def offered(text: str, choices: Sequence[QuestionChoice]) -> tuple[str, list[str]]:
    return escape(text), [choice.value for choice in choices]


def labels(choices: Sequence[QuestionChoice]) -> Callable[[str], str]:
    return lambda value: next(choice.label for choice in choices if choice.value == value)


def place(value: str, choices: Sequence[QuestionChoice]) -> int | None:
    return next((place for place, choice in enumerate(choices) if choice.value == value), None)


def take(id: str, given: str | None, said: UploadAnswers, before: str = "") -> None:
    """Keeps an answer that is new, and reads the file again with it."""
    if given is not None and given not in (before, said.answers.get(id)):
        said.answers[id] = given
        st.rerun()
