"""Each column of a table gets its use: it holds times, labels or numbers, or it is left out and said why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Literal

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.corrections import PLACE
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.dated import names_time
from mist_dash.core.intake.labels.numbers import PLAIN_MARKS, CellNumber, Marks, marks, number
from mist_dash.core.intake.labels.phrases import is_key, tokens
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.whens import SURE, whens
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.reading import LEAVE_OUT, QuestionChoice
from mist_dash.core.intake.table.asides import add_up, all_colours, numbers_rows
from mist_dash.core.intake.table.footnotes import footnote_marks
from mist_dash.core.intake.table.heads import Head
from mist_dash.core.intake.table.tables import SheetTable, blank
from mist_dash.core.intake.why import Span, Why

ColumnUse = Literal["time", "label", "centre", "definition", "note", "value", "rate", "unknown", "left out", "blank"]
ROLE_ITEMS = frozenset({"numerator", "denominator", "value"})
PARTS = frozenset({"numerator", "denominator"})
MONTH = "month"
WANTS = ("area", "item")
NUMBERS = "numbers"


@dataclass(frozen=True)
class Column:
    """One column with its use. wants: what its labels name: "area", "item", "part" of a measure, or "" for any."""

    head: Head
    use: ColumnUse
    wants: str = ""
    why: Why | None = None
    marks: Marks = PLAIN_MARKS
    cells: tuple[Cell, ...] = ()
    sheet: str = ""  # where it stands, with its rows
    rows: Span | None = None

    @cached_property
    def name(self) -> str:
        return self.head.label or f"column {self.head.column + 1}"

    @cached_property
    def numbers(self) -> tuple[CellNumber, ...]:
        return tuple(number(cell, self.marks) for cell in self.cells)


@dataclass(frozen=True)
class Sample:
    """What the cells of one column look like: shares of those that hold anything but "not collected"."""

    numbers: int = 0
    texts: int = 0
    times: int = 0
    areas: int = 0
    items: int = 0
    bare: int = 0  # areas with no other word beside them
    parts: int = 0  # "Numerator" and "Denominator"

    @property
    def wordy(self) -> bool:
        return self.texts > self.numbers


def columns(
    table: SheetTable, heads: Sequence[Head], words: Words, theme: Theme, answers: Mapping[str, str]
) -> list[Column]:
    """The use of every column, from its header, its cells and what the person said of it before."""
    noted = footnote_marks(table)
    found = [_column(table, head, words, theme, answers) for head in heads]
    found = [replace(c, marks=replace(c.marks, noted=noted)) for c in found] if noted else found
    return _among_siblings(_without_asides(_places_of_numbers(_with_all(_nearest(found), words))))


def _column(table: SheetTable, head: Head, words: Words, theme: Theme, answers: Mapping[str, str]) -> Column:
    cells = table.down(head.column)
    where = answers.get(f"{PLACE}{head.key}", "")
    if where in theme.area_names:
        head = replace(head, meaning=replace(head.meaning, areas=((where, ""),), asked_areas=(), rest=()))
    answer = answers.get(f"column:{head.key}", "")
    answer = answer if answer in (LEAVE_OUT, MONTH, NUMBERS, *WANTS, *(item.name for item in theme.items)) else ""
    sample = _sample(cells, words)
    if not (sample.numbers or sample.texts) and all(map(blank, cells)) and not answer:
        return Column(head, "blank" if not head.label else _empty(head), cells=cells)
    column = _answered(head, answer, theme, bool(where)) if answer else _use(head, sample, theme, cells, words)
    span = (table.body[0], table.body[-1])
    column = replace(column, sheet=table.sheet.name, rows=span)
    return replace(column, cells=cells, marks=marks(cells) if column.use in ("value", "rate") else PLAIN_MARKS)


def _nearest(found: list[Column]) -> list[Column]:
    """Of several columns with one name, those are asked about that have more words beside it than another."""
    best: dict[object, int] = {}
    for c in found:
        if c.use == "value":
            best[_name(c)] = min(best.get(_name(c), 99), len(c.head.meaning.extra))
    return [
        replace(c, use="unknown") if c.use == "value" and len(c.head.meaning.extra) > best[_name(c)] else c
        for c in found
    ]


def _name(column: Column) -> object:
    meaning = column.head.meaning
    return meaning.items or meaning.asked_items, meaning.places, column.head.when


def _empty(head: Head) -> ColumnUse:
    return "value" if head.meaning.items or head.when != When() else "blank"


def _answered(head: Head, answer: str, theme: Theme, placed: bool) -> Column:
    """A column as the person corrected it: left out, a month, an area, or one of the theme's items."""
    if answer == LEAVE_OUT:
        return Column(head, "left out", why=Why.AS_SAID)
    if answer == MONTH:
        return Column(head, "time")
    if answer in WANTS:
        return Column(head, "label", wants=answer)
    where = head.meaning.areas if placed else ()
    if answer == NUMBERS:
        return Column(replace(head, meaning=Meaning(text=head.label, areas=where)), "value")
    return Column(
        replace(head, meaning=Meaning(text=head.label, items=(theme.item(answer).name,), areas=where)), "value"
    )


def _sample(cells: Sequence[Cell], words: Words) -> Sample:
    numbers = texts = times = areas = bare = items = parts = 0
    for (_, cell), often in Counter(zip(map(type, cells), cells, strict=True)).items():  # True is not 1 here
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            numbers += often
            continue
        kind = number(cell).kind
        if kind in ("reported", "suppressed") and not (isinstance(cell, str) and cell.strip().lower() == "none"):
            numbers += often
        elif kind == "wrong":
            meaning = words.meaning(cell)
            if _nearly_a_number(cell) and not meaning.time:
                numbers += often
                continue
            texts += often
            times += often * bool(meaning.time and whens(cell))  # "RPT-2024-04" names a month and is none
            areas += often * bool(meaning.areas or meaning.asked_areas)
            bare += often * bool((meaning.areas or meaning.asked_areas) and not meaning.rest)
            items += often * bool(meaning.items or meaning.asked_items)
            parts += often * bool(meaning.roles & PARTS)
    return Sample(numbers, texts, times, areas, items, bare, parts)


def _nearly_a_number(cell: Cell) -> bool:
    """Whether a cell such as "2*" or "3 (1 MBI)" was meant for a number."""
    return isinstance(cell, str) and cell.strip()[:1].isdigit()


def _use(head: Head, sample: Sample, theme: Theme, cells: Sequence[Cell], words: Words) -> Column:
    roles = head.meaning.roles if not head.meaning.items else frozenset()
    if "staff" in roles:
        return Column(head, "left out", why=Why.STAFF)
    for role in ("note", "definition"):
        if role in roles:
            return Column(head, "note" if role == "note" else "definition")
    return (
        _words(head, sample, roles, theme, cells)
        if sample.wordy
        else _numbers(head, sample, roles, cells, words.worked_out)
    )


def _words(head: Head, sample: Sample, roles: frozenset[str], theme: Theme, cells: Sequence[Cell]) -> Column:
    """The use of a column of words: times, labels, or a text that the theme asks for."""
    if any(theme.item(item).kind == "text" for item in head.meaning.items):
        return Column(head, "value")
    if head.meaning.rest and all_colours(cells):
        return Column(head, "left out", why=Why.COLOURS)
    if sample.parts * 2 >= sample.texts:
        return Column(head, "label", wants="part")
    labels = (sample.areas + sample.items) * 3 >= sample.texts
    if sample.times * 2 >= sample.texts or (names_time(head.meaning) and not (labels and not sample.times)):
        return Column(head, "time")
    known = sample.areas if "area" in roles else sample.bare  # under "Hospital", "Birch Hospital" is no area
    if "centre" in roles and known * 2 < sample.texts:
        return Column(head, "centre")
    if "area" in roles or "item" in roles:
        return Column(head, "label", wants="area" if "area" in roles else "item" if not sample.areas else "")
    if labels:
        return Column(head, "label")
    if head.meaning.items and not sample.numbers and sample.texts > 1:
        return Column(head, "label", wants="item")
    if head.meaning.items or head.when != When() or "value" in roles:
        return Column(head, "value")
    return Column(head, "left out", why=Why.WORDS)


def _numbers(
    head: Head, sample: Sample, roles: frozenset[str], cells: Sequence[Cell], worked_out: Collection[tuple[str, ...]]
) -> Column:
    """The use of a column of numbers, from what its header says of them."""
    meaning = head.meaning
    if names_time(meaning) or ("month" in roles and not meaning.summary and _sure_times(cells, months=True)):
        return Column(head, "time")
    if "centre" in roles and "area" not in roles and not meaning.summary:
        return Column(head, "centre")
    if not (meaning.items or meaning.areas) and is_key(head.label):
        return Column(head, "left out", why=Why.KEY)
    if tokens(head.label) in worked_out:
        return Column(head, "left out", why=Why.WORKED_OUT)
    if meaning.summary or head.clash:
        return Column(head, "left out", why=Why.SUMMARY)
    if meaning.derived:
        return Column(head, "rate")
    if meaning.rest and "total" in tokens(head.label) and all(word.isdigit() or whens(word) for word in meaning.rest):
        return Column(head, "left out", why=Why.TOTAL)  # "Q1 total", "12 month total"
    if len(meaning.items) > 1 or len(meaning.asked_items) > 1 or meaning.rest or len(meaning.places) > 1:
        return Column(head, "unknown")
    if meaning.items or meaning.asked_items or meaning.areas or meaning.asked_areas or meaning.total:
        return Column(head, "value")
    if head.when != When() or roles & ROLE_ITEMS:
        return Column(head, "value")
    if not head.label and _sure_times(cells):
        return Column(head, "time")
    return Column(head, "unknown")


def _sure_times(cells: Sequence[Cell], months: bool = False) -> bool:
    """Whether numbers without a header are months or years: Excel's days, 202404, 2024. months: and no years."""
    read = [whens(cell) for cell in cells if not blank(cell)]
    sure = [len(r) == 1 and r[0][0] == SURE and bool(r[0][1].month or not months) for r in read]
    return bool(read) and sum(sure) * 5 >= len(read) * 4


def _without_asides(found: list[Column]) -> list[Column]:
    """1, 2, 3 down a column called "No." numbers the rows, and one without a header may add up its months."""
    timed = [c.numbers for c in found if c.use == "value" and c.head.when != When()]
    why = [
        _why_aside(c, timed) or (Why.TOTAL if _adds_up_its_neighbours(found, at) else None)
        for at, c in enumerate(found)
    ]
    return [replace(c, use="left out", why=said) if said else c for c, said in zip(found, why, strict=True)]


def _why_aside(column: Column, timed: Sequence[Sequence[CellNumber]]) -> Why | None:
    bare = column.use == "unknown" and not column.head.label
    nameless = column.use == "unknown" and not column.head.meaning.rest
    if (nameless or column.use == "value") and _numbers_rows(column):
        return Why.ROW_NUMBER
    return Why.TOTAL if bare and timed and add_up(column.numbers, timed) else None


def _adds_up_its_neighbours(found: Sequence[Column], at: int) -> bool:
    """Whether an unknown column is the sum of those beside it, as "Stage 3+4" is, or "Q1" behind its months.

    One row shows it where the header names one of them; else two do, since 1 may be 1 + 0 by chance.
    """
    own, sides = found[at], (found[:at][::-1], found[at + 1 :])
    told = sum(bool(one.value) for one in own.numbers) if own.use == "unknown" else 0
    for beside in (list(takewhile(lambda c: c.use == "value", side)) for side in sides if told):
        for many in range(2, min(len(beside), 12) + 1):
            named = {item for c in beside[:many] for item in c.head.meaning.items} & set(own.head.meaning.items)
            if told > (not named) and add_up(own.numbers, [c.numbers for c in beside[:many]]):
                return True
    return False


def _numbers_rows(column: Column) -> bool:
    meaning = column.head.meaning
    if meaning.items or meaning.asked_items or column.head.when != When() or meaning.areas:
        return False
    return numbers_rows(column.cells)


def _with_all(found: list[Column], words: Words) -> list[Column]:
    """ "All" beside an item is mostly a filler ("all incidents"); beside columns of other areas it is the hospital."""
    placed = any(c.use == "value" and c.head.meaning.areas for c in found)
    whole = words.meaning("all").areas
    return [
        replace(c, head=replace(c.head, meaning=replace(c.head.meaning, areas=whole)))
        if placed and c.use == "value" and not c.head.meaning.areas and "all" in tokens(c.head.label)
        else c
        for c in found
    ]


def _places_of_numbers(found: list[Column]) -> list[Column]:
    """Numbers under "Trust" beside those under "PICU" are the hospital's; beside no place, a centre's number."""
    placed = any(c.use == "value" and c.head.meaning.areas for c in found)
    return [
        replace(c, use="value", marks=marks(c.cells))
        if placed
        and c.use == "centre"
        and c.head.meaning.areas
        and all(number(cell).kind != "wrong" for cell in c.cells)
        else c
        for c in found
    ]


def _among_siblings(found: list[Column]) -> list[Column]:
    """A total is left out when what it adds up stands beside it; "Total CLABSI" alone is just CLABSI."""
    values = [c for c in found if c.use == "value" and not c.head.meaning.total]
    return [_total(c, values) if c.use == "value" and c.head.meaning.total else c for c in found]


def _total(column: Column, values: Sequence[Column]) -> Column:
    meaning = column.head.meaning
    if not values:
        return column
    alone = not any(c.head.meaning.items == meaning.items for c in values)
    by_area = not meaning.areas and any(c.head.meaning.areas for c in values)
    if meaning.items and alone and not by_area:
        return column
    beside = [c for c in values if c.head.meaning.places == meaning.places]
    if meaning.asked_items and not meaning.items and beside and not any(c.head.when != When() for c in values):
        return column  # "PICU Total" beside "PICU level A"; not "Total" beside "PICU" and "Trust"
    return replace(column, use="left out", why=Why.TOTAL)


def choices(theme: Theme) -> tuple[QuestionChoice, ...]:
    """What a column of numbers can be."""
    return (*(QuestionChoice(item.name, item.title) for item in theme.items), QuestionChoice(LEAVE_OUT, "Leave it out"))


def any_use(theme: Theme) -> tuple[QuestionChoice, ...]:
    """What any column can be."""
    return (
        QuestionChoice("area", "The area or ward"),
        QuestionChoice(MONTH, "The month"),
        QuestionChoice("item", "The name of what is counted"),
        QuestionChoice(NUMBERS, "The numbers, of what their rows name"),
        *choices(theme),
    )
