"""Two columns of one table that name the same number (CLABSI and CRBSI, say): which one is meant is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mist_dash.core.catalogue import Item, Theme
from mist_dash.core.intake.labels.dated import MONTH, PAPER, counted_by
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.words import Meaning
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.core.intake.table.asides import add_up
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.why import Why


def without_rivals(
    columns: Sequence[Column], theme: Theme, answers: Mapping[str, str], found: TableFacts
) -> list[Column]:
    """The columns, of those that contradict each other only the one that the person chose.

    What occurred in a month goes before what was reported in it, without a word. Without an answer it is a total of
    the others, or the one whose header is best; while two are equally good, none of them.
    """
    out: set[int] = set()
    meant: dict[int, Meaning] = {}  # a bare "Total" that was chosen needs no second question
    for item, rivals in _rivals(columns):
        names = _names(theme.item(item))
        chosen = _occurred(rivals, names)
        if not chosen:
            best = rivals[0].head.key if _sums(rivals[0], columns) else _best(rivals, names)
            question = _question(item, rivals, theme, best)
            found.ask(question)
            chosen = question.answer(answers) or question.default
        for column in rivals:
            if column.head.key != chosen:
                out.add(column.head.column)
            elif column.head.meaning.total:
                meant[column.head.column] = replace(column.head.meaning, items=(item,), asked_items=())
    columns = [replace(c, head=replace(c.head, meaning=meant.get(c.head.column, c.head.meaning))) for c in columns]
    return [replace(c, use="left out", why=Why.RIVAL) if c.head.column in out else c for c in columns]


def _rivals(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Columns of one item, area and time under different headers, with two different numbers in a row."""
    groups: dict[tuple[object, ...], list[Column]] = defaultdict(list)
    for column in columns:
        meaning = column.head.meaning
        items = {*meaning.items, *(item for item, _ in meaning.asked_items)}
        bare_total = meaning.total and bool(meaning.asked_items) and not meaning.items
        if column.use == "value" and len(items) == 1 and (bare_total or not meaning.total):
            groups[(items.pop(), meaning.areas, meaning.asked_areas, column.head.when)].append(column)
    return [
        (str(address[0]), sorted(group, key=lambda c: (not _sums(c, columns), not c.head.meaning.items)))
        for address, group in groups.items()
        if len({c.head.key for c in group}) == len(group) > 1 and _differ(group)
    ]


def _sums(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a total adds up all columns of its place that count something: then it is the better answer."""
    counted = [c for c in columns if c.use in ("value", "unknown") or c.why == Why.AS_SAID]
    others = [c for c in counted if c is not column and not c.head.meaning.total]
    beside = [c.numbers for c in others if c.head.meaning.areas == column.head.meaning.areas]
    return column.head.meaning.total and len(beside) > 1 and add_up(column.numbers, beside)


def _differ(columns: Sequence[Column]) -> bool:
    rows = zip(*(column.numbers for column in columns), strict=True)
    return any(len({one.value for one in row if one.kind == "reported"}) > 1 for row in rows)


def _names(item: Item) -> frozenset[tuple[str, ...]]:
    return frozenset(map(tokens, (item.name.replace("_", " "), item.title, *item.synonyms)))


def _is_exact(column: Column, names: Collection[tuple[str, ...]]) -> bool:
    """Whether a header, without its area, is a name of the item and nothing more."""
    area = {word for _, words in column.head.meaning.areas for word in words.split()}
    said = tokens(column.head.label)
    return said in names or tuple(word for word in said if word not in area) in names


def _occurred(rivals: Sequence[Column], names: Collection[tuple[str, ...]]) -> str:
    """The one counted by when it occurred, where all others say that they count what was told then."""
    by = [(counted_by(tokens(column.head.label)), column) for column in rivals]
    first = [column for when, column in by if when == MONTH]
    told = all(when == PAPER and not _is_exact(column, names) for when, column in by if column not in first)
    return first[0].head.key if len(first) == 1 and told else ""


def _best(rivals: Sequence[Column], names: Collection[tuple[str, ...]]) -> str:
    """The one header that names the item better than the others; "" where there is a real doubt."""
    if any(counted_by(tokens(column.head.label)) == MONTH for column in rivals):
        return ""
    marks = [2 if _is_exact(column, names) else 1 if column.head.meaning.items else 0 for column in rivals]
    return rivals[marks.index(max(marks))].head.key if marks.count(max(marks)) == 1 else ""


def _question(item: str, rivals: Sequence[Column], theme: Theme, best: str) -> Question:
    names = " and ".join(f"“{column.name[:40]}”" for column in rivals)
    return Question(
        f"which:{item}:{'+'.join(column.head.key for column in rivals)}",
        f"{names} could each be “{theme.item(item).title}”. Which one is it?",
        tuple(QuestionChoice(column.head.key, column.name) for column in rivals),
        about=rivals[0].name,
        default=best,
    )
