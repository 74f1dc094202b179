"""A comparison of two years becomes what may be said of it: fewer or more, and what chance has to do with it.

Never "significant"; a judgement only where the measure has a good and a bad direction.
"""

from __future__ import annotations

from math import inf, isinf, log

from mist_dash.core import months
from mist_dash.core.change import Change, Verdict, YearSide
from mist_dash.core.words.figures import figure_of, of_rate
from mist_dash.core.words.nouns import capital, span

LONGEST_WAIT = 60  # months that anybody would wait to know
EARLY = 6  # months
NEARLY, MANY = 0.9, 20  # of all; events that nobody would call few
ALIKE = 0.05  # of the logarithm of a ratio: nobody would call 57 and 58 fewer


def verdict(change: Change) -> str:
    """ "Fewer, but so early in the year this could still be chance." A sentence of its own; empty without a verdict."""
    if change.kind in ("ratio", "value") or change.last is None or not change.this.months:
        return ""
    return capital(ending(change).lstrip(".:, "))


def ending(change: Change) -> str:
    """The end of the sentence, from its punctuation on."""
    if change.better is Verdict.SUSPENDED:
        more = ": finding more may only mean looking better" if _harm(change) and _more(change) else ""
        return f". {differently(change)}{more}."
    if change.better is Verdict.TOO_FEW:
        return _too_few(change)
    if change.ratio is None:
        return f": {nothing_to_compare(change) or 'the two cannot be compared'}."
    return f": {direction(change)}{_doubt(change)}."


def _more(change: Change) -> bool:
    return change.last is not None and (change.this.events or 0) > (change.last.events or 0)


def direction(change: Change) -> str:
    """Fewer or more; a lower or higher rate when the counts alone would say the opposite."""
    assert change.last is not None and change.ratio is not None
    up, now, then = change.ratio > 1, change.this.events or 0, change.last.events or 0
    if alike(change):
        if of_rate(change.kind, change.wanted):
            return "about the same rate"
        if change.kind != "proportion" and abs(log(now / then / change.ratio)) >= ALIKE:
            return "about the same rate"  # 55 against 110 in twice as many days
        return "the same" if change.ratio == 1 else "about the same"
    if change.kind == "proportion":
        return "a higher share" if up else "a lower share"
    if (now > then) == up and now != then and not of_rate(change.kind, change.wanted):
        return "more" if up else "fewer"
    return "a higher rate" if up else "a lower rate"


def differently(change: Change) -> str:
    return f"How we look or count changed in {months.say(change.marker or '')}, so the two are not compared"


def nothing_to_compare(change: Change) -> str:
    """Why numbers that do not look small are nothing to compare, or too few; empty where it is that they are small."""
    last = change.last
    if last is None or change.ratio is not None:
        return ""
    if not (change.this.events or last.events):
        return "none in either year, so there is nothing to compare"
    if 0 in (change.this.exposure, last.exposure):
        return f"without {change.exposure_name or 'days'} there is nothing to compare"
    if change.kind == "proportion" and all(_all(side) for side in (change.this, last)):
        return "all in both years, so there is nothing to compare"
    sides = [(side.events or 0, side.exposure or 0) for side in (change.this, last)]
    events, whole = (sum(part) for part in zip(*sides, strict=True))
    if change.kind == "proportion" and events >= MANY and all(part > NEARLY * of for part, of in sides):
        return "nearly all in both years, so too few are left over to compare"
    rarer = min(events, whole - events) if change.kind == "proportion" else events
    return "months vary too much here to compare" if rarer >= MANY and change.spread > 1 else ""


def alike(change: Change) -> bool:
    """Whether nobody would call the two fewer or more, and no range says otherwise."""
    return not change.apart and (same(change) or abs(log(change.ratio or inf)) < ALIKE)


def same(change: Change) -> bool:
    """Whether the two rates look alike as they are shown."""
    assert change.last is not None
    now, then = change.this.rate or 0, change.last.rate or 0
    return now == then or (not (isinf(now) or isinf(then)) and figure_of(change, now) == figure_of(change, then))


def _too_few(change: Change) -> str:
    if why := nothing_to_compare(change):
        return f": {why}."
    if change.whole is not None:
        return ": too few so far to compare."
    return f": too few to compare.{_wait(change, change.months_to_know or 0) if _harm(change) else ''}"


def _doubt(change: Change) -> str:
    """What chance has to do with it."""
    if alike(change):
        return f", but chance could be hiding a {'small ' if _narrow(change) else ''}change either way"
    if change.better is Verdict.NEUTRAL:
        doubt = "by more than chance alone would usually bring" if change.beyond_chance else f"but {_still(change)}"
        return f", {doubt}; neither good nor bad in itself"
    if not change.beyond_chance:
        return f", but {_still(change)}"
    if change.better is Verdict.BETTER:
        return ", an improvement that chance alone would rarely bring"
    return ", by more than chance alone would usually bring; worth asking what changed"


def _still(change: Change) -> str:
    """That it may be chance, and why, where the 95% range alone would say otherwise."""
    if not change.apart:
        return "this could still be chance"
    if not change.running and len(change.this.months) < EARLY:
        return "over so few months this could still be chance"
    if change.running:
        early = len(change.this.months) <= EARLY
        return f"{'so early in' if early else 'before the end of'} the year this could still be chance"
    where = "among so many figures" if change.together else "in figures that are looked at every month"
    return f"{where} this could still be chance"


def _all(side: YearSide) -> bool:
    return side.events == side.exposure


def _wait(change: Change, months_to_know: int) -> str:
    """How long a halving would take to show, where anybody could wait for it."""
    if change.kind == "proportion" and (change.this.events or 0) > (change.this.exposure or 0) / 2:
        return ""  # nearly all: it is what is left over that is too rare
    if change.kind == "proportion" and months_to_know > LONGEST_WAIT:
        return " This is too rare to judge by the year."
    if months_to_know > LONGEST_WAIT:
        return " This is too rare to judge by the year: see the time since the last one."
    return f" At this level, even a halving would take {span(months_to_know)} to show."


def _narrow(change: Change) -> bool:
    return change.low is not None and change.high is not None and change.low > 0.8 and change.high < 1.25


def _harm(change: Change) -> bool:
    """Whether it is harm that is counted, and so looked for."""
    return change.wanted == "lower" or change.kind == "between"
