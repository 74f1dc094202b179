"""Series of many centres become figures of the collaborative that cannot be taken apart again.

Each stored number enters one published figure and no other: one measure a theme, areas that do not overlap, the same
centres throughout a year, and nothing published is ever revised. A year is stored as its quarters where each of them
may be shown, else as a whole; a reader sees years only, the quarters added up. So no two figures, of whatever filter
or month, can be subtracted to leave one centre's number. Between any two years either the same centres stand in them
or at least five differ: the step between the two is a figure of those that differ, each of whom stands in one of the
two years too, so it needs one more than any other.
Whether a year is shown rests on earlier years and on who takes part, never on its own events: absence tells nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from mist_dash.core import months
from mist_dash.core.catalogue import Measure, Theme
from mist_dash.core.change import Verdict, year_on_year_of_all
from mist_dash.core.change.sides import Sums, add_up, usable, with_intervals
from mist_dash.core.series import Series
from mist_dash.core.sharing.limits import DEFAULT, CentrePart, Limits, largest_share, may_be_shown, summed

QUARTER = 3
USABLE = 2  # months of each quarter that a contributing centre has sent
SETTLES = 2  # whole months after a year's end in which centres still send
EARLIER = 36  # months before a year, from which is told how much is to be expected in it
APART = DEFAULT.centres + 1  # by which two years differ, if they differ: one of them that takes its own out sees four
FEWEST_NAMED = 3  # "fewer than 3 of the 7": no smaller number of centres is said, nor one that leaves fewer over
FEWEST_COMPARED = 5  # of 4, whoever did worse would know of "more than 2" that all others did better
Published = tuple[str, float, float]  # period, events, exposure


@dataclass(frozen=True)
class PooledYear:
    """One year of one area, ready to be published. `centres` never leaves the server."""

    year: str
    centres: tuple[int, ...]
    published: tuple[Published, ...]
    largest: float
    improved: int | None
    compared: int


@dataclass(frozen=True)
class Period:
    """One point of the pooled chart. A figure that is hidden from the reader is None, with its rate and interval."""

    name: str
    events: float | None
    exposure: float | None
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def pooled_measure(theme: Theme) -> Measure | None:
    """The one measure of a theme that is shown together: the first with a good direction and a denominator."""
    return next((m for m in theme.measures if m.kind in ("rate", "proportion") and m.better != "neither"), None)


def pooled_areas(theme: Theme, measure: Measure) -> tuple[str, ...]:
    """Where areas add up, only the parts: the hospital less its parts would be those centres that send the whole."""
    return tuple(area for area in measure.areas if not theme.parts or area in theme.parts)


def due(today: str, first: str) -> tuple[str, ...]:
    """The last months ("2025-03") of every financial year since `first` that has settled by the month `today`."""
    last = months.later(today, -1 - SETTLES)
    return tuple(month for month in months.between(first, last) if month[5:] == "03")


def made_of(measure: Measure) -> str:
    """What a pooled measure adds up, whatever its id: so that a measure with a new id is known for what it was."""
    counted = " ".join(f"{term.sign:+d} {term.item}" for one in measure.numerator for term in one.terms)
    return f"{measure.kind}: {counted} / {measure.exposure}"


def pool(
    series: Mapping[int, Series],
    end: str,
    published: Sequence[Collection[int]],
    limits: Limits,
    looked: Mapping[int, Sequence[str]] | None = None,
) -> PooledYear | None:
    """The year that ends with the month `end`; None when the rule does not allow any of it.

    series: by centre. published: the centres of every year that is out, the oldest first. looked: by centre, months
    from which harm was looked for in another way.
    """
    quarters = [months.between(months.later(end, -n - 2), months.later(end, -n)) for n in (9, 6, 3, 0)]
    sent = {centre: parts for centre, one in series.items() if (parts := _parts(one, quarters)) is not None}
    chosen = contributors(sent, published)
    if not chosen:
        return None
    proportion = next(iter(series.values())).kind == "proportion"
    earlier = [_earlier(series[centre], quarters[0][0]) for centre in chosen]
    by_quarter = [(_named(quarter), [sent[centre][n] for centre in chosen]) for n, quarter in enumerate(quarters)]
    as_a_whole = [(year_name(end), [summed(sent[centre]) for centre in chosen])]
    for cuts in (by_quarter, as_a_whole):
        exposures = [[exposure for _, exposure in parts] for _, parts in cuts]
        if all(may_be_shown(one, earlier, limits, proportion) for one in exposures):
            shown = tuple((name, *summed(parts)) for name, parts in cuts)
            improved = _improved({c: series[c] for c in chosen}, end, looked or {})
            return PooledYear(year_name(end), chosen, shown, max(map(largest_share, exposures)), *improved)
    return None


def contributors(sent: Collection[int], published: Sequence[Collection[int]]) -> tuple[int, ...]:
    """Who stands in a year, so that it differs from every year that is out by none or by at least five.

    Everybody who sent, if that is so; else the same centres as in the newest year, while newcomers wait; else, when
    some of those have left, without one or a few more: those that joined last go first, and their size has no say.
    """
    everybody = tuple(sorted(sent))
    as_before = [tuple(sorted(one)) for one in reversed(published) if set(one) <= set(sent)]
    newest = [one for one in as_before[:1] if set(one) == set(published[-1])]
    without = (gone for n in range(1, APART + 1) for gone in combinations(reversed(everybody), n))
    fewer = (tuple(centre for centre in everybody if centre not in gone) for gone in without)
    fine = (one for one in chain((everybody, *newest), fewer, as_before) if all(_apart(one, old) for old in published))
    return next(fine, ())


def _apart(one: Collection[int], other: Collection[int]) -> bool:
    differ = set(one) ^ set(other)
    return not differ or len(differ) >= APART


def periods(series: Series, published: Sequence[Published], limits: Limits, public: bool) -> tuple[Period, ...]:
    """The years that a reader may see: exact for the collaborative; for the public small ones are hidden.

    series: any of the measure, for its kind, multiplier and unit.
    """
    years = by_year(published)
    rows = [_public(row, series.kind == "proportion", limits) for row in years] if public else years
    known = [row for row in rows if row[1] is not None]
    sides = with_intervals([series] * len(known), [Sums(name, (name,), *rest) for name, *rest in known])  # type: ignore[arg-type]
    rates = {side.name: (side.rate, side.low, side.high) for side in sides}
    return tuple(Period(*row, *rates.get(row[0], (None, None, None))) for row in rows)


def by_year(published: Sequence[Published]) -> list[Published]:
    """Quarters added up: everybody sees years only, as a quarter of few events tells more of chance than of care."""
    found: dict[str, list[CentrePart]] = {}
    for name, events, exposure in published:
        found.setdefault(name.split(" ")[0], []).append((events, exposure))
    return [(year, *summed(parts)) for year, parts in found.items()]


def say_improved(year: str, improved: int | None, compared: int, limits: Limits) -> str:
    """ "In 2024/25, 4 of the 7 centres that send data did better than in their own year before." Empty when too few.

    Neither the few nor all but the few are counted out: of "6 of the 7", the one that did not would know all others.
    """
    told = _how_many(improved, compared, limits)
    return f"In {year}, {told} centres that send data did better than in their own year before." if told else ""


def improved_in_short(year: str, improved: int | None, compared: int, limits: Limits) -> str:
    """ "4 of the 7 centres did better in 2024/25": the same where there is little room."""
    told = _how_many(improved, compared, limits)
    return f"{told[0].upper()}{told[1:]} centres did better in {year}" if told else ""


def _how_many(improved: int | None, compared: int, limits: Limits) -> str:
    if improved is None or compared < max(limits.centres, FEWEST_COMPARED):
        return ""
    if improved < FEWEST_NAMED:
        return f"fewer than {FEWEST_NAMED} of the {compared}"
    most = compared - FEWEST_NAMED + 1
    if improved < most:
        return f"{improved} of the {compared}"
    return f"at least {most} of the {compared}"


def year_name(end: str) -> str:
    return months.year_of(end, "financial", end)


def _named(cut: Sequence[str]) -> str:
    """ "2024/25 Apr to Jun": the year comes first, so that quarters can be put together again."""
    first, last = (months.say(month, short=True)[:3] for month in (cut[0], cut[-1]))
    return f"{year_name(cut[-1])} {first} to {last}"


def _parts(series: Series, quarters: Sequence[Sequence[str]]) -> list[CentrePart] | None:
    """One centre's events and exposure in each quarter; None unless it sent enough of every one."""
    if series.exposure is None:
        return None
    fine = {series.months[place]: place for place in usable(series)}
    places = [[fine[month] for month in quarter if month in fine] for quarter in quarters]
    if any(len(found) < USABLE for found in places):
        return None
    sums = [add_up(series, "", found) for found in places]
    return [(one.events, one.exposure) for one in sums] if all(one.exposure > 0 for one in sums) else None


def _earlier(series: Series, first: str) -> CentrePart:
    """One centre's events and exposure in the years before the month `first`."""
    places = [place for place in usable(series) if months.later(first, -EARLIER) <= series.months[place] < first]
    one = add_up(series, "", places)
    return (one.events, one.exposure) if one.exposure > 0 else (0.0, 0.0)


def _improved(series: Mapping[int, Series], end: str, looked: Mapping[int, Sequence[str]]) -> tuple[int | None, int]:
    """How many did better than in their own year before, of how many that sent both years and looked alike.

    Who had none in either year is among them: left out, their number would tell that they had none.
    """
    marks = [looked.get(centre, ()) for centre in series]
    changes = year_on_year_of_all(tuple(series.values()), "financial", end, looked_differently=marks)
    found = []
    for one, change in zip(series.values(), changes, strict=True):
        this, last = change.this.rate, change.last.rate if change.last else None
        if this is not None and last is not None and change.better is not Verdict.SUSPENDED:
            found.append(this > last if one.better == "higher" else this < last)
    return (int(np.sum(found)) if found else None), len(found)


def _public(row: Published, proportion: bool, limits: Limits) -> tuple[str, float | None, float | None]:
    """One year as the public sees it.

    Tighter limits work on what the default ones show, never on the counts themselves: so whatever limits were set one
    after the other, all views together tell no more than the default one.
    """
    name, events, exposure = row
    shown, under = _to_nearest(events, DEFAULT), _to_nearest(exposure, DEFAULT)
    coarse = _to_nearest(under, limits)
    if _any_small(events, exposure, proportion, DEFAULT) or _any_small(shown, under, proportion, limits) or not coarse:
        return name, None, coarse
    return name, _to_nearest(shown, limits), coarse


def _any_small(events: float, exposure: float, proportion: bool, limits: Limits) -> bool:
    """Of a proportion, what is left over counts too: 96 of 100 tells the 4."""
    return any(0 < count <= limits.small for count in ((events, exposure - events) if proportion else (events,)))


def _to_nearest(value: float, limits: Limits) -> float:
    return float(round(value / limits.nearest) * limits.nearest)
