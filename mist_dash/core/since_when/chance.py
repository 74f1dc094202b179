"""What chance and the season do to a scan: exposures by season, critical values and p-values.

Rows are series. How large the scan grows by chance was simulated once, by benchmarks/since_when_quantiles.py, for
months of equal exposure; it hardly depends on the exposures.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from scipy import special

from mist_dash.core.control.limits import Mask
from mist_dash.core.series import Floats
from mist_dash.core.since_when.scan import Shape
from mist_dash.core.spread import Ints, Rows

FILE = Path(__file__).with_name("quantiles.csv")
EITHER = "either"  # the table's name where a lasting change and an outbreak are asked for both
LEVELS = (0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001)
LEAST = 2.0  # events, of the rarer outcome for shares; with fewer, nothing can be said
SEASON_MONTHS, SEASON_MEAN = 16, 1.0  # with less, a step is taken for a season
SEASON_SHOWN = 4.605  # likelihood ratio that a wave in its two numbers exceeds by chance once in ten
NEWTON = 8
STEEPEST = 2.0  # of a fitted season, as a logarithm: sevenfold


def without_season(rows: Rows, places: Ints) -> Rows:
    """A yearly wave, fitted by Poisson (shares: logistic) regression, is taken out where it shows and can be told.

    places: shape (series, months), how many months after the first month of the axis each column lies. Of rates the
    exposures grow in the months that have more; of shares, which have no more to grow, the counts lose what it adds.
    """
    chosen = (rows.length >= SEASON_MONTHS) & (information(rows) >= SEASON_MEAN * rows.length)
    if not chosen.any():
        return rows
    some = rows.of(chosen)
    level = some.exposure * (some.counts.sum(axis=1) / some.exposure.sum(axis=1))[:, None]
    wave = _wave(some, places[chosen])
    shown = _deviance(some, level) - _deviance(some, wave) > SEASON_SHOWN
    chosen[chosen], level, wave = shown, level[shown], wave[shown]
    counts, exposure = rows.counts.copy(), rows.exposure.copy()
    if rows.share:
        counts[chosen] -= wave - level
    else:
        exposure[chosen] *= np.where(level > 0, wave / np.where(level > 0, level, 1.0), 1.0)
    return Rows(counts, exposure, rows.length, rows.share)


def _wave(rows: Rows, places: Ints) -> Floats:
    """The counts expected with one yearly harmonic, by Newton's steps."""
    angle = 2 * np.pi * places / 12
    design = np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle)], axis=-1)
    found = np.zeros((len(places), 3))
    level = rows.counts.sum(axis=1) / rows.exposure.sum(axis=1)
    found[:, 0] = np.log(level / (1 - level)) if rows.share else np.log(level)
    for step in range(NEWTON + 1):
        curve = np.clip((design @ found[..., None])[..., 0], found[:, :1] - STEEPEST, found[:, :1] + STEEPEST)
        expected = rows.exposure * (special.expit(curve) if rows.share else np.exp(curve))
        if step == NEWTON:
            break
        slope = ((rows.counts - expected)[..., None] * design).sum(axis=1)
        weight = expected * (1 - special.expit(curve)) if rows.share else expected
        bend = np.einsum("nti,nt,ntj->nij", design, weight, design) + 1e-9 * np.eye(3)
        found += np.clip(np.linalg.solve(bend, slope[..., None])[..., 0], -1, 1)
    return np.asarray(expected)


def _deviance(rows: Rows, expected: Floats) -> Floats:
    """Shape (series,): minus twice the log-likelihood of these expected counts, but for what is the same for all."""
    found = special.xlogy(rows.counts, expected) - expected
    if rows.share:
        rest = rows.exposure - rows.counts
        found = special.xlogy(rows.counts, expected) + special.xlogy(rest, rows.exposure - expected)
    return np.asarray(-2 * found.sum(axis=1))


def information(rows: Rows) -> Floats:
    """Shape (series,): the events that the table of chance is entered with; of shares, those of the rarer outcome."""
    events, whole = rows.counts.sum(axis=1), rows.exposure.sum(axis=1)
    if not rows.share:
        return np.asarray(events)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, events * (1 - events / whole), 0.0)


def quantiles(shape: Shape | None, length: Ints, events: Floats) -> Floats:
    """Shape (series, levels): what S exceeds with the chance of each of LEVELS, by logarithms between table rows."""
    months, counts, table = _table(shape or EITHER)
    row, down = _between(np.log(months), np.log(np.maximum(length, 1)))
    column, along = _between(np.log(counts), np.log(np.maximum(events, 1e-9)))
    down, along = down[:, None], along[:, None]
    upper = table[row, column] * (1 - along) + table[row, column + 1] * along
    lower = table[row + 1, column] * (1 - along) + table[row + 1, column + 1] * along
    return np.asarray(upper * (1 - down) + lower * down)


def critical(found: Floats, level: Floats | float) -> Floats:
    """Shape (series,): the value that the larger S exceeds with the chance `level`; never below 0.

    At hundreds of events an S below 0 is rare by chance too, but no change is then still the likelier story. Very
    unequal exposures and 37 looks in three years would tip it: .23 of stable series of 50 events a month.
    """
    logs, asked = -np.log(LEVELS), np.broadcast_to(-np.log(level), len(found))
    place, along = _between(logs, asked)
    rows = np.arange(len(found))
    inside = found[rows, place] * (1 - along) + found[rows, place + 1] * along
    return np.asarray(np.maximum(inside + np.maximum(asked - logs[-1], 0.0), 0.0))


def p_value(found: Floats, strength: Floats) -> Floats:
    """Shape (series,): the chance of so large an S. Beyond the table it falls as exp(-S), as a Bayes factor's must."""
    logs, rows = np.log(LEVELS), np.arange(len(found))
    above = (strength[:, None] > found).sum(axis=1)
    left, right = np.maximum(above - 1, 0), np.minimum(above, len(LEVELS) - 1)
    gap = found[rows, right] - found[rows, left]
    along = np.where(gap > 0, (strength - found[rows, left]) / np.where(gap > 0, gap, 1.0), 0.0)
    inside = np.exp(logs[left] * (1 - along) + logs[right] * along)
    beyond = LEVELS[-1] * np.exp(np.minimum(found[:, -1] - strength, 0.0))
    return np.where(above == 0, 1.0, np.where(above == len(LEVELS), beyond, inside))


def chosen_together(p: Floats, level: float) -> Mask:
    """Benjamini and Hochberg (1995): which of these may be said when at most `level` of what is said may be false."""
    known = np.sort(p[np.isfinite(p)])
    passed = known <= level * np.arange(1, len(known) + 1) / max(len(known), 1)
    limit = known[passed].max(initial=-1.0)
    return np.asarray(np.isfinite(p) & (p <= limit))


def _between(grid: Floats, values: Floats) -> tuple[Ints, Floats]:
    """The place in an ascending grid before each value and how far it lies towards the next; ends are kept."""
    place = np.clip(np.searchsorted(grid, values, side="right") - 1, 0, len(grid) - 2)
    along = (values - grid[place]) / (grid[place + 1] - grid[place])
    return place, np.clip(along, 0.0, 1.0)


@cache
def _table(shape: str) -> tuple[Floats, Floats, Floats]:
    """Months, events and the quantiles, (months, events, levels)."""
    lines = [line.split(",") for line in FILE.read_text("utf-8").splitlines()[1:]]
    cells = np.array([line[1:] for line in lines if line[0] == shape], dtype=float)
    months, counts = np.unique(cells[:, 0]), np.unique(cells[:, 1])
    return months, counts, cells[:, 2:].reshape(len(months), len(counts), len(LEVELS))
