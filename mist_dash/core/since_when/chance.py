"""What chance and the season do to a scan: exposures by season, counts by their spread, critical values and p-values.

Rows are series. How large the scan grows by chance was simulated once, by benchmarks/since_when_quantiles.py, for
months of equal exposure; it hardly depends on the exposures.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from mist_dash.core.series import Numbers
from mist_dash.core.since_when.scan import Flags, Places, Rows, Shape

FILE = Path(__file__).with_name("quantiles.csv")
LEVELS = (0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001)
LEAST = 2.0  # events, of the rarer outcome for shares; with fewer, nothing can be said
SEASON_MONTHS, SEASON_MEAN = 36, 1.0  # three years, or a step is taken for a season; and enough events to fit one
SHOWN = 1.0  # standard errors above 1 from which months are taken to vary more than chance
NEWTON = 8
STEEPEST = 2.0  # of a fitted season, as a logarithm: sevenfold


def with_season(rows: Rows, places: Places) -> Rows:
    """Exposures times a yearly wave fitted by Poisson regression, where there is enough to fit one.

    places: shape (series, months), how many months after the first month of the axis each column lies. Shares keep
    their exposures: a wave in the odds of a share is no wave in its exposure.
    """
    events = rows.counts.sum(axis=1)
    enough = (rows.length >= SEASON_MONTHS) & (events >= SEASON_MEAN * rows.length)
    if rows.share or not enough.any():
        return rows
    exposure = rows.exposure.copy()
    exposure[enough] *= _wave(rows.counts[enough], rows.exposure[enough], places[enough])
    return Rows(rows.counts, exposure, rows.length)


def _wave(counts: Numbers, exposure: Numbers, places: Places) -> Numbers:
    """exp(b cos + c sin) of a Poisson regression with one harmonic, by Newton's steps."""
    angle = 2 * np.pi * places / 12
    design = np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle)], axis=-1)
    found = np.zeros((len(counts), 3))
    found[:, 0] = np.log(counts.sum(axis=1) / exposure.sum(axis=1))
    for _ in range(NEWTON):
        expected = exposure * np.exp(np.clip((design @ found[..., None])[..., 0], -50, 50))
        slope = ((counts - expected)[..., None] * design).sum(axis=1)
        bend = np.einsum("nti,nt,ntj->nij", design, expected, design) + 1e-9 * np.eye(3)
        found += np.clip(np.linalg.solve(bend, slope[..., None])[..., 0], -1, 1)
    return np.asarray(np.exp(np.clip((design[..., 1:] @ found[:, 1:, None])[..., 0], -STEEPEST, STEEPEST)))


def spread(rows: Rows) -> Numbers:
    """Shape (series,): how many times as much as chance the months vary; 1 unless they show it.

    Half the mean squared difference of successive Pearson residuals, which a step hardly moves. Used from one standard
    error above 1: always to divide costs power on every series, and only on proof leaves too many false alarms.
    """
    months = np.arange(rows.counts.shape[1]) < rows.length[:, None]
    pairs = np.maximum(rows.length - 1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (rows.counts.sum(axis=1) / rows.exposure.sum(axis=1))[:, None]
        variance = level * rows.exposure * (1 - level if rows.share else 1.0)
        known = months & (variance > 0)
        residual = np.where(known, (rows.counts - level * rows.exposure) / np.sqrt(variance), 0.0)
        rarity = np.where(known, 1 / variance, 0.0).sum(axis=1) / np.maximum(rows.length, 1)
    steps = np.where(known[:, 1:] & known[:, :-1], np.diff(residual, axis=1), 0.0)
    found = (steps**2).sum(axis=1) / (2 * pairs)
    return np.where(found > 1 + SHOWN * np.sqrt((3 + rarity) / pairs), np.maximum(found, 1.0), 1.0)


def divided(rows: Rows, by: Numbers) -> Rows:
    """Counts that tell as much as they would if they varied by chance alone; of shares the exposures shrink too."""
    scale = by[:, None]
    return Rows(rows.counts / scale, rows.exposure / scale if rows.share else rows.exposure, rows.length, rows.share)


def information(rows: Rows) -> Numbers:
    """Shape (series,): the events that the table of chance is entered with; of shares, those of the rarer outcome."""
    events, whole = rows.counts.sum(axis=1), rows.exposure.sum(axis=1)
    if not rows.share:
        return np.asarray(events)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, events * (1 - events / whole), 0.0)


def quantiles(shape: Shape, length: Places, events: Numbers) -> Numbers:
    """Shape (series, levels): what S exceeds with the chance of each of LEVELS, by logarithms between table rows."""
    months, counts, table = _table(shape)
    row, down = _between(np.log(months), np.log(np.maximum(length, 1)))
    column, along = _between(np.log(counts), np.log(np.maximum(events, 1e-9)))
    down, along = down[:, None], along[:, None]
    upper = table[row, column] * (1 - along) + table[row, column + 1] * along
    lower = table[row + 1, column] * (1 - along) + table[row + 1, column + 1] * along
    return np.asarray(upper * (1 - down) + lower * down)


def critical(found: Numbers, level: float) -> Numbers:
    """Shape (series,): the value that the larger S exceeds with the chance `level`."""
    logs = -np.log(LEVELS)
    place, along = _between(logs, np.full(len(found), -np.log(level)))
    rows = np.arange(len(found))
    inside = found[rows, place] * (1 - along) + found[rows, place + 1] * along
    return np.asarray(inside + max(-np.log(level) - logs[-1], 0.0))


def p_value(found: Numbers, strength: Numbers) -> Numbers:
    """Shape (series,): the chance of so large an S. Beyond the table it falls as exp(-S), as a Bayes factor's must."""
    logs, rows = np.log(LEVELS), np.arange(len(found))
    above = (strength[:, None] > found).sum(axis=1)
    left, right = np.maximum(above - 1, 0), np.minimum(above, len(LEVELS) - 1)
    gap = found[rows, right] - found[rows, left]
    along = np.where(gap > 0, (strength - found[rows, left]) / np.where(gap > 0, gap, 1.0), 0.0)
    inside = np.exp(logs[left] * (1 - along) + logs[right] * along)
    beyond = LEVELS[-1] * np.exp(np.minimum(found[:, -1] - strength, 0.0))
    return np.where(above == 0, 1.0, np.where(above == len(LEVELS), beyond, inside))


def chosen_together(p: Numbers, level: float) -> Flags:
    """Benjamini and Hochberg (1995): which of these may be said when at most `level` of what is said may be false."""
    known = np.sort(p[np.isfinite(p)])
    passed = known <= level * np.arange(1, len(known) + 1) / max(len(known), 1)
    limit = known[passed].max(initial=-1.0)
    return np.asarray(np.isfinite(p) & (p <= limit))


def _between(grid: Numbers, values: Numbers) -> tuple[Places, Numbers]:
    """The place in an ascending grid before each value and how far it lies towards the next; ends are kept."""
    place = np.clip(np.searchsorted(grid, values, side="right") - 1, 0, len(grid) - 2)
    along = (values - grid[place]) / (grid[place + 1] - grid[place])
    return place, np.clip(along, 0.0, 1.0)


@cache
def _table(shape: Shape) -> tuple[Numbers, Numbers, Numbers]:
    """Months, events and the quantiles, (months, events, levels)."""
    lines = [line.split(",") for line in FILE.read_text("utf-8").splitlines()[1:]]
    cells = np.array([line[1:] for line in lines if line[0] == shape], dtype=float)
    months, counts = np.unique(cells[:, 0]), np.unique(cells[:, 1])
    return months, counts, cells[:, 2:].reshape(len(months), len(counts), len(LEVELS))
