"""How likely chance is behind a long time without harm, and behind less harm than is published for all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from mist_dash.core import months
from mist_dash.core.series import Series
from mist_dash.core.strength import LOOKS, PublishedYear, harm, quiet, rarer

AXIS = months.between("2021-04", "2025-03")


def series(counts: np.ndarray, exposure: float = 100, kind: str = "rate", better: str = "lower") -> Series:
    return Series(AXIS[-len(counts) :], counts.astype(float), np.full(len(counts), exposure), kind, 1000, better)  # type: ignore[arg-type]


def test_the_long_quiet_time_has_the_chance_worked_out_by_hand() -> None:
    """24 events in 36 months, then 12 without one: (1 + 12/36)^-24, for each of 24 gaps in three years."""
    told = quiet(harm(series(np.array([1.0, 0, 1, 0, 1, 1] * 6 + [0] * 12))))
    assert told and told.p == pytest.approx(24 * (4 / 3) ** -24) and told.since == "2024-04"


def test_looked_at_monthly_a_quiet_time_deceives_no_oftener_than_it_says() -> None:
    """Three years of looks after two, at 1 a month: some p at or below .1 in at most a tenth, and not hardly ever."""
    rng = np.random.default_rng(5)
    ever = []
    for _ in range(300):
        counts = rng.poisson(1.0, 48)
        looks = [
            quiet(harm(replace(series(counts), months=AXIS[:n], counts=counts[:n], exposure=np.ones(n))))
            for n in range(12, 49)
        ]
        ever.append(any(one is not None and one.p <= 0.1 for one in looks))
    assert 0.01 <= np.mean(ever) <= 0.12


def test_a_month_not_sent_may_hide_an_event_and_ends_the_quiet_time() -> None:
    counts = np.repeat([1.0, 0.0], [30, 18])
    assert quiet(harm(series(counts))).p < 1e-3  # type: ignore[union-attr]
    counts[-4] = np.nan
    told = quiet(harm(series(counts)))
    assert told and told.since == "2025-01" and told.p > 0.1
    closed = series(np.repeat([1.0, 0.0], [30, 18]))
    closed.exposure[-4] = 0  # type: ignore[index]
    assert quiet(harm(closed)).p < 1e-3, "a closed month hides nothing"  # type: ignore[union-attr]


def test_a_single_zero_is_no_strength() -> None:
    assert quiet(harm(series(np.repeat([15.0, 0.0], [46, 2])))).p == 1  # type: ignore[union-attr]


def test_events_that_come_in_bunches_make_a_quiet_time_less_of_a_wonder() -> None:
    bunched, even = np.r_[np.tile([6.0, 0, 0], 12), np.zeros(12)], np.r_[np.full(36, 2.0), np.zeros(12)]
    one, other = (quiet(harm(series(counts))) for counts in (bunched, even))
    assert one and other and one.p > 1000 * other.p


def test_nothing_is_asked_of_under_a_year_or_without_any_event() -> None:
    assert quiet(harm(series(np.zeros(48)))) is None and quiet(harm(series(np.repeat([1.0, 0], [5, 6])))) is None


YEARS = ("2022/23", "2023/24")


def published(events: float, exposure: float, own: bool = False) -> list[PublishedYear]:
    return [PublishedYear(year, events, exposure, own) for year in YEARS]


def test_rarer_than_the_others_is_an_exact_test_given_all_events() -> None:
    own = harm(series(np.tile([0.0, 0, 1], 16)))  # 12 in the last three years' 3,600 days
    p = rarer(own, published(60, 6000)).p  # type: ignore[union-attr]
    part = 3600 / (3600 + 12000)
    assert p == pytest.approx(LOOKS * (stats.binom.cdf(11, 132, part) + stats.binom.pmf(12, 132, part) / 2))


def test_the_own_number_is_taken_out_only_of_years_that_hold_it() -> None:
    """48 events in two published years, of which the own 8 in 2,400 days, or none of them."""
    own = harm(series(np.tile([0.0, 0, 1], 16)))
    rest = rarer(own, published(20, 1000))
    assert rarer(own, published(24, 2200, own=True)) == rest != rarer(own, published(24, 2200))


def test_only_years_of_the_own_last_three_are_held_against_it() -> None:
    own = harm(series(np.tile([0.0, 0, 1], 16)))
    assert rarer(own, [PublishedYear("2019/20", 60, 6000, False)]) is None and rarer(own, []) is None
    assert rarer(harm(series(np.zeros(11))), published(60, 6000)) is None


def test_of_a_share_that_should_grow_the_rest_is_turned_with_it() -> None:
    good, poor = (harm(series(np.full(36, done), 100, "proportion", "higher")) for done in (98.0, 70.0))
    assert rarer(good, published(8400, 12000)).p < 1e-6  # type: ignore[union-attr]
    assert rarer(poor, published(8400, 12000)).p == 1  # type: ignore[union-attr]


def test_months_that_vary_more_than_chance_tell_less() -> None:
    even, uneven = np.full(36, 2.0), np.tile([0.0, 6, 0], 12)
    one, other = (rarer(harm(series(counts)), published(36, 1200)) for counts in (even, uneven))
    assert one and other and one.p < other.p
