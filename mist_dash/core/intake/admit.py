"""A Book becomes one with nobody in it, a refusal, or one question: whether a doubtful number is a patient's."""

from __future__ import annotations

from collections.abc import Mapping

from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.book import Book
from mist_dash.core.intake.reading import Question, QuestionChoice
from mist_dash.core.personal import identifiers, patients

NAMED = 4  # cells that the question names one by one
PATIENT = "patient"  # the question's id
_NOBODY, _SOMEBODY = "nobody", "a patient"


def admit(book: Book, theme: Theme, told: Mapping[str, str]) -> tuple[Book, tuple[str, ...], Question | None]:
    """The book without what staff wrote of themselves, a sentence for each such cell, and what is still asked.

    Raises Refused when anything in it looks like a patient, or when a person said so.
    """
    kept, left_out = patients.admitted(book, theme)
    found = patients.doubts(kept, theme)
    asked = _question(found) if found else None
    answer = asked.answer(told) if asked else _NOBODY
    if answer == _SOMEBODY:
        raise Refused(f"This file holds {identifiers.NUMBER}", *found[0], patients.REMEDY)
    return kept, left_out, None if answer == _NOBODY else asked


def _question(found: tuple[tuple[str, str], ...]) -> Question:
    """Names the cells, never what stands there."""
    cells = [f"{sheet}, cell {cell}" if sheet else f"cell {cell}" for sheet, cell in found]
    more = f" and {len(cells) - NAMED} more" if len(cells) > NAMED else ""
    return Question(
        PATIENT,
        f"The digits in {'; '.join(cells[:NAMED])}{more} could be {identifiers.NUMBER}. Is that about one child?",
        (
            QuestionChoice(_NOBODY, "No: they are totals, times or other numbers"),
            QuestionChoice(_SOMEBODY, "Yes: keep nothing of this file"),
        ),
        once=True,
    )
