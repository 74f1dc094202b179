"""A table of series becomes, for each, the chance that its strength (long without harm, or low for long) is none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mist_dash.core.series import Floats
from mist_dash.core.signals.table import Flags, SeriesTable
from mist_dash.core.signals.windows import LEAST, SPANS, spread, window

Groups = NDArray[np.intp]
LIMIT = 0.005  # chance of so long a time without an event
QUARTER = 3  # months without an event before anything is said: a single 0 may be a blank that was typed
CREDIBLE = 0.025  # chance of being no lower than the pooled rate
POOL = 4  # series that make a pooled rate


def chance(table: SeriesTable) -> Floats:
    """Shape (n,): the smaller of the two chances, doubled because two were asked; 1 where neither reaches its limit.

    NaN where neither could be asked.
    """
    free, low = event_free(table), credibly_low(table)
    reached = np.fmin(np.where(free <= LIMIT, free, 1.0), np.where(low <= CREDIBLE, low, 1.0))
    return np.where(np.isnan(free) & np.isnan(low), np.nan, np.minimum(1.0, 2 * reached))


def event_free(table: SeriesTable) -> Floats:
    """Shape (n,): the chance of so long an exposure without an event since the last one, from the series' own past.

    With x events in the exposure e up to the last of them, and E since, it is (1 + E / e)^-x: exp(-uE) with the doubt
    about u = x / e in it (x exponential gaps, then one of at least E).
    """
    exposure, happened, sent = np.nan_to_num(table.exposure), table.events > 0, np.isfinite(table.events)
    until = _up_to_the_last(happened | (~sent & _up_to_the_last(sent)))  # a gap may hide an event: the run ends there
    after = np.where(until, 0.0, exposure)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = (1 + after.sum(axis=1) / (exposure * until).sum(axis=1)) ** -np.nansum(table.events, axis=1)
    holds = ((after > 0).sum(axis=1) >= QUARTER) & (after[:, -LEAST:] > 0).any(axis=1)  # and is still being sent
    asked = happened.any(axis=1) & (sent.sum(axis=1) >= LEAST)
    return np.where(asked, np.where(holds, p, 1.0), np.nan)


def _up_to_the_last(flags: Flags) -> Flags:
    """True up to and with the last month that is flagged, in each row."""
    return np.asarray(np.logical_or.accumulate(flags[:, ::-1], axis=1)[:, ::-1])


def credibly_low(table: SeriesTable) -> Floats:
    """Shape (n,): the chance that the series' rate is no lower than the pooled rate of its measure and area.

    Empirical Bayes: the rates of a measure and area follow a gamma distribution whose mean and variance are estimated
    from all its series (moments), and each series' own count moves it from there. Over the last 24 months, else 12;
    NaN with fewer.
    """
    found = np.full(len(table.keys), np.nan)
    groups = _groups(table)
    for span in SPANS:
        now = window(table, span)
        asked = np.isnan(found) & now.enough
        chosen = now.of(asked)
        varies = spread(chosen)
        found[asked] = _posterior(chosen.x / varies, chosen.e / varies, groups[asked])
    return found


def _posterior(x: Floats, e: Floats, groups: Groups) -> Floats:
    """The chance that each rate is at least its group's pooled rate, after its own count x in exposure e."""
    n, events, exposure, squares = (np.bincount(groups, part) for part in (np.ones_like(x), x, e, e * e))
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = events / exposure
        scatter = np.bincount(groups, e * (x / e - pooled[groups]) ** 2) - (n - 1) * pooled
        variance = np.maximum(scatter / (exposure - squares / exposure), 0)
        shape, rate = pooled**2 / variance, pooled / variance
        chance = special.gammaincc(shape[groups] + x, (rate[groups] + e) * pooled[groups])
    apart = (n >= POOL) & (variance > 0)  # no more scatter than chance: nobody is credibly anywhere
    return np.where(apart[groups], chance, 1.0)


def _groups(table: SeriesTable) -> Groups:
    names = ["\t".join(key[1:]) for key in table.keys]
    return np.asarray(np.unique(names, return_inverse=True)[1], dtype=np.intp)
