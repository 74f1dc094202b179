"""A list of single dated events becomes facts: how many there were in each month and area. No day is handed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mist_dash.core import months
from mist_dash.core.catalogue import EventList, Theme
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.book import place as cell_name
from mist_dash.core.intake.labels.days import days
from mist_dash.core.intake.labels.numbers import CellNumber
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.titles import around, with_file
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.listed.event_kinds import Kinds
from mist_dash.core.intake.listed.lists import ListTable
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice, Step, TablePlan
from mist_dash.core.intake.settling.centres import same_centre
from mist_dash.core.intake.table.facts import AreaWords, Fact, TableFacts
from mist_dash.core.intake.table.places import Places
from mist_dash.core.intake.table.tables import blank
from mist_dash.core.intake.why import Why
from mist_dash.core.personal import headings, identifiers
from mist_dash.core.personal.patients import REMEDY

EventCell = tuple[AreaWords, str, str]  # where, in which month, and the centre that the row names


@dataclass
class _Tally:
    """What the rows of one month and area add up to. row: the first of them, from 1."""

    row: int
    rows: int = 0
    items: Counter[str] = field(default_factory=Counter)


def about_a_patient(listed: ListTable) -> Refused | None:
    """Where each row is one event, a single heading such as "Age" makes it one patient."""
    for column in (*listed.kinds, *listed.others):
        if headings.about_one(listed.title(column)):
            where = cell_name(listed.header, column)
            return Refused(
                f"This file holds what looks like {identifiers.ONE_ROW_EACH}", listed.sheet.name, where, REMEDY
            )
    return None


class EventReader:
    """Reads one list of events. `read` is its one deed."""

    def __init__(
        self,
        listed: ListTable,
        book_name: str,
        words: Words,
        theme: Theme,
        today: str,
        answers: Mapping[str, str],
        centre: str | None,
    ):
        assert theme.event_list is not None
        self.listed, self.theme, self.today, self.answers, self.centre = listed, theme, today, answers, centre
        self.counts: EventList = theme.event_list
        self.words, self.sheet = words, listed.sheet.name
        self.found = TableFacts()
        near = around([*reversed(listed.context), self.sheet], words)
        self.near = with_file(near, around([book_name], words))
        self.places = Places(theme, answers, self.found, self.sheet or book_name, self.sheet)
        self.kinds = Kinds(listed, theme, words, answers, self.found)
        self.lost_months: set[str] = set()
        self.all_lost = False

    def read(self) -> TableFacts:
        """The facts of the list. A row that cannot be read holds its month back, else a count would be short."""
        listed = self.listed
        dates = [listed.cell(row, "date") for row in listed.body]
        column = listed.title(listed.roles["date"])
        read = days(dates, self.near.time, self.today, self.answers, column)
        if read.question:
            self.found.ask(read.question)
        tallies: dict[EventCell, _Tally] = {}
        for row, when in zip(listed.body, read.whens, strict=True):
            self._row(row, when, tallies)
        kept = {cell: tally for cell, tally in tallies.items() if cell[1] not in self.lost_months and not self.all_lost}
        kept = self._with_quiet_months(self._with_the_whole(kept))
        for cell, tally in kept.items():
            self.found.facts += self._facts(cell, tally)
        self._plan(column, read.style, len(tallies))
        return self.found

    def _row(self, row: int, when: When | None, tallies: dict[EventCell, _Tally]) -> None:
        if self._is_note(row):
            self.found.leave(f"row {row + 1}", Why.NOTE_OR_TOTAL, self.sheet, (row, row))
            return
        centre = self._centre_of(row)
        if centre and self.centre and not same_centre(centre, self.centre):
            expected, remedy = f"rows of {self.centre} only", "delete the row, or mend the name"
            self._problem(row, "centre", "another centre", expected, remedy)
            return
        month = when.period() if when else None
        if month is None:
            date = self.listed.cell(row, "date")
            said = "blank" if blank(date) else "no date that can be read"
            self._problem(row, "date", said, "a day with its year, such as 03/06/2024", "write the date of the event")
            self.all_lost = True
            return
        items, where = self.kinds.of(row), self._place(row)
        if items is None or where is None:
            self.lost_months.add(month)
        elif items != LEAVE_OUT and where[0] != LEAVE_OUT:
            tally = tallies.setdefault((where, month, centre), _Tally(row + 1))
            tally.rows += 1
            tally.items.update(items)

    def _is_note(self, row: int) -> bool:
        """A line of text under the list, or a total: it has no date, and nothing but one text or number beside it."""
        cells = [cell for cell in self.listed.sheet.rows[row] if not blank(cell)]
        total = any(isinstance(cell, str) and self.words.meaning(cell).total for cell in cells)
        return (blank(self.listed.cell(row, "date")) and (len(cells) == 1 or total)) or (total and len(cells) <= 2)

    def _place(self, row: int) -> AreaWords | None:
        """The area of one event; None when its cell is blank although other rows have one."""
        if "area" not in self.listed.roles:
            return self.places.around(self.near)
        cell = self.listed.cell(row, "area")
        if blank(cell):
            expected = "one of " + ", ".join(self.theme.area_names)
            self._problem(row, "area", "blank", expected, "write the area")
            return None
        meaning = self.words.meaning(str(cell))
        return self.places.named(meaning) or self.places.unknown(str(cell).strip())

    def _centre_of(self, row: int) -> str:
        cell = self.listed.cell(row, "centre")
        return "" if blank(cell) else str(cell).strip()

    def _problem(self, row: int, role: str, found: str, expected: str, remedy: str) -> None:
        self.found.problems.append(self.listed.problem(row, role, found, expected, remedy))

    def _with_the_whole(self, tallies: dict[EventCell, _Tally]) -> dict[EventCell, _Tally]:
        """An event in PICU counts for the whole hospital too, when the person says that the list is meant so."""
        within = {area.name: area.within for area in self.theme.areas if area.within}
        wholes = {place[0] for place, _, _ in tallies}
        inner = sorted({p[0] for p, _, _ in tallies if within.get(p[0], "") in wholes - {""}})
        for name in inner:
            if (
                self._asked(
                    f"within:{name}",
                    f"Do the rows of {name} count for “{within[name]}” as well?",
                    ("yes", f"Yes: each row is one event, and {name} is part of it"),
                    ("no", "No: those are rows of their own already"),
                )
                == "yes"
            ):
                tallies = _added(tallies, name, within[name])
        return tallies

    def _with_quiet_months(self, tallies: dict[EventCell, _Tally]) -> dict[EventCell, _Tally]:
        """Months between the first and the last without an event are zero, when the person says so."""
        if not tallies:
            return tallies
        first, last = self._span([month for _, month, _ in tallies])
        areas = dict.fromkeys((name, "") for (name, _), _, _ in tallies if name)
        has = {(place[0], month) for place, month, _ in tallies}
        quiet = [
            (area, month)
            for area in areas
            for month in months.between(first, last)
            if (area[0], month) not in has and month not in self.lost_months
        ]
        if not quiet:
            return tallies
        (area, month), more = quiet[0], len(quiet) - 1
        others = f" (and {more} more like it)" if more else ""
        text = f"No row of this list is about {area[0]} in {months.say(month)}{others}. Was there none?"
        yes = self._asked(
            "quiet months",
            text,
            ("zero", "Yes, none: store 0"),
            (LEAVE_OUT, "It was not looked for: leave these months as they are"),
        )
        return (
            {**tallies, **{(*cell, ""): _Tally(self.listed.header + 1) for cell in quiet}} if yes == "zero" else tallies
        )

    def _span(self, given: Sequence[str]) -> tuple[str, str]:
        """The months that the list is about: from its first event to its last, or the year that its title names."""
        year, first, last = self.near.time, min(given), max(given)
        if year.coarse and year.grain == 2 and (start := year.fy or year.year):
            begins = f"{start}-{'04' if year.fy else '01'}"
            first = min(first, begins)
            last = max(last, min(months.later(begins, 11), months.later(self.today, -1)))
        return first, last

    def _asked(self, id: str, text: str, *offered: tuple[str, str]) -> str:
        question = Question(id, text, tuple(QuestionChoice(*one) for one in offered), self.sheet)
        self.found.ask(question)
        return question.answer(self.answers)

    def _facts(self, cell: EventCell, tally: _Tally) -> list[Fact]:
        place, month, centre = cell
        record = (self.sheet, "list", *cell)
        when = When(int(month[:4]), month=int(month[5:7]))
        column = self.listed.title((*self.listed.kinds, self.listed.roles["date"])[0])
        facts = []
        for item in self.kinds.told:
            n = tally.rows if item == self.counts.each else tally.items[item]
            number = CellNumber("reported", float(n))
            facts.append(Fact(self.sheet, tally.row, column, n, number, item, place, when, record, centre=centre))
        return facts

    def _plan(self, column: str, style: str, groups: int) -> None:
        listed = self.listed
        kinds = [listed.title(column) for column in (*listed.kinds, *(listed.flags or ()))]
        said = f", {style}" if style and style != "date" else ""
        for other in listed.others:
            self.found.leave(f"column “{listed.title(other)}”", Why.NOT_NEEDED, self.sheet, columns=(other, other))
        self.found.plan = TablePlan(
            self.sheet,
            (listed.header + 1,),
            listed.header + 2,
            max(listed.body, default=listed.header) + 1,
            f"Each row is one event. They are counted up by month from “{column}”{said}; no day is kept.",
            tuple(Step(f"event:{name}", f"“{name}” says what each event was.", "kind") for name in kinds),
            tuple(sorted({(p[1], p[0]) for f in self.found.facts if (p := f.place)[1] and p[0]})),
        )


def _added(tallies: dict[EventCell, _Tally], inner: str, outer: str) -> dict[EventCell, _Tally]:
    """The tallies with those of an inner area added to the area around it."""
    more = dict(tallies)
    word = next((place[1] for place, _, _ in tallies if place[0] == outer), "")
    for (place, month, centre), tally in tallies.items():
        if place[0] == inner:
            cell = ((outer, word), month, centre)
            whole = more.get(cell, _Tally(tally.row))
            more[cell] = _Tally(whole.row, whole.rows + tally.rows, whole.items + tally.items)
    return more
