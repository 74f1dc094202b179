"""Generated files of medication incidents, and files that hold only quarters or years."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads import dress
from tests.uploads.layouts import LAYOUTS, Names
from tests.uploads.truth import Case, Counts, clabsi, medication

MERP = Names(
    items=(("total_incidents", "Incidents"), *((f"merp_{c}", f"Cat {c.upper()}") for c in "abcdefghi")),
    areas=(("Whole hospital", "Trust"), ("PICU", "PICU")),
)


def of_medication() -> Iterator[Case]:
    both = ("Whole hospital", "PICU")
    for seed, layout in enumerate(("wide", "across", "across_sections", "two_headers", "stacked"), 700):
        counts = _within(medication(seed, areas=both))
        rows = LAYOUTS[layout](counts, MERP, dress.MONTHS["Apr-24"])
        yield Case(f"medication {layout}", dress.text(rows), "meds.csv", "medication", counts)
    for seed, pattern in enumerate(("Level {}", "MERP {}", "Category {}", "{}", "NCC MERP {}"), 710):
        levels = ((f"merp_{c}", pattern.format(c.upper())) for c in "abcdefghi")
        names = Names(items=(*levels, ("total_incidents", "Total")), areas=(("Whole hospital", "All"),))
        counts = medication(seed)
        rows = LAYOUTS["wide"](counts, names, dress.MONTHS["Apr 2024"])
        yield Case(f"medication {pattern} beside Total", dress.text(rows), "meds.csv", "medication", counts)


def _within(counts: Counts) -> Counts:
    """The whole hospital made to hold its PICU."""
    out = dict(counts)
    for (area, month, item), value in counts.items():
        if area == "PICU":
            out[("Whole hospital", month, item)] = int(str(counts[("Whole hospital", month, item)])) + int(str(value))
    return out


def of_periods() -> Iterator[Case]:
    for name, periods, words, asks in (
        ("quarters as they are", ("2024-Q2", "2024-Q3"), ("2024-Q2", "2024-Q3"), ()),
        ("financial quarters", ("2024-Q2", "2024-Q3"), ("Q1 2024/25", "Q2 2024/25"), ()),
        ("quarters of a plain year", ("2024-Q2", "2024-Q3"), ("Q2 2024", "Q3 2024"), ("dates:",)),
        ("financial years", ("2023/24", "2024/25"), ("2023/24", "2024/25"), ()),
        ("calendar years", ("2023", "2024"), ("2023", "2024"), ()),
    ):
        counts = clabsi(800, periods)
        rows = LAYOUTS["wide"](counts, Names("Period"), dict(zip(periods, words, strict=True)).__getitem__)
        yield Case(name, dress.text(rows), "x.csv", "clabsi", counts, asks)
