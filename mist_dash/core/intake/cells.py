"""A table becomes facts: each number with the item, area and time that the labels around it name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.errors import At, Problem
from mist_dash.core.intake.book import Cell
from mist_dash.core.intake.columns import Column, columns
from mist_dash.core.intake.counted import Counted, per
from mist_dash.core.intake.facts import Fact, Found, Place
from mist_dash.core.intake.headerless import bare_heads
from mist_dash.core.intake.headerless import questions as asked_of_headerless
from mist_dash.core.intake.heads import heads
from mist_dash.core.intake.nested import across
from mist_dash.core.intake.numbers import number
from mist_dash.core.intake.places import Places, with_corner
from mist_dash.core.intake.reading import LEAVE_OUT, Stands
from mist_dash.core.intake.rivals import without_rivals
from mist_dash.core.intake.rolling import ask_rolling
from mist_dash.core.intake.rows import Line, lines, to_fill_in
from mist_dash.core.intake.sums import unnamed
from mist_dash.core.intake.tables import Table, blank
from mist_dash.core.intake.times import NO_TIME, When, joined
from mist_dash.core.intake.titles import around, part_of, with_above, with_file
from mist_dash.core.intake.told import label_columns, table_plan
from mist_dash.core.intake.torn import torn
from mist_dash.core.intake.undated import Undated, which_month
from mist_dash.core.intake.words import Words
from mist_dash.core.intake.years import with_years


@dataclass(frozen=True)
class _Counting:
    """What a column's numbers are in rows of one item and one place: decided once, then the same down the column.

    clash: the two areas that header and row name, when they differ. timed: the header names a time.
    """

    item: str
    rate: Measure | None
    place: Place
    clash: str
    asked: str
    timed: bool


class TableReader:
    """Reads one table. It holds what every cell of the table needs to know; `read` is its one deed.

    shared: titles that stand on several sheets, so that each sheet's own name says more. elsewhere: the year that a
    sheet without a table says.
    """

    def __init__(
        self, table: Table, book_name: str, words: Words, theme: Theme, today: str, answers: Mapping[str, str],
        shared: frozenset[str] = frozenset(), elsewhere: When = NO_TIME,
    ):  # fmt: skip
        self.table, self.words, self.theme, self.today, self.answers = table, words, theme, today, answers
        self.sheet = table.sheet.name
        self.name = self.sheet or book_name
        self.on = f" of “{self.sheet}”" if self.sheet else ""
        own = [line for line in reversed(table.context) if line not in shared]
        self.named = tuple(filter(None, map(part_of, (*own, self.sheet))))
        near = around([*own, self.sheet, *(line for line in reversed(table.context) if line in shared)], words)
        near = with_above(near, around(reversed(table.context), words), table.above)
        self.near = with_file(near, around([book_name], words), elsewhere)
        self.found = Found()
        self._known: dict[tuple[int, str | Measure, Place | None], _Counting] = {}
        self.places = Places(theme, answers, self.found, self.name, self.sheet)
        made = heads(table, words, self.near.time, today, answers) if table.header else bare_heads(table)
        self.columns = without_rivals(columns(table, made.heads, words, theme, answers), theme, answers, self.found)
        self.beside = [c for c in self.columns if c.use in ("note", "definition", "centre")]
        self.near = with_corner(self.near, self.columns)
        self.dated = self.near.time != NO_TIME
        self.lines = lines(table, self.columns, words, self.near, today, answers)
        self.counted = Counted(theme, words, answers, self.found, self.columns, self.near, self.name, self.sheet)
        self.torn = False
        self.style = made.style or self.lines.style
        self._beside: dict[int, dict[str, At]] = {}  # of the row that is being read
        self.labels = label_columns(self.columns, answers)
        for question in (*made.questions, *self.lines.questions, *asked_of_headerless(table, self.columns, theme)):
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

    def read(self) -> Found:
        """Every fact of the table, with what is asked and what is left out."""
        self._date_the_heads()
        values = [c for c in self.columns if c.use in ("value", "rate")]
        for line in self.lines.lines:
            if line.out:
                self._leave_out(line)
            elif line.unreadable:
                self._no_month(line, values)
            elif line.numbers and (wrong := torn(self.table.sheet.rows[line.row], self.columns)):
                self.torn = True
                self._problem(line, *wrong)
                self.found.bad.add((self.sheet, line.row))
            elif line.numbers:
                self._line(line, values)
        self._columns_left_out()
        self.found.to_fill_in = not self.found.facts and to_fill_in(self.lines, self.columns)
        said = [*(c.name for c in self.columns if c.use == "time"), *self.table.context, self.sheet]
        ask_rolling(self.found, said, self.near.rolling, self.name, self.theme, self.answers)
        self.found.plan = table_plan(self.table, self.lines, self.columns, self.found, self.style, self.theme)
        return self.found

    def _date_the_heads(self) -> None:
        if self.lines.has_time:
            return
        self._leave_out_years_among_months()
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
        new = {c.head.column: when for c, when in zip(timed, whens, strict=True) if when}
        self.columns = [
            replace(c, head=replace(c.head, when=new.get(c.head.column, c.head.when))) if c in timed else c
            for c in self.columns
        ]
        self._leave_out_years_among_months()

    def _leave_out_years_among_months(self) -> None:
        timed = [c.head.when for c in self.columns if c.use == "value" and c.head.when != NO_TIME]
        finest = min((when.grain for when in timed), default=2)
        if timed:
            self.columns = [
                replace(c, use="left out", why="it is a year or quarter among its parts")
                if c.use == "value" and c.head.when != NO_TIME and c.head.when.grain > finest
                else c
                for c in self.columns
            ]

    def _leave_out(self, line: Line) -> None:
        if line.out != "-":
            self.found.left_out[f"row {line.row + 1}{self.on}, {line.out}"] = None

    def _no_month(self, line: Line, values: Sequence[Column]) -> None:
        at = self.table.body.index(line.row)
        above = [i for i, o in enumerate(self.lines.lines[:at]) if not o.out and not o.unreadable]
        if unnamed(at, line.unreadable, above, values):
            said = f"“{line.text[:60]}”: " if line.text else ""
            self.found.left_out[f"row {line.row + 1}{self.on}, {said}unnamed totals of the rows above"] = None
            return
        name = next((c.name for c in self.columns if c.use == "time"), "the row's name")
        self._problem(
            line, name, line.unreadable, "a month such as 2024-04 or Apr 2024", "write the month in this cell", "month"
        )
        self.found.bad.add((self.sheet, line.row))

    def _problem(self, line: Line, column: str, found: str, expected: str, remedy: str, label: str = "") -> None:
        """label: what the cell holds that a right value repairs, when it is one cell."""
        cells = ((self.sheet, line.row, self.labels[label]),) if label in self.labels else ()
        self.found.problems.append(Problem(self.sheet, line.row + 1, column, found, expected, remedy, cells))

    def _stands(self, line: Line, column: Column, across: bool) -> Stands:
        if line.row not in self._beside:
            self._beside = {line.row: {kind: (self.sheet, line.row, at) for kind, at in self.labels.items()}}
        beside = {} if across else self._beside[line.row]
        month = (self.sheet, self.table.header[-1], column.head.column) if across else beside.get("month")
        return Stands((self.sheet, line.row, column.head.column), month, beside)

    def _line(self, line: Line, values: Sequence[Column]) -> None:
        place, row_item, rest = self._place(line), self.counted.of_row(line), self._extras(line)
        asked = self.counted.asked_word([meaning for _, meaning in line.labels])
        if row_item == LEAVE_OUT or place == (LEAVE_OUT, ""):
            if (self.sheet, line.row) not in self.found.bad:
                self.found.left_out[f"row {line.row + 1}{self.on}, “{line.text[:60]}”"] = None
            return
        for column in values:
            cell = self.table.cell(line.row, column.head.column)
            if not blank(cell):
                self._cell(line, column, cell, self._counting(column, place, row_item), asked, rest)

    def _extras(self, line: Line) -> dict[str, str]:
        """The note, definition and centre that stand in a row."""
        found = {"note": "", "definition": "", "centre": ""}
        for column in self.beside:
            cell = self.table.cell(line.row, column.head.column)
            found[column.use] = "" if blank(cell) else str(cell).strip()
        return found

    def _place(self, line: Line) -> Place | None:
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

    def _counting(self, column: Column, place: Place | None, row_item: str | Measure) -> _Counting:
        key = (column.head.column, row_item, place)
        if key not in self._known:
            self._known[key] = self._decided(column, place, row_item)
        return self._known[key]

    def _decided(self, column: Column, place: Place | None, row_item: str | Measure) -> _Counting:
        item, rate = self.counted.of_cell(column, row_item)
        own = self.places.named(column.head.meaning)
        clash = f"{own[0]} and {place[0]}" if own and place and own[0] != place[0] else ""
        where = (LEAVE_OUT, "") if clash else self._where(column, own or place)
        if item == LEAVE_OUT:
            what = f"“{row_item.title}” in “{column.name}”" if isinstance(row_item, Measure) else f"“{column.name}”"
            self.found.left_out[f"{what}: it is no single number that this theme counts"] = None
        asked = self.counted.asked_word([column.head.meaning])
        return _Counting(item, rate, where, clash, asked, timed=column.head.when != NO_TIME)

    def _cell(
        self, line: Line, column: Column, cell: Cell, kind: _Counting, asked: str, rest: Mapping[str, str]
    ) -> None:
        if kind.clash:
            self._problem(line, column.name, kind.clash, "one area for each number", "mend the label")
        when = self._when(line, column, kind.timed)
        if kind.item == LEAVE_OUT or kind.place == (LEAVE_OUT, ""):
            return
        if when is None:
            self._problem(line, column.name, "two different times", "one time for each number", "mend the label")
            return
        across = kind.timed and not self.lines.has_time
        record = (self.sheet, "column", column.head.column, kind.place) if across else (self.sheet, line.row)
        self.found.facts.append(
            Fact(
                sheet=self.sheet, row=line.row + 1, column=column.name, cell=cell, number=number(cell, column.marks),
                item=kind.item, place=kind.place, when=when, record=record, definition=rest["definition"],
                note=rest["note"], rate=kind.rate, centre=rest["centre"], asked=kind.asked or asked,
                per=per(line.text + " " + column.name) if kind.rate else 0,
                stands=self._stands(line, column, across),
            )
        )  # fmt: skip

    def _where(self, column: Column, place: Place | None) -> Place:
        if place:
            self._say_if_elsewhere(place)
            return place
        if any(c.head.meaning.areas for c in self.columns if c.use == "value"):
            return self.places.unknown(column.name)
        return self.places.around(self.near)

    def _say_if_elsewhere(self, place: Place | None) -> None:
        """A sheet named after one area with rows of another may be last month's sheet, copied."""
        sheet = self.near.area if self.near.area and self.words.meaning(self.sheet).areas else None
        if sheet and place and place[0] and sheet[0] not in (place[0], WHOLE):
            self.found.warnings[f"Sheet “{self.sheet}” has numbers of {place[0]}. Is it the right sheet?"] = None

    def _when(self, line: Line, column: Column, timed: bool) -> When | None:
        when = line.when if line.when is not None else NO_TIME
        if timed:
            both = joined(when, column.head.when)
            if both is None:
                return None
            when = both
        if self.dated and when.period() is None:
            when = joined(when, self.near.time) or when
        if when == NO_TIME:
            return self._asked_month()
        return when

    def _asked_month(self) -> When:
        question = which_month(self.sheet, self.name, self.today)
        self.found.ask(question)
        answer = question.answer(self.answers)
        return When(int(answer[:4]), month=int(answer[5:7])) if answer else NO_TIME

    def _columns_left_out(self) -> None:
        for column in self.columns:
            if column.use == "left out":
                self.found.left_out[f"column “{column.name}”: {column.why}"] = None
            if column.use == "unknown" and (column.head.label or not self.torn):
                self.found.unknown.append(column)
