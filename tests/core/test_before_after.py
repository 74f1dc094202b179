"""Before and after a start, and what was to be expected: against hand calculations and scipy's distributions."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from mist_dash.core import months
from mist_dash.core.before_after import before_after
from mist_dash.core.control import Baseline
from mist_dash.core.events import Event
from mist_dash.core.expected import expected, since_baseline
from mist_dash.core.rolling import rolling
from mist_dash.core.series import Series
from mist_dash.core.words import compared as words

AXIS = months.between("2021-10", "2025-09")


def line(counts: list[float], kind: str = "rate", exposure: float = 250.0, better: str = "lower") -> Series:
    unit = "per 1,000 line days"
    below = np.full(len(counts), exposure)
    axis = AXIS[: len(counts)]
    return Series(axis, np.array(counts), below, kind, 1000, better, "t", unit, "infections", "line days", 1)  # type: ignore[arg-type]


def event(name: str, start: date, kind: str = "intervention", stop: date | None = None) -> Event:
    return Event(1, "", kind, name, start, stop, "")  # type: ignore[arg-type]


HALVED = line([1.0] * 24 + [0.0, 1.0] * 12)
BIONECTORS = event("Bionectors", date(2023, 10, 3))


def test_each_side_has_its_own_counts_and_exact_range() -> None:
    (found,) = before_after(HALVED, [BIONECTORS])
    assert (found.before.events, found.before.exposure, found.before.rate) == (24, 6000, 4.0)
    assert (found.after.events, found.after.exposure, found.after.rate) == (12, 6000, 2.0)
    assert found.before.low == pytest.approx(stats.chi2.ppf(0.025, 48) / 2 / 6)
    assert found.after.high == pytest.approx(stats.chi2.ppf(0.975, 26) / 2 / 6)


def test_the_ratio_has_the_mid_p_range_given_the_total() -> None:
    (found,) = before_after(HALVED, [BIONECTORS])
    assert found.ratio == pytest.approx(0.5)
    for bound, at_least in ((found.low, True), (found.high, False)):
        p = bound / (1 + bound)  # type: ignore[operator]
        tail = stats.binom.sf(12, 36, p) if at_least else stats.binom.cdf(11, 36, p)
        assert tail + stats.binom.pmf(12, 36, p) / 2 == pytest.approx(0.025, abs=1e-6)


def test_fewer_than_twelve_months_are_shown_and_not_compared() -> None:
    (found,) = before_after(HALVED, [event("Biopatches", date(2025, 7, 1))])
    assert (found.after.events, len(found.after.months), found.ratio) == (2, 3, None)
    assert "Too short to compare" in words.started(found)


def test_it_stops_when_the_intervention_stops() -> None:
    (found,) = before_after(HALVED, [event("Bionectors", date(2023, 10, 3), stop=date(2024, 11, 5))])
    assert found.after.months == months.between("2023-10", "2024-10")


def test_it_never_reaches_across_another_way_of_looking() -> None:
    looked = event("a new audit", date(2024, 12, 1), "looked differently")
    (found,) = before_after(HALVED, [BIONECTORS, looked])
    assert found.after.months[-1] == "2024-11"


def test_what_else_began_in_these_months_is_said() -> None:
    both = before_after(HALVED, [BIONECTORS, event("Body washes", date(2024, 6, 1))])
    assert [one.others for one in both] == [("Body washes",), ("Bionectors",)]
    assert "Body washes also changed in these months." in words.started(both[0])


def test_where_none_came_on_a_side_the_end_of_the_range_that_is_known_is_said() -> None:
    (after,) = before_after(line([1.0] * 24 + [0.0] * 24), [BIONECTORS])
    (before,) = before_after(line([0.0] * 24 + [1.0] * 24), [BIONECTORS])
    assert "None came after it, so only the upper end of the 95% range is known: 0.13 times" in words.started(after)
    assert "None came before it, so only the lower end of the 95% range is known: 7.5 times" in words.started(before)


def test_a_share_gets_the_range_of_shares() -> None:
    (found,) = before_after(line([5.0] * 24 + [9.0] * 24, "proportion", 10, "higher"), [BIONECTORS])
    p, z = 216 / 240, stats.norm.ppf(0.975)
    middle, half = p + z**2 / 480, z * np.sqrt(p * (1 - p) / 240 + z**2 / (4 * 240**2))
    assert found.after.low == pytest.approx(1000 * (middle - half) / (1 + z**2 / 240))
    assert found.better


def test_the_difference_is_said_in_events_and_never_contradicts_the_ratio() -> None:
    found, (same,) = expected(HALVED, "2023-10"), before_after(HALVED, [BIONECTORS])
    assert found is not None and same.low is not None and same.high is not None
    assert (found.at_earlier_rate, found.fewer) == (24, 12)
    assert (found.low, found.high) == pytest.approx((24 * (1 - same.high), 24 * (1 - same.low)))
    assert "12 fewer, more than by chance alone, and at most 18" in words.expected(found)
    assert (found.happened[-1], found.expected[-1]) == (36, 48)


def test_months_not_sent_are_in_neither_line() -> None:
    gone = line([1.0] * 24 + [np.nan] * 4 + [1.0] * 20)
    found = expected(gone, "2023-10")
    assert found is not None and found.at_earlier_rate == 20 and found.happened[24:28] == (None,) * 4


def test_it_is_held_against_the_baseline_of_the_chart_the_leads_choice_included() -> None:
    chosen = Baseline("2021-10", "2022-12", "the audit of 2022")
    own, ours = since_baseline(HALVED, [BIONECTORS], chosen), since_baseline(HALVED, [BIONECTORS])
    assert own is not None and ours is not None
    assert (own.since, own.before.months, own.why) == ("2023-01", AXIS[:15], "the audit of 2022")
    assert (ours.since, ours.before.months, ours.why) == ("2023-10", AXIS[:24], "before Bionectors")
    assert "(the baseline: before Bionectors)" in words.earlier(ours)


def test_no_more_are_said_to_have_come_in_excess_than_came() -> None:
    rare = expected(line([1.0] + [0.0] * 23 + [0.5] * 24), "2023-10")
    assert rare is not None and "11 more, at least 6 and at most 12" in words.expected(rare)
    none = expected(line([1.0] + [0.0] * 47), "2023-10")
    assert none is not None and none.low == 0
    assert words.expected(none).endswith(
        "about 1 would be expected at the earlier rate: 1 fewer, which could be chance."
    )


def test_a_difference_of_many_is_at_least_so_many() -> None:
    found = expected(line([8.0] * 24 + [2.0] * 24), "2023-10")
    assert found is not None and "144 fewer, at least 127 and at most 157" in words.expected(found)


def test_nothing_is_expected_of_a_measure_without_a_good_direction() -> None:
    assert since_baseline(line([1.0] * 48, better="neither"), [BIONECTORS]) is None
    assert since_baseline(line([1.0] * 48), [BIONECTORS]) is not None


def test_twelve_months_at_a_time_have_the_exact_range_of_their_ratio() -> None:
    series = Series(AXIS[:24], np.array([5.0] * 12 + [6.0] * 12), np.full(24, 5.0), "ratio", 100)
    windows = rolling(series)
    assert [one.month for one in (windows[0], windows[-1])] == [AXIS[11], AXIS[23]]
    assert (windows[0].ratio, windows[-1].observed, windows[-1].ratio) == (100, 72, 120)
    assert windows[-1].low == pytest.approx(100 * stats.chi2.ppf(0.025, 144) / 2 / 60)
    assert "72 deaths where 60.0 were expected: a ratio of 120" in words.rolling(windows)
    assert "60 observed and 60.0 expected" in words.rolling(windows)


def test_a_month_that_was_not_sent_is_in_neither_sum_of_its_twelve_and_that_is_said() -> None:
    gap = np.array([5.0] * 11 + [16.0])
    gap[3:6] = np.nan
    found = rolling(Series(AXIS[:12], gap, np.full(12, 5.0), "ratio", 100))
    assert (found[0].observed, found[0].expected, found[0].sent, found[0].whole) == (56, 45, 9, False)
    assert "In the 12 months to September 2022 (9 of them sent), 56 deaths where 45.0 were" in words.rolling(found)


def test_too_many_missing_months_or_none_expected_leave_no_ratio() -> None:
    gap = np.array([5.0] * 12)
    gap[3:7] = np.nan
    assert rolling(Series(AXIS[:12], gap, np.full(12, 5.0), "ratio", 100))[0].ratio is None
    assert rolling(Series(AXIS[:12], np.full(12, 5.0), np.zeros(12), "ratio", 100))[0].ratio is None
