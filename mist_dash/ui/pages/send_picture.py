"""The sheet as it was read, on the screen: a press on a column or a row says otherwise."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mist_dash.actions.share import Proposal
from mist_dash.core.intake.picture import PicturedColumn, PicturedSheet, looks_like, pictures
from mist_dash.ui.pages import send_questions
from mist_dash.ui.pages.send_state import UploadAnswers
from mist_dash.ui.parts.pieces import escape

# What a cell was read as -> how it is drawn; the words stand in the line under the picture. Readable on dark as well.
DRAWN = {
    "header": "background-color: rgba(110, 140, 175, 0.22); font-weight: 600",
    "month": "background-color: rgba(200, 170, 90, 0.20)",
    "label": "background-color: rgba(200, 170, 90, 0.20)",
    "number": "",
    "doubt": "background-color: rgba(217, 115, 13, 0.30); font-weight: 600",
    "left out": "color: #8793A1",
    "empty": "",
}
LEGEND = "Headers are blue-grey, months and areas sand, doubts orange with a ⚠; what was left out is grey."
TALL = 330  # pixels; the rest scrolls
AS_STEP = {"time": "month", "label": "area"}  # how a step calls it -> the choice it is


def show(proposal: Proposal, said: UploadAnswers) -> None:
    """What the file looks like, and each of its sheets with what its columns were read as."""
    found = looks_like(proposal.reading, proposal.theme)
    st.subheader(f"This looks like: {escape(found)}" if found else "Your sheet, to be told")
    st.caption(
        "Your sheet as I read it. Press the head of a column, or the box before a row, to tell me otherwise; I "
        "remember it for next month."
        if found
        else "No table was found by itself. Press the box before the row that holds the headers; then say of each "
        "column what it is. I remember it for next month."
    )
    for sheet in pictures(proposal.book, proposal.reading, proposal.theme):
        _sheet(sheet, said)


def _sheet(sheet: PicturedSheet, said: UploadAnswers) -> None:
    if sheet.name:
        st.markdown(f"**{escape(sheet.name)}**")
    pressed: Any = st.dataframe(
        _styled(sheet),
        height=min(TALL, 38 + 35 * len(sheet.rows)),
        on_select="rerun",
        selection_mode=["single-row", "single-column"],
        key=f"picture-{said.id}-{sheet.name}-{len(said.answers)}",  # a new answer: a new picture, nothing pressed
        alt=f"The first rows of the sheet {sheet.name}, with what each column was read as.",
    )
    st.caption(LEGEND + (f" {sheet.more:,} more rows are read in the same way." if sheet.more else ""))
    named = {column.name: column for column in sheet.columns}
    for name in pressed.selection.columns:
        if name in named:
            _tell_column(named[name], sheet, said)
    for row in pressed.selection.rows:
        if isinstance(row, int) and 0 <= row < len(sheet.rows):
            _tell_row(sheet, sheet.rows[row], said)


def _styled(sheet: PicturedSheet) -> Any:
    """The cells as text, a doubtful one with its sign, each drawn as what it was read as."""
    cells = [
        [_text(cell, use) for cell, use in zip(line, uses, strict=True)]
        for line, uses in zip(sheet.cells, sheet.uses, strict=True)
    ]
    frame = pd.DataFrame(cells, columns=[column.name for column in sheet.columns], index=list(sheet.rows))
    drawn = [[DRAWN[use] for use in uses] for uses in sheet.uses]
    styled = frame.style.set_uuid("sheet")  # else another by chance at every run
    return styled.apply(lambda _: pd.DataFrame(drawn, index=frame.index, columns=frame.columns), axis=None)


def _text(cell: object, use: str) -> str:
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    said = f"{cell:.0f}" if whole else str(cell).removesuffix(" 00:00:00")
    return f"⚠ {said}" if use == "doubt" else said


def _tell_column(column: PicturedColumn, sheet: PicturedSheet, said: UploadAnswers) -> None:
    """What a pressed column is instead."""
    if column.step is None:
        st.info(f"Column {column.letter} is in no table yet: press the box before the row with the headers first.")
        return
    step = column.step
    value = AS_STEP.get(step.value, step.value)
    given = st.selectbox(
        f"Column {column.letter} is",
        [choice.value for choice in step.choices],
        index=send_questions.place(value, step.choices),
        format_func=send_questions.labels(step.choices),
        key=f"told-{said.id}-{sheet.name}-{step.id}",
        placeholder="Choose what it is",
    )
    send_questions.take(step.id, given, said, before=value)


def _tell_row(sheet: PicturedSheet, row: int, said: UploadAnswers) -> None:
    """That a pressed row holds the headers."""
    if st.button(
        f"The headers are in row {row}", key=f"header-{said.id}-{sheet.name}-{row}", icon=":material/table_rows:"
    ):
        send_questions.take(sheet.header, str(row), said)
