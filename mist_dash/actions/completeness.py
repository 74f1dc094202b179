"""What is still needed from a centre, by month, area and item; and what the centre chose not to collect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.completeness import EVERY_AREA, OpenNumbers, coverage, grouped
from mist_dash.core.errors import NotFound
from mist_dash.core.people import Deed, Person, own_centre
from mist_dash.store import audit, counts, engine, not_collected
from mist_dash.store.cache import cached
from mist_dash.store.not_collected import NotCollected as NotCollected


@dataclass(frozen=True)
class Needed:
    """What one theme still waits for, in lines of which each names months, areas and items."""

    theme: Theme
    lines: tuple[OpenNumbers, ...]


@dataclass(frozen=True)
class StillNeeded:
    """needed: themes with something missing. complete: those without. never_sent: what the centre could send.
    not_collected: themes that are quiet by its own choice."""

    needed: tuple[Needed, ...] = ()
    complete: tuple[Theme, ...] = ()
    never_sent: tuple[Theme, ...] = ()
    not_collected: tuple[Theme, ...] = ()


def still_needed(actor: Person, today: str | None = None) -> StillNeeded:
    """Of every theme whether something is missing up to the last whole month. today: a month, for tests."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return _still_needed(db, centre, themes(), last_month(today))


def last_month(today: str | None = None) -> str:
    """The last whole month."""
    return months.later(today or months.of(datetime.now(UTC).date()), -1)


def choices(actor: Person, theme: str) -> tuple[NotCollected, ...]:
    """What the own centre does not collect of a theme, and who said so."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    with engine.reading() as db:
        return not_collected.of_centre(db, centre).get(theme_of(theme).id, ())


def choose(actor: Person, theme: str, area: str, collects: bool) -> None:
    """Says that the centre does not collect a theme (area "") or one area of it, or takes that back.

    Raises NotFound for an unknown area. Said twice, it is kept once.
    """
    centre = own_centre(actor, Deed.SEND_DATA)
    known = theme_of(theme)
    if area not in (EVERY_AREA, *known.area_names):
        raise NotFound(f"{known.short} has no area called “{area[:40]}”.")
    with engine.begin() as db:
        if collects:
            changed = not_collected.take_back(db, centre, known.id, area)
        else:
            changed = not_collected.keep(db, centre, known.id, area, actor.id or 0)
        if changed:
            where = f" in {area}" if area else ""
            said = "we collect this" if collects else "we do not collect this"
            audit.record(db, actor, Deed.SEND_DATA, f"{known.short}: {said}{where}")


@cached
def _still_needed(db: Session, centre: int, known: tuple[Theme, ...], last: str) -> StillNeeded:
    quiet = not_collected.of_centre(db, centre)
    needed: list[Needed] = []
    complete: list[Theme] = []
    never: list[Theme] = []
    silent: list[Theme] = []
    for theme in known:
        found = coverage(theme, counts.numbers(db, centre, theme.id), (one.area for one in quiet.get(theme.id, ())))
        if EVERY_AREA in found.not_collected:
            silent.append(theme)
        elif not found.first:
            never.append(theme)
        elif lines := grouped(theme, found.open_months(last)):
            needed.append(Needed(theme, lines))
        else:
            complete.append(theme)
    return StillNeeded(tuple(needed), tuple(complete), tuple(never), tuple(silent))
