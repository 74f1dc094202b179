"""A line: one row of a table with what its labels say, and all of them together. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from mist_dash.core.intake.labels.times import NO_TIME, When
from mist_dash.core.intake.labels.whens import SURE
from mist_dash.core.intake.labels.words import Meaning
from mist_dash.core.intake.reading import Question
from mist_dash.core.intake.why import Why


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
