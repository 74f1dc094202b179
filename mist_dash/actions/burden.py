"""How much work gathering data is, against how often anybody looks: what nobody looks at should not be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.core import months
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.store import burden, engine


@dataclass(frozen=True)
class Burden:
    """One measure: what sending its theme took, over all centres, and how often its chart was opened."""

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
    with engine.begin() as db:
        burden.note_opened(db, known.id, known.measure(measure).id, months.of(datetime.now(UTC).date()))


def burdens(actor: Person) -> tuple[Burden, ...]:
    """Every measure of the catalogue, in its order."""
    check(actor, Deed.SEE_BURDEN)
    with engine.reading() as db:
        taken, opened = burden.seconds(db), burden.opened(db)
    return tuple(
        Burden(
            theme.short, measure.title, len(times := taken.get(theme.id, [])),
            round(median(times) / 60, 1) if times else None, round(sum(times) / 60, 1),
            opened.get((theme.id, measure.id), 0),
        )
        for theme in themes()
        for measure in theme.measures
    )  # fmt: skip
