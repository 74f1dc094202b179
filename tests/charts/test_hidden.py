"""Small numbers that are hidden from a reader are in no figure of this reader's page, in no hover and no text.

Two hospitals sent the same but for their small numbers. What is drawn for the one must be what is drawn for the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mist_dash import charts
from mist_dash.actions import catalogue, themes
from mist_dash.charts import compared
from mist_dash.charts.style import Figure
from mist_dash.core import months
from mist_dash.core.before_after import before_after
from mist_dash.core.counts import Key, Number, Numbers
from mist_dash.core.expected import since_baseline
from mist_dash.core.query import Query
from mist_dash.ui.parts import picture
from tests.charts.drawn import began

THEMES = [theme.id for theme in catalogue.themes()]
EVENTS = (began("Something safer", "2023-06"),)
SMALL = ((1, 0, 0, 1), (1, 0, 0, 0))  # of each item, month after month; added up they are small as well


def planted(theme: str, small: tuple[int, ...]) -> Numbers:
    known = catalogue.theme(theme)
    return {
        Key(item.name, area.name, month, known.definition.key): Number(
            float(small[place % 4] if item.kind == "count" else 40 + place % 7)
        )
        for area in known.areas
        for place, month in enumerate(months.between("2022-01", "2025-12"))
        for item in known.items
        if item.kind != "text"
    }


def figures(view: themes.View) -> Iterator[Figure]:
    """Every figure that the page of this view has for the reader."""
    if view.profile is not None:
        yield charts.profile(view.profile)
        yield charts.harmed(view.profile)
    if view.series is None or view.control is None or view.change is None:
        return
    yield picture.drawn(view)
    yield charts.control(view.control, view.events, view.since, cases=view.series)
    yield charts.change(view.change, view.years)
    yield compared.before_after(before_after(view.series, view.events))
    for _, steps in view.paths:
        yield charts.path(steps, "across", "up")
    if found := since_baseline(view.series, view.events, view.control.baseline):
        yield compared.added_up(found)


def drawn(theme: str, small: tuple[int, ...], hides: bool) -> list[str]:
    known = catalogue.theme(theme)
    numbers = planted(theme, small)
    return [
        json.dumps(figure, default=str)
        for measure in known.measures
        for figure in figures(
            themes.view(replace(Query.of(known, measure.id, measure.areas[0]), hides=hides), numbers, EVENTS)
        )
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_no_hidden_number_is_in_any_figure(theme: str) -> None:
    one, other = (drawn(theme, small, hides=True) for small in SMALL)
    assert one == other


def test_the_lead_sees_them_so_that_there_is_something_to_hide() -> None:
    differ = [theme for theme in THEMES if drawn(theme, SMALL[0], False) != drawn(theme, SMALL[1], False)]
    assert set(differ) >= {"medication", "clabsi", "peripheral"}
