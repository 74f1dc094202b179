"""Counts as values: what a number counts (its key), what it says, and the series they make for a measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.series import Series
from mist_dash.core.sums import Sum

NumberState = Literal["reported", "not collected", "suppressed", "hidden"]  # the last: from this reader, never stored


@dataclass(frozen=True, order=True)
class Key:
    """What a number counts, within one centre and theme. `period` is a month "2024-04", a quarter or a year."""

    item: str
    area: str
    period: str
    definition: str


@dataclass(frozen=True)
class Number:
    """What was sent. Zero, not collected and suppressed at source are three different things."""

    value: float | None
    state: NumberState = "reported"
    text: str = ""  # of items that are words, such as the name of a scale
    note: str = ""

    @property
    def known(self) -> bool:
        return self.state == "reported" and self.value is not None


Numbers = Mapping[Key, Number]


def title_of(theme: Theme, item: str) -> str:
    """What an item is called; a rate that was sent without its counts is kept under its measure's id."""
    return next((one.title for one in theme.items if one.name == item), None) or next(
        (one.title for one in theme.measures if one.id == item), item
    )


def uses(measure: Measure, item: str) -> bool:
    """Whether a number of this item moves the measure's chart."""
    sums = (*measure.numerator, *measure.denominators)
    return item == measure.id or any(item in one.items for one in sums)


def series_of(theme: Theme, measure: Measure, area: str, numbers: Numbers) -> Series | None:
    """The measure's monthly series in one area, from its first month to its last; None without any number.

    The whole hospital is the number sent for it, else the sum of the parts in months when all of them were sent.
    """
    values = monthly(theme, area, numbers)
    top = measure.numerator[0]
    bottom = chosen_denominator(measure, values)
    counts = {month: top.of(items) for month, items in values.items()}
    seen = sorted(month for month, count in counts.items() if count is not None)
    if not seen:
        return None
    axis = months.between(seen[0], seen[-1])
    below = None if bottom is None else [_number(bottom.of(values.get(month, {}))) for month in axis]
    exposed = measure.kind not in ("count", "value") and below is not None
    exposure = exposure_words(theme, measure, bottom)
    return Series(
        months=axis,
        counts=np.array([_number(counts.get(month)) for month in axis]),
        exposure=np.array(below) if exposed else None,
        kind=measure.kind,
        multiplier=measure.multiplier,
        better=measure.better,
        title=measure.title,
        unit=measure.unit.replace(measure.exposure, exposure) if measure.exposure else measure.unit,
        events=measure.events,
        exposure_name=exposure,
        decimals=measure.decimals,
    )


def by_quarter(series: Series) -> Series:
    """Three months added up, each quarter under its last month; a quarter with a missing month is missing."""
    ends = [place for place, month in enumerate(series.months) if int(month[5:]) % 3 == 0 and place >= 2]
    return replace(
        series,
        months=tuple(series.months[place] for place in ends),
        counts=np.array([series.counts[place - 2 : place + 1].sum() for place in ends]),
        exposure=None
        if series.exposure is None
        else np.array([series.exposure[place - 2 : place + 1].sum() for place in ends]),
    )


def on_months(quarters: Series) -> Series:
    """Quarters on an axis of months again, so that years can be compared.

    A quarter's sum stands in its last month; the two before it are closed, with nothing counted in no exposure.
    """
    if not quarters.months:
        return quarters
    axis = months.between(months.later(quarters.months[0], -2), quarters.months[-1])
    ends = [months.later(month, -int(month[5:]) % 3) for month in axis]
    last = np.array([month == end for month, end in zip(axis, ends, strict=True)])
    place = [quarters.months.index(end) for end in ends]

    def laid(values: np.ndarray) -> np.ndarray:
        found = values[place]
        return np.where(last | np.isnan(found), found, 0.0)

    exposure = None if quarters.exposure is None else laid(quarters.exposure)
    return replace(quarters, months=axis, counts=laid(quarters.counts), exposure=exposure)


@dataclass(frozen=True)
class Profile:
    """How one kind of event divides into bands, year by year: counts of shape (years, bands).

    events: what is divided, in words. harms: the places of the bands in which a child came to harm.
    so_far: the last year is not over. months: those that each year adds up; of less than twelve it is drawn pale.
    """

    bands: tuple[str, ...]
    years: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    events: str = "events"
    harms: tuple[int, ...] = ()
    so_far: bool = False
    months: tuple[tuple[str, ...], ...] = ()

    @property
    def parts(self) -> tuple[bool, ...]:
        """Whether each year has less than all its months."""
        return tuple(len(one) < 12 for one in self.months) or (False,) * len(self.years)

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(map(sum, self.counts))

    @property
    def harmed(self) -> tuple[int, ...]:
        """How many did harm, year by year."""
        return tuple(sum(year[place] for place in self.harms) for year in self.counts)


def profile_of(theme: Theme, measure: Measure, area: str, numbers: Numbers, basis: months.Basis) -> Profile | None:
    """The measure's bands added up over each year; None without any number."""
    values = monthly(theme, area, numbers)
    last = max(values, default="")
    years: dict[str, list[int]] = {}
    held: dict[str, list[str]] = {}
    for month in sorted(values):
        parts = [band.of(values[month]) for band in measure.numerator]
        if None not in parts:
            year = months.year_of(month, basis, last)
            held.setdefault(year, []).append(month)
            sums = years.setdefault(year, [0] * len(parts))
            for place, part in enumerate(parts):
                sums[place] += int(part or 0)
    if not years:
        return None
    harms = (place for place, band in enumerate(measure.numerator) if all(theme.item(one).harm for one in band.items))
    return Profile(
        measure.bands,
        tuple(years),
        tuple(map(tuple, years.values())),
        measure.events,
        tuple(harms),
        so_far=months.year_of(months.later(last, 1), basis, last) == months.year_of(last, basis, last),
        months=tuple(map(tuple, held.values())),
    )


def monthly(theme: Theme, area: str, numbers: Numbers) -> dict[str, dict[str, float]]:
    """month -> item -> value in one area."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for key, number in numbers.items():
        asked = area in (key.area, WHOLE)
        if asked and number.known and number.value is not None and months.is_month(key.period):
            found.setdefault(key.area, {}).setdefault(key.period, {})[key.item] = number.value
    return (_sum_of_parts(theme, found) | found.get(area, {})) if area == WHOLE else found.get(area, {})


def chosen_denominator(measure: Measure, values: Mapping[str, Mapping[str, float]]) -> Sum | None:
    """The first denominator that most months have: one for the whole series, so that rates stay comparable."""
    if not measure.denominators:
        return None

    def coverage(total: Sum) -> int:
        return sum(total.of(items) is not None for items in values.values())

    return max(measure.denominators, key=coverage)  # the first one wins a tie


def exposure_words(theme: Theme, measure: Measure, bottom: Sum | None) -> str:
    """What the exposure is called: the catalogue's word, or the item's title when another denominator stood in."""
    if bottom is None or bottom == measure.denominators[0]:
        return measure.exposure
    return theme.item(bottom.items[0]).title.lower()


def _sum_of_parts(theme: Theme, found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    if not theme.parts:
        return {}
    extra = [area.name for area in theme.areas if area.optional]
    complete = set.intersection(*(set(found.get(part, {})) for part in theme.parts))
    return {
        month: _added(theme, [found[a][month] for a in (*theme.parts, *extra) if month in found.get(a, {})])
        for month in complete
    }


def _added(theme: Theme, rows: list[Mapping[str, float]]) -> dict[str, float]:
    """Items added over areas; one that an area did not collect is not collected for the whole."""
    shared = set.intersection(*(set(row) for row in rows))
    return {item: sum(row[item] for row in rows) for item in shared}


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
