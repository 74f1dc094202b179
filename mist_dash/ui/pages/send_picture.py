"""The sheet as it was read, on the screen: a press on a column or a row says otherwise, and what is said is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from mist_dash.actions.share import Proposal
from mist_dash.core.intake import corrections
from mist_dash.core.intake.picture import WAITS, PicturedColumn, PicturedRow, PicturedSheet, pictures
from mist_dash.core.intake.reading import LEAVE_OUT, QuestionChoice
from mist_dash.ui.pages import send_sheet
from mist_dash.ui.pages.send_state import UploadAnswers
from mist_dash.ui.parts.pieces import escape

ROW_CHOICES = [
    [LEAVE_OUT, "Leave this row out"],
    [corrections.BELOW, "Leave out from here to the next empty row (last year’s, another list)"],
]
OF_A_COLUMN = "column:"
TOLD = "Press a chip over a column, or the number of a row, to tell me otherwise; I remember it for next month."
NOT_FOUND = (
    "No numbers were found by themselves. Press the number of the row that holds the headers, then say over each "
    "column what it is. I remember it for next month."
)


def drawn(proposal: Proposal, said: UploadAnswers) -> tuple[PicturedSheet, ...]:
    """The sheets of the file, each as it was read."""
    return pictures(proposal.book, proposal.reading, proposal.theme, _told(proposal, said))


def show(proposal: Proposal, said: UploadAnswers, sheets: Sequence[PicturedSheet]) -> None:
    """One sheet; of several, the one that asks something, else the first with numbers, and a list of the others."""
    if not sheets:
        return
    places = {sheet.name: sheet for sheet in sheets}
    name = _first(sheets, {question.about for question in proposal.reading.questions})
    if len(sheets) > 1:
        left, right = st.columns(2)
        name = left.selectbox("Sheet", list(places), list(places).index(name), key=f"sheet-{said.id}")
        _tell_sheet(places[name], proposal, said, right)
    sheet = places[name]
    data = _data(sheet, proposal, said)
    told = send_sheet.draw(data, f"picture-{said.id}-{sheet.name}")
    more = f" {sheet.more:,} more rows are read in the same way." if sheet.more else ""
    found = proposal.reading.counts or proposal.marking is not None or proposal.reading.untouched
    st.caption((TOLD if found else NOT_FOUND) + more)
    if told and _offered(told, data) and said.answers.get(told["id"]) != told["value"]:
        said.answers[told["id"]] = told["value"]
        st.rerun()


def _first(sheets: Sequence[PicturedSheet], asked: Collection[str]) -> str:
    def numbers(sheet: PicturedSheet) -> int:
        return sum(use == "number" for row in sheet.drawn for use in row.uses)

    by_need = [s for s in sheets if s.asks or s.name in asked] or [s for s in sheets if numbers(s)]
    return (*by_need, *sheets)[0].name


def _offered(told: Mapping[str, str], data: Mapping[str, Any]) -> bool:
    """Whether the picture offers this: what a browser sends is anybody's text."""
    ids = {data["header"], *(column[id] for column in data["columns"] for id in ("id", "place"))}
    ids |= {id for row in data["rows"] for id in (row["id"], row["words"], row["section"])}
    rows = {str(row["number"]) for row in data["rows"]}
    choices = {value for column in data["columns"] for value, _ in column["choices"]}
    values = {"", *rows, *choices} | {value for kind in ("rowChoices", "areas", "items") for value, _ in data[kind]}
    return bool(told["id"]) and told["id"] in ids and told["value"] in values


def _told(proposal: Proposal, said: UploadAnswers) -> dict[str, str]:
    return {**proposal.recipe, **said.answers}


def _tell_sheet(sheet: PicturedSheet, proposal: Proposal, said: UploadAnswers, where: Any) -> None:
    """Which area a whole sheet is from, or that it is left out."""
    titles = {"": "as it says", **{a.name: a.title for a in proposal.theme.areas}, LEAVE_OUT: "left out"}
    now = _told(proposal, said).get(sheet.id, "")
    given = where.selectbox(
        f"The sheet “{escape(sheet.name)}” is",
        list(titles),
        list(titles).index(now) if now in titles else 0,
        format_func=titles.__getitem__,
        key=f"whose-{said.id}-{sheet.name}",
    )
    if given != now:
        said.answers[sheet.id] = given
        st.rerun()


def _data(sheet: PicturedSheet, proposal: Proposal, said: UploadAnswers) -> dict[str, Any]:
    told = {id for id, value in _told(proposal, said).items() if value}
    theme = proposal.theme
    return {
        "caption": f"The first rows of the sheet {sheet.name}, with what each column and row was read as.",
        "columns": [_column(column, told) for column in sheet.columns],
        "rows": [_row(row, sheet.header, told) for row in sheet.drawn],
        "header": sheet.header,
        "rowChoices": ROW_CHOICES,
        "areas": [[area.name, area.title] for area in theme.areas],
        "items": [[item.name, item.title] for item in theme.items],
    }


def _column(column: PicturedColumn, told: set[str]) -> dict[str, Any]:
    id = column.step.id if column.step else ""
    place = corrections.PLACE + id.removeprefix(OF_A_COLUMN) if id.startswith(OF_A_COLUMN) else ""
    return {
        "letter": column.letter,
        "said": column.said,
        "use": column.use,
        "id": id,
        "place": place,
        "asks": column.question.text if column.question else "",
        "choices": _pairs(column.choices),
        "told": id if id in told else place if place in told else "",
    }


def _pairs(choices: Sequence[QuestionChoice]) -> list[list[str]]:
    return [[choice.value, choice.label] for choice in choices]


def _row(row: PicturedRow, header: str, told: set[str]) -> dict[str, Any]:
    ids = (row.id, corrections.words_id(row.id), row.section, header if row.section else "")
    return {
        "number": row.number,
        "cells": _cells(row),
        "said": row.said,
        "waits": row.said == WAITS,
        "id": row.id,
        "words": corrections.words_id(row.id),
        "section": row.section,
        "told": [id for id in dict.fromkeys(ids) if id in told],
    }


def _cells(row: PicturedRow) -> list[list[object]]:
    """Each cell as text, its use, and how many columns it is drawn over: words spread, as in a sheet."""
    words = sum(cell is not None for cell in row.cells) == 1
    found: list[list[object]] = []
    for cell, use in zip(row.cells, row.uses, strict=True):
        spreads = found and cell is None and found[-1][0] and (words or found[-1][1] == "header")
        if spreads:
            found[-1][2] = int(str(found[-1][2])) + 1
        else:
            found.append([_text(cell, use), use, 1])
    return found


def _text(cell: object, use: str) -> str:
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    said = f"{cell:.0f}" if whole else str(cell).removesuffix(" 00:00:00")
    return f"⚠ {said}" if use == "doubt" else said


def over_columns(sheets: Sequence[PicturedSheet]) -> frozenset[str]:
    """The questions that are asked on the picture, over their columns."""
    return frozenset(id for sheet in sheets for id in sheet.asks)
