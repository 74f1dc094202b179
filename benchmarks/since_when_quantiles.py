"""Writes how large the scan of "since when" grows by chance: mist_dash/core/since_when/quantiles.csv (some minutes).

    python -m benchmarks.since_when_quantiles

For so many months and events, the events fall at random into months of equal exposure; a row holds the values that the
larger of S- and S+ exceeds with the chance at the head of its column. Each cell has its own seed. "either": where a
lasting change and an outbreak are asked for both.
"""

from __future__ import annotations

import csv

import numpy as np

from mist_dash.core.since_when.chance import EITHER, FILE, LEVELS
from mist_dash.core.since_when.scan import Shape, mixed, shapes_of, spans_of, weigh
from mist_dash.core.spread import Rows

MONTHS = (4, 6, 8, 12, 18, 24, 36, 48, 60, 84, 120, 180)
EVENTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000)
DRAWS: dict[Shape | None, int] = {"level": 40_000, "outbreak": 10_000, None: 20_000}
BLOCK = 1000


def strengths(shape: Shape | None, months: int, events: int) -> np.ndarray:
    """The larger of S- and S+ of many series without a change."""
    rng = np.random.default_rng([months, events, len(shape or EITHER)])
    length = np.full(BLOCK, months)
    spans = {one: spans_of(one, length) for one in shapes_of(shape)}
    found = []
    for _ in range(DRAWS[shape] // BLOCK):
        counts = rng.multinomial(events, np.full(months, 1 / months), BLOCK).astype(float)
        rows = Rows(counts, np.ones_like(counts), length)
        found.append(np.maximum(*mixed({one: weigh(rows, spans[one]).strength for one in spans})))
    return np.concatenate(found)


def main() -> None:
    with FILE.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["shape", "months", "events", *LEVELS])
        for shape in DRAWS:
            for months in MONTHS:
                for events in EVENTS:
                    quantiles = np.quantile(strengths(shape, months, events), 1 - np.array(LEVELS), method="higher")
                    out.writerow([shape or EITHER, months, events, *(f"{one:.3f}" for one in quantiles)])
                file.flush()
                print(shape, months, flush=True)


if __name__ == "__main__":
    main()
