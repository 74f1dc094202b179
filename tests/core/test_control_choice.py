"""The automatic choice: the chart that suits the data, its reason, and what another would lose."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from mist_dash.core.control import Chart, draw, limits_of_many
from mist_dash.core.control.choice import LOST, TITLES, expected_events
from mist_dash.core.series import Series
from mist_dash.core.since_when import since_when
from mist_dash.core.spread import spread_of

MONTHS = tuple(f"{2020 + at // 12}-{at % 12 + 1:02d}" for at in range(120))


def stable(mean: float, kind: str = "rate", points: int = 36, spread: float = 0.0, seed: int = 2) -> Series:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(150, 250, points).astype(float)
    luck = rng.gamma(1 / spread**2, spread**2, points) if spread else 1.0
    chance = np.minimum(mean / 200 * luck, 1.0)
    drawn = rng.binomial(sizes.astype(int), chance) if kind == "proportion" else rng.poisson(chance * sizes)
    counts = drawn.astype(float)
    exposure = None if kind in ("count", "value") else sizes
    return Series(MONTHS[:points], counts, exposure, kind, 1000.0, "lower")


@pytest.mark.parametrize(
    "series, chart",
    [
        (stable(0.3), "t"),
        (stable(2.5), "u-exact"),
        (stable(20), "u-exact"),
        (stable(60, spread=0.5), "u-exact"),
        (stable(60, "proportion"), "p-exact"),
        (stable(60, "proportion", spread=0.3), "p-exact"),
        (stable(20, "count"), "c-exact"),
        (stable(60, "count", spread=0.5), "c-exact"),
        (stable(20, "value"), "xmr"),
        (stable(20, "ratio"), "sr"),
        (stable(0.5, "between"), "t"),
        (stable(20, points=11), "run"),
    ],
)
def test_each_kind_of_data_gets_its_chart(series: Series, chart: str) -> None:
    control = draw(series)
    assert (control.chart, control.lost) == (chart, "")
    assert control.reason.endswith(".") and control.title == TITLES[chart]


def test_a_step_down_is_a_change_of_level_and_not_over_dispersion() -> None:
    counts = np.array([20.0, 22, 18, 21, 19, 20] * 3 + [8.0, 9, 7, 10, 8, 9] * 3)
    assert spread_of(Series(MONTHS[:36], counts, np.full(36, 100.0), "rate")) == 1.0


def test_the_spread_of_the_automatic_choice_is_never_below_chance() -> None:
    """Counts steadier than chance would give U′ limits tighter than exact ones; those would only cry wolf."""
    series = Series(MONTHS[:36], np.array([20.0, 21] * 18), np.full(36, 100.0), "rate", 1.0, "lower")
    assert draw(series).chart == "u-exact"
    assert draw(series, "u'").dots[0].upper < draw(series, "u").dots[0].upper


@pytest.mark.parametrize("chart, plain", [("u'", "u"), ("p'", "p")])
def test_no_spread_below_chance_is_assumed_where_that_is_asked(chart: str, plain: str) -> None:
    counts, sizes = np.array([[20.0, 21] * 18]), np.full((1, 36), 100.0)
    least = limits_of_many(chart, counts, sizes, least_spread=1.0)
    np.testing.assert_allclose(least.upper, limits_of_many(plain, counts, sizes).upper)


def test_what_is_expected_of_a_share_is_its_rarer_outcome() -> None:
    series = Series(MONTHS[:2], np.array([19.0, 19]), np.array([20.0, 20]), "proportion")
    assert expected_events(series, np.ones(2, bool)) == pytest.approx(1.0)


def test_another_chart_than_ours_says_what_is_lost() -> None:
    for chart in ("xmr", "u", "run", "u'", "c"):
        control = draw(stable(2.5), chart)
        assert control.lost == LOST[chart] and TITLES["u-exact"] in control.reason
    assert draw(stable(2.5), "u-exact").lost == ""


def test_every_chart_has_a_title_and_words_for_what_it_loses() -> None:
    assert set(TITLES) == set(get_args(Chart))
    assert set(LOST) == set(TITLES) - {"sr", "step"}


@pytest.mark.parametrize("chart", ["u", "p'", "sr", "u-exact"])
def test_a_chart_that_needs_a_denominator_says_so(chart: str) -> None:
    with pytest.raises(ValueError, match="needs a denominator"):
        draw(stable(20, "count"), chart)


def test_an_unknown_chart_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="There is no chart called “pie”"):
        draw(stable(20), "pie")


def test_the_nhs_rules_as_published_can_be_chosen() -> None:
    series = stable(20)
    assert sum(bool(dot.signals) for dot in draw(series, "xmr", rules="none").dots) == 0
    longer = draw(series, "xmr", rules="mdc", shift=3)
    assert sum(bool(dot.signals) for dot in longer.dots) > sum(
        bool(dot.signals) for dot in draw(series, "xmr", rules="mdc").dots
    )


@pytest.mark.parametrize("mean", [0.1, 0.5, 1, 5, 50])
def test_few_stable_series_show_any_signal(mean: float) -> None:
    """A small cousin of benchmarks/operating_characteristics.py, wide enough not to fail by chance."""
    alarms = [any(dot.signals for dot in draw(stable(mean, seed=seed)).dots) for seed in range(120)]
    assert sum(alarms) <= 24


@pytest.mark.parametrize("mean", [0.5, 5, 20])
def test_a_real_fall_is_seen(mean: float) -> None:
    """Two years at the mean, then two at a quarter of it: what lasts is the scan's to see, not the limits'."""
    seen = 0
    for seed in range(60):
        before, after = stable(mean, points=24, seed=seed), stable(mean / 4, points=24, seed=1000 + seed)
        counts, sizes = np.r_[before.counts, after.counts], np.r_[before.exposure, after.exposure]
        found = since_when(Series(MONTHS[:48], counts, sizes, "rate", 1000.0, "lower"))
        seen += found.direction == "down"
    assert seen >= {0.5: 12, 5: 57, 20: 60}[mean]
