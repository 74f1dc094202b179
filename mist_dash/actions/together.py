"""How the collaborative does together: figures made once a month, and what of them each reader may see."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from sqlmodel import Session

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.counts import Numbers, series_of
from mist_dash.core.events import Event, stretches
from mist_dash.core.people import Deed, Person, check
from mist_dash.core.series import Series
from mist_dash.core.sharing import (
    IndexLine,
    Limits,
    Period,
    PooledYear,
    index_lines,
    periods,
    pool,
    pooled_areas,
    pooled_measure,
    say_improved,
)
from mist_dash.core.sharing.pooled import due, year_name
from mist_dash.store import chart_events, counts, engine, together
from mist_dash.store.cache import cached

SentByCentre = Mapping[int, tuple[Numbers, tuple[Event, ...]]]  # by centre
LOT = random.SystemRandom()


@dataclass(frozen=True)
class Together:
    """What one reader may see of one theme's area. What the rule does not allow is not in it."""

    measure: Measure
    area: str
    areas: tuple[str, ...]
    sentence: str = ""
    periods: tuple[Period, ...] = ()
    lines: tuple[tuple[str, tuple[IndexLine, ...]], ...] = ()  # by intervention, in the catalogue's order
    public: bool = False


def see(actor: Person, theme: str, area: str | None = None, today: str | None = None) -> Together | None:
    """The collaborative's figures of a theme; None where the theme has none to show together (the HSMR)."""
    check(actor, Deed.SEE_LEARNING)
    known = theme_of(theme)
    return _seen(known, area, today, public=known.hide_small)


def public(theme: str, area: str | None = None, today: str | None = None) -> Together | None:
    """The same for everybody, signed in or not: years only, small counts hidden, no lines."""
    return _seen(theme_of(theme), area, today, public=True)


def areas(theme: str) -> tuple[str, ...]:
    """The areas in which a theme's figures are added up; none where the theme has none to show together."""
    known = theme_of(theme)
    measure = pooled_measure(known)
    return pooled_areas(known, measure) if measure else ()


def _seen(theme: Theme, area: str | None, today: str | None, public: bool) -> Together | None:
    measure = pooled_measure(theme)
    if measure is None:
        return None
    areas = pooled_areas(theme, measure)
    chosen = area if area in areas else areas[0]
    month = today or months.of(datetime.now(UTC).date())
    with engine.reading() as db:
        if together.made_for(db, theme.id) >= month:
            return _shown(db, theme, measure, chosen, public)
    _make(theme, measure, month)
    with engine.reading() as db:
        return _shown(db, theme, measure, chosen, public)


@cached
def _shown(db: Session, theme: Theme, measure: Measure, area: str, public: bool) -> Together:
    limits = together.limits(db)
    years = together.years(db, theme.id, measure.id).get(area, {})
    drawn = {} if public else {name: lines for name, (_, lines) in together.lines(db, theme.id).items()}
    seen = Together(measure, area, pooled_areas(theme, measure), public=public)
    return _allowed(theme, seen, list(years.values()), drawn, limits)


def _allowed(
    theme: Theme, seen: Together, years: list[PooledYear], drawn: Mapping[str, tuple[IndexLine, ...]], limits: Limits
) -> Together:
    """The limits are applied again to what was published: they may have been tightened since."""
    kept = [year for year in years if len(year.centres) >= limits.centres and year.largest <= limits.share]
    published = [row for year in kept for row in year.published]
    newest = kept[-1] if kept else None
    return Together(
        seen.measure,
        seen.area,
        seen.areas,
        say_improved(newest.year, newest.improved, newest.compared, limits) if newest else "",
        periods(_kind(seen.measure), published, limits, seen.public),
        tuple(
            (one.name, drawn[one.name]) for one in theme.interventions if len(drawn.get(one.name, ())) >= limits.centres
        ),
        seen.public,
    )


def _kind(measure: Measure) -> Series:
    """A series without months: how the measure is counted and shown."""
    none = np.array([])
    return Series((), none, none, measure.kind, measure.multiplier, measure.better, decimals=measure.decimals)


def _make(theme: Theme, measure: Measure, month: str) -> None:
    """This month's snapshot: the years that have settled and are not published yet, and new lines."""
    with engine.begin() as db:
        together.alone(db)
        if together.made_for(db, theme.id) >= month:  # another reader was first
            return
        sent = {
            centre: (counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id))
            for centre in together.centres(db)
        }
        limits = together.limits(db)
        for area in pooled_areas(theme, measure):
            _make_years(db, theme, measure, area, sent, month, limits)
        _make_lines(db, theme, measure, sent, limits)
        together.set_made_for(db, theme.id, month)


def _make_years(
    db: Session, theme: Theme, measure: Measure, area: str, sent: SentByCentre, month: str, limits: Limits
) -> None:
    series = {centre: one for centre, (numbers, _) in sent.items() if (one := _series(theme, measure, area, numbers))}
    looked = {centre: _looked(events, area) for centre, (_, events) in sent.items()}
    published = together.years(db, theme.id, measure.id).get(area, {})
    for end in due(month, min((one.months[0] for one in series.values()), default=month)):
        if year_name(end) in published:
            continue
        beside = [year_name(months.later(end, by)) for by in (-12, 12)]
        neighbours = [published[year].centres for year in beside if year in published]
        made = pool(series, end, neighbours, limits, looked)
        if made is not None:
            published[made.year] = made
            together.add_year(db, theme.id, measure.id, area, made)


def _make_lines(db: Session, theme: Theme, measure: Measure, sent: SentByCentre, limits: Limits) -> None:
    """Lines are added only for as many centres at once as make a figure: one new line would be the newcomer's."""
    known = together.lines(db, theme.id)
    for intervention in theme.interventions:
        drawn = known.get(intervention.name, (frozenset(), ()))[0]
        lines = _lines_of(theme, measure, intervention.name, {c: one for c, one in sent.items() if c not in drawn})
        if len(lines) >= limits.centres:
            chosen = sorted(lines)
            LOT.shuffle(chosen)
            together.add_lines(db, theme.id, intervention.name, sorted(chosen), [lines[centre] for centre in chosen])


def _lines_of(theme: Theme, measure: Measure, name: str, sent: SentByCentre) -> dict[int, IndexLine]:
    series: dict[int, Series] = {}
    starts, looked = {}, {}
    for centre, (numbers, events) in sent.items():
        first = next((e for e in events if e.kind == "intervention" and e.name == name and _held(e)), None)
        area = (first.area or WHOLE) if first else ""
        one = _series(theme, measure, area, numbers) if first else None
        if first is not None and one is not None:
            series[centre], starts[centre] = one, months.of(first.start)
            looked[centre] = _looked(events, first.area)
    return index_lines(series, starts, looked)


def _held(event: Event) -> bool:
    """Whether it ran for its first year without a pause."""
    until = stretches(event)[0][1]
    return until is None or months.number(months.of(until)) - months.number(months.of(event.start)) >= 12


def _series(theme: Theme, measure: Measure, area: str, numbers: Numbers) -> Series | None:
    """Only over the measure's own denominator: rates over another cannot be added to these."""
    one = series_of(theme, measure, area, numbers)
    return one if one is not None and one.exposure is not None and one.exposure_name == measure.exposure else None


def _looked(events: tuple[Event, ...], area: str) -> list[str]:
    return [months.of(e.start) for e in events if e.kind == "looked differently" and (not area or e.area in ("", area))]
