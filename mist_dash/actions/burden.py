"""How much work gathering data is, against how often anybody looks: what nobody looks at should not be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.counts import uses
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.store import burden, engine


@dataclass(frozen=True)
class Burden:
    """One measure: what sending its numbers took, over all centres, and how often its chart was opened."""

    theme: str
    measure: str
    uploads: int
    median_minutes: float | None
    all_minutes: float
    opened: int


def note_opened(actor: Person, theme: str, measure: str) -> None:
    """Counts that somebody opened this measure's chart; not who, and not of which centre."""
    own_centre(actor, Deed.SEE_CENTRE)
    known = theme_of(theme)
    with engine.begin(quiet=True) as db:
        burden.note_opened(db, known.id, known.measure(measure).id, months.of(datetime.now(UTC).date()))


def burdens(actor: Person) -> tuple[Burden, ...]:
    """Every measure of the catalogue, in its order."""
    check(actor, Deed.SEE_BURDEN)
    with engine.reading() as db:
        taken, opened = burden.taken(db), burden.opened(db)
    return tuple(
        _burden(theme, measure, minutes(measure, taken.get(theme.id, ())), opened.get((theme.id, measure.id), 0))
        for theme in themes()
        for measure in theme.measures
    )


def minutes(measure: Measure, uploads: Iterable[tuple[float, Mapping[str, int]]]) -> list[float]:
    """The minutes of each upload that are this measure's: shared out evenly among the numbers the upload brought."""
    shares = [
        (seconds, sum(n for item, n in numbers.items() if uses(measure, item)) / sum(numbers.values()))
        for seconds, numbers in uploads
    ]
    return [seconds / 60 * share for seconds, share in shares if share]


def _burden(theme: Theme, measure: Measure, taken: list[float], opened: int) -> Burden:
    usual = round(median(taken), 1) if taken else None
    return Burden(theme.short, measure.title, len(taken), usual, round(sum(taken), 1), opened)
