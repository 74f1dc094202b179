"""Counts of many series by month become how many times as much as chance they vary, and counts divided by it.

One measure for the limits of charts, the comparison of years, the scan and the finder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mist_dash.core.series import Floats, Series

Ints = NDArray[np.intp]
SHOWN = 1.0  # standard errors above 1 from which months are taken to vary more than chance
# The same where it is said, and limits and years make room for it: sooner than by the scan, as half as much again may
# hide at any of 36 looks, and a year pays less for it (one or two of a hundred falls).
SAID = 0.5
HISTORY = 120  # the newest months, from which it is read: two years alone tell it too coarsely


@dataclass(frozen=True)
class Rows:
    """counts, exposure: (series, months). length: (series,), months in use. share: events are parts of the exposure."""

    counts: Floats
    exposure: Floats
    length: Ints
    share: bool = False

    def of(self, chosen: Any) -> Rows:
        return Rows(self.counts[chosen], self.exposure[chosen], self.length[chosen], self.share)


def spread(rows: Rows) -> Floats:
    """Shape (series,): how many times as much as chance the months vary; 1 unless they show it.

    Used from one standard error above 1: always to divide costs power on every series, and only on proof leaves too
    many false alarms.
    """
    return shown(*measured(rows))


def places_of(series: Series, last: str | None = None) -> list[int]:
    """The places of the newest months with a rate, up to `last`: so many that their spread can be told."""
    fine = np.isfinite(series.counts)
    if last is not None:
        fine &= np.array([month <= last for month in series.months])
    if series.exposure is not None:
        fine &= np.nan_to_num(series.exposure) > 0
    found: list[int] = np.flatnonzero(fine)[-HISTORY:].tolist()
    return found


def measured_of(series: Sequence[Series], chosen: Sequence[list[int]], share: bool) -> tuple[Floats, Floats]:
    """`measured` of these places of series that are all shares, or all none."""
    counts, exposure = np.zeros((2, len(series), HISTORY))
    for row, (one, places) in enumerate(zip(series, chosen, strict=True)):
        counts[row, : len(places)] = one.counts[places]
        exposure[row, : len(places)] = 1.0 if one.exposure is None else one.exposure[places]
    return measured(Rows(counts, exposure, np.array([len(one) for one in chosen]), share))


def spread_of(series: Series) -> float:
    """How many times as much as chance the months of one series vary, as it is said of them; 1 unless they show it."""
    return float(shown(*measured_of([series], [places_of(series)], series.kind == "proportion"), SAID)[0])


def shared(found: Floats, error: Floats) -> Floats:
    """The same of series of one centre, each told by the others too: what one series is too short to show, twenty do.

    Each is drawn to the mean of all as far as they differ by no more than chance (empirical Bayes; DerSimonian and
    Laird 1986). found, error: as `measured` gives them. Never less than each shows by itself.
    """
    if len(found) < 2:
        return shown(found, error)
    weight = 1 / error**2
    mean = max(float((weight * found).sum() / weight.sum()), 1.0)
    variance = (error * mean) ** 2  # a spread is known the less well the larger it is
    weight = 1 / variance
    over = float((weight * (found - mean) ** 2).sum()) - (len(found) - 1)
    between = max(over / float(weight.sum() - (weight**2).sum() / weight.sum()), 0.0)
    mean = float((found / (variance + between)).sum() / (1 / (variance + between)).sum())
    own = between / (between + variance)
    drawn = own * found + (1 - own) * mean
    doubt = np.sqrt(own * variance + (1 - own) ** 2 / (1 / (variance + between)).sum())
    return np.asarray(np.maximum(shown(found, error), shown(drawn, doubt)))


def shown(found: Floats, error: Floats, least: float = SHOWN) -> Floats:
    """A spread as it is used, from what was measured and its error; from `least` errors above 1."""
    return np.where(found > 1 + least * error, np.maximum(found, 1.0), 1.0)


def measured(rows: Rows) -> tuple[Floats, Floats]:
    """Shape (series,): the squared changes from month to month of what lies beyond the expected, which a step hardly
    moves, over those that chance would make, and the standard error of that where months vary by chance alone.

    Sums over sums, so that a full month says as much of the spread as it has part in the totals that are compared:
    where a month's patients are alike, full months vary more times as much as chance than others.
    """
    months = np.arange(rows.counts.shape[1]) < rows.length[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (rows.counts.sum(axis=1) / rows.exposure.sum(axis=1))[:, None]
        variance = level * rows.exposure * (1 - level if rows.share else 1.0)
    known = months & (variance > 0)
    beyond = np.where(known, rows.counts - level * rows.exposure, 0.0)
    pairs = known[:, 1:] & known[:, :-1]
    chance = np.where(pairs, variance[:, 1:] + variance[:, :-1], 0.0)
    twice = np.where(pairs[:, 1:] & pairs[:, :-1], variance[:, 1:-1], 0.0)  # of months that stand in two changes
    whole = chance.sum(axis=1)
    tail = 1 - 6 * level[:, 0] * (1 - level[:, 0]) if rows.share else 1.0  # parts of a small whole cannot lie far out
    alike = 2 * (chance**2).sum(axis=1) + 4 * (twice**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (np.diff(beyond, axis=1) ** 2 * pairs).sum(axis=1) / whole
        error = np.sqrt(np.maximum(alike + 2 * tail * whole, alike / 3)) / whole
    return np.where(whole > 0, found, 0.0), np.where(whole > 0, error, 1.0)


def freedom(by: Floats, months: Ints) -> Floats:
    """Degrees of freedom with which a spread that is used is known: two thirds of the months, as squared differences
    tell a variance (von Neumann 1941); infinite where none is."""
    return np.where(by > 1, np.maximum(2 / 3 * (months - 1), 1), np.inf)


def needed(p: Floats | float, known: Floats | float) -> Floats:
    """The two-sided p of a normal statistic that a guessed spread leaves as seldom as `p`: Student's t beyond it."""
    from scipy import special  # the command that draws limits starts without it

    with np.errstate(invalid="ignore"):
        beyond = special.stdtrit(known, np.asarray(p) / 2)
    return np.where(np.isinf(known), p, 2 * special.ndtr(beyond))


def doubted(p: Floats, known: Floats) -> Floats:
    """How seldom a normal statistic of two-sided `p` is where its spread is a guess: the reverse of `needed`."""
    from scipy import special

    with np.errstate(invalid="ignore"):
        found = 2 * special.stdtr(known, special.ndtri(p / 2))
    return np.where(np.isinf(known), p, np.minimum(found, 1.0))


def divided(rows: Rows, by: Floats) -> Rows:
    """Counts that tell as much as they would if they varied by chance alone; of shares the exposures shrink too."""
    scale = by[:, None]
    return Rows(rows.counts / scale, rows.exposure / scale if rows.share else rows.exposure, rows.length, rows.share)
