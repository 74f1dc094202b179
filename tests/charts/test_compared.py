"""Before and after, what was to be expected, and rolling years: read back from their figures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from mist_dash.charts import compared, style
from mist_dash.charts.style import DARK, LAPTOP, LIGHT, PHONE, Palette
from mist_dash.core import months
from mist_dash.core.before_after import before_after
from mist_dash.core.events import Event
from mist_dash.core.expected import since_baseline
from mist_dash.core.rolling import rolling
from mist_dash.core.series import Series
from mist_dash.core.words.nouns import number
from tests.charts.drawn import sizes, words_in

AXIS = months.between("2021-10", "2025-09")
HALVED = Series(
    AXIS, np.array([1.0] * 24 + [0.0, 1.0] * 12), np.full(48, 250.0), "rate", 1000, "lower", events="infections"
)
STARTED = Event(1, "", "intervention", "<b>Bio & nectors</b>", date(2023, 10, 3), None, "")  # type: ignore[arg-type]
RATIO = Series(AXIS, np.array([5.0] * 48), np.full(48, 6.0), "ratio", 100, events="deaths")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_picture_has_the_colours_of_its_screen_and_no_small_letters(palette: Palette) -> None:
    found = since_baseline(HALVED, [STARTED])
    assert found is not None
    for figure in (
        compared.before_after(before_after(HALVED, [STARTED]), palette),
        compared.added_up(found, palette),
        compared.rolling(rolling(RATIO), RATIO, palette),
    ):
        other = DARK if palette is LIGHT else LIGHT
        assert palette.data in str(figure) and other.data not in str(figure)
        assert min(sizes(figure)) >= 12.5


def test_what_a_person_typed_is_text_in_each_of_them() -> None:
    found = since_baseline(HALVED, [STARTED])
    assert found is not None
    for figure in (compared.before_after(before_after(HALVED, [STARTED])), compared.added_up(found)):
        assert "&lt;b&gt;Bio &amp;" in " ".join(words_in(figure))


def test_equal_months_are_equal_distances_and_lines_end_in_their_value() -> None:
    found = since_baseline(HALVED, [STARTED])
    assert found is not None
    figure = compared.added_up(found)
    assert figure["data"][1]["x"] == [months.number(month) for month in AXIS]
    assert {"48 at the earlier rate", "<b>36 happened</b>"} <= set(words_in(figure))
    assert {"72.0 expected", "<b>60 observed</b>", "Deaths over 12 months"} <= set(
        words_in(compared.rolling(rolling(RATIO), RATIO))
    )


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_no_line_goes_through_the_words_at_its_end(width: int) -> None:
    found = since_baseline(HALVED, [STARTED])
    assert found is not None
    figure = compared.added_up(found, width=width)
    x, layout = figure["data"][0]["x"], figure["layout"]
    for note in (note for note in layout["annotations"] if note["x"] == x[-1]):
        line = next(one["y"] for one in figure["data"] if number(one["y"][-1]) in note["text"])
        begins = x[-1] - style.wide(note["text"]) / width * (x[-1] - x[0])
        beside = [value for month, value in zip(x, line, strict=True) if value is not None and month >= begins]
        above = note["yanchor"] == "bottom"
        assert note["y"] >= max(beside) if above else note["y"] <= min(beside), note["text"]
