"""A table of series becomes, for each, the chance of so long a time without harm if nothing had changed."""

from __future__ import annotations

import numpy as np

from mist_dash.core.series import Floats
from mist_dash.core.signals.table import Flags, SeriesTable
from mist_dash.core.signals.windows import LEAST

LIMIT = 0.005  # chance of so long a time without an event
QUARTER = 3  # months without an event before anything is said: a single 0 may be a blank that was typed


def chance(table: SeriesTable) -> Floats:
    """Shape (n,): the chance of so long a time without an event; 1 above its limit, NaN where it cannot be asked."""
    free = event_free(table)
    return np.where(free <= LIMIT, free, np.where(np.isnan(free), np.nan, 1.0))


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
