"""Many series become one table of harm, a row a series, with only those that may be searched for improvement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mist_dash.core import months
from mist_dash.core.series import Floats, Series

SeriesKey = tuple[str, str, str]  # centre, measure, area
Flags = NDArray[np.bool_]
MAY_ENTER = {
    ("rate", "lower"),
    ("count", "lower"),
    ("between", "higher"),
    ("proportion", "lower"),
    ("proportion", "higher"),
}


@dataclass(frozen=True)
class SeriesTable:
    """Series as matrices over the same months, in harm: fewer events are better in every row.

    keys: n of them. events, exposure: shape (n, months), NaN in both where not collected. share: shape (n,), whether
    the events are a part of the exposure (binomial) or fall into it (Poisson).
    """

    keys: Sequence[SeriesKey]
    events: Floats
    exposure: Floats
    share: Flags

    def __post_init__(self) -> None:
        if not len(self.keys) == len(self.events) == len(self.exposure) == len(self.share):
            raise ValueError("A table needs one key, one row of events, one of exposure and one share for each series.")


def tabulate(series: Mapping[SeriesKey, Series], looked_differently: Mapping[SeriesKey, Sequence[str]]) -> SeriesTable:
    """The series that may enter, over all their months; what lies before a change of looking is left out."""
    entered = {key: one for key, one in series.items() if one.months and (one.kind, one.better) in MAY_ENTER}
    starts = [months.number(one.months[0]) for one in entered.values()]
    first = min(starts, default=0)
    end = max((start + len(one.months) for start, one in zip(starts, entered.values(), strict=True)), default=0)
    events, exposure = np.full((2, len(entered), end - first), np.nan)
    for row, (key, one) in enumerate(entered.items()):
        at = slice(starts[row] - first, starts[row] - first + len(one.months))
        events[row, at], exposure[row, at] = _harm(one)
        since = max((months.number(month[:7]) for month in looked_differently.get(key, ())), default=first)
        events[row, : max(since - first, 0)] = np.nan
    missing = np.isnan(events) | np.isnan(exposure) | ((exposure <= 0) & (events != 0))
    events[missing] = exposure[missing] = np.nan
    return SeriesTable(
        tuple(entered), events, exposure, np.array([one.kind == "proportion" for one in entered.values()], bool)
    )


def _harm(series: Series) -> tuple[Floats, Floats]:
    """Events that are unwanted, and their exposure; of a share that should grow, those that are not yet in it."""
    exposure: Any = np.ones(len(series.counts)) if series.exposure is None else series.exposure
    unwanted = exposure - series.counts if (series.kind, series.better) == ("proportion", "higher") else series.counts
    return unwanted, exposure
