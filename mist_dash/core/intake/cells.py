"""A table becomes facts: each number with the item, area and time that the labels around it name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake.book import Cell
from mist_dash.core.intake.columns import Column, choices, columns
from mist_dash.core.intake.heads import Head, heads
from mist_dash.core.intake.numbers import Number, number
from mist_dash.core.intake.reading import LEAVE_OUT, Choice, Question, Step, TablePlan
from mist_dash.core.intake.rows import Line, lines, with_years
from mist_dash.core.intake.tables import Table, blank
from mist_dash.core.intake.titles import Around, around
from mist_dash.core.intake.whens import NO_TIME, When, joined, whens
from mist_dash.core.intake.words import Meaning, Words, tokens

Place = tuple[str, str]  # the area, and the words the file uses for it


@dataclass(frozen=True)
class Fact:
    """One cell with its address. record: the row (or, with months across, the column) that goes in or stays out whole.

    rate: the measure whose rate this is, when it is no count; area and item are "" while they wait for an answer.
    """

    sheet: str
    row: int
    column: str
    cell: Cell
    number: Number
    item: str
    place: Place
    when: When
    record: tuple[object, ...]
    definition: str = ""
    note: str = ""
    rate: Measure | None = None
    per: float = 0
    centre: str = ""
    asked: str = ""  # the word that may mean this item, when it needs a question


@dataclass
class Found:
    """What one table gives, gathered while it is read."""

    facts: list[Fact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    left_out: dict[str, None] = field(default_factory=dict)
    bad: set[tuple[object, ...]] = field(default_factory=set)
    plan: TablePlan | None = None
    unknown: list[Column] = field(default_factory=list)

    def ask(self, question: Question) -> None:
        self.questions.setdefault(question.id, question)


class TableReader:
    """Reads one table. It holds what every cell of the table needs to know; `read` is its one deed."""

    def __init__(
        self, table: Table, book_name: str, words: Words, theme: Theme, today: str, answers: Mapping[str, str]
    ):
        self.table, self.words, self.theme, self.today, self.answers = table, words, theme, today, answers
        self.sheet = table.sheet.name
        self.name = self.sheet or book_name
        self.on = f" of “{self.sheet}”" if self.sheet else ""
        self.near = around([*reversed(table.context), self.sheet, book_name], words)
        self.found = Found()
        made = heads(table, words, self.near.time, today, answers)
        self.columns = columns(table, made.heads, words, theme, answers)
        self.near = _with_corner(self.near, self.columns)
        self.lines = lines(table, self.columns, words, self.near.time, today, answers)
        self.style = made.style or self.lines.style
        for question in (*made.questions, *self.lines.questions):
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
        self.found.plan = self._plan(values)
        return self.found

    def _date_the_heads(self) -> None:
        timed = [c for c in self.columns if c.head.when != NO_TIME]
        if self.lines.has_time or not timed:
            return
        whens, question = with_years([c.head.when for c in timed], self.near.time, self.today, self.answers, self.sheet)
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
        if any(not when.coarse for when in timed):
            self.columns = [
                replace(c, use="left out", why="it is a year or quarter among months")
                if c.use == "value" and c.head.when != NO_TIME and c.head.when.coarse
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
            line, name, line.unreadable, "a month such as 2024-04 or Apr 2024", "write the month in this cell"
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

    def _problem(self, line: Line, column: str, found: str, expected: str, remedy: str) -> None:
        self.found.problems.append(Problem(self.sheet, line.row + 1, column, found, expected, remedy))

    def _line(self, line: Line, values: Sequence[Column]) -> None:
        place, row_item, rest = self._place(line), self._row_item(line), self._extras(line)
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
            place = self._area(meaning)
            if place:
                return place
            if wants == "area" and meaning.text:
                return self._unknown_area(meaning.text)
            if wants == "area":
                self._problem(line, "area", "blank", "one of " + ", ".join(self.theme.area_names), "write the area")
                self.found.bad.add((self.sheet, line.row))
                return (LEAVE_OUT, "")
        return None

    def _area(self, meaning: Meaning) -> Place | None:
        if len(meaning.places) == 1 and not meaning.asked_areas:
            return meaning.areas[0]
        if len(meaning.places) > 1 or len(meaning.asked_areas) > 1 or (meaning.places and meaning.asked_areas):
            return self._unknown_area(meaning.text)
        return self._asked_area(*meaning.asked_areas[0]) if meaning.asked_areas else None

    def _asked_area(self, area: str, words: str) -> Place:
        """An area such as HDU that some count as one thing and some as another."""
        question = self._area_question(words, f"Which area is “{words.upper()}”?", default="")
        self.found.ask(question)
        answer = self.answers.get(question.id, "")
        return (answer, words) if answer != LEAVE_OUT else (LEAVE_OUT, "")

    def _unknown_area(self, text: str) -> Place:
        key = " ".join(tokens(text)) or text
        question = self._area_question(key, f"Which area is “{text[:40]}”?")
        self.found.ask(question)
        answer = self.answers.get(question.id, "")
        return (answer, key) if answer != LEAVE_OUT else (LEAVE_OUT, "")

    def _area_question(self, key: str, text: str, default: str = "") -> Question:
        offered = (*(Choice(a.name, a.title) for a in self.theme.areas), Choice(LEAVE_OUT, "Leave it out"))
        return Question(f"area:{key}", text, offered, about=self.sheet, default=default)

    def _row_item(self, line: Line) -> str | Measure:
        """The item or measure a row names, "" when none of its labels is about items."""
        for wants, meaning in line.labels:
            key = " ".join(tokens(meaning.text))
            if answer := self.answers.get(f"column:{key}"):
                return answer
            measure = self.words.measures.get(tokens(meaning.text.replace("-", " ")))
            if measure and self._has_parts():
                return measure
            if meaning.derived and not self._has_parts():
                return self._rate_of(meaning) or LEAVE_OUT
            if len(meaning.items) == 1 and not meaning.rest:
                return meaning.items[0]
            if meaning.asked_items and not meaning.rest:
                return self._asked_item(meaning)
            if (wants == "item" and meaning.text) or (meaning.rest and not meaning.places and wants != "area"):
                self.found.unknown.append(_as_column(line, meaning))
                return LEAVE_OUT
        return ""

    def _has_parts(self) -> bool:
        return any(c.head.meaning.roles & {"numerator", "denominator"} for c in self.columns)

    def _asked_item(self, meaning: Meaning) -> str:
        """An item under a word that needs one question: another definition, or a bare "Total"."""
        item, words = meaning.asked_items[0]
        if names_definition(self.theme, words):
            self.found.ask(definition_question(self.theme, words))
        return item

    def _cell(
        self, line: Line, column: Column, cell: Cell, place: Place | None, row_item: str | Measure, rest: dict[str, str]
    ) -> None:
        item, rate = self._item(column, row_item)
        where = self._where(line, column, place, item)
        when = self._when(line, column)
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
                rate=rate, per=_per(line.text + " " + column.name), centre=rest["centre"],
                asked=self._asked_word((column.head.meaning, *(m for _, m in line.labels))),
            )
        )  # fmt: skip

    def _asked_word(self, meanings: Sequence[Meaning]) -> str:
        """The word, such as a bare "Total", that may or may not mean the item."""
        words = (words for m in meanings if not m.items for _, words in m.asked_items)
        return next((word for word in words if not names_definition(self.theme, word)), "")

    def _item(self, column: Column, row_item: str | Measure) -> tuple[str, Measure | None]:
        """The item of a cell, and the measure when it is a rate."""
        meaning, roles = column.head.meaning, column.head.meaning.roles
        if isinstance(row_item, Measure):
            return self._part(row_item, roles)
        if column.use == "rate":
            measure = self._rate_of(meaning)
            return (_numerator(measure), measure) if measure else (LEAVE_OUT, None)
        if roles & {"numerator", "denominator"} and not meaning.items:
            measure = next((m for m in self.theme.measures if _numerator(m) == row_item), None)
            return self._part(measure, roles) if measure else (row_item, None)
        named = {i for i in (row_item, meaning.items[0] if meaning.items else "") if i}
        if meaning.asked_items and not meaning.items:
            named.add(self._asked_item(meaning))
        if len(named) == 1:
            return named.pop(), None
        if self.near.rates and not named and (measure := self._rate_of(Meaning(items=self.near.rated))):
            return _numerator(measure), measure
        return (LEAVE_OUT if named else self._context_item()), None

    def _part(self, measure: Measure, roles: frozenset[str]) -> tuple[str, Measure | None]:
        if "numerator" in roles:
            return (_numerator(measure) or LEAVE_OUT), None
        if "denominator" in roles:
            sums = [s for s in measure.denominators if len(s.terms) == 1]
            return (sums[0].items[0] if sums else LEAVE_OUT), None
        return _numerator(measure), measure

    def _context_item(self) -> str:
        """The item that the title, section or sheet names for the whole table, else asked."""
        if self.near.item:
            return self.near.item
        counts = [item for item in self.theme.items if item.kind != "text"]
        offered = (*(Choice(item.name, item.title) for item in counts), Choice(LEAVE_OUT, "Leave them out"))
        question = Question(
            f"item:{_lasting(self.name)}", f"What do the numbers on “{self.name}” count?", offered, self.sheet
        )
        self.found.ask(question)
        return self.answers.get(question.id, "")

    def _rate_of(self, meaning: Meaning) -> Measure | None:
        rated = [
            m for m in self.theme.measures if m.kind in ("rate", "proportion") and _numerator(m) and m.denominators
        ]
        for item in meaning.items:
            for measure in rated:
                if _numerator(measure) == item:
                    return measure
        named = [m for m in rated if set(meaning.items) & set(m.denominators[0].items)] if meaning.items else rated
        return named[0] if named else None

    def _where(self, line: Line, column: Column, place: Place | None, item: str) -> Place:
        own = self._area(column.head.meaning) if column.use in ("value", "rate") else None
        if own and place and own[0] != place[0]:
            self._problem(line, column.name, f"{own[0]} and {place[0]}", "one area for each number", "mend the label")
            return (LEAVE_OUT, "")
        if own or place:
            return own or place or ("", "")
        if any(c.head.meaning.areas for c in self.columns if c.use == "value"):
            return self._unknown_area(column.name)
        return self._context_area()

    def _context_area(self) -> Place:
        if self.near.area:
            return self.near.area
        if self.near.asked_area:
            return self._asked_area(*self.near.asked_area)
        if len(self.theme.areas) == 1:
            return (self.theme.areas[0].name, "")
        question = self._area_question(
            f"where {_lasting(self.name)}", f"Which area are the numbers on “{self.name}” from?"
        )
        self.found.ask(question)
        return (self.answers.get(question.id, ""), "")

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
        answer = self.answers.get(question.id)
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
        places = {fact.place for fact in self.found.facts if fact.place[1]}
        return TablePlan(
            sheet=self.sheet,
            header_rows=tuple(row + 1 for row in self.table.header),
            first_row=min(used, default=self.table.body[0]) + 1,
            last_row=max(used, default=self.table.body[-1]) + 1,
            months=f"The months are {where}{style}.",
            columns=tuple(self._step(c) for c in self.columns if c.use != "blank"),
            areas=tuple(sorted((words, area) for area, words in places if area)),
        )

    def _step(self, column: Column) -> Step:
        items = {f.item for f in self.found.facts if f.column == column.name}
        value = items.pop() if len(items) == 1 else column.wants if column.use == "label" else column.use
        title = next((item.title for item in self.theme.items if item.name == value), value)
        said = {"time": "the month", "label": "the area or measure", "unknown": "nothing (left out)"}.get(value, title)
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


def _lasting(name: str) -> str:
    """A sheet's or file's name without its dates and numbers, so that next month's has the same."""
    words = tokens(re.sub(r"\.\w{3,4}$|\d+", " ", name.replace("_", " ")))
    return " ".join(word for word in words if not whens(word)) or "file"


def _as_column(line: Line, meaning: Meaning) -> Column:
    return Column(Head(-1, meaning.text, meaning), "unknown")


def _numerator(measure: Measure | None) -> str:
    """The one item that a measure counts; "" when it is a sum of several."""
    single = measure is not None and len(measure.numerator) == 1 and len(measure.numerator[0].terms) == 1
    return measure.numerator[0].items[0] if single and measure else ""


def _per(label: str) -> float:
    """ "per 1,000" is 1000, "%" is 100; 0 when the label does not say."""
    if found := re.search(r"(?:per|/)\s*(\d{1,3}(?:[, ]?000)+)", label):
        return float(re.sub(r"\D", "", found[1]))
    return 100.0 if "%" in label or "percent" in label.lower() else 0.0


def names_definition(theme: Theme, words: str) -> bool:
    """Whether a word such as CRBSI is the name of another definition of the event."""
    return any(words in " ".join(tokens(other)) for other in theme.definition.others)


def definition_question(theme: Theme, words: str) -> Question:
    """Which definition a word such as CRBSI stands for."""
    definition = theme.definition
    named = [other for other in definition.others if words in " ".join(tokens(other))]
    order = [*named, definition.key, *(other for other in definition.others if other not in named)]
    return Question(
        f"definition:{words}",
        f"“{words.upper()}”: which definition of the event does your centre use?",
        tuple(Choice(name, name) for name in order),
        about=words.upper(),
        default=order[0],
    )
