"""A Book becomes a refusal when anything in it looks like a patient. Names the rule and the cell, never the value."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard, TypeVar

from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.book import BY_STAFF, Book, Cell, CellRow, Sheet, place
from mist_dash.core.personal import headings, identifiers
from mist_dash.core.personal.staff import staff

__all__ = ["in_text", "look", "staff"]

REMEDY = (
    "Nothing of this file was kept. Send totals for each month only: take out this column or text, and all rows that "
    "are about one child."
)
_DIGITS = re.compile(r"\d{9,10}(\.0+)?")
_LISTED = re.compile(r"[A-Z][A-Z'-]+, ?[A-Z][a-z'-]+( [A-Z][a-z'-]*)?")
_PERSON = re.compile(r"[A-Z][A-Za-z'-]*,? [A-Z][A-Za-z'-]*\.?( [A-Z][A-Za-z'-]*)?")
_CHILDREN = frozenset(["patient", "child", "pt", "baby", "infant", "kid", "young person"])
_WHO = frozenset(["who", "whom", "who had it", "who was it", "who is it", "who got it", "person", "case", "case name"])
_FAMILY = frozenset(["mother", "father", "parent", "mum", "dad", "carer", "family", "sibling"])
_STAFF = frozenset(["name", "consultant", "clinician", "doctor", "nurse", "reporter", "reported by", "staff member"])
_PEOPLE = _CHILDREN | _WHO | _FAMILY | _STAFF
_LONG_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{5,}[A-Za-z]?(\.0)?")
_DAY = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}(st|nd|rd|th)? [A-Za-z]{3,9},? \d{2,4}")
_IN_NAMES = frozenset(  # of a file, a sheet or a system: a phone number there is a stamp of time
    [identifiers.NUMBER, identifiers.HOSPITAL_NUMBER, identifiers.BIRTH, identifiers.EMAIL, identifiers.NAME]
)
_SPLIT = (3, 3, 4)  # an NHS number in three cells
_NTH = re.compile(r"(patient|pt|child|baby|infant)[ .#]*(\d{1,4}|[a-z])", re.I)


def look(book: Book, theme: Theme) -> Refused | None:
    """The first thing in the book that looks like a patient; None when there is nothing.

    What staff wrote about themselves where such things stand (a title, "prepared by") is no reason: see `staff`.
    """
    return next(_findings(staff(book)[0], _known(theme)), None)


def admitted(book: Book, theme: Theme) -> tuple[Book, tuple[str, ...]]:
    """The book without what staff wrote of themselves, and a sentence for each cell that was left out.

    Raises Refused when anything in it looks like a patient.
    """
    kept, listed = staff(book)
    refused = next(_findings(kept, _known(theme)), None)
    if refused:
        raise refused
    return kept, listed


def in_text(text: str) -> tuple[str, ...]:
    """The kinds of personal identifier in a story, a note or a document's text; empty when there is none."""
    return identifiers.find(text)


def in_name(text: str) -> tuple[str, ...]:
    """The same in the name of a file, a sheet or a system."""
    return tuple(kind for kind in identifiers.find(text.replace("_", " ")) if kind in _IN_NAMES)


def _known(theme: Theme) -> frozenset[str]:
    """The theme's own words for areas: never a person's name."""
    words = [word for area in theme.areas for word in (area.name, area.title, *area.synonyms, *area.ask)]
    return frozenset(word.lower() for word in words)


def _findings(book: Book, known: frozenset[str]) -> Iterator[Refused]:
    for text in (book.name, *(sheet.name for sheet in book.sheets)):
        for kind in in_name(text):
            yield _refusal(kind, " in the name of the file or a sheet")
    for sheet in book.sheets:
        for rule in RULES:
            for kind, row, column, sure in rule(sheet, known):
                if sure:
                    yield _refusal(kind, "", sheet.name, place(row, column))
    for where, text in book.margin:
        behind = _behind(where, text)
        if behind:
            yield _refusal(behind, f" in {where} of the workbook")


def doubts(book: Book, theme: Theme) -> tuple[tuple[str, str], ...]:
    """(sheet, cell) of what may be a patient's number and may as well be a total: only a person can tell."""
    return tuple(
        (sheet.name, place(row, column))
        for sheet in book.sheets
        for rule in (_numbers, _split_numbers, _loose_numbers)
        for _, row, column, sure in rule(sheet, _known(theme))
        if not sure
    )


def _behind(where: str, text: str) -> str | None:
    """What a text outside the cells tells of a patient. Staff sign page headers and are linked to: no reason there."""
    text = text.replace("_", " ")  # "Mrs_Okafor" is the name of a file that is linked to, or of a range
    kind = headings.personal(text) or next(iter(identifiers.find(text)), None)
    if where not in BY_STAFF or kind is None:
        return kind
    kept = headings.without_staff(text)
    at_work = "@" in kept and identifiers.is_staff_address(kept)
    by_staff = (identifiers.PHONE, *([identifiers.NAME] if at_work else ()))
    kinds = [one for one in identifiers.find(kept) if one not in by_staff]
    return next((one for one in kinds if one != identifiers.EMAIL or not identifiers.is_staff_address(kept)), None)


def _refusal(kind: str, where: str, sheet: str = "", cell: str = "") -> Refused:
    # A sheet may be named after the very person: then it is not named.
    named = "" if identifiers.find(sheet) else sheet
    return Refused(f"This file holds what looks like {kind}{where}", named, cell, REMEDY)


Found = Iterator[tuple[str, int, int, bool]]  # the kind, the 0-based row and column, and whether it is sure
Judged = TypeVar("Judged")


def _places(sheet: Sheet, found: Mapping[Any, Judged]) -> Iterator[tuple[int, int, Judged]]:
    """Row, column and what was found of each cell about which something was found; most sheets hold none."""
    rows = sheet.rows if found else ()
    return ((r, c, found[cell]) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell in found)


def _headings(sheet: Sheet, _: frozenset[str]) -> Found:
    """Headings that announce a patient, and two or more that only one patient could fill."""
    personal: dict[Cell, str] = {text: kind for text in sheet.worded if (kind := headings.personal(text))}
    about_one = {text for text in sheet.worded if headings.about_one(text)}
    for r, row in enumerate(sheet.rows) if personal or about_one else ():
        yield from ((kind, r, c, True) for c, cell in enumerate(row) if (kind := personal.get(cell)))
        about = [c for c, cell in enumerate(row) if cell in about_one]
        if len(about) > 1:
            yield identifiers.ONE_ROW_EACH, r, about[0], True


def _names_column(sheet: Sheet, known: frozenset[str]) -> Found:
    """A column headed "Name" or "Consultant" is about people when what stands under it is not an area or a count."""
    people = {text: heading for text in sheet.worded if (heading := text.lower().strip(" :?.")) in _PEOPLE}
    for r, c, heading in _places(sheet, people):
        under = _below(sheet, r, c)
        words = {one for one in under if _is_word(one) and one.lower() not in {*known, heading}}
        if any(map(_PERSON.fullmatch, words)):
            yield identifiers.NAME, r, c, True
        elif heading in _CHILDREN and (len(words) > 1 or _counts_up(under)):
            yield identifiers.ONE_ROW_EACH, r, c, True


def _told_below(sheet: Sheet, _: frozenset[str]) -> Found:
    """Headings that may announce a patient's number or birthday: most of what stands under them says whether."""
    judged = {text: _LONG_NUMBER for text in sheet.worded if headings.numbered(text)}
    judged |= {text: _DAY for text in sheet.worded if headings.born(text)}
    for r, c, pattern in _places(sheet, judged):
        under = _below(sheet, r, c)
        like = {str(one) for one in under if _looks(one, pattern)}
        if like and 2 * len(like) >= len(under):
            yield (identifiers.BIRTH if pattern is _DAY else identifiers.HOSPITAL_NUMBER), r, c, True


def _looks(cell: Cell, pattern: re.Pattern[str]) -> bool:
    if isinstance(cell, datetime.datetime):
        return pattern is _DAY
    return not isinstance(cell, bool) and bool(pattern.fullmatch(str(cell).strip()))


def _is_word(cell: Cell) -> TypeGuard[str]:
    return isinstance(cell, str) and bool(re.search("[A-Za-z]", cell))


def _counts_up(cells: list[Cell]) -> bool:
    """1, 2, 3, ... down a column, from a workbook or a CSV: a number for each row, not a count."""
    return len(cells) > 2 and [str(cell) for cell in cells] == [str(n + 1) for n in range(len(cells))]


def _below(sheet: Sheet, row: int, column: int) -> list[Cell]:
    return [one for one in (_at(below, column) for below in sheet.rows[row + 1 :]) if one is not None]


def _at(row: CellRow, column: int) -> Cell:
    return row[column] if column < len(row) else None


def _nth_patients(sheet: Sheet, _: frozenset[str]) -> Found:
    """ "Patient 1", "Patient 2" down a column or along a row."""
    children = {text: True for text in sheet.worded if len(text) < 16 and _NTH.fullmatch(text)}
    found = list(_places(sheet, children))
    if len(found) > 1:
        yield identifiers.ONE_ROW_EACH, *found[0][:2], True


def _texts(sheet: Sheet, _: frozenset[str]) -> Found:
    long = (text for text in sheet.texts if len(text) >= identifiers.SHORTEST and not _DIGITS.fullmatch(text))
    kinds = {text: kind for text in long if (kind := _kind_of(text))}
    for r, c, kind in _places(sheet, kinds):
        yield kind, r, c, True


def _kind_of(text: str) -> str | None:
    if len(text) > identifiers.LONGEST:
        return identifiers.LONG_TEXT
    return next(iter(identifiers.find(text)), None)


def _numbers(sheet: Sheet, _: frozenset[str]) -> Found:
    """Cells that are a patient's number and nothing else.

    One in eleven of any ten-digit numbers passes the check: where a column has six or more of them and fewer than a
    third pass, they are totals or times, and one of them may still be a patient's: that is asked.
    """
    long = {cell: digits for cell in sheet.different if (digits := _digits(cell))}
    columns: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for r, c, digits in _places(sheet, long):
        columns[c].append((r, identifiers.is_patient_number(digits)))
    for c, rows in columns.items():
        valid = [r for r, passes in rows if passes]
        if valid:
            yield identifiers.NUMBER, valid[0], c, len(rows) < 6 or 3 * len(valid) >= len(rows)


def _split_numbers(sheet: Sheet, _: frozenset[str]) -> Found:
    """A patient's number in three cells side by side, as 3, 3 and 4 digits.

    In two rows or fewer it may be chance: that is asked where no other number stands beside the three.
    """
    columns: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for r, row in enumerate(sheet.rows):
        lengths = tuple(map(_digit_count, row))
        for c in range(len(row) - 2):
            if lengths[c : c + 3] == _SPLIT:
                columns[c].append((r, identifiers.is_patient_number("".join(map(_plain, row[c : c + 3])))))
    for c, rows in columns.items():
        valid = [r for r, passes in rows if passes]
        sure = len(valid) > 2
        asks = valid and (_alone(sheet.rows[valid[0]], c) or _without_headings(sheet, valid[0], c))
        if valid and 3 * len(valid) >= 2 * len(rows) and (sure or asks):
            yield identifiers.NUMBER, valid[0], c, sure


def _alone(row: CellRow, column: int) -> bool:
    """Whether the three cells are no part of a longer run of numbers."""
    return not any(_digit_count(_at(row, beside)) for beside in (column - 1, column + 3) if beside >= 0)


def _without_headings(sheet: Sheet, row: int, column: int) -> bool:
    """Whether the three cells have one heading or none: three numbers of a table have one each."""
    above = (sheet.rows[r] for r in range(row - 1, -1, -1))
    header: CellRow = next((cells for cells in above if sum(map(_is_word, cells)) > 1), ())
    dated = any(isinstance(cell, datetime.datetime) for cells in sheet.rows[:row] for cell in cells[column:])
    return not dated and sum(cell is not None for cell in header[column : column + 3]) < 2


def _loose_numbers(sheet: Sheet, _: frozenset[str]) -> Found:
    """Ten digits in a text that may be a patient's number in odd groups, and may be counts side by side: asked."""
    found = {text: True for text in sheet.texts if 11 <= len(text) <= 40 and identifiers.may_be_number(text)}
    yield from ((identifiers.NUMBER, r, c, False) for r, c, _ in _places(sheet, found))


def _digit_count(cell: Cell) -> int:
    text = _plain(cell)
    return len(text) if text.isascii() and text.isdecimal() else 0


def _plain(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _digits(cell: Cell) -> str:
    if isinstance(cell, str):
        if len(cell) < 9 or not _DIGITS.fullmatch(cell):
            return ""
        whole = cell.partition(".")[0]
        return whole if len(whole) == 10 else identifiers.number_digits(int(whole))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return identifiers.number_digits(cell)
    return ""


def _lists_of_names(sheet: Sheet, known: frozenset[str]) -> Found:
    """ "SMITH, Jane" once may be anything; two of them in a column are people."""
    listed = {text for text in sheet.worded if "," in text and _LISTED.fullmatch(text)}
    names = {text: text for text in listed if not {word.strip().lower() for word in text.split(",")} & known}
    columns: dict[int, dict[str, int]] = defaultdict(dict)
    for r, c, text in _places(sheet, names):
        columns[c].setdefault(text, r)
    for c, found in columns.items():
        if len(found) > 1:
            yield identifiers.NAME, min(found.values()), c, True


RULES = (_headings, _names_column, _told_below, _nth_patients, _texts, _numbers, _split_numbers, _lists_of_names)
