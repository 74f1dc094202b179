"""Two columns of one table that name the same number (CLABSI and CRBSI, say): which one is meant is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.labels.words import Meaning
from mist_dash.core.intake.reading import Choice, Question
from mist_dash.core.intake.table.asides import add_up
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.table.facts import Found


def without_rivals(columns: Sequence[Column], theme: Theme, answers: Mapping[str, str], found: Found) -> list[Column]:
    """The columns, of those that contradict each other only the one that the person chose.

    Without an answer it is a total of the others, else the first whose header names the item outright.
    """
    out: dict[int, str] = {}
    meant: dict[int, Meaning] = {}  # a bare "Total" that was chosen needs no second question
    for item, rivals in _rivals(columns).items():
        question = _question(item, rivals, theme)
        found.ask(question)
        chosen = question.answer(answers) or question.default
        for column in rivals:
            if column.head.key != chosen:
                out[column.head.column] = f"{theme.item(item).title.lower()} are read from another column"
            elif column.head.meaning.total:
                meant[column.head.column] = replace(column.head.meaning, items=(item,), asked_items=())
    columns = [replace(c, head=replace(c.head, meaning=meant.get(c.head.column, c.head.meaning))) for c in columns]
    return [replace(c, use="left out", why=out[c.head.column]) if c.head.column in out else c for c in columns]


def _rivals(columns: Sequence[Column]) -> dict[str, list[Column]]:
    """Columns of one item, area and time under different headers, with two different numbers in a row."""
    groups: dict[tuple[object, ...], list[Column]] = defaultdict(list)
    for column in columns:
        meaning = column.head.meaning
        items = {*meaning.items, *(item for item, _ in meaning.asked_items)}
        bare_total = meaning.total and bool(meaning.asked_items) and not meaning.items
        if column.use == "value" and len(items) == 1 and (bare_total or not meaning.total):
            groups[(items.pop(), meaning.areas, meaning.asked_areas, column.head.when)].append(column)
    return {
        str(address[0]): sorted(group, key=lambda c: (not _sums(c, columns), not c.head.meaning.items))
        for address, group in groups.items()
        if len({c.head.key for c in group}) == len(group) > 1 and _differ(group)
    }


def _sums(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a total adds up all columns of its place that count something: then it is the better answer."""
    others = [c for c in columns if c is not column and c.use in ("value", "unknown") and not c.head.meaning.total]
    beside = [c.numbers for c in others if c.head.meaning.areas == column.head.meaning.areas]
    return column.head.meaning.total and len(beside) > 1 and add_up(column.numbers, beside)


def _differ(columns: Sequence[Column]) -> bool:
    rows = zip(*(column.numbers for column in columns), strict=True)
    return any(len({one.value for one in row if one.kind == "reported"}) > 1 for row in rows)


def _question(item: str, rivals: Sequence[Column], theme: Theme) -> Question:
    names = " and ".join(f"“{column.name[:40]}”" for column in rivals)
    return Question(
        f"which:{item}:{'+'.join(column.head.key for column in rivals)}",
        f"{names} could each be “{theme.item(item).title}”. Which one is it?",
        tuple(Choice(column.head.key, column.name) for column in rivals),
        about=rivals[0].name,
        default=rivals[0].head.key,
    )
