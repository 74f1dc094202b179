"""What is asked becomes the series that answers it, hiding included. Every page, story and finding takes this road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from mist_dash.core import months
from mist_dash.core.catalogue import WHOLE, Measure, Theme
from mist_dash.core.counts import Numbers, by_quarter, on_months, series_of
from mist_dash.core.events import Event
from mist_dash.core.months import Basis
from mist_dash.core.series import Series
from mist_dash.core.sharing import without_small


@dataclass(frozen=True)
class Query:
    """One measure of one theme in one area, by which years.

    area: empty for the first that has numbers. hides: small numbers are not for this reader; an action decides it.
    """

    theme: Theme
    measure: Measure
    area: str = ""
    basis: Basis = "financial"
    hides: bool = False

    @classmethod
    def of(cls, theme: Theme, measure: str | None = None, area: str | None = None, basis: str | None = None) -> Query:
        """From the text of a URL: what the catalogue does not know falls back to the first."""
        known = theme.measure(measure)
        year: Basis = basis if basis in get_args(Basis) else "financial"  # type: ignore[assignment]
        return cls(theme, known, area if area in known.areas else "", year)

    def inside(self, area: str) -> Query:
        """The same of another area."""
        return replace(self, area=area)


@dataclass(frozen=True)
class Answer:
    """The series of one query, as this reader may see it.

    series: as it is drawn, by month or by quarter. yearly: the same on an axis of months, to compare years.
    looked_differently: the months from which harm was looked for in another way here.
    withheld: some of its numbers are small and hidden from this reader. Then there is no series at all: what is left
    leans to the large ones, so a chart, a comparison or a signal made of it would mislead.
    """

    query: Query
    series: Series | None = None
    yearly: Series | None = None
    looked_differently: tuple[str, ...] = ()
    withheld: bool = False


def answer(query: Query, numbers: Numbers, events: Sequence[Event] = ()) -> Answer:
    """The series of a measure in its area; none for a profile, which is drawn as bars."""
    looked = looked_differently(events, query.area)
    monthly = None if query.measure.kind == "profile" else series_of(query.theme, query.measure, query.area, numbers)
    if monthly is None:
        return Answer(query, looked_differently=looked)
    quarterly = query.measure.every == "quarter"
    series = by_quarter(monthly) if quarterly else monthly
    if query.hides and _loses(series, without_small(series)):
        return Answer(query, looked_differently=looked, withheld=True)
    return Answer(query, series, on_months(series) if quarterly else series, looked)


def events_in(events: Sequence[Event], area: str) -> tuple[Event, ...]:
    """The events that stand over the charts of one area: its own, and those of every area.

    A part that is looked at in another way changes what the whole hospital counts, so that stands over the whole too.
    """
    return tuple(
        event for event in events if event.area in ("", area) or (area == WHOLE and event.kind == "looked differently")
    )


def looked_differently(events: Sequence[Event], area: str) -> tuple[str, ...]:
    """The months from which harm was looked for in another way in this area."""
    return tuple(months.of(event.start) for event in events_in(events, area) if event.kind == "looked differently")


def _loses(series: Series, seen: Series) -> bool:
    def gone(whole: np.ndarray | None, part: np.ndarray | None) -> bool:
        return whole is not None and part is not None and bool((np.isfinite(whole) & ~np.isfinite(part)).any())

    return gone(series.counts, seen.counts) or gone(series.exposure, seen.exposure)
