"""The control charts keep their promises on small data worked out by hand; among them the traps that bit others."""

from __future__ import annotations

import numpy as np
import pytest

from mist_dash.core.control import Control, Signal, draw
from mist_dash.core.series import Series

MONTHS = tuple(f"{2020 + at // 12}-{at % 12 + 1:02d}" for at in range(120))
NAN = float("nan")


def values(*numbers: float, better: str = "lower") -> Series:
    return Series(MONTHS[: len(numbers)], np.array(numbers, float), None, "value", better=better)


def rates(counts: list[float], exposure: list[float], kind: str = "rate", better: str = "lower") -> Series:
    return Series(
        *(MONTHS[: len(counts)], np.array(counts, float), np.array(exposure, float), kind, 1000.0, better),
        unit="per 1,000 line days",
        events="infections",
        exposure_name="line days",
    )


def labels(control: Control) -> list[str]:
    return [dot.label.value if dot.label else "" for dot in control.dots]


def test_an_xmr_chart_has_limits_from_the_moving_range() -> None:
    dot = draw(values(2, 4, 2, 4, 2, 4), "xmr").dots[0]
    assert (dot.centre, dot.lower, dot.upper) == pytest.approx((3, 3 - 3 * 2 / 1.128, 3 + 3 * 2 / 1.128))


def test_a_standardised_ratio_stands_around_100_with_its_exact_interval() -> None:
    control = draw(Series(("2024-03",), np.array([4.0]), np.array([2.0]), "ratio", 100.0))
    dot = control.dots[0]
    assert (dot.value, dot.centre, dot.lower, dot.upper) == (
        200.0,
        100.0,
        None,
        350.0,
    )  # Poisson(2): P(X > 7) = 0.0011, P(X > 6) = 0.0045
    assert dot.interval == pytest.approx(
        (100 * 1.0899 / 2, 100 * 10.2416 / 2), rel=1e-4
    )  # Garwood for 4: 1.09 to 10.24
    assert [beside.title for beside in control.companions] == ["Observed", "Expected"]


def test_no_expected_deaths_give_no_ratio() -> None:
    dot = draw(Series(("2024-03",), np.array([0.0]), np.array([0.0]), "ratio", 100.0)).dots[0]
    assert (dot.value, dot.interval, dot.upper) == (None, None, None)


@pytest.mark.parametrize("chart", ["xmr", "run", "c", "g", "t", "mr"])
def test_a_constant_series_has_no_variation_and_no_signal(chart: str) -> None:
    control = draw(values(*[0.1] * 24), chart, rules="mdc", target=0.1)
    assert control.note == "No variation: every value is the same."
    assert (control.variation, labels(control)) == ("common cause", [""] * 24)
    assert control.assurance in ("", "hit or miss")


def test_a_spike_in_a_constant_series_does_not_put_every_other_month_outside() -> None:
    """Screening keeps only moving ranges of 0 there, which would leave no limits at all."""
    control = draw(values(*[5.0] * 12, 9.0, *[5.0] * 12), "xmr", rules="mdc")
    assert [at for at, dot in enumerate(control.dots) if Signal.OUTSIDE in dot.signals] == [12]


def test_a_missing_month_stays_on_the_axis_and_breaks_a_run() -> None:
    whole, broken = draw(values(*[4] * 7, *[1] * 7), "xmr", rules="mdc"), values(*[4] * 4, NAN, *[4] * 2, *[1] * 7)
    assert all(Signal.SHIFT in dot.signals for dot in whole.dots[:7])
    control = draw(broken, "xmr", rules="mdc")
    assert len(control.dots) == 14
    assert control.dots[4].value is None
    assert not any(Signal.SHIFT in dot.signals for dot in control.dots[:7])


def test_there_is_no_moving_range_across_a_missing_month_but_one_across_an_excluded_point() -> None:
    missing = draw(values(1, 2, NAN, 9, 10), "xmr", screened=False)
    bridged = draw(values(1, 2, 50, 9, 10), "xmr", screened=False, excluded=[3])
    assert missing.dots[0].upper - missing.dots[0].centre == pytest.approx(3 * 1 / 1.128)
    assert bridged.dots[0].upper - bridged.dots[0].centre == pytest.approx(3 * 3 / 1.128)
    assert (bridged.dots[2].excluded, bridged.dots[2].label) == (True, Signal.OUTSIDE)


def test_one_month_without_exposure_has_no_rate_and_the_others_keep_their_limits() -> None:
    counts, sizes = [2, 3, 1, 2, 4, 2, 3, 1, 2, 4, 2, 3], [1000.0] * 12
    whole = draw(rates(counts, sizes), "u-exact")
    holed = draw(rates([*counts, 0], [*sizes, 0.0]), "u-exact")
    assert [dot.upper for dot in holed.dots[:12]] == [dot.upper for dot in whole.dots]
    assert (holed.dots[12].value, holed.dots[12].upper) == (None, None)


@pytest.mark.parametrize("chart", ["auto", "run", "xmr", "c", "u", "u'", "p", "p'", "u-exact", "c-exact", "p-exact"])
def test_all_zeros_are_drawn_without_a_signal(chart: str) -> None:
    control = draw(rates([0] * 24, [200] * 24), chart)
    assert not any(labels(control))
    assert all(dot.value == 0 for dot in control.dots if not dot.still_open)


def test_a_median_of_zero_says_nothing_about_runs() -> None:
    control = draw(rates([0, 0, 1] * 8, [200] * 24), "run")
    assert control.dots[0].centre == 0
    assert not any(labels(control))


@pytest.mark.parametrize(
    "target, better, assurance",
    [
        (3.0, "lower", "hit or miss"),
        (10.0, "lower", "always met"),
        (10.0, "higher", "never met"),
        (-10.0, "higher", "always met"),
        (10.0, "neither", ""),
    ],
)
def test_a_target_is_always_met_hit_or_miss_or_never_met(target: float, better: str, assurance: str) -> None:
    assert draw(values(*[2, 4] * 6, better=better), "xmr", target=target).assurance == assurance


def test_a_target_exactly_on_a_limit_is_hit_or_miss() -> None:
    upper = draw(values(*[2, 4] * 6), "xmr").dots[0].upper
    assert draw(values(*[2, 4] * 6), "xmr", target=upper).assurance == "hit or miss"


def test_assurance_waits_for_twelve_points_and_is_not_for_run_charts() -> None:
    assert draw(values(*[2, 4] * 5, 3), "xmr", target=10).assurance == ""
    assert draw(values(*[2, 4] * 6), "run", target=10).assurance == ""


def test_a_target_of_none_where_the_lower_limit_is_none_is_told_in_months() -> None:
    control = draw(rates([0, 1, 2, 0] * 6, [500] * 24), "u-exact", target=0)
    assert (control.assurance, control.note) == ("", "12 of 24 months had none.")


def test_a_freeze_inside_the_newest_phase_takes_its_baseline_from_there() -> None:
    series = values(*[5, 7] * 6, *[1, 3] * 3, *[11, 13] * 3)
    control = draw(series, "xmr", phase_ends=[12], freeze=18)
    assert {(dot.phase, dot.centre) for dot in control.dots} == {(1, 6.0), (2, 2.0)}
    assert [(phase.first, phase.last) for phase in control.phases] == [(1, 12), (13, 24)]


def test_a_freeze_in_an_earlier_phase_leaves_the_newest_alone() -> None:
    control = draw(values(*[5, 7] * 6, *[1, 3] * 6), "xmr", phase_ends=[12], freeze=4)
    assert {dot.centre for dot in control.dots} == {6.0, 2.0}


def test_rules_stop_at_the_end_of_a_phase() -> None:
    control = draw(values(*[1, 1, 3, 3, 3, 3], *[1, 1, 1, 1, 0, 0]), "xmr", rules="mdc", phase_ends=[6])
    assert not any(Signal.SHIFT in dot.signals for dot in control.dots)


def test_a_point_that_is_both_improvement_and_concern_keeps_both_and_shows_the_first_rule() -> None:
    """Rising for seven points, all below the centre: the trend is named before the shift."""
    control = draw(values(*[20, 22] * 8, 1, 2, 3, 4, 5, 6, 7), "xmr", rules="mdc")
    dot = control.dots[20]
    assert dict(zip(dot.signals, dot.directions, strict=True)) == {
        Signal.OUTSIDE: -1,
        Signal.TREND: 1,
        Signal.TWO_IN_THREE: -1,
        Signal.SHIFT: -1,
    }
    assert (dot.label, dot.meaning) == (Signal.OUTSIDE, "improvement low")


def test_counts_given_as_floats_are_the_same_counts() -> None:
    whole = draw(rates([2, 3, 0, 5] * 6, [400] * 24), "u-exact")
    nearly = draw(rates([2.0000000000000004, 3.0, 0.0, 5.0] * 6, [400.0] * 24), "u-exact")
    assert [dot.signals for dot in whole.dots] == [dot.signals for dot in nearly.dots]


def test_a_neutral_measure_is_neither_good_nor_bad() -> None:
    control = draw(values(*[5, 6] * 10, 60, better="neither"), "xmr")
    assert (control.dots[-1].meaning, control.variation) == ("neutral high", "neutral high")


def test_no_series_and_no_months_are_drawn_as_nothing() -> None:
    empty = Series((), np.array([]), np.array([]), "rate")
    assert draw(empty, "u-exact").note == "No values yet."
    assert [dot.value for dot in draw(rates([NAN] * 3, [NAN] * 3)).dots] == [None] * 3


def test_every_signal_has_words_without_jargon() -> None:
    for signal in Signal:
        assert len(signal.words) > 20 and "sigma" not in signal.words
