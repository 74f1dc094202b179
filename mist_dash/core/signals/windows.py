"""A table of series becomes its last whole years and as many before: sums, and how much their months vary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from mist_dash.core.series import Floats
from mist_dash.core.signals.table import Flags, SeriesTable

SPANS = (
    24,
    12,
)  # months of follow-up, and of baseline: whole years, so that seasons cancel; the longer one if it can be
LEAST = 12  # usable months that a side needs
DISPERSED = 0.01  # level at which months are taken to vary more than chance


@dataclass(frozen=True)
class Window:
    """The same months of some series: events and exposure of shape (n, months), share of shape (n,) as in a Table."""

    events: Floats
    exposure: Floats
    share: Flags

    @property
    def x(self) -> Floats:
        return np.asarray(np.nansum(self.events, axis=1))

    @property
    def e(self) -> Floats:
        return np.asarray(np.nansum(self.exposure, axis=1))

    @property
    def level(self) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.x / self.e)

    @property
    def enough(self) -> Flags:
        return np.asarray((np.isfinite(self.events).sum(axis=1) >= LEAST) & (self.e > 0))

    def of(self, chosen: Flags) -> Window:
        return Window(self.events[chosen], self.exposure[chosen], self.share[chosen])


def window(table: SeriesTable, span: int, back: int = 0) -> Window:
    """The last `span` months of a table; with back=1 as many before those, and so on."""
    end = table.events.shape[1] - back * span
    part = slice(max(end - span, 0), max(end, 0))
    return Window(table.events[:, part], table.exposure[:, part], table.share)


def spread(*windows: Window) -> Floats:
    """Shape (n,): how many times as much as chance months vary around the level of their window, 1 unless plain.

    Pearson's chi-squared over its degrees of freedom. Events divided by it tell as much as events that vary by chance.
    """
    squares = np.sum([_squares(one) for one in windows], axis=0)
    free = np.sum([np.isfinite(one.events).sum(axis=1) - 1 for one in windows], axis=0)
    return np.where(special.chdtrc(free, squares) < DISPERSED, squares / np.maximum(free, 1), 1.0)


def _squares(window: Window) -> Floats:
    """Squared distances of the months from their level, each over the variance that chance gives it."""
    level = window.level[:, None]
    expected = level * window.exposure
    variance = expected * np.where(window.share[:, None], 1 - level, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(variance > 0, (window.events - expected) ** 2 / variance, 0.0)
    return np.asarray(np.nansum(terms, axis=1))
