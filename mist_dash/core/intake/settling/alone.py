"""An area such as "Non-ICU" is the rest of the hospital only beside the other areas; alone, it is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mist_dash.core.catalogue import WHOLE, Area, Theme
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.facts import Fact, TableFacts


def ask_of_the_rest(found: TableFacts, theme: Theme, answers: Mapping[str, str]) -> None:
    """Asks which area such words mean, and gives their facts what is answered; none until then."""
    named = {fact.place[0] for fact in found.facts}
    for area in theme.areas:
        for words in map(" ".join, map(tokens, area.ask_alone)):
            if not _others(area, words, theme) <= named and any(f.place == (area.name, words) for f in found.facts):
                found.facts = _asked(found, area.name, words, theme, answers)


def _others(area: Area, words: str, theme: Theme) -> set[str]:
    """The areas that the words might hold as well: "non ICU" everything but ICU."""
    others = (a.name for a in theme.areas if not a.optional and a.name not in (area.name, WHOLE))
    return {name for name in others if name.lower() not in words}


def _asked(found: TableFacts, area: str, words: str, theme: Theme, answers: Mapping[str, str]) -> list[Fact]:
    offered = (*(QuestionChoice(a.name, a.title) for a in theme.areas), QuestionChoice(LEAVE_OUT, "Leave it out"))
    question = Question(f"area:{words}", f"Which area is “{words.upper()}”?", offered, about=words.upper())
    found.ask(question)
    answer = question.answer(answers)
    return [
        fact if fact.place != (area, words) else replace(fact, place=(answer, words))
        for fact in found.facts
        if fact.place != (area, words) or answer != LEAVE_OUT
    ]
