"""Bundles element by element, charts that stay frozen, what a lead agrees to, and whether an improvement holds."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mist_dash.core import bundles, links
from mist_dash.core.consent import PURPOSES, fingerprint, seen
from mist_dash.core.control import draw
from mist_dash.core.freezing import Frozen, FrozenEvent, pack, unpack
from mist_dash.core.holding import holding, side
from mist_dash.core.months import later
from mist_dash.core.plain_text import listed
from mist_dash.core.series import Series
from mist_dash.core.stories import Story
from tests.core.shapes import resource, story

WARD = ("Clean hands, clean hub", "Scrub the hub for 15 seconds and let it dry", "Ask each day: is the line needed?")
ICU = ("Daily review: is the line still needed?", "Parafilm round the connections", "Scrubbing of hubs, 30 s")
ELEMENTS = st.lists(st.sampled_from([*WARD, *ICU, "Coated lines", "x", ""]), max_size=6)


def series(counts: list[float], exposure: float = 100, **named: object) -> Series:
    months = tuple(later("2022-04", n) for n in range(len(counts)))
    made = Series(months, np.array(counts, float), np.full(len(counts), exposure), "rate", 1000, "lower")
    return replace(made, **named)  # type: ignore[arg-type]


def frozen(before: tuple[float, float], after: tuple[float, float], until: str = "2024-03") -> Frozen:
    control = draw(series([2.0] * 12 + [0.0] * 12))
    mark = FrozenEvent("intervention", "Biopatches", date(2023, 4, 1), None)
    return Frozen(
        "clabsi-rate",
        "Infection rate",
        "ICU",
        "financial",
        "Fewer.",
        "",
        until,
        date(2024, 4, 2),
        control,
        (mark,),
        before,
        after,
    )


def test_two_wordings_of_one_element_stand_side_by_side() -> None:
    assert bundles.compare(WARD, ICU) == ((WARD[1], ICU[2]), (WARD[2], ICU[0]), (WARD[0], None), (None, ICU[1]))


def test_what_all_bundles_have_in_common_is_in_each_of_them() -> None:
    assert bundles.common([WARD, ICU, ("Hub scrubbed",)]) == (WARD[1],)
    assert bundles.common([WARD]) == () == bundles.common([WARD, ()])


@given(ELEMENTS, ELEMENTS)
def test_a_comparison_loses_and_invents_no_element(one: list[str], other: list[str]) -> None:
    pairs = bundles.compare(one, other)
    assert sorted(a for a, _ in pairs if a is not None) == sorted(one)
    assert sorted(b for _, b in pairs if b is not None) == sorted(other)
    assert len([pair for pair in pairs if None not in pair]) == len(
        [pair for pair in bundles.compare(other, one) if None not in pair]
    )


def test_numbers_and_bullets_of_a_pasted_list_are_left_out() -> None:
    assert listed("1. Scrub\n• Dry \n\n 3) Ask\n– Wait") == ("Scrub", "Dry", "Ask", "Wait")


def test_a_frozen_chart_survives_json_unchanged() -> None:
    before = frozen((24, 1200), (0, 1200))
    assert unpack(json.loads(json.dumps(pack(before)))) == replace(
        before, control=replace(before.control, phases=(), companions=())
    )


def test_a_fingerprint_changes_with_everything_that_is_seen() -> None:
    """Each field of a story is either in the fingerprint or is none of what others read."""
    told = story(frozen=frozen((24, 1200), (0, 1200)), resources=(resource(),))
    unseen = {"id", "centre", "centre_name", "state", "told", "published", "note", "agreed"}
    other = {"elements": ("a",), "interventions": ("b",), "frozen": None, "resources": ()}
    for field in fields(Story):
        changed = replace(told, **{field.name: other.get(field.name, "changed")})
        same = fingerprint(changed, "gallery") == fingerprint(told, "gallery")
        assert same == (field.name in unseen), field.name


def test_an_agreement_to_one_use_is_none_to_another() -> None:
    assert len({fingerprint(story(), purpose) for purpose in PURPOSES}) == len(PURPOSES)


def test_the_public_sees_no_figure_no_contact_and_no_note() -> None:
    shown = seen(story(frozen=frozen((2, 9), (1, 9)), contact="a@b.org", note="n", resources=(resource(),)), "public")
    assert (shown.frozen, shown.contact, shown.note, shown.resources) == (None, "", "", ())


STORY = frozen((24, 1200), (6, 1200))
YEARS = [2.0] * 12 + [0.5] * 12  # the two years that the story compares


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ([], "no new data"),
        ([0, np.nan, 0], "no new data"),
        ([0, 0, 1], "still holding after 3 months"),
        ([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], "still holding after 14 months"),
        ([2] * 6, "no longer holds after 6 months"),
        ([1.5] * 12, "no longer holds after 12 months"),
        ([1] * 12, "not known yet"),
    ],
)
def test_later_months_say_whether_it_holds(after: list[float], said: str) -> None:
    assert str(holding(STORY, series(YEARS + after))) == said


def drawn_ratio(now: float, exposure: float, known: tuple[float, float], shares: bool = False) -> float:
    """The likelihood of later counts, averaged over 400,000 rates that are drawn as the known counts leave them."""
    rng = np.random.default_rng(1)
    if shares:
        rate = rng.beta(known[0] + 0.5, known[1] - known[0] + 0.5, 400_000)
        return float(stats.binom.pmf(now, exposure, rate).mean())
    return float(stats.poisson.pmf(now, rng.gamma(known[0] + 0.5, 1 / known[1], 400_000) * exposure).mean())


@pytest.mark.parametrize("events", range(20))
def test_it_holds_or_not_when_the_later_counts_are_six_times_likelier_so(events: int) -> None:
    """Against likelihoods that are drawn, not worked out: 6 in 1,200 after 24 in 1,200, and half a year since."""
    ratio = drawn_ratio(events, 600, (6, 1200)) / drawn_ratio(events, 600, (24, 1200))
    said = "still holding" if ratio >= 6 else "no longer holds" if ratio <= 1 / 6 else "not known yet"
    assert str(holding(STORY, series(YEARS + [events / 6] * 6))).startswith(said)


@pytest.mark.parametrize("events", range(60, 100, 3))
def test_so_it_is_with_shares(events: int) -> None:
    told = frozen((60, 100), (85, 100))
    later_on = series([0.0] * 24 + [events / 6] * 6, 100 / 6, kind="proportion", better="higher")
    ratio = drawn_ratio(events, 100, (85, 100), True) / drawn_ratio(events, 100, (60, 100), True)
    said = "still holding" if ratio >= 6 else "no longer holds" if ratio <= 1 / 6 else "not known yet"
    assert str(holding(told, later_on)).startswith(said)


def test_months_without_exposure_are_in_neither_side() -> None:
    closed = replace(series(YEARS + [0.0] * 3), exposure=np.array([100.0] * 24 + [0.0] * 3))
    assert str(holding(STORY, closed)) == "no new data"
    assert side(closed, closed.months[21:]) == side(closed, closed.months[21:24]) == (1.5, 300)
    assert side(closed, closed.months[24:]) is None


def test_a_level_is_no_count_and_is_not_judged() -> None:
    assert holding(frozen((24, 1200), (6, 1200)), series(YEARS + [0.0] * 12, kind="value")) is None


@pytest.mark.parametrize("mean", [0.5, 1, 5])
def test_stories_of_pure_chance_are_seldom_said_to_hold(mean: float) -> None:
    """A year that is clearly lower, 95 %, though nothing changed: two states said "still holding" of .77 and more."""
    rng = np.random.default_rng(3)
    before, after, now = rng.poisson(mean * 12, (3, 12_000))
    lucky = np.flatnonzero((before > after) & (mid_p(after, before) <= 0.025))[:150]
    said = [
        holding(frozen((float(before[n]), 1200), (float(after[n]), 1200)), series(YEARS + [now[n] / 12] * 12))
        for n in lucky
    ]
    assert np.mean([one is not None and one.state == "still holding" for one in said]) <= 0.2


def mid_p(x: np.ndarray, other: np.ndarray) -> np.ndarray:
    return stats.binom.cdf(x - 1, x + other, 0.5) + 0.5 * stats.binom.pmf(x, x + other, 0.5)


def test_months_that_vary_more_than_chance_must_tell_more_before_a_story_holds() -> None:
    """The same sums, by even months and all in every fourth month."""
    uneven = [8.0, 0, 0, 0] * 3 + [2.0, 0, 0, 0] * 3
    assert str(holding(STORY, series(YEARS + [0.0] * 4))).startswith("still holding")
    assert str(holding(STORY, series(uneven + [0.0] * 4))) == "not known yet"


def test_nothing_is_said_of_a_story_that_claimed_nothing() -> None:
    later_on = series(YEARS + [0.0] * 12)
    assert holding(frozen((6, 1200), (24, 1200)), later_on) is None
    assert holding(STORY, replace(later_on, better="neither")) is None
    assert holding(replace(STORY, before=None), later_on) is None and holding(STORY, None) is None


def test_a_change_in_how_they_look_suspends_it() -> None:
    said = holding(STORY, series(YEARS + [2.0] * 12), looked_differently=("2024-06",))
    assert said and said.state == "not comparable"
    assert str(holding(STORY, series(YEARS + [0.0] * 3), looked_differently=("2023-06",))).startswith("still")


def test_more_is_better_where_the_measure_says_so() -> None:
    told = frozen((600, 1000), (900, 1000))
    shares = series([0.0] * 24 + [90.0] * 6, kind="proportion", better="higher")
    assert str(holding(told, shares)) == "still holding after 6 months"
    assert str(holding(told, replace(shares, counts=np.full(30, 65.0)))) == "no longer holds after 6 months"


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://localhost:8000/x"])
def test_plain_web_addresses_pass(address: str) -> None:
    assert links.safe(address)
