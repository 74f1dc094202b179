"""A table becomes facts: each number with the item, area and time that the labels around it name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake.book import Cell
from mist_dash.core.intake.columns import Column, choices, columns
from mist_dash.core.intake.counted import Counted, per
from mist_dash.core.intake.facts import Fact, Found, Place
from mist_dash.core.intake.headerless import bare_heads
from mist_dash.core.intake.headerless import questions as asked_of_headerless
from mist_dash.core.intake.heads import heads
from mist_dash.core.intake.numbers import number
from mist_dash.core.intake.places import Places
from mist_dash.core.intake.reading import LEAVE_OUT, Choice, Question, Stands, Step, TablePlan
from mist_dash.core.intake.rolling import ask_rolling
from mist_dash.core.intake.rows import Line, lines, to_fill_in
from mist_dash.core.intake.tables import Table, blank
from mist_dash.core.intake.times import NO_TIME, When, joined
from mist_dash.core.intake.titles import Around, around, with_file
from mist_dash.core.intake.words import Words
from mist_dash.core.intake.years import with_years


class TableReader:
    """Reads one table. It holds what every cell of the table needs to know; `read` is its one deed."""

    def __init__(
        self, table: Table, book_name: str, words: Words, theme: Theme, today: str, answers: Mapping[str, str]
    ):
        self.table, self.words, self.theme, self.today, self.answers = table, words, theme, today, answers
        self.sheet = table.sheet.name
        self.name = self.sheet or book_name
        self.on = f" of “{self.sheet}”" if self.sheet else ""
        near = around([*reversed(table.context), self.sheet], words)
        self.near = with_file(near, around([book_name], words))
        self.found = Found()
        self._own_places: dict[int, Place | None] = {}
        self.places = Places(theme, answers, self.found, self.name, self.sheet)
        made = heads(table, words, self.near.time, today, answers) if table.header else bare_heads(table)
        self.columns = columns(table, made.heads, words, theme, answers)
        self.near = _with_corner(self.near, self.columns)
        self.lines = lines(table, self.columns, words, self.near, today, answers)
        self.counted = Counted(theme, words, answers, self.found, self.columns, self.near, self.name, self.sheet)
        self.style = made.style or self.lines.style
        self.labels = self._labels()
        for question in (*made.questions, *self.lines.questions, *asked_of_headerless(table, self.columns, theme)):
            self.found.ask(question)

    def read(self) -> Found:
        """Every fact of the table, with what is asked and what is left out."""
        self._date_the_heads()
        values = [c for c in self.columns if c.use in ("value", "rate")]
        for line in self.lines.lines:
            if line.out:
                self._leave_out(line)
            elif line.unreadable:
                self._no_month(line, values)
            elif line.numbers:
                self._line(line, values)
        self._columns_left_out()
        self.found.to_fill_in = not self.found.facts and to_fill_in(self.lines, self.columns)
        over_months = [column.name for column in self.columns if column.use == "time"]
        ask_rolling(self.found, (*self.table.context, self.sheet), over_months, self.name, self.theme, self.answers)
        self.found.plan = self._plan(values)
        return self.found

    def _date_the_heads(self) -> None:
        timed = [c for c in self.columns if c.head.when != NO_TIME]
        if self.lines.has_time or not timed:
            return
        heads_whens = [c.head.when for c in timed]
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
        if line.unreadable == "blank" and self._adds_up(line, values):
            self.found.left_out[f"row {line.row + 1}{self.on}: unnamed totals of the rows above"] = None
            return
        name = next((c.name for c in self.columns if c.use == "time"), "the row's name")
        self._problem(
            line, name, line.unreadable, "a month such as 2024-04 or Apr 2024", "write the month in this cell", "month"
        )
        self.found.bad.add((self.sheet, line.row))

    def _adds_up(self, line: Line, values: Sequence[Column]) -> bool:
        """Whether a row without a name holds the sums of the rows above it."""
        sums = []
        for column in values:
            here = number(self.table.cell(line.row, column.head.column), column.marks).value
            above = [number(self.table.cell(o.row, column.head.column), column.marks).value or 0
                     for o in self.lines.lines if o.row < line.row and not o.out and not o.unreadable]  # fmt: skip
            if here is not None:
                sums.append(abs(here - sum(above)) < 1e-6)
        return bool(sums) and all(sums)

    def _problem(self, line: Line, column: str, found: str, expected: str, remedy: str, label: str = "") -> None:
        """label: what the cell holds that a right value repairs, when it is one cell."""
        cells = ((self.sheet, line.row, self.labels[label]),) if label in self.labels else ()
        self.found.problems.append(Problem(self.sheet, line.row + 1, column, found, expected, remedy, cells))

    def _labels(self) -> dict[str, int]:
        """The columns that alone say one thing of each row: its month, its area, its definition, and items by name."""
        found: dict[str, list[int]] = defaultdict(list)
        for column in self.columns:
            items = column.head.meaning.items
            item = self.answers.get(f"column:{column.head.key}", items[0] if len(items) == 1 else "")
            kinds = {"time": "month", "label": column.wants, "definition": "definition", "value": item, "unknown": item}
            found[kinds.get(column.use, "")].append(column.head.column)
        return {kind: at[0] for kind, at in found.items() if kind and len(at) == 1}

    def _stands(self, line: Line, column: Column, across: bool) -> Stands:
        beside = {} if across else {kind: (self.sheet, line.row, at) for kind, at in self.labels.items()}
        month = (self.sheet, self.table.header[-1], column.head.column) if across else beside.get("month")
        return Stands((self.sheet, line.row, column.head.column), month, beside)

    def _line(self, line: Line, values: Sequence[Column]) -> None:
        place, row_item, rest = self._place(line), self.counted.of_row(line), self._extras(line)
        if row_item == LEAVE_OUT or place == (LEAVE_OUT, ""):
            if (self.sheet, line.row) not in self.found.bad:
                self.found.left_out[f"row {line.row + 1}{self.on}, “{line.text[:60]}”"] = None
            return
        for column in values:
            cell = self.table.cell(line.row, column.head.column)
            if not blank(cell):
                self._cell(line, column, cell, place, row_item, rest)

    def _extras(self, line: Line) -> dict[str, str]:
        """The note, definition and centre that stand in a row."""
        found = {"note": "", "definition": "", "centre": ""}
        for column in self.columns:
            if column.use in found:
                cell = self.table.cell(line.row, column.head.column)
                found[column.use] = "" if blank(cell) else str(cell).strip()
        return found

    def _place(self, line: Line) -> Place | None:
        """The area a row names; None when none of its labels is about areas."""
        for wants, meaning in line.labels:
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

    def _cell(
        self, line: Line, column: Column, cell: Cell, place: Place | None, row_item: str | Measure, rest: dict[str, str]
    ) -> None:
        item, rate = self.counted.of_cell(column, row_item)
        where = self._where(line, column, place, item)
        when = self._when(line, column)
        if item == LEAVE_OUT:
            what = f"“{row_item.title}” in “{column.name}”" if isinstance(row_item, Measure) else f"“{column.name}”"
            self.found.left_out[f"{what}: it is no single number that this theme counts"] = None
        if item == LEAVE_OUT or where == (LEAVE_OUT, ""):
            return
        if when is None:
            self._problem(line, column.name, "two different times", "one time for each number", "mend the label")
            return
        across = column.head.when != NO_TIME and not self.lines.has_time
        record = (self.sheet, "column", column.head.column, where) if across else (self.sheet, line.row)
        self.found.facts.append(
            Fact(
                sheet=self.sheet, row=line.row + 1, column=column.name, cell=cell, number=number(cell, column.marks),
                item=item, place=where, when=when, record=record, definition=rest["definition"], note=rest["note"],
                rate=rate, per=per(line.text + " " + column.name) if rate else 0, centre=rest["centre"],
                asked=self.counted.asked_word((column.head.meaning, *(m for _, m in line.labels))),
                stands=self._stands(line, column, across),
            )
        )  # fmt: skip

    def _where(self, line: Line, column: Column, place: Place | None, item: str) -> Place:
        own = self._own_place(column)
        if own and place and own[0] != place[0]:
            self._problem(line, column.name, f"{own[0]} and {place[0]}", "one area for each number", "mend the label")
            return (LEAVE_OUT, "")
        if own or place:
            self._say_if_elsewhere(own or place)
            return own or place or ("", "")
        if any(c.head.meaning.areas for c in self.columns if c.use == "value"):
            return self.places.unknown(column.name)
        return self.places.around(self.near)

    def _own_place(self, column: Column) -> Place | None:
        """The area that a column's header names, looked up once a column."""
        if column.head.column not in self._own_places:
            self._own_places[column.head.column] = self.places.named(column.head.meaning)
        return self._own_places[column.head.column]

    def _say_if_elsewhere(self, place: Place | None) -> None:
        """A sheet named after one area with rows of another may be last month's sheet, copied."""
        sheet = self.near.area if self.near.area and self.words.meaning(self.sheet).areas else None
        if sheet and place and place[0] and sheet[0] not in (place[0], WHOLE):
            self.found.warnings[f"Sheet “{self.sheet}” has numbers of {place[0]}. Is it the right sheet?"] = None

    def _when(self, line: Line, column: Column) -> When | None:
        when = line.when if line.when is not None else NO_TIME
        if column.head.when != NO_TIME:
            both = joined(when, column.head.when)
            if both is None:
                return None
            when = both
        if when.period() is None and self.near.time != NO_TIME:
            when = joined(when, self.near.time) or when
        if when == NO_TIME:
            return self._asked_month()
        return when

    def _asked_month(self) -> When:
        recent = [months.later(self.today, -back) for back in range(1, 13)]
        offered = tuple(Choice(month, months.say(month)) for month in recent)
        question = Question(
            f"month:{self.sheet}", f"Which month is “{self.name}” about?", offered, self.sheet, once=True
        )
        self.found.ask(question)
        answer = question.answer(self.answers)
        return When(int(answer[:4]), month=int(answer[5:7])) if answer else NO_TIME

    def _columns_left_out(self) -> None:
        for column in self.columns:
            if column.use == "left out":
                self.found.left_out[f"column “{column.name}”: {column.why}"] = None
            if column.use == "unknown":
                self.found.unknown.append(column)

    def _plan(self, values: Sequence[Column]) -> TablePlan:
        used = [line.row for line in self.lines.lines if not line.out]
        times = [c.name for c in self.columns if c.use == "time"]
        where = f"in “{'” and “'.join(times)}”" if times else "in the headers" if any(
            c.head.when != NO_TIME for c in values) else "named by the title"  # fmt: skip
        style = f", {self.style}" if self.style else ""
        items: dict[str, set[str]] = defaultdict(set)
        for fact in self.found.facts:
            items[fact.column].add(fact.item)
        places = {fact.place for fact in self.found.facts if fact.place[1]}
        return TablePlan(
            sheet=self.sheet,
            header_rows=tuple(row + 1 for row in self.table.header),
            first_row=min(used, default=self.table.body[0]) + 1,
            last_row=max(used, default=self.table.body[-1]) + 1,
            months=f"The months are {where}{style}.",
            columns=tuple(self._step(c, items.get(c.name, set())) for c in self.columns if c.use != "blank"),
            areas=tuple(sorted((words, area) for area, words in places if area)),
        )

    def _step(self, column: Column, items: set[str]) -> Step:
        value = next(iter(items)) if len(items) == 1 else column.wants if column.use == "label" else column.use
        title = next((item.title for item in self.theme.items if item.name == value), value)
        said = {
            "time": "the month",
            "label": "the area or measure",
            "unknown": "nothing (left out)",
            "": "the area or measure",
        }.get(value, title)
        return Step(f"column:{column.head.key}", f"“{column.name}” is read as {said}.", value, choices(self.theme))


def _with_corner(near: Around, columns: Sequence[Column]) -> Around:
    """An area or item written over the column of months speaks for the whole table."""
    for column in columns:
        meaning = column.head.meaning
        if column.use == "time" and len(meaning.places) == 1 and not meaning.roles:
            near = replace(near, area=meaning.areas[0], asked_area=None)
        if column.use in ("time", "label") and len(meaning.items) == 1 and meaning.plain:
            near = replace(near, item=meaning.items[0])
    return near
