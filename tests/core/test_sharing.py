"""Which sums may be shown: enough centres, none too large, and nothing that one could take apart."""

from __future__ import annotations

import numpy as np
import pytest

from mist_dash.core import months
from mist_dash.core.catalogue import load
from mist_dash.core.series import Series
from mist_dash.core.sharing import (
    DEFAULT,
    Limits,
    index_lines,
    may_be_shown,
    periods,
    pool,
    pooled_areas,
    pooled_measure,
)
from mist_dash.core.sharing.pooled import due, not_one_alone, say_improved

YEAR = months.between("2024-04", "2025-03")


def series(events: float = 1, exposure: float = 100, months: tuple[str, ...] = YEAR) -> Series:
    n = len(months)
    return Series(months, np.full(n, float(events)), np.full(n, float(exposure)), "rate", 1000, "lower")


def test_four_centres_are_enough_and_three_are_not() -> None:
    assert may_be_shown([(1, 100)] * 4, DEFAULT) and not may_be_shown([(1, 100)] * 3, DEFAULT)


def test_no_centre_may_have_more_than_its_share_also_in_what_another_sees_without_its_own() -> None:
    assert not may_be_shown([(1, 700), (1, 100), (1, 100), (1, 100)], DEFAULT)
    assert not may_be_shown(
        [(1, 500), (1, 300), (1, 100), (1, 100)], DEFAULT
    )  # 50 % of all, 71 % of the rest to the second
    assert may_be_shown([(1, 400), (1, 300), (1, 200), (1, 150)], DEFAULT)


def test_the_only_centre_with_events_would_know_that_all_others_have_none() -> None:
    assert not may_be_shown([(3, 100), (0, 100), (0, 100), (0, 100)], DEFAULT)
    assert not may_be_shown([(0, 100)] * 4, DEFAULT)
    full = [(10, 10), (10, 10), (10, 10), (9, 10)]  # of a share, what is missing gives as much away
    assert may_be_shown(full, DEFAULT) and not may_be_shown(full, DEFAULT, proportion=True)


def test_settings_tighten_the_limits_and_never_loosen_them() -> None:
    tight = Limits.of({"sharing.centres": "6", "sharing.share": "0.4", "sharing.small": "9", "sharing.nearest": "10"})
    assert tight == Limits(6, 0.4, 9, 10)
    assert (
        Limits.of({"sharing.centres": "1", "sharing.share": "0.9", "sharing.small": "0", "sharing.nearest": "1"})
        == DEFAULT
    )
    assert Limits.of({"sharing.centres": "none"}) == DEFAULT == Limits.of(DEFAULT.as_settings())
    assert Limits.of(tight.as_settings()) == tight
    assert Limits.of({"sharing.share": "0.59"}).share == 0.5  # by tenths: finer steps would measure the largest centre
    assert Limits.of({"sharing.nearest": "9" * 400}).nearest > 1000


def test_a_year_is_added_up_by_quarter_and_by_no_finer_cut() -> None:
    made = pool({n: series() for n in range(5)}, "2025-03", (), DEFAULT)
    assert made is not None and [name for name, *_ in made.published] == [
        "2024/25 Apr to Jun",
        "2024/25 Jul to Sep",
        "2024/25 Oct to Dec",
        "2024/25 Jan to Mar",
    ]
    assert {row[1:] for row in made.published} == {(15.0, 1500.0)}


def test_when_one_quarter_may_not_be_shown_only_the_year_is() -> None:
    quiet = [series() for _ in range(5)]
    for one in quiet[1:]:
        one.counts[:3] = 0  # in April to June the first centre had the only infections
    made = pool(dict(enumerate(quiet)), "2025-03", (), DEFAULT)
    assert made is not None and made.published == (("2024/25", 48.0, 6000.0),)


def test_a_centre_with_less_than_two_months_in_a_quarter_is_left_out_of_the_whole_year() -> None:
    gappy = series()
    gappy.counts[4:6] = np.nan
    made = pool({**{n: series() for n in range(4)}, 9: gappy}, "2025-03", (), DEFAULT)
    assert made is not None and made.centres == (0, 1, 2, 3)


def test_centres_never_change_by_one_alone() -> None:
    sent = {n: [(1.0, 100.0 + n)] for n in range(6)}
    assert not_one_alone(sent, [{0, 1, 2, 3, 4}]) == (0, 1, 2, 3, 4)  # 5 waits for another newcomer
    assert not_one_alone(sent, [{0, 1, 2, 3}]) == (0, 1, 2, 3, 4, 5)
    assert not_one_alone(sent, [{0, 1, 2, 3, 4, 5, 6}]) == (1, 2, 3, 4, 5)  # 6 left, and the smallest with it
    assert not_one_alone(sent, []) == (0, 1, 2, 3, 4, 5)
    assert not_one_alone(sent, [{0, 1, 2, 3, 4}, {1, 2, 3, 4}]) == ()  # nothing that fits between both neighbours


def test_a_year_is_due_when_two_whole_months_have_passed() -> None:
    assert due("2025-05", "2023-01") == ("2023-03", "2024-03")
    assert due("2025-06", "2023-01") == ("2023-03", "2024-03", "2025-03")


def test_the_public_sees_years_with_small_counts_gone_and_the_rest_rounded() -> None:
    published = [("2023/24 Apr to Jun", 2.0, 1001.0), ("2023/24 Jul to Sep", 5.0, 1001.0), ("2024/25", 18.0, 1004.0)]
    hidden, shown = periods(series(), published, DEFAULT, public=True)
    assert (hidden.name, hidden.events, hidden.rate, hidden.low) == ("2023/24", None, None, None)
    assert (shown.events, shown.exposure) == (20.0, 1005.0) and shown.rate == pytest.approx(1000 * 20 / 1005)


@pytest.mark.parametrize("kind", ["rate", "proportion"])
def test_no_sequence_of_limits_tells_the_public_more_than_the_default_ones(kind: str) -> None:
    """Two counts that look alike under the default limits look alike under all others, so nothing is gained."""
    one = Series(YEAR, np.ones(12), np.ones(12), kind, 100, "lower")  # type: ignore[arg-type]
    others = [Limits(4, 0.6, small, nearest) for small in (7, 9, 17) for nearest in (5, 7, 8, 20)]
    views: dict[object, set[object]] = {}
    for events in range(90):
        row = [("2024/25", float(events), 91.0)]
        plain, *tight = (tuple(periods(one, row, limits, public=True)) for limits in (DEFAULT, *others))
        views.setdefault(plain, set()).add(tuple(tight))
        assert all(view[0].events is None for view in tight) or plain[0].events is not None
    assert len(views) > 15 and all(len(seen) == 1 for seen in views.values())


def test_a_share_with_few_left_over_is_hidden_from_the_public_as_well() -> None:
    share = Series(YEAR, np.ones(12), np.ones(12), "proportion", 100, "higher")
    assert periods(share, [("2024/25", 96.0, 100.0)], DEFAULT, public=True)[0].events is None


def test_the_collaborative_sees_the_sum_as_it_is_with_its_exact_range() -> None:
    shown = periods(series(), [("2024/25", 4.0, 2600.0)], DEFAULT, public=False)[0]
    assert shown.events == 4 and shown.rate == pytest.approx(4 / 2.6)
    assert shown.low == pytest.approx(1000 * 1.08987 / 2600, rel=1e-4)  # Garwood: chi-squared of 0.025 with 8, halved
    assert shown.high == pytest.approx(1000 * 10.24159 / 2600, rel=1e-4)


def test_how_many_improved_is_said_without_singling_out_the_few() -> None:
    assert say_improved("2024/25", 6, 7, DEFAULT).startswith("In 2024/25, 6 of the 7 centres")
    assert say_improved("2024/25", 1, 7, DEFAULT).startswith("In 2024/25, fewer than 3 of the 7 centres")
    assert say_improved("2024/25", 3, 3, DEFAULT) == ""


def test_improved_means_better_than_the_own_year_before_and_nothing_else() -> None:
    both = months.between("2023-04", "2025-03")
    found = {}
    for centre, (before, after) in enumerate([(4, 1), (4, 2), (4, 3), (1, 9), (0, 0)]):
        found[centre] = series(0, months=both)
        found[centre].counts[:12], found[centre].counts[12:] = before, after
    made = pool(found, "2025-03", (), DEFAULT)
    assert made is not None and (made.improved, made.compared) == (3, 4)  # none in either year tells nothing


def test_areas_that_add_up_are_pooled_without_the_whole_that_could_be_taken_from_them() -> None:
    for theme in load().themes:
        measure = pooled_measure(theme)
        if measure is not None:
            areas = pooled_areas(theme, measure)
            assert not (theme.parts and "Whole hospital" in areas)
            assert measure.better != "neither" and measure.denominators
    assert pooled_measure(load().theme("hsmr")) is None


def test_a_line_around_a_go_live_is_coarse_and_of_one_length() -> None:
    around = months.between("2022-01", "2026-01")
    one = series(4, 1000, around)
    one.counts[months.number("2024-04") - months.number("2022-01") :] = 1
    lines = index_lines({1: one}, {1: "2024-04"}, {})
    assert lines == {1: (100.0, 100.0, 20.0, 20.0)}  # a quarter of the year before, in steps of 20
    assert index_lines({1: one}, {1: "2024-04"}, {1: ["2024-08"]}) == {}  # looked differently in between
    assert index_lines({1: one}, {1: "2025-06"}, {}) == {}  # not a year since
