"""Counts and exposures of many series become, for every month or window, how likely a change there is. Arrays only.

Rows are series. The months that may be scanned stand first in a row, as many as `length` says; what follows is empty.
Method: Bayes factors of a change of rate, given the total, averaged over the size of the change and over its month
(the mean over r and k of r^x2 / (1 + p2 (r - 1))^N). Parts of a whole keep to the hypergeometric distribution instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mist_dash.core.control.limits import Mask
from mist_dash.core.series import Floats
from mist_dash.core.spread import Ints, Rows

Shape = Literal["level", "outbreak"]
BELIEVED: dict[Shape, float] = {"level": 0.8, "outbreak": 0.2}  # of a change before the counts are seen, both asked
RATIOS = np.array([1.5, 2.0, 3.0, 4.0, 6.0])  # how many times as often; a fall is one over these
EDGE = 2  # months that must lie on each side of a change: the newest alone may be half reported
LONGEST = 12  # months of an outbreak


@dataclass(frozen=True)
class Spans:
    """Stretches of a row as places [start, end): a change after month k is the stretch from k to the end."""

    start: Ints
    end: Ints
    allowed: Mask  # (series, spans)


@dataclass(frozen=True)
class Evidence:
    """Logarithms of Bayes factors, (series, spans), for a lower and a higher rate in the span; -inf where not asked."""

    down: Floats
    up: Floats

    @property
    def strength(self) -> tuple[Floats, Floats]:
        """S- and S+, each (series,); -inf for a series without any span."""
        asked = np.isfinite(self.down).sum(axis=1)
        with np.errstate(divide="ignore"):
            return _log_sum(self.down) - np.log(np.maximum(asked, 1)), _log_sum(self.up) - np.log(np.maximum(asked, 1))


def shapes_of(asked: Shape | None) -> tuple[Shape, ...]:
    return tuple(BELIEVED) if asked is None else (asked,)


def mixed(strengths: Mapping[Shape, tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """S- and S+ of all shapes asked for, each (series,): the mean of their Bayes factors, weighted as BELIEVED.

    One mean has one chance of a false verdict, where two questions asked of the same counts would share theirs out.
    """
    weight = np.array([BELIEVED[shape] for shape in strengths])
    logs = np.log(weight / weight.sum())
    with np.errstate(divide="ignore"):
        down, up = (_log_sum(np.stack(way, axis=-1) + logs) for way in zip(*strengths.values(), strict=True))
    return down, up


def spans_of(shape: Shape, length: Ints) -> Spans:
    """Every stretch that may differ from the rest, of series of these lengths."""
    months = int(length.max(initial=0))
    if shape == "level":
        start = np.arange(EDGE, max(months - EDGE, EDGE - 1) + 1)
        return Spans(start, np.full(len(start), months), start + EDGE <= length[:, None])
    start, size = (grid.ravel() for grid in np.meshgrid(np.arange(months), np.arange(1, LONGEST + 1)))
    end = start + size
    alone = (size == 1) & (end == length[:, None])
    return Spans(start, end, (end <= length[:, None]) & (2 * size <= length[:, None]) & ~alone)


def weigh(rows: Rows, spans: Spans) -> Evidence:
    """How likely a change in each span makes the counts, against none, given their total."""
    end = np.minimum(spans.end, rows.counts.shape[1])
    start = np.minimum(spans.start, end)
    events, exposure = (sums[:, end] - sums[:, start] for sums in (_sums(rows.counts), _sums(rows.exposure)))
    total, whole = rows.counts.sum(axis=1)[:, None], rows.exposure.sum(axis=1)[:, None]
    factors = _of_parts if rows.share else _of_rates
    with np.errstate(divide="ignore", invalid="ignore"):
        down, up = (factors(events, exposure, total, whole, ratios) for ratios in (1 / RATIOS, RATIOS))
    return Evidence(*(np.where(spans.allowed, one, -np.inf) for one in (down, up)))


def _of_rates(x: Floats, e: Floats, total: Floats, whole: Floats, ratios: Floats) -> Floats:
    """Binomial: given the total, an event falls into the span with a chance that grows r-fold in odds."""
    part = e / whole
    found = [x * np.log(r) - total * np.log1p(part * (r - 1)) for r in ratios]
    return np.asarray(_log_sum(np.stack(found, axis=-1)) - np.log(len(ratios)))


def _of_parts(x: Floats, n: Floats, total: Floats, whole: Floats, ratios: Floats) -> Floats:
    """Hypergeometric with the odds in the span r-fold; its sum over all tables by the saddlepoint, which is as close as
    a hundredth. Where parts are small it is `_of_rates`, and counting what is not a part turns r into 1 / r."""

    def log_sum(r: float) -> Floats:
        b = n * r + (whole - n) - total * (1 + r)
        a = r * (whole - total)
        root = np.sqrt(b * b + 4 * a * total)
        odds = np.where(b > 0, 2 * total / (b + root), (root - b) / (2 * a))
        outside, inside = odds / (1 + odds), r * odds / (1 + r * odds)
        variance = (whole - n) * outside * (1 - outside) + n * inside * (1 - inside)
        return np.asarray(
            (whole - n) * np.log1p(odds) + n * np.log1p(r * odds) - total * np.log(odds) - np.log(variance) / 2
        )

    none = log_sum(1.0)
    found = [x * np.log(r) - log_sum(r) + none for r in ratios]
    return np.asarray(_log_sum(np.stack(found, axis=-1)) - np.log(len(ratios)))


def _sums(values: Floats) -> Floats:
    return np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))


def _log_sum(logs: Floats) -> Floats:
    """The logarithm of a sum over the last axis."""
    top = logs.max(axis=-1, initial=-np.inf)
    safe = np.where(np.isfinite(top), top, 0.0)
    return np.asarray(safe + np.log(np.exp(logs - safe[..., None]).sum(axis=-1)))
