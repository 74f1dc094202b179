"""An opened file becomes counts, questions and problems by one explainable plan. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Mapping

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.book import Book
from mist_dash.core.intake.reading import Key, Reading, Recipe


def read(
    book: Book,
    theme: Theme,
    *,
    today: str,
    centre: str | None = None,
    recipe: Recipe | None = None,
    answers: Mapping[str, str] | None = None,
    usual_definition: str | None = None,
    history: Mapping[Key, float] | None = None,
) -> Reading:
    """Everything a file says about a theme.

    today: the current month, such as "2026-11". centre: the name of the centre that sends it.
    history: what the centre has stored, for the checks that look back.
    """
    return Reading()
