"""A story's frozen counts become the two figures of its card: the rate before and the rate after, with their counts."""

from __future__ import annotations

from dataclasses import dataclass

from mist_dash.core.catalogue import Measure
from mist_dash.core.freezing import Frozen
from mist_dash.core.words.nouns import counted, number

MONTHLY = ("count", "between")  # counted by the month where nothing else is counted over


@dataclass(frozen=True)
class Figures:
    """ "3.1", "1.2", "per 1,000 line days", "20 infections in 6,361 line days", "4 infections in 3,442 line days"."""

    before: str
    after: str
    unit: str
    counts_before: str
    counts_after: str


def figures(frozen: Frozen, measure: Measure) -> Figures | None:
    """Of the sides that were frozen with the story, and so agreed to; None without them, and for a level or a ratio."""
    if frozen.before is None or frozen.after is None or measure.id != frozen.measure:
        return None
    if not (frozen.before[1] and frozen.after[1]) or measure.kind not in ("rate", "proportion", *MONTHLY):
        return None
    by, unit, over = _scale(measure)
    rates = [
        number(by * events / size, 2 if by * events < size else 1) for events, size in (frozen.before, frozen.after)
    ]
    said = [
        f"{counted(events, measure.events)} in {number(size)} {over}" for events, size in (frozen.before, frozen.after)
    ]
    return Figures(rates[0], rates[1], unit, said[0], said[1])


def _scale(measure: Measure) -> tuple[float, str, str]:
    """By how much a rate is multiplied, its unit, and what it is counted over."""
    if measure.kind in MONTHLY and not measure.denominators:
        return 1.0, f"{measure.events} a month", "months"
    if measure.kind == "between":
        return 1000.0, f"{measure.events} per 1,000 {measure.exposure}", measure.exposure
    return measure.multiplier, measure.unit, measure.exposure
