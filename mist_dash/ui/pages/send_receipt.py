"""After Confirm: what was stored, with Undo, and the way straight to where it moved the own chart."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from mist_dash.actions.share import Proposal
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import uses
from mist_dash.core.intake.compare import Compared
from mist_dash.core.people import Person
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import send_state
from mist_dash.ui.pages.send_state import UploadAnswers
from mist_dash.ui.pages.undo_button import undo_button
from mist_dash.ui.parts import picture, support
from mist_dash.ui.parts.pieces import escape

UNDONE = "Undone."


def stored(upload: int | None, proposal: Proposal, said: UploadAnswers) -> None:
    """Keeps the receipt for the next run, and clears the file away. Of a file that was stored already there is none."""
    if upload is None:
        return
    send_state.forget()
    moved = [cell for cell in proposal.comparison.cells if cell.change != "unchanged"]
    where = where_it_moved(proposal.theme, moved)
    st.session_state["receipt"] = (upload, proposal.theme.id, f"Stored. {proposal.done}", len(moved), where)
    done = st.session_state.setdefault("stored files", set())
    if st.session_state.get("others wait"):
        done.add(said.id.rpartition("-")[2])
    else:
        done.clear()  # the same file again, after an Undo, is read again
        st.session_state["round"] += 1
    st.rerun()


def where_it_moved(theme: Theme, moved: Iterable[Compared]) -> dict[str, str]:
    """The filters of the chart on which most changed: its measure, its area, and the months to mark on it."""
    counts = [cell.count for cell in moved if not cell.note_only]
    found = [
        (measure, area, sorted({c.month for c in counts if c.area == area.name and uses(measure, c.item)}))
        for measure in theme.measures
        if measure.kind != "profile"
        for area in theme.areas
        if area.name in measure.areas
    ]
    if not any(months for *_, months in found):
        return {}
    measure, area, months = max(found, key=lambda one: len(one[2]))  # of equals the first, as the catalogue has them
    return {
        "measure": measure.title,
        "area": area.title,
        picture.SENT: picture.sent_here(measure.id, area.name, months),
    }


def receipt(actor: Person, theme: Theme, small: bool) -> None:
    """What was stored, with Undo, and the way straight to the own chart. An undo has its own receipt, and its undo.

    small: in one line, since the next file is here.
    """
    upload, of, sentence, changes, where = st.session_state.get("receipt", (None, "", "", 0, {}))
    if upload is None or of != theme.id:
        return
    if not small:
        st.success(escape(sentence), icon=":material/check_circle:")
    support.quiet_card(actor, upload)
    with st.container(horizontal=True, vertical_alignment="center"):
        if small:
            st.markdown(f":material/check_circle: {escape(sentence)}", width="stretch")
        link(theme.id, "See what changed on your chart", ":material/show_chart:", **where)
        done = undo_button(actor, upload, changes, "Put it back" if sentence.startswith(UNDONE) else "Undo")
    if done:
        st.session_state["receipt"] = (done.upload, theme.id, f"{UNDONE} {done.sentence}", done.restored, where)
        st.rerun()
