"""The form kit: a form that empties itself once it was kept, the look at what seems to be a patient, and the receipt.

Every form that keeps something goes this way: `form` around its fields, `confirmed` above its button, `answer` with
what became of it. The next run says so, once, where `flashed` stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from mist_dash.core.errors import Problem
from mist_dash.core.plain_text import Doubt, Outcome
from mist_dash.ui.parts import pieces
from mist_dash.ui.parts.pieces import escape

AGAIN = "This was sent before, in the same words. It is kept once, and nothing was added."
SURE = "I have looked: nothing here tells of a patient"


@dataclass(frozen=True)
class Flash:
    """What the next run says, and where. id: of what was kept. stays: until the next deed, with a way to undo it."""

    place: str
    sentence: str
    id: int | None = None
    undo: int | None = None
    stays: bool = False


@contextmanager
def form(name: str, border: bool = False) -> Iterator[None]:
    """A form whose fields are new ones, and so empty, once it was kept. Its name is its own on the page."""
    with st.form(f"form-{key(name)}", border=border, enter_to_submit=False):
        yield


def key(name: str) -> str:
    """A key for what must close or empty itself with the form, such as the popover around it."""
    return f"{name}-{st.session_state.get(f'sent-{name}', 0)}"


def confirmed(name: str) -> tuple[Doubt, ...]:
    """Inside a form: what looked like a patient when it was last sent, to be confirmed with a tick, just as it was."""
    doubts: tuple[Doubt, ...] = st.session_state.get(f"doubts-{name}", ())
    if not doubts:
        return ()
    seen = " ".join(("Please look again before this is kept.", *(escape(str(doubt)) for doubt in doubts)))
    st.warning(seen, icon=":material/person_alert:")
    # The key holds what is in doubt: a tick that was set for another text does not count for this one.
    which = hashlib.sha256(repr(doubts).encode()).hexdigest()[:12]
    return doubts if st.checkbox(SURE, key=f"sure-{which}-{key(name)}") else ()


def answer(name: str, outcome: Outcome, sentence: str, stays: bool = False) -> None:
    """After sending: shows what is missing, asks again when in doubt; or empties the form and says what was done."""
    st.session_state[f"doubts-{name}"] = outcome.doubts
    if outcome.problems:
        _missing(outcome.problems)
        return
    if outcome.id is not None:
        empty(name)
        flash(name, AGAIN if outcome.again else sentence, outcome.id, outcome.undo, stays)
    st.rerun()


def _missing(problems: tuple[Problem, ...]) -> None:
    """One thing is a sentence; several are a table."""
    if len(problems) == 1 and problems[0].row is None:
        st.warning(f"Not sent yet. {escape(problems[0].column)}: {escape(problems[0].remedy)}")
        return
    st.warning("Not sent yet. This is what is missing:")
    pieces.problems(problems)


def empty(name: str) -> None:
    """The next run begins the form anew."""
    st.session_state[f"doubts-{name}"] = ()
    st.session_state[f"sent-{name}"] = st.session_state.get(f"sent-{name}", 0) + 1


def flash(place: str, sentence: str, id: int | None = None, undo: int | None = None, stays: bool = False) -> NoReturn:
    """Runs the page again, and says this there. What was said before has had its time, wherever it stood."""
    st.session_state["flash"] = Flash(place, sentence, id, undo, stays)
    st.rerun()


def flashed(place: str) -> Flash | None:
    """Says what was done here: once, or until the next deed."""
    found: Flash | None = st.session_state.get("flash")
    if found is None or found.place != place:
        return None
    if not found.stays:
        del st.session_state["flash"]
    st.success(escape(found.sentence), icon=":material/check_circle:")
    return found
