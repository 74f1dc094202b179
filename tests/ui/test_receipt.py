"""The receipt leads to the measure and the area in which most changed, with the months that were sent marked."""

from __future__ import annotations

import pytest

from mist_dash import charts
from mist_dash.charts import time_axis
from mist_dash.core.catalogue import load
from mist_dash.core.intake.compare import Compared
from mist_dash.core.intake.reading import Count
from mist_dash.ui.pages.send_receipt import where_it_moved
from mist_dash.ui.parts import picture

CATALOGUE = load()


def moved(item: str, area: str, *months: str) -> list[Compared]:
    counts = [Count(area, month, item, 1.0, "reported", 1, "") for month in months]
    return [Compared(count, "new", None) for count in counts]


@pytest.mark.parametrize(
    ("theme", "cells", "filters"),
    [
        (
            "clabsi",
            [*moved("clabsi", "ICU", "2024-04"), *moved("clabsi", "Haem-Onc", "2024-06", "2024-04")],
            {"measure": "Infection rate", "area": "Haem-Onc wards", "sent": "clabsi-rate.Haem-Onc.2024-04.2024-06"},
        ),
        (
            "clabsi",
            moved("insertion_audits", "ICU", "2024-04"),
            {"area": "ICU", "sent": "insertion-bundle.ICU.2024-04"},
        ),
        ("clabsi", [], {}),
    ],
)
def test_the_link_opens_the_measure_and_area_that_changed(
    theme: str, cells: list[Compared], filters: dict[str, str]
) -> None:
    found = where_it_moved(CATALOGUE.theme(theme), cells)
    assert {**found, **filters} == found and bool(found) == bool(filters)


def test_each_run_of_months_just_sent_gets_its_own_dotted_edges_and_the_figure_stays_as_it_was() -> None:
    figure = {"data": [], "layout": {"shapes": [{"kept": True}]}}
    marked = charts.just_sent(figure, ["2024-05", "2024-04", "2024-08"])
    edges = [(shape["x0"], shape["x1"]) for shape in marked["layout"]["shapes"][1:]]
    april, august = time_axis.at("2024-04"), time_axis.at("2024-08")
    assert edges == [(april - 0.5, april + 1.5), (august - 0.5, august + 0.5)]
    assert marked["layout"]["shapes"][0] == {"kept": True} and len(figure["layout"]["shapes"]) == 1  # type: ignore[arg-type]


def test_an_address_names_at_most_three_years_of_months() -> None:
    sent = [f"20{year}-{month:02}" for year in range(10, 20) for month in range(1, 13)]
    named = picture.sent_here("clabsi-rate", "ICU", sent).split(".")
    assert named[:2] == ["clabsi-rate", "ICU"] and named[2:] == sent[-picture.MARKED :]
