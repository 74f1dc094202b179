"""No words of a picture lie on others, are struck through or cut off, on a phone, a laptop or a large screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from mist_dash import charts
from mist_dash.actions import catalogue, themes
from mist_dash.charts import style
from mist_dash.charts.style import BIG, LAPTOP, LIGHT, MARKS, PHONE, TABLET, Figure
from mist_dash.core import months
from mist_dash.core.catalogue import Theme
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.query import Query
from mist_dash.ui.parts import picture
from tests.charts.drawn import began, boxes, labels, sent, view

NAMES = {mark.words for mark in MARKS.values()}
WIDTHS = (PHONE, TABLET, LAPTOP, BIG)
EVENTS = (
    began("Bionectors", "2023-10"),
    replace(began("A much longer name of what we did on all our wards", "2022-06"), stop=date(2024, 2, 1)),
    began("We count bed days now", "2024-11", kind="looked differently"),
    began("New", "2026-09"),
)


def numbers(theme: Theme, seed: int) -> Numbers:
    """Five years of every area: from rare to frequent, with months not sent, some with a step."""
    random = np.random.default_rng(seed)
    rate, step = float(random.choice([0.1, 0.6, 3.0, 40.0])), float(random.choice([0.2, 1.0, 4.0]))
    found = {}
    for area in theme.areas:
        for place, month in enumerate(months.between("2021-11", "2026-10")):
            events = random.poisson(rate * (step if place > 35 else 1))
            for item in theme.items:
                if item.kind != "text" and random.random() > 0.04:
                    value = events if item.kind == "count" else 300 + random.poisson(20)
                    found[Key(item.name, area.name, month, theme.definition.key)] = Number(float(value))
    return found


@pytest.fixture(scope="module")
def views() -> list[tuple[str, themes.View]]:
    """Those that have a timeline or a control chart, with one event more for each of three made-up hospitals."""
    found = []
    for theme in catalogue.themes():
        for seed in range(3):
            kept = numbers(theme, seed)
            for measure in theme.measures:
                area = measure.areas[seed % len(measure.areas)]
                seen = themes.view(Query.of(theme, measure.id, area), kept, EVENTS[: seed + 2])
                if seen.picture in ("timeline", "control") and seen.series is not None and seen.control is not None:
                    found.append((f"{seed}, {measure.id}, {area}", seen))
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_no_label_lies_on_another_or_is_cut_off(views: list[tuple[str, themes.View]], width: int) -> None:
    for name, seen in views:
        figure = picture.drawn(seen, width=width)
        found = labels(figure, width)
        assert found
        for said, left, top, right, low in found:
            assert left > -2 and right < width + 2, (name, said, left, right)
            assert top > -2 and low < figure["layout"]["height"], (name, said)
        for (one, *a), (other, *b) in combinations(found, 2):
            apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, (name, one, a, other, b)


@pytest.mark.parametrize("width", WIDTHS)
def test_words_of_the_ribbon_lie_inside_one_bar_or_beside_all_of_them(width: int) -> None:
    """They ran across a pause, and out of short bars."""
    for after in range(0, 54, 3):
        day, pause = (date(2022 + (after + more) // 12, 1 + (after + more) % 12, 1) for more in (0, 9))
        paused = replace(began("Body washes", day.isoformat()[:7]), pauses=((pause, date(2026, 1, 1)),))
        paused = paused if pause < date(2026, 1, 1) else replace(paused, pauses=(), stop=pause)
        seen = view(sent({"ICU": [1, 0, 0] * 20}, "2021-11"), events=(paused,))
        assert seen.series is not None and seen.control is not None
        for figure in (
            charts.timeline(seen.series, seen.events, width=width),
            charts.control(seen.control, seen.events, width=width),
        ):
            margin, (left, right) = figure["layout"]["margin"], figure["layout"]["xaxis"]["range"]
            month = (width - margin["l"] - margin["r"]) / (right - left)
            ran = [[margin["l"] + (x - left) * month for x in bar] for bar in boxes(figure, LIGHT.ribbon)]
            (said, x0, _, x1, _) = next(one for one in labels(figure, width) if one[0].startswith("Bo"))
            inside = [a < x0 and x1 < b for a, b in ran]
            assert any(inside) or x1 < ran[0][0] or x0 > ran[-1][1], (after, said)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_under_the_years_is_turned_lies_on_another_or_is_lost(
    views: list[tuple[str, themes.View]], width: int
) -> None:
    """On a phone "(10 months)" lay on "(11 months)" and on the words of the ratio."""
    for name, seen in views:
        if seen.change is None:
            continue
        figure = charts.change(seen.change, seen.years, width=width)
        layout, names = figure["layout"], figure["data"][0]["x"]
        assert {layout[axis]["tickangle"] for axis in layout if axis.startswith("xaxis")} == {0}
        margin, (left, right) = layout["margin"], layout["xaxis"]["range"]
        apart = (width - margin["l"] - margin["r"]) / (right - left)
        assert all(style.wide(one) <= apart for one in names), (name, names)
        under = layout["yaxis"]["domain"][0] * (layout["height"] - margin["t"] - margin["b"])
        lines = max((one.count("<br>") + 1 for one in names), default=0)
        ratio = [note for note in layout["annotations"] if "95% range" in note["text"]]
        high = [
            note["y"] / layout["yaxis"]["domain"][0] * under + 17 * (note["text"].count("<br>") + 1) for note in ratio
        ]
        assert under + margin["b"] * (not ratio) - 17 * lines - 8 >= max(high, default=0), name


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_a_signal_are_struck_through_by_no_mark(width: int) -> None:
    """Squares lay on "unusual: neither better nor worse" in a story's chart."""
    placed = 0
    for seed in range(30):
        random = np.random.default_rng(seed)
        shapes = [8] * 30 + [16] * 6 + [8] * 24, [4] * 60
        counts: list[int | None] = [int(one) for one in random.poisson(shapes[seed % 2])]
        counts[25] = 22
        seen = view(sent({"ICU": counts}))
        assert seen.control is not None
        figure = charts.control(seen.control, width=width)
        dots = list(marks(figure, width))
        assert dots
        for said, x0, y0, x1, y1 in labels(figure, width):
            if said in NAMES:
                placed += 1
                assert not [dot for dot in dots if x0 < dot[0] < x1 and y0 < dot[1] < y1], (seed, said)
    assert placed > 3, placed


def marks(figure: Figure, width: int) -> Iterator[tuple[float, float]]:
    """Where every point of a control chart lies, in pixels."""
    layout = figure["layout"]
    margin, (left, right), total = layout["margin"], layout["xaxis"]["range"], layout["yaxis"]["range"][0]
    plot, axis = width - margin["l"] - margin["r"], layout["yaxis2"]
    low, high = (total * (1 - share) for share in axis["domain"])
    for trace in figure["data"]:
        if trace.get("name") in NAMES:
            for x, y in zip(trace["x"], trace["y"], strict=True):
                yield margin["l"] + (x - left) / (right - left) * plot, low - (low - high) * y / axis["range"][1]
