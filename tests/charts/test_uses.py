"""Who uses what, as bars in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mist_dash import charts
from mist_dash.actions.catalogue import theme
from mist_dash.actions.mark_events import InterventionUse
from mist_dash.charts.style import LAPTOP, LIGHT, PHONE
from mist_dash.core import months
from mist_dash.ui.pages import interventions_matrix
from tests.charts.drawn import began, boxes, plain_words, sizes

WASHES = replace(began("Body washes", "2024-01"), pauses=((date(2024, 4, 1), date(2024, 6, 1)),))
FOUND = [
    (
        "Body washes",
        [("<i>Ash</i>", "ICU", WASHES), ("Birch", "Every area", began("Body washes", "2024-03", stop="2024-05"))],
    ),
]


def test_a_bar_lies_where_it_really_ran_and_what_goes_on_reaches_today() -> None:
    figure = charts.uses(FOUND, "2024-12")
    jan, mar = months.number("2024-01") - 0.5, months.number("2024-03") - 0.5
    assert boxes(figure, LIGHT.ribbon) == [(jan, jan + 3), (jan + 5, jan + 12), (mar, mar + 2)]
    assert min(sizes(figure)) >= 14


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_names_are_text_and_stand_by_their_bars_with_area_and_dates_inside(width: int) -> None:
    figure = charts.uses(FOUND, "2024-12", width=width)
    assert plain_words(figure)[:3] == ["Body washes", "<i>Ash</i>", "ICU, since Jan 2024"]
    assert "<i>" not in str(figure)


def test_interventions_come_in_the_order_of_the_catalogue_and_centres_by_name() -> None:
    uses = [
        InterventionUse(centre, name, "ICU", WASHES)
        for centre in ("Ash", "Birch")
        for name in ("Own", "Body washes", "Biopatches")
    ]
    assert interventions_matrix.ordered(theme("clabsi"), uses) == ["Biopatches", "Body washes", "Own"]
    assert [row["Centre"] for row in interventions_matrix.table(theme("clabsi"), uses)] == ["Ash", "Birch"]


def test_the_matrix_is_cut_into_pieces_that_fit_the_screen_and_nothing_is_lost() -> None:
    drugs = [f"Drug {n:02}" for n in range(20)]
    uses = [InterventionUse(centre, name, "", WASHES) for centre in ("Ash", "Birch", "[Cedar]") for name in drugs]
    whole = interventions_matrix.table(theme("medication"), uses)
    turned = interventions_matrix.blocks(whole, 8)
    assert len(turned) == 1 and len(turned[0]) == 20, "more drugs than centres: a row a drug"
    phone = interventions_matrix.blocks(whole, 2)
    assert [list(block[0]) for block in phone] == [["What", "Ash", "Birch"], ["What", "\\[Cedar\\]"]]
    many = [InterventionUse(f"Centre {n:02}", name, "", WASHES) for n in range(30) for name in drugs]
    pieces = interventions_matrix.blocks(interventions_matrix.table(theme("medication"), many), 6)
    assert [len(block[0]) - 1 for block in pieces] == [5, 5, 5, 5] and all(len(block) == 30 for block in pieces)
    assert [name for block in pieces for name in list(block[0])[1:]] == drugs


def test_what_is_ticked_of_an_agreed_list_is_a_bar_too_and_a_list_that_has_just_begun_ends_today() -> None:
    drugs = {"Morphine": "2024-10", "Esmolol": "2024-12"}
    ticked = [("", [(drug, "", began(drug, month, kind="in use")) for drug, month in drugs.items()])]
    figure = charts.uses(ticked, "2024-12")
    october, end = months.number("2024-10") - 0.5, months.number("2024-12") + 0.5
    assert boxes(figure, LIGHT.ribbon) == [(october, end), (end - 1, end)]
    assert figure["layout"]["xaxis"]["range"] == [end - 12, end]
