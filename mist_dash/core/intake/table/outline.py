"""The lines between the tables of a sheet become an outline: what a line above one table still says of those below.

"2023/24" above a table for PICU speaks of the table for Oncology under it as well, until "2024/25" ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from mist_dash.core.intake.labels.times import NO_TIME
from mist_dash.core.intake.labels.titles import Around, around
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.table.tables import SheetTable, filled, lines_between
from mist_dash.core.intake.why import LeftOut, Why, left_out

_YEARLIKE = re.compile(r"\b(?:fy|cy|f/y|year)\W?\d\d\b|\b20\d\d\b|\b\d\d\s*[/–-]\s*\d\d\b", re.I)
_NOTE = re.compile(r"^\W*[*†‡^]|[:.;]|^(note|source|data|definition)s?\b", re.I)


def outlined(made: Sequence[SheetTable], words: Words) -> tuple[list[SheetTable], list[LeftOut]]:
    """The tables, each with what the lines above it and above the tables before it say beside its own context.

    Second: the tables under a line such as "Total" or "Target", which are none of them, as they are listed.
    """
    found: list[SheetTable] = []
    summed: list[LeftOut] = []
    for _, stacked in groupby(made, key=lambda table: table.sheet):
        held, start = Around(), 0
        for _, beside in groupby(stacked, key=lambda table: table.header):
            block = list(beside)
            lines = _lines(block[0], start, words) if block[0].header else ()
            summary = next((line for line in lines if start and _is_summary(line, words)), "")
            if summary:
                first, last = block[0].body[0], block[0].body[-1]
                rows = f"rows {first + 1} to {last + 1}, under “{summary[:60]}”"
                summed.append(left_out(rows, Why.SUM_OR_TARGET, block[0].sheet.name, (block[0].header[0], last)))
            elif start:
                held = _held(held, lines, words)
                found += [replace(table, above=held) for table in block]
            else:
                found += block
                held = around(reversed(block[0].context if len(block) == 1 else lines), words)
            start = max(table.body[-1] for table in block) + 1
    return found, summed


def _lines(table: SheetTable, start: int, words: Words) -> tuple[str, ...]:
    """The lines between a table and the row under the one before it, whose row of totals may stand empty."""
    first, second = table.sheet.rows[start : start + 2] if start + 1 < table.header[0] else ((), ())
    own_total = start and filled(first) and not filled(second) and words.meaning(filled(first)[0][1]).total
    return lines_between(table.sheet, start + bool(own_total), table.header[0])


def _is_summary(line: str, words: Words) -> bool:
    """Whether a heading says that its table adds up others, or is of targets or of another year."""
    meaning = words.meaning(line)
    return not meaning.rest and (meaning.summary or (meaning.total and not (meaning.items or meaning.areas)))


def _held(before: Around, lines: Sequence[str], words: Words) -> Around:
    """What holds for a table: what the lines right above it say, else what held for the table before it."""
    said = around(reversed([line for line in lines if not _is_note(line, words)]), words)
    names_area = bool(said.area or said.asked_area or said.several_areas)
    strange = "" if names_area else next((line for line in lines[::-1] if _strange(line, words)), "")
    timed = said.time != NO_TIME or any(map(_YEARLIKE.search, lines))
    return Around(
        area=said.area if names_area or strange else before.area,
        asked_area=said.asked_area if names_area or strange else before.asked_area,
        unknown_area=strange or ("" if names_area else before.unknown_area),
        item=said.item or (before.item if lines and not strange else ""),
        time=said.time if timed else before.time,
        part=said.part,
        several_areas=said.several_areas,
    )


def _is_note(line: str, words: Words) -> bool:
    """Whether a line between two tables is a note on the first, and no heading of the second."""
    meaning = words.meaning(line)
    return bool(meaning.rest or meaning.extra) and (bool(_NOTE.search(line)) or len(line.split()) > 5)


def _strange(line: str, words: Words) -> bool:
    """Whether a line may be a place under a name of the hospital's own: short, and no word of it is known."""
    meaning = words.meaning(line)
    known = meaning.items or meaning.asked_items or meaning.time or meaning.derived
    return bool(meaning.rest) and not known and not _is_note(line, words)
