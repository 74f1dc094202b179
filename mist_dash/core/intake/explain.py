"""A reading becomes what each cell of its sheets was read as, why it was left out, or what is asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mist_dash.core import months
from mist_dash.core.errors import At
from mist_dash.core.intake.files.book import Cell, Sheet, place
from mist_dash.core.intake.reading import Count, Question, Reading, Step, TablePlan

ReadAs = Literal["header", "month", "label", "number", "doubt", "left out", "title", "empty"]
_LABELS = {"area": "the area", "item": "what is counted", "definition": "the definition"}  # beside a number
_BESIDE = frozenset({"label", "area", "item", "definition", "note", "centre", "part"})


@dataclass(frozen=True)
class CellRead:
    """One cell: what it was used as, and the sentence that says so. why: the name of the reason it was left out for."""

    use: ReadAs
    says: str
    why: str = ""


def explained(reading: Reading) -> dict[At, CellRead]:
    """Every cell of the book that holds something."""
    if reading.book is None:
        return {}
    told = _told(reading)
    return {at: one for sheet in reading.book.sheets for at, one in _sheet(sheet, reading, told)}


def as_json(reading: Reading) -> list[dict[str, Any]]:
    """The same for scripts, in the order of the sheets."""
    return [
        {"sheet": sheet, "cell": place(row, column), **vars(one)}
        for (sheet, row, column), one in explained(reading).items()
    ]


def _sheet(sheet: Sheet, reading: Reading, told: Mapping[At, CellRead]) -> Iterator[tuple[At, CellRead]]:
    plans = [plan for plan in reading.plan.tables if plan.sheet == sheet.name]
    asked = {question.id: question for question in reading.questions}
    out = [one for one in reading.out if one.sheet == sheet.name]
    for row, cells in enumerate(sheet.rows):
        plan = next((plan for plan in plans if row < plan.last_row), None)
        gone = [one for one in out if one.rows is None or one.rows[0] <= row <= one.rows[1]]
        for column, cell in enumerate(cells):
            if _blank(cell):
                continue
            at = (sheet.name, row, column)
            if known := told.get(at):
                yield at, known
            elif left := next((one for one in gone if one.holds(row, column)), None):
                yield at, CellRead("left out", left.says, left.why.name.lower().replace("_", " "))
            else:
                yield at, _by_its_place(row, column, plan, asked)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _told(reading: Reading) -> dict[At, CellRead]:
    """The cells that counts were made of, and those of which something is wrong or odd, which goes before."""
    found: dict[At, CellRead] = {}
    for count in reading.counts:
        stands = count.stands
        found |= {at: CellRead("label", _LABELS[kind]) for kind, at in stands.beside.items() if kind in _LABELS}
        if stands.month:
            found[stands.month] = CellRead("month", months.say(count.month))
    for count in reading.counts:
        if count.stands.number:
            found[count.stands.number] = CellRead("number", _number(count, reading.titles))
    doubtful = (*reading.problems, *reading.mendable.values())
    return found | {at: CellRead("doubt", str(problem)) for problem in doubtful for at in problem.cells}


def _number(count: Count, titles: Mapping[str, str]) -> str:
    said = f"{titles.get(count.item, count.item)}, {count.area}, {months.say(count.month)}"
    return said if count.state == "reported" else f"{said}: {count.state}"


def _by_its_place(row: int, column: int, plan: TablePlan | None, asked: Mapping[str, Question]) -> CellRead:
    """A cell of which nothing more is known than where it stands: over a table, in its headers, in a column, below."""
    if plan is None:
        return CellRead("left out", "it stands outside the tables that were read", "note")
    step = _step(plan.columns, column)
    question = asked.get(step.id) if step else None
    if row + 1 in plan.header_rows:
        return CellRead("doubt", question.text) if question else CellRead("header", step.says if step else "a header")
    if row + 1 < min((*plan.header_rows, plan.first_row)):
        return CellRead("title", "it stands over the table: what it says of it was heeded")
    if question:
        return CellRead("doubt", question.text)
    if step is None or step.value in ("left out", "unknown"):
        return CellRead("left out", step.says if step else "nothing was read from it", "not counted")
    if step.value == "time" or step.value in _BESIDE:
        return CellRead("month" if step.value == "time" else "label", step.says)
    waits = next(iter(asked.values()), None)
    return (
        CellRead("doubt", waits.text) if waits else CellRead("left out", "it holds no number of its own", "no number")
    )


def _step(steps: Iterable[Step], column: int) -> Step | None:
    return next((step for step in steps if step.at == column), None)
