"""Reporting beside harm, year by year, from numbers sent to the figure; where it stands is the catalogue's to say."""

from __future__ import annotations

import tomllib

import pytest

from mist_dash import charts
from mist_dash.actions import catalogue, themes
from mist_dash.core import months
from mist_dash.core.catalogue import read_theme
from mist_dash.core.counts import Key, Number
from mist_dash.core.query import Query

MEDICATION = catalogue.theme("medication")
MERP = [f"merp_{letter}" for letter in "abcdefghi"]


def seen(measure: str) -> themes.View:
    """Two whole years and seven months; more is reported each year, and half as much of it harms."""
    found = {}
    for place, month in enumerate(months.between("2023-04", "2025-10")):
        year = place // 12
        values = dict.fromkeys(MERP, 0.0) | {"merp_a": 16.0 + 10 * year, "merp_e": 4.0 / 2**year}
        values["total_incidents"] = sum(values.values()) + 10
        for item, value in values.items():
            found[Key(item, "PICU", month, MEDICATION.definition.key)] = Number(value)
    return themes.view(Query.of(MEDICATION, measure, "PICU"), found)


def test_it_stands_beside_the_measures_that_the_catalogue_names() -> None:
    beside = [measure.id for measure in MEDICATION.measures if seen(measure.id).paths]
    assert beside == ["med-reported", "med-harm-share"]


def test_each_year_is_a_labelled_point_in_order_and_the_running_one_is_hollow() -> None:
    ((panel, steps),) = seen("med-harm-share").paths
    (line,) = charts.path(steps, "incidents reported", panel.up)["data"]
    assert line["text"] == ["2023/24", "2024/25", "<b>2025/26</b>"]
    assert (line["x"], line["y"]) == ([30, 38, 47], [20, 100 * 2 / 28, 100 / 37])
    assert len(set(line["marker"]["color"][:2])) == 1 and line["marker"]["color"][2] != line["marker"]["color"][0]
    assert line["customdata"][2] == "2025/26 (7 months): 47 incidents reported a month, 7 of 259 (2.7%)"


def test_a_panel_of_a_measure_that_is_not_there_is_no_catalogue() -> None:
    text = catalogue.folder().joinpath("medication.toml").read_text("utf-8")
    raw = text.replace('across = "med-reported"', 'across = "nothing"')
    with pytest.raises(ValueError, match="“nothing” is no measure"):
        read_theme(tomllib.loads(raw))
