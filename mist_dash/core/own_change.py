"""A centre's series becomes what its story tells: the change of its own, in words and as counts before and after."""

from __future__ import annotations

from collections.abc import Sequence

from mist_dash.core import words
from mist_dash.core.before_after import as_rate, before_after, compare
from mist_dash.core.change import Change, YearSide
from mist_dash.core.events import Event
from mist_dash.core.holding import Side, side
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen
from mist_dash.core.words import compared

Told = tuple[str, str, Side | None, Side | None]  # sentence, rates, before, after


def told(series: Series, events: Sequence[Event], since: SinceWhen | None, change: Change) -> Told:
    """Of the change that the scan found; else of the newest intervention with enough months on both sides, whichever
    way it went; else of the two years."""
    if since and since.before and since.after and not since.until:
        before, after = _as_rates(series, since.before, since.after)
        shown = as_rate(series)
        rates = f"Before: {compared.figures(shown, before)}. Since: {compared.figures(shown, after)}."
        reach = words.since.reach(since, series)
        rates += f" {reach[:1].upper()}{reach[1:]}." if reach else ""
        return words.since.say(since, series), rates, *_sides(series, since.before, since.after)
    enough = [one for one in before_after(series, events) if one.compared]
    if enough:
        newest = enough[-1]
        return compared.started(newest), compared.NOT_WHY, *_sides(series, newest.before, newest.after)
    return words.say(change), words.rates(change), *_sides(series, change.last, change.this)


def _as_rates(series: Series, *sides: YearSide) -> tuple[YearSide, YearSide]:
    """The same months with the rate of events, also where the measure is the time between them."""
    places = [[series.months.index(month) for month in one.months] for one in sides]
    return compare(as_rate(series), *places)[:2]


def _sides(series: Series, before: YearSide | None, after: YearSide) -> tuple[Side | None, Side | None]:
    """Both sides as counts; nothing where there is nothing before."""
    return (None, None) if before is None else (side(series, before.months), side(series, after.months))
