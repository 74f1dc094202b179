"""Counts become rows of a sheet in each of the ways in which people lay them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mist_dash.core import months
from tests.uploads.truth import Counts

Rows = list[list[Any]]
Say = Callable[[str], Any]  # a month as the file writes it


@dataclass(frozen=True)
class Names:
    """The words a file uses."""

    month: str = "Month"
    area: str = "Area"
    items: tuple[tuple[str, str], ...] = (("clabsi", "CLABSI"), ("central_line_days", "Line days"))
    areas: tuple[tuple[str, str], ...] = (("ICU", "PICU"), ("Haem-Onc", "Haem/Onc"), ("Elsewhere", "Other wards"))

    def area_word(self, area: str) -> str:
        return dict(self.areas).get(area, area)


def axes(counts: Counts) -> tuple[list[str], list[str]]:
    """The areas and months of the counts, in their order."""
    return list(dict.fromkeys(a for a, _, _ in counts)), list(dict.fromkeys(m for _, m, _ in counts))


def wide(counts: Counts, names: Names, say: Say) -> Rows:
    areas, over = axes(counts)
    rows: Rows = [[names.month, names.area, *(head for _, head in names.items)]]
    for month in over:
        for area in areas:
            values = [counts.get((area, month, item)) for item, _ in names.items]
            rows.append([say(month), names.area_word(area), *values])
    return rows


def area_first(counts: Counts, names: Names, say: Say) -> Rows:
    """Grouped by area; the area stands only in its first row."""
    areas, over = axes(counts)
    rows: Rows = [[names.area, names.month, *(head for _, head in names.items)]]
    for area in areas:
        for i, month in enumerate(over):
            values = [counts.get((area, month, item)) for item, _ in names.items]
            rows.append([names.area_word(area) if i == 0 else None, say(month), *values])
    return rows


def month_once(counts: Counts, names: Names, say: Say) -> Rows:
    """The month stands only in the first of its rows."""
    rows = wide(counts, names, say)
    last = None
    for row in rows[1:]:
        row[0], last = (None if row[0] == last else row[0]), row[0]
    return rows


def long_value(counts: Counts, names: Names, say: Say) -> Rows:
    heads = dict(names.items)
    rows: Rows = [[names.month, names.area, "Measure", "Value"]]
    return rows + [[say(m), names.area_word(a), heads[i], v] for (a, m, i), v in counts.items()]


def long_fraction(counts: Counts, names: Names, say: Say) -> Rows:
    areas, over = axes(counts)
    rows: Rows = [["month", "area", "measure", "numerator", "denominator"]]
    (top, _), (bottom, _) = names.items
    for month in over:
        rows += [[say(month), a, "clabsi-rate", counts[(a, month, top)], counts[(a, month, bottom)]] for a in areas]
    return rows


def across(counts: Counts, names: Names, say: Say) -> Rows:
    """Months across, a row for each area and measure."""
    areas, over = axes(counts)
    rows: Rows = [["Area", "Measure", *map(say, over)]]
    for area in areas:
        for item, head in names.items:
            rows.append([names.area_word(area), head, *(counts.get((area, m, item)) for m in over)])
    return rows


def across_sections(counts: Counts, names: Names, say: Say) -> Rows:
    """Months across, measures down, the area as a line of its own above its measures."""
    areas, over = axes(counts)
    rows: Rows = [[None, *map(say, over)]]
    for area in areas:
        rows.append([names.area_word(area)])
        rows += [[head, *(counts.get((area, m, item)) for m in over)] for item, head in names.items]
    return rows


def across_one_label(counts: Counts, names: Names, say: Say) -> Rows:
    """Months across; "PICU line days" in one cell."""
    areas, over = axes(counts)
    rows: Rows = [["Indicator", *map(say, over)]]
    for area in areas:
        for item, head in names.items:
            rows.append([f"{names.area_word(area)} {head}", *(counts.get((area, m, item)) for m in over)])
    return rows


def by_item_sections(counts: Counts, names: Names, say: Say) -> Rows:
    """Months across, areas down, the measure as a line of its own."""
    areas, over = axes(counts)
    rows: Rows = [[None, *map(say, over)]]
    for item, head in names.items:
        rows.append([head])
        rows += [[names.area_word(area), *(counts.get((area, m, item)) for m in over)] for area in areas]
    return rows


def two_headers(counts: Counts, names: Names, say: Say) -> Rows:
    """Areas over measures, as merged cells leave them."""
    areas, over = axes(counts)
    top: list[Any] = [None]
    for area in areas:
        top += [names.area_word(area), *[None] * (len(names.items) - 1)]
    rows: Rows = [top, [names.month, *[head for _ in areas for _, head in names.items]]]
    for month in over:
        rows.append([say(month), *(counts.get((a, month, i)) for a in areas for i, _ in names.items)])
    return rows


def one_header(counts: Counts, names: Names, say: Say) -> Rows:
    """ "PICU CLABSI", "PICU line days", ... in one row of headers."""
    areas, over = axes(counts)
    rows: Rows = [[names.month, *[f"{names.area_word(a)} {head}" for a in areas for _, head in names.items]]]
    return rows + [[say(m), *(counts.get((a, m, i)) for a in areas for i, _ in names.items)] for m in over]


def stacked(counts: Counts, names: Names, say: Say) -> Rows:
    """A table for each area under each other, its name above it."""
    areas, over = axes(counts)
    rows: Rows = []
    for area in areas:
        rows += [[names.area_word(area)], [names.month, *(head for _, head in names.items)]]
        rows += [[say(m), *(counts.get((area, m, item)) for item, _ in names.items)] for m in over]
        rows.append([])
    return rows


def side_by_side(counts: Counts, names: Names, say: Say) -> Rows:
    """A table for each area beside each other, its name above it."""
    areas, over = axes(counts)
    width = len(names.items) + 2
    rows: Rows = [[c for a in areas for c in [names.area_word(a), *[None] * (width - 1)]]]
    rows.append([c for _ in areas for c in [names.month, *(head for _, head in names.items), None]])
    for m in over:
        rows.append([c for a in areas for c in [say(m), *(counts.get((a, m, i)) for i, _ in names.items), None]])
    return rows


def areas_across(counts: Counts, names: Names, say: Say, item: str) -> Rows:
    """Months down and areas across, one measure."""
    areas, over = axes(counts)
    rows: Rows = [[names.month, *(names.area_word(a) for a in areas)]]
    return rows + [[say(m), *(counts.get((a, m, item)) for a in areas)] for m in over]


def one_area(counts: Counts, names: Names, say: Say, area: str) -> Rows:
    """Months down and measures across, one area."""
    _, over = axes(counts)
    rows: Rows = [[names.month, *(head for _, head in names.items)]]
    return rows + [[say(m), *(counts.get((area, m, item)) for item, _ in names.items)] for m in over]


def year_grid(counts: Counts, area: str, item: str) -> Rows:
    """Months down, years across."""
    _, over = axes(counts)
    years = list(dict.fromkeys(m[:4] for m in over))
    rows: Rows = [["Month", *years]]
    for number, name in enumerate(months.NAMES, 1):
        rows.append([name, *(counts.get((area, f"{year}-{number:02d}", item)) for year in years)])
    return rows


LAYOUTS = {
    f.__name__: f
    for f in (
        wide,
        area_first,
        month_once,
        long_value,
        long_fraction,
        across,
        across_sections,
        across_one_label,
        by_item_sections,
        two_headers,
        one_header,
        stacked,
        side_by_side,
    )
}
