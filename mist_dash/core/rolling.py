"""Observed and expected by month become twelve months at a time, each with the exact range of its ratio.

Windows overlap, so one and the next say nearly the same: they are never judged and give no signal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mist_dash.core.change.ratios import garwood
from mist_dash.core.series import Series

TWELVE = 12


@dataclass(frozen=True)
class Window:
    """The twelve months up to `month`. Without all of them, or with nothing expected, there is no ratio."""

    month: str
    observed: float | None = None
    expected: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def rolling(series: Series) -> tuple[Window, ...]:
    """A window for each month from the twelfth on; none for what is not observed over expected."""
    if series.kind != "ratio" or series.exposure is None or len(series.months) < TWELVE:
        return ()
    ones = np.ones(TWELVE)
    observed, due = (np.convolve(one, ones, "valid") for one in (series.counts, series.exposure))
    low, high = garwood(observed, np.where(due > 0, due, np.nan))
    return tuple(
        _window(series, month, *map(float, row))
        for month, *row in zip(series.months[TWELVE - 1 :], observed, due, low, high, strict=True)
    )


def _window(series: Series, month: str, observed: float, due: float, low: float, high: float) -> Window:
    if not np.isfinite(observed + due):
        return Window(month)
    if due <= 0:
        return Window(month, observed, due)
    by = series.multiplier
    return Window(month, observed, due, by * observed / due, by * low, by * high)
