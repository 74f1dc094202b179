"""One series becomes how likely chance is behind its strength: long without an event, or rarer than what is published.

Each chance is that of three years of monthly looks, so that looking often makes nothing out of luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mist_dash.core import months
from mist_dash.core.change import ratios, shares
from mist_dash.core.series import Floats, Series
from mist_dash.core.spread import Rows, measured, shared
from mist_dash.core.spread import spread as spread_of

YEARS = 3  # of monthly looks; and the longest stretch held against what is published
LOOKS = 6.0  # times as often as at one look chance shows itself in three years of them (benchmarks/finder.py)
LEAST = 12  # months sent that are asked for
QUARTER = 3  # months without an event before anything is said: a single 0 may be a blank that was typed


@dataclass(frozen=True)
class Harm:
    """The months of a series in unwanted events: fewer are better. Only months that were sent and had exposure."""

    months: tuple[str, ...]
    events: Floats
    exposure: Floats
    share: bool
    turned: bool  # events are what is not in the share, of which more would be better
    gap: str = ""  # the newest month that was not sent between others: it may hide an event

    def during(self, chosen: Sequence[str]) -> tuple[float, float]:
        """Events and exposure in these months."""
        at = np.isin(self.months, list(chosen))
        return float(self.events[at].sum()), float(self.exposure[at].sum())


@dataclass(frozen=True)
class PublishedYear:
    """A year of the collaborative's figures as everybody may see it. own: whether the centre that asks is in it."""

    year: str
    events: float
    exposure: float
    own: bool


@dataclass(frozen=True)
class Strength:
    """p: how likely it would come by chance alone within three years of looks. since: its first month."""

    p: float
    since: str


def grows(series: Series) -> bool:
    """Whether more is better: then what counts as harm is what is not in the share."""
    return (series.kind, series.better) == ("proportion", "higher")


def harm(series: Series, looked_differently: Sequence[str] = ()) -> Harm:
    """A series as unwanted events; what lies before a change of looking is left out."""
    exposure: Any = np.ones(len(series.counts)) if series.exposure is None else series.exposure
    events = exposure - series.counts if grows(series) else series.counts
    start = max((month[:7] for month in looked_differently), default="")
    since = np.array([month >= start for month in series.months], dtype=bool)
    with np.errstate(invalid="ignore"):
        closed = (exposure == 0) & (events == 0)
        sent = since & (exposure > 0) & np.isfinite(events)
    last = int(np.flatnonzero(sent).max(initial=-1))
    gaps = np.flatnonzero(since & ~sent & ~closed)
    gap = next((series.months[place] for place in gaps[::-1] if place < last), "")
    named = tuple(month for month, fine in zip(series.months, sent, strict=True) if fine)
    return Harm(named, events[sent], exposure[sent], series.kind == "proportion", grows(series), gap)


def spreads(owns: Sequence[Harm]) -> list[float]:
    """How many times as much as chance the months of each vary, told by all series of a centre."""
    long = [len(own.months) > 2 for own in owns]
    rows = [Rows(own.events[None], own.exposure[None], np.array([len(own.months)]), own.share) for own in owns]
    seen = [measured(one) for one, enough in zip(rows, long, strict=True) if enough]
    found = iter(shared(*map(np.concatenate, zip(*seen, strict=True))).tolist() if seen else ())
    return [next(found) if enough else 1.0 for enough in long]


def quiet(own: Harm, spread: float = 1.0) -> Strength | None:
    """So long an exposure without an event since the last one, from the series' own past; None where not asked.

    With x events in the exposure e up to the last of them, and E since, chance leaves such a gap with (1 + E /
    e)^-x: exp(-uE) with the doubt about u = x / e in it; events in bunches count for fewer, by the spread of the
    months that all the centre's series tell, or its own before the quiet time where that is larger. Three years hold
    about 36 months' worth of events, each with a gap after it that could be the long one.
    """
    last = int(np.flatnonzero(own.events > 0).max(initial=-1))
    if last < 0 or len(own.months) < LEAST:
        return None
    past = max(last + 1, sum(month < own.gap for month in own.months))
    after = own.months[past:]
    if len(after) < QUARTER:
        return Strength(1.0, "")
    events, exposure = float(own.events.sum()), float(own.exposure[:past].sum())
    gaps = events / exposure * own.exposure.mean() * 12 * YEARS
    found = (1 + own.exposure[past:].sum() / exposure) ** (-events / max(spread, _spread(own, slice(past)))) * max(
        gaps, 1.0
    )
    return Strength(min(float(found), 1.0), after[0])


def rarer(own: Harm, published: Sequence[PublishedYear], spread: float = 1.0) -> Strength | None:
    """The last one to three whole years against the rest of what is published for the same time.

    Given all events, the own are binomial when the own rate is that of the rest (mid-p; of shares the score), so the
    doubt about the rest is in it. Events are divided by how much more than chance the own months vary.
    """
    whole = len(own.months) // 12 * 12
    if whole < LEAST:
        return None
    recent = own.months[-min(whole, 12 * YEARS) :]
    rest = [_without(own, one) for one in published if months.covered(one.year)[-1] >= months.later(recent[-1], -35)]
    x2, e2 = (float(sum(part)) for part in zip(*rest, strict=True)) if rest else (0.0, 0.0)
    if e2 <= 0 or x2 <= 0:
        return None
    x1, e1 = own.during(recent)
    spread = max(spread, _spread(own, slice(len(own.months) - len(recent), None)))
    lower = shares.p_of_lower if own.share else ratios.p_of_fewer
    p = float(lower(*(part / spread for part in (x1, e1, x2, e2))))
    return Strength(min(p * LOOKS, 1.0) if np.isfinite(p) else 1.0, recent[0])


def _spread(own: Harm, at: slice) -> float:
    """How many times as much as chance these months vary."""
    events, exposure = own.events[at][None], own.exposure[at][None]
    return float(spread_of(Rows(events, exposure, np.array([events.shape[1]]), own.share))[0])


def _without(own: Harm, one: PublishedYear) -> tuple[float, float]:
    """A published year with the own numbers taken out, as they are now; they may have been corrected since."""
    x, e = own.during(months.covered(one.year)) if one.own else (0.0, 0.0)
    events = one.exposure - one.events if own.turned else one.events
    return max(events - x, 0.0), max(one.exposure - e, 0.0)
