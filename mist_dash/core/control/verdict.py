"""Dots and limits become what a reader is told at once: variation, assurance and a note."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mist_dash.core.catalogue import Better
from mist_dash.core.control.model import Assurance, Chart, Dot, Variation
from mist_dash.core.series import Floats

FEWEST = 12  # usable points of the newest phase before a target is judged
NO_ASSURANCE: tuple[Chart, ...] = ("step", "run", "t", "g", "mr")
_MEANINGS: dict[tuple[Better, int], Variation] = {
    ("higher", 1): "improvement high",
    ("higher", -1): "concern low",
    ("lower", 1): "concern high",
    ("lower", -1): "improvement low",
    ("neither", 1): "neutral high",
    ("neither", -1): "neutral low",
}


def meaning_of(better: Better, direction: int) -> Variation:
    """Improvement, concern or neither, and which way; common cause when no rule spoke."""
    return _MEANINGS[better, direction] if direction else "common cause"


def turned(better: Better) -> Better:
    """The good direction of the time between events, from that of their rate."""
    turns: dict[Better, Better] = {"lower": "higher", "higher": "lower", "neither": "neither"}
    return turns[better]


def variation_of(dots: Sequence[Dot]) -> Variation:
    """The class of the last point that has a value."""
    return next((dot.meaning for dot in reversed(dots) if dot.value is not None), "common cause")


def assurance_of(chart: Chart, dots: Sequence[Dot], better: Better, target: float | None) -> Assurance:
    """The newest phase's limits against the target; a target exactly on a limit is hit or miss.

    Silent without a target or a good direction, below 12 usable points, on charts without fixed limits, and where
    the target is 0 and the lower limit cannot go below it: there nothing could ever tell.
    """
    newest = [dot for dot in dots if dot.phase == dots[-1].phase and dot.value is not None and not dot.excluded]
    if target is None or better == "neither" or chart in NO_ASSURANCE or len(newest) < FEWEST:
        return ""
    lower, upper = newest[-1].lower or 0.0, newest[-1].upper  # an exact chart without a lower limit can reach 0
    if upper is None or (target == 0 and not lower):
        return ""
    slack = 1e-12 * abs(target)
    if lower - slack <= target <= upper + slack:
        return "hit or miss"
    return "always met" if (target < lower) == (better == "higher") else "never met"


def note_of(values: Floats, counts: Floats, target: float | None) -> str:
    """What to know before reading the chart: no values, no variation, or how many months had none."""
    seen = values[np.isfinite(values)]
    if not len(seen):
        return "No values yet."
    if len(seen) > 1 and np.ptp(seen) == 0:
        return "No variation: every value is the same."
    if target == 0:
        months = counts[np.isfinite(counts)]
        return f"{int((months == 0).sum())} of {len(months)} months had none."
    return ""
