"""What was read of one table becomes its plan: what the screen shows in words, and where each label stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.labels.times import NO_TIME
from mist_dash.core.intake.reading import Step, TablePlan
from mist_dash.core.intake.table.columns import Column, any_use
from mist_dash.core.intake.table.facts import Lines, TableFacts
from mist_dash.core.intake.table.tables import SheetTable


def table_plan(
    table: SheetTable, lines: Lines, columns: Sequence[Column], found: TableFacts, style: str, theme: Theme
) -> TablePlan:
    """How a table was read: its rows, its months, what each column is, and which area each name is."""
    used = [line.row for line in lines.lines if not line.out]
    items: dict[str, set[str]] = defaultdict(set)
    for fact in found.facts:
        items[fact.column].add(fact.item)
    places = {fact.place for fact in found.facts if fact.place[1]}
    return TablePlan(
        sheet=table.sheet.name,
        header_rows=tuple(row + 1 for row in table.header),
        first_row=min(used, default=table.body[0]) + 1,
        last_row=max(used, default=table.body[-1]) + 1,
        months=f"The months are {_where(columns)}{f', {style}' if style else ''}.",
        columns=tuple(_step(c, items.get(c.name, set()), theme) for c in columns if c.use != "blank"),
        areas=tuple(sorted((words, area) for area, words in places if area)),
        rows_out=tuple((line.row + 1, line.why.value) for line in lines.lines if line.why),
    )


def label_columns(columns: Sequence[Column], answers: Mapping[str, str]) -> dict[str, int]:
    """The columns that alone say one thing of each row: its month, its area, its definition, and items by name."""
    found: dict[str, list[int]] = defaultdict(list)
    for column in columns:
        items = column.head.meaning.items
        item = answers.get(f"column:{column.head.key}", items[0] if len(items) == 1 else "")
        kinds = {"time": "month", "label": column.wants, "definition": "definition", "value": item, "unknown": item}
        found[kinds.get(column.use, "")].append(column.head.column)
    return {kind: at[0] for kind, at in found.items() if kind and len(at) == 1}


def _where(columns: Sequence[Column]) -> str:
    times = [c.name for c in columns if c.use == "time"]
    if times:
        return f"in “{'” and “'.join(times)}”"
    timed = any(c.head.when != NO_TIME for c in columns if c.use in ("value", "rate"))
    return "in the headers" if timed else "named by the title"


def _step(column: Column, items: Collection[str], theme: Theme) -> Step:
    value = next(iter(items)) if len(items) == 1 else column.wants if column.use == "label" else column.use
    title = next((item.title for item in theme.items if item.name == value), value)
    said = {
        "time": "the month",
        "label": "the area or measure",
        "unknown": "nothing (left out)",
        "": "the area or measure",
    }.get(value, title)
    why = column.why.value if column.why else ""
    at = column.head.column if column.head.column >= 0 else None
    return Step(f"column:{column.head.key}", f"“{column.name}” is read as {said}.", value, any_use(theme), at, why)
