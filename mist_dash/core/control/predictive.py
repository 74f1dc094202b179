"""Limits for months that a frozen baseline knows nothing of: they make room for how little a baseline knows itself.

After N events in exposure E nothing has changed in exposure e with count x as long as x of N + x events, each in e with
chance e / (E + e), are no surprise: the upper limit is that of a negative binomial of N + 1, the lower of N, with mean
N e / E. Both hold whatever the rate. Shares go the same way, by a beta binomial.
"""

from __future__ import annotations

import numpy as np

from mist_dash.core.control.exact import INNER, spread_limits, spread_share_limits
from mist_dash.core.control.lines import ControlLimits, Mask
from mist_dash.core.control.model import Chart
from mist_dash.core.series import Floats


def predicted(chart: Chart, counts: Floats, exposure: Floats, used: Mask, tail: float, spread: float) -> ControlLimits:
    """Centre and limits from the months used, over all months, (series, months)."""
    events, known = (np.where(used, one, 0.0).sum(axis=1, keepdims=True) for one in (counts, exposure))
    size = np.where(exposure > 0, exposure, np.nan)
    limits = _share if chart == "p-exact" else _rate
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.broadcast_to(events / known, size.shape)
        lines = [end / size for alpha in (tail, INNER) for end in limits(events, known, size, alpha, spread)]
    return ControlLimits(centre, *lines)


def _rate(events: Floats, known: Floats, size: Floats, tail: float, spread: float) -> tuple[Floats, Floats]:
    wide = np.nan_to_num(spread * (1 + size / known), nan=2.0, posinf=2.0)  # without a baseline there is no mean either
    lower, _ = spread_limits(events * size / known, wide, tail)
    _, upper = spread_limits((events + 1) * size / known, wide, tail)
    return lower, upper


def _share(events: Floats, known: Floats, size: Floats, tail: float, spread: float) -> tuple[Floats, Floats]:
    wide = spread * (1 + (size - 1) / (known + 2))
    lower, _ = spread_share_limits(events / (known + 1), size, wide, tail)
    _, upper = spread_share_limits((events + 1) / (known + 1), size, wide, tail)
    return lower, upper
