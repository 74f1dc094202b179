"""The lines of the areas say which months their newest value stands for: a table beside them may compare others."""

from __future__ import annotations

from mist_dash import charts
from mist_dash.charts.style import PHONE
from tests.charts.drawn import plain_words, sent, view

MONTHLY = [3, 4, 2, 5, 3, 4] * 6  # from April 2021 to March 2024


def figure(width: int, elsewhere: list[int | None]) -> set[str]:
    numbers = sent({"ICU": MONTHLY, "Elsewhere": elsewhere})
    seen = [view(numbers, area) for area in ("ICU", "Elsewhere")]
    control = seen[0].control
    assert control is not None
    areas = [(one.area, one.series) for one in seen if one.series is not None]
    return set(plain_words(charts.control(control, areas=areas, chosen="ICU", width=width)))


def test_the_quarter_of_the_newest_values_stands_over_them() -> None:
    assert "to Mar 2024" in figure(1200, [*MONTHLY])
    assert any(said.endswith("newest to Mar 2024") for said in figure(PHONE, [*MONTHLY]))


def test_an_area_that_ends_earlier_says_so_at_its_own_line() -> None:
    said = figure(1200, [*MONTHLY[:-3], None, None, None])
    assert "to Mar 2024" in said and any(one.endswith("to Dec 2023") for one in said)


def test_the_table_names_the_months_that_it_leaves_out() -> None:
    numbers = sent({"ICU": [*MONTHLY[:20], None, *MONTHLY[21:]]})  # without December 2022
    assert [line.when for line in view(numbers).lines if "Dec" in line.when] == ["2023/24 without Dec"]
