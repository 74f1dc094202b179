"""How the collaborative does together: figures made once a month, and what of them each reader may see.

They are made by `snapshot`: by a command, and by the first upload of a month. Whoever looks only reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from sqlmodel import Session

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.actions.catalogue import themes
from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.counts import Numbers
from mist_dash.core.events import Event, stretches
from mist_dash.core.people import Deed, Person, check
from mist_dash.core.query import Query, answer
from mist_dash.core.series import Series
from mist_dash.core.sharing import (
    BeforeAfter,
    GoLiveSum,
    Limits,
    Period,
    PooledYear,
    add_up_starts,
    before_and_after,
    improved_in_short,
    made_of,
    periods,
    pool,
    pooled_areas,
    pooled_measure,
    say_improved,
)
from mist_dash.core.sharing.limits import summed
from mist_dash.core.sharing.pooled import due, year_name
from mist_dash.core.strength import PublishedYear
from mist_dash.store import chart_events, counts, engine, together
from mist_dash.store.cache import cached

SentByCentre = Mapping[int, tuple[Numbers, tuple[Event, ...]]]  # by centre


@dataclass(frozen=True)
class Together:
    """What one reader may see of one theme's area. What the rule does not allow is not in it."""

    measure: Measure
    area: str
    areas: tuple[str, ...]
    sentence: str = ""
    in_short: str = ""
    periods: tuple[Period, ...] = ()
    starts: tuple[tuple[str, BeforeAfter], ...] = ()  # by intervention, in the catalogue's order
    public: bool = False


def see(actor: Person, theme: str, area: str | None = None) -> Together | None:
    """The collaborative's figures of a theme; None where the theme has none to show together (the HSMR)."""
    check(actor, Deed.SEE_LEARNING)
    known = theme_of(theme)
    with engine.reading() as db:
        return _seen(db, known, area, public=known.hide_small)


def public(theme: str, area: str | None = None) -> Together | None:
    """The same for everybody, signed in or not: years only, small counts hidden, nothing around a start."""
    with engine.reading() as db:
        return public_of(db, theme_of(theme), area)


def public_of(db: Session, theme: Theme, area: str | None = None) -> Together | None:
    """The same inside another action, such as for a slide."""
    return _seen(db, theme, area, public=True)


def areas(theme: str) -> tuple[str, ...]:
    """The areas in which a theme's figures are added up; none where the theme has none to show together."""
    known = theme_of(theme)
    measure = pooled_measure(known)
    return pooled_areas(known, measure) if measure else ()


def published(db: Session, theme: Theme, centre: int) -> dict[tuple[str, str], tuple[PublishedYear, ...]]:
    """Measure and area -> the years that all who sign in may see exactly, each with whether this centre is in it."""
    measure = pooled_measure(theme)
    if measure is None or theme.hide_small:
        return {}
    limits = together.limits(db)
    return {
        (measure.id, area): tuple(
            PublishedYear(
                one.year, *summed([(events, exposure) for _, events, exposure in one.published]), centre in one.centres
            )
            for one in _fine(years.values(), limits)
        )
        for area, years in together.years(db, theme.id, measure.id).items()
    }


def snapshot(today: str | None = None) -> tuple[Theme, ...]:
    """Makes the figures of this month for every theme that has none yet, and returns those themes.

    It takes no actor: it shows nothing, and what it stores does not depend on who asked.
    """
    month = today or months.of(datetime.now(UTC).date())
    pooled = [(theme, measure) for theme in themes() if (measure := pooled_measure(theme))]
    with engine.reading() as db:
        open_ = [(theme, one) for theme, one in pooled if together.made_for(db, theme.id, one.id) < month]
    for theme, measure in open_:
        _make(theme, measure, month)
    return tuple(theme for theme, _ in open_)


def _seen(db: Session, theme: Theme, area: str | None, public: bool) -> Together | None:
    measure = pooled_measure(theme)
    if measure is None:
        return None
    areas = pooled_areas(theme, measure)
    return _shown(db, theme, measure, area if area in areas else areas[0], public)


@cached
def _shown(db: Session, theme: Theme, measure: Measure, area: str, public: bool) -> Together:
    limits = together.limits(db)
    years = together.years(db, theme.id, measure.id).get(area, {})
    starts = {} if public else together.go_lives(db, theme.id, measure.id)
    seen = Together(measure, area, pooled_areas(theme, measure), public=public)
    return _allowed(theme, seen, list(years.values()), starts, limits)


def _allowed(
    theme: Theme,
    seen: Together,
    years: list[PooledYear],
    starts: Mapping[str, tuple[GoLiveSum, ...]],
    limits: Limits,
) -> Together:
    """The limits are applied again to what was published: they may have been tightened since."""
    fine = _fine(years, limits)
    newest = fine[-1] if fine else None
    improved = (newest.year, newest.improved, newest.compared, limits) if newest else None
    compared = [
        (one.name, before_and_after(seen.measure.kind, starts.get(one.name, ()), limits)) for one in theme.interventions
    ]
    return replace(
        seen,
        sentence=say_improved(*improved) if improved else "",
        in_short=improved_in_short(*improved) if improved else "",
        periods=periods(_kind(seen.measure), [row for year in fine for row in year.published], limits, seen.public),
        starts=tuple((name, found) for name, found in compared if found),
    )


def _fine(years: Iterable[PooledYear], limits: Limits) -> list[PooledYear]:
    return [year for year in years if len(year.centres) >= limits.centres and year.largest <= limits.share]


def _kind(measure: Measure) -> Series:
    """A series without months: how the measure is counted and shown."""
    none = np.array([])
    return Series((), none, none, measure.kind, measure.multiplier, measure.better, decimals=measure.decimals)


def _make(theme: Theme, measure: Measure, month: str) -> None:
    """This month's snapshot: the years that have settled and are not published yet, and new starts."""
    with engine.begin() as db:
        together.alone(db)
        if together.made_for(db, theme.id, measure.id) >= month:  # another was first
            return
        together.take_over(db, theme.id, measure.id, made_of(measure))
        sent = {
            centre: (counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id))
            for centre in together.centres(db)
        }
        limits = together.limits(db)
        for area in pooled_areas(theme, measure):
            _make_years(db, theme, measure, area, sent, month, limits)
        _make_starts(db, theme, measure, sent, limits)
        together.set_made_for(db, theme.id, measure.id, month)


def _make_years(
    db: Session, theme: Theme, measure: Measure, area: str, sent: SentByCentre, month: str, limits: Limits
) -> None:
    """A year that is out is never made again, not even of another measure: both would rest on the same numbers."""
    found = {centre: answer(Query(theme, measure, area), *one) for centre, one in sent.items()}
    series = {centre: one.series for centre, one in found.items() if one.series and _addable(one.series, measure)}
    looked = {centre: one.looked_differently for centre, one in found.items()}
    out = together.taken(db, theme.id, area)
    for end in due(month, min((one.months[0] for one in series.values()), default=month)):
        if year_name(end) in out:
            continue
        made = pool(series, end, [out[year] for year in sorted(out)], limits, looked)
        if made is not None:
            out[made.year] = frozenset(made.centres)
            together.add_year(db, theme.id, measure.id, made_of(measure), area, made)


def _make_starts(db: Session, theme: Theme, measure: Measure, sent: SentByCentre, limits: Limits) -> None:
    """Only as many centres at once as make a figure are added: the step by one newcomer would be the newcomer's."""
    drawn = together.drawn(db, theme.id)
    for intervention in theme.interventions:
        new = {c: one for c, one in sent.items() if c not in drawn.get(intervention.name, ())}
        made = _started(theme, measure, intervention.name, new, limits)
        if made is not None:
            together.add_go_live(db, theme.id, measure.id, made_of(measure), intervention.name, made)


def _started(theme: Theme, measure: Measure, name: str, sent: SentByCentre, limits: Limits) -> GoLiveSum | None:
    series: dict[int, Series] = {}
    starts, looked = {}, {}
    for centre, (numbers, events) in sent.items():
        first = next((e for e in events if e.kind == "intervention" and e.name == name and _held(e)), None)
        if first is None:
            continue
        one = answer(Query(theme, measure, first.area or WHOLE), numbers, events)
        if one.series is not None and _addable(one.series, measure):
            series[centre], starts[centre] = one.series, months.of(first.start)
            looked[centre] = one.looked_differently
    return add_up_starts(series, starts, looked, limits)


def _held(event: Event) -> bool:
    """Whether it ran for its first year without a pause."""
    until = stretches(event)[0][1]
    return until is None or months.number(months.of(until)) - months.number(months.of(event.start)) >= 12


def _addable(series: Series, measure: Measure) -> bool:
    """Only over the measure's own denominator: rates over another cannot be added to these."""
    return series.exposure is not None and series.exposure_name == measure.exposure
