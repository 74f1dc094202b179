"""A table of series becomes, for each, the chance of so much fewer events if nothing had changed: its own past only."""

from __future__ import annotations

import numpy as np

from mist_dash.core.change import ratios, shares
from mist_dash.core.series import Floats
from mist_dash.core.signals.table import Flags, SeriesTable
from mist_dash.core.signals.windows import SPANS, Window, spread, window

TAIL = 0.025  # of one tail: reached exactly when the 95 % interval lies wholly on the better side
SHIFT = 7  # months in a row below the baseline, as in the NHS rules; 8 would cost more power at one event a month
EVENT_FREE = 5.30  # baseline events missed in a row; exp(-5.30) is 0.005


def chance(table: SeriesTable) -> Floats:
    """Shape (n,): the one-sided mid-p (for shares: score) value of fewer events; NaN where there is not enough to ask.

    It is 1 where the interval includes no change or no signal on the chart supports it: such a series counts among
    those looked at and is never found. The last 24 months stand against the 24 before, else 12 against 12.
    """
    found = np.full(len(table.keys), np.nan)
    for span in SPANS:
        now, before = window(table, span), window(table, span, back=1)
        asked = np.isnan(found) & now.enough & before.enough
        found[asked] = _ask(now.of(asked), before.of(asked))
    return found


def p_of_fewer(now: Window, before: Window, spread: Floats | float = 1.0) -> Floats:
    """The one-sided p-value of a lower level now; counts are divided by their spread first."""
    x1, e1, x2, e2 = (part / spread for part in (now.x, now.e, before.x, before.e))
    return np.where(now.share, shares.p_of_lower(x1, e1, x2, e2), ratios.p_of_fewer(x1, e1, x2, e2))


def supported(now: Window, before: Window) -> Flags:
    """Whether the follow-up holds a shift (7 months in a row below the baseline) or a long time without an event."""
    level = before.level
    below = now.events < level[:, None] * now.exposure  # a missing month is not below, and so breaks the run
    shift = _longest(below.astype(float), broken=~below)
    free = _longest(np.nan_to_num(now.exposure), broken=(now.events > 0) | np.isnan(now.events))
    return (shift >= SHIFT) | (free * level > EVENT_FREE)


def _ask(now: Window, before: Window) -> Floats:
    p = p_of_fewer(now, before, spread(now, before))
    return np.where((p <= TAIL) & supported(now, before), p, 1.0)


def _longest(steps: Floats, broken: Flags) -> Floats:
    """Shape (n,): the largest sum of successive steps between breaks."""
    run, longest = np.zeros(len(steps)), np.zeros(len(steps))
    for step, end in zip(steps.T, broken.T, strict=True):
        run = np.where(end, 0.0, run + step)
        longest = np.maximum(longest, run)
    return longest
