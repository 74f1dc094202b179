"""A fact: one number of a sheet with its address; a labelled row; all that reading a table finds. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from mist_dash.core.catalogue import Measure
from mist_dash.core.errors import Problem
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.numbers import CellNumber
from mist_dash.core.intake.labels.times import NO_TIME, When
from mist_dash.core.intake.labels.whens import SURE
from mist_dash.core.intake.labels.words import Meaning
from mist_dash.core.intake.reading import Question, Stands, TablePlan
from mist_dash.core.intake.table.columns import Column
from mist_dash.core.intake.why import LeftOut, Span, Why, left_out

AreaWords = tuple[str, str]  # the area, and the words the file uses for it


@dataclass(slots=True)  # a file makes thousands, and freezing each takes four times as long; none leaves the intake
class Fact:
    """One cell with its address. record: the row (or, with months across, the column) that goes in or stays out whole.

    rate: the measure whose rate this is, when it is no count; area and item are "" while they wait for an answer.
    """

    sheet: str
    row: int
    column: str
    cell: Cell
    number: CellNumber
    item: str
    place: AreaWords
    when: When
    record: tuple[object, ...]
    definition: str = ""
    note: str = ""
    rate: Measure | None = None
    per: float = 0
    centre: str = ""
    asked: str = ""  # the word that may mean this item, when it needs a question
    stands: Stands = field(default_factory=Stands, compare=False)


@dataclass
class TableFacts:
    """What one table gives, gathered while it is read."""

    facts: list[Fact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)
    mendable: dict[str, Problem] = field(default_factory=dict)  # warnings that one cell mends
    bad: set[tuple[object, ...]] = field(default_factory=set)
    plan: TablePlan | None = None
    unknown: list[Column] = field(default_factory=list)
    to_fill_in: bool = False  # months and headers are there, and no number
    weekly: frozenset[str] = frozenset()  # the sheets whose rows are weeks

    def leave(
        self, what: str, why: Why, sheet: str = "", rows: Span | None = None, columns: Span | None = None
    ) -> None:
        """Lists what holds no count, with its reason."""
        self.left_out.append(left_out(what, why, sheet, rows, columns))

    def ask(self, question: Question) -> None:
        self.questions.setdefault(question.id, question)


@dataclass(slots=True)  # a file makes thousands, as it does of facts; none leaves the intake
class LabelledRow:
    """One row with what its labels say. out: it holds no counts, and why: without a reason it speaks for those below.

    labels: the meaning of each label cell with what its column wants. texts: the label cells as written.
    dated: the time is its own, and not only that of the last row of a group, under which a grand total may stand.
    """

    row: int
    when: When | None = NO_TIME
    labels: tuple[tuple[str, Meaning], ...] = ()
    out: bool = False
    why: Why | None = None
    unreadable: str = ""
    numbers: bool = False
    time_text: str = ""
    texts: tuple[str, ...] = ()
    dated: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.texts)


@dataclass(frozen=True)
class Lines:
    lines: tuple[LabelledRow, ...]
    style: str = SURE
    questions: tuple[Question, ...] = ()
    has_time: bool = False
