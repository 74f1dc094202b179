"""A centre's answered queries become the rows of its one page: a spark, two counts beside each other, six words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Theme
from mist_dash.core.change import Change, YearSide
from mist_dash.core.counts import by_quarter
from mist_dash.core.headline import Headline
from mist_dash.core.query import Query
from mist_dash.core.series import Series
from mist_dash.core.words import figures

QUARTERS = 20  # five years


@dataclass(frozen=True)
class Asked:
    """A row for each of `each` that has numbers; where none has, one for the first of `otherwise` that has."""

    each: tuple[Query, ...]
    otherwise: tuple[Query, ...]


@dataclass(frozen=True, eq=False)
class Row:
    """One measure in one area. spark: a value for each quarter of the page's axis, None where it was not sent whole.

    change: the 12 months beside the 12 before, over the months that both have, as the theme's page compares them.
    A row is equal to itself only, so that what is made of rows that are cached can be kept as well.
    """

    query: Query
    area_title: str
    spark: tuple[float | None, ...]
    change: Change
    headline: Headline
    share: bool = False  # the spark is a share, from 0 to 100

    @property
    def now(self) -> str:
        """ "6 in 4,375", "143 of 171 (84%)"; empty where there is nothing to count."""
        return _counted(self.change, self.change.this)

    @property
    def before(self) -> str:
        return "" if self.change.last is None else _counted(self.change, self.change.last)


def _counted(change: Change, side: YearSide) -> str:
    if side.events is None:
        return ""
    return figures.amount(side.events) if change.kind == "value" else figures.side(change, side)


def asked(theme: Theme) -> tuple[Asked, ...]:
    """What a theme shows on the page: its first measure in each disjoint part, and the others that it marks."""
    first, *more = theme.measures
    query = Query(theme, first)
    disjoint = [area.name for area in theme.areas if area.name in theme.parts or (theme.parts and area.optional)]
    each = tuple(query.inside(area) for area in disjoint if area in first.areas)
    return (
        Asked(each, _widest(query)),
        *(Asked((), _widest(Query(theme, measure))) for measure in more if measure.on_home),
    )


def _widest(query: Query) -> tuple[Query, ...]:
    """The query in each of its measure's areas, the whole hospital first."""
    return tuple(query.inside(area) for area in sorted(query.measure.areas, key=lambda name: name != WHOLE))


def last_quarter(series: Iterable[Series]) -> str:
    """The last month of the newest whole quarter of any of them."""
    newest = max(one.months[-1] for one in series)
    return months.later(newest, -(int(newest[5:]) % 3))


def row(query: Query, drawn: Series, monthly: Series, change: Change, said: Headline, end: str) -> Row:
    """drawn: by month or by quarter; monthly: on an axis of months. end: the last month of the page's axis."""
    title = next(area.title for area in query.theme.areas if area.name == query.area)
    return Row(query, title, _spark(drawn, monthly, end), change, said, drawn.kind == "proportion")


def _spark(drawn: Series, monthly: Series, end: str) -> tuple[float | None, ...]:
    quarters = drawn if drawn is not monthly and len(drawn.months) < len(monthly.months) else _by_quarter(monthly)
    known = dict(zip(quarters.months, _values(quarters), strict=True))
    axis = [months.later(end, -3 * back) for back in range(QUARTERS - 1, -1, -1)]
    return tuple(known.get(month) for month in axis)


def _by_quarter(series: Series) -> Series:
    """Of a level the last month of each quarter; of everything else the quarter's sum."""
    if series.kind != "value":
        return by_quarter(series)
    at = [place for place, month in enumerate(series.months) if int(month[5:]) % 3 == 0]
    return Series(tuple(series.months[one] for one in at), series.counts[at], None, "value")


def _values(series: Series) -> Sequence[float | None]:
    """Shares and ratios as such, all else as counts: the rate of a rare event jumps with its exposure."""
    values = series.counts
    if series.kind in ("proportion", "ratio") and series.exposure is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = series.counts / series.exposure * 100
    return [float(value) if np.isfinite(value) else None for value in values]
