"""A profile on the road production takes: from numbers to headline, sentence and figures."""

from __future__ import annotations

import pytest

from mist_dash import charts
from mist_dash.actions import catalogue, themes
from mist_dash.core import months, words
from mist_dash.core.counts import Key, Number
from mist_dash.core.query import Query
from tests.charts.drawn import words_in

MEDICATION = catalogue.theme("medication")
MERP = [f"merp_{letter}" for letter in "abcdefghi"]


def seen(measure: str, by_item: dict[str, float], basis: str = "financial", last: str = "2026-10") -> themes.View:
    numbers = {
        Key(item, "PICU", month, MEDICATION.definition.key): Number(value)
        for month in months.between("2025-04", last)
        for item, value in by_item.items()
    }
    return themes.view(Query.of(MEDICATION, measure, "PICU", basis), numbers)


GRADED = seen("med-severity", dict.fromkeys(MERP, 0.0) | {"merp_a": 4.0, "merp_d": 2.0, "merp_e": 1.0, "merp_g": 2.0})


def test_the_headline_says_how_many_did_harm_so_far() -> None:
    assert GRADED.headline.text == "21 of 63 graded incidents did harm so far in 2026/27"


@pytest.mark.parametrize("basis", ["financial", "calendar", "rolling"])
def test_no_headline_of_any_profile_is_longer_than_twelve_words(basis: str) -> None:
    for one in (measure for measure in MEDICATION.measures if measure.kind == "profile"):
        found = seen(one.id, {item: 3.0 for band in one.numerator for item in band.items}, basis)
        assert found.profile is not None and len(found.headline.text.split()) <= 12
        assert (" did harm " in found.headline.text) == bool(found.profile.harms)


def test_a_year_without_all_its_months_is_pale_and_names_them() -> None:
    assert GRADED.profile is not None
    assert words.profile.labels(GRADED.profile) == ["2025/26", "2026/27: Apr-Oct 2026"]
    for figure in (charts.profile(GRADED.profile), charts.harmed(GRADED.profile)):
        assert all(bar["y"] == ["2025/26", "2026/27<br>Apr-Oct 2026"] for bar in figure["data"])
        assert all(bar["marker"]["opacity"][0] == 1 > bar["marker"]["opacity"][1] for bar in figure["data"])
    assert words.profile.pale(GRADED.profile)


def test_a_year_that_is_over_is_not_so_far() -> None:
    assert seen("med-severity", dict.fromkeys(MERP, 1.0), last="2026-03").headline.text.endswith("did harm in 2025/26")


def test_which_bands_are_harm_is_said_by_the_catalogue() -> None:
    assert GRADED.profile is not None
    assert GRADED.profile.harms == (4, 5, 6, 7, 8)
    national = seen("med-physical", dict.fromkeys(("harm_none", "harm_low", "harm_moderate", "harm_severe"), 1.0))
    assert national.profile is None  # one band was not sent
    levels = [f"harm_{level}" for level in ("none", "low", "moderate", "severe", "fatal")]
    national = seen("med-physical", dict.fromkeys(levels, 1.0))
    assert national.profile is not None and words.profile.harm(national.profile) == "Low to Fatal"


def test_sentence_and_enlarged_figure_hold_the_same_counts() -> None:
    assert GRADED.profile is not None
    said = words.profile.say(GRADED.profile)
    assert said == "Harm is E to I: 7 at E and 14 at G. In 2025/26, 36 of 108 did harm."
    left, right = charts.profile(GRADED.profile), charts.harmed(GRADED.profile)
    assert words_in(left) == ["<b>108</b>", "<b>63</b>"] and words_in(right) == ["<b>36</b>", "<b>21</b>"]
    assert [bar["x"] for bar in right["data"]] == [[12, 7], [24, 14]]
    assert left["data"][-1]["name"] == "harm: E to I" and left["data"][-1]["x"] == [36, 21]
