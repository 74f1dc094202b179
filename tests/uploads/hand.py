"""A short way to write a file and what must come out of it."""

from __future__ import annotations

import datetime
from typing import Any

from tests.uploads import dress
from tests.uploads.truth import Case, Counts

ITEMS = {
    "clabsi": ("clabsi", "central_line_days"),
    "medication": ("total_incidents",),
    "hsmr": ("observed", "expected"),
    "excellence": ("lfe_reports", "lfe_told"),
    "second-victim": ("svs_incidents", "svs_offers"),
    "peripheral": ("stage_1", "stage_2", "stage_3", "stage_4", "piv_line_days"),
}
SHORT = {"W": "Whole hospital", "I": "ICU", "H": "Haem-Onc", "E": "Elsewhere", "P": "PICU", "N": "Neonatal"}


def want(theme: str, text: str) -> Counts:
    """ "I 2024-04 1 800; ..." as counts: area, month, then the theme's first items; "." is none."""
    counts: Counts = {}
    for line in filter(None, (part.strip() for part in text.split(";"))):
        area, month, *values = line.split()
        for item, value in zip(ITEMS[theme], values, strict=False):
            if value != ".":
                counts[(SHORT[area], month, item)] = float(value)
    return counts


def csv(
    name: str, text: str, expected: str, *asks: str, theme: str = "clabsi", file: str = "data.csv", **more: Any
) -> Case:
    return Case(
        name, text.strip("\n").encode(), file, theme, {**want(theme, expected), **more.pop("extra", {})}, asks, **more
    )


def book(
    name: str,
    sheets: Any,
    expected: str,
    *asks: str,
    theme: str = "clabsi",
    file: str = "data.xlsx",
    merges: Any = (),
    **more: Any,
) -> Case:
    """merges: of the only sheet, such as "B1:C1"; of several by their names."""
    sheets = sheets if isinstance(sheets, dict) else {"Sheet1": sheets}
    merges = merges if isinstance(merges, dict) else dict.fromkeys(sheets, merges)
    counts = {**want(theme, expected), **more.pop("extra", {})}
    return Case(name, dress.xlsx(sheets, merges), file, theme, counts, asks, **more)


def day(month: int, of: int = 1, year: int = 2024) -> datetime.datetime:
    return datetime.datetime(year, month, of)
