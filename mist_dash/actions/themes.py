"""What a person sees on a theme's page: the own centre's numbers as a chart, a comparison and words, of one birth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from mist_dash.actions import catalogue
from mist_dash.core import agreed, months, words
from mist_dash.core.answers import NO_VERDICT, Elsewhere, OpenAnswer, answers, around, over
from mist_dash.core.catalogue import Measure, Panel, Theme
from mist_dash.core.change import Change, YearSide, mix_shift, year_on_year, years
from mist_dash.core.control import (
    FEWEST,
    Baseline,
    Companion,
    Control,
    Picture,
    baseline_of,
    draw,
    grouped,
    in_periods,
    picture_of,
)
from mist_dash.core.counts import Numbers, Profile, profile_of
from mist_dash.core.events import Event
from mist_dash.core.headline import Headline, headline, of_profile, without
from mist_dash.core.lines import Line, lines
from mist_dash.core.months import Basis
from mist_dash.core.path import YearStep, path
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.query import Answer, Query, answer, events_in
from mist_dash.core.resources import Resource
from mist_dash.core.series import Series
from mist_dash.core.sharing import hides_small
from mist_dash.core.since_last import SinceLast, since_last
from mist_dash.core.since_when import SinceWhen, since_when
from mist_dash.core.spread import places_of, spread_of
from mist_dash.core.stories import Story
from mist_dash.store import baselines, chart_events, counts, engine, resources, stories
from mist_dash.store.cache import cached
from mist_dash.store.engine import Session

Chosen = Mapping[tuple[str, str], Baseline]  # (measure, area) -> what the lead chose
NONE_CHOSEN: Chosen = MappingProxyType({})


@dataclass(frozen=True)
class Beside:
    """One area of the measure in view, for the strips beside the picture."""

    area: str
    title: str
    series: Series
    since_last: SinceLast


@dataclass(frozen=True, eq=False)
class View:
    """One query of the own centre, answered. What has no numbers yet is None or empty. It is equal to itself only: one
    that is cached is the same until somebody writes, and so is what is drawn from it.

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
    headline: Headline = field(kw_only=True)
    lines: tuple[Line, ...] = ()
    answers: tuple[OpenAnswer, ...] = ()
    since_last: SinceLast | None = None
    beside: tuple[Beside, ...] = ()
    mix: str = ""
    withheld: bool = False
    rates_only: Companion | None = None  # sent without the counts behind them
    paths: tuple[tuple[Panel, tuple[YearStep, ...]], ...] = ()  # the theme's panels that stand beside this measure

    @property
    def theme(self) -> Theme:
        return self.query.theme

    @property
    def measure(self) -> Measure:
        return self.query.measure

    @property
    def picture(self) -> Picture:
        """A timeline where events are rare, else the control chart."""
        return "control" if self.series is None else picture_of(self.series)

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
    numbers, events = _numbers(db, centre, theme), chart_events.events(db, centre, theme.id)
    chosen = baselines.of_theme(db, centre, theme.id)
    elsewhere = [(who, one) for who, _, one in chart_events.interventions(db, theme.id) if who != centre]
    seen = view(replace(Query.of(theme, measure, area, basis), hides=hides), numbers, events, chosen, elsewhere)
    if theme.agreed is None or theme.agreed.measure != measure:
        return seen
    others = {who for who, *_ in chart_events.interventions(db, theme.id, "in use") if who != centre}
    own = agreed.ticks(theme.agreed, chart_events.ticked(db, centre, theme.id))
    return replace(seen, answers=tuple({**dict(seen.answers), **agreed.around(own, len(others))}.items()))


def view(
    query: Query,
    numbers: Numbers,
    events: tuple[Event, ...] = (),
    chosen: Chosen = NONE_CHOSEN,
    elsewhere: Sequence[Elsewhere] = (),
) -> View:
    """The same from numbers in hand: what is stored, or what is about to be. chosen: (measure, area) -> baseline."""
    measure = query.measure
    if measure.kind == "profile":
        seen = _profile(query, numbers)
        around_it = around(events_in(events, seen.area), over(seen.area, elsewhere))
        return replace(seen, answers=(NO_VERDICT, *around_it) if seen.profile else around_it)
    found = {name: answer(query.inside(name), numbers, events) for name in measure.areas}
    rates = {} if query.hides else {name: rates_only(measure, name, numbers) for name in measure.areas}
    areas = tuple(name for name, one in found.items() if one.series or one.withheld or rates.get(name))
    query = query.inside(query.area or next(iter(areas or measure.areas)))
    here = found[query.area]
    seen = View(
        query,
        areas,
        headline=without(measure.title, query.area, here.withheld),
        events=events_in(events, query.area),
        rates_only=rates.get(query.area),
        answers=around(events_in(events, query.area), over(query.area, elsewhere)),
    )
    if here.series is None or here.yearly is None:
        return replace(seen, withheld=here.withheld)
    change = year_on_year(here.yearly, query.basis, looked_differently=here.looked_differently)
    since = since_when(here.series, looked_differently=here.looked_differently)
    last = since_last(here.series)
    return replace(
        seen,
        series=here.series,
        control=replace(_draw(here, events, chosen), incomplete=since.incomplete),
        change=change,
        since=since,
        headline=headline(here.series, change, since, last),
        lines=lines(here.series, change, since),
        answers=answers(here.series, since, last, picture_of(here.series), seen.events, over(query.area, elsewhere)),
        since_last=last,
        years=years(here.yearly, change, query.basis),
        beside=_beside(query.theme, found),
        mix=_mix(query, found),
        paths=_paths(query, numbers),
    )


def sent(actor: Person, theme: str) -> Mapping[str, tuple[str, ...]]:
    """The areas of each measure, by its id, in which the own centre has numbers, in the catalogue's order."""
    centre, known = own_centre(actor, Deed.SEE_CENTRE), catalogue.theme(theme)
    with engine.reading() as db:
        return _sent(db, centre, known, hides_small(known, actor))


@cached
def _sent(db: Session, centre: int, theme: Theme, hides: bool) -> Mapping[str, tuple[str, ...]]:
    numbers = _numbers(db, centre, theme)
    return MappingProxyType(
        {
            one.id: tuple(
                area for area in one.areas if _has_numbers(replace(Query(theme, one, area), hides=hides), numbers)
            )
            for one in theme.measures
        }
    )


def _numbers(db: Session, centre: int, theme: Theme) -> Numbers:
    """What was sent, and what the ticks of an agreed list count up to."""
    sent = counts.numbers(db, centre, theme.id)
    ticked = chart_events.ticked(db, centre, theme.id) if theme.agreed else ()
    return {**sent, **agreed.counted(theme, ticked, sent, months.of(date.today()))}


def _has_numbers(query: Query, numbers: Numbers) -> bool:
    if query.measure.kind == "profile":
        return profile_of(query.theme, query.measure, query.area, numbers, query.basis) is not None
    found = answer(query, numbers)
    only = not query.hides and rates_only(query.measure, query.area, numbers) is not None
    return found.series is not None or found.withheld or only


def _profile(query: Query, numbers: Numbers) -> View:
    """Bars by year. They hold single numbers, so they are not for a reader from whom small ones are hidden."""
    found = {
        name: None if query.hides else profile_of(query.theme, query.measure, name, numbers, query.basis)
        for name in query.measure.areas
    }
    areas = tuple(name for name, one in found.items() if one)
    query = query.inside(query.area or next(iter(areas or query.measure.areas)))
    profile = found[query.area]
    said = (
        of_profile(profile, query.measure.title) if profile else without(query.measure.title, query.area, query.hides)
    )
    return View(query, areas, headline=said, profile=profile, withheld=query.hides)


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
    """The gallery's stories and the resources of one theme, the newest first; one's own, who know them, last."""
    check(actor, Deed.SEE_LEARNING)
    with engine.reading() as db:
        found, kept = stories.shared(db, "gallery", theme=theme), resources.resources(db, theme=theme)
    return tuple(sorted(found, key=lambda one: one.centre == actor.centre)), kept


def _draw(found: Answer, events: Sequence[Event], chosen: Chosen) -> Control:
    """The automatic chart with all its guards, on a frozen baseline; a change in how we look begins a new phase."""
    series, query = found.series, found.query
    assert series is not None
    drawn, width = grouped(series, found.looked_differently)
    ends = tuple(
        sum(one < month for one in drawn.months) for month in found.looked_differently if month in series.months[1:]
    )
    own = chosen.get((query.measure.id, query.area))
    baseline = baseline_of(series, events_in(events, query.area), own, found.looked_differently)
    baseline = in_periods(baseline, drawn, width)
    spread = spread_of(series) if width > 1 and len(places_of(series)) >= FEWEST else None
    chart = draw(
        drawn, "step" if query.measure.chart == "step" else "auto", baseline=baseline, phase_ends=ends, spread=spread
    )
    return replace(chart, period=width, reason=f"{words.picture.why_grouped(width)}{chart.reason}")


def _beside(theme: Theme, found: Mapping[str, Answer]) -> tuple[Beside, ...]:
    """Every area with numbers, the one in view included, in the catalogue's order."""
    titles = {area.name: area.title for area in theme.areas}
    return tuple(
        Beside(name, titles[name], one.series, since_last(one.series)) for name, one in found.items() if one.series
    )


def _paths(query: Query, numbers: Numbers) -> tuple[tuple[Panel, tuple[YearStep, ...]], ...]:
    """The panels beside the measure in view, each measure of them answered as this reader may see it."""
    found = []
    for panel in query.theme.panels:
        if query.measure.id in panel.beside:
            asked = [replace(query, measure=query.theme.measure(id)) for id in (panel.across, panel.up)]
            across, up = (answer(one, numbers).series for one in asked)
            steps = path(across, up, query.basis) if across and up else ()
            found += [(panel, steps)] if len(steps) > 1 else []
    return tuple(found)


def _mix(query: Query, found: Mapping[str, Answer]) -> str:
    """A sentence where every area moved one way and the whole the other; only when every part is there."""
    parts = {name: one.yearly for name in query.theme.parts if (one := found.get(name)) and one.yearly}
    return mix_shift(parts, query.basis) or "" if len(parts) == len(query.theme.parts) > 1 else ""
