"""Many series become the set of those that improved on themselves or stay strong. No values, no order, no rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mist_dash.core.series import Floats, Series
from mist_dash.core.signals import improvement, strength
from mist_dash.core.signals.table import Flags, SeriesKey, SeriesTable, tabulate

FALSE_SHARE = 0.10  # at most this share of what is found is expected to be chance

__all__ = ["benjamini_hochberg", "find", "find_in"]


@dataclass(frozen=True)
class FoundSeries:
    """Series worth learning from, in alphabetical order: improved on their own past, or steadily strong."""

    improved: tuple[SeriesKey, ...]
    strong: tuple[SeriesKey, ...]


def find(
    series: Mapping[SeriesKey, Series], looked_differently: Mapping[SeriesKey, Sequence[str]] | None = None
) -> FoundSeries:
    """The series, by centre, measure and area, that improved on their own past or stay strong.

    Series without a good direction and ratios such as the HSMR never enter. looked_differently: months from which harm
    was looked for in another way; nothing is compared across one.
    """
    return find_in(tabulate(series, looked_differently or {}))


def find_in(table: SeriesTable) -> FoundSeries:
    """`find` for a table; each of the two questions is put through Benjamini and Hochberg over all series asked."""
    questions = (improvement.chance(table), strength.chance(table))
    return FoundSeries(*(_alphabetical(table.keys, benjamini_hochberg(p, FALSE_SHARE)) for p in questions))


def benjamini_hochberg(p: Floats, share: float) -> Flags:
    """Shape (n,): which p-values to believe so that at most this share of them is chance (1995); NaN was not asked."""
    asked = np.sort(p[~np.isnan(p)])
    below = np.flatnonzero(asked <= share * np.arange(1, len(asked) + 1) / max(len(asked), 1))
    return p <= asked[below[-1]] if len(below) else np.zeros(len(p), dtype=bool)


def _alphabetical(keys: Sequence[SeriesKey], chosen: Flags) -> tuple[SeriesKey, ...]:
    return tuple(sorted(keys[place] for place in np.flatnonzero(chosen).tolist()))
