"""Finding improvement: within a centre, never between; a set without values or order; quiet on what is stable."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from benchmarks.finder import interval_alone, simulate
from mist_dash.core import months
from mist_dash.core.series import Series
from mist_dash.core.signals import (
    FoundSeries,
    SeriesKey,
    SeriesTable,
    benjamini_hochberg,
    find,
    find_in,
    improvement,
    strength,
)

AXIS = months.between("2021-04", "2025-03")
FALLEN = np.repeat([2.0, 0.0], 24)
STEADY = np.tile([1.0, 0.0, 2.0], 16)


def one(counts: np.ndarray, kind: str = "rate", better: str = "lower", exposure: float | None = 150) -> Series:
    size = None if exposure is None else np.full(len(counts), float(exposure))
    return Series(AXIS[-len(counts) :], counts.astype(float), size, kind, 1000, better)  # type: ignore[arg-type]


def key(centre: str = "Ashdown", measure: str = "clabsi-rate", area: str = "ICU") -> SeriesKey:
    return centre, measure, area


def test_a_lasting_fall_is_found_and_a_steady_series_is_not() -> None:
    found = find({key("Ashdown"): one(FALLEN), key("Birchwood"): one(STEADY)})
    assert found.improved == (key("Ashdown"),)


def test_a_lasting_rise_is_no_improvement() -> None:
    assert find({key(): one(FALLEN[::-1])}) == FoundSeries((), ())


@pytest.mark.parametrize(
    "kind, better, enters",
    [
        ("rate", "lower", True),
        ("count", "lower", True),
        ("between", "higher", True),
        ("rate", "neither", False),
        ("count", "neither", False),
        ("ratio", "neither", False),
        ("ratio", "lower", False),
        ("value", "lower", False),
        ("profile", "neither", False),
        ("proportion", "neither", False),
    ],
)
def test_only_harm_with_a_good_direction_enters(kind: str, better: str, enters: bool) -> None:
    found = find({key(): one(FALLEN, kind, better, None if kind == "count" else 150)})
    assert bool(found.improved or found.strong) == enters


def test_a_share_that_should_grow_is_found_when_it_grows_and_not_when_it_shrinks() -> None:
    grown = np.repeat([12.0, 19.0], 24)
    assert find({key(): one(grown, "proportion", "higher", 20)}).improved == (key(),)
    assert find({key(): one(grown[::-1], "proportion", "higher", 20)}).improved == ()
    assert find({key(): one(grown, "proportion", "lower", 20)}).improved == ()


def test_what_comes_out_is_keys_in_alphabetical_order_and_nothing_else() -> None:
    centres = ["Oakfield", "Ashdown", "Elmhurst", "Birchwood"]
    falls = {key(name): one(np.repeat([2.0 + n, 0.0], 24)) for n, name in enumerate(centres)}
    found = find(falls)
    assert [field.name for field in fields(FoundSeries)] == ["improved", "strong"]
    assert found.improved == tuple(key(name) for name in sorted(centres))
    assert find(dict(reversed(falls.items()))) == found


def test_no_centre_is_held_against_another() -> None:
    """The chance of its own improvement is the same whoever else is there."""
    alone, together = simulate(np.random.default_rng(1), 1, 1.0, 0.25), simulate(np.random.default_rng(2), 50, 9.0, 0.5)
    joined = SeriesTable(
        [*alone.keys, *together.keys],
        np.concatenate([alone.events, together.events]),
        np.concatenate([alone.exposure, together.exposure]),
        np.zeros(51, dtype=bool),
    )
    assert improvement.chance(joined)[0] == improvement.chance(alone)[0]


def test_a_change_of_looking_hides_what_lies_before_it() -> None:
    series = {key(): one(FALLEN)}
    assert find(series, {key(): ["2023-04"]}).improved == ()
    assert find(series, {key(): ["2020-01"]}).improved == (key(),)


def test_twelve_months_against_twelve_are_enough_and_eleven_are_not() -> None:
    short = np.repeat([4.0, 0.0], 12)
    assert find({key(): one(short)}).improved == (key(),)
    short[0] = np.nan
    assert find({key(): one(short)}).improved == ()


def test_who_stopped_sending_is_not_found() -> None:
    """Two years without data since: nothing is known about now."""
    stopped = np.concatenate([np.repeat([3.0, 0.0], 12), np.full(24, np.nan)])
    assert find({key(): one(stopped), key("Birchwood"): one(STEADY)}) == FoundSeries((), ())


def test_a_fall_needs_a_signal_on_the_chart_too() -> None:
    """144 events against 108, p = 0.012: found with a shift, and not when every sixth month is back above."""
    before = np.full(24, 6.0)
    broken, lasting = (np.r_[before, np.tile(months_now, 4)] for months_now in ([4, 4, 4, 4, 4, 7], [4, 5, 4, 5, 4, 5]))
    assert find({key(): one(lasting)}).improved == (key(),)
    assert find({key(): one(broken)}).improved == ()


def test_the_long_quiet_time_has_the_chance_worked_out_by_hand() -> None:
    """24 events in 36 months, then 12 without one: (1 + 12/36)^-24."""
    counts = np.array([[1.0, 0, 1, 0, 1, 1] * 6 + [0] * 12])
    table = SeriesTable([key()], counts, np.ones((1, 48)), np.zeros(1, bool))
    assert strength.event_free(table) == pytest.approx([(4 / 3) ** -24])


def test_the_chance_of_a_quiet_time_is_true_to_its_name() -> None:
    """Gaps of a stable process: the next is that long as often as is said."""
    rng = np.random.default_rng(4)
    gaps = rng.exponential(size=(20_000, 9))
    chance = (1 + gaps[:, 8] / gaps[:, :8].sum(axis=1)) ** -8
    assert stats.kstest(chance, "uniform").pvalue > 0.001


def test_a_month_not_sent_may_hide_an_event_and_ends_the_quiet_time() -> None:
    quiet = np.repeat([1.0, 0.0], [30, 18])
    assert find({key(): one(quiet)}).strong == (key(),)
    quiet[-4] = np.nan
    assert find({key(): one(quiet)}).strong == ()
    late = np.repeat([1.0, 0.0, np.nan], [30, 16, 2])
    assert find({key(): one(late), key("Birchwood"): one(STEADY)}).strong == (key(),), "two months late is not a gap"


def test_a_single_zero_is_no_strength() -> None:
    typed = np.repeat([15.0, 0.0], [47, 1])
    assert find({key(): one(typed)}).strong == ()


def test_benjamini_and_hochberg_is_that_of_statsmodels() -> None:
    p = np.random.default_rng(6).beta(0.4, 1, 300)
    assert np.array_equal(benjamini_hochberg(p, 0.1), multipletests(p, 0.1, "fdr_bh")[0])
    gaps = np.r_[p, np.nan, np.nan]
    assert np.array_equal(benjamini_hochberg(gaps, 0.1), np.r_[multipletests(p, 0.1, "fdr_bh")[0], False, False])
    assert not benjamini_hochberg(np.array([np.nan]), 0.1).any()


@pytest.mark.parametrize("mean", [0.25, 0.5, 1, 2])
def test_nine_tenths_of_what_the_interval_finds_are_found(mean: float) -> None:
    table = simulate(np.random.default_rng(11), 1500, mean, 0.25)
    assert len(find_in(table).improved) >= 0.9 * interval_alone(table).sum()


@pytest.mark.parametrize("mean", [0.1, 0.25, 1, 5, 50])
def test_at_most_one_stable_series_in_twenty_is_found_even_by_itself(mean: float) -> None:
    table = simulate(np.random.default_rng(12), 1500, mean, 1.0)
    by_itself = (improvement.chance(table) <= improvement.TAIL) | (strength.chance(table) < 1)
    assert by_itself.mean() <= 0.05
    found = find_in(table)
    assert len({*found.improved, *found.strong}) <= 0.005 * 1500


def test_months_that_vary_more_than_chance_do_not_deceive() -> None:
    table = simulate(np.random.default_rng(13), 1000, 15.0, 1.0, extra=0.25)
    assert interval_alone(table).mean() > 0.1
    assert (improvement.chance(table) <= improvement.TAIL).mean() <= 0.05
    assert len(find_in(table).strong) <= 20


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.integers(0, 5))
def test_missing_months_before_the_first_change_nothing(early: int, seed: int) -> None:
    table = simulate(np.random.default_rng(seed), 20, 1.0, 0.25)
    none = np.full((20, early), np.nan)
    grown = replace(table, events=np.c_[none, table.events], exposure=np.c_[none, table.exposure])
    assert find_in(grown) == find_in(table)


def test_nothing_to_look_at_finds_nothing() -> None:
    nothing = Series((), np.array([]), None, "count", 1, "lower")
    assert find({}) == find({key(): nothing}) == find({key(): one(np.full(48, np.nan))}) == FoundSeries((), ())


def test_a_table_with_a_row_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="one key, one row"):
        SeriesTable([key()], np.zeros((2, 3)), np.zeros((2, 3)), np.zeros(2, bool))
