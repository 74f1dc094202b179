"""The parts of the history: an upload with who, when, its file and its rows, and what undoing it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from mist_dash.actions import catalogue, share
from mist_dash.actions.share import CountChange, SentUpload
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Number, title_of
from mist_dash.core.intake.compare import say
from mist_dash.core.people import Person
from mist_dash.core.sharing import hides_small
from mist_dash.ui import access
from mist_dash.ui.pages import send_interventions
from mist_dash.ui.pages.undo_button import undo_button
from mist_dash.ui.parts import form_kit
from mist_dash.ui.parts.pieces import escape, row

A_PAGE = 20
PLACE = "history"


def undone_now() -> None:
    """Once, after an undo: what it did, above everything else."""
    form_kit.flashed(PLACE)


def page_of(sent: Sequence[SentUpload]) -> Sequence[SentUpload]:
    """The uploads of the page chosen, the newest first."""
    pages = -(-len(sent) // A_PAGE)
    page = st.pagination(pages, key="page") if pages > 1 else 1
    return sent[(page - 1) * A_PAGE : page * A_PAGE]


def entry(one: SentUpload, actor: Person) -> None:
    """One upload: what it did, who sent it and when, its file, its rows and its Undo."""
    theme = catalogue.theme(one.theme)
    with st.container(border=True):
        text, buttons = row()
        text.markdown(f"**{theme.short}**: {escape(one.sentence)}")
        file = f" · {escape(one.file_name)}" if one.file_name else ""
        undone = " · undone since" if one.undone_by else ""
        text.caption(f"{one.at:%d %B %Y, %H:%M} · {escape(one.person)}{file}{undone}")
        with buttons:
            done = None if one.undone_by else undo_button(actor, one.id, one.changes)
            if one.file_name and not hides_small(theme, actor):
                st.download_button(
                    "The file as it came",
                    partial(file_of, access.later(), one.id),
                    f"as-it-came-{one.file_name}",
                    help="Just as it was sent: formulas in it may run when a spreadsheet program opens it.",
                    key=f"file-{one.id}",
                    on_click="ignore",
                )
        rows = st.expander("Its rows", key=f"rows-{one.id}", on_change="rerun", type="compact")
        if rows.open:
            for found in (table(theme, share.rows_of(actor, one.id)), send_interventions.rows(actor, one.id)):
                if found:
                    rows.dataframe(found, hide_index=True, alt="The rows of this upload.")
    if done:
        form_kit.flash(PLACE, f"Undone. {done.sentence}")


def table(theme: Theme, changes: Sequence[CountChange]) -> list[dict[str, str]]:
    return [
        {
            "Month": months.say(change.key.period),
            "Area": change.key.area,
            "What": title_of(theme, change.key.item),
            "Now": said(change.new, change.old),
            "Before": said(change.old, change.new),
        }
        for change in changes
    ]


def said(number: Number | None, other: Number | None) -> str:
    """A number as a person writes it, "not sent" without one. The note too, where only that tells two apart."""
    if number is None:
        return "not sent"
    written = say(number.text or number.value, number.state)
    if other is None or replace(other, note=number.note) != number:
        return written
    return f"{written}, note: {number.note}" if number.note else f"{written}, no note"


def file_of(who: Callable[[], Person], upload: int) -> bytes:
    return share.sent_file(who(), upload)[1]
