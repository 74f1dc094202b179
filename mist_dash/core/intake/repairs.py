"""Problems become groups by what repairs them: the same remedy together, and the same wrong text answered once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.reading import ReadingPlan

BLANK = "blank"


@dataclass(frozen=True)
class Same:
    """The same text in several cells, so that one answer mends them all. right: the answer, where it is plain."""

    text: str
    problems: tuple[Problem, ...]

    @property
    def right(self) -> str:
        return self.problems[0].right

    @property
    def cells(self) -> tuple[At, ...]:
        return tuple(cell for problem in self.problems for cell in problem.cells)


@dataclass(frozen=True)
class Repair:
    """All problems with one remedy. single: those that no answer for several cells covers."""

    remedy: str
    problems: tuple[Problem, ...]
    same: tuple[Same, ...]
    single: tuple[Problem, ...]

    @property
    def expected(self) -> str:
        """What all of them expected; "" when each expected something else."""
        expectations = {problem.expected for problem in self.problems}
        return expectations.pop() if len(expectations) == 1 else ""


def repairs(problems: Iterable[Problem], book: Book) -> tuple[Repair, ...]:
    """The groups in the order in which a person meets them. book: as it was sent, without what was mended since."""
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in _once_a_cell(problems):
        groups[problem.remedy].append(problem)
    return tuple(_repair(remedy, found, book) for remedy, found in groups.items())


def text_at(book: Book, at: At) -> str:
    """What a cell holds, as text; "" for one that is empty or beyond the sheet."""
    rows = next((sheet.rows for sheet in book.sheets if sheet.name == at[0]), ())
    row = rows[at[1]] if 0 <= at[1] < len(rows) else ()
    cell = row[at[2]] if 0 <= at[2] < len(row) else None
    return "" if cell is None else str(cell).strip()


def heading(plan: ReadingPlan, book: Book, at: At) -> str:
    """The header over a cell, by the table that holds it; "" when it stands in none."""
    over = [
        max(table.header_rows, default=0) - 1
        for table in plan.tables
        if table.sheet == at[0] and table.last_row > at[1]
    ]
    row = min((row for row in over if row < at[1]), default=None, key=lambda row: at[1] - row)
    return "" if row is None or row < 0 else text_at(book, (at[0], row, at[2]))


def _once_a_cell(problems: Iterable[Problem]) -> list[Problem]:
    """One wrong month is one problem to mend, however many numbers stand under it."""
    seen: dict[object, Problem] = {}
    for problem in problems:
        seen.setdefault((problem.cells, problem.remedy) if problem.cells else problem, problem)
    return list(seen.values())


def _repair(remedy: str, problems: list[Problem], book: Book) -> Repair:
    by_text: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if (text := _own_text(problem, book)) is not None:
            by_text[(text, problem.expected)].append(problem)
    same = tuple(Same(text, tuple(found)) for (text, _), found in by_text.items() if len(found) > 1)
    covered = {id(problem) for one in same for problem in one.problems}
    return Repair(remedy, tuple(problems), same, tuple(p for p in problems if id(p) not in covered))


def _own_text(problem: Problem, book: Book) -> str | None:
    """The wrong text of a problem's one cell. None where a number beside it is wrong: each row has its own answer."""
    if len(problem.cells) != 1:
        return None
    text = text_at(book, problem.cells[0])
    if problem.found in (text[:40], BLANK):
        return text or BLANK
    return text if number(text).kind == "wrong" else None
