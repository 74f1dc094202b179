"""One answered query becomes the rows of the small table under its headline, with the caveats that stand behind an (i).

Born of the same comparison and scan as headline, chart and sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isinf

from mist_dash.core import months, words
from mist_dash.core.change import Change, YearSide
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words import figures
from mist_dash.core.words.nouns import capital, counted, number
from mist_dash.core.words.verdict import verdict


@dataclass(frozen=True)
class Line:
    """One row of the small table under a headline: "Since then | 8 | in 10,500 line days | 0.8 | per 1,000; before: 2".

    caveats: whole sentences that stand behind an (i).
    """

    when: str
    events: str
    exposure: str
    rate: str
    told: str
    caveats: tuple[str, ...] = ()


def lines(series: Series, change: Change, since: SinceWhen) -> tuple[Line, ...]:
    """Since the change, where the scan speaks; this year so far; the last whole year where this one is not over."""
    found = [_since_line(series, since)] if since.direction else []
    found += [_year_line(one) for one in (change, change.whole) if one is not None and one.this.months]
    return tuple(found)


def _since_line(series: Series, since: SinceWhen) -> Line:
    assert since.before is not None and since.after is not None and since.month is not None
    begun = months.say(since.month, short=True)
    end = since.until or (since.scanned_to if since.incomplete else None)  # the newest month is not in these figures
    when = f"Since {begun}" if not end else f"{begun} to {months.say(end, short=True)}" if end != since.month else begun
    now, then = words.since.sides(series, since)
    before, unit = "otherwise" if since.until else _before(since.before), _unit(series.kind, series.unit)
    now = "" if now == "none" or " of " in now else now
    share = series.kind == "proportion"
    told = f"{unit}; {before}: {then}" if now else f"{capital(before)}: {then}{'' if share else f' {unit}'}"
    reach = words.since.reach(since, series)
    return Line(
        when,
        _count(since.after),
        _exposure(series.exposure_name, since.after),
        now,
        ". ".join((told, *([capital(reach)] if reach else []), "Chance rarely does this.")),
        tuple(filter(None, (words.since.say(since, series), words.since.CAUTION))),
    )


def _before(side: YearSide) -> str:
    """ "Nov 2021 to Jan 2025": the months before a change, as others on the page may be other ones."""
    first, last = (months.say(month, short=True) for month in (side.months[0], side.months[-1]))
    return first if first == last else f"{first} to {last}"


def _year_line(change: Change) -> Line:
    this, last = change.this, change.last
    then = (
        f"nothing from {figures.same_months(change)} of the year before"
        if last is None
        else f"{figures.same_months(change) if change.running else 'the year'} before: {figures.side(change, last)}"
    )
    doubt = verdict(change)
    rate = _rate(change, this)
    told = f"{_unit(change.kind, change.unit) if rate else ''}; {then}{f'. {doubt}' if doubt else ''}"
    rates = words.rates(replace(change, whole=None))
    caveats = tuple(filter(None, (rates, words.plain.explained(rates), *words.change.caveats(change))))
    return Line(
        figures.named(change),
        _count(this),
        _exposure(change.exposure_name, this, change.kind == "ratio"),
        rate,
        capital(told.lstrip("; ")) if not rate else told.lstrip("; "),
        caveats,
    )


def _rate(change: Change, side: YearSide) -> str:
    """As it is shown; empty where none came between which time could pass, and of a share of few."""
    if (
        side.rate is None
        or isinf(side.rate)
        or change.kind == "value"
        or (change.kind == "proportion" and figures.few(side))
    ):
        return ""
    return figures.figure_of(change, side.rate)


def _count(side: YearSide) -> str:
    return number(side.events) if side.events else "none"


def _exposure(name: str, side: YearSide, expected: bool = False) -> str:
    if side.exposure is None:
        return ""
    return f"against {number(side.exposure, 1)} {name}" if expected else f"in {counted(side.exposure, name or 'days')}"


def _unit(kind: str, unit: str) -> str:
    return "" if kind == "value" else unit.strip("()").removeprefix("% ")
