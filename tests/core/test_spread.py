"""How much months vary beyond chance: one series tells it coarsely, those of a centre tell it together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mist_dash.core.spread import Rows, doubted, freedom, measured, needed, shared, shown


def rows(seed: int, spread: float, series: int = 20, months: int = 48, mean: float = 1.0) -> Rows:
    rng = np.random.default_rng(seed)
    rates = (
        np.full((series, months), mean) if spread == 1 else rng.gamma(mean / (spread - 1), spread - 1, (series, months))
    )
    return Rows(rng.poisson(rates).astype(float), np.full(rates.shape, 200.0), np.full(series, months))


def test_what_one_series_is_too_short_to_show_twenty_show_together() -> None:
    one_by_one, together = [], []
    for seed in range(20):
        told = measured(rows(seed, 1.5))
        one_by_one.append((shown(*told) == 1).mean())
        together.append(shared(*told))
    assert np.mean(one_by_one) > 0.2, "many a series by itself hides it"
    assert np.mean(np.array(together) < 1.2) < 0.03
    assert 1.3 < np.median(together) < 1.8


def test_stable_series_are_left_at_chance_and_a_wild_one_among_them_stays_wild_alone() -> None:
    calm = [shared(*measured(rows(seed, 1.0))) for seed in range(20)]
    assert np.mean(np.array(calm) == 1) > 0.75
    still, wild = rows(3, 1.0, 19), rows(4, 8.0, 1)
    both = Rows(
        *(np.concatenate([getattr(one, name) for one in (still, wild)]) for name in ("counts", "exposure", "length"))
    )
    told = shared(*measured(both))
    assert told[-1] > 3 and np.median(told[:-1]) < 1.3


def test_nothing_is_less_than_each_shows_by_itself_and_one_alone_is_what_it_was() -> None:
    for seed in range(10):
        told = measured(rows(seed, 1.5, 12))
        assert (shared(*told) >= shown(*told)).all()
        alone = told[0][:1], told[1][:1]
        assert shared(*alone) == shown(*alone)
    assert len(shared(np.empty(0), np.empty(0))) == 0


def test_a_sum_of_months_varies_as_much_as_its_spread_says_though_full_months_vary_more() -> None:
    rng = np.random.default_rng(5)
    whole = rng.choice([2, 20], (2000, 48))
    part = rng.binomial(whole, rng.beta(0.8 * 3, 0.2 * 3, whole.shape)).astype(float)  # the patients of a month alike
    told, _ = measured(Rows(part, whole.astype(float), np.full(2000, 48), share=True))
    each = whole.sum(axis=1)
    of_sums = ((part.sum(axis=1) - 0.8 * each) ** 2 / (0.8 * 0.2 * each)).mean()
    assert abs(told.mean() - of_sums) < 0.1 * of_sums


def test_a_spread_that_is_used_is_a_guess_and_asks_for_as_much_as_students_t() -> None:
    known = freedom(np.array([1.0, 1.4, 3.0]), np.array([48, 31, 2]))
    assert known.tolist() == [np.inf, 20.0, 1.0]
    asked = needed(0.02, known)
    assert asked == pytest.approx(
        [0.02, 2 * stats.norm.sf(stats.t.isf(0.01, 20)), 2 * stats.norm.sf(stats.t.isf(0.01, 1))]
    )
    assert doubted(asked, known) == pytest.approx([0.02] * 3)
    assert doubted(np.ones(3), known) == pytest.approx([1.0] * 3)
