"""Monthly counts of rare events become gaps: the exposure from each event to the next.

Where in its month an event fell is not known, so k events of one month are put where k random moments would lie on
average: at 1/(k+1), 2/(k+1), ... of that month's exposure. No exposure is lost or counted twice that way, and two
events of one month keep the gap between them instead of being averaged into one.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

import numpy as np

from mist_dash.core import months
from mist_dash.core.series import Floats, Series

MOST = 5000  # events on one chart; beyond this nobody counts the days between


@dataclass(frozen=True)
class Gaps:
    """One entry for each event, in order.

    values: exposure since the event before; NaN where that is not known (the first event, or a month not collected
    in between: there may have been an event in it). month: index of the event's month in the series; since: index of
    the month of the event before, -1 when not known.
    still_open: exposure since the last event that is known of, or since the start; NaN where none of it is known. It
    runs on through a month whose events were not sent, as far as its exposure is known, as days always are.
    open_since: index of that event's month, -1 when no event was seen. open_sent: the part of it in months that were
    sent: so much went by without an event. unsent: months since then that were not sent, or not with their exposure.
    """

    values: Floats
    month: tuple[int, ...]
    since: tuple[int, ...]
    still_open: float
    open_since: int
    open_sent: float
    unsent: int


def gaps_between(series: Series) -> Gaps:
    """The gaps of a series of monthly counts, in its exposure, or in days when it has none.

    Raises ValueError when there are more events than a chart can hold.
    """
    exposure = exposure_of(series)
    total = np.nansum(series.counts)
    if total > MOST:
        raise ValueError(
            f"Each event would be a point of its own, and there are {total:,.0f}. Choose a chart of rates."
        )
    values: list[float] = []
    at: list[int] = []
    since: list[int] = []
    passed, before, known = 0.0, -1, False
    hidden, unsent = 0.0, 0  # exposure of months whose events were not sent, and how many months are not known whole
    for index, (count, size) in enumerate(zip(series.counts, exposure, strict=True)):
        if not (np.isfinite(count) and np.isfinite(size)) or (count > 0 and size <= 0):
            known = False
            if count > 0:
                passed, before, hidden, unsent = 0.0, index, 0.0, 0
            unsent += 1
            hidden += float(np.nan_to_num(size))
            continue
        events = round(float(count))
        step = float(size) / (events + 1)
        for _ in range(events):
            values.append(passed + step if known else np.nan)
            at.append(index)
            since.append(before if known else -1)
            passed, before, known, hidden, unsent = 0.0, index, True, 0.0, 0
        passed += step if events else float(size)
    there = known or passed > 0  # a last month without exposure: nobody knows how long it has been
    open_now = passed + hidden if there else np.nan
    return Gaps(np.array(values), tuple(at), tuple(since), open_now, before, passed, unsent)


def exposure_of(series: Series) -> Floats:
    """The exposure of each month: as sent, else its days, else 1 where the axis is not one of months."""
    if series.exposure is not None:
        return np.asarray(series.exposure, float)
    return np.array([monthrange(int(m[:4]), int(m[5:7]))[1] if months.is_month(m) else 1 for m in series.months], float)
