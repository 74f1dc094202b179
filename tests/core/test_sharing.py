"""Which sums may be shown: enough centres, none too large, and nothing that one could take apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mist_dash.core import months
from mist_dash.core.catalogue import load
from mist_dash.core.series import Series
from mist_dash.core.sharing import (
    DEFAULT,
    GoLiveSum,
    Limits,
    add_up_starts,
    before_and_after,
    improved_in_short,
    made_of,
    may_be_shown,
    periods,
    pool,
    pooled_areas,
    pooled_measure,
    say_improved,
)
from mist_dash.core.sharing.limits import chance_of_none
from mist_dash.core.sharing.pooled import contributors, due
from mist_dash.core.words.together import say_go_live

YEAR = months.between("2024-04", "2025-03")
YEARS = months.between("2022-04", "2025-03")
MANY = (40.0, 1000.0)  # a centre's events and exposure in earlier years, so many that none is not to be expected


def series(events: float = 1, exposure: float = 100, months: tuple[str, ...] = YEAR) -> Series:
    n = len(months)
    return Series(months, np.full(n, float(events)), np.full(n, float(exposure)), "rate", 1000, "lower")


def three_years(events: float = 1) -> Series:
    """So many events in each month of two years before the year, and of the year."""
    return series(events, months=YEARS)


def test_four_centres_are_enough_and_three_are_not() -> None:
    assert may_be_shown([100] * 4, [MANY] * 4, DEFAULT) and not may_be_shown([100] * 3, [MANY] * 3, DEFAULT)


def test_no_centre_may_have_more_than_its_share_also_in_what_another_sees_without_its_own() -> None:
    assert not may_be_shown([700, 100, 100, 100], [MANY] * 4, DEFAULT)
    assert not may_be_shown([500, 300, 100, 100], [MANY] * 4, DEFAULT)  # 50 % of all, 71 % of the rest to the second
    assert may_be_shown([400, 300, 200, 150], [MANY] * 4, DEFAULT)


def test_a_sum_is_shown_where_it_is_next_to_certain_that_the_others_have_some() -> None:
    assert not may_be_shown(
        [100] * 4, [(0, 1000)] * 4, DEFAULT
    )  # nothing ever happened: "none" would tell each centre's
    assert not may_be_shown([100] * 4, [(400, 1000), (0, 1000), (0, 1000), (0, 1000)], DEFAULT)  # the first had all
    assert chance_of_none([100] * 4, [(5, 100)] * 4) == pytest.approx(0.5**15)  # each of 15 fell into the first half
    assert may_be_shown([100] * 4, [(5, 100)] * 4, DEFAULT) and not may_be_shown([100] * 4, [(4, 100)] * 4, DEFAULT)
    assert may_be_shown([100] * 4, [*[MANY] * 3, (0, 0)], DEFAULT)  # the last is new
    full = [(100, 100), (99, 100), (100, 100), (100, 100)]  # of a share, what is missing gives as much away
    assert may_be_shown([50] * 4, full, DEFAULT) and not may_be_shown([50] * 4, full, DEFAULT, proportion=True)


def test_the_chance_of_none_is_what_chance_brings() -> None:
    """Against a million drawn networks of one rate: given all events, how often the later year has none."""
    random = np.random.default_rng(1)
    early, late = random.poisson(3 * 0.8, 1_000_000), random.poisson(3 * 1.1, 1_000_000)
    for total in (3, 5):
        drawn = (late == 0)[early + late == total].mean()
        parts = [(total / 3, 0.8)] * 4  # one of them takes its own out: three are left
        assert chance_of_none([1.1] * 4, parts) == pytest.approx(drawn, rel=0.05)


@pytest.mark.parametrize("events", [0, 1, 7])
def test_whether_a_year_is_shown_does_not_rest_on_its_own_events(events: int) -> None:
    for earlier, cuts in ((0.1, 0), (0.5, 1), (4, 4)):
        centres = {n: three_years(earlier) for n in range(5)}
        for one in centres.values():
            one.counts[-12:] = 0
        centres[0].counts[-12:] = events
        made = pool(centres, "2025-03", (), DEFAULT)
        assert (len(made.published) if made else 0) == cuts, (earlier, events)


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
    made = pool({n: three_years() for n in range(5)}, "2025-03", (), DEFAULT)
    assert made is not None and [name for name, *_ in made.published] == [
        "2024/25 Apr to Jun",
        "2024/25 Jul to Sep",
        "2024/25 Oct to Dec",
        "2024/25 Jan to Mar",
    ]
    assert {row[1:] for row in made.published} == {(15.0, 1500.0)}


def test_when_one_quarter_may_not_be_shown_only_the_year_is() -> None:
    uneven = [three_years() for _ in range(5)]
    assert uneven[0].exposure is not None
    uneven[0].exposure[-12:-9] = 900  # in April to June one centre had two thirds of all
    made = pool(dict(enumerate(uneven)), "2025-03", (), DEFAULT)
    assert made is not None and made.published == (("2024/25", 60.0, 8400.0),)


def test_a_centre_with_less_than_two_months_in_a_quarter_is_left_out_of_the_whole_year() -> None:
    gappy = three_years()
    gappy.counts[-8:-6] = np.nan
    made = pool({**{n: three_years() for n in range(4)}, 9: gappy}, "2025-03", (), DEFAULT)
    assert made is not None and made.centres == (0, 1, 2, 3)


def test_the_centres_of_any_two_years_are_the_same_or_differ_by_one_more_than_any_figure_has() -> None:
    everybody = range(7)
    assert contributors(everybody, []) == (0, 1, 2, 3, 4, 5, 6)
    assert contributors(everybody, [{0, 1}]) == (0, 1, 2, 3, 4, 5, 6)  # five joined at once
    assert contributors(everybody, [{0, 1, 2}]) == (0, 1, 2)  # four wait for a fifth, the old set stays
    assert contributors(everybody, [{0, 1, 2, 3, 4, 5, 7}]) == (0, 1, 2, 6)  # one left, one joined: three more wait
    assert contributors(everybody, [{*range(9)}]) == (0, 1, 2, 3)  # two left, and with them the last three that joined
    assert contributors(everybody, [{0, 1}, {*range(2, 10)}]) == (0, 1, 2, 3, 4, 5, 6)
    assert contributors(range(6), [{0, 1, 2, 3}, {*range(10)}]) == (0, 1, 2, 3)  # two more: too few beside the first


@given(st.lists(st.frozensets(st.integers(0, 9)), max_size=5), st.frozensets(st.integers(0, 9)))
def test_that_holds_against_every_year_that_is_out_whoever_comes_and_goes(years: list[frozenset[int]], last) -> None:
    out: list[frozenset[int]] = []
    for sent in (*years, last):
        chosen = frozenset(contributors(sent, out))
        steps = {len(chosen ^ other) for other in out} if chosen else set()
        assert chosen <= sent and not steps & set(range(1, DEFAULT.centres + 1))
        out += [chosen] if chosen else []


def test_a_year_is_due_when_two_whole_months_have_passed() -> None:
    assert due("2025-05", "2023-01") == ("2023-03", "2024-03")
    assert due("2025-06", "2023-01") == ("2023-03", "2024-03", "2025-03")


def test_the_public_sees_years_with_small_counts_gone_and_the_rest_rounded() -> None:
    published = [("2023/24 Apr to Jun", 2.0, 1001.0), ("2023/24 Jul to Sep", 5.0, 1001.0), ("2024/25", 18.0, 1004.0)]
    hidden, shown = periods(three_years(), published, DEFAULT, public=True)
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
    shown = periods(three_years(), [("2024/25", 4.0, 2600.0)], DEFAULT, public=False)[0]
    assert shown.events == 4 and shown.rate == pytest.approx(4 / 2.6)
    assert shown.low == pytest.approx(1000 * 1.08987 / 2600, rel=1e-4)  # Garwood: chi-squared of 0.025 with 8, halved
    assert shown.high == pytest.approx(1000 * 10.24159 / 2600, rel=1e-4)


def test_how_many_improved_is_said_without_singling_out_the_few_that_did_or_did_not() -> None:
    said = [say_improved("2024/25", n, 8, DEFAULT).removeprefix("In 2024/25, ").split(" centres")[0] for n in range(9)]
    assert (
        said == ["fewer than 3 of the 8"] * 3 + ["3 of the 8", "4 of the 8", "5 of the 8"] + ["at least 6 of the 8"] * 3
    )
    in_short = [improved_in_short("2024/25", n, 8, DEFAULT).split(" centres")[0].lower() for n in range(9)]
    assert in_short == said, "the slide says no more than the page"
    assert "at least 3 of the 5" in say_improved("2024/25", 5, 5, DEFAULT)
    assert say_improved("2024/25", 3, 4, DEFAULT) == "" == say_improved("2024/25", 5, 5, Limits(centres=6))


@pytest.mark.parametrize("compared", range(4, 13))
def test_whoever_did_better_or_did_not_never_knows_from_it_how_any_other_did(compared: int) -> None:
    meant: dict[str, set[int]] = {}
    for improved in range(compared + 1):
        meant.setdefault(say_improved("2024/25", improved, compared, DEFAULT), set()).add(improved)
    for numbers in meant.values():
        for own in (0, 1):
            others = {n - own for n in numbers} & set(range(compared))
            assert others != {0} and others != {compared - 1}


def test_improved_means_better_than_the_own_year_before_and_nothing_else() -> None:
    """Who had none in either year is counted as well: left out, the number would tell that somebody had none."""
    found = {}
    for centre, (before, after) in enumerate([(4, 1), (4, 2), (4, 3), (1, 9), (0, 0)]):
        found[centre] = three_years(0)
        found[centre].counts[:24], found[centre].counts[24:] = before, after
    made = pool(found, "2025-03", (), DEFAULT)
    assert made is not None and (made.improved, made.compared) == (3, 5)


def test_areas_that_add_up_are_pooled_without_the_whole_that_could_be_taken_from_them() -> None:
    for theme in load().themes:
        measure = pooled_measure(theme)
        if measure is not None:
            areas = pooled_areas(theme, measure)
            assert not (theme.parts and "Whole hospital" in areas)
            assert measure.better != "neither" and measure.denominators
    assert pooled_measure(load().theme("hsmr")) is None


AROUND = months.between("2022-01", "2026-01")


def around(start: str, before: float = 4, after: float = 2) -> Series:
    one = series(before, 1000, AROUND)
    one.counts[months.number(start) - months.number(AROUND[0]) :] = after
    return one


def test_centres_around_their_start_are_added_up_and_only_the_coarse_ratio_leaves() -> None:
    starts = {1: "2023-04", 2: "2023-09", 3: "2024-01", 4: "2024-04"}
    made = add_up_starts({c: around(month) for c, month in starts.items()}, starts, {}, DEFAULT)
    assert made == GoLiveSum((1, 2, 3, 4), (192.0, 48000.0), (96.0, 48000.0), pytest.approx(1 / 3))
    assert made is not None
    found = before_and_after("rate", [made], DEFAULT)
    assert found is not None and (found.centres, found.after, found.low, found.high) == (4, 50, 35, 65)
    said = say_go_live("Biopatches", found)
    assert "over 4 centres" in said and "about 50%" in said and "35% to 65%" in said and "chance" not in said
    assert before_and_after("rate", [made], Limits(centres=5)) is None  # tightened since


def test_no_line_of_one_centre_and_no_sum_of_three_is_made() -> None:
    for left_out in ({}, {4: ["2024-08"]}):  # three; and four of which one looked differently in between
        centres = (1, 2, 3, *left_out)
        starts = dict.fromkeys(centres, "2024-04")
        assert add_up_starts({c: around("2024-04") for c in centres}, starts, left_out, DEFAULT) is None
    late = {c: around("2025-06") for c in range(4)}
    assert add_up_starts(late, dict.fromkeys(late, "2025-06"), {}, DEFAULT) is None  # not a year since


@pytest.mark.parametrize("after", [0, 1, 9])
def test_whether_a_start_is_shown_does_not_rest_on_what_came_after(after: float) -> None:
    for before, shown in ((0.25, False), (2, True)):
        centres = {c: around("2024-04", before, after) for c in range(4)}
        assert (add_up_starts(centres, dict.fromkeys(centres, "2024-04"), {}, DEFAULT) is not None) == shown


def test_a_measure_is_known_for_what_it_adds_up_whatever_its_id() -> None:
    found = [made_of(one) for theme in load().themes if (one := pooled_measure(theme))]
    assert len(set(found)) == len(found) > 3
    measure = pooled_measure(load().theme("clabsi"))
    assert measure and made_of(measure) == made_of(replace(measure, id="x")) != made_of(replace(measure, exposure="y"))


def test_nobody_sees_a_quarter_of_the_pooled_figures() -> None:
    published = [("2023/24 Apr to Jun", 2.0, 1001.0), ("2023/24 Jul to Sep", 5.0, 1001.0), ("2024/25", 18.0, 1004.0)]
    shown = periods(three_years(), published, DEFAULT, public=False)
    assert [(one.name, one.events, one.exposure) for one in shown] == [("2023/24", 7, 2002), ("2024/25", 18, 1004)]
