"""A quarter or year is left out where the same file gives its months: kept, they would count twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mist_dash.core import months
from mist_dash.core.intake.reading import Count
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.why import Why


def without_sums_of_months(counts: Sequence[Count], found: TableFacts) -> list[Count]:
    """The counts without the quarters and years whose item and area have months within them."""
    coarse = {period for period in {count.month for count in counts} if not months.is_month(period)}
    if not coarse:
        return list(counts)
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    for count in counts:
        if count.month not in coarse:
            given[(count.item, count.area)].add(count.month)
    kept = []
    for count in counts:
        if count.month in coarse and given[(count.item, count.area)] & _months_of(count.month):
            where = f" of “{count.sheet}”" if count.sheet else ""
            said = f"row {count.row}{where}, {months.say(count.month)}"
            found.leave(said, Why.MONTHS_GIVEN, count.sheet, (count.row - 1, count.row - 1))
        else:
            kept.append(count)
    return kept


def _months_of(period: str) -> set[str]:
    """The months of "2024-Q2", "2024" and "2024/25"."""
    year, quarter = period[:4], period.partition("-Q")[2]
    if quarter:
        first, long = f"{year}-{int(quarter) * 3 - 2:02d}", 3
    else:
        first, long = f"{year}-04" if "/" in period else f"{year}-01", 12
    return {months.later(first, by) for by in range(long)}
