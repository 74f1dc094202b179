"""What limits are made of: a centre line with its limits and warning lines. Values only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mist_dash.core.series import Floats

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class ControlLimits:
    """Centre, three-sigma limits and two-sigma warning lines, each (series, months); NaN where there is none."""

    centre: Floats
    lower: Floats
    upper: Floats
    warn_lower: Floats
    warn_upper: Floats
