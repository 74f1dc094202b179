"""Year on year: which months are compared, and what may be said of them."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import confint_poisson_2indep

from mist_dash.core import months
from mist_dash.core.change import Change, Verdict, judging, mix_shift, ratios, year_on_year, year_on_year_of_all, years
from mist_dash.core.series import Series
from mist_dash.core.spread import Rows, spread

TWO_YEARS = months.between("2023-04", "2025-03")
REAL = Path(__file__).parents[3] / "shared" / "real" / "hospital_infections.csv"
counts = st.integers(0, 60)


def series(this: float, before: float, e1: float | None = 1200, e2: float | None = 1200, **more: object) -> Series:
    """Two financial years, events and exposure spread evenly over the months, so that they vary no more than chance."""
    events = np.concatenate([np.diff(np.floor(np.linspace(0, many, 13))) for many in (before, this)])
    exposure = None if e1 is None or e2 is None else np.repeat([e2 / 12, e1 / 12], 12)
    plain = Series(TWO_YEARS, events, exposure, "rate", 1000, "lower", "Rate", "per 1,000 days", "infections", "days")
    return replace(plain, **more)  # type: ignore[arg-type]


def without(given: Series, *missing: str) -> Series:
    counts = given.counts.copy()
    counts[[given.months.index(month) for month in missing]] = np.nan
    return replace(given, counts=counts)


def test_the_worked_example_comes_out_to_the_last_figure_given() -> None:
    """4 infections in 2,600 line days against 12 in 2,400."""
    change = year_on_year(series(4, 12, 2600, 2400))
    mid_p = (change.ratio, change.low, change.high, change.p)
    assert mid_p == pytest.approx((0.3077, 0.0857, 0.9191, 0.0337), abs=5e-5)
    assert (change.exact_low, change.exact_high, change.exact_p) == pytest.approx((0.0723, 1.0152, 0.0536), abs=5e-5)
    assert change.better is Verdict.BETTER


@pytest.mark.parametrize(
    "this, before, kind, better, verdict",
    [
        (4, 12, "rate", "lower", Verdict.NO_CLEAR_CHANGE),
        (2, 12, "rate", "lower", Verdict.BETTER),
        (12, 2, "rate", "lower", Verdict.WORSE),
        (12, 2, "between", "higher", Verdict.WORSE),
        (2, 12, "between", "higher", Verdict.BETTER),
        (2, 12, "rate", "neither", Verdict.NEUTRAL),
        (2, 12, "ratio", "neither", Verdict.NEUTRAL),
        (90, 300, "proportion", "higher", Verdict.WORSE),
        (300, 90, "proportion", "higher", Verdict.BETTER),
        (0, 9, "rate", "lower", Verdict.BETTER),
        (9, 0, "rate", "lower", Verdict.WORSE),
        (0, 0, "rate", "lower", Verdict.TOO_FEW),
        (1, 3, "rate", "lower", Verdict.TOO_FEW),
        (1, 4, "rate", "lower", Verdict.TOO_FEW),
        (1, 6, "rate", "lower", Verdict.TOO_FEW),
        (0, 6, "rate", "lower", Verdict.BETTER),
        (2, 7, "rate", "lower", Verdict.NO_CLEAR_CHANGE),
    ],
)
def test_the_verdict_follows_counts_and_direction(
    this: int, before: int, kind: str, better: str, verdict: Verdict
) -> None:
    e1 = 1200 if before != 12 or this != 4 else 1000
    assert year_on_year(series(this, before, e1, 1200, kind=kind, better=better)).better is verdict


@settings(max_examples=50, deadline=None)
@given(counts, counts)
def test_a_mirrored_direction_mirrors_the_verdict(this: int, before: int) -> None:
    mirror = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    lower = year_on_year(series(this, before, kind="rate", better="lower"))
    higher = year_on_year(series(this, before, kind="rate", better="higher"))
    assert higher.better is mirror.get(lower.better, lower.better)
    assert (higher.ratio, higher.low, higher.high, higher.p) == (lower.ratio, lower.low, lower.high, lower.p)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 5), st.integers(0, 5))
def test_missing_months_before_and_after_change_nothing(early: int, late: int) -> None:
    plain = series(4, 12)
    first = months.later(plain.months[0], -early)
    grown = replace(
        plain,
        months=months.between(first, months.later(plain.months[-1], late)),
        counts=np.pad(plain.counts, (early, late), constant_values=np.nan),
        exposure=np.pad(plain.exposure, (early, late), constant_values=np.nan),
    )
    assert year_on_year(grown) == year_on_year(plain)
    assert years(grown, year_on_year(grown)) == years(plain, year_on_year(plain))


def test_a_month_missing_in_one_year_is_left_out_of_both_and_named() -> None:
    change = year_on_year(without(series(4, 12), "2024-07"))
    assert change.last and (change.left_out, change.running) == (("2024-07",), False)
    assert "2024-07" not in change.this.months and "2023-07" not in change.last.months
    assert (change.this.exposure, change.last.exposure) == pytest.approx((1100, 1100))


def test_a_year_that_runs_is_held_against_the_same_months() -> None:
    change = year_on_year(series(4, 12), last="2024-08")
    assert change.last and change.running and change.left_out == ()
    assert (change.this.months[-1], change.last.months[-1], change.last.months[0]) == ("2024-08", "2023-08", "2023-04")


@pytest.mark.parametrize(
    "basis, names, first",
    [
        ("financial", ("2024/25", "2023/24"), "2024-04"),
        ("calendar", ("2025", "2024"), "2025-01"),
        ("rolling", ("12 months to Mar 2025", "12 months to Mar 2024"), "2024-04"),
    ],
)
def test_a_year_begins_where_its_basis_says(basis: months.Basis, names: tuple[str, str], first: str) -> None:
    change = year_on_year(series(4, 12), basis)
    assert change.last and ((change.this.name, change.last.name), change.this.months[0]) == (names, first)


def test_a_month_with_events_and_no_exposure_cannot_be_compared() -> None:
    plain = series(4, 12)
    assert plain.exposure is not None
    for broken in (0.0, np.nan):
        exposure = plain.exposure.copy()
        exposure[14] = broken
        change = year_on_year(replace(plain, exposure=exposure))
        assert (change.this.events, change.left_out) == (3, ("2024-06",))


def test_a_closed_month_without_events_stays_in() -> None:
    plain = series(4, 12)
    assert plain.exposure is not None
    exposure = plain.exposure.copy()
    exposure[15] = 0
    assert year_on_year(replace(plain, exposure=exposure)).left_out == ()


def test_a_count_without_a_denominator_is_compared_over_equal_time() -> None:
    change = year_on_year(without(series(450, 400, None, None, kind="count", multiplier=1), "2024-07"))
    assert change.last is not None
    alike = ratios.of_rates(change.this.events or 0, 11, change.last.events or 0, 11)
    assert (change.low, change.high) == pytest.approx((float(alike.low), float(alike.high)))
    assert change.this.rate == pytest.approx((change.this.events or 0) / 11)
    assert change.this.exposure is None


def test_a_rate_whose_denominator_was_never_sent_is_a_count() -> None:
    change = year_on_year(series(450, 400, None, None))
    assert (change.kind, change.multiplier, change.unit) == ("count", 1, "infections a month")
    assert change.this.rate == pytest.approx(450 / 12)


def test_a_share_whose_denominator_was_never_sent_is_not_judged() -> None:
    """Nine audits passed against two may be nine made against two."""
    change = year_on_year(series(19, 2, None, None, kind="proportion", better="higher"))
    assert (change.kind, change.better) == ("count", Verdict.NEUTRAL)


def test_observed_over_expected_has_its_interval_and_no_ratio_of_years() -> None:
    change = year_on_year(series(12, 14, 10.4, 13.2, kind="ratio", multiplier=100, better="neither"))
    low, high = stats.chi2.ppf([0.025, 0.975], [24, 26]) / 2 / 10.4 * 100
    assert (change.this.rate, change.this.low, change.this.high) == pytest.approx((12 / 10.4 * 100, low, high))
    assert (change.better, change.ratio, change.p) == (Verdict.NEUTRAL, None, None)


def test_a_level_is_read_at_the_last_month_both_years_have() -> None:
    level = replace(series(0, 0, None, None, kind="value"), counts=np.arange(24.0))
    change = year_on_year(without(level, "2024-03"))
    assert change.last is not None
    assert (change.this.months, change.this.events, change.last.events) == (("2025-02",), 22, 10)
    assert change.ratio is None


def test_time_between_is_the_exposure_over_the_events() -> None:
    change = year_on_year(series(2, 12, 1000, 1200, kind="between", better="higher", multiplier=1))
    assert change.last is not None
    assert (change.this.rate, change.last.rate) == pytest.approx((500, 100))
    low, high = ratios.garwood(2, 1000)
    assert (change.this.low, change.this.high) == pytest.approx((1 / float(high), 1 / float(low)))
    assert change.ratio == pytest.approx(2 / 1000 * 100)


def test_days_between_without_a_denominator_count_the_days_of_the_calendar() -> None:
    change = year_on_year(series(2, 12, None, None, kind="between", better="higher", multiplier=1))
    assert change.last and (change.this.exposure, change.last.exposure) == (365, 366)


@pytest.mark.parametrize(
    "marker, suspended",
    [("2023-04", False), ("2023-05", True), ("2024-04", True), ("2025-03", True), ("2025-04", False)],
)
def test_a_change_of_looking_between_the_two_suspends_the_verdict(marker: str, suspended: bool) -> None:
    change = year_on_year(series(30, 5), looked_differently=[marker])
    assert (change.better is Verdict.SUSPENDED) == suspended
    assert (change.ratio is None) == suspended, "a ratio that may not be read as a change must not be drawn either"
    assert change.marker == (marker if suspended else None)


def test_one_year_alone_has_nothing_to_be_compared_with() -> None:
    plain = series(4, 12)
    alone = without(plain, *plain.months[:12])
    change = year_on_year(alone)
    assert (change.better, change.last, change.this.events) == (Verdict.NOT_COMPARABLE, None, 4)


def test_nothing_at_all_is_an_answer_too() -> None:
    nothing = without(series(4, 12), *TWO_YEARS)
    empty = Series((), np.array([]), np.array([]), "rate")
    for given_series in (nothing, empty):
        change = year_on_year(given_series)
        assert (change.better, change.this.months, change.this.events) == (Verdict.NOT_COMPARABLE, (), None)
        assert years(given_series, year_on_year(given_series)) == ()
    assert year_on_year(empty, last="2025-03").better is Verdict.NOT_COMPARABLE


def test_too_few_says_how_long_until_one_could_know() -> None:
    """75.5 events expected in all see a halving four times in five: half as many events, twice as long."""
    three, one = (year_on_year(series(n, 1)).months_to_know or 0 for n in (3, 0))
    assert three == np.ceil(75.5 / (1.5 * 4 / 24))
    assert one > 2 * three
    assert year_on_year(series(0, 0)).months_to_know is None


def test_that_long_a_wait_is_long_enough() -> None:
    rng = np.random.default_rng(5)
    wait = year_on_year(series(3, 1)).months_to_know or 0
    now, before = rng.poisson(wait * 4 / 24 / 2, 4000), rng.poisson(wait * 4 / 24, 4000)
    found = ratios.of_rates(now, 1, before, 1)
    assert np.mean((found.ratio < 1) & (found.p < 0.0361)) == pytest.approx(0.8, abs=0.03)


def test_every_year_is_listed_oldest_first_with_its_own_interval() -> None:
    given = series(4, 12, 2600, 2400)
    first, second = years(given, year_on_year(given))
    assert (first.name, second.name, first.events, second.events) == ("2023/24", "2024/25", 12, 4)
    assert (second.low, second.high) == pytest.approx(tuple(float(b) * 1000 for b in ratios.garwood(4, 2600)))


def test_the_last_two_dots_are_the_two_sides_that_the_sentence_compares() -> None:
    """Three whole years and seven months: the year before fell over all its months, and rose over the same seven."""
    axis = months.between("2022-04", "2025-10")
    counts = np.array([5.0] * 12 + [1.0] * 7 + [9.0] * 5 + [3.0] * 12 + [2.0] * 7)
    given = Series(axis, counts, np.full(43, 100.0), "rate", 1000, "lower")
    change = year_on_year(given)
    drawn = years(given, change)
    assert [one.name for one in drawn] == ["2022/23", "2023/24", "2024/25", "Apr-Oct 2024", "Apr-Oct 2025"]
    assert [one.part for one in drawn] == [False, False, False, True, True]
    for dot, side in zip(drawn[-2:], (change.last, change.this), strict=True):
        assert side and (dot.rate, dot.low, dot.high, dot.months) == (side.rate, side.low, side.high, side.months)


def test_a_year_that_lost_months_is_drawn_over_the_months_that_both_have() -> None:
    given = without(series(4, 12), *TWO_YEARS[3:5])
    drawn = years(given, year_on_year(given))
    assert [one.name for one in drawn][-2:] == ["Apr 2023 to Mar 2024", "Apr 2024 to Mar 2025"]
    assert [len(one.months) for one in drawn][-2:] == [10, 10]


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    kinds = ("rate", "proportion", "count", "value", "between", "ratio")
    many = [series(n, 12, 1200, 900, kind=kind) for n in (0, 3, 40) for kind in kinds]
    for one, other in zip(year_on_year_of_all(many), map(year_on_year, many), strict=True):
        sums = dict.fromkeys(("p", "exact_p", "low", "high"))  # those of wider tables end in another digit
        assert replace(one, **sums) == replace(other, **sums)  # type: ignore[arg-type]
        for name in sums:
            assert (getattr(one, name) or 0) == pytest.approx(getattr(other, name) or 0)
    assert year_on_year_of_all([]) == []


def test_a_share_above_one_is_not_compared() -> None:
    assert year_on_year(series(1300, 900, kind="proportion")).better is Verdict.NOT_COMPARABLE


def test_every_area_falls_and_the_total_rises() -> None:
    """ICU 10 in 1,000 to 18 in 2,000, wards 2 in 2,000 to none in 1,000: 12 in 3,000 becomes 18 in 3,000."""
    parts = {"ICU": series(18, 10, 2000, 1000), "Wards": series(0, 2, 1000, 2000)}
    said = mix_shift(parts)
    assert said is not None and "fell" in said and "rose" in said and "lies in ICU" in said


def test_no_alarm_where_the_areas_and_the_total_agree() -> None:
    icu = series(5, 10)
    for parts in ({"ICU": icu, "Wards": series(1, 2)}, {"ICU": icu, "Wards": series(2, 1)}, {"ICU": icu}, {}):
        assert mix_shift(parts) is None


def _monthly(this: float, before: float, e1: float, e2: float) -> Series:
    return replace(series(0, 0), counts=np.repeat([float(before), this], 12), exposure=np.repeat([e2, e1], 12))


def test_a_month_missing_in_one_area_cannot_pass_for_a_moving_mix() -> None:
    """Summed over all it sent, a ward without ten months would leave the ICU to make up nearly the whole total."""
    wards = without(_monthly(1, 2, 100, 100), *TWO_YEARS[14:])
    assert mix_shift({"ICU": _monthly(9, 10, 100, 100), "Wards": wards}, last="2025-03") is None


def test_nor_can_it_hide_one() -> None:
    icu, wards = _monthly(18, 10, 200, 100), without(_monthly(0, 2, 100, 200), "2024-07", "2024-09")
    assert mix_shift({"ICU": icu, "Wards": wards}) is not None


@pytest.mark.skipif(not REAL.exists(), reason="the real data are not here")
def test_real_hospitals_come_out_as_computed_straight_from_their_file() -> None:
    with REAL.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["infection"] == "BAC"]
    for hospital in {row["hospital"] for row in rows}:
        own = sorted(
            (row["month"][:7], float(row["n"]), float(row["days"])) for row in rows if row["hospital"] == hospital
        )
        axis, events, days = zip(*own, strict=True)
        change = year_on_year(Series(axis, np.array(events), np.array(days), "rate", 10_000, "lower"), "calendar")
        sums = [[sum(r[at] for r in own if r[0] in side.months) for at in (1, 2)] for side in _sides(change)]
        (x1, e1), (x2, e2) = sums
        assert change.ratio == pytest.approx((x1 / e1) / (x2 / e2))
        by = change.spread
        theirs = confint_poisson_2indep(x1 / by, e1, x2 / by, e2, method="score", compare="ratio")
        assert (change.low, change.high) == pytest.approx(theirs, rel=0.07)


def _sides(change: Change) -> tuple:
    assert change.last is not None
    return change.this, change.last


LONG = months.between("2021-04", "2025-03")


def told(*monthly: float, exposure: float = 100.0, **more: object) -> Series:
    """These counts by month from April 2021, however few."""
    axis = LONG[: len(monthly)]
    plain = Series(axis, np.array(monthly, dtype=float), np.full(len(monthly), exposure), "rate", 1000, "lower")
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("sent, needed", [(12, 2.096), (6, 3.182), (4, 3.897)])
def test_the_earlier_in_the_year_the_further_apart_a_judgement_needs_to_be(sent: int, needed: float) -> None:
    change = year_on_year(told(*[1.0] * (12 + sent)))
    assert change.p_needed == pytest.approx(2 * stats.norm.sf(needed), rel=1e-2)
    together = year_on_year_of_all([told(*[1.0] * (12 + sent))], together=True)[0]
    assert together.p_needed == pytest.approx(2 * stats.norm.sf(2.66 * np.sqrt(12 / sent)), rel=1e-2)


def test_years_that_end_anew_each_month_need_as_much_as_many_series_do() -> None:
    change = year_on_year(told(*[1.0] * 24), "rolling")
    assert change.p_needed == pytest.approx(2 * stats.norm.sf(2.66))


def test_no_judgement_rests_on_fewer_than_four_months() -> None:
    three = year_on_year(told(*[20.0] * 12, *[1.0] * 3))
    assert three.apart and three.better is Verdict.NO_CLEAR_CHANGE
    assert year_on_year(told(*[20.0] * 12, *[1.0] * 4)).better is Verdict.BETTER


def test_early_in_the_year_the_interval_may_leave_one_out_and_nothing_is_judged() -> None:
    change = year_on_year(told(*[2.0] * 12, *[0, 1, 0, 1, 0, 1]))
    assert change.apart and change.low is not None and change.better is Verdict.NO_CLEAR_CHANGE
    assert not change.beyond_chance


def test_months_that_vary_more_than_chance_count_for_less_and_stay_as_sent() -> None:
    even, uneven = year_on_year(series(24, 48)), year_on_year(told(*[1, 7] * 6, *[0, 4] * 6))
    assert uneven.last and (uneven.this.events, uneven.last.events) == (24, 48)
    assert even.spread == 1 and uneven.spread > 2
    assert (even.better, uneven.better) == (Verdict.BETTER, Verdict.NO_CLEAR_CHANGE)
    assert (uneven.high or 0) > 1 > (even.high or 0) and uneven.p and even.p and uneven.p > even.p
    shares = year_on_year(told(*[1, 7] * 6, *[0, 4] * 6, exposure=10, kind="proportion", multiplier=100))
    assert shares.spread > 1 and shares.last and shares.last.events == 48


def test_a_spread_that_half_shows_counts_for_a_year_and_on_home_no_less_by_hand() -> None:
    """Mean 2, so each of seven turns between 0 and 4 is a squared step of 16/2: half their mean over 23 is 28/23. The
    error is sqrt((3 + 1/2) / 23) = .39: half of it above 1, which a scan does not use yet. Six turns do not show."""
    seven, six = told(*[0, 0, 0, 4, 4, 4] * 4), told(*[0, 0, 0, 4, 4, 4, 4] * 3, 0, 0, 0)
    assert year_on_year(seven).spread == pytest.approx(28 / 23)
    assert year_on_year(six).spread == 1
    calm = [told(*[2.0] * 24)] * 19
    assert year_on_year_of_all([seven, *calm], together=True)[0].spread == pytest.approx(28 / 23)
    assert seven.exposure is not None
    assert spread(Rows(seven.counts[None], seven.exposure[None], np.array([24])))[0] == 1


def test_the_last_whole_year_keeps_speaking_while_the_next_one_runs() -> None:
    fallen = [*[2.0] * 12, *[0, 0, 1] * 4]
    march, april = year_on_year(told(*fallen)), year_on_year(told(*fallen, 1))
    assert march.better is Verdict.BETTER and march.whole is None
    assert april.running and april.whole is not None
    assert april.whole == march
    assert year_on_year(told(*fallen, 1), "rolling").whole is None


def test_months_of_the_running_year_do_not_weigh_the_whole_year_anew() -> None:
    """One wild month shows a spread that the two years by themselves had not."""
    calm = [3.0, 1, 2, 2, 1, 3, 2, 2, 1, 3, 2, 2, *[0, 1, 0, 0] * 3]
    march, may = year_on_year(told(*calm)), year_on_year(told(*calm, 0, 15))
    assert may.spread > 1 == march.spread and march.better is Verdict.BETTER
    assert may.whole == march


def test_a_whole_year_across_a_change_of_looking_does_not_speak() -> None:
    change = year_on_year(told(*[2.0] * 12, *[0, 0, 1] * 4, 1), looked_differently=["2022-01"])
    assert change.whole is None and change.better is not Verdict.SUSPENDED


def test_too_few_is_what_could_not_even_show_a_fall_to_a_tenth() -> None:
    """By enumeration: given the total, four times in five the interval would have to lie below 1."""
    for total, part in ((5, 0.5), (7, 0.5), (8, 0.5), (12, 0.3), (20, 0.1), (60, 0.1), (300, 0.95)):
        x = np.arange(total + 1)
        below = (stats.binom.cdf(x, total, part) + stats.binom.cdf(x - 1, total, part)) / 2 <= 0.025
        power = (stats.binom.pmf(x, total, part / 10 / (part / 10 + 1 - part)) * below).sum()
        args = (np.array([v]) for v in (0.0, part, float(total), 1 - part, 1.0))
        assert judging.shows_a_tenth(*args)[0] == (power >= 0.8), (total, part)


def test_too_few_is_never_said_beside_a_ratio_or_against_the_interval() -> None:
    for this, before in product(range(15), range(15)):
        change = year_on_year(series(this, before))
        if change.better is Verdict.TOO_FEW:
            found = ratios.of_rates(this, 1200, before, 1200)
            assert change.ratio is None and change.low is None
            assert not this + before or found.low <= 1 <= found.high


def test_rare_failures_of_a_share_are_too_few_like_rare_events() -> None:
    """237 of 240 against 238: three and two that were not done."""
    assert year_on_year(series(237, 238, 240, 240, kind="proportion")).better is Verdict.TOO_FEW


def test_a_year_that_was_closed_so_far_is_not_compared_and_breaks_nothing() -> None:
    """April without a line day begins the year: there is no rate yet, so no verdict either."""
    axis, days = months.between("2023-04", "2024-04"), np.array([700.0] * 12 + [0.0])
    shut = replace(series(4, 4), months=axis, counts=np.array([4.0] * 12 + [0.0]), exposure=days)
    found = year_on_year(shut)
    assert (found.better, found.ratio, found.p) == (Verdict.NOT_COMPARABLE, None, None)
