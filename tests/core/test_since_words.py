"""Since when, in words: every measure of the catalogue both ways, a headline of twelve words, and never a cause."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mist_dash.core import months
from mist_dash.core.catalogue import Measure, load
from mist_dash.core.series import Series
from mist_dash.core.since_when import SinceWhen, since_when
from mist_dash.core.words import since

NEVER = re.compile(r"None|nan|inf\b|20\d\d-\d\d|  |signific|caus|due to|thanks|better|[Ww]orse(?! physical)")
AXIS = months.between("2021-01", "2024-12")
MEASURES = {
    one.id: one
    for theme in load().themes
    for one in theme.measures
    if one.kind in ("rate", "count", "proportion", "between")
}


def stepped(measure: Measure, before: Any, after: Any, exposure: float = 400.0) -> Series:
    """24 months of one number each, then 24 of another; a proportion is of 40."""
    counts = np.concatenate([np.resize(np.asarray(part, float), 24) for part in (before, after)])
    size = 40.0 if measure.kind == "proportion" else exposure
    known = np.full(48, size) if measure.denominators else None
    return Series(
        AXIS,
        counts,
        known,
        measure.kind,
        measure.multiplier,
        measure.better,
        measure.title,
        measure.unit,
        measure.events,
        measure.exposure,
        measure.decimals,
    )


def told(id: str, before: Any, after: Any, **more: Any) -> tuple[str, str]:
    series = stepped(MEASURES[id], before, after, **more)
    found = since_when(series)
    return since.say(found, series), since.headline(found, series)


SENTENCES = [
    (
        "clabsi-rate",
        3,
        1,
        "Fewer infections since about January 2023 (between November 2022 and April 2023): "
        "2.50 instead of 7.50 per 1,000 line days.",
        "About a third as many infections since January 2023",
    ),
    (
        "clabsi-gap",
        3,
        1,
        "Fewer infections since about January 2023 (between November 2022 and April 2023): "
        "one every 400 line days instead of one every 133.",
        "About a third as many infections since January 2023",
    ),
    (
        "clabsi-gap",
        3,
        0,
        "Fewer infections since about January 2023 (between January and February 2023): "
        "none in 9,200 line days instead of one every 133.",
        "Far fewer infections since about January 2023",
    ),
    (
        "med-serious",
        3,
        1,
        "Fewer incidents with serious harm since about January 2023 (between November 2022 and April "
        "2023): one every 30 days instead of one every 10.",
        "About a third as many incidents with serious harm since January 2023",
    ),
    (
        "lfe-reports",
        2,
        4,
        "More excellence reports since about January 2023 (between July 2022 and May 2023): "
        "4.0 instead of 2.0 a month.",
        "About twice as many excellence reports since January 2023",
    ),
    (
        "pivie-rate",
        0,
        3,
        "More leaks since about January 2023 (between December 2022 and January 2023): "
        "7.50 per 1,000 line days instead of none.",
        "Far more leaks since about January 2023",
    ),
    (
        "clabsi-rate",
        3,
        0,
        "Fewer infections since about January 2023 (between January and February 2023): "
        "none instead of 7.50 per 1,000 line days.",
        "Far fewer infections since about January 2023",
    ),
    (
        "insertion-bundle",
        20,
        36,
        "Audits with every element done have been a larger share since about January 2023: "
        "90% instead of 50% of audits.",
        "Audits with every element done: 90% instead of 50% since January 2023",
    ),
    (
        "med-physical-share",
        20,
        8,
        "Incidents with moderate or worse physical harm have been a smaller share since "
        "about January 2023: 20.0% instead of 50.0% of nationally graded incidents.",
        "20.0% instead of 50.0% of nationally graded incidents since January 2023",
    ),
]


@pytest.mark.parametrize("id, before, after, sentence, headline", SENTENCES)
def test_the_sentence_and_the_headline(id: str, before: Any, after: Any, sentence: str, headline: str) -> None:
    assert told(id, before, after) == (sentence, headline)


@pytest.mark.parametrize("id", MEASURES)
@pytest.mark.parametrize("before, after", [(3, 1), (1, 3), (5, 0), (0, 5), (6, 4), (4, 7), (12, 1), (1, 14)])
def test_every_measure_is_said_in_plain_words_both_ways(id: str, before: int, after: int) -> None:
    measure = MEASURES[id]
    series = stepped(measure, before, after)
    found = since_when(series, 0.2)
    sentence, headline = since.say(found, series), since.headline(found, series)
    assert found.direction == ("up" if after > before else "down")
    assert sentence.endswith(".") and sentence[0].isupper() and not headline.endswith(".")
    assert 4 <= len(headline.split()) <= 12, headline
    assert re.search(r"since about (January 2023|[A-Z][a-z]+ 202[23])", sentence)
    assert not NEVER.search(sentence + headline)
    assert any(word in sentence for word in ("More", "larger", "higher")) == (after > before)
    figures = re.split(r"\): |2: |3: ", sentence)[1]
    now, then = figures.split(" instead of ")
    assert now != then and (now, then) != ("none", "none")


@pytest.mark.parametrize(
    "ratio, direction, begins",
    [
        (0.1, "down", "About a tenth as many"),
        (0.2, "down", "About a fifth"),
        (0.26, "down", "About a quarter"),
        (0.34, "down", "About a third"),
        (0.5, "down", "About half"),
        (0.66, "down", "About two thirds"),
        (0.78, "down", "About three quarters"),
        (0.9, "down", "Fewer infections"),
        (1.1, "up", "More infections"),
        (1.5, "up", "About 1.5 times"),
        (2, "up", "About twice"),
        (3.2, "up", "About three times"),
        (8, "up", "About eight times"),
        (25, "up", "Over ten times"),
        (float("inf"), "up", "More infections"),
        (None, "up", "More infections"),
        (1.5, "down", "Fewer infections"),
    ],
)
def test_a_ratio_is_said_as_people_say_it(ratio: float | None, direction: Any, begins: str) -> None:
    series = stepped(MEASURES["clabsi-rate"], 3, 1)
    found = replace(since_when(series), ratio=ratio, direction=direction)
    assert since.headline(found, series).startswith(begins)


def test_figures_that_look_alike_get_another_decimal() -> None:
    said, headline = told("line-use", 20.4, 20.1)
    assert said == headline == "", "so small a change is not said at all"
    series = replace(stepped(MEASURES["lfe-reports"], 300, 302), kind="count")
    before, after = (replace(side, rate=rate) for side, rate in zip(_sides(), (41.04, 41.02), strict=True))
    found = SinceWhen(
        "level",
        47,
        direction="down",
        month="2023-01",
        first="2023-01",
        last="2023-01",
        before=before,
        after=after,
        ratio=0.999,
    )
    assert "41.02 instead of 41.04 a month" in since.say(found, series)


def _sides() -> tuple[Any, Any]:
    found = since_when(stepped(MEASURES["lfe-reports"], 2, 6))
    return found.before, found.after


def test_a_rate_without_its_line_days_is_said_by_the_month() -> None:
    series = replace(stepped(MEASURES["clabsi-rate"], 3, 1), exposure=None)
    assert since.say(since_when(series), series).endswith("1.00 instead of 3.00 a month.")


def test_an_outbreak_is_said_with_its_months() -> None:
    counts = [1, 0, 1, 1, 2, 0] * 4
    series = stepped(MEASURES["clabsi-rate"], counts, [*counts[:6], 5, 7, 6, 5, *counts[:14]])
    found = since_when(series, shape="outbreak")
    assert since.say(found, series).startswith("More infections from July to October 2023: 14.38 instead of ")
    assert since.headline(found, series) == "About six times as many infections from July to October 2023"


def test_nothing_found_is_nothing_said_and_the_caution_says_when_and_not_why() -> None:
    series = stepped(MEASURES["clabsi-rate"], [1, 0, 2], [0, 2, 1])
    assert since.say(since_when(series), series) == since.headline(since_when(series), series) == ""
    assert "when, not why" in since.CAUTION and "newest month" in since.CAUTION


def test_a_time_between_of_about_a_day_is_said_with_its_parts() -> None:
    series = stepped(MEASURES["clabsi-gap"], 16, 2, exposure=20.0)
    assert since.sides(series, since_when(series)) == ("10", "1.3")
