"""Two series become a path: year by year how much of the one there was a month, and the share of the other.

Years are not judged: the path is to be read beside the comparison of each measure.
"""

from __future__ import annotations

from dataclasses import dataclass

from mist_dash.core import months
from mist_dash.core.change.sides import usable
from mist_dash.core.months import Basis
from mist_dash.core.series import Series

YEAR = 12


@dataclass(frozen=True)
class YearStep:
    """One year. across: a month, over the months that were sent. whole: all twelve months are in."""

    year: str
    months: int
    across: float
    events: float
    of: float

    @property
    def up(self) -> float:
        """In per cent."""
        return 100 * self.events / self.of

    @property
    def whole(self) -> bool:
        return self.months == YEAR


def path(across: Series, up: Series, basis: Basis) -> tuple[YearStep, ...]:
    """The years in which both were sent, in order; only the months that both have. Nothing where one is no share."""
    if up.kind != "proportion" or up.exposure is None:
        return ()
    here = {across.months[at]: float(across.counts[at]) for at in usable(across)}
    there = {up.months[at]: (float(up.counts[at]), float(up.exposure[at])) for at in usable(up)}
    both = sorted(set(here) & set(there))
    years: dict[str, list[str]] = {}
    for month in both:
        years.setdefault(months.year_of(month, basis, both[-1]), []).append(month)
    found = [
        YearStep(
            year,
            len(held),
            sum(here[month] for month in held) / len(held),
            sum(there[month][0] for month in held),
            sum(there[month][1] for month in held),
        )
        for year, held in years.items()
    ]
    return tuple(step for step in found if step.of > 0)
