"""Series as they come, for benchmarks.since_when: spread, season, likeness of neighbours, gaps and late reports."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from benchmarks.operating_characteristics import Simulated
from mist_dash.core import months
from mist_dash.core.series import Series

AXIS = months.between("2015-01", "2024-12")
Matrix = NDArray[np.float64]


def rates(
    rng: np.random.Generator,
    series: int,
    mean: float,
    length: int = 48,
    *,
    varying: float = 0.15,
    ratio: float = 1.0,
    change: slice = slice(24, None),
    spread: float = 1.0,
    season: float = 0.0,
    alike: float = 0.0,
    missing: float = 0.0,
    half: bool = False,
) -> Simulated:
    """Counts and exposures. varying: of log exposure. spread: variance over mean. season: amplitude. alike: correlation
    of neighbouring months' logarithmic rates, which then vary by 30 %. half: the newest month is half reported."""
    shape = (series, length)
    exposure = np.maximum(np.round(200 * np.exp(rng.normal(0, varying, shape))), 1)
    expected = mean * exposure / 200
    expected[:, change] *= ratio
    expected *= 1 + season * np.cos(2 * np.pi * (np.arange(length) + rng.integers(0, 12, (series, 1))) / 12)
    if alike:
        expected *= np.exp(0.3 * _neighbours(rng, shape, alike) - 0.045)
    if spread > 1:
        expected = rng.gamma(expected / (spread - 1), spread - 1)
    counts = rng.poisson(expected).astype(float)
    if half:
        counts[:, -1] = rng.binomial(counts[:, -1].astype(int), 0.5)
    counts[rng.random(shape) < missing] = np.nan
    return Simulated(counts, exposure)


def _neighbours(rng: np.random.Generator, shape: tuple[int, int], alike: float) -> Matrix:
    found = rng.normal(size=shape)
    for month in range(1, shape[1]):
        found[:, month] = alike * found[:, month - 1] + np.sqrt(1 - alike**2) * found[:, month]
    return found


def shares(
    rng: np.random.Generator, series: int, size: float, share: float, odds: float = 1.0, **more: float
) -> Simulated:
    """Parts of about `size` a month over 48 months; the odds change after 24."""
    shape = (series, 48)
    whole = rng.poisson(size, shape).astype(float)
    logit = np.full(shape, np.log(share / (1 - share)))
    logit += more.get("season", 0.0) * np.cos(2 * np.pi * np.arange(48) / 12)
    logit[:, 24:] += np.log(odds)
    part = special.expit(logit)
    if "spread" in more:
        like = (more["spread"] - 1) / (size - 1)  # beta-binomial
        part = rng.beta(part * (1 / like - 1), (1 - part) * (1 / like - 1))
    return Simulated(rng.binomial(whole.astype(int), part).astype(float), whole)


def each(data: Simulated, kind: Any = "rate") -> list[Series]:
    axis = AXIS[: data.counts.shape[1]]
    return [Series(axis, x, e, kind, 1000.0, "lower") for x, e in zip(data.counts, data.exposure, strict=True)]
