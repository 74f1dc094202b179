"""A timeline draws what was sent and what the scan said, and no more."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from mist_dash import charts
from mist_dash.charts import Strip
from mist_dash.charts.style import BIG, DARK, LAPTOP, LIGHT, PHONE
from mist_dash.core import months
from tests.charts.drawn import began, boxes, plain_words, sent, sizes, view, words_in

QUIETER = [1, 1, 0, 2, 1, 1, 0, 1, 2, 1, 1, 1] * 3 + [0] * 20 + [1, 0, 0, 0]
GAPPY: list[int | None] = [1, 0, None, None, 2, 0, 0, 3, 0, 1, 0, 0, None, 0, 1]


def at(month: str) -> float:
    return months.number(month)


@pytest.mark.parametrize("measure", ["clabsi-rate", "clabsi-gap"])
def test_each_event_is_one_dot_in_its_month_in_every_area(measure: str) -> None:
    counts = {"ICU": GAPPY, "Elsewhere": list(reversed(GAPPY)), "Haem-Onc": [0] * 14 + [1]}
    for area, row in counts.items():
        seen = view(sent(counts), area, measure)
        assert seen.picture == "timeline" and seen.series is not None
        dots = charts.timeline(seen.series)["data"][0]
        known = {at(months.later("2021-04", place)): count for place, count in enumerate(row) if count}
        assert Counter(dots["x"]) == known
        assert len(set(zip(dots["x"], dots["y"], strict=True))) == len(dots["x"]), "none hides another"


def test_what_was_not_sent_is_shaded_and_a_month_with_none_is_not() -> None:
    seen = view(sent({"ICU": GAPPY}))
    assert seen.series is not None
    figure = charts.timeline(seen.series, palette=DARK)
    two, one = (at("2021-06") - 0.5, at("2021-07") + 0.5), (at("2022-04") - 0.5, at("2022-04") + 0.5)
    assert boxes(figure, DARK.unsent) == [two, one]
    assert any("shaded: not sent" in one for one in words_in(figure))
    whole = view(sent({"ICU": [1, 0, 0] * 5}))
    assert whole.series is not None and "not sent" not in str(charts.timeline(whole.series))


def test_the_band_and_the_step_are_those_of_the_scan() -> None:
    seen = view(sent({"ICU": QUIETER}))
    assert seen.series is not None and seen.since is not None and seen.since.month and seen.since.before
    figure = charts.timeline(seen.series, found=seen.since)
    assert seen.since.first and seen.since.last and seen.since.after
    assert boxes(figure, LIGHT.band) == [(at(seen.since.first) - 0.5, at(seen.since.last) + 0.5)]
    until, since = (one for one in figure["layout"]["shapes"] if one["type"] == "line" and one["line"]["width"] > 2)
    assert (until["x1"], since["x0"]) == (at(seen.since.month) - 0.5,) * 2
    assert since["line"]["color"] == LIGHT.better and until["line"]["dash"] == "dash"
    base = next(one["y0"] for one in figure["layout"]["shapes"] if one["type"] == "line" and one["line"]["width"] == 1)
    low, high = base - since["y0"], base - until["y0"]
    assert low / high == pytest.approx((seen.since.after.rate or 0) / (seen.since.before.rate or 1))
    told = [colour for x, colour in zip(*_dots(figure), strict=True) if x >= at(seen.since.month)]
    assert told and set(told) == {LIGHT.better}


@pytest.mark.parametrize("width", [PHONE, LAPTOP, BIG])
def test_no_line_of_the_ribbon_goes_through_the_words_of_band_and_rates(width: int) -> None:
    seen = view(sent({"ICU": QUIETER}))
    assert seen.series is not None and seen.since is not None
    events = [began("Bionectors", month) for month in ("2021-06", "2023-11", "2024-05", "2025-04")]
    layout = charts.timeline(seen.series, events, seen.since, width=width)["layout"]
    lines = [one for one in layout["shapes"] if one["type"] == "line" and one["line"].get("dash") == "dot"]
    (band,) = (one for one in layout["annotations"] if one["text"].startswith("began between"))
    assert len(lines) == 4 and all(min(one["y0"], one["y1"]) >= band["y"] + 7 for one in lines)
    rates = [one for one in layout["annotations"] if "until then" in one["text"] or "since</b>" in one["text"]]
    assert rates and all(one.get("bgcolor") or one["x"] == 1 for one in rates)


def test_a_rate_that_did_not_change_has_no_band_and_no_line() -> None:
    seen = view(sent({"ICU": [1, 0, 1, 0] * 9}))
    assert seen.series is not None and seen.since is not None and seen.since.direction is None
    figure = charts.timeline(seen.series, found=seen.since)
    assert not boxes(figure, LIGHT.band) and "until then" not in str(figure)


def test_the_newest_month_is_hollow_because_it_may_be_incomplete() -> None:
    seen = view(sent({"ICU": [0, 1, 0, 2] * 6}))
    assert seen.series is not None
    dots = charts.timeline(seen.series)["data"][0]
    hollow = {x for x, fill in zip(dots["x"], dots["marker"]["color"], strict=True) if fill == LIGHT.paper}
    assert hollow == {at(seen.series.months[-1])}


def test_areas_share_one_axis_the_chosen_one_is_framed_and_the_bar_reaches_to_today() -> None:
    counts: dict[str, list[int | None]] = {"ICU": [None] * 6 + [1, 0, 2] + [0] * 9, "Elsewhere": [1, *[0] * 16, 1]}
    areas = {name: view(sent(counts), name).series for name in counts}
    assert areas["ICU"] is not None and areas["Elsewhere"] is not None
    strips = [
        Strip("Intensive care", areas["ICU"], "9 months, the longest yet", "2021-12", longest=True),
        Strip("Elsewhere", areas["Elsewhere"], "newest month, longest 17"),
    ]
    figure = charts.timeline(areas["ICU"], strips=strips, chosen="Intensive care")
    assert figure["layout"]["xaxis"]["range"] == [at("2021-04") - 0.5, at("2022-09") + 0.5]
    assert len([one for one in figure["layout"]["shapes"] if one.get("xref") == "paper"]) == 1
    assert boxes(figure, LIGHT.better) == [(at("2021-12") + 0.5, at("2022-09") + 0.5)] * 2, "above, and in its strip"
    assert [len(trace["x"]) for trace in figure["data"]][:3] == [3, 3, 2]
    said = plain_words(figure)
    assert "9 months the longest yet" in said and "newest month longest 17" in said
    phone = charts.timeline(areas["ICU"], strips=strips, chosen="Intensive care", width=PHONE)
    assert {"9 months, the longest yet", "newest month, longest 17"} <= set(plain_words(phone))


def test_the_ribbon_says_in_its_bar_what_ran_and_when() -> None:
    seen = view(sent({"ICU": [1, 0, 0] * 12}), events=(began("Bionectors", "2022-02", stop="2023-08"),))
    assert seen.series is not None
    figure = charts.timeline(seen.series, seen.events)
    assert boxes(figure, LIGHT.ribbon) == [(at("2022-02") - 0.5, at("2023-08") - 0.5)]
    assert "Bionectors, everywhere, Feb 2022 to Aug 2023" in words_in(figure)


def test_what_a_person_typed_is_text_in_every_picture() -> None:
    seen = view(sent({"ICU": [1, 0, 0] * 12}), events=(began("<a href='https://x.example'>Go</a>", "2022-02"),))
    assert seen.series is not None and seen.control is not None
    for figure in (charts.timeline(seen.series, seen.events), charts.control(seen.control, seen.events)):
        assert "<a " not in str(figure) and "&lt;a" in str(figure)


def test_a_month_with_many_makes_smaller_dots_and_no_letters_are_small() -> None:
    few, many = (view(sent({"ICU": [0] * 20 + [most, 0, 0, 0]})) for most in (3, 23))
    assert few.series is not None and many.series is not None
    few_dots, many_dots = (charts.timeline(one)["data"][0] for one in (few.series, many.series))
    assert many_dots["marker"]["size"] < few_dots["marker"]["size"] and len(many_dots["x"]) == 23
    assert np.ptp(many_dots["y"]) < 70
    strips = [Strip("ICU", few.series, "3 months"), Strip("Other", many.series, "3 months")]
    assert min(sizes(charts.timeline(few.series, strips=strips, chosen="ICU"))) >= 14


def _dots(figure: dict) -> tuple[list[float], list[str]]:  # type: ignore[type-arg]
    marker = figure["data"][0]["marker"]
    pairs = zip(marker["color"], marker["line"]["color"], strict=True)
    return figure["data"][0]["x"], [rim if fill == LIGHT.paper else fill for fill, rim in pairs]


def test_so_long_a_time_is_good_news_only_where_chance_would_hardly_bring_it() -> None:
    rare, often = (view(sent({"ICU": row})) for row in ([1, 0, 0, 0] * 3 + [0] * 4, [1, 0] * 20 + [0] * 24))
    for seen, good in ((rare, False), (often, True)):
        strip = Strip.of("ICU", seen.beside[0].series, seen.beside[0].since_last)
        assert strip.said.endswith("the longest yet") and strip.longest == good
