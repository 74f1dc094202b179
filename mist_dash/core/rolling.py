"""Observed and expected by month become twelve months at a time, each with the exact range of its ratio.

Windows overlap, so one and the next say nearly the same: they are never judged and give no signal. A month that was not
sent is in neither sum, so that the ratio stays one of like with like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mist_dash.core.change.ratios import garwood
from mist_dash.core.series import Series

TWELVE = 12
FEWEST = 9  # of the twelve, that were sent: fewer would be another time of the year


@dataclass(frozen=True)
class Window:
    """The twelve months up to `month`, of which so many were `sent`, observed and expected alike.

    With fewer than nine, or with nothing expected, there is no ratio.
    """

    month: str
    observed: float | None = None
    expected: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    sent: int = TWELVE

    @property
    def whole(self) -> bool:
        return self.sent == TWELVE


def rolling(series: Series) -> tuple[Window, ...]:
    """A window for each month from the twelfth on; none for what is not observed over expected."""
    if series.kind != "ratio" or series.exposure is None or len(series.months) < TWELVE:
        return ()
    known = np.isfinite(series.counts) & np.isfinite(series.exposure)
    ones, parts = np.ones(TWELVE), (np.where(known, one, 0.0) for one in (series.counts, series.exposure))
    observed, due = (np.convolve(one, ones, "valid") for one in parts)
    sent = np.convolve(known, ones, "valid").round().astype(int)
    low, high = garwood(observed, np.where(due > 0, due, np.nan))
    return tuple(
        _window(series, month, how_many, *map(float, row))
        for month, how_many, *row in zip(
            series.months[TWELVE - 1 :], sent.tolist(), observed, due, low, high, strict=True
        )
    )


def _window(series: Series, month: str, sent: int, observed: float, due: float, low: float, high: float) -> Window:
    if sent < FEWEST:
        return Window(month, sent=sent)
    if due <= 0:
        return Window(month, observed, due, sent=sent)
    by = series.multiplier
    return Window(month, observed, due, by * observed / due, by * low, by * high, sent)
