"""Stored numbers with which a file cannot both be true become one question: keep them, or clear them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import title_of
from mist_dash.core.intake.reading import Count, KeyTuple, Question, QuestionChoice

SentOn = Callable[[KeyTuple], str]
CLEAR_STORED = "clear"
NAMED = 6  # stored numbers that the question names one by one


def question(clashing: Mapping[KeyTuple, float], theme: Theme, sent_on: SentOn | None = None) -> Question:
    """ "1 number stored before clashes with this file: April 2024, ICU, Incidents: 3, sent on 3 May 2024. ..." """
    named = [_named(key, value, theme, sent_on) for key, value in list(clashing.items())[:NAMED]]
    more = f"; and {len(clashing) - NAMED} more" if len(clashing) > NAMED else ""
    many = "1 number stored before clashes" if len(clashing) == 1 else f"{len(clashing)} numbers stored before clash"
    return Question(
        "stored:",
        f"{many} with this file: {'; '.join(named)}{more}. What is right?",
        (
            QuestionChoice("keep", "What is stored: keep it, and leave out the rows of the file that clash with it"),
            QuestionChoice(CLEAR_STORED, "The file: clear what is stored, so that it becomes “not collected”"),
        ),
        default="keep",
        once=True,
    )


def cleared(key: KeyTuple) -> Count:
    """A stored number as a file would say that it was not collected."""
    item, area, month, definition = key
    return Count(area, month, item, None, "not collected", 0, item, definition=definition)


def _named(key: KeyTuple, value: float, theme: Theme, sent_on: SentOn | None) -> str:
    when = sent_on(key) if sent_on else ""
    said = f"{months.say(key[2])}, {key[1]}, {title_of(theme, key[0])}: {value:.10g}"
    return f"{said}, {when}" if when else said
