"""The intervals and p-values themselves, held against hand calculation and against others' code."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

from mist_dash.core.change import ratios, shares

counts = st.integers(0, 60)
exposures = st.floats(50, 5000)
test_poisson_2indep.__test__ = False


def test_the_mid_p_bounds_solve_their_own_equation() -> None:
    """Half of P(X = x) and all of the tail beyond it make 2.5 %, by scipy.stats' binomial."""
    for x1, x2 in ((1, 0), (0, 7), (3, 9), (40, 2), (120, 130)):
        found = ratios.of_rates(x1, 1000, x2, 1500)
        for bound, tail in ((found.low, "above"), (found.high, "below")):
            if not 0 < bound < np.inf:
                continue
            odds = float(bound) * 1000 / 1500
            binomial = stats.binom(x1 + x2, odds / (1 + odds))
            beyond = binomial.sf(x1) if tail == "above" else binomial.cdf(x1 - 1)
            assert beyond + binomial.pmf(x1) / 2 == pytest.approx(0.025, rel=1e-8)


def test_the_exact_interval_is_clopper_and_pearsons() -> None:
    found = ratios.of_rates([4, 0, 9], 2600, [12, 5, 0], 2400)
    for at, (x, n) in enumerate(((4, 16), (0, 5), (9, 9))):
        theirs = stats.binomtest(x, n).proportion_ci(0.95, "exact")
        odds = [p / (1 - p) if p < 1 else np.inf for p in (theirs.low, theirs.high)]
        ours = np.array([found.exact_low[at], found.exact_high[at]])
        assert ours == pytest.approx(np.array(odds) * 2400 / 2600)


@settings(deadline=None)
@given(counts, exposures, counts, exposures)
def test_interval_and_p_value_never_contradict_each_other(x1: int, e1: float, x2: int, e2: float) -> None:
    found = ratios.of_rates(x1, e1, x2, e2)
    if abs(found.p - 0.05) > 1e-9:
        assert (found.p < 0.05) == bool((found.low > 1) | (found.high < 1))
    if abs(found.exact_p - 0.05) > 1e-9:
        assert (found.exact_p < 0.05) == bool((found.exact_low > 1) | (found.exact_high < 1))


@settings(deadline=None)
@given(counts, st.integers(0, 60), counts, st.integers(0, 60))
def test_nor_do_they_for_shares(x1: int, others1: int, x2: int, others2: int) -> None:
    found = shares.of_proportions(x1, x1 + others1, x2, x2 + others2)
    if abs(found.p - 0.05) > 1e-9:
        assert (found.p < 0.05) == bool((found.low > 1) | (found.high < 1))


@settings(deadline=None)
@given(counts, exposures, counts, exposures)
def test_the_two_years_swapped_turn_the_ratio_over(x1: int, e1: float, x2: int, e2: float) -> None:
    one, other = ratios.of_rates(x1, e1, x2, e2), ratios.of_rates(x2, e2, x1, e1)
    if x1 + x2:
        assert (one.low == 0 and other.high == np.inf) or float(one.low * other.high) == pytest.approx(1)
        assert float(one.p) == pytest.approx(float(other.p))


def test_the_estimate_lies_in_the_mid_p_interval_and_that_in_the_exact_one() -> None:
    x1, x2 = np.arange(40)[:, None], np.arange(1, 40)[None, :]
    found = ratios.of_rates(x1, 1900.0, x2, 2100.0)
    assert np.all((found.exact_low <= found.low) & (found.low <= found.ratio))
    assert np.all((found.ratio <= found.high) & (found.high <= found.exact_high))


def test_garwoods_interval_is_that_of_the_chi_squared_distribution() -> None:
    low, high = ratios.garwood([0, 4], [1912, 1912])
    assert low == pytest.approx([0, stats.chi2.ppf(0.025, 8) / 2 / 1912])
    assert high == pytest.approx([stats.chi2.ppf(0.975, 2) / 2 / 1912, stats.chi2.ppf(0.975, 10) / 2 / 1912])


def test_the_conditional_bounds_of_two_shares_solve_their_own_equation() -> None:
    """Half of P(X = x) and all of the tail beyond it make 2.5 %, by scipy.stats' noncentral hypergeometric."""
    for x1, n1, x2, n2 in ((9, 20, 4, 15), (12, 400, 20, 390), (3, 5, 30, 200)):
        table = shares._Tables(*(np.array([float(one)]) for one in (x1, n1, x2, n2)))
        for upper in (False, True):
            odds = float(np.exp(table.bound(0.025, upper=upper)[0]))
            drawn = stats.nchypergeom_fisher(n1 + n2, n1, x1 + x2, odds)
            beyond = drawn.cdf(x1 - 1) if upper else drawn.sf(x1)
            assert beyond + drawn.pmf(x1) / 2 == pytest.approx(0.025, rel=1e-6)


def test_four_of_four_against_one_of_four_is_not_more_than_chance() -> None:
    """The score interval called it so, and Fisher's test says .14."""
    found = shares.of_proportions(4, 4, 1, 4)
    assert float(found.exact_p) == pytest.approx(stats.fisher_exact([[4, 0], [1, 3]]).pvalue)
    assert float(found.p) == pytest.approx(1 / 14) and float(found.low) < 1


def test_the_exact_test_of_shares_doubles_fishers_smaller_tail() -> None:
    tail = stats.fisher_exact([[12, 388], [20, 370]], alternative="less").pvalue
    found = shares.of_proportions(12, 400, 20, 390)
    assert float(found.exact_p) == pytest.approx(2 * tail)
    assert float(shares.p_of_lower(12, 400, 20, 390)) == pytest.approx(float(found.p) / 2)


@pytest.mark.parametrize("n1, n2", [(4, 4), (10, 10), (20, 5)])
@pytest.mark.parametrize("p1, p2", [(0.02, 0.05), (0.1, 0.3), (0.5, 0.5), (0.9, 0.8), (0.9, 0.5), (1.0, 0.8)])
def test_the_interval_of_two_shares_holds_the_truth_as_often_as_it_says(n1: int, n2: int, p1: float, p2: float) -> None:
    """By every table there is; the score interval covered as little as .85."""
    x1, x2 = np.arange(n1 + 1)[:, None], np.arange(n2 + 1)[None, :]
    found = shares.of_proportions(x1, n1, x2, n2)
    chance = stats.binom.pmf(x1, n1, p1) * stats.binom.pmf(x2, n2, p2)
    inside = np.isnan(found.p) | ((found.low <= p1 / p2) & (p1 / p2 <= found.high))
    assert (chance * inside).sum() >= 0.94


def test_of_ten_thousand_pairs_of_shares_interval_and_p_value_never_contradict_each_other() -> None:
    rng = np.random.default_rng(1)
    n1, n2 = rng.integers(1, 300, (2, 10_000))
    found = shares.of_proportions(rng.binomial(n1, 0.3), n1, rng.binomial(n2, 0.4), n2)
    assert np.array_equal(found.p < 0.05, (found.low > 1) | (found.high < 1))


def test_all_of_all_in_both_years_is_no_difference() -> None:
    found = shares.of_proportions(50, 50, 50, 50)
    assert float(found.p) == 1
    assert float(found.low) < 1 < float(found.high)


def test_a_library_interval_is_degenerate_where_a_year_has_no_events_and_ours_is_not() -> None:
    """The first trap: statsmodels gives no width at all to 0 against 9."""
    low, high = confint_poisson_2indep(0, 1912, 9, 1870, compare="ratio")
    assert abs(high - low) < 1e-6
    ours = ratios.of_rates(0, 1912, 9, 1870)
    assert float(ours.low) == 0
    assert float(ours.high) == pytest.approx(0.386, abs=0.005)


def test_a_library_p_value_contradicts_its_own_interval_and_ours_does_not() -> None:
    """The second trap: scipy.stats.binomtest sums another tail than its interval is made of."""
    torn = []
    for n in range(5, 15):
        for x in range(n + 1):
            test = stats.binomtest(x, n, 0.4)
            interval = test.proportion_ci(0.95, "exact")
            torn.append((test.pvalue < 0.05) != (not interval.low <= 0.4 <= interval.high))
    assert any(torn)
    n, x = np.divmod(np.arange(40 * 40), 40)
    ours = ratios.of_rates(x, 2.0, np.maximum(n - x, 0), 3.0)
    assert np.array_equal(ours.exact_p < 0.05, (ours.exact_low > 1) | (ours.exact_high < 1))


def test_statsmodels_agrees_on_large_counts() -> None:
    theirs = confint_poisson_2indep(150, 10_000, 200, 9_000, method="score", compare="ratio")
    ours = ratios.of_rates(150, 10_000, 200, 9_000)
    assert (float(ours.low), float(ours.high)) == pytest.approx(theirs, rel=0.005)
    p = test_poisson_2indep(150, 10_000, 200, 9_000, method="cond-midp").pvalue
    assert float(ours.p) == pytest.approx(p, rel=0.1)
