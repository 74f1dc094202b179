"""A sheet becomes its tables: for each, the lines above it, its header rows and the rows under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from mist_dash.core.intake.files.book import Cell, CellRow, Sheet
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.titles import NOTHING, Around
from mist_dash.core.intake.labels.whens import SURE, whens
from mist_dash.core.intake.labels.words import Meaning, Words
from mist_dash.core.intake.table.asides import has_level_below, heads_one_column, is_of_a_page, runs_on


@dataclass(frozen=True)
class SheetTable:
    """One table of a sheet; rows are 0-based. columns: from the first to the one after the last.

    context: the lines that stand above it, the nearest last. above: what lines further up still say of it.
    """

    sheet: Sheet
    context: tuple[str, ...]
    header: tuple[int, ...]
    body: tuple[int, ...]
    first: int = 0
    end: int = 0
    above: Around = NOTHING

    def cell(self, row: int, column: int) -> Cell:
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else None

    @cached_property
    def _columns(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(zip_longest(*(self.sheet.rows[row] for row in self.body)))

    def down(self, column: int) -> tuple[Cell, ...]:
        """The cells of one column, one for each row of the body."""
        return self._columns[column] if column < len(self._columns) else (None,) * len(self.body)


def blank(cell: Cell) -> bool:
    return not cell.strip() if isinstance(cell, str) else cell is None


def filled(row: CellRow) -> list[tuple[int, Cell]]:
    """The cells of a row that hold something, with their columns."""
    return [(column, cell) for column, cell in enumerate(row) if not blank(cell)]


def tables(sheet: Sheet, words: Words, header_row: int | None = None) -> tuple[SheetTable, ...]:
    """Every table of a sheet, from the top. header_row: the one row (0-based) a person named as the header."""
    headers = [header_row] if header_row is not None else _header_rows(sheet, words)
    found: list[SheetTable] = []
    for group, end in _groups(headers, sheet):
        start = found[-1].body[-1] + 1 if found and found[-1].body else 0
        context = lines_between(sheet, start, group[0], near=bool(found))
        body = tuple(row for row in range(group[-1] + 1, end) if not all(map(blank, sheet.rows[row])))
        if body:
            found += _side_by_side(SheetTable(sheet, context, group, _without_titles(sheet, body, end)), words)
    return tuple(table for table in found if table.body)


def _groups(headers: Sequence[int], sheet: Sheet) -> list[tuple[tuple[int, ...], int]]:
    """Header rows that stand together, each group with the row where its table ends."""
    if not headers:
        return []
    groups: list[list[int]] = []
    for row in headers:
        if groups and row == groups[-1][-1] + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    ends = [group[0] for group in groups[1:]] + [len(sheet.rows)]
    return [(tuple(group), end) for group, end in zip(groups, ends, strict=False)]  # no header, no table


def lines_between(sheet: Sheet, start: int, stop: int, near: bool = False) -> tuple[str, ...]:
    """The text lines between two rows; when `near`, only the last block: others are footnotes of the table above."""
    lines: dict[int, str] = {}
    for row in range(start, stop):
        cells = filled(sheet.rows[row])
        if cells and near and row - 1 not in lines:
            lines.clear()
        if cells:
            lines[row] = " ".join(str(cell).strip() for _, cell in cells)
    return tuple(lines.values())


def _without_titles(sheet: Sheet, body: tuple[int, ...], end: int) -> tuple[int, ...]:
    """The body without the lines of text at its end, which are footnotes or the title of the next table."""
    rows = list(body)
    while rows and end < len(sheet.rows) and not _has_number(_without_year(sheet.rows[rows[-1]])):
        rows.pop()
    return tuple(rows)


def _without_year(row: CellRow) -> CellRow:
    """A row without the year that stands in it alone."""
    cells = [cell for _, cell in filled(row)]
    return () if len(cells) == 1 and _is_year(cells[0]) else row


def _has_number(row: CellRow) -> bool:
    return any(number(cell).kind not in ("blank", "wrong") for cell in row)


def _header_rows(sheet: Sheet, words: Words) -> list[int]:
    """The rows that name columns, top to bottom, upper levels of merged headers included."""
    rows: list[int] = []
    data: list[CellRow] = []  # rows that name no columns; their shapes are seldom asked for
    counts = {cell for cell in sheet.different if _is_count(cell)}
    shapes: set[tuple[tuple[int, str], ...]] = set()
    named: dict[int, Meaning] = {}
    for index, row in enumerate(sheet.rows):
        found = counts.intersection(row)
        if found and any(cell in found and not isinstance(cell, bool) for cell in row):  # False is in a set that has 0
            data.append(row)
            continue
        cells = filled(row)
        if len(cells) < 2 or is_of_a_page(row) or not _names_columns(cells, words):
            data.append(row)
            continue
        if rows:
            shapes.update(_shape(filled(one), words) for one in data)
            data.clear()
            if _shape(cells, words) in shapes or _under_roles(cells, named, words):
                continue
        if _is_filter(cells, _next(sheet, index), words) or _is_torn_title(sheet, index, cells, words):
            continue
        rows += [*_levels_above(sheet, index, rows, words), index]
        rows += [index + 1] if has_level_below(cells, filled(_row(sheet, index + 1)), words) else []
        data, shapes, named = [], set(), {column: words.meaning(cell) for column, cell in cells}
    return rows


def _row(sheet: Sheet, index: int) -> CellRow:
    return sheet.rows[index] if index < len(sheet.rows) else ()


def _next(sheet: Sheet, index: int) -> CellRow:
    return next((row for row in sheet.rows[index + 1 :] if filled(row)), ())


def _names_columns(cells: list[tuple[int, Cell]], words: Words) -> bool:
    """Whether a row can be a header: no plain number, and at least two names of things, areas or times."""
    cells = [(column, cell) for column, cell in cells if not _a_level(cell, words)] or cells
    plain = [cell for _, cell in cells if number(cell).kind != "wrong" and not _text(cell)]
    if plain:
        beside = [words.meaning(cell) for _, cell in cells if cell not in plain]
        return runs_on(plain) and sum(not (m.total or m.summary) for m in beside) <= 2
    meanings = [words.meaning(cell) for _, cell in cells]
    if any(number(cell).kind != "wrong" and not m.time for (_, cell), m in zip(cells, meanings, strict=True)):
        return False
    named = sum(bool(m.items or m.roles or m.asked_items) for m in meanings)
    times = sum(bool(m.time) for m in meanings)
    places = len({place for m in meanings for place in (*m.areas, *m.asked_areas) if not m.items and not m.roles})
    if times == 1 and len(cells) == 2 and meanings[1].time and not (meanings[0].roles or meanings[0].areas):
        return _only_text(cells[:1])  # one month beside its labels
    return times >= 2 or named >= 2 or places >= 2 or (named == 1 and len(cells) >= 2 and _only_text(cells))


def _is_count(cell: Cell) -> bool:
    """Whether a cell is a plain number and no year, month or day: no row of headers has one."""
    said = number(cell)
    plain = said.value is not None if isinstance(cell, str) else said.kind not in ("blank", "wrong")
    return plain and not whens(cell)


def _a_level(cell: Cell, words: Words) -> bool:
    """Whether "None" over a column is a level of harm, and no zero."""
    return isinstance(cell, str) and number(cell).value == 0 and bool(words.meaning(cell).items)


def _text(cell: Cell) -> bool:
    return isinstance(cell, str) and number(cell).value is None


def _only_text(cells: list[tuple[int, Cell]]) -> bool:
    return all(isinstance(cell, str) and len(cell) < 60 for _, cell in cells)


def _shape(cells: list[tuple[int, Cell]], words: Words) -> tuple[tuple[int, str], ...]:
    """Where a row has text, and of what kind: a row shaped like the data above it is data."""
    return tuple(
        (column, _kind(cell, words)) for column, cell in cells if _text(cell) or not isinstance(cell, str | int | float)
    )


def _kind(cell: Cell, words: Words) -> str:
    meaning = words.meaning(cell)
    return "time" if meaning.time else "item" if meaning.items else "area" if meaning.areas else "text"


def _under_roles(cells: list[tuple[int, Cell]], named: dict[int, Meaning], words: Words) -> bool:
    """Whether a row has, under a header such as Month, a month: then it is data with its numbers still missing."""
    labels = [(named[column], words.meaning(cell)) for column, cell in cells if column in named]
    return any(
        head.roles and not (head.items or head.areas or head.total) and (m.time or m.areas or m.asked_areas)
        for head, m in labels
    )


def _is_filter(cells: list[tuple[int, Cell]], following: CellRow, words: Words) -> bool:
    """Whether a row such as "Area | ICU", or a title cut in two by its comma, stands above the real header."""
    if len(cells) != 2 or cells[1][0] != cells[0][0] + 1:
        return False
    if cells[0][0] == 0 and following and not blank(following[0]) and _names_columns(filled(following), words):
        return True
    first = words.meaning(cells[0][1])
    if heads_one_column(cells[0][1], cells[1][1], words):
        return False
    if not first.roles and not str(cells[0][1]).strip().endswith(":"):
        return False
    return not _has_number(following) or _is_year_filter(filled(following), words)


def _is_year_filter(cells: list[tuple[int, Cell]], words: Words) -> bool:
    """Whether the row under a filter is the filter "Year | 2024", and no number that the table counts."""
    times = [readings for _, cell in cells[1:] if (readings := whens(cell))]
    return len(cells) == 2 and "year" in words.meaning(cells[0][1]).roles and bool(times) and times[0][0][0] == SURE


def _is_torn_title(sheet: Sheet, index: int, cells: list[tuple[int, Cell]], words: Words) -> bool:
    """Whether a row such as "Quality dashboard | | | Owner: the team" is a title: far apart, and over no numbers."""
    if len(cells) != 2 or cells[0][0] != 0 or cells[1][0] < 2 or any(words.meaning(cell).time for _, cell in cells):
        return False
    below = _row(sheet, index + 1)
    aside = "staff" in words.meaning(cells[1][1]).roles or ":" in str(cells[1][1])
    return not filled(below) or (aside and not _has_number(below))


def _levels_above(sheet: Sheet, index: int, rows: list[int], words: Words) -> list[int]:
    """The rows right above a header that stand over its columns in two places or more."""
    above: list[int] = []
    row = index - 1
    while row >= 0 and row not in rows:
        cells = filled(sheet.rows[row])
        if _is_year_over(cells, sheet.rows[index]):
            above.insert(0, row)
            break
        if len(cells) < 2 or _has_number(sheet.rows[row]) or not _only_text(cells) or is_of_a_page(sheet.rows[row]):
            break
        if cells[0][0] == 0 and len(cells) == 2 and (cells[1][0] == 1 or _is_torn_title(sheet, row, cells, words)):
            break
        above.insert(0, row)
        row -= 1
    return above


def _is_year_over(cells: list[tuple[int, Cell]], header: CellRow) -> bool:
    """Whether a row is one year, and stands over a month that is not the first: over the first it may be a title."""
    months = [column for column, cell in filled(header) if any(when.month for _, when in whens(cell))]
    return len(cells) == 1 and cells[0][0] in months[1:] and _is_year(cells[0][1])


def _is_year(cell: Cell) -> bool:
    return any(style == SURE and when.grain == 2 for style, when in whens(cell))


def _side_by_side(table: SheetTable, words: Words) -> list[SheetTable]:
    """A table, or several when the same month header is repeated beside each block of columns."""
    width = max(len(table.sheet.rows[row]) for row in (*table.header, *table.body))
    heads = [(column, words.meaning(cell)) for column, cell in filled(table.sheet.rows[table.header[-1]])]
    months = [(column, head.text) for column, head in heads if "month" in head.roles and not head.items]
    starts = [column for column, text in months if text == months[0][1]] if months else []
    if len(starts) < 2:
        return [replace(table, end=width)]
    ends = [*starts[1:], width]
    starts[0] = 0
    return [_block(table, first, end) for first, end in zip(starts, ends, strict=True)]


def _block(table: SheetTable, first: int, end: int) -> SheetTable:
    """One of several blocks, with the lines above it that stand over its own columns."""
    above = range(max(0, table.header[0] - 3), table.header[0])
    own = [
        str(cell).strip() for row in above for column, cell in filled(table.sheet.rows[row]) if first <= column < end
    ]
    body = tuple(row for row in table.body if any(first <= column < end for column, _ in filled(table.sheet.rows[row])))
    return replace(table, context=tuple(own), body=body, first=first, end=end)
