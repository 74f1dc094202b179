"""Which picture a view has, and that the words beside it say the same."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mist_dash import charts
from mist_dash.actions import catalogue, themes
from mist_dash.charts.style import DARK
from mist_dash.core import months
from mist_dash.core.counts import Key, Number
from mist_dash.core.query import Query
from mist_dash.ui.parts import picture
from tests.charts.drawn import CLABSI, began, plain_words, sent, view, words_in

RARE = {"ICU": [1, 0, 0, 1, 1, 0] * 4 + [0] * 8, "Haem-Onc": [0, 1, 0, 0] * 8, "Elsewhere": [0] * 32}
OFTEN = {name: [6 + (place * 7) % 5 for place in range(48)] for name in RARE}


@pytest.mark.parametrize("measure", ["clabsi-rate", "clabsi-gap"])
def test_it_is_a_timeline_as_long_as_events_can_be_seen_one_by_one(measure: str) -> None:
    """Fewer than one and a half a month."""
    one = {"ICU": [2, 1] * 15}
    less = {"ICU": [2, 1] * 14 + [1, 1]}
    assert [view(sent(counts), measure=measure).picture for counts in (one, less)] == ["control", "timeline"]


def test_a_share_of_few_is_no_timeline() -> None:
    numbers = {
        Key(item, "ICU", month, CLABSI.definition.key): Number(value)
        for month in months.between("2022-01", "2024-06")
        for item, value in (("maintenance_audits", 4.0), ("maintenance_compliant", 4.0 - (month[-1] == "3")))
    }
    seen = view(numbers, measure="maintenance-bundle")
    assert seen.series is not None and seen.picture == "control"


def test_the_first_picture_of_a_ratio_is_twelve_months_at_a_time() -> None:
    theme = catalogue.theme("hsmr")
    numbers = {
        Key(item, "Whole hospital", month, theme.definition.key): Number(value)
        for month in months.between("2023-01", "2024-12")
        for item, value in (("observed", 5.0), ("expected", 4.0))
    }
    seen = themes.view(Query.of(theme), numbers)
    assert seen.picture == "rolling" and seen.control is not None and len(seen.control.dots) == 24
    assert {"48.0 expected", "<b>60 observed</b>"} <= set(words_in(picture.drawn(seen)))
    assert "60 deaths where 48.0 were expected: a ratio of 125" in picture.said(seen)


def test_the_alternative_text_of_a_timeline_tells_what_is_drawn() -> None:
    seen = view(sent(RARE), events=(began("Bionectors", "2022-02"),))
    said = picture.said(seen)
    for part in ("from April 2021 to November 2023: 12 infections", "The last month with any was February 2023"):
        assert part in said
    assert "ICU: 9 months, the longest yet" in said and "Haem-Onc wards: 2 months, longest 4" in said
    assert "Bionectors, since Feb 2022" in said
    figure = picture.drawn(seen, DARK)
    assert {"<b>ICU</b>", "<b>Haem-Onc wards</b>", "<b>Elsewhere</b>"} <= set(words_in(figure))


def test_a_control_chart_says_its_baseline_in_the_picture_and_beside_it() -> None:
    seen = view(sent(OFTEN), "Haem-Onc", events=(began("Bionectors", "2022-08"),))
    assert "Baseline: April 2021 to July 2022, before Bionectors." in picture.said(seen)
    assert "Baseline: Apr 2021 to Jul 2022, before Bionectors" in words_in(picture.drawn(seen))


def test_what_is_taken_along_names_measure_area_centre_months_and_source() -> None:
    seen = view(sent(RARE))
    sheet = picture.sheet(seen, "Ash Hospital")
    said = " ".join(words_in(sheet.paper(picture.drawn(seen))))
    for part in (
        seen.headline.text,
        "Infection rate (per 1,000 line days) · ICU · Ash Hospital · April 2021 to November 2023",
        "Source: numbers that Ash Hospital sent",
        "Drawn",
    ):
        assert part in said
    assert "invented" not in said


def test_a_picture_of_the_demo_says_so_and_no_line_of_a_sheet_lies_on_another() -> None:
    seen = view(sent(OFTEN))
    assert seen.change is not None
    for figure in (picture.drawn(seen), charts.change(seen.change, seen.years)):
        paper = picture.sheet(seen, "Ash Hospital", "Long words " * 12, "bars: the 95% range").paper(figure, demo=True)
        assert "<b>Demo: invented numbers</b>" in words_in(paper)
        assert "Demo" not in str(figure)
        added = paper["layout"]["annotations"][len(figure["layout"].get("annotations", ())) :]
        over = sorted(one["yshift"] for one in added if one["y"] == 1)
        assert len(over) >= 3 and min(b - a for a, b in pairwise(over)) >= 20
        assert over[0] - 22 >= figure["layout"]["margin"]["t"], "under the sheet's words stands the figure's own unit"
        assert over[-1] <= paper["layout"]["margin"]["t"]


def test_what_is_shaded_in_a_control_chart_has_its_words_in_it() -> None:
    often = {**OFTEN, "ICU": [*OFTEN["ICU"][:20], None, *[2 + one % 2 for one in OFTEN["ICU"][21:]]]}
    seen = view(sent(often))
    assert seen.picture == "control" and seen.since is not None and seen.since.first
    said = plain_words(picture.drawn(seen))
    assert "■ shaded: not sent" in said and any("■ began " in one for one in said)
    still = plain_words(picture.drawn(view(sent(OFTEN))))
    assert not any("■" in one for one in still)
