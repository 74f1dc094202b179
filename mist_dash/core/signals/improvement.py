"""A table of series becomes, for each, the chance of so much fewer events if nothing had changed: its own past only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from mist_dash.core.change import ratios, shares
from mist_dash.core.series import Numbers
from mist_dash.core.signals.table import Flags, Table

SPANS = (24, 12)  # months of follow-up against as many before: whole years, so that seasons cancel
LEAST = 12  # usable months on either side
TAIL = 0.025  # of one tail: reached exactly when the 95 % interval lies wholly on the better side
SHIFT = 8  # months in a row below the baseline
EVENT_FREE = 5.30  # baseline events missed in a row; exp(-5.30) is 0.005
DISPERSED = 0.01  # level at which months are taken to vary more than chance


@dataclass(frozen=True)
class Sides:
    """Follow-up (1) and baseline (2) of each series, shape (n,); `enough` says whether both have enough months."""

    x1: Numbers
    e1: Numbers
    x2: Numbers
    e2: Numbers
    enough: Flags


def chance(table: Table) -> Numbers:
    """Shape (n,): the one-sided mid-p (for shares: score) value of each series; NaN where there is not enough to ask.

    It is 1 where the interval includes no change or no chart signal supports it, so that such a series counts among
    those looked at and is never found. The last 24 months stand against the 24 before, else 12 against 12.
    """
    found = np.full(len(table.keys), np.nan)
    for span in SPANS:
        both = sides(table, span)
        asked = np.isnan(found) & both.enough
        found[asked] = _ask(_rows(table, asked), _rows_of(both, asked), span)
    return found


def sides(table: Table, span: int) -> Sides:
    """The sums of the last `span` months of the table and of as many before."""
    end = table.events.shape[1]
    now, then = slice(max(end - span, 0), end), slice(max(end - 2 * span, 0), max(end - span, 0))
    (x1, e1, n1), (x2, e2, n2) = (_sums(table, part) for part in (now, then))
    return Sides(x1, e1, x2, e2, (n1 >= LEAST) & (n2 >= LEAST) & (e1 > 0) & (e2 > 0))


def _ask(table: Table, both: Sides, span: int) -> Numbers:
    """The p-value of fewer events, where the interval excludes no change and a chart signal says the same."""
    spread = _dispersion(table, both, span)  # months that vary twice as much as chance tell half as much
    p = np.where(
        table.share,
        shares.p_of_lower(both.x1 / spread, both.e1 / spread, both.x2 / spread, both.e2 / spread),
        ratios.p_of_fewer(both.x1 / spread, both.e1, both.x2 / spread, both.e2),
    )
    return np.where((p <= TAIL) & supported(table, both, span), p, 1.0)


def supported(table: Table, both: Sides, span: int) -> Flags:
    """Whether the follow-up holds a shift (8 months in a row below the baseline) or a long time without an event."""
    events, exposure = table.events[:, -span:], table.exposure[:, -span:]
    level = (both.x2 / both.e2)[:, None]
    shift = _longest(np.where(events < level * exposure, 1.0, 0.0), broken=~(events < level * exposure))
    free = _longest(np.nan_to_num(exposure), broken=events > 0)
    return (shift >= SHIFT) | (free * level[:, 0] > EVENT_FREE)


def _dispersion(table: Table, both: Sides, span: int) -> Numbers:
    """How many times as much as chance the months vary around their side's level (Pearson), 1 unless that is plain."""
    squares, months = np.zeros(len(table.keys)), np.zeros(len(table.keys))
    end = table.events.shape[1]
    for x, e, part in (
        (both.x1, both.e1, slice(end - span, end)),
        (both.x2, both.e2, slice(max(end - 2 * span, 0), end - span)),
    ):
        level = (x / e)[:, None]
        expected = level * table.exposure[:, part]
        variance = expected * np.where(table.share[:, None], 1 - level, 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(variance > 0, (table.events[:, part] - expected) ** 2 / variance, 0.0)
        squares += np.nansum(terms, axis=1)
        months += np.isfinite(table.events[:, part]).sum(axis=1) - 1
    plain = special.chdtrc(months, squares) < DISPERSED
    return np.where(plain, squares / months, 1.0)


def _longest(steps: Numbers, broken: Flags) -> Numbers:
    """The largest sum of successive steps between breaks, for each row."""
    run, longest = np.zeros(len(steps)), np.zeros(len(steps))
    for step, end in zip(steps.T, broken.T, strict=True):
        run = np.where(end, 0.0, run + step)
        longest = np.maximum(longest, run)
    return longest


def _sums(table: Table, part: slice) -> tuple[Numbers, Numbers, Numbers]:
    """Events, exposure and usable months of each series in a part of the table."""
    events, exposure = table.events[:, part], table.exposure[:, part]
    return np.nansum(events, axis=1), np.nansum(exposure, axis=1), np.isfinite(events).sum(axis=1)


def _rows(table: Table, chosen: Flags) -> Table:
    keys = [key for key, one in zip(table.keys, chosen.tolist(), strict=True) if one]
    return Table(keys, table.events[chosen], table.exposure[chosen], table.share[chosen])


def _rows_of(both: Sides, chosen: Flags) -> Sides:
    return Sides(both.x1[chosen], both.e1[chosen], both.x2[chosen], both.e2[chosen], both.enough[chosen])
