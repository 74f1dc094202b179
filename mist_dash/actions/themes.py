"""What a person sees on a theme's page: the own centre's numbers as a chart, a comparison and words, of one birth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from mist_dash.actions.catalogue import theme as theme_of
from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.change import Change, YearSide, mix_shift, year_on_year, years
from mist_dash.core.control import Companion, Control, draw
from mist_dash.core.counts import Numbers, Profile, by_quarter, on_months, profile_of, series_of
from mist_dash.core.events import Event
from mist_dash.core.months import Basis
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.resources import Resource
from mist_dash.core.series import Series
from mist_dash.core.sharing import hides_small, without_small
from mist_dash.core.stories import Story
from mist_dash.store import chart_events, counts, engine, resources, stories
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session


@dataclass(frozen=True)
class View:
    """One measure in one area of the own centre. What has no numbers yet is None or empty."""

    theme: Theme
    measure: Measure
    area: str
    basis: Basis
    areas: tuple[str, ...]
    series: Series | None = None
    control: Control | None = None
    change: Change | None = None
    years: tuple[YearSide, ...] = ()
    profile: Profile | None = None
    events: tuple[Event, ...] = ()
    others: tuple[tuple[str, Control, tuple[Event, ...]], ...] = ()
    mix: str = ""
    hides_small: bool = False
    rates_only: Companion | None = None  # sent without the counts behind them


def see(
    actor: Person,
    theme: str,
    measure: str | None = None,
    area: str | None = None,
    basis: str | None = None,
) -> View:
    """The own centre's view of a theme. Unknown measures, areas and years fall back to the first: they are URL text."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    known = theme_of(theme)
    chosen = known.measure(measure)
    year: Basis = basis if basis in get_args(Basis) else "financial"  # type: ignore[assignment]
    hides = hides_small(known, actor)
    with engine.reading() as db:
        return _view(db, centre, known, chosen, area if area in chosen.areas else None, year, hides)


@cached
def _view(
    db: Session,
    centre: int,
    theme: Theme,
    measure: Measure,
    area: str | None,
    basis: Basis,
    hides: bool,
) -> View:
    numbers, events = counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id)
    return view(theme, measure, area, basis, numbers, events, hides)


def view(
    theme: Theme,
    measure: Measure,
    area: str | None,
    basis: Basis,
    numbers: Numbers,
    events: tuple[Event, ...] = (),
    hides: bool = False,
) -> View:
    """The same from numbers in hand: what is stored, or what is about to be."""
    found = {name: _series(theme, measure, name, numbers, hides) for name in measure.areas}
    rates = {name: rates_only(measure, name, numbers) for name in measure.areas if not hides}
    areas = tuple(name for name in measure.areas if found[name] or rates.get(name)) or measure.areas
    area = area if area in areas else areas[0]
    alone = rates.get(area)
    if measure.kind == "profile":
        profile = None if hides else profile_of(theme, measure, area, numbers, basis)
        return View(theme, measure, area, basis, measure.areas, profile=profile, hides_small=hides)
    series = found[area]
    if series is None:
        return View(theme, measure, area, basis, areas, events=_here(events, area), hides_small=hides, rates_only=alone)
    marks = _looked(events, area)
    yearly = on_months(series) if measure.every == "quarter" else series
    return View(
        theme,
        measure,
        area,
        basis,
        areas,
        series,
        _draw(series, measure, marks),
        year_on_year(yearly, basis, looked_differently=marks),
        years(yearly, basis),
        None,
        _here(events, area),
        _others(found, area, measure, events),
        _mix(theme, found, basis),
        hides,
        alone,
    )


def rates_only(measure: Measure, area: str, numbers: Numbers) -> Companion | None:
    """The rates that were sent without the counts they are made of: a plain line, and nothing claimed of it."""
    found = {
        key.period: number.value
        for key, number in numbers.items()
        if (key.item, key.area) == (measure.id, area) and number.known
    }
    if not found:
        return None
    monthly = all(map(months.is_month, found))
    axis = months.between(min(found), max(found)) if monthly else tuple(sorted(found))
    return Companion(measure.title, axis, tuple(map(found.get, axis)), measure.unit, None, measure.decimals)


def learn_from(actor: Person, theme: str) -> tuple[tuple[Story, ...], tuple[Resource, ...]]:
    """The gallery's stories and the resources of one theme, the newest first."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        return stories.shared(db, "gallery", theme=theme), resources.resources(db, theme=theme)


def _series(theme: Theme, measure: Measure, area: str, numbers: Numbers, hides: bool) -> Series | None:
    series = None if measure.kind == "profile" else series_of(theme, measure, area, numbers)
    if series is not None and measure.every == "quarter":
        series = by_quarter(series)
    return without_small(series) if series is not None and hides else series


def _draw(series: Series, measure: Measure, looked: tuple[str, ...]) -> Control:
    """A change in how we look begins a new phase with its own centre line."""
    ends = tuple(series.months.index(month) for month in looked if month in series.months[1:])
    fixed = measure.chart if measure.chart in ("t", "sr") else "auto"
    return draw(series, fixed, phase_ends=ends)


def _here(events: tuple[Event, ...], area: str) -> tuple[Event, ...]:
    return tuple(event for event in events if event.area in ("", area))


def _looked(events: tuple[Event, ...], area: str) -> tuple[str, ...]:
    return tuple(months.of(e.start) for e in _here(events, area) if e.kind == "looked differently")


def _others(
    found: dict[str, Series | None],
    area: str,
    measure: Measure,
    events: tuple[Event, ...],
) -> tuple[tuple[str, Control, tuple[Event, ...]], ...]:
    """Every area with numbers, the one in view included, in the catalogue's order."""
    drawn = [
        (name, _draw(series, measure, _looked(events, name)), _here(events, name))
        for name, series in found.items()
        if series
    ]
    return tuple(drawn) if len(drawn) > 1 else ()


def _mix(theme: Theme, found: dict[str, Series | None], basis: Basis) -> str:
    parts = {name: series for name in theme.parts if (series := found.get(name)) is not None}
    return mix_shift(parts, basis) or "" if len(parts) == len(theme.parts) > 1 else ""
