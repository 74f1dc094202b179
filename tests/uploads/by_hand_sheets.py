"""Workbooks with a sheet for each month, their year said elsewhere, and what must come out of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.uploads.hand import book
from tests.uploads.truth import Case

TWO = "I 2024-04 1 412; H 2024-04 2 912; I 2024-05 0 398; H 2024-05 1 898"
OVER = "I 2024-12 1 412; H 2024-12 2 912; I 2025-01 0 398; H 2025-01 1 898"
HEADER = ["Area", "CLABSI", "Line days"]
FIRST = [HEADER, ["PICU", 1, 412], ["Oncology", 2, 912]]
SECOND = [HEADER, ["PICU", 0, 398], ["Oncology", 1, 898]]


def _under(title: str, rows: Any) -> Any:
    return [[title], [], *rows]


def of_sheets() -> Iterator[Case]:
    """All of them."""
    yield from of_years_in_titles()
    yield from of_years_elsewhere()
    yield from of_names()
    yield from of_sheets_that_mislead()
    yield from of_sheets_of_quarters()


def of_years_in_titles() -> Iterator[Case]:
    for title in ("CLABSI return 2024/25", "Year: 2024", "Financial year 2024-25", "St Elsewhere, 2024"):
        yield book(f"a sheet a month, titled {title}", {"Apr": _under(title, FIRST), "May": _under(title, SECOND)}, TWO)
    yield book(
        "a sheet a month, the year beside its label",
        {
            "April": [["Year", "2024/25"], ["Month", "April"], [], *FIRST],
            "May": [["Year", "2024/25"], ["Month", "May"], [], *SECOND],
        },
        TWO,
    )
    yield book(
        "a sheet a month, the year as a number beside its label",
        {"April": [["Year:", 2024], [], *FIRST], "May": [["Year:", 2024], [], *SECOND]},
        TWO,
    )
    yield book(
        "a sheet a month of a financial year over December",
        {"Dec": _under("CLABSI 2024/25", FIRST), "Jan": _under("CLABSI 2024/25", SECOND)},
        OVER,
    )
    yield book(
        "a sheet a month, each with its calendar year",
        {"Dec": _under("CLABSI 2024", FIRST), "Jan": _under("CLABSI 2025", SECOND)},
        OVER,
    )
    yield book(
        "a sheet a month, totals and notes under it",
        {
            "Apr": [*_under("2024/25", FIRST), ["Total", 3, 1324], [], ["* validated by the team"]],
            "May": [*_under("2024/25", SECOND), ["Total", 1, 1296], [], ["* validated by the team"]],
        },
        TWO,
        left_out=("Total",),
    )
    yield book(
        "a sheet a month, measures down and areas across",
        {
            "Apr": _under(
                "CLABSI 2024/25", [["Measure", "PICU", "Oncology"], ["CLABSI", 1, 2], ["Line days", 412, 912]]
            ),
            "May": _under(
                "CLABSI 2024/25", [["Measure", "PICU", "Oncology"], ["CLABSI", 0, 1], ["Line days", 398, 898]]
            ),
        },
        TWO,
    )
    yield book(
        "a sheet a month of levels down",
        {
            "Apr": [["Medication incidents PICU 2024/25"], ["Level", "Number"], ["Total incidents", 14]],
            "May": [["Medication incidents PICU 2024/25"], ["Level", "Number"], ["Total incidents", 12]],
        },
        "P 2024-04 14; P 2024-05 12",
        theme="medication",
    )


def of_years_elsewhere() -> Iterator[Case]:
    plain = {"Apr": FIRST, "May": SECOND}
    yield book("a sheet a month, the financial year in the file's name", plain, TWO, file="CLABSI 2024-25.xlsx")
    yield book(
        "a sheet a month, a plain year in the file's name is asked",
        plain,
        TWO,
        "year:",
        file="CLABSI 2024.xlsx",
        answers={"year:": "2024"},
    )
    yield book("a sheet a month, no year at all is asked once", plain, TWO, "year:", answers={"year:": "2024"})
    yield book(
        "a sheet a month, the year on a sheet of its own",
        {"Read me": [["CLABSI return 2024/25"], ["Please send by the 10th"]], **plain},
        TWO,
        left_out=("Read me",),
    )
    yield book(
        "a sheet an area, the year on a sheet of its own",
        {
            "Read me": [["Year", 2024], ["Please send by the 10th"]],
            "PICU": [["Month", "CLABSI", "Line days"], ["Apr", 1, 412], ["May", 0, 398]],
            "Oncology": [["Month", "CLABSI", "Line days"], ["Apr", 2, 912], ["May", 1, 898]],
        },
        TWO,
        left_out=("Read me",),
    )
    yield book(
        "a sheet a month, years of policies on another sheet are none",
        {"Read me": [["Notes"], ["Figures for 2022/23 were revised"], ["Guidance changed in 2022"]], **plain},
        TWO,
        "year:",
        answers={"year:": "2024"},
        left_out=("Read me",),
    )
    yield book(
        "a sheet a month, the year on the first sheet only",
        {"Apr": _under("CLABSI 2024/25", FIRST), "May": SECOND},
        TWO,
    )
    yield book(
        "a sheet a month over December, the year on the first only",
        {"Dec": _under("CLABSI 2024", FIRST), "Jan": SECOND},
        OVER,
        "year:",
        answers={"year:": "2024/25"},
    )


def of_names() -> Iterator[Case]:
    for first, second in (
        ("Apr 24", "May 24"),
        ("April 2024", "May 2024"),
        ("Apr-24", "May-24"),
        ("2024-04", "2024-05"),
        ("CLABSI Apr 2024", "CLABSI May 2024"),
        ("04-2024", "05-2024"),
    ):
        yield book(f"a sheet a month, named {first}", {first: FIRST, second: SECOND}, TWO)
        yield book(
            f"a sheet a month, named {first}, the year in its title too",
            {first: _under("CLABSI 2024/25", FIRST), second: _under("CLABSI 2024/25", SECOND)},
            TWO,
        )
    for first, second in (
        ("APR", "MAY"),
        ("April data", "May data"),
        ("April return", "May return"),
        ("1. April", "2. May"),
        ("CLABSI - Apr", "CLABSI - May"),
        ("M1", "M2"),
        ("Data_Apr", "Data_May"),
    ):
        yield book(
            f"a sheet a month, named {first}",
            {first: _under("CLABSI 2024/25", FIRST), second: _under("CLABSI 2024/25", SECOND)},
            TWO,
        )
    yield book(
        "a sheet a month by its number is asked once",
        {"Month 1": _under("CLABSI 2024/25", FIRST), "Month 2": _under("CLABSI 2024/25", SECOND)},
        TWO,
        "dates:",
        answers={"dates:": "financial months"},
    )
    yield book(
        "a sheet an area and month",
        {
            "PICU Apr": [["CLABSI 2024/25"], ["Measure", "Number"], ["CLABSI", 1], ["Line days", 412]],
            "Onc Apr": [["CLABSI 2024/25"], ["Measure", "Number"], ["CLABSI", 2], ["Line days", 912]],
            "PICU May": [["CLABSI 2024/25"], ["Measure", "Number"], ["CLABSI", 0], ["Line days", 398]],
            "Onc May": [["CLABSI 2024/25"], ["Measure", "Number"], ["CLABSI", 1], ["Line days", 898]],
        },
        TWO,
    )
    yield book(
        "the month in a title, the year in the sheet's name",
        {"2024-25": [["April"], *FIRST, [], ["May"], *SECOND]},
        TWO,
    )


def of_sheets_that_mislead() -> Iterator[Case]:
    yield book(
        "a sheet copied from last month with its old title",
        {"Apr": _under("April 2024", FIRST), "May": _under("April 2024", SECOND)},
        TWO,
        "month:May",
        answers={"month:": "May"},
    )
    yield book(
        "a sheet for each month beside one with all of them",
        {
            "2024-25": [
                ["Month", *HEADER],
                ["Apr", "PICU", 1, 412],
                ["Apr", "Oncology", 2, 912],
                ["May", "PICU", 0, 398],
                ["May", "Oncology", 1, 898],
            ],
            "Apr": _under("2024/25", FIRST),
            "May": _under("2024/25", SECOND),
        },
        TWO,
    )
    yield book(
        "sheets of plain years over December are asked",
        {
            "Nov": _under("CLABSI 2024", FIRST),
            "Dec": _under("CLABSI 2024", FIRST),
            "Jan": _under("CLABSI 2024", SECOND),
        },
        "I 2024-11 1 412; H 2024-11 2 912;" + OVER,
        "year:",
        answers={"year:": "2024/25"},
    )
    yield book(
        "the month in which a sheet was prepared is not its month",
        {"PICU": [["May 2024"], ["Prepared June 2024"], ["Measure", "Number"], ["CLABSI", 1], ["Line days", 412]]},
        "I 2024-05 1 412",
    )
    yield book(
        "two months over one table are asked",
        {"PICU": [["May 2024"], ["Meeting of June 2024"], ["Measure", "Number"], ["CLABSI", 1], ["Line days", 412]]},
        "I 2024-05 1 412",
        "month:PICU",
        answers={"month:": "May 2024"},
    )
    yield book(
        "a sheet a month under one shared title of its first month",
        {
            name: _under("Data from April 2024", rows)
            for name, rows in (("Apr", FIRST), ("May", SECOND), ("Jun", FIRST))
        },
        TWO + "; I 2024-06 1 412; H 2024-06 2 912",
    )
    yield book(
        "a sheet a month under a title from one month to another",
        {"Apr": _under("April 2024 to March 2025", FIRST), "May": _under("April 2024 to March 2025", SECOND)},
        TWO,
    )
    yield book(
        "sheets of plain years back over December are asked",
        {name: _under("CLABSI 2024", rows) for name, rows in (("Feb", SECOND), ("Jan", SECOND), ("Dec", FIRST))},
        "I 2025-02 0 398; H 2025-02 1 898;" + OVER,
        "year:",
        answers={"year:": "2024/25"},
    )
    yield book(
        "a year's sheet with no month stays a year",
        {"Summary": _under("CLABSI 2023/24", FIRST)},
        "I 2023/24 1 412; H 2023/24 2 912",
    )
    yield book(
        "a ward named after a month is a ward",
        {
            "Data": _under(
                "March Street Hospital 2024",
                [
                    ["Month", *HEADER],
                    ["Apr", "PICU", 1, 412],
                    ["Apr", "Oncology", 2, 912],
                    ["May", "PICU", 0, 398],
                    ["May", "Oncology", 1, 898],
                ],
            )
        },
        TWO,
        "year:",
        answers={"year:": "2024"},
    )


def of_sheets_of_quarters() -> Iterator[Case]:
    quarters = "I 2024-Q2 1 412; H 2024-Q2 2 912; I 2024-Q3 0 398; H 2024-Q3 1 898"
    yield book(
        "a sheet a quarter of a financial year",
        {"Q1": _under("CLABSI 2024/25", FIRST), "Q2": _under("CLABSI 2024/25", SECOND)},
        quarters,
    )
    yield book(
        "a sheet a quarter by its months",
        {"Apr-Jun": _under("CLABSI 2024/25", FIRST), "Jul-Sep": _under("CLABSI 2024/25", SECOND)},
        quarters,
    )
    yield book(
        "a sheet a quarter of a plain year",
        {"Q1": _under("CLABSI 2024", FIRST), "Q2": _under("CLABSI 2024", SECOND)},
        quarters,
        "dates:",
        answers={"dates:": "financial quarters"},
    )
    yield book(
        "a sheet a quarter with its months",
        {"Q4": [["CLABSI 2024/25"], ["Month", *HEADER], ["Jan", "PICU", 1, 412], ["Feb", "PICU", 0, 398]]},
        "I 2025-01 1 412; I 2025-02 0 398",
    )
    yield book(
        "the last quarter of a plain year with January is asked",
        {"Q4": [["CLABSI 2024"], ["Month", *HEADER], ["Jan", "PICU", 1, 412], ["Feb", "PICU", 0, 398]]},
        "I 2025-01 1 412; I 2025-02 0 398",
        "year:",
        answers={"year:": "2025"},
    )
    yield book(
        "the last quarter of a plain year with October is not",
        {"Q4": [["CLABSI 2024"], ["Month", *HEADER], ["Oct", "PICU", 1, 412], ["Nov", "PICU", 0, 398]]},
        "I 2024-10 1 412; I 2024-11 0 398",
    )
