"""Numbers of which no label says the month become those of the month that the person names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mist_dash.core import months
from mist_dash.core.intake.labels.times import NO_TIME, When
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.core.intake.table.facts import TableFacts


def month_asked(
    found: TableFacts, name: str, sheet: str, today: str, answers: Mapping[str, str], likely: Sequence[str] = ()
) -> When:
    """The month of a whole sheet as the person says it; no time while the question is open. likely: offered first."""
    recent = [months.later(today, -back) for back in range(1, 13)]
    offered = tuple(QuestionChoice(month, months.say(month)) for month in dict.fromkeys([*likely, *recent]))
    question = Question(f"month:{sheet}", f"Which month is “{name}” about?", offered, sheet, once=True)
    found.ask(question)
    answer = question.answer(answers)
    return When(int(answer[:4]), month=int(answer[5:7])) if answer else NO_TIME
