"""A list of interventions becomes marks for the centre's charts: what was started, where, from when and until when."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date

from mist_dash.core import events as dated
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Sorry
from mist_dash.core.events import Event, Pause
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.labels.days import Days, days
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.times import When
from mist_dash.core.intake.labels.titles import around, with_file
from mist_dash.core.intake.labels.vocabulary import table, words_of
from mist_dash.core.intake.labels.whens import whens
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.listed.intervention_changes import InterventionRow
from mist_dash.core.intake.listed.lists import ListTable
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice, TablePlan
from mist_dash.core.intake.settling.centres import same_centre
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.table.places import Places, lasting
from mist_dash.core.intake.table.tables import blank
from mist_dash.core.intake.why import Why

EVERY = "every area"
_EVERYWHERE = frozenset(map(tokens, words_of("everywhere")))
STATES = table("states")  # what a status says, by the word that it begins with
_WHEN = r"([A-Za-z]{3,9} \d{4}|\d{4}-\d\d(?:-\d\d)?|\d\d?/\d\d?/\d{4})"
_PAUSES = re.compile(rf"\b(?:paused|on hold|suspended)\s+(?:since|from)?\s*{_WHEN}(?:\s+(?:to|until)\s+{_WHEN})?", re.I)


class InterventionReader:
    """Reads one list of interventions. `read` is its one deed."""

    def __init__(
        self,
        listed: ListTable,
        book: Book,
        words: Words,
        theme: Theme,
        today: str,
        answers: Mapping[str, str],
        centre: str | None,
    ):
        self.listed, self.words, self.theme, self.today, self.answers = listed, words, theme, today, answers
        self.centre, self.sheet, self.name = centre, listed.sheet.name, listed.sheet.name or book.name
        self.found = TableFacts()
        near = around([*reversed(listed.context), self.sheet], words)
        self.near = with_file(near, around([book.name], words))
        self.places = Places(theme, answers, self.found, self.name, self.sheet)

    def read(self) -> tuple[tuple[InterventionRow, ...], TableFacts]:
        """Every intervention that can be marked, and what is asked, wrong and left out."""
        starts, stops = self._days("start"), self._days("stop")
        marks: list[InterventionRow] = []
        for row, start, stop in zip(self.listed.body, starts.whens, stops.whens, strict=True):
            if self._wanted(row):
                marks += self._row(row, start, stop)
        for other in self.listed.others:
            title = self.listed.title(other)
            self.found.leave(f"column “{title}”", Why.NOT_NEEDED, self.sheet, columns=(other, other))
        self._plan(starts)
        return self._each_once(marks), self.found

    def _days(self, role: str) -> Days:
        if role not in self.listed.roles:
            return Days((None,) * len(self.listed.body))
        title = self.listed.title(self.listed.roles[role])
        cells = [self.listed.cell(row, role) for row in self.listed.body]
        read = days(cells, self.near.time, self.today, self.answers, title)
        if read.question:
            self.found.ask(read.question)
        return read

    def _wanted(self, row: int) -> bool:
        """Whether a row is an intervention of this centre; footnotes, blank ones and plans are none."""
        if blank(self.listed.cell(row, "name")) and blank(self.listed.cell(row, "start")):
            self.found.leave(f"row {row + 1}", Why.NO_INTERVENTION, self.sheet, (row, row))
            return False
        if self._status(row) == "planned":
            self.found.leave(f"row {row + 1}", Why.TO_COME, self.sheet, (row, row))
            return False
        centre = self._text(row, "centre")
        if centre and self.centre and not same_centre(centre, self.centre):
            expected, remedy = f"rows of {self.centre} only", "delete the row, or mend the name"
            self._problem(row, "centre", "another centre", expected, remedy)
            return False
        return True

    def _row(self, row: int, start: When | None, stop: When | None) -> list[InterventionRow]:
        """The marks of one row: one for each area that it names; none when something is wrong or asked."""
        before = len(self.found.problems)
        self._check_dates(row, start, stop)
        areas = self._areas(row)
        if len(self.found.problems) > before or start is None:
            return []
        by_month = frozenset(role for role, when in (("start", start), ("stop", stop)) if when and not when.day)
        marks = []
        for area in areas:
            event = self._event(row, area, _first(start), _last(stop) if stop else None)
            if event:
                marks.append(InterventionRow(event, row + 1, by_month, goes_on=self._status(row) == "on"))
        return marks

    def _event(self, row: int, area: str, start: date, stop: date | None) -> Event | None:
        name, note = self._named(self._text(row, "name")), self._text(row, "note")
        pauses = () if stop else self._pauses(row)
        try:
            return dated.sound(Event(0, area, "intervention", name, start, stop, note, pauses))
        except Sorry as sorry:
            self._problem(row, "start", "dates that do not follow each other", "start, then stop", str(sorry))
        return None

    def _check_dates(self, row: int, start: When | None, stop: When | None) -> None:
        """Adds every problem with the name and dates of one row."""
        state = self._status(row)
        day = "a day or a month with its year, such as 03/06/2024 or June 2024"
        if blank(self.listed.cell(row, "name")):
            self._problem(row, "name", "blank", "what was started", "write it in a few words")
        if len(self._text(row, "name")) > 120:
            self._problem(row, "name", "a long text", "up to 120 characters", "put the rest into a note")
        if start is None:
            self._problem(row, "start", self._said(row, "start"), day, "write when it was started")
        elif (start.period() or "") > self.today:
            self._problem(
                row,
                "start",
                self._said(row, "start"),
                f"a day up to {months.say(self.today)}",
                "mend the date, or send the row once it has started",
            )
        if stop is None and not self._empty(row, "stop"):
            self._problem(row, "stop", self._said(row, "stop"), day, "write when it was stopped, or nothing")
        elif stop is None and state == "stopped":
            self._problem(row, "stop", "no day on which it stopped", day, "write when it was stopped")
        elif stop is not None and state == "on" and (stop.period() or "") < self.today:
            self._problem(
                row,
                "status",
                "still going on, and stopped",
                "one of the two",
                "mend the one that is wrong",
            )
        if state == "paused" and not self._pauses(row):
            self._problem(row, "status", "paused, without a date", "“paused since May 2025”", "write since when")

    def _areas(self, row: int) -> tuple[str, ...]:
        """The areas of a row ("" is every area); none while a name is asked about or left out."""
        if "area" not in self.listed.roles:
            return self._around()
        text = self._text(row, "area")
        if not text or tokens(text) in _EVERYWHERE:
            return ("",)
        meaning = self.words.meaning(text)
        if len(meaning.places) > 1 and not meaning.rest and not meaning.asked_areas:
            return tuple(area for area in self.theme.area_names if area in meaning.places)
        area, _ = self.places.named(meaning) or self.places.unknown(text)
        if area == LEAVE_OUT:
            self.found.leave(f"row {row + 1}, “{text[:60]}”", Why.AS_SAID, self.sheet, (row, row))
        return (area,) if area not in ("", LEAVE_OUT) else ()

    def _around(self) -> tuple[str, ...]:
        """The area of a list without a column for it: from its title or name, else asked."""
        if self.near.area:
            return (self.near.area[0],)
        if len(self.theme.areas) == 1:
            return (self.theme.areas[0].name,)
        choices = (
            QuestionChoice(EVERY, "Every area"),
            *(QuestionChoice(area.name, area.title) for area in self.theme.areas),
        )
        question = Question(f"used in:{lasting(self.name)}", "Where were these started?", choices, self.sheet)
        self.found.ask(question)
        answer = question.answer(self.answers)
        return ("" if answer == EVERY else answer,) if answer else ()

    def _status(self, row: int) -> str:
        said = self._text(row, "status").lower()
        return next(
            (state for state, words in STATES.items() if said.startswith(words)), "stopped" if _ended(said) else ""
        )

    def _pauses(self, row: int) -> tuple[Pause, ...]:
        """ "paused since May 2025", "since Jul 2024, paused Jan 2025 to Feb 2025": months from their first day."""
        found = [(_day(begun), _day(again)) for begun, again in _PAUSES.findall(self._text(row, "status"))]
        return tuple(sorted((begun, again) for begun, again in found if begun is not None))

    def _named(self, text: str) -> str:
        """The catalogue's own name where the words are the same, else as typed."""
        key = _stems(text)
        return next((one.name for one in self.theme.interventions if _stems(one.name) == key), " ".join(text.split()))

    def _each_once(self, marks: Sequence[InterventionRow]) -> tuple[InterventionRow, ...]:
        """The same row twice is one mark; the same intervention with two dates is a problem of both rows."""
        by_key: dict[tuple[str, str, str], list[InterventionRow]] = {}
        for mark in marks:
            one = mark.event
            by_key.setdefault((one.area, one.name.casefold(), months.of(one.start)), []).append(mark)
        kept = []
        for same in by_key.values():
            if len({mark.event for mark in same}) == 1:
                kept.append(same[0])
                continue
            for mark in same:
                other = next((one.row for one in same if one.row != mark.row), mark.row)
                expected = f"{mark.event.name} once for each area and start"
                self._problem(
                    mark.row - 1,
                    "name",
                    f"other dates or notes in row {other}",
                    expected,
                    "keep the right row and delete the other",
                )
        return tuple(kept)

    def _text(self, row: int, role: str) -> str:
        cell = self.listed.cell(row, role)
        return "" if blank(cell) else str(cell).strip()

    def _empty(self, row: int, role: str) -> bool:
        cell = self.listed.cell(row, role)
        words = isinstance(cell, str) and cell.strip().lower().startswith(STATES["on"])
        return blank(cell) or words or number(cell).kind == "not collected"

    def _said(self, row: int, role: str) -> str:
        return "blank" if self._empty(row, role) else self._text(row, role)[:40]

    def _problem(self, row: int, role: str, found: str, expected: str, remedy: str) -> None:
        self.found.problems.append(self.listed.problem(row, role, found, expected, remedy))

    def _plan(self, starts: Days) -> None:
        style = f", {starts.style}" if starts.style and starts.style != "date" else ""
        self.found.plan = TablePlan(
            self.sheet,
            (self.listed.header + 1,),
            self.listed.header + 2,
            max(self.listed.body, default=self.listed.header) + 1,
            f"Each row is something that was started: from “{self.listed.title(self.listed.roles['start'])}”{style}.",
        )


def _ended(said: str) -> bool:
    """ "Jul 2024 to May 2025", as our own download writes it."""
    return bool(re.match(rf"{_WHEN} to {_WHEN}", said, re.I))


def _stems(text: str) -> tuple[str, ...]:
    """Words without their plural endings: "Biopatch" and "Biopatches" are one."""
    return tuple(re.sub(r"(?<=ch|sh)e$", "", word) for word in tokens(text))


def _first(when: When) -> date:
    assert when.year is not None and when.month
    return date(when.year, when.month, when.day or 1)


def _last(when: When) -> date:
    """The day on which it stopped; the last of a month that is given alone."""
    assert when.year is not None and when.month
    return date(when.year, when.month, when.day or calendar.monthrange(when.year, when.month)[1])


def _day(text: str) -> date | None:
    readings = dict(whens(text)) if text else {}
    when = next((readings[style] for style in ("day first", "date", "") if style in readings), None)
    return _first(when) if when and when.month and when.year else None
