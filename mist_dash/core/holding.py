"""A story's frozen comparison and the numbers that came later become whether it still holds, as far as can be known.

Method: how likely the later counts are, given the rate of the story's own year, against given that of the year before.
Both rates are known from few events, so each likelihood is a prediction: gamma-Poisson, of shares beta-binomial.
Where the months vary more than chance, counts tell less, as everywhere (core.spread).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from mist_dash.core import months
from mist_dash.core.change.sides import usable
from mist_dash.core.freezing import Frozen
from mist_dash.core.series import Series
from mist_dash.core.spread import Rows, spread

HoldingState = Literal["still holding", "no longer holds", "not known yet", "no new data", "not comparable"]
Side = tuple[float, float]  # events, exposure
ENOUGH = 3  # months: fewer say more about chance than about care
LIKELIER = np.log(6)  # from which ratio of likelihoods on one of the two is said
PRIOR = 0.5  # Jeffreys': events, and of shares what is not one, that are added to what was counted


@dataclass(frozen=True)
class Holding:
    """Whether what a story told still holds, `months` after its last month."""

    state: HoldingState
    months: int

    def __str__(self) -> str:
        if self.state in ("no new data", "not known yet"):
            return self.state
        if self.state == "not comparable":
            return "not compared: how it is looked for has changed since"
        return f"{self.state} after {self.months} month{'s' if self.months != 1 else ''}"


def holding(frozen: Frozen, series: Series | None, looked_differently: tuple[str, ...] = ()) -> Holding | None:
    """What the months after the story say; None for a story whose own comparison was not for the better.

    Months without exposure are in neither side. A level, such as drugs in use, is no count and is not judged.
    """
    if series is None or frozen.before is None or frozen.after is None or not _claims(series, frozen):
        return None
    later = [at for at in _exposed(series) if series.months[at] > frozen.until]
    if any(frozen.until < month for month in looked_differently):
        return Holding("not comparable", 0)
    if len(later) < ENOUGH:
        return Holding("no new data", 0)
    since = months.number(series.months[later[-1]]) - months.number(frozen.until)
    known = [_told(series, one) for one in (frozen.before, frozen.after, _added(series, later))]
    return Holding(_state(series, *known), since)


def side(series: Series, chosen: tuple[str, ...]) -> Side | None:
    """(events, exposure) over these months; exposure counts months where there is none."""
    at = [place for place in _exposed(series) if series.months[place] in chosen]
    return _added(series, at) if at else None


def _exposed(series: Series) -> list[int]:
    """The places of the months in which something could happen."""
    return [at for at in usable(series) if series.exposure is None or series.exposure[at] > 0]


def _added(series: Series, at: list[int]) -> Side:
    exposure = float(len(at)) if series.exposure is None else float(np.nansum(series.exposure[at]))
    return float(np.nansum(series.counts[at])), exposure


def _told(series: Series, side: Side) -> Side:
    """A side that tells as much as it would if months varied by chance alone; of shares the exposure shrinks too."""
    at = _exposed(series)
    exposure = np.ones(len(at)) if series.exposure is None else series.exposure[at]
    by = float(
        spread(Rows(series.counts[at][None], exposure[None], np.array([len(at)]), series.kind == "proportion"))[0]
    )
    return side[0] / by, side[1] / by if series.kind == "proportion" else side[1]


def _claims(series: Series, frozen: Frozen) -> bool:
    """Whether the story's own year was better than the one before: else there is nothing that could hold."""
    judged = series.better != "neither" and series.kind != "value"
    return judged and _better(series, frozen.after, frozen.before)


def _better(series: Series, one: Side | None, other: Side | None) -> bool:
    """Whether one rate is better than the other, chance left aside."""
    if one is None or other is None or not one[1] or not other[1]:
        return False
    first, second = one[0] / one[1], other[0] / other[1]
    return first < second if _fewer(series) else first > second


def _state(series: Series, before: Side, after: Side, now: Side) -> HoldingState:
    predict = _of_shares if series.kind == "proportion" else _of_rates
    likelier = predict(now, after) - predict(now, before)
    if likelier >= LIKELIER:
        return "still holding"
    return "no longer holds" if likelier <= -LIKELIER else "not known yet"


def _of_rates(now: Side, known: Side) -> float:
    """The log-likelihood of the later events given the rate known from others, but for what both sides share."""
    (y, later), (x, earlier) = now, known
    return float(
        special.gammaln(y + x + PRIOR)
        - special.gammaln(x + PRIOR)
        + special.xlogy(x + PRIOR, earlier / (earlier + later))
        + special.xlogy(y, later / (earlier + later))
    )


def _of_shares(now: Side, known: Side) -> float:
    (y, later), (x, whole) = now, known
    a, b = x + PRIOR, whole - x + PRIOR
    return float(special.betaln(y + a, later - y + b) - special.betaln(a, b))


def _fewer(series: Series) -> bool:
    """Whether fewer events are better; with time between events more time is, which is fewer events."""
    return series.better == "lower" or series.kind == "between"
