"""A table becomes facts: each number with the item, area and time that the labels around it name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.corrections import area_of
from mist_dash.core.intake.labels.nested import across
from mist_dash.core.intake.labels.numbers import CellNumber
from mist_dash.core.intake.labels.times import NO_TIME, When, joined
from mist_dash.core.intake.labels.titles import around, part_of, with_above, with_file, without_contradiction
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.labels.years import with_years
from mist_dash.core.intake.reading import LEAVE_OUT, Stands
from mist_dash.core.intake.table.claimed import ask_claimed
from mist_dash.core.intake.table.columns import Column, columns
from mist_dash.core.intake.table.counted import TableItems, per
from mist_dash.core.intake.table.dates import of_thirteen, waits, with_months, without_years_among_months
from mist_dash.core.intake.table.facts import AreaWords, Fact, LabelledRow, TableFacts
from mist_dash.core.intake.table.headerless import bare_heads
from mist_dash.core.intake.table.headerless import questions as asked_of_headerless
from mist_dash.core.intake.table.heads import heads
from mist_dash.core.intake.table.odd_cells import in_given_months, is_none, may_stand_astray, torn
from mist_dash.core.intake.table.places import Places, with_corner
from mist_dash.core.intake.table.rivals import without_rivals
from mist_dash.core.intake.table.rolling import ask_rolling
from mist_dash.core.intake.table.rows import lines, to_fill_in
from mist_dash.core.intake.table.sums import Above
from mist_dash.core.intake.table.tables import SheetTable, blank, filled
from mist_dash.core.intake.table.told import label_columns, table_plan
from mist_dash.core.intake.table.undated import Undated, month_asked
from mist_dash.core.intake.why import Why

NONE = CellNumber("reported", 0.0)
NOTHING: Mapping[str, str] = {"note": "", "definition": "", "centre": ""}  # said beside the numbers of a row


@dataclass(frozen=True)
class _Counting:
    """What a column's numbers are in rows of one item and one place: decided once, then the same down the column.

    clash: the two areas that header and row name, when they differ. timed: the header names a time.
    """

    item: str
    rate: Measure | None
    place: AreaWords
    clash: str
    asked: str
    timed: bool


@dataclass(slots=True)
class _Rest:
    """What a row says beside its numbers. when: its time, once it was asked for."""

    record: tuple[object, ...]
    stands: Mapping[str, At]
    asked: str
    said: Mapping[str, str]
    when: When | None = None


class TableReader:
    """Reads one table. It holds what every cell of the table needs to know; `read` is its one deed.

    shared: titles that stand on several sheets, so that each sheet's own name says more. elsewhere: the year that a
    sheet without a table says.
    """

    def __init__(
        self,
        table: SheetTable,
        book_name: str,
        words: Words,
        theme: Theme,
        today: str,
        answers: Mapping[str, str],
        shared: frozenset[str] = frozenset(),
        elsewhere: When = NO_TIME,
    ):
        self.table, self.words, self.theme, self.today, self.answers = table, words, theme, today, answers
        self.sheet = table.sheet.name
        self.name = self.sheet or book_name
        self.on = f" of “{self.sheet}”" if self.sheet else ""
        own = [line for line in reversed(table.context) if line not in shared]
        self.named = tuple(filter(None, map(part_of, (*own, self.sheet))))
        near = around([*own, self.sheet, *(line for line in reversed(table.context) if line in shared)], words)
        above = replace(around(reversed(table.context), words), item=around(own, words).item)
        near = with_above(near, above, table.above)
        near = with_file(near, around([book_name], words), elsewhere)
        self.near = without_contradiction(near, own, self.sheet, words)
        self.found = TableFacts()
        self.nothing: frozenset[str] = frozenset()  # what of a blank and a dash is none in this file
        self._none: list[Fact] = []
        self._counts = {item.name for item in theme.items if item.kind == "count"}
        self._known: dict[tuple[int, str | Measure, AreaWords | None], _Counting] = {}
        self.places = Places(theme, answers, self.found, self.name, self.sheet)
        made = heads(table, words, self.near.time, today, answers) if table.header else bare_heads(table)
        dated = with_months(columns(table, made.heads, words, theme, answers), today, answers, self.found, self.name)
        self.columns = without_rivals(dated, theme, answers, self.found)
        self.beside = [c for c in self.columns if c.use in NOTHING]
        self.near = with_corner(self.near, self.columns)
        said = area_of(answers, self.sheet, table.header, theme)
        self.near = replace(self.near, area=said, asked_area=None) if said else self.near
        self.dated = self.near.time != NO_TIME
        self.lines = lines(table, self.columns, words, self.near, today, answers)
        self.counted = TableItems(theme, words, answers, self.found, self.columns, self.near, self.name, self.sheet)
        self.torn, self.style = False, made.style or self.lines.style
        self._across = (table.first, table.end)
        self.labels = label_columns(self.columns, answers)
        strange = () if table.header else asked_of_headerless(table, self.columns, theme)
        asked = [*made.questions, *self.lines.questions, *strange]
        self.waits = waits([*self.found.questions.values(), *asked], answers)
        for question in self.waits or asked:
            self.found.ask(question)

    @property
    def undated(self) -> Undated | None:
        """What may date a table that has no months, in its rows or its headers; None for every other table."""
        if self.lines.has_time or any(c.head.when != NO_TIME for c in self.columns if c.use != "left out"):
            return None
        return Undated(self.sheet, self.near, self.named)

    def date(self, time: When) -> None:
        """Gives the time to every number of a table without months."""
        self.near, self.dated = replace(self.near, time=time), time != NO_TIME

    def read(self) -> TableFacts:
        """Every fact of the table, with what is asked and left out; none while its months wait for an answer."""
        thirteen = of_thirteen(self.table, self.columns)
        if thirteen or self.waits:
            self.found.problems += [thirteen] if thirteen else []
            self.found.plan = table_plan(self.table, self.lines, self.columns, self.found, self.style, self.theme)
            return self.found
        self._date_the_heads()
        values, astray = [c for c in self.columns if c.use in ("value", "rate")], may_stand_astray(self.columns)
        for at, line in enumerate(self.lines.lines):
            if line.out:
                self._leave_out(line)
            elif line.unreadable:
                self._no_month(at, line, values)
            elif line.numbers and astray and (wrong := torn(self.table.sheet.rows[line.row], astray)):
                self.torn = True
                self._problem(line, *wrong)
                self.found.bad.add((self.sheet, line.row))
            elif line.numbers or (self.nothing and line.when):
                self._line(at, line, values)
        self.found.facts += in_given_months(self._none, self.found.facts)
        self._columns_left_out()
        self.found.to_fill_in = not self.found.facts and to_fill_in(self.lines, self.columns)
        said = [*(c.name for c in self.columns if c.use == "time"), *self.table.context, self.sheet]
        ask_rolling(self.found, said, self.near.rolling, self.name, self.sheet, self.theme, self.answers)
        ask_claimed(self.found, self.table, self.near.rates, self.name, self.theme, self.words, self.answers)
        self.found.plan = table_plan(self.table, self.lines, self.columns, self.found, self.style, self.theme)
        return self.found

    def _date_the_heads(self) -> None:
        if self.lines.has_time:
            return
        self.columns = without_years_among_months(self.columns)
        timed = [c for c in self.columns if c.head.when != NO_TIME and c.use != "left out"]
        if not timed:
            return
        heads_whens = [c.head.when for c in timed]
        rows = [line.when for line in self.lines.lines if line.numbers and not line.out]
        if years := across(rows, heads_whens, self.answers, self.name):
            whens, question = list[When | None](heads_whens), years[1]
            meant = [replace(o, when=years[0].get(o.when or NO_TIME, o.when)) for o in self.lines.lines]
            self.lines = replace(self.lines, lines=tuple(meant))
        else:
            whens, question = with_years(heads_whens, self.near, self.today, self.answers, self.sheet)
        if question:
            self.found.ask(question)
        new = {c.head.column: when for c, when in zip(timed, whens, strict=True) if when and when != c.head.when}
        self.columns = [
            replace(c, head=replace(c.head, when=new[c.head.column])) if c.head.column in new else c
            for c in self.columns
        ]
        self.columns = without_years_among_months(self.columns)

    def _leave_out(self, line: LabelledRow) -> None:
        if line.why:
            self._leave_row(line, line.why)

    def _leave_row(self, line: LabelledRow, why: Why) -> None:
        text = line.text or next((str(cell).strip() for _, cell in filled(self.table.sheet.rows[line.row])), "")
        said = f", “{text[:60]}”" if text else ""
        self.found.leave(f"row {line.row + 1}{self.on}{said}", why, self.sheet, (line.row, line.row), self._across)

    def _leave_column(self, column: Column, why: Why) -> None:
        body, at = self.table.body, column.head.column
        self.found.leave(f"column “{column.name}”", why, self.sheet, (body[0], body[-1]), (at, at))

    def _no_month(self, at: int, line: LabelledRow, values: Sequence[Column]) -> None:
        if self._above.add_up(at, line.unreadable, values):
            self._leave_row(line, Why.UNNAMED_TOTAL)
            return
        name = next((c.name for c in self.columns if c.use == "time"), "the row's name")
        self._problem(
            line, name, line.unreadable, "a month such as 2024-04 or Apr 2024", "write the month in this cell", "month"
        )
        self.found.bad.add((self.sheet, line.row))

    @cached_property
    def _above(self) -> Above:
        return Above([not line.out and not line.unreadable for line in self.lines.lines])

    def _problem(self, line: LabelledRow, column: str, found: str, expected: str, remedy: str, label: str = "") -> None:
        """label: what the cell holds that a right value repairs, when it is one cell."""
        cells = ((self.sheet, line.row, self.labels[label]),) if label in self.labels else ()
        self.found.problems.append(Problem(self.sheet, line.row + 1, column, found, expected, remedy, cells))

    def _line(self, at: int, line: LabelledRow, values: Sequence[Column]) -> None:
        """The facts of one row. at: its place among the rows of the body."""
        place, rest = self._place(line), self._rest(at, line)
        row_item = self.counted.of_row(line, [column.cells[at] for column in values])
        if row_item == LEAVE_OUT or place == (LEAVE_OUT, ""):
            if (self.sheet, line.row) not in self.found.bad:
                self._leave_row(line, Why.NOT_COUNTED)
            return
        for column in values:
            none = bool(self.nothing) and is_none(column.cells[at], self.nothing)
            if none or not blank(column.cells[at]):
                self._cell(at, line, column, self._counting(column, place, row_item), rest, none)

    def _rest(self, at: int, line: LabelledRow) -> _Rest:
        said: dict[str, str] = {c.use: "" if blank(cell := c.cells[at]) else str(cell).strip() for c in self.beside}
        stands = {kind: (self.sheet, line.row, column) for kind, column in self.labels.items()}
        asked = self.counted.asked_word([meaning for _, meaning in line.labels])
        return _Rest((self.sheet, line.row), stands, asked, {**NOTHING, **said})

    def _place(self, line: LabelledRow) -> AreaWords | None:
        """The area a row names; None when none of its labels is about areas."""
        labels = sorted(line.labels, key=lambda label: not label[1].sure_place)  # "Children's division", then "PICU"
        for wants, meaning in labels:
            place = self.places.named(meaning)
            if place:
                return place
            if wants == "area" and meaning.text:
                return self.places.unknown(meaning.text)
            if wants == "area":
                names = "one of " + ", ".join(self.theme.area_names)
                self._problem(line, "area", "blank", names, "write the area", "area")
                self.found.bad.add((self.sheet, line.row))
                return (LEAVE_OUT, "")
        return None

    def _counting(self, column: Column, place: AreaWords | None, row_item: str | Measure) -> _Counting:
        key = (column.head.column, row_item, place)
        if key not in self._known:
            self._known[key] = self._decided(column, place, row_item)
        return self._known[key]

    def _decided(self, column: Column, place: AreaWords | None, row_item: str | Measure) -> _Counting:
        item, rate = self.counted.of_cell(column, row_item)
        own = self.places.named(column.head.meaning)
        clash = f"{own[0]} and {place[0]}" if own and place and own[0] != place[0] else ""
        where = (LEAVE_OUT, "") if clash else self._where(column, own or place)
        if item == LEAVE_OUT and column.use == "rate" and not row_item:
            self.found.unknown.append(column)
        elif item == LEAVE_OUT:
            self.counted.leave_crossed(column, row_item)
        asked = self.counted.asked_word([column.head.meaning])
        return _Counting(item, rate, where, clash, asked, timed=column.head.when != NO_TIME)

    def _cell(self, at: int, line: LabelledRow, column: Column, kind: _Counting, rest: _Rest, none: bool) -> None:
        if none and (kind.rate or kind.item not in self._counts):
            return
        if kind.clash:
            self._problem(line, column.name, kind.clash, "one area for each number", "mend the label")
        when = self._when(line, column.head.when) if kind.timed else rest.when or self._when(line)
        if not kind.timed:
            rest.when = when  # the same along the row
        if kind.item == LEAVE_OUT or kind.place == (LEAVE_OUT, ""):
            return
        if when is None:
            self._problem(line, column.name, "two different times", "one time for each number", "mend the label")
            return
        here, record = (self.sheet, line.row, column.head.column), rest.record
        stands = Stands(here, rest.stands.get("month"), rest.stands)
        if kind.timed and not self.lines.has_time:  # the months stand across
            record = (self.sheet, "column", column.head.column, kind.place)
            stands = Stands(here, (self.sheet, self.table.header[-1], column.head.column))
        (self._none if none else self.found.facts).append(
            Fact(
                self.sheet,
                line.row + 1,
                column.name,
                column.cells[at],
                NONE if none else column.numbers[at],
                kind.item,
                kind.place,
                when,
                record,
                rest.said["definition"],
                rest.said["note"],
                kind.rate,
                per(line.text + " " + column.name) if kind.rate else 0,
                rest.said["centre"],
                kind.asked or rest.asked,
                stands,
            )
        )

    def _where(self, column: Column, place: AreaWords | None) -> AreaWords:
        if place:
            self._say_if_elsewhere(place)
            return place
        if any(c.head.meaning.areas for c in self.columns if c.use == "value"):
            return self.places.unknown(column.name)
        return self.places.around(self.near)

    def _say_if_elsewhere(self, place: AreaWords | None) -> None:
        """A sheet named after one area with rows of another may be last month's sheet, copied."""
        sheet = self.near.area if self.near.area and self.words.meaning(self.sheet).areas else None
        if sheet and place and place[0] and sheet[0] not in (place[0], WHOLE):
            self.found.warnings[f"Sheet “{self.sheet}” has numbers of {place[0]}. Is it the right sheet?"] = None

    def _when(self, line: LabelledRow, head: When = NO_TIME) -> When | None:
        own = line.when or NO_TIME
        when = own if head is NO_TIME else joined(own, head)
        if when is None:
            return None
        if self.dated and when.period() is None:
            when = joined(when, self.near.time) or when
        if when == NO_TIME:
            return month_asked(self.found, self.name, self.sheet, self.today, self.answers)
        return when

    def _columns_left_out(self) -> None:
        for column in self.columns:
            if column.use == "left out":
                assert column.why
                self._leave_column(column, column.why)
            if column.use == "unknown" and (column.head.label or not self.torn):
                self.found.unknown.append(column)
