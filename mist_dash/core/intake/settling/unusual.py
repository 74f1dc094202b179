"""A number far outside what its own series has had, and a January in its old year, become a warning with its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from scipy import special

from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.errors import Problem
from mist_dash.core.intake.compare import say
from mist_dash.core.intake.reading import Count, KeyTuple
from mist_dash.core.intake.settling.checks import CountHistory, monthly_series
from mist_dash.core.intake.table.facts import Fact

FAR_OFF = 3.0  # times the median
OWN_PAST, OWN_FILE = 12, 6  # months: stored ones that speak for a series, else others of the same file
RARE, RARER = 1e-4, 1e-5  # the chance below which a number is doubted, by the one and by the other
REMEDY = "look at it again; when it is right, leave it, and it goes in as it is"
CountSeries = tuple[str, str, str]  # item, area, definition
ByMonth = Mapping[str, float]


def unusual(counts: Sequence[Count], theme: Theme, today: str, history: Mapping[KeyTuple, float]) -> dict[str, Problem]:
    """Each doubt as a sentence, with the cell in which a right value mends it."""
    series = monthly_series(counts)
    stored: dict[CountSeries, dict[str, float]] = defaultdict(dict)
    for (item, area, period, definition), value in history.items():
        if months.is_month(period):
            stored[(item, area, definition)][period] = value
    found = [*_days(series, theme, stored), *_events(series, theme, today, stored)]
    return {f"{months.say(c.month)}, {c.area}: {what}": _problem(c, theme, usual) for c, what, usual in found}


def _problem(count: Count, theme: Theme, usual: str) -> Problem:
    found = f"{say(count.value, count.state)} in {months.say(count.month)}"
    cells = (count.stands.number,) if count.stands.number else ()
    return Problem(count.sheet, count.row, theme.item(count.item).title, found, usual, REMEDY, cells)


Unusual = tuple[Count, str, str]


def _days(all_series: CountHistory, theme: Theme, stored: Mapping[CountSeries, ByMonth]) -> list[Unusual]:
    """Exposures far from the centre's own median."""
    exposures = {item.name: item.title.lower() for item in theme.items if item.kind == "exposure"}
    found = []
    for key, series in all_series.items():
        if key[0] not in exposures:
            continue
        known = {**stored.get(key, {}), **{c.month: c.value for c in series if isinstance(c.value, float) and c.value}}
        usual = median(known.values()) if len(known) >= 4 else 0
        for count in series:
            if usual and isinstance(count.value, float) and not usual / FAR_OFF < count.value < usual * FAR_OFF:
                what = f"{say(count.value, count.state)} {exposures[key[0]]}, where {usual:g} is usual."
                found.append((count, f"{what} Is a digit missing or double?", f"about {usual:g}"))
    return found


def _events(all_series: CountHistory, theme: Theme, today: str, stored: Mapping[CountSeries, ByMonth]) -> list[Unusual]:
    """Counts that neither the range nor the chance of their own months explains."""
    events = {item.name: item.title for item in theme.items if item.kind == "count"}
    found = []
    for key, series in all_series.items():
        if key[0] not in events:
            continue
        before = stored.get(key, {})
        here = {c.month: c.value for c in series if isinstance(c.value, float)}
        new = [c for c in series if c.month in here and before.get(c.month) != here[c.month]]
        if not new:
            continue
        weights = _weights(key, {*before, *here}, theme, all_series, stored)
        every = {**before, **here}
        ends = {id(known): _ends(known, weights) for known in (before, every)}
        for count in new:
            known, enough, rare = before, OWN_PAST, RARE
            if len(before) - (count.month in before) < OWN_PAST:
                known, enough, rare = every, OWN_FILE, RARER
            if not _at_an_end(here[count.month] / weights[count.month], count.month, ends[id(known)]):
                continue
            past = {m: n for m, n in known.items() if m != count.month}
            if len(past) >= enough and _far_outside(count, here[count.month], past, weights, rare, today):
                usual = f"{min(past.values()):g} to {max(past.values()):g}"
                what = f"“{events[key[0]]}” is {here[count.month]:g}, where {len(past)} other months had {usual}."
                found.append((count, f"{what} Is a digit missing or double?", f"{usual}, as in {len(past)} others"))
    return found


def _ends(known: ByMonth, weights: ByMonth) -> list[tuple[float, str]]:
    """The two least and the two greatest rates, with their months."""
    rates = sorted((n / weights[m], m) for m, n in known.items())
    return [*rates[:2], *rates[-2:]]


def _at_an_end(rate: float, month: str, ends: Sequence[tuple[float, str]]) -> bool:
    """Whether a rate lies outside those of all other months, as nearly none does: only then is more worked out."""
    others = [other for other, at in ends if at != month]
    return not others or not min(others) <= rate <= max(others)


def _weights(
    key: CountSeries, over: set[str], theme: Theme, all_series: CountHistory, stored: Mapping[CountSeries, ByMonth]
) -> dict[str, float]:
    """Each month's exposure beside the usual one, 1 where there is none; a slip in it is kept within bounds."""
    rates = (m for m in theme.measures if m.kind == "rate" and any(key[0] in total.items for total in m.numerator))
    for item in (item for measure in rates for total in measure.denominators for item in total.items):
        of = (item, *key[1:])
        days = {
            **stored.get(of, {}),
            **{c.month: c.value for c in all_series.get(of, ()) if isinstance(c.value, float)},
        }
        if usual := median(days.values() or [0]):
            return {m: min(max(days.get(m, usual) / usual, 1 / FAR_OFF), FAR_OFF) for m in over}
    return dict.fromkeys(over, 1.0)


def _far_outside(count: Count, value: float, past: ByMonth, weights: ByMonth, rare: float, today: str) -> bool:
    """Whether a count is outside its past's range at its exposure, and its predictive chance is rare.

    Poisson counts with a gamma prior of one half: a negative binomial forecast; where the past surely scatters more
    than Poisson, value and past are scaled by how much (a quasi-likelihood), so that wide series are doubted late.
    """
    weight = weights[count.month]
    rates = [n / weights[m] for m, n in past.items()]
    high, low = value > max(rates) * weight, value < min(rates) * weight and count.month != today
    if not (high or low):
        return False
    events, exposure = sum(past.values()), sum(weights[m] for m in past)
    mean = events / exposure
    scatter = sum((n - mean * weights[m]) ** 2 / (mean * weights[m]) for m, n in past.items()) if events else 0.0
    wide = max(1.0, scatter / special.chdtri(len(past) - 1, 0.05))
    shape, share = (events + 0.5) / wide, weight / (exposure + weight)
    tail = special.betainc(value / wide, shape, share) if high else special.betainc(shape, value / wide + 1, 1 - share)
    return bool(tail < rare)


def year_slips(facts: Iterable[Fact]) -> list[str]:
    """One sentence for each January of a sheet that stands next to the December of its own year."""
    series: dict[tuple[object, ...], dict[str, int]] = defaultdict(dict)
    for fact in facts:
        period = fact.when.period()
        if period and months.is_month(period):
            series[(fact.sheet, fact.item, fact.place)].setdefault(period, fact.row)
    found: dict[str, None] = {}
    for (sheet, *_), rows in series.items():
        order = list(rows)
        for slip in filter(None, map(_slip, ["", *order], order, [*order[1:], ""])):
            on = f" on “{sheet}”" if sheet else ""
            found[f"{months.say(slip)} stands next to December {slip[:4]}{on}. Is its year right?"] = None
    return list(found)


def _slip(before: str, month: str, after: str) -> str:
    """The January that follows its own December, or comes before it where the months run backwards."""
    december = f"{month[:4]}-12"
    back = bool(before) and before == months.later(month, 1) and after == december
    return month if month[5:] == "01" and (before == december or back) else ""
