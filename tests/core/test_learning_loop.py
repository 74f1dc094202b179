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
from mist_dash.core.holding import holding
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
        ([2] * 6, "drifted after 6 months"),
        ([1.5] * 12, "drifted after 12 months"),
    ],
)
def test_later_months_say_whether_it_holds(after: list[float], said: str) -> None:
    assert str(holding(STORY, series(YEARS + after))) == said


def test_drifting_is_what_an_independent_exact_test_would_say_too() -> None:
    """18 in 1,200 after 6 in 1,200: clearly more. 11 in 1,200: could be chance, and still below the 24 before."""
    assert stats.binomtest(18, 24, 0.5).pvalue < 0.03 and stats.binomtest(11, 17, 0.5).pvalue > 0.3
    assert str(holding(STORY, series(YEARS + [1.5] * 12))).startswith("drifted")
    assert str(holding(STORY, series(YEARS + [11 / 12] * 12))).startswith("still holding")


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
    assert str(holding(told, replace(shares, counts=np.full(30, 65.0)))) == "drifted after 6 months"


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://localhost:8000/x"])
def test_plain_web_addresses_pass(address: str) -> None:
    assert links.safe(address)
