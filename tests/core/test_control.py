"""The control charts keep their promises on small data worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mist_dash.core.control import draw
from mist_dash.core.series import Series

MONTHS = tuple(f"{2020 + at // 12}-{at % 12 + 1:02d}" for at in range(120))


def values(*numbers: float | None) -> Series:
    found = np.array([np.nan if number is None else number for number in numbers], float)
    return Series(MONTHS[: len(numbers)], found, None, "value", better="lower")


def test_an_xmr_chart_has_limits_from_the_moving_range() -> None:
    dot = draw(values(2, 4, 2, 4, 2, 4), "xmr").dots[0]
    assert (dot.centre, dot.lower, dot.upper) == pytest.approx((3, 3 - 3 * 2 / 1.128, 3 + 3 * 2 / 1.128))
