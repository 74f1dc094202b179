"""Areas and their total become an alarm in words when every area moves one way and the total the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mist_dash.core import months
from mist_dash.core.change.sides import Sums, add_up, usable, year_window
from mist_dash.core.months import Basis
from mist_dash.core.series import Series

MIXABLE = ("rate", "proportion", "between")


def mix_shift(parts: Mapping[str, Series], basis: Basis = "financial", last: str | None = None) -> str | None:
    """A sentence when the rate fell in every area and yet rose over all of them, or the reverse; else None.

    parts: the disjoint areas of one measure by name. The months compared are those that every area has in both years,
    so that a month missing in one area cannot pass for a shift. Counts without a denominator cannot do this.
    """
    series = list(parts.values())
    if len(series) < 2 or any(one.kind not in MIXABLE or one.exposure is None for one in series):
        return None
    both = _shared(series, basis, last)
    this, before = (
        [add_up(one, "", _places(one, numbers)) for one in series] for numbers in (both, [n - 12 for n in both])
    )
    moves = {np.sign(_rate([now]) - _rate([then])) for now, then in zip(this, before, strict=True)}
    total = np.sign(_rate(this) - _rate(before))
    if moves not in ({1.0}, {-1.0}) or total * moves.pop() >= 0:
        return None
    grew = [name for name, now, then in zip(parts, this, before, strict=True) if _part(now, this) > _part(then, before)]
    return _alarm(series[0], grew, rises=total > 0)


def _alarm(series: Series, grew: Sequence[str], rises: bool) -> str:
    areas, whole = ("fell", "rose") if rises else ("rose", "fell")
    grown = f"A larger part of the {series.exposure_name or 'exposure'} now lies in {' and '.join(grew)}."
    moved = f"In every area the rate {areas}, and yet over all of them together it {whole}: the mix moved."
    return f"{moved} {grown} Read the areas, not the total."


def _shared(series: Sequence[Series], basis: Basis, last: str | None) -> list[int]:
    """The months of this year (as numbers) that every series has, this year and the year before."""
    present = [{months.number(one.months[place]) for place in usable(one)} for one in series]
    shared = set.intersection(*present)
    until = months.number(last) if last else max(shared, default=0)
    return [number for number in year_window(until, basis) if number in shared and number - 12 in shared]


def _places(series: Series, numbers: Sequence[int]) -> list[int]:
    return [number - months.number(series.months[0]) for number in numbers]


def _rate(sums: Sequence[Sums]) -> float:
    """Events for the exposure of these areas together; NaN without exposure."""
    exposure = sum(one.exposure for one in sums)
    return sum(one.events for one in sums) / exposure if exposure else np.nan


def _part(one: Sums, all_of_them: Sequence[Sums]) -> float:
    """This area's part of the whole exposure."""
    return one.exposure / sum(each.exposure for each in all_of_them)
