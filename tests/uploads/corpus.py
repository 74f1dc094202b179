"""Every generated file: layouts, month styles, headers, encodings and junk, each with the counts that must come out.

`python -m tests.uploads.corpus FOLDER` writes them out, with what is expected beside each.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from mist_dash.core import months
from tests.uploads import dress, layouts
from tests.uploads.corpus_themes import of_medication, of_periods
from tests.uploads.layouts import LAYOUTS, Names
from tests.uploads.truth import AREAS, YEAR, Case, Counts, clabsi

PLAIN = Names()
HEADERS = (
    Names("month", "area", (("clabsi", "clabsi"), ("central_line_days", "central_line_days"))),
    Names("Reporting month", "Ward", (("clabsi", "No. of CLABSIs"), ("central_line_days", "CVC days"))),
    Names("PERIOD", "UNIT", (("clabsi", "BSI"), ("central_line_days", "Device Days"))),
    Names("Date", "Location", (("clabsi", "Central line infections"), ("central_line_days", "CVL days"))),
    Names("Mth", "Clinical area", (("clabsi", "Number of CLABSI"), ("central_line_days", "CVAD-days"))),
    Names("Month", "Department", (("clabsi", "CLABSI (n)"), ("central_line_days", "Total line days"))),
    Names("Month ", "Area ", (("clabsi", "Line infections"), ("central_line_days", "Central line-days"))),
    Names("Month", "Specialty", (("clabsi", "CLABSI cases"), ("central_line_days", "Catheter days"))),
)
AREA_WORDS = (
    ("ICU", "Haem-Onc", "Elsewhere"),
    ("PICU", "Oncology", "Wards"),
    ("ITU", "Haem/Onc", "Other"),
    ("PCC", "BMT", "Rest of hospital"),
    ("CICU", "Haematology", "Other wards"),
    ("Intensive care", "Onc", "General wards"),
)


def cases() -> Iterator[Case]:
    """All generated cases."""
    yield from of_layouts()
    yield from of_month_styles()
    yield from of_headers()
    yield from of_files()
    yield from of_junk()
    yield from of_sheets()
    yield from of_numbers()
    yield from of_medication()
    yield from of_periods()


def of_layouts() -> Iterator[Case]:
    for seed, (name, layout) in enumerate(LAYOUTS.items()):
        counts = clabsi(seed)
        for style in ("2024-04", "Apr-24"):
            rows = layout(counts, PLAIN, dress.MONTHS[style])
            yield Case(f"layout {name}, {style}", dress.text(rows), "data.csv", "clabsi", counts)
        rows = layout(counts, PLAIN, dress.date)
        yield Case(f"layout {name}, workbook", dress.xlsx({"Data": rows}), "data.xlsx", "clabsi", counts)


def of_month_styles() -> Iterator[Case]:
    for seed, (style, say) in enumerate(dress.MONTHS.items(), 100):
        counts = clabsi(seed)
        for name in ("wide", "across"):
            rows = LAYOUTS[name](counts, PLAIN, say)
            yield Case(f"months {style}, {name}", dress.text(rows), "lines.csv", "clabsi", counts)
    counts = clabsi(150)
    rows = [[m[:4], months.say(m)[:-5], *row[1:]] for m, row in _by_month(counts)]
    yield Case(
        "year and month apart",
        dress.text([["Year", "Month", "Area", "CLABSI", "Line days"], *rows]),
        "a.csv",
        "clabsi",
        counts,
    )
    rows = [[int(m[:4]), int(m[5:]), *row[1:]] for m, row in _by_month(counts)]
    yield Case(
        "year and month as numbers",
        dress.xlsx({"S": [["Year", "Month", "Area", "CLABSI", "Line days"], *rows]}),
        "a.xlsx",
        "clabsi",
        counts,
    )
    rows = [["2024/25", months.say(m)[:3], *row[1:]] for m, row in _by_month(counts)]
    yield Case(
        "financial year and month",
        dress.text([["Financial year", "Month", "Area", "CLABSI", "Line days"], *rows]),
        "a.csv",
        "clabsi",
        counts,
    )
    rows = LAYOUTS["wide"](counts, PLAIN, lambda m: months.say(m)[:-5])
    yield Case(
        "the year in the title",
        dress.text(dress.titled(rows, "CLABSI surveillance 2024/25")),
        "a.csv",
        "clabsi",
        counts,
    )
    yield Case("the year in the sheet's name", dress.xlsx({"2024-25": rows}), "a.xlsx", "clabsi", counts)


def _by_month(counts: Counts) -> list[tuple[str, list[object]]]:
    rows = LAYOUTS["wide"](counts, PLAIN, lambda m: m)[1:]
    return [(row[0], row) for row in rows]


def of_headers() -> Iterator[Case]:
    for seed, names in enumerate(HEADERS, 200):
        counts = clabsi(seed)
        for layout in ("wide", "across_sections", "two_headers"):
            data = dress.text(LAYOUTS[layout](counts, names, dress.MONTHS["Apr-24"]))
            yield Case(f"headers {names.items[0][1]}, {layout}", data, "clabsi.csv", "clabsi", counts)
    for seed, words in enumerate(AREA_WORDS, 220):
        names, counts = Names(areas=tuple(zip(AREAS, words, strict=True))), clabsi(seed)
        for layout in ("wide", "stacked", "one_header"):
            data = dress.text(LAYOUTS[layout](counts, names, dress.MONTHS["Apr 2024"]))
            yield Case(f"areas {words[0]}, {layout}", data, "clabsi.csv", "clabsi", counts)


def of_files() -> Iterator[Case]:
    counts = clabsi(300)
    rows = LAYOUTS["wide"](counts, PLAIN, dress.MONTHS["Apr 2024"])
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        for delimiter in (",", ";", "\t", "|"):
            data = dress.text(dress.titled(rows, "Children’s lines – PICU, wards"), delimiter, encoding)
            yield Case(f"file {encoding} {delimiter!r}", data, "x.csv", "clabsi", counts)
    for ends in ("\n", "\r"):
        yield Case(f"line ends {ends!r}", dress.text(rows, ends=ends), "x.csv", "clabsi", counts)
    yield Case("a workbook named csv", dress.xlsx({"Sheet1": rows}), "x.csv", "clabsi", counts)
    yield Case("text named xlsx", dress.text(rows), "x.xlsx", "clabsi", counts)
    yield Case("unicode text", dress.text(rows, "\t", "utf-16"), "x.txt", "clabsi", counts)
    trailing = [[*row, None, None] for row in rows]
    yield Case("trailing commas", dress.text(trailing), "x.csv", "clabsi", counts)
    spaced = [[None, *[f"\u00a0{c} " if isinstance(c, str) else c for c in row]] for row in [[], *rows, [], []]]
    yield Case("odd spaces, blank rows and columns", dress.text(spaced), "x.csv", "clabsi", counts)


def of_junk() -> Iterator[Case]:
    for seed, layout in enumerate(("wide", "across", "across_sections", "two_headers", "one_header"), 400):
        counts = clabsi(seed)
        rows = LAYOUTS[layout](counts, PLAIN, dress.MONTHS["Apr-24"])
        lines = ("Central line infections, children's hospital", "Report run 03/06/2025 09:14", "Source: ICNet")
        data = dress.text(dress.titled(rows, *lines))
        yield Case(f"title lines, {layout}", data, "x.csv", "clabsi", counts)
        foot = [
            *rows,
            [],
            ["* provisional"],
            ["Definition: see policy 12, section 3.4"],
            ["Line days counted at midnight"],
        ]
        yield Case(f"footnotes, {layout}", dress.text(foot), "x.csv", "clabsi", counts)
    counts = clabsi(410)
    rows = dress.with_totals(LAYOUTS["wide"](counts, PLAIN, dress.MONTHS["Apr-24"]))
    yield Case("a total row", dress.text(rows), "x.csv", "clabsi", counts, left_out=("Total",))
    rows = LAYOUTS["across"](counts, PLAIN, dress.MONTHS["Apr-24"])
    extra = [
        [*rows[0], "Total", "Average", "YTD"],
        *([*r, sum(r[2:]), round(sum(r[2:]) / 12, 1), sum(r[2:])] for r in rows[1:]),
    ]
    yield Case(
        "total, mean and YTD columns",
        dress.text(extra),
        "x.csv",
        "clabsi",
        counts,
        left_out=("Total", "Average", "YTD"),
    )
    rows = LAYOUTS["one_header"](counts, PLAIN, dress.MONTHS["Apr-24"])
    extra = [
        [*rows[0], "Total CLABSI", "Total line days"],
        *([*r, r[1] + r[3] + r[5], r[2] + r[4] + r[6]] for r in rows[1:]),
    ]
    yield Case(
        "totals of the areas",
        dress.text(extra),
        "x.csv",
        "clabsi",
        counts,
        left_out=("Total CLABSI", "Total line days"),
    )
    rows = LAYOUTS["wide"](counts, PLAIN, dress.MONTHS["Apr-24"])
    extra = [
        [*rows[0], "Rate per 1,000 line days", "Target", "Comments"],
        *([*r, round(1000 * r[2] / r[3], 2), 1.0, "checked"] for r in rows[1:]),
    ]
    yield Case(
        "a rate, a target and comments",
        dress.text(extra),
        "x.csv",
        "clabsi",
        counts,
        left_out=("Infection rate", "Target"),
    )
    extra = [[*rows[0], "Prepared by", "Hand hygiene audits"], *([*r, "J Smith", 20] for r in rows[1:])]
    yield Case(
        "staff and a column of something else",
        dress.text(extra),
        "x.csv",
        "clabsi",
        counts,
        ("column:",),
        left_out=("Hand hygiene",),
    )


def of_sheets() -> Iterator[Case]:
    counts, say = clabsi(500), dress.MONTHS["Apr-24"]
    words = dict(PLAIN.areas)
    areas = {words[a].replace("/", "-"): layouts.one_area(counts, PLAIN, say, a) for a in AREAS}
    yield Case("a sheet an area", dress.xlsx(areas), "x.xlsx", "clabsi", counts)
    items = {head: layouts.areas_across(counts, PLAIN, say, item) for item, head in PLAIN.items}
    yield Case("a sheet a measure", dress.xlsx(items), "x.xlsx", "clabsi", counts)
    long = clabsi(501, months.between("2023-04", "2025-03"))
    years = {}
    for name, first in (("2023-24", "2023-04"), ("2024-25", "2024-04")):
        part = {k: v for k, v in long.items() if k[1] in months.between(first, months.later(first, 11))}
        years[name] = LAYOUTS["across"](part, PLAIN, lambda m: months.say(m)[:3])
    yield Case("a sheet a year", dress.xlsx(years), "x.xlsx", "clabsi", long)
    notes = {"Notes": [["How to fill this in"], ["Send by the 10th"]], "Data": LAYOUTS["wide"](counts, PLAIN, say)}
    yield Case("a sheet of notes", dress.xlsx(notes), "x.xlsx", "clabsi", counts)
    merged = dress.xlsx({"Lines": LAYOUTS["two_headers"](counts, PLAIN, say)}, {"Lines": ("B1:C1", "D1:E1", "F1:G1")})
    yield Case("merged headers", merged, "x.xlsx", "clabsi", counts)
    down = dress.xlsx(
        {"Lines": LAYOUTS["area_first"](counts, PLAIN, dress.date)}, {"Lines": ("A2:A13", "A14:A25", "A26:A37")}
    )
    yield Case("merged areas", down, "x.xlsx", "clabsi", counts)
    pivot = [["Infection type", "CLABSI"], ["Hospital site", "(All)"], [], *LAYOUTS["wide"](counts, PLAIN, say)]
    yield Case("filter lines above a pivot", dress.text(pivot), "x.csv", "clabsi", counts)
    icu = {k: v for k, v in counts.items() if k[0] == "ICU"}
    infections = {
        k: v for k, v in clabsi(502, months.between("2022-01", "2024-12"), ("ICU",)).items() if k[2] == "clabsi"
    }
    grid = dress.titled(layouts.year_grid(infections, "ICU", "clabsi"), "CLABSI in PICU")
    days = {k: v for k, v in clabsi(502, months.between("2022-01", "2024-12"), ("ICU",)).items() if k[2] != "clabsi"}
    grid += [[], ["Line days in PICU"], [], *layouts.year_grid(days, "ICU", "central_line_days")]
    yield Case("months down and years across", dress.text(grid), "x.csv", "clabsi", {**infections, **days})
    one = dress.titled(layouts.one_area(icu, PLAIN, say, "ICU"), "PICU central line data")
    yield Case("the area in the title", dress.text(one), "x.csv", "clabsi", icu)
    named = layouts.one_area(icu, PLAIN, say, "ICU")
    yield Case("no area at all", dress.text(named), "x.csv", "clabsi", icu, ("area:where",), {"area:where": "ICU"})


def of_numbers() -> Iterator[Case]:
    counts = clabsi(600)
    for key in [k for k in counts if k[2] == "central_line_days"]:
        counts[key] = int(str(counts[key])) + 1000
    rows = LAYOUTS["wide"](counts, PLAIN, dress.MONTHS["Apr-24"])
    writes = {
        "1,204": lambda n: f"{n:,}",
        "1 204": lambda n: f"{n:,}".replace(",", " "),
        "12.0": lambda n: f"{n:.1f}",
        " 7 ": lambda n: f" {n} ",
        "nil": lambda n: n or "nil",
        "none": lambda n: n or "None",
        "'7": lambda n: f"'{n}",
    }
    for name, write in writes.items():
        data = dress.text([rows[0], *([*r[:2], *map(write, r[2:])] for r in rows[1:])])
        yield Case(f"numbers {name}", data, "x.csv", "clabsi", counts)
    decimal = {k: v + 0.5 if k[2] == "central_line_days" else v for k, v in counts.items()}  # type: ignore[operator]
    rows = LAYOUTS["wide"](decimal, PLAIN, dress.MONTHS["Apr-24"])
    comma = [rows[0], *([*r[:3], str(r[3]).replace(".", ",")] for r in rows[1:])]
    yield Case("comma decimals", dress.text(comma, ";"), "x.csv", "clabsi", decimal)
    for mark in ("-", "n/a", "N/K", "TBC", "#N/A", "#DIV/0!"):
        gap = {**clabsi(610), ("ICU", YEAR[3], "clabsi"): "not collected"}
        rows = LAYOUTS["wide"](
            {k: mark if v == "not collected" else v for k, v in gap.items()}, PLAIN, dress.MONTHS["Apr-24"]
        )
        yield Case(f"not collected {mark}", dress.text(rows), "x.csv", "clabsi", gap)
    for mark in ("<5", "*", "1-7"):
        hidden = {**clabsi(611), ("ICU", YEAR[3], "clabsi"): "suppressed"}
        rows = LAYOUTS["wide"](
            {k: mark if v == "suppressed" else v for k, v in hidden.items()}, PLAIN, dress.MONTHS["Apr-24"]
        )
        yield Case(
            f"suppressed {mark}", dress.text(rows), "x.csv", "clabsi", hidden, ("suppressed",), {"suppressed": "yes"}
        )
    ahead = clabsi(612)
    rows = LAYOUTS["wide"](ahead, PLAIN, dress.MONTHS["2024-04"])
    rows += [[m, a, None, None] for m in months.between("2026-12", "2027-03") for a in ("PICU", "Onc")]
    yield Case("empty months to come", dress.text(rows), "x.csv", "clabsi", ahead)


def main(folder: Path) -> None:
    """Writes every file, and what is expected of each beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(cases(), 1):
        (folder / f"{number:03d}-{case.file}").write_bytes(case.data)
        expected = {
            **dataclasses.asdict(case),
            "data": None,
            "counts": [[*key, value] for key, value in case.counts.items()],
        }
        (folder / f"{number:03d}-expected.json").write_text(json.dumps(expected, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
