"""What reading a file gives: how it was read, what is still asked, the counts and what is wrong. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mist_dash.core.errors import At, Problem, Refused
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.listed.intervention_changes import InterventionRow
from mist_dash.core.intake.why import LeftOut

ReadState = Literal["reported", "not collected", "suppressed"]
KeyTuple = tuple[str, str, str, str]  # item, area, month, definition
LEAVE_OUT = "leave out"
BY_NUMBER = "row:#"  # what was told of a row without words: next month another stands there
TO_FILL_IN = "Nothing to do: the months and areas are there, and the numbers are still to be filled in."


@dataclass(frozen=True)
class Stands:
    """The cells of a number, of its month, and of what else its row may say: "area", "definition", and items by name.

    number: None when it was made of several cells, or of a rate, so that no one cell can be mended for it.
    """

    number: At | None = None
    month: At | None = None
    beside: Mapping[str, At] = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """One number of one month. `row` is the sheet's own, from 1; `month` may be a quarter or a year kept as it is.

    value: None unless the state is "reported".
    """

    area: str
    month: str
    item: str
    value: float | str | None
    state: ReadState
    row: int
    column: str
    sheet: str = ""
    definition: str = ""
    note: str = ""
    stands: Stands = field(default_factory=Stands, compare=False)

    @property
    def key(self) -> KeyTuple:
        return (self.item, self.area, self.month, self.definition)


@dataclass(frozen=True)
class QuestionChoice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """Something only the person knows. Its id stays the same next month, so that the answer can be kept.

    default: the answer by which the counts shown meanwhile were read; "" when they wait for the answer.
    """

    id: str
    text: str
    choices: tuple[QuestionChoice, ...]
    about: str = ""
    default: str = ""
    once: bool = False  # the answer holds for this file only
    columns: tuple[str, ...] = ()  # the headers of unknown columns of numbers that it asks about

    @property
    def kind(self) -> str:
        """What it is about, such as "area" or "dates": the first part of its id, which no one else takes apart."""
        return self.id.partition(":")[0]

    def answer(self, answers: Mapping[str, str]) -> str:
        """What was answered, when it is one of the choices; "" while the question is open."""
        given = answers.get(self.id, "")
        return given if any(given == choice.value for choice in self.choices) else ""


@dataclass(frozen=True)
class Step:
    """One thing decided in reading the file, said in words; `choices` are what it can be corrected to under `id`.

    at: the column that it is about, from 0; None when it is about no one column. why: why it is left out.
    """

    id: str
    says: str
    value: str = ""
    choices: tuple[QuestionChoice, ...] = ()
    at: int | None = None
    why: str = ""


@dataclass(frozen=True)
class TablePlan:
    """How one table was read. Rows are the sheet's own, from 1."""

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    months: str = ""  # where the months stand and how they were read
    columns: tuple[Step, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()  # as written -> as read
    rows_out: tuple[tuple[int, str], ...] = ()  # a row -> why it holds no counts


@dataclass(frozen=True)
class ReadingPlan:
    """How the whole file was read, in an order a person would tell it."""

    tables: tuple[TablePlan, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """Plain sentences, one for each thing decided."""
        said = [*self.notes]
        for table in self.tables:
            said += _table_words(table, many=len({t.sheet for t in self.tables}) > 1)
        said += [f"Left out: {what}." for what in self.left_out]
        return tuple(dict.fromkeys(said))


def _table_words(table: TablePlan, many: bool) -> list[str]:
    where = f"Sheet “{table.sheet}”: " if many else ""
    heads = " and ".join(str(row) for row in table.header_rows)
    rows = "row" if len(table.header_rows) == 1 else "rows"
    headers = f"Headers are in {rows} {heads}" if table.header_rows else "There are no headers"
    said = [f"{where}{headers}; the numbers in rows {table.first_row} to {table.last_row}."]
    if table.months:
        said.append(f"{where}{table.months}")
    said += [f"{where}{step.says}" for step in table.columns]
    said += [f"{where}“{source}” is read as {area}." for source, area in table.areas if source != area]
    return said


@dataclass(frozen=True)
class Recipe:
    """What the centre said about its own file before: answers and corrections by their ids. Plain data for JSON."""

    answers: Mapping[str, str] = field(default_factory=dict)

    def with_answers(self, reading: Reading, given: Mapping[str, str]) -> Recipe:
        """This recipe and what was answered now, but for answers that hold for one file only."""
        once = {question.id for question in reading.asked if question.once}
        kept = {id: value for id, value in given.items() if id not in once and not id.startswith(BY_NUMBER)}
        return Recipe({**self.answers, **kept})


@dataclass(frozen=True)
class Reading:
    """A file, read. Nothing may be stored while `questions` are open, and nothing at all when `refused`.

    items: what the numbers are of, those included that still wait for their area or month.
    mendable: the warnings that doubt one number, each with its cell, so that it can be mended on screen.
    asked: every question that came up, answered ones included.
    out: what was left out, with its cells. book: what was read; titles: of the theme's items, by their names.
    marks: the interventions of a list of them, alone or beside counts; None for a file without one.
    untouched: it has the months, areas and headers of a template, and no number yet.
    single_events: the counts were added up from a list of dated events, whose days are not to be kept.
    """

    refused: Refused | None = None
    plan: ReadingPlan = field(default_factory=ReadingPlan)
    questions: tuple[Question, ...] = ()
    counts: tuple[Count, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    items: frozenset[str] = frozenset()
    mendable: Mapping[str, Problem] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    out: tuple[LeftOut, ...] = ()
    asked: tuple[Question, ...] = ()
    marks: tuple[InterventionRow, ...] | None = None
    untouched: bool = False
    single_events: bool = False
    book: Book | None = field(default=None, compare=False, repr=False)
    titles: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def fine(self) -> bool:
        """Whether the file can go in as it is, once any question is answered."""
        return self.refused is None and not self.problems

    def as_json(self) -> dict[str, Any]:
        """The same for scripts: what the command `check --json` prints."""
        return {
            "refused": self.refused
            and {
                "rule": self.refused.rule,
                "sheet": self.refused.sheet,
                "cell": self.refused.cell,
                "remedy": self.refused.remedy,
            },
            "questions": [_question_json(question) for question in self.questions],
            "counts": [_count_json(count) for count in self.counts],
            "problems": [_problem_json(problem) for problem in self.problems],
            "warnings": list(self.warnings),
            "left_out": list(self.left_out),
            "read_as": _plan_json(self.plan),
            **({} if self.marks is None else {"interventions": [mark.as_json() for mark in self.marks]}),
        }


def _question_json(question: Question) -> dict[str, Any]:
    return {
        **{k: v for k, v in vars(question).items() if k != "columns"},
        "choices": [vars(choice) for choice in question.choices],
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {name: value for name, value in vars(problem).items() if name not in ("cells", "right", "stored")}


def _count_json(count: Count) -> dict[str, Any]:
    value = count.value
    whole = isinstance(value, float) and value.is_integer()
    told = {name: said for name, said in vars(count).items() if name != "stands"}
    return {**told, "value": int(value) if whole and value is not None else value}


def _plan_json(plan: ReadingPlan) -> dict[str, Any]:
    return {
        "words": list(plan.words()),
        "tables": [
            {
                "sheet": table.sheet,
                "header_rows": list(table.header_rows),
                "rows": [table.first_row, table.last_row],
                "months": table.months,
                "columns": {step.id: step.value for step in table.columns},
                "areas": dict(table.areas),
            }
            for table in plan.tables
        ],
    }
