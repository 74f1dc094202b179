"""Counts and exposures of two years become what could be told from them at all, and how far apart a judgement needs."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy import special

from mist_dash.core.change.ratios import ALPHA, Floats
from mist_dash.core.change.sides import YearPair
from mist_dash.core.control.limits import Mask
from mist_dash.core.months import Basis
from mist_dash.core.series import Series
from mist_dash.core.spread import SAID, freedom, measured_of, needed, places_of, shared, shown

# Standard errors at the year's end from which .05 of stable years are judged though somebody looks each month
# (O'Brien and Fleming 1979); for pages of many series, and for years that end anew each month, of which three hold 36.
YEAR, MANY = 2.096, 2.660
RUNNING = 2.25  # while a year runs: who looks for three years also meets the whole year that stood when they began
MANY_ROLLING = 3.1  # of many series at once, each by a year that ends anew each month
FEWEST_MONTHS = 4  # of each year, before anything is judged
TENTH = 0.1  # a fall that nobody would miss: what could not even show this is too few to compare
USUALLY = 0.8  # of the times, or four in five
# Events expected in both sides together from which a halving is seen so often at the year's end, by the difference of
# their square roots; benchmarks/coverage.py prints the power by enumeration.
EVENTS_FOR_HALVING = 3 * ((YEAR + special.ndtri(USUALLY)) / (2 - sqrt(2))) ** 2


def p_needed(pair: YearPair, basis: Basis, together: bool, known: float) -> float:
    """The p-value below which the two years may be judged; 0, so none, with too few months.

    known: the degrees of freedom of the spread, where one is used: Student's t allows for its being a guess.
    """
    compared = len(pair.this.months)
    if compared < FEWEST_MONTHS:
        return 0.0
    rolling = basis == "rolling"
    one = RUNNING if pair.running else YEAR
    constant = MANY_ROLLING if together and rolling else MANY if together or rolling else one
    return float(needed(2 * special.ndtr(-constant * sqrt(12 / compared)), known))


def shows_a_tenth(x1: Floats, e1: Floats, x2: Floats, e2: Floats, spread: Floats) -> Mask:
    """Whether the 95% interval would show a fall to a tenth four times in five, given as many events in all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        total, part = np.floor(np.nan_to_num(x1 + x2) / spread + 1e-9), np.nan_to_num(e1 / (e1 + e2))
        middle = np.floor(np.nan_to_num(special.bdtrik(ALPHA / 2, np.maximum(total, 1), part)))
    most = np.full(total.shape, -1.0)  # the most events of this year at which the interval still lies below 1
    for count in (middle - 1, middle, middle + 1, middle + 2):
        mid_p = (_at_most(count, total, part) + _at_most(count - 1, total, part)) / 2
        most = np.where((count >= 0) & (count <= total) & (mid_p <= ALPHA / 2), np.maximum(most, count), most)
    fallen = part * TENTH / (part * TENTH + 1 - part)
    return np.asarray((part > 0) & (part < 1) & (_at_most(most, total, fallen) >= USUALLY))


def _at_most(count: Floats, total: Floats, p: Floats) -> Floats:
    known = np.clip(count, 0, np.maximum(total, 0))
    return np.where(count < 0, 0.0, special.bdtr(known, total.astype(int), p))


def spread_of_all(
    series: Sequence[Series], pairs: Sequence[YearPair], lasts: Sequence[str | None] = (), together: bool = False
) -> tuple[Floats, Floats]:
    """How many times as much as chance the months of each vary, and with how many degrees of freedom that is known.

    lasts: the month up to which each is asked: what was said of a whole year in March is not weighed anew in April.
    together: series of one centre tell of each other.
    """
    found, error = np.zeros(len(series)), np.ones(len(series))
    until = lasts or [None] * len(series)
    asked = zip(series, until, pairs, strict=True)
    chosen = [places_of(one, last) if two.last.months else [] for one, last, two in asked]
    for share in (False, True):
        at = [i for i, one in enumerate(series) if chosen[i] and (one.kind == "proportion") == share]
        if at:
            found[at], error[at] = measured_of([series[i] for i in at], [chosen[i] for i in at], share)
    length = np.array([len(one) for one in chosen])
    known = length > 1
    spread = np.ones(len(series))
    spread[known] = shown(found[known], error[known], SAID)
    if together:  # nothing is said that a page by itself would not say
        spread[known] = np.maximum(spread[known], shared(found[known], error[known]))
    return spread, freedom(spread, length)
