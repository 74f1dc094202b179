"""A sheet as it stands becomes a picture of how it was read: each column, row and cell with what it was taken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import title_of
from mist_dash.core.errors import At
from mist_dash.core.intake.files.book import Book, Cell, Sheet, place
from mist_dash.core.intake.reading import Count, Reading, Step, TablePlan

CellUse = Literal["header", "month", "label", "number", "doubt", "left out", "empty"]
ROWS = 60  # of a sheet that are drawn
FEW = 2  # things that a column is named by; of more, what they are is said once
_LABELS = {"time": "month", "label": "area"}  # of a column, by how its step calls it


@dataclass(frozen=True)
class PicturedColumn:
    """One column: its letter, what it was read as in a few words, and what it can be told to be instead."""

    letter: str
    said: str
    step: Step | None = None

    @property
    def name(self) -> str:
        return f"{self.letter} · {self.said}" if self.said else self.letter


@dataclass(frozen=True)
class PicturedSheet:
    """One sheet's first rows. rows: the sheet's own, from 1; cells and uses: by row, all of one width.

    more: rows that are not drawn. header: the answer that names another header row goes under this id.
    """

    name: str
    columns: tuple[PicturedColumn, ...]
    rows: tuple[int, ...]
    cells: tuple[tuple[Cell, ...], ...]
    uses: tuple[tuple[CellUse, ...], ...]
    more: int = 0

    @property
    def header(self) -> str:
        return f"header:{self.name}"


def pictures(book: Book, reading: Reading, theme: Theme) -> tuple[PicturedSheet, ...]:
    """The sheets with cells, in their order."""
    uses = _uses(reading)
    return tuple(_sheet(sheet, reading, theme, uses) for sheet in book.sheets if any(sheet.rows))


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


def _sheet(sheet: Sheet, reading: Reading, theme: Theme, uses: Mapping[At, CellUse]) -> PicturedSheet:
    width = max(map(len, sheet.rows))
    plans = [table for table in reading.plan.tables if table.sheet == sheet.name]
    heads = {row - 1 for table in plans for row in table.header_rows}
    drawn = [row for row in range(len(sheet.rows)) if any(cell is not None for cell in sheet.rows[row])][:ROWS]
    cells = [(*sheet.rows[row], *(None,) * (width - len(sheet.rows[row]))) for row in drawn]
    return PicturedSheet(
        sheet.name,
        _columns(sheet, width, plans, reading.counts, theme),
        tuple(row + 1 for row in drawn),
        tuple(cells),
        tuple(
            tuple(_use(cell, uses.get((sheet.name, row, c)), row in heads) for c, cell in enumerate(line))
            for row, line in zip(drawn, cells, strict=True)
        ),
        sum(any(cell is not None for cell in row) for row in sheet.rows) - len(drawn),
    )


def _use(cell: Cell, known: CellUse | None, head: bool) -> CellUse:
    if cell is None:
        return "empty"
    return known or ("header" if head else "left out")


def _uses(reading: Reading) -> dict[At, CellUse]:
    """What each cell was read as. A doubt is drawn over whatever else it is."""
    found: dict[At, CellUse] = {}
    for count in reading.counts:
        stands = count.stands
        found |= dict.fromkeys(stands.beside.values(), "label")
        found |= {stands.month: "month"} if stands.month else {}
        found |= {stands.number: "number"} if stands.number else {}
    doubtful = (*reading.problems, *reading.mendable.values())
    return found | {at: "doubt" for problem in doubtful for at in problem.cells}


def _columns(
    sheet: Sheet, width: int, plans: Iterable[TablePlan], counts: Iterable[Count], theme: Theme
) -> tuple[PicturedColumn, ...]:
    steps = {step.at: step for table in plans for step in table.columns if step.at is not None}
    held: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for count in counts:
        if count.stands.number and count.stands.number[0] == sheet.name:
            held[count.stands.number[2]].add((count.item, count.area))
    return tuple(
        PicturedColumn(place(0, c)[:-1], _said(steps.get(c), held[c], theme), steps.get(c)) for c in range(width)
    )


def _said(step: Step | None, held: Iterable[tuple[str, str]], theme: Theme) -> str:
    """ "Line days · ICU"; a column with the numbers of many areas says what they are only."""
    items = list(dict.fromkeys(title_of(theme, item) for item, _ in sorted(held)))
    areas = sorted({area for _, area in held})
    if items:
        what = ", ".join(items) if len(items) <= FEW else "numbers"
        return f"{what} · {areas[0]}" if len(areas) == 1 and len(items) <= FEW else what
    if step is None or step.value in ("left out", "unknown", "blank"):
        return "" if step is None else "left out"
    return _LABELS.get(step.value) or title_of(theme, step.value)
