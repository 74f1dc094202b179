"""Exact limits obey their definition, checked against scipy's own distributions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import betabinom, binom, chi2, nbinom, norm, poisson

from mist_dash.core.control import draw
from mist_dash.core.control.exact import (
    INNER,
    OUTER,
    binomial_limits,
    garwood,
    poisson_limits,
    spread_limits,
    spread_share_limits,
)
from mist_dash.core.series import Series


@pytest.mark.parametrize("alpha", [OUTER, INNER])
@pytest.mark.parametrize("means", [np.linspace(0.001, 40, 3000), np.linspace(40, 1900, 2000), np.array([2500.0, 1e5])])
def test_poisson_limits_are_the_tightest_that_chance_stays_within(means: np.ndarray, alpha: float) -> None:
    lower, upper = poisson_limits(means, alpha)
    lower = np.nan_to_num(lower)
    assert (poisson.sf(upper, means) <= alpha).all()
    assert ((poisson.sf(upper - 1, means) > alpha) | (upper == 0)).all()
    assert (poisson.cdf(lower - 1, means) <= alpha).all()
    assert (poisson.cdf(lower, means) > alpha).all()


@pytest.mark.parametrize("alpha", [OUTER, INNER])
def test_binomial_limits_are_the_tightest_that_chance_stays_within(alpha: float) -> None:
    rng = np.random.default_rng(1)
    size, share = rng.integers(1, 2000, 2000), rng.uniform(0.001, 0.999, 2000)
    lower, upper = binomial_limits(share, size, alpha)
    lower = np.nan_to_num(lower)
    assert (binom.sf(upper, size, share) <= alpha).all()
    assert ((binom.sf(upper - 1, size, share) > alpha) | (upper == 0)).all()
    assert (binom.cdf(lower - 1, size, share) <= alpha).all()
    assert (binom.cdf(lower, size, share) > alpha).all()


def test_there_is_no_lower_limit_where_even_none_is_not_too_few() -> None:
    """exp(-6.6) = 0.00136 is above 0.00135, exp(-6.61) below."""
    assert np.isnan(poisson_limits(np.array([6.6]))[0][0])
    assert poisson_limits(np.array([6.61]))[0][0] == 1


def test_what_is_certain_has_its_limits_there() -> None:
    lower, upper = binomial_limits(np.array([0.0, 1.0, 0.5]), np.array([10, 10, 0]))
    assert upper.tolist() == [0, 10, 0]
    assert np.isnan(lower[0]) and lower[1] == 10


def test_garwood_intervals_are_those_of_the_chi_squared_distribution() -> None:
    for count in (0, 1, 4, 30, 500):
        low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
        assert garwood(count) == pytest.approx((low, chi2.ppf(0.975, 2 * count + 2) / 2), rel=1e-10)


@pytest.mark.parametrize("spread", [1.3, 2.0, 6.5])
@pytest.mark.parametrize("mean", [0.4, 3.0, 47.5])
def test_limits_that_make_room_for_spread_are_those_of_the_negative_binomial(mean: float, spread: float) -> None:
    theirs = nbinom(mean / (spread - 1), 1 / spread)
    lower, upper = (float(end[0]) for end in spread_limits(np.array([mean]), spread))
    assert theirs.sf(upper) <= OUTER < theirs.sf(upper - 1)
    if np.isnan(lower):
        assert theirs.cdf(0) > OUTER
    else:
        assert theirs.cdf(lower - 1) <= OUTER < theirs.cdf(lower)


@pytest.mark.parametrize("alpha", [OUTER, INNER])
def test_limits_of_shares_that_make_room_for_spread_are_those_of_the_beta_binomial(alpha: float) -> None:
    rng = np.random.default_rng(4)
    size, share = np.round(np.exp(rng.uniform(0.7, 8, 200))), rng.uniform(0.01, 0.99, 200)
    alike = np.exp(rng.uniform(-9, -0.5, 200))
    lower, upper = spread_share_limits(share, size, 1 + (size - 1) * alike, alpha)
    of = size, share * (1 / alike - 1), (1 - share) * (1 / alike - 1)
    assert (upper == betabinom.isf(alpha, *of)).all()
    assert (np.nan_to_num(lower) == betabinom.ppf(alpha, *of)).all()
    for many in (12_000, 10**9):  # a share as good as continuous, to a fiftieth of a standard deviation
        deviation, alike = math.sqrt(3 * many * 0.9 * 0.1), 2 / (many - 1)
        of = many, 0.9 * (1 / alike - 1), 0.1 * (1 / alike - 1)
        normal = many * 0.9 + deviation * norm.isf(alpha)
        exact = betabinom.isf(alpha, *of) if many < 10**6 else normal
        upper = spread_share_limits(np.array([0.9]), np.array([float(many)]), 3.0, alpha)[1][0]
        assert upper == pytest.approx(exact, abs=deviation / 50)
    sure = spread_share_limits(np.array([0, 1, np.nan, 0.5]), np.array([5, 5, 5, 0.0]), 2.0, alpha)
    assert np.array(sure) == pytest.approx(np.array([[np.nan, 5, np.nan, np.nan], [0, 5, np.nan, np.nan]]), nan_ok=True)


def test_months_that_vary_more_than_chance_rarely_cry_wolf() -> None:
    """Variance twice the mean; exact limits without room for it named .68 of such series of ten years."""
    rng = np.random.default_rng(4)
    axis = tuple(f"{2015 + at // 12}-{at % 12 + 1:02d}" for at in range(120))
    alarms = 0
    for _ in range(60):
        counts = rng.poisson(rng.gamma(5.0, 1.0, 120)).astype(float)
        alarms += any(dot.signals for dot in draw(Series(axis, counts, np.full(120, 200.0), "rate", 1000.0)).dots)
    assert alarms <= 8
