"""The marks of footnotes are told from what they stand behind: "CLABSI (1)" is CLABSI where "(1) NHSN" stands below."""

from __future__ import annotations

import re
from dataclasses import replace

from mist_dash.core.intake.files.book import Cell, Sheet
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.table.tables import SheetTable, filled

_NOTE = re.compile(r"\s*[*†‡^]+\s*[A-Za-z]")
_HIDES = re.compile(r"suppress|small|fewer|less|under|below|disclos|redact|hidden|rounded|[<≤]", re.I)
_NUMBERED = re.compile(r"\s*([(\[]\d{1,2}[)\]])\s*[A-Za-z]")
_MARKED = re.compile(r"(.*[A-Za-z].*?)\s*([(\[]\d{1,2}[)\]])\s*")


def footnote_marks(table: SheetTable) -> str:
    """The marks that lines of the table begin with, such as "* awaiting review"; none of them says "suppressed"."""
    notes = {text for text in table.sheet.starred if _NOTE.match(text) and not _HIDES.search(text)}
    rows = [filled(table.sheet.rows[row]) for row in table.body] if notes else []
    return "".join({str(cells[0][1]).strip()[0] for cells in rows if len(cells) == 1 and cells[0][1] in notes})


def without_marks(sheet: Sheet, words: Words) -> Sheet:
    """The sheet with its labels as they are without the numbers of its footnotes; itself where it has none.

    "Stage (1)" stays, since "Stage" alone names nothing.
    """
    notes = {found[1] for text in sheet.texts if (found := _NUMBERED.match(text))}
    if not notes:
        return sheet
    return replace(sheet, rows=tuple(tuple(_plain(cell, notes, words) for cell in row) for row in sheet.rows))


def _plain(cell: Cell, notes: set[str], words: Words) -> Cell:
    found = _MARKED.fullmatch(cell) if isinstance(cell, str) else None
    if not found or found[2] not in notes:
        return cell
    meaning = words.meaning(found[1])
    return found[1] if meaning.plain and (meaning.items or meaning.areas or meaning.roles) else cell
