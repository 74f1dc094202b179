"""A card's small picture shows the same points, limits and meanings as the large chart, by shape as well as by hue."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from mist_dash import charts
from mist_dash.charts.style import DARK, LIGHT, Palette
from mist_dash.core.control import Control
from mist_dash.core.control.model import Variation
from tests.charts.drawn import sent, view
from tests.charts.test_control_chart import STEP

GAP: list[int | None] = [*STEP[:5], None, None, *STEP[7:]]
RARE: list[int | None] = [0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]


UNUSUAL: dict[int, Variation] = {1: "improvement low", 3: "concern high", 2: "concern low"}


def chart_of(row: list[int | None]) -> Control:
    found = view(sent({"ICU": row})).control
    assert found is not None
    return found


def drawn(control: Control, palette: Palette = LIGHT) -> list[ElementTree.Element]:
    """Its parts, which a browser reads as strictly as this."""
    return list(ElementTree.fromstring(charts.card(control, palette)))


def fills(parts: list[ElementTree.Element]) -> list[str]:
    return [part.get("fill", "") for part in parts]


@pytest.mark.parametrize("row", [STEP, GAP, RARE])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_point_has_a_mark_of_the_shape_and_colour_of_its_meaning(row: list[int | None], palette: Palette) -> None:
    control = chart_of(row)
    dots = [replace(dot, meaning=UNUSUAL.get(place, dot.meaning)) for place, dot in enumerate(control.dots)]
    control = replace(control, dots=tuple(dots))
    marks = [part for part in drawn(control, palette) if part.get("stroke-width") == "1.2"]
    known = [dot for dot in control.dots if dot.value is not None]
    assert len(marks) == len(known) > 4
    colours = {"improvement": palette.better, "concern": palette.concern, "common cause": palette.data}
    shapes: dict[str, set[str]] = {}
    for meaning, colour in colours.items():
        here = [part for part in marks if part.get("stroke") == colour]
        assert len(here) == sum(dot.meaning.startswith(meaning) for dot in known) > 0
        shapes[meaning] = {re.sub(r"[-\d. M]", "", part.get("d", "")) for part in here}
    assert shapes["common cause"] == {"aa"}
    assert len({*map(frozenset, shapes.values())}) == 3, "each meaning has a shape of its own"


def test_a_higher_value_stands_higher_and_a_later_one_further_right() -> None:
    line = next(part for part in drawn(chart_of(STEP)) if part.get("opacity") == "0.55")
    places = [tuple(map(float, one)) for one in re.findall(r"[ML]([\d.]+) ([\d.]+)", line.get("d", ""))]
    assert len(places) == len(STEP) and places == sorted(places)
    order = sorted(range(len(STEP)), key=lambda at: -places[at][1])
    assert [STEP[at] for at in order] == sorted(STEP)


def test_months_that_were_not_sent_are_shaded_and_break_the_line() -> None:
    for row, gaps in ((STEP, 0), (GAP, 1)):
        parts = drawn(chart_of(row))
        assert fills(parts).count(LIGHT.unsent) == gaps
        line = next(part for part in parts if part.get("opacity") == "0.55")
        assert line.get("d", "").count("M") == 1 + gaps


def test_years_and_a_scale_from_zero_are_written_and_stay_inside() -> None:
    for row in (STEP, RARE):
        words = [part for part in drawn(chart_of(row)) if part.tag.endswith("text")]
        said = [part.text for part in words]
        assert "0" in said and "2022" in said
        assert all(0 < float(part.get("x", "")) < 290 for part in words)
        scale = [part for part in words if part.get("text-anchor") == "end"]
        room = [float(part.get("x", "")) - 7.8 * len((part.text or "").replace(",", "")) for part in scale]
        assert min(room) >= 4, "a number of the scale is cut off"
