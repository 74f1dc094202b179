"""A header that speaks of dates or years becomes what they are the dates of: what happened, or the paper about it."""

from __future__ import annotations

from collections.abc import Iterable

from mist_dash.core.intake.labels.words import Meaning, tokens

TIME_ROLES = frozenset({"month", "year", "quarter"})
THE_EVENT = frozenset(
    {"data", "event", "occurred", "occurring", "occurrence", "happened", "onset", "incident", "activity", "specimen"}
    | {"sample", "infection", "surveillance", "discharge", "admission", "death", "start", "starting", "beginning"}
    | {"commencing", "end", "ended", "ending", "fiscal", "financial", "fin", "calendar", "cal", "cy", "fy", "audit"}
)
THE_PAPER = frozenset(
    {"submitted", "submission", "entered", "entry", "report", "reported", "reporting", "received", "receipt", "updated"}
    | {"update", "run", "refreshed", "printed", "created", "extracted", "extract", "uploaded", "upload", "sent", "due"}
    | {"validated", "validation", "returned", "return", "logged", "published", "publication", "approved", "modified"}
    | {"timestamp", "reviewed", "review", "notified", "exported", "presented", "meeting", "signed", "checked", "closed"}
)
_OCCURRED = frozenset({"occurred", "occurring", "occurrence", "happened", "onset", "specimen"})
_WEEKS = frozenset({"week", "wk", "wc", "we", "fortnight"})
MONTH, OTHER, PAPER = 0, 1, 2


def names_time(meaning: Meaning) -> bool:
    """Whether a header is that of a month or a year: not "Month target", "Rolling 12 months" or "Model year"."""
    other = meaning.items or meaning.total or meaning.summary or meaning.derived
    return bool(meaning.roles & TIME_ROLES) and not other and not set(meaning.rest) - THE_EVENT - THE_PAPER


def dates_of(meaning: Meaning) -> int:
    """How well a header says that its dates are the month of the numbers beside them: the least is the best."""
    said = set(tokens(meaning.text))
    if meaning.summary or said & THE_PAPER:
        return PAPER
    known = bool(meaning.roles & TIME_ROLES) and not set(meaning.rest) - THE_EVENT
    return MONTH if known and not said & _WEEKS else OTHER


def counted_by(label: Iterable[str]) -> int:
    """Whether a measure's header says that it is counted when it occurred (MONTH), or when it was told (PAPER)."""
    said = set(label)
    by_event = bool(said & _OCCURRED) or ({"event", "date"} <= said and not said & THE_PAPER)
    return MONTH if by_event else PAPER if said & THE_PAPER else OTHER
