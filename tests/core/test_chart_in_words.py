"""A chart in words says what anyone who cannot see it should know."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mist_dash.core import months, words
from mist_dash.core.control import draw
from mist_dash.core.series import Series

AXIS = months.between("2023-04", "2025-03")
INFECTIONS = Series(
    AXIS, np.zeros(24), None, "rate", 1000, "lower", "", "per 1,000 line days", "infections", "line days"
)


def _fallen() -> Series:
    counts = np.array([7, 9, 8, 11, 9, 6, 10, 8, 9, 7, 8, 9, 8, 7, 9, 2, 3, 1, 2, 3, 2, 1, 3, 2], float)
    counts[5] = np.nan
    return replace(INFECTIONS, counts=counts, exposure=np.full(24, 1000.0))


def test_a_chart_is_described_from_its_kind_to_its_last_point() -> None:
    said = words.describe(draw(_fallen(), "u", rules="mdc"))
    assert said.split(":")[0].endswith(", per 1,000 line days")
    parts = (
        "23 points from April 2023 to March 2025, 1 more without a value. Centre line",
        "Limits",
        "Unusual:",
        "below the centre line, from July 2024 to March 2025",
        "Last point 2.00 in March 2025",
    )
    assert all(part in said for part in parts), said


def test_a_chart_drawn_anew_says_both_centre_lines() -> None:
    said = words.describe(draw(_fallen(), "u", phase_ends=[15]))
    assert "from April 2023, then" in said and "from July 2024" in said


def test_a_quiet_chart_and_an_empty_one_say_so() -> None:
    counts = np.array([2, 3, 2, 3, 4, 2, 3, 2, 3, 2, 4, 3] * 2, float)
    quiet = draw(replace(INFECTIONS, counts=counts, exposure=np.full(24, 1000.0)))
    assert "No single point is unusual." in words.describe(quiet)
    empty = draw(replace(INFECTIONS, counts=np.full(24, np.nan), exposure=np.full(24, 1000.0)))
    assert words.describe(empty).endswith("no points yet.")


def test_rare_events_are_described_as_time_that_has_not_ended() -> None:
    counts = np.zeros(24)
    counts[[2, 5, 9, 13]] = 1
    said = words.describe(draw(replace(INFECTIONS, counts=counts, exposure=np.full(24, 100.0))))
    assert "in March 2025, not ended yet" in said
