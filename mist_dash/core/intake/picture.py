"""A sheet as it stands becomes a picture of how it was read: each column, row and cell with what it was taken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import title_of
from mist_dash.core.errors import At
from mist_dash.core.intake import corrections
from mist_dash.core.intake.files.book import Book, Cell, CellRow, Sheet, place
from mist_dash.core.intake.labels.words import tokens
from mist_dash.core.intake.reading import Count, Question, QuestionChoice, Reading, Step, TablePlan

CellUse = Literal["header", "month", "label", "number", "doubt", "asked", "left out", "empty"]
ROWS = 60  # of a sheet that are drawn
FEW = 2  # things that a column is named by; of more, what they are is said once
ASKED, WAITS = "what is this?", "waits for your answer"
OUT: Literal["left out"] = "left out"
_LABELS = {"time": "month", "label": "area"}  # of a column, by how its step calls it


@dataclass(frozen=True)
class PicturedColumn:
    """One column: its letter, what it was read as in a few words, and what it can be told to be instead.

    question: what is asked of it, while it is open.
    """

    letter: str
    said: str
    step: Step | None = None
    use: CellUse = "empty"
    question: Question | None = None

    @property
    def name(self) -> str:
        return f"{self.letter} · {self.said}" if self.said else self.letter

    @property
    def choices(self) -> tuple[QuestionChoice, ...]:
        """What it may be: what is asked first, then anything."""
        offered = (*(self.question.choices if self.question else ()), *(self.step.choices if self.step else ()))
        return tuple({choice.value: choice for choice in reversed(offered)}.values())[::-1]


@dataclass(frozen=True)
class PicturedRow:
    """One row: its number in the sheet, from 1, its cells and their uses, all rows of one width.

    said: what stands beside it, such as why it is left out, or the area of the numbers under it. id: what is told of
    it goes under this; section: of a header row, what is told of all numbers under it.
    """

    number: int
    cells: CellRow
    uses: tuple[CellUse, ...]
    said: str
    id: str
    section: str = ""


@dataclass(frozen=True)
class PicturedSheet:
    """One sheet's first rows. more: rows that are not drawn."""

    name: str
    columns: tuple[PicturedColumn, ...]
    drawn: tuple[PicturedRow, ...]
    more: int = 0

    @property
    def header(self) -> str:
        """The answer that names another header row goes under this."""
        return f"header:{self.name}"

    @property
    def id(self) -> str:
        """What is told of the whole sheet."""
        return corrections.sheet_id(self.name)

    @property
    def asks(self) -> frozenset[str]:
        """The questions that are asked over its columns."""
        return frozenset(column.question.id for column in self.columns if column.question)


def pictures(book: Book, reading: Reading, theme: Theme, told: Mapping[str, str]) -> tuple[PicturedSheet, ...]:
    """The sheets with cells, in their order. told: all that was said of them, this month or before."""
    uses = _uses(reading)
    return tuple(_sheet(sheet, reading, theme, uses, told) for sheet in book.sheets if any(sheet.rows))


def looks_like(reading: Reading, theme: Theme) -> str:
    """ "Central line infections, April to October 2026, 3 areas"; empty where nothing was read."""
    known = sorted({count.month for count in reading.counts if months.is_month(count.month)})
    areas = {count.area for count in reading.counts}
    if not known:
        return ""
    first, last = months.say(known[0]), months.say(known[-1])
    same_year = first.split(" ")[-1] == last.split(" ")[-1]
    span = first if first == last else f"{first.split(' ')[0] if same_year else first} to {last}"
    where = next(iter(areas)) if len(areas) == 1 else f"{len(areas)} areas"
    return f"{theme.short}, {span}, {where}"


def _sheet(
    sheet: Sheet, reading: Reading, theme: Theme, uses: Mapping[At, CellUse], told: Mapping[str, str]
) -> PicturedSheet:
    width = max(map(len, sheet.rows))
    plans = [table for table in reading.plan.tables if table.sheet == sheet.name]
    counts = [count for count in reading.counts if count.stands.number and count.stands.number[0] == sheet.name]
    rows = [row for row, cells in enumerate(sheet.rows) if any(cell is not None for cell in cells)]
    asked = {question.id: question for question in reading.questions}
    columns = _columns(width, plans, counts, theme, asked)
    beside = _beside(sheet, rows[:ROWS], plans, counts, uses, told, asked, theme)
    drawn = tuple(_row(sheet, row, columns, plans, uses, beside.get(row, "")) for row in rows[:ROWS])
    return PicturedSheet(sheet.name, columns, drawn, len(rows) - len(drawn))


def _row(
    sheet: Sheet,
    row: int,
    columns: Sequence[PicturedColumn],
    plans: Sequence[TablePlan],
    uses: Mapping[At, CellUse],
    said: str,
) -> PicturedRow:
    cells = (*sheet.rows[row], *(None,) * (len(columns) - len(sheet.rows[row])))
    head = any(row + 1 in table.header_rows for table in plans)
    read = any((sheet.name, row, c) in uses for c in range(len(columns)))

    def use(at: int, cell: Cell) -> CellUse:
        if cell is None:
            return "empty"
        if head:
            return OUT if columns[at].use == OUT else "header"
        if known := uses.get((sheet.name, row, at)):
            return known
        if said == WAITS:
            return "asked"
        if said:
            return OUT if said.startswith(OUT) else "label"
        return "label" if columns[at].use == "label" or (inside and not read) else OUT

    inside = any(table.first_row <= row + 1 <= table.last_row for table in plans)
    last = any(table.header_rows[-1:] == (row + 1,) for table in plans)
    section = corrections.section_id(sheet.name, row + 1) if last else ""
    used = tuple(use(at, cell) for at, cell in enumerate(cells))
    return PicturedRow(row + 1, cells, used, said, corrections.row_id(sheet, row), section)


def _beside(
    sheet: Sheet,
    rows: Iterable[int],
    plans: Sequence[TablePlan],
    counts: Iterable[Count],
    uses: Mapping[At, CellUse],
    told: Mapping[str, str],
    asked: Collection[str],
    theme: Theme,
) -> dict[int, str]:
    """What is said beside a row: the area of a section, at the line that names it or at its headers; why it is out."""
    found = {row - 1: f"{OUT}: {why}" for table in plans for row, why in table.rows_out}
    found |= dict.fromkeys(corrections.left_out_rows(sheet, told), f"{OUT}: as you said")
    heads = {row - 1 for table in plans for row in table.header_rows}
    waits = {row for table in plans for row in range(table.first_row - 1, table.last_row)}
    first = min(heads, default=min(waits, default=0))
    read = {row for name, row, _ in uses if name == sheet.name} | heads
    named = {words: area for table in plans for words, area in table.areas}
    for row in rows:
        if as_told := corrections.named_as(sheet, row, theme, told):
            found[row] = title_of(theme, as_told)
        if row in read or row in found:
            continue
        line = " ".join(tokens(" ".join(str(cell) for cell in sheet.rows[row] if cell is not None)))
        aside = f"{OUT}: title" if row < first else f"{OUT}: a line of its own"
        waiting = asked and (row in waits or f"area:{line}" in asked)
        aside = "" if row in waits or not plans else aside  # a row of an empty template, or of a list
        found[row] = named.get(line) or (WAITS if waiting else aside)
    return found | _sections(plans, counts)


def _sections(plans: Sequence[TablePlan], counts: Iterable[Count]) -> dict[int, str]:
    """The area of each of several tables, where neither its rows nor its columns say it."""
    by_row: dict[int, set[str]] = defaultdict(set)
    for count in counts:
        if count.stands.number and "area" not in count.stands.beside:
            by_row[count.stands.number[1]].add(count.area)
    found = {}
    for table in plans if len(plans) > 1 else ():
        here = {area for row in range(table.first_row - 1, table.last_row) for area in by_row.get(row, ())}
        if len(here) == 1 and table.header_rows:
            found[table.header_rows[-1] - 1] = next(iter(here))
    return found


def _uses(reading: Reading) -> dict[At, CellUse]:
    """What each cell was read as. A doubt is drawn over whatever else it is."""
    found: dict[At, CellUse] = {}
    for count in reading.counts:
        stands = count.stands
        found |= {at: "label" for what, at in stands.beside.items() if what in ("area", "definition")}
        found |= {stands.month: "month"} if stands.month else {}
        found |= {stands.number: "number"} if stands.number else {}
    doubtful = (*reading.problems, *reading.mendable.values())
    return found | {at: "doubt" for problem in doubtful for at in problem.cells}


def _columns(
    width: int, plans: Iterable[TablePlan], counts: Iterable[Count], theme: Theme, asked: Mapping[str, Question]
) -> tuple[PicturedColumn, ...]:
    steps = {step.at: step for table in plans for step in table.columns if step.at is not None}
    held: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for count in counts:
        if count.stands.number:
            held[count.stands.number[2]].add((count.item, count.area))
    return tuple(_column(c, steps.get(c), held[c], theme, asked) for c in range(width))


def _column(
    at: int, step: Step | None, held: Iterable[tuple[str, str]], theme: Theme, asked: Mapping[str, Question]
) -> PicturedColumn:
    """ "Line days · ICU"; a column with the numbers of many areas says what they are only."""
    letter = place(0, at)[:-1]
    items = list(dict.fromkeys(title_of(theme, item) for item, _ in sorted(held)))
    areas = sorted({area for _, area in held})
    if step and step.id in asked:
        return PicturedColumn(letter, ASKED, step, "asked", asked[step.id])
    if items:
        what = ", ".join(items) if len(items) <= FEW else "numbers"
        named = f"{what} · {areas[0]}" if len(areas) == 1 and len(items) <= FEW else what
        return PicturedColumn(letter, named, step, "number")
    if step is None:
        return PicturedColumn(letter, "")
    if step.value in (OUT, "unknown", "blank"):
        why = step.why.removeprefix("it is a ")
        return PicturedColumn(letter, f"{OUT}: {why}" if why else OUT, step, OUT)
    if step.value in ("value", "rate"):
        return PicturedColumn(letter, "numbers", step, "number")
    said = _LABELS.get(step.value)
    return PicturedColumn(letter, said or title_of(theme, step.value), step, "month" if said == "month" else "label")
