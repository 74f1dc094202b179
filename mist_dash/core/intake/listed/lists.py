"""A sheet whose rows are single things that happened becomes a list: which kind of list, and which column is what.

Every other table has a row or a column for each month. A list of events has one for each event; a list of
interventions one for each thing that a centre started.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mist_dash.core.errors import Problem
from mist_dash.core.intake.files.book import Book, Cell, CellRow, Sheet
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.vocabulary import ROLES, table, words_of
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.table.tables import blank, filled

Names = Mapping[str, tuple[tuple[str, ...], ...]]  # the tokens of each name, by role


def _tokens(names: Mapping[str, tuple[str, ...]]) -> Names:
    return {role: tuple(map(tokens, known)) for role, known in names.items()}


_LISTED = table("list_of_events")
_SCALES = _LISTED["scales"]
EVENTS = _tokens({"date": _LISTED["date"], "area": ROLES["area"]})
INTERVENTIONS = _tokens({**table("list_of_interventions"), "area": ROLES["area"]})
YES, NO = words_of("yes"), words_of("no")
_FIRST_ROWS = 30


@dataclass(frozen=True)
class ListTable:
    """One list. Rows and columns are 0-based. roles: column by what it holds; kinds: the columns that say what it was.

    flags: column by the item that a yes in it counts. others: columns of which nothing is read.
    """

    sheet: Sheet
    header: int
    roles: Mapping[str, int]
    kinds: tuple[int, ...] = ()
    flags: Mapping[int, str] | None = None
    others: tuple[int, ...] = ()

    @property
    def body(self) -> tuple[int, ...]:
        return tuple(row for row in range(self.header + 1, len(self.sheet.rows)) if filled(self.sheet.rows[row]))

    @property
    def context(self) -> tuple[str, ...]:
        return tuple(" ".join(str(cell).strip() for _, cell in filled(row)) for row in self.sheet.rows[: self.header])

    def cell(self, row: int, role: str) -> Cell:
        return at(self.sheet.rows[row], self.roles.get(role, -1))

    def problem(self, row: int, column: int | str, found: str, expected: str, remedy: str) -> Problem:
        """What is wrong with one cell, by its column or the role of its column, to be mended in that cell."""
        at_column = column if isinstance(column, int) else self.roles.get(column, -1)
        cells = ((self.sheet.name, row, at_column),) if at_column >= 0 else ()
        named = self.title(at_column) if at_column >= 0 else str(column)
        return Problem(self.sheet.name, row + 1, named, found, expected, remedy, cells)

    def title(self, column: int) -> str:
        return str(at(self.sheet.rows[self.header], column) or "").strip() or f"column {column + 1}"


def at(row: CellRow, column: int) -> Cell:
    return row[column] if 0 <= column < len(row) else None


def interventions(book: Book, words: Words) -> ListTable | None:
    """The book's list of interventions: a column that names them and one that says when each started."""
    return next((found for sheet in book.sheets if (found := _interventions(sheet, words))), None)


def _interventions(sheet: Sheet, words: Words) -> ListTable | None:
    for row, cells in _headers(sheet):
        roles = _roles(cells, INTERVENTIONS, words)
        if {"start", "name"} <= set(roles):
            listed = ListTable(sheet, row, roles, others=tuple(c for c in cells if c not in roles.values()))
            counts = any(_counts(listed.title(c), _under(sheet, row, c), words) for c in listed.others)
            return None if counts else listed
    return None


def events(sheet: Sheet, words: Words, countable: Sequence[str]) -> ListTable | None:
    """The sheet as a list of single events: a date, what it was, and no column of counts.

    countable: the items that events of this theme may be counted as.
    """
    heads = [(row, cells, _roles(cells, EVENTS, words)) for row, cells in _headers(sheet)]
    if not any("date" in roles for _, _, roles in heads):
        return None
    for row, cells, roles in heads:
        flags, kinds, others = {}, [], []
        for column in (column for column in cells if column not in roles.values()):
            under = _under(sheet, row, column)
            if item := _flag(cells[column], under, words, countable):
                flags[column] = item
            elif _kind(cells[column], under, words, countable):
                kinds.append(column)
            elif _counts(cells[column], under, words):
                return None
            else:
                others.append(column)
        if any(_numbered(_under(sheet, row, roles[role])) for role in ("area", "centre") if role in roles):
            return None
        listed = ListTable(sheet, row, roles, tuple(kinds), flags, tuple(others))
        if "date" in roles and (kinds or flags):
            single = _dated(listed) and not _by_month(listed) and not _names_exposure(listed, words, countable)
            return listed if single else None
    return None


def _headers(sheet: Sheet) -> list[tuple[int, dict[int, str]]]:
    """The rows that may be headers: two or more texts and no number."""
    found = []
    for row, cells in enumerate(sheet.rows[:_FIRST_ROWS]):
        given = filled(cells)
        if len(given) > 1 and all(isinstance(cell, str) and number(cell).kind == "wrong" for _, cell in given):
            found.append((row, {column: str(cell).strip() for column, cell in given}))
    return found


def _roles(cells: Mapping[int, str], names: Names, words: Words) -> dict[str, int]:
    """The column of each role: the first name of the table that stands over one."""
    by_tokens: dict[tuple[str, ...], int] = {}
    for column, text in cells.items():
        by_tokens.setdefault(tokens(text), column)
    roles: dict[str, int] = {}
    for role, known in names.items():
        named = [by_tokens[name] for name in known if name in by_tokens]
        if named and named[0] not in roles.values():
            roles[role] = named[0]
    centre = next((c for c, text in cells.items() if "centre" in words.meaning(text).roles), None)
    if centre is not None and centre not in roles.values():
        roles["centre"] = centre
    return roles


_KIND_TOKENS, _SCALE_TOKENS = ({tokens(name) for name in names} for names in ((*_SCALES, *_LISTED["kinds"]), _SCALES))


def _kind(text: str, cells: Sequence[Cell], words: Words, countable: Sequence[str]) -> bool:
    """Whether a column says what happened: by its header, or because its cells name what the theme counts."""
    header = tokens(re.sub(r"\(.*?\)", " ", text))
    numbers = [n for cell in cells if (n := number(cell).value) is not None and str(cell).strip().lower() != "none"]
    if len(numbers) * 2 > len(cells):
        return header in _SCALE_TOKENS and max(numbers) < 10
    named = [words.meaning(cell) for cell in cells if isinstance(cell, str)]
    known = sum(bool(meaning.items) and not meaning.rest and set(meaning.items) <= set(countable) for meaning in named)
    return header in _KIND_TOKENS or known * 2 > len(cells)


def _flag(text: str, cells: Sequence[Cell], words: Words, countable: Sequence[str]) -> str:
    """The item that a column such as "MBI? (yes/no)" says of each event; "" for any other column."""
    said = {str(cell).strip().lower() for cell in cells}
    if not said or not said <= YES | NO or said <= {"0", "1"}:
        return ""
    named = words.meaning(text.replace("?", " ").replace("(yes/no)", " ").replace("Y/N", " ")).items
    return named[0] if len(named) == 1 and named[0] in countable else ""


def _under(sheet: Sheet, header: int, column: int) -> list[Cell]:
    return [cell for row in sheet.rows[header + 1 :] if not blank(cell := at(row, column))]


def _counts(text: str, cells: Sequence[Cell], words: Words) -> bool:
    """Whether a column counts something: then each row is a month or a day, not one thing that happened.

    A column of references, such as "Incident no", counts nothing; one of numbers under "PICU" or "Apr-24" does.
    """
    meaning = words.meaning(text)
    if meaning.areas or meaning.asked_areas or meaning.time:
        return _numbered(cells)
    named = meaning.items or meaning.asked_items or meaning.derived or meaning.total
    if not named and not meaning.roles & {"value", "numerator", "denominator"}:
        return False
    numbers = [n for cell in cells if (n := number(cell).value) is not None]
    references = not numbers or (len(set(numbers)) == len(cells) and min(numbers) > 2 * len(cells))
    return not (cells and references and _REFERENCE & set(tokens(text)))


def _numbered(cells: Sequence[Cell]) -> bool:
    """Whether most cells of a column are numbers."""
    return sum(number(cell).value is not None for cell in cells) * 2 > len(cells)


_COUNTING = {("number",), ("count",), ("total",)}
_REFERENCE = {"no", "number", "id", "ref", "reference"}


def _by_month(listed: ListTable) -> bool:
    """Whether every row is of a whole month and has a number that may be none, or is headed "Number of": then it says
    how often each kind of thing happened, also where nobody here knows what the number is called."""
    dates = [cell for row in listed.body if not blank(cell := listed.cell(row, "date"))]
    if not all(map(_whole_month, dates)):
        return False
    numbered = [c for c in listed.others if _numbered(_under(listed.sheet, listed.header, c))]
    none = [any(number(cell).value == 0 for cell in _under(listed.sheet, listed.header, c)) for c in numbered]
    return any(none) or any(tokens(listed.title(c))[:1] in _COUNTING for c in numbered)


def _whole_month(cell: Cell) -> bool:
    if isinstance(cell, datetime):
        return cell.day == 1
    return all(when.day is None for _, when in whens(cell))


def _names_exposure(listed: ListTable, words: Words, countable: Sequence[str]) -> bool:
    """Whether a row is about days of exposure: then its numbers are still to be filled in."""
    cells = [cell for column in listed.kinds for cell in _under(listed.sheet, listed.header, column)]
    return any(set(words.meaning(cell).items) - set(countable) for cell in cells if isinstance(cell, str))


def _dated(listed: ListTable) -> bool:
    """Whether most rows have a date: else it is a table of another kind."""
    cells = [listed.cell(row, "date") for row in listed.body]
    return bool(cells) and sum(bool(whens(cell)) for cell in cells) * 2 >= len(cells)
