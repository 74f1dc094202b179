"""A series of counts becomes the time since the last event, beside the longest time so far without one.

By the calendar. A month that was not sent lies inside such a time and may have ended it: then that is said, no time is
called the longest yet, and chance is asked only of months that were sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mist_dash.core import months as calendar
from mist_dash.core.series import Series
from mist_dash.core.spread import Rows, spread

LONG = 3  # months; shorter times without an event are no news
CHANCE = 0.02  # that a stable series is told a remarkable time in three years of looking
LOOKED = 36  # months


@dataclass(frozen=True)
class SinceLast:
    """months: from the month of the last event to the newest that was sent; 0 when that has one. None where there was
        none at all.
    longest: the longest time without before that, from one event to the next or up to the first; None with fewer than
        two months with events. at_most: months that were not sent lie in it, so it may have been shorter.
    last: the month of the last event that is known of. unknown: months since then that were not sent.
    remarkable: at the rate until then so long a time would hardly come by chance, however often one looks.
    """

    months: int | None = None
    longest: int | None = None
    last: str | None = None
    unknown: int = 0
    remarkable: bool = False
    at_most: bool = False

    @property
    def longest_yet(self) -> bool:
        """Never across a month of which nothing is known."""
        if self.months is None or self.longest is None or self.unknown:
            return False
        return self.months > self.longest and self.months >= LONG


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
    last, newest = int(with_events[-1]), int(np.flatnonzero(sent)[-1])
    longest, at_most = _longest(series, sent, with_events.tolist())
    long = sent[last + 1 :].sum() >= LONG
    return SinceLast(
        _apart(series, last, newest),
        longest,
        series.months[last],
        int((~sent[last + 1 : newest]).sum()),
        bool(long) and _chance(series, sent, last) < _bound(counts, sent, last) / among,
        at_most,
    )


def _longest(series: Series, sent: np.ndarray, events: list[int]) -> tuple[int | None, bool]:
    """Between two events, or before the first as far as it is known; and whether it holds a month that was not sent."""
    if len(events) < 2:
        return None, False
    times = [(_apart(series, 0, events[0]), not sent[: events[0]].all())]
    times += [(_apart(series, *ends), not sent[slice(*ends)].all()) for ends in pairwise(events)]
    return max(times, key=lambda time: (time[0], not time[1]))


def _apart(series: Series, first: int, last: int) -> int:
    return calendar.number(series.months[last]) - calendar.number(series.months[first])


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
