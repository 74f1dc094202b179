"""Each rule names what it should, at the length it should, and not one point less."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from mist_dash.core.control import MDC, RuleSet, Signal, limits_of_many, signals_of_many
from mist_dash.core.control.limits import ControlLimits
from mist_dash.core.control.rules import crossings_min, longest_run_max, run_lengths, shift, trend, two_in_three


def sides(text: str) -> np.ndarray:
    """ "+-0" as a row of 1, -1 and 0."""
    return np.array([[{"+": 1, "-": -1}.get(mark, 0) for mark in text]], np.int8)


def shown(found: np.ndarray) -> str:
    return "".join("+" if way > 0 else "-" if way < 0 else "." for way in found[0])


@pytest.mark.parametrize(
    "points, length, named",
    [
        ("+++++++", 7, "+++++++"),
        ("++++++", 7, "......"),
        ("--------+", 7, "--------."),
        ("+++0+++", 7, "......."),
        ("+++++++-------", 7, "+++++++-------"),
        ("+++", 3, "+++"),
    ],
)
def test_a_shift_is_so_many_in_a_row_on_one_side(points: str, length: int, named: str) -> None:
    assert shown(shift(sides(points), length)) == named


@pytest.mark.parametrize(
    "values, length, named",
    [
        ([1, 2, 3, 4, 5, 6, 7], 7, "+++++++"),
        ([1, 2, 3, 4, 5, 6, 6], 7, "......."),
        ([7, 6, 5, 4, 3, 2, 1, 2], 7, "-------."),
        ([1, 2, 3, np.nan, 5, 6, 7], 5, "......."),
        ([1, 2, 3], 7, "..."),
    ],
)
def test_a_trend_is_so_many_points_strictly_rising_or_falling(values: list[float], length: int, named: str) -> None:
    assert shown(trend(np.array([values], float), length)) == named


@pytest.mark.parametrize(
    "values, wording, named",
    [
        ([2.5, 0.5, 2.5], "beyond", "+.+"),
        ([2.5, -0.5, 2.5], "beyond", "..."),
        ([2.5, 0.5, 3.5], "beyond", "+.+"),
        ([2.5, 0.5, 3.5], "within", "..."),
        ([-2.5, -2.5, -0.5], "within", "--."),
        ([2.5, np.nan, 2.5], "beyond", "..."),
    ],
)
def test_two_in_three_near_a_limit_on_one_side(values: list[float], wording: str, named: str) -> None:
    row = np.array([values], float)
    lines = ControlLimits(*(np.full(row.shape, level) for level in (0.0, -3.0, 3.0, -2.0, 2.0)))
    side = np.nan_to_num(np.sign(row)).astype(np.int8)
    assert shown(two_in_three(row, lines, side, wording)) == named


@pytest.mark.parametrize("useful, longest, crossings", [(24, 8, 8), (36, 8, 13), (12, 7, 3)])
def test_what_chance_explains_of_runs_and_crossings(useful: int, longest: int, crossings: int) -> None:
    assert (longest_run_max(useful), crossings_min(useful)) == (longest, crossings)


def test_fewest_crossings_agree_with_the_binomial() -> None:
    for useful in range(1, 300):
        chances = binom.cdf(np.arange(useful), useful - 1, 0.5)
        assert crossings_min(useful) == int(np.argmax(chances >= 0.05))


def test_points_on_the_centre_are_passed_over_when_runs_are_counted() -> None:
    assert run_lengths(sides("++0+-0-+")).tolist() == [[1, 2, 0, 3, 1, 0, 2, 1]]


def test_anhoej_says_nothing_below_twelve_useful_points() -> None:
    values = np.array([[1.0] * 5 + [2.0] * 6])
    found = signals_of_many(values, limits_of_many("xmr", values), RuleSet(runs=True))
    assert not found[Signal.RUNS].any()


def test_anhoej_says_nothing_when_more_than_a_quarter_lie_on_the_centre() -> None:
    values = np.array([[0.0] * 20 + [1.0] * 16])
    assert not signals_of_many(values, limits_of_many("run", values), RuleSet(runs=True))[Signal.RUNS].any()


def test_anhoej_names_the_points_of_a_run_too_long() -> None:
    values = np.array([[1.0, 2.0] * 6 + [0.0] * 12 + [2.0, 3.0] * 6])
    found = signals_of_many(values, limits_of_many("xmr", values), RuleSet(runs=True))[Signal.RUNS]
    assert np.flatnonzero(found[0]).tolist()[:12] == list(range(12, 24))


def test_many_series_are_judged_as_each_alone() -> None:
    values = np.random.default_rng(5).normal(size=(2100, 60)).cumsum(axis=1)
    values[3, 10] = np.nan
    together = signals_of_many(values, limits_of_many("xmr", values), MDC)
    for row in (*range(20), *range(990, 1010), *range(2080, 2100)):
        one = values[row : row + 1]
        for signal, ways in signals_of_many(one, limits_of_many("xmr", one), MDC).items():
            np.testing.assert_array_equal(ways[0], together[signal][row])
