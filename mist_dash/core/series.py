"""One series: what happened month by month in one centre, measure and area. The input of every chart and comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mist_dash.core.catalogue import Better, MeasureKind

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Series:
    """Counts and exposure on an unbroken axis of months.

    months: "2024-04", ... without holes; a month that was not collected is NaN in `counts`.
    counts: shape (n,), events in the month (the value itself for kind "value").
    exposure: shape (n,), the denominator in its own unit, or None when the measure has none.
    multiplier: what the rate is shown per (1000 line days; 100 for per cent).
    """

    months: tuple[str, ...]
    counts: Floats
    exposure: Floats | None
    kind: MeasureKind
    multiplier: float = 1.0
    better: Better = "neither"
    title: str = ""
    unit: str = ""
    events: str = "events"
    exposure_name: str = ""
    decimals: int = 2
