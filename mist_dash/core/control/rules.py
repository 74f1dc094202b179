"""Points against their lines become signals, for many series at once.

Every rule answers with a matrix (series, months) of 1 (up), -1 (down) or 0 (silent), so that no rule hides another.
A month without a value is NaN and breaks what needs points in a row. "Making Data Count" (MDC) is the NHS's rule set.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mist_dash.core.control.exact import OUTER
from mist_dash.core.control.limits import BLOCK, ControlLimits, Mask, blocks
from mist_dash.core.control.model import Signal, TwoInThree
from mist_dash.core.series import Floats

Directions = NDArray[np.int8]
Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class RuleSet:
    """Which rules speak, how long a run they wait for (None or False is silent), and how far out the limits lie."""

    outside: bool = True
    shift: int | None = None
    trend: int | None = None
    two_in_three: TwoInThree | None = None
    runs: bool = False
    tail: float = OUTER  # the chance of a point beyond each limit


MDC = RuleSet(shift=7, trend=7, two_in_three="beyond")


def signals_of_many(values: Floats, limits: ControlLimits, rules: RuleSet) -> dict[Signal, Directions]:
    """Every rule of the set over every series; the matrices have the shape of `values`."""
    if len(values) > BLOCK:
        parts = [signals_of_many(values[rows], _rows(limits, rows), rules) for rows in blocks(len(values))]
        return {signal: np.concatenate([part[signal] for part in parts]) for signal in parts[0]}
    found: dict[Signal, Directions] = {}
    side = side_of(values, limits.centre)
    if rules.outside:
        found[Signal.OUTSIDE] = outside(values, limits.lower, limits.upper)
    if rules.trend:
        found[Signal.TREND] = trend(values, rules.trend)
    if rules.two_in_three:
        found[Signal.TWO_IN_THREE] = two_in_three(values, limits, side, rules.two_in_three)
    if rules.shift:
        found[Signal.SHIFT] = shift(side, rules.shift)
    if rules.runs:
        found[Signal.RUNS] = runs_signal(side, np.isfinite(values))
    return found


def _rows(limits: ControlLimits, rows: slice) -> ControlLimits:
    return ControlLimits(*(getattr(limits, f.name)[rows] for f in fields(ControlLimits)))


def side_of(values: Floats, line: Floats) -> Directions:
    """1 above the line, -1 below, 0 on it or without a value; equal up to rounding is on it."""
    return outside(values, line, line)


def outside(values: Floats, lower: Floats, upper: Floats) -> Directions:
    """Strictly beyond a limit; equal up to rounding is not beyond."""
    slack = 1e-12 * np.abs(values)
    return (values - slack > upper).astype(np.int8) - (values + slack < lower).astype(np.int8)


def shift(side: Directions, length: int) -> Directions:
    """Points in runs of at least `length` on one side of the centre; a point on it breaks the run."""
    return _in_run(side > 0, length).astype(np.int8) - _in_run(side < 0, length)


def trend(values: Floats, length: int) -> Directions:
    """Points in runs of at least `length` strictly rising or falling; an equal neighbour breaks it."""
    steps = np.diff(values, axis=1)
    found = [_covered(_full(hit, length - 1), length, values.shape[1]) for hit in (steps > 0, steps < 0)]
    return found[0].astype(np.int8) - found[1]


def two_in_three(values: Floats, limits: ControlLimits, side: Directions, wording: TwoInThree) -> Directions:
    """Points beyond two sigma where two of three in a row are, all three on one side of the centre.

    "beyond" counts points beyond three sigma too (MDC since 2024); "within" does not (as the R package).
    """
    near = outside(values, limits.warn_lower, limits.warn_upper)
    if wording == "within":
        near = np.where(outside(values, limits.lower, limits.upper) != 0, 0, near)
    found = np.zeros(values.shape, np.int8)
    for way in (1, -1):
        close = near == way
        windows = _full(side == way, 3) & (_sums(close, 3) >= 2)
        found += np.where(close & _covered(windows, 3, values.shape[1]), way, 0).astype(np.int8)
    return found


def runs_signal(side: Directions, present: Mask) -> Directions:
    """Anhøj's rules on points: those of a run too long, or the last point where the centre is crossed too seldom.

    Silent below 12 useful points, or when more than a quarter of the points lie on the centre.
    """
    found = np.zeros(side.shape, np.int8)
    useful = (side != 0).sum(axis=1)
    speaks = (useful >= 12) & (4 * useful >= 3 * present.sum(axis=1))
    runs = run_lengths(side)
    longest, crossings = runs.max(axis=1, initial=0), crossings_of(side)
    for row in np.flatnonzero(speaks):
        if longest[row] > longest_run_max(int(useful[row])):
            found[row] = _whole_run(side[row], runs[row], longest_run_max(int(useful[row])))
        elif crossings[row] < crossings_min(int(useful[row])):
            last = np.flatnonzero(side[row])[-1]
            found[row, last] = side[row, last]
    return found


def _whole_run(side: Directions, runs: Whole, most: int) -> Directions:
    """The side of every point in a run longer than `most`, for one series."""
    found = np.zeros(side.shape, np.int8)
    for end in np.flatnonzero(runs > most):
        found[end] = side[end]
        back, left = end, runs[end] - 1
        while left:
            back -= 1
            if side[back]:
                found[back], left = side[end], left - 1
    return found


def run_lengths(side: Directions) -> Whole:
    """For each point off the centre, how many useful points in a row have been on its side; 0 on the centre."""
    useful = side != 0
    number = np.cumsum(useful, axis=1)
    started = np.where(_turns(side) | (useful & (number == 1)), number, 0)
    return np.where(useful, number - np.maximum.accumulate(started, axis=1) + 1, 0)


def crossings_of(side: Directions) -> Whole:
    """How often the line between neighbouring useful points crosses the centre, (series,)."""
    return _turns(side).sum(axis=1)


def _turns(side: Directions) -> Mask:
    """Useful points on the other side than the useful point before; points on the centre are passed over."""
    at = np.maximum.accumulate(np.where(side != 0, np.arange(side.shape[1]), -1), axis=1)
    before = np.pad(at, ((0, 0), (1, 0)), constant_values=-1)[:, :-1]
    earlier = np.where(before >= 0, np.take_along_axis(side, np.maximum(before, 0), axis=1), 0)
    return side * earlier < 0


@lru_cache(maxsize=4096)
def longest_run_max(useful: int) -> int:
    """The longest run that chance explains among so many useful points (Schilling 2012)."""
    return round(math.log2(useful)) + 3


@lru_cache(maxsize=4096)
def crossings_min(useful: int) -> int:
    """The fewest crossings that chance explains: the smallest k with P(Bin(n - 1, 1/2) <= k) >= 0.05."""
    ways, target = 0, 2 ** (useful - 1)
    for k in range(useful):
        ways += math.comb(useful - 1, k)
        if 20 * ways >= target:
            return k
    return 0


def _in_run(hit: Mask, length: int) -> Mask:
    return _covered(_full(hit, length), length, hit.shape[1])


def _sums(hit: Mask, width: int) -> Whole:
    """How many of each `width` neighbours are hit; shape (series, months - width + 1)."""
    total = np.zeros((len(hit), hit.shape[1] + 1), np.int32)
    np.cumsum(hit, axis=1, out=total[:, 1:])
    return total[:, width:] - total[:, :-width] if hit.shape[1] >= width else total[:, :0]


def _full(hit: Mask, width: int) -> Mask:
    return _sums(hit, width) == width


def _covered(windows: Mask, width: int, months: int) -> Mask:
    """Months that lie in any of the windows, which are named by their first month."""
    padded = np.zeros((len(windows), months + width - 1), bool)
    padded[:, width - 1 : width - 1 + windows.shape[1]] = windows
    return _sums(padded, width) > 0
