"""The time since the last event goes by the calendar, and is news only where chance hardly brings it."""

from __future__ import annotations

import numpy as np
import pytest

from mist_dash.core import months
from mist_dash.core.series import Series
from mist_dash.core.since_last import SinceLast, since_last

NAN = float("nan")


def of(counts: list[float], kind: str = "rate") -> SinceLast:
    axis = months.between("2020-01", months.later("2020-01", len(counts) - 1))
    return since_last(Series(axis, np.array(counts), np.full(len(counts), 250.0), kind, 1000, "lower"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "since", "longest", "yet"),
    [
        ([1, 0, 0, 1, 0, 0, 0, 0], 4, 3, True),
        ([1, 0, 0, 0, 0, 1, 0, 0, 0], 3, 5, False),
        ([2, 0, 1, 1], 0, 2, False),
        ([1, 0, 1, 0, 0], 2, 2, False),  # two months are no news
        ([1, NAN, NAN, NAN, 1, 0, 0, 0], 3, 4, False),  # at most: one may have come in between
        ([1, 0, 1, NAN, 0, 0, 0, NAN], 4, 2, False),  # nobody knows whether one came in the fourth month
        ([0, 0, 0, 0, 1, 1, 0, 0, 0, 0], 4, 4, False),  # before the first it was as long
        ([0, 0, 1, 0, 0, 0], 3, None, False),
    ],
)
def test_months_are_counted_by_hand(counts: list[float], since: int, longest: int | None, yet: bool) -> None:
    found = of(counts)
    assert (found.months, found.longest, found.longest_yet) == (since, longest, yet)


def test_a_time_that_holds_a_month_which_was_not_sent_says_so() -> None:
    assert (of([1, 0, 1, NAN, 0, 0]).unknown, of([1, 0, 1, 0, 0, NAN]).unknown) == (1, 0)
    assert [of([1, *between, 1, 0, 1]).at_most for between in ([NAN, 0], [0, 0])] == [True, False]
    assert of([1, NAN, 1, 0, 0, 1, 1]).at_most is False, "a longer one is known whole"


def test_without_an_event_and_of_shares_nothing_is_said() -> None:
    assert of([0, 0, 0]) == of([NAN, NAN]) == SinceLast()
    assert of([1, 0, 0, 0, 0], kind="proportion") == SinceLast()


def test_a_long_time_is_remarkable_only_where_chance_would_hardly_bring_it() -> None:
    often = [1.0, 0.0] * 24
    assert not of(often + [0] * 6).remarkable and of(often + [0] * 24).remarkable
    rare = [1.0] + [0.0] * 11 + [1.0] + [0.0] * 11
    assert of(rare + [0] * 3).longest_yet and not of(rare + [0] * 24).remarkable


def test_it_takes_longer_beside_others_and_where_months_vary_more_than_chance() -> None:
    def least(counts: list[float], among: int = 1) -> int:
        axis = months.between("2010-01", "2030-12")
        made = (counts + [0.0] * zeros for zeros in range(90))
        series = (
            Series(axis[: len(row)], np.array(row), np.full(len(row), 250.0), "rate", 1000, "lower") for row in made
        )
        return next(zeros for zeros, one in enumerate(series) if since_last(one, among).remarkable)

    even, heaped = [1.0, 0.0] * 24, [4.0, 0, 0, 0, 0, 0, 0, 0] * 6
    alone, beside, clustered = least(even), least(even, among=20), least(heaped)
    # 24 events in 47 months: (47 / (47 + e))^24 below .02 / (1 + 36 * 24 / 47), or a twentieth of it, from e = 16 or 24
    assert (alone + 1, beside + 1) == (16, 24) and clustered > alone


def test_stable_series_are_hardly_ever_told_so_in_three_years_of_looking() -> None:
    random = np.random.default_rng(11)
    told = 0
    for _ in range(60):
        counts = random.poisson(0.4, 60).astype(float)
        told += any(of(list(counts[:end])).remarkable for end in range(24, 60, 3))
    assert told <= 3
