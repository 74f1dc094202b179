"""What a person sees on a theme's page: the own centre's numbers as a chart, a comparison and words, of one birth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.change import Change, YearSide, mix_shift, year_on_year, years
from mist_dash.core.control import Companion, Control, draw
from mist_dash.core.counts import Numbers, Profile, profile_of
from mist_dash.core.events import Event
from mist_dash.core.months import Basis
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.query import Answer, Query, answer, events_in
from mist_dash.core.resources import Resource
from mist_dash.core.series import Series
from mist_dash.core.sharing import hides_small
from mist_dash.core.since_when import SinceWhen, since_when
from mist_dash.core.stories import Story
from mist_dash.store import chart_events, counts, engine, resources, stories
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session


@dataclass(frozen=True)
class View:
    """One query of the own centre, answered. What has no numbers yet is None or empty.

    areas: those of the measure that have numbers. withheld: small numbers are hidden from this reader here.
    """

    query: Query
    areas: tuple[str, ...] = ()
    series: Series | None = None
    control: Control | None = None
    change: Change | None = None
    since: SinceWhen | None = None
    years: tuple[YearSide, ...] = ()
    profile: Profile | None = None
    events: tuple[Event, ...] = ()
    others: tuple[tuple[str, Control, tuple[Event, ...]], ...] = ()
    mix: str = ""
    withheld: bool = False
    rates_only: Companion | None = None  # sent without the counts behind them

    @property
    def theme(self) -> Theme:
        return self.query.theme

    @property
    def measure(self) -> Measure:
        return self.query.measure

    @property
    def area(self) -> str:
        return self.query.area


def see(actor: Person, query: Query) -> View:
    """The own centre's view of what is asked. Whether small numbers are hidden is decided here, for this person."""
    centre = own_centre(actor, Deed.SEE_CENTRE)
    hides = hides_small(query.theme, actor)
    with engine.reading() as db:
        return _view(db, centre, query.theme, query.measure.id, query.area, query.basis, hides)


@cached
def _view(db: Session, centre: int, theme: Theme, measure: str, area: str, basis: Basis, hides: bool) -> View:
    numbers, events = counts.numbers(db, centre, theme.id), chart_events.events(db, centre, theme.id)
    return view(replace(Query.of(theme, measure, area, basis), hides=hides), numbers, events)


def view(query: Query, numbers: Numbers, events: tuple[Event, ...] = ()) -> View:
    """The same from numbers in hand: what is stored, or what is about to be."""
    measure = query.measure
    if measure.kind == "profile":
        return _profile(query, numbers)
    found = {name: answer(query.inside(name), numbers, events) for name in measure.areas}
    rates = {} if query.hides else {name: rates_only(measure, name, numbers) for name in measure.areas}
    areas = tuple(name for name, one in found.items() if one.series or one.withheld or rates.get(name))
    query = query.inside(query.area or next(iter(areas or measure.areas)))
    here = found[query.area]
    seen = View(query, areas, events=events_in(events, query.area), rates_only=rates.get(query.area))
    if here.series is None or here.yearly is None:
        return replace(seen, withheld=here.withheld)
    change = year_on_year(here.yearly, query.basis, looked_differently=here.looked_differently)
    since = since_when(here.series, looked_differently=here.looked_differently)
    return replace(
        seen,
        series=here.series,
        control=replace(_draw(here), incomplete=since.incomplete),
        change=change,
        since=since,
        years=years(here.yearly, change, query.basis),
        others=_others(found, events),
        mix=_mix(query, found),
    )


def areas_sent(actor: Person, theme: Theme, measure: str) -> tuple[str, ...]:
    """The areas of a measure in which the own centre has numbers, in the catalogue's order."""
    own_centre(actor, Deed.SEE_CENTRE)
    return see(actor, Query.of(theme, measure)).areas


def _profile(query: Query, numbers: Numbers) -> View:
    """Bars by year. They hold single numbers, so they are not for a reader from whom small ones are hidden."""
    found = {
        name: None if query.hides else profile_of(query.theme, query.measure, name, numbers, query.basis)
        for name in query.measure.areas
    }
    areas = tuple(name for name, one in found.items() if one)
    query = query.inside(query.area or next(iter(areas or query.measure.areas)))
    return View(query, areas, profile=found[query.area], withheld=query.hides)


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


def _draw(found: Answer) -> Control:
    """The automatic chart with all its guards; a change in how we look begins a new phase with its own centre line."""
    assert found.series is not None
    ends = tuple(found.series.months.index(m) for m in found.looked_differently if m in found.series.months[1:])
    return draw(found.series, "step" if found.query.measure.chart == "step" else "auto", phase_ends=ends)


def _others(
    found: Mapping[str, Answer], events: tuple[Event, ...]
) -> tuple[tuple[str, Control, tuple[Event, ...]], ...]:
    """Every area with numbers, the one in view included, in the catalogue's order."""
    drawn = [(name, _draw(one), events_in(events, name)) for name, one in found.items() if one.series]
    return tuple(drawn) if len(drawn) > 1 else ()


def _mix(query: Query, found: Mapping[str, Answer]) -> str:
    """A sentence where every area moved one way and the whole the other; only when every part is there."""
    parts = {name: one.yearly for name in query.theme.parts if (one := found.get(name)) and one.yearly}
    return mix_shift(parts, query.basis) or "" if len(parts) == len(query.theme.parts) > 1 else ""
