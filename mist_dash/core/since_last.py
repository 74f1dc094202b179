"""A series of counts becomes the time since the last event, beside the longest time so far without one.

In months that were sent: what was not sent is never counted as free of events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mist_dash.core.series import Series
from mist_dash.core.spread import Rows, spread

LONG = 3  # months; shorter times without an event are no news
CHANCE = 0.02  # that a stable series is told a remarkable time in three years of looking
LOOKED = 36  # months


@dataclass(frozen=True)
class SinceLast:
    """months: since the month of the last event; 0 when the newest month has one. None where there was none at all.

    longest: the longest time from one event to the next before that, None with fewer than two months with events.
    last: the month of the last event. unknown: months since then that were not sent.
    remarkable: at the rate until then so long a time would hardly come by chance, however often one looks.
    """

    months: int | None = None
    longest: int | None = None
    last: str | None = None
    unknown: int = 0
    remarkable: bool = False

    @property
    def longest_yet(self) -> bool:
        return (
            self.months is not None and self.longest is not None and self.months > self.longest and self.months >= LONG
        )


def since_last(series: Series, among: int = 1) -> SinceLast:
    """Of a series of counts; of shares, values and ratios nothing is said. among: how many are looked at together.

    The chance of a time e without events after N events in an exposure E, when E/N is all that is known of the rate, is
    (E / (E + e))^N (the predictive distribution of a Poisson process). A stable series ends about N times in E, so the
    chance in LOOKED months is spread over the times that begin in them, and over the series that are looked at
    together. Events of months that vary more than chance tell as much as so many times fewer.
    """
    if series.kind not in ("rate", "count", "between"):
        return SinceLast()
    counts = series.counts
    sent = np.isfinite(counts)
    with_events = np.flatnonzero(sent & (np.nan_to_num(counts) > 0))
    if not len(with_events):
        return SinceLast()
    last = int(with_events[-1])
    place = np.cumsum(sent)  # how many months were sent up to each
    between = np.diff(place[with_events])
    months = int(place[-1] - place[last])
    return SinceLast(
        months,
        int(between.max()) if len(between) else None,
        series.months[last],
        int((~sent[last + 1 :]).sum()),
        months >= LONG and _chance(series, sent, last) < _bound(counts, sent, last) / among,
    )


def _chance(series: Series, sent: np.ndarray, last: int) -> float:
    exposure = np.ones(len(sent)) if series.exposure is None else np.nan_to_num(series.exposure)
    before, since = (
        float(exposure[: last + 1][sent[: last + 1]].sum()),
        float(exposure[last + 1 :][sent[last + 1 :]].sum()),
    )
    until = series.counts[: last + 1][sent[: last + 1]], exposure[: last + 1][sent[: last + 1]]
    rows = Rows(until[0][None], until[1][None], np.array([len(until[0])]), False)
    events = float(until[0].sum()) / float(spread(rows)[0])
    return (before / (before + since)) ** events if before > 0 and since > 0 else 1.0


def _bound(counts: np.ndarray, sent: np.ndarray, last: int) -> float:
    """What the chance of one such time may be, for as many as begin while one looks."""
    busy = float((counts[: last + 1][sent[: last + 1]] > 0).mean())
    return CHANCE / (1 + LOOKED * busy)
