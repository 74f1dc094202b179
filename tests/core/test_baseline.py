"""The months that limits come from, and limits that know how little those months know."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom, nbinom

from mist_dash.core import months
from mist_dash.core.control import Baseline, baseline_of, can_freeze, draw
from mist_dash.core.series import Series
from tests.charts.drawn import began

AXIS = months.between("2021-04", "2025-03")
FALSE = 0.07  # of stable series may show a point outside: half on each side, over all points


def series(counts: list[float], kind: str = "rate", exposure: float = 400.0) -> Series:
    size = np.full(len(counts), exposure) * np.linspace(0.8, 1.2, len(counts))
    axis = months.between("2021-04", months.later("2021-04", len(counts) - 1))
    return Series(axis, np.array(counts), None if kind == "count" else np.round(size), kind, 1000, "lower")  # type: ignore[arg-type]


STEADY = series([5.0, 7, 4, 6] * 12)


def named(found: Baseline | None) -> tuple[str, str, str] | None:
    return (found.first, found.last, found.why) if found else None


def test_it_is_the_months_before_the_first_intervention_when_there_are_twelve() -> None:
    events = [began("Later", "2024-01"), began("Bionectors", "2022-04"), began("A move", "2021-09", "other")]
    assert named(baseline_of(STEADY, events)) == ("2021-04", "2022-03", "before Bionectors")
    assert named(baseline_of(STEADY, [began("Bionectors", "2022-03"), *events[:1]])) == (
        *("2021-04", "2023-03"),
        "the first 24 months",
    )


def test_without_an_intervention_it_is_the_first_24_months_and_of_24_months_all() -> None:
    assert named(baseline_of(STEADY)) == ("2021-04", "2023-03", "the first 24 months")
    assert baseline_of(series([5.0, 7, 4, 6] * 6)) is None
    gappy = series([np.nan, 7, np.nan, 6] * 12)
    assert baseline_of(gappy) is None, "24 months that were sent are no more than a baseline takes"


def test_a_change_in_how_we_look_begins_a_baseline_anew_also_against_the_leads_choice() -> None:
    chosen = Baseline("2021-04", "2022-06", "before the new building")
    assert baseline_of(STEADY, (), chosen) == chosen
    assert named(baseline_of(STEADY, (), chosen, ("2022-10",))) == ("2022-10", "2024-09", "the first 24 months")
    across = Baseline("2021-04", "2024-06", "a long time")
    assert named(baseline_of(STEADY, (), across, ("2022-10",))) == ("2022-10", "2024-09", "the first 24 months")
    after = Baseline("2022-12", "2024-02", "the new audit was known by then")
    assert baseline_of(STEADY, (), after, ("2022-10",)) == after
    assert named(baseline_of(STEADY, (), Baseline("2021-04", "2021-09", "short"))) == (
        *("2021-04", "2023-03"),
        "the first 24 months",
    )


@pytest.mark.parametrize("kind", ["rate", "count"])
@pytest.mark.parametrize(("first", "last"), [("2021-04", "2023-03"), ("2021-10", "2022-12")])
def test_limits_are_those_of_a_count_whose_rate_is_known_from_the_baseline_alone(
    kind: str, first: str, last: str
) -> None:
    """By other code: the upper is a negative binomial's of one event more, the lower's of as many as there were."""
    one = series([5.0, 7, 4, 6, 8, 3] * 8, kind)
    found = draw(one, baseline=Baseline(first, last, "chosen"))
    tail = min(0.00135, FALSE / 2 / len(one.months))
    size = np.ones(len(one.months)) if one.exposure is None else one.exposure
    inside = [first <= month <= last for month in one.months]
    events, known = one.counts[inside].sum(), size[inside].sum()
    scale = 1 if kind == "count" else one.multiplier
    for place, dot in enumerate(found.dots):
        share = known / (known + size[place])
        upper, lower = nbinom.isf(tail, events + 1, share), nbinom.ppf(tail, events, share)
        assert dot.centre == pytest.approx(scale * events / known)
        assert dot.upper == pytest.approx(scale * upper / size[place])
        assert dot.lower == (pytest.approx(scale * lower / size[place]) if lower > 0 else None)


def test_limits_of_shares_are_those_of_the_beta_binomial() -> None:
    rng = np.random.default_rng(4)
    one = Series(AXIS, rng.binomial(30, 0.8, 48).astype(float), np.full(48, 30.0), "proportion", 100, "higher")
    found = draw(one, baseline=baseline_of(one))
    tail, events, known = FALSE / 2 / 48, one.counts[:24].sum(), 24 * 30
    for dot in found.dots:
        assert dot.upper is not None and dot.lower is not None
        assert dot.upper * 0.3 == pytest.approx(betabinom.isf(tail, 30, events + 1, known - events))
        assert dot.lower * 0.3 == pytest.approx(betabinom.ppf(tail, 30, events, known - events + 1))


def scattered(seed: int, size: int, share: float, length: int) -> Series:
    """A stable share of about so many cases whose months vary twice as much as chance."""
    rng = np.random.default_rng(seed)
    cases, alike = np.maximum(rng.poisson(size, length), 1), size - 2
    done = rng.binomial(cases, rng.beta(share * alike, (1 - share) * alike, length))
    axis = months.between("2015-04", months.later("2015-04", length - 1))
    return Series(axis, done.astype(float), cases.astype(float), "proportion", 100, "higher")


@pytest.mark.parametrize(("size", "share"), [(20, 0.9), (80, 0.98)])
def test_shares_with_few_misses_that_scatter_do_not_cry_wolf_on_a_frozen_baseline(size: int, share: float) -> None:
    """Over ten years .15 of stable series were marked: the binomial of as many fewer cases has too short a tail."""
    stable = [scattered(seed, size, share, 120) for seed in range(60)]
    assert sum(any(dot.signals for dot in draw(one, baseline=baseline_of(one)).dots) for one in stable) <= 3


def test_a_baseline_without_a_miss_does_not_make_the_first_miss_a_signal() -> None:
    """Of 24 months with 10 of 10, one with 9 of 10 is nothing; a run with 2 to 4 of 10 is."""
    counts = [10.0] * 24 + [9, 10, 10, 3, 2, 4, 3, 2]
    axis = months.between("2021-04", months.later("2021-04", len(counts) - 1))
    one = Series(axis, np.array(counts), np.full(len(counts), 10.0), "proportion", 100, "higher")
    outside = {dot.count for dot in draw(one, baseline=baseline_of(one)).dots if dot.signals}
    assert outside == {2.0, 3.0, 4.0}


def test_a_frozen_baseline_shows_a_change_that_limits_from_all_months_hide() -> None:
    rng = np.random.default_rng(2)
    rates = [14.0] * 24 + [4.0] * 24
    one = series([float(rng.poisson(rate)) for rate in rates])
    whole, frozen = draw(one), draw(one, baseline=baseline_of(one))
    assert sum(bool(dot.signals) for dot in frozen.dots) > sum(bool(dot.signals) for dot in whole.dots)
    assert {dot.centre for dot in frozen.dots} != {dot.centre for dot in whole.dots}


def test_events_in_clusters_do_not_make_the_time_between_them_cry_wolf() -> None:
    """Twice the variance at one event in two months and ten years: .24 of stable series showed a signal."""
    rng = np.random.default_rng(11)
    rates = 0.5 * rng.gamma(0.5, 2, (120, 120))
    drawn = [draw(series([float(one) for one in rng.poisson(row)], exposure=200)) for row in rates]
    assert sum(any(dot.signals for dot in one.dots) for one in drawn) <= 0.1 * len(drawn)


def test_shares_of_a_few_that_scatter_do_not_cry_wolf_without_a_frozen_baseline_either() -> None:
    """Of five cases a month with twice the variance, .9 of stable series showed a signal: cases were rounded down."""
    rng = np.random.default_rng(3)
    axis, told = months.between("2021-04", "2023-03"), 0
    for _ in range(80):
        size = np.maximum(rng.poisson(5, 24), 1).astype(float)
        counts = rng.binomial(size.astype(int), rng.beta(3.6, 0.4, 24)).astype(float)
        told += any(dot.signals for dot in draw(Series(axis, counts, size, "proportion", 100, "higher")).dots)
    assert told <= 0.05 * 80


@pytest.mark.parametrize(
    ("one", "offered"),
    [
        (series([5.0, 7, 4, 6] * 6), True),
        (series([1.0, 2, 1, 1] * 6), True),
        (series([0.0, 1, 0, 1] * 6), False),
        (series([0.0, 1, 0, 1] * 6, "count"), True),
        (series([5.0, 7, 4, 6] * 6, "between"), False),
        (series([5.0, 7, 4, 6] * 6, "ratio"), False),
    ],
)
def test_a_baseline_is_offered_just_where_the_chart_stands_on_one(one: Series, offered: bool) -> None:
    assert can_freeze(one) == offered
    chosen = Baseline(one.months[0], one.months[13], "chosen")
    assert (draw(one, baseline=chosen).baseline is not None) == offered
