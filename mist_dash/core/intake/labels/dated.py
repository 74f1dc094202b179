"""A header that speaks of dates or years becomes what they are the dates of: what happened, or the paper about it."""

from __future__ import annotations

from collections.abc import Iterable

from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.vocabulary import words_of
from mist_dash.core.intake.labels.words import Meaning, asked_for

TIME_ROLES = frozenset({"month", "year", "quarter"})
THE_EVENT, THE_PAPER, _OCCURRED, _WEEKS = map(words_of, ("of_the_event", "of_the_paper", "occurred", "weeks"))
MONTH, OTHER, PAPER, MOMENT = 0, 1, 2, 3
_CLOCK, _SPAN = frozenset({"time", "timestamp"}), frozenset({"month", "period", "quarter"})
_BOUNDS = words_of("bounds")  # "Start time": of filling in a form as well


def names_time(meaning: Meaning) -> bool:
    """Whether a header is that of a month or a year: not "Month target", "Rolling 12 months" or "Model year"."""
    other = meaning.items or meaning.total or meaning.summary or meaning.derived
    return bool(meaning.roles & TIME_ROLES) and not other and not set(meaning.rest) - THE_EVENT - THE_PAPER


def dates_of(meaning: Meaning) -> int:
    """How well a header says that its dates are the month of the numbers beside them: the least is the best."""
    said = set(tokens(asked_for(meaning.text)))
    clock = said & _CLOCK and not said & THE_EVENT - _BOUNDS
    if meaning.summary or said & THE_PAPER or clock:
        return PAPER if said & _SPAN else MOMENT  # "Month of return" says of which month; "Timestamp" only when
    known = bool(meaning.roles & TIME_ROLES) and not set(meaning.rest) - THE_EVENT
    return MONTH if known and not said & _WEEKS else OTHER


def counted_by(label: Iterable[str]) -> int:
    """Whether a measure's header says that it is counted when it occurred (MONTH), or when it was told (PAPER)."""
    said = set(label)
    by_event = bool(said & _OCCURRED) or ({"event", "date"} <= said and not said & THE_PAPER)
    return MONTH if by_event else PAPER if said & THE_PAPER else OTHER
