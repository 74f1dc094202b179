"""A share whose cases are few becomes the same share by quarter or by year: by month it would leap from 0 to 100.

Every month that was sent is in at most one point, so the exact limits of the grouped share are limits of counts as
before. A point holds only months in which harm was looked for in one way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mist_dash.core import months
from mist_dash.core.control.choice import RARE, expected_events
from mist_dash.core.control.model import Baseline
from mist_dash.core.series import Series

CASES = 10.0  # in a median period, below which a share is too coarse to be drawn
PERIODS = (1, 3, 12)  # months; a year ends in March
SENT = 2 / 3  # of a period's months, from which it has a point


def grouped(series: Series, looked_differently: Sequence[str] = ()) -> tuple[Series, int]:
    """The series and how many months a point holds: 1, or where a month has fewer than 10 cases, or expects less than
    one of the rarer outcome, 3, or else 12. What is no share by month stays as it is."""
    if series.kind != "proportion" or series.exposure is None or len(series.months) < 2:
        return series, 1
    if months.number(series.months[1]) - months.number(series.months[0]) != 1:
        return series, 1
    found = [(by(series, width, looked_differently), width) for width in PERIODS]
    known = [(one, width) for one, width in found if np.isfinite(one.counts).sum() > 1]
    return next(((one, width) for one, width in known if not _few(one)), known[-1] if known else (series, 1))


def by(series: Series, width: int, looked_differently: Sequence[str] = ()) -> Series:
    """So many months added up, each period under its last month; missing where too few of them were sent."""
    if width == 1 or series.exposure is None:
        return series
    ends = [at for at, month in enumerate(series.months) if (int(month[5:]) - 3) % width == 0]
    whole = [at for at in ends if at >= width - 1]
    sent = np.isfinite(series.counts) & np.isfinite(series.exposure)
    changed = [series.months.index(month) for month in looked_differently if month in series.months]
    enough = [
        sent[at - width + 1 : at + 1].sum() >= SENT * width and not any(at - width + 1 < one <= at for one in changed)
        for at in whole
    ]

    def added(values: np.ndarray) -> np.ndarray:
        known = np.where(sent, values, 0.0)
        sums = [
            known[at - width + 1 : at + 1].sum() if fine else np.nan for at, fine in zip(whole, enough, strict=True)
        ]
        return np.array(sums, float)

    axis = tuple(series.months[at] for at in whole)
    return replace(series, months=axis, counts=added(series.counts), exposure=added(series.exposure))


def in_periods(baseline: Baseline | None, series: Series, width: int) -> Baseline | None:
    """A baseline as the periods that lie wholly in it; None where none does."""
    if baseline is None or width == 1:
        return baseline
    begins = [(months.later(end, 1 - width), end) for end in series.months]
    inside = [one for one in begins if baseline.first <= one[0] and one[1] <= baseline.last]
    if not inside:
        return None
    whole = f"{baseline.why}; whole {'quarters' if width == 3 else 'years'} only"
    return replace(baseline, first=inside[0][0], last=inside[-1][1], why=whole)


def _few(series: Series) -> bool:
    exposure = np.asarray(series.exposure, float)
    used = np.isfinite(series.counts) & (exposure > 0)
    return not used.any() or bool(np.median(exposure[used]) < CASES) or expected_events(series, used) < RARE
