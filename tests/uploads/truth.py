"""The numbers that every generated file holds, and what reading one must give."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from mist_dash.core import months

Counts = dict[tuple[str, str, str], object]  # (area, month, item) -> the number, or "suppressed" or "not collected"

YEAR = months.between("2024-04", "2025-03")
AREAS = ("ICU", "Haem-Onc", "Elsewhere")
TODAY = "2026-11"


def clabsi(seed: int, over: tuple[str, ...] = YEAR, areas: tuple[str, ...] = AREAS) -> Counts:
    """Infections and line days for each month and area."""
    dice = random.Random(seed)
    usual = {area: dice.randint(280, 1300) for area in areas}
    counts: Counts = {}
    for month in over:
        for area in areas:
            counts[(area, month, "clabsi")] = dice.choice([0, 0, 0, 1, 1, 2])
            counts[(area, month, "central_line_days")] = usual[area] + dice.randint(-40, 40)
    return counts


def medication(seed: int, over: tuple[str, ...] = YEAR, areas: tuple[str, ...] = ("Whole hospital",)) -> Counts:
    """Levels A to I and their total for each month."""
    dice = random.Random(seed)
    counts: Counts = {}
    for month in over:
        for area in areas:
            levels = [dice.randint(0, 9) for _ in "ABCD"] + [dice.choice([0, 0, 1]) for _ in "EFGHI"]
            for letter, value in zip("abcdefghi", levels, strict=True):
                counts[(area, month, f"merp_{letter}")] = value
            counts[(area, month, "total_incidents")] = sum(levels) + dice.randint(0, 3)
    return counts


@dataclass(frozen=True)
class Case:
    """One honest file: its bytes, what must come out, and the beginnings of the questions it may ask.

    left_out: words that must stand in what was left out.
    """

    name: str
    data: bytes
    file: str
    theme: str
    counts: Counts
    asks: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
