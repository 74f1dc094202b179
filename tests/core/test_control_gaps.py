"""Rare events are shown by the exposure between them, and a long time without one is named."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mist_dash.core.control import Signal, draw
from mist_dash.core.control.drawing import event_free_limit
from mist_dash.core.control.gaps import gaps_between
from mist_dash.core.series import Series
from mist_dash.core.words import describe

MONTHS = tuple(f"{2020 + at // 12}-{at % 12 + 1:02d}" for at in range(120))
NAN = float("nan")


def rare(*counts: float, size: float = 100.0) -> Series:
    return Series(
        *(MONTHS[: len(counts)], np.array(counts, float), np.full(len(counts), size), "rate", 1000.0, "lower"),
        events="infections",
        exposure_name="line days",
    )


def test_the_gaps_and_the_time_since_add_up_to_the_exposure_after_the_first_event() -> None:
    gaps = gaps_between(rare(0, 1, 0, 2, 0, 0))
    assert gaps.values.tolist()[1:] == pytest.approx([50 + 100 + 100 / 3, 100 / 3])
    assert math.isnan(gaps.values[0])  # what came before the first event is not known
    assert np.nansum(gaps.values) + gaps.still_open == pytest.approx(450)


def test_two_events_in_one_month_keep_a_gap_between_them() -> None:
    control = draw(rare(0, 1, 0, 2, 0, 0), "t")
    assert [dot.month for dot in control.dots] == ["2020-02", "2020-04", "2020-04", "2020-06"]
    assert [dot.since for dot in control.dots] == ["", "2020-02", "2020-04", "2020-04"]


def test_two_events_on_one_day_are_half_a_day_apart_and_never_averaged() -> None:
    days = Series(tuple("123456"), np.array([9.0, 0, 20, 0, 7, 3]), None, "value")
    assert [dot.value for dot in draw(days, "t").dots] == [9, 0.5, 20, 0.5, 7, 3]


def test_a_gap_across_a_month_not_collected_is_not_known() -> None:
    control = draw(rare(1, 0, NAN, 0, 1, 0, 1), "t")
    assert [dot.value for dot in control.dots] == [None, None, 200.0, 50.0]


def test_the_time_since_the_last_event_runs_on_over_a_month_not_collected_and_says_so() -> None:
    control = draw(rare(1, 0, 1, NAN, 0, 0), "t")
    last = control.dots[-1]
    assert (last.value, last.since, last.still_open, control.unsent) == (350.0, "2020-03", True, 1)
    assert "since the last in March 2020; 1 month of it was not sent whole" in describe(control)


def test_days_run_on_through_a_month_not_collected_but_only_those_sent_count_as_free_of_events() -> None:
    gaps = gaps_between(replace(rare(1, 0, 1, NAN, 0, 0), exposure=None, kind="between"))
    assert (gaps.still_open, gaps.open_sent) == (31 / 2 + 30 + 31 + 30, 31 / 2 + 31 + 30)


def test_an_event_in_a_month_without_exposure_is_the_last_one_all_the_same() -> None:
    series = rare(1, 0, 1, 0, 0)
    assert series.exposure is not None
    series.exposure[2] = NAN
    last = draw(series, "t").dots[-1]
    assert (last.value, last.since) == (200.0, "2020-03")


def test_without_exposure_the_gaps_are_days() -> None:
    series = replace(rare(1, 0, 1), exposure=None, kind="between", better="higher")
    control = draw(series)
    assert control.dots[1].value == pytest.approx(31 / 2 + 29 + 31 / 2)  # January, February and March of 2020
    assert control.unit == "days between infections"


def test_longer_between_events_is_better_where_fewer_events_are() -> None:
    assert (draw(rare(0, 1, 0, 1), "t").better, draw(rare(0, 1), "u").better) == ("higher", "lower")


def test_a_time_without_events_beyond_chance_is_an_improvement() -> None:
    quiet = draw(rare(*[1, 0, 1] * 6, *[0] * 24))
    assert quiet.chart == "t"
    assert quiet.dots[-1].signals == (Signal.EVENT_FREE,)
    assert quiet.variation == "improvement high"


def test_a_time_without_events_that_chance_explains_is_not() -> None:
    assert draw(rare(*[1, 0, 1] * 6, *[0] * 6)).dots[-1].signals == ()


def test_a_quiet_time_is_not_held_against_itself() -> None:
    """5 events in 950 line days, then 2,050 without: the limit is 950 (200^(1/5) - 1) = 1,791."""
    assert draw(rare(*[0, 1] * 5, *[0] * 20)).dots[-1].signals == (Signal.EVENT_FREE,)


def test_more_gaps_than_anybody_would_count_are_shown_as_a_rate_with_its_own_good_direction() -> None:
    often = Series(
        MONTHS[:24], np.full(24, 400.0), np.full(24, 900.0), "between", 1.0, "higher", exposure_name="line days"
    )
    control = draw(often)
    assert control.chart == "u-exact" and control.better == "lower" and control.unit.endswith("per 1,000 line days")


def test_the_event_free_limit_comes_down_to_its_textbook_value_as_events_add_up() -> None:
    assert event_free_limit(1e7, 1e7) == pytest.approx(5.30, abs=0.002)
    assert event_free_limit(9, 9) == pytest.approx(9 * (200 ** (1 / 9) - 1))
    assert event_free_limit(0, 100) == math.inf


def test_the_event_free_limit_is_passed_by_chance_one_time_in_two_hundred() -> None:
    """x gaps from one exponential, then one more: simulated, with the rate known to nobody."""
    rng = np.random.default_rng(11)
    before, after = rng.gamma(4, size=200_000), rng.exponential(size=200_000)
    limits = before * (200 ** (1 / 4) - 1)
    assert (after > limits).mean() == pytest.approx(0.005, abs=0.0006)
    assert event_free_limit(4, float(before[0])) == pytest.approx(limits[0])


def test_freeze_and_exclusions_follow_the_month_of_each_event() -> None:
    control = draw(rare(*[1, 0] * 12), "t", freeze=12, excluded=[3])
    assert [dot.excluded for dot in control.dots[:3]] == [False, True, False]
    baseline = [dot.value for dot in control.dots[1:6] if not dot.excluded]
    roots = [value ** (1 / 3.6) for value in baseline]
    assert control.dots[-2].centre == pytest.approx((sum(roots) / len(roots)) ** 3.6)


def test_few_gaps_are_shown_without_limits() -> None:
    control = draw(rare(*[0, 0, 0, 1] * 9))
    assert control.chart == "t"
    assert {dot.upper for dot in control.dots} == {None}
    assert control.dots[3].centre == 400.0


def test_beside_the_gaps_stand_cumulative_events_and_quarterly_rates() -> None:
    total, quarters = draw(rare(1, 0, 0, 0, 2, 0, 0, NAN, 0, 0, 0, 0), "t").companions
    assert total.values[:8] == (1, 1, 1, 1, 3, 3, 3, None)
    assert (quarters.periods[0], quarters.values) == (
        "2020-Q1",
        (pytest.approx(10 / 3), pytest.approx(20 / 3), None, 0.0),
    )


def test_more_events_than_a_chart_can_hold_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="Choose a chart of rates"):
        draw(rare(9000, 1), "t")


def test_an_infection_in_a_month_without_line_days_is_no_gap_of_nought() -> None:
    """Nobody knows how long it has been: the last dot has no value, and the table no 0."""
    series = rare(*[1, 0, 0, 0] * 6, 1)
    assert series.exposure is not None
    series.exposure[-1] = NAN
    dots = draw(series).dots
    assert dots[-1].still_open and dots[-1].value is None
    assert not [dot for dot in dots if dot.value == 0]
