"""Files whose months have their year somewhere else in the table, and what must come out of each."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.by_hand_blocks import of_blocks
from tests.uploads.by_hand_quarters import of_quarters
from tests.uploads.by_hand_sheets import of_sheets
from tests.uploads.hand import book, csv
from tests.uploads.truth import Case

OVER = "I 2024-11 1 412; I 2024-12 0 398; I 2025-01 2 433; I 2025-02 0 401"
BOTH = f"{OVER}; H 2024-11 3 912; H 2024-12 4 898; H 2025-01 5 933; H 2025-02 6 901"


def of_times() -> Iterator[Case]:
    """All files about years, quarters, blocks and sheets of months."""
    yield from of_quarters()
    yield from of_blocks()
    yield from of_sheets()
    yield from of_years_across()
    yield from of_years_down()
    yield from of_areas_within_months()
    yield from of_years_that_may_be_two()


def of_years_across() -> Iterator[Case]:
    rows = [
        ["Area", "Measure", "Nov", "Dec", "Jan", "Feb"],
        ["PICU", "CLABSI", 1, 0, 2, 0],
        ["PICU", "Line days", 412, 398, 433, 401],
    ]
    both = [None, None, 2024, None, 2025, None]
    yield book("years above the first of their months", [both, *rows], OVER)
    yield book("years merged above their months", [both, *rows], OVER, merges=("C1:D1", "E1:F1"))
    yield book("a year above January only", [[None, None, None, None, 2025, None], *rows], OVER)
    yield book(
        "a year above January only, under a title",
        [["Central line infections"], [], [None, None, None, None, "2025"], *rows],
        OVER,
    )
    yield csv(
        "a year in front of January only",
        """
Area,Measure,Nov,Dec,Jan 2025,Feb
PICU,CLABSI,1,0,2,0
PICU,Line days,412,398,433,401
""",
        OVER,
    )
    yield csv(
        "a year in front of the first month only",
        """
Area,Measure,Nov-24,Dec,Jan,Feb
PICU,CLABSI,1,0,2,0
PICU,Line days,412,398,433,401
""",
        OVER,
    )
    yield book(
        "a financial year merged above its months",
        [[None, None, "2024/25", None, None, None], *rows],
        OVER,
        merges=("C1:F1",),
    )
    yield csv(
        "a financial year above the first of its months",
        """
,,2024/25,,,
Area,Measure,Nov,Dec,Jan,Feb
PICU,CLABSI,1,0,2,0
PICU,Line days,412,398,433,401
""",
        OVER,
    )


def of_years_down() -> Iterator[Case]:
    yield csv(
        "a year beside January only",
        """
Year,Month,Area,CLABSI,Line days
,Nov,PICU,1,412
,Dec,PICU,0,398
2025,Jan,PICU,2,433
,Feb,PICU,0,401
""",
        OVER,
    )
    yield csv(
        "a year beside the first month and January",
        """
Year,Month,Area,CLABSI,Line days
2024,Nov,PICU,1,412
,Dec,PICU,0,398
2025,Jan,PICU,2,433
,Feb,PICU,0,401
""",
        OVER,
    )
    yield book(
        "years merged beside their months",
        [
            ["Year", "Month", "Area", "CLABSI", "Line days"],
            [2024, "Nov", "PICU", 1, 412],
            [None, "Dec", "PICU", 0, 398],
            [2025, "Jan", "PICU", 2, 433],
            [None, "Feb", "PICU", 0, 401],
        ],
        OVER,
        merges=("A2:A3", "A4:A5"),
    )
    yield csv(
        "the year with the first month only",
        """
Month,Area,CLABSI,Line days
Nov 2024,PICU,1,412
Dec,PICU,0,398
Jan,PICU,2,433
Feb,PICU,0,401
""",
        OVER,
    )
    yield csv(
        "the year with January only",
        """
Month,Area,CLABSI,Line days
Nov,PICU,1,412
Dec,PICU,0,398
Jan 2025,PICU,2,433
Feb,PICU,0,401
""",
        OVER,
    )
    yield csv(
        "the year with the first month of the first area only",
        """
Area,Month,CLABSI,Line days
PICU,Nov 2024,1,412
,Dec,0,398
,Jan,2,433
,Feb,0,401
Oncology,Nov,3,912
,Dec,4,898
,Jan,5,933
,Feb,6,901
""",
        BOTH,
    )
    whole = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    days = {"PICU": 400, "Oncology": 900}
    rows = [
        f"{area},{month}{' 2024' * (area == 'PICU' and n == 1)},0,{days[area] + n}"
        for area in days
        for n, month in enumerate(whole, 1)
    ]
    wanted = [
        f"{area[0].replace('O', 'H').replace('P', 'I')} 2024-{n:02d} 0 {days[area] + n}"
        for area in days
        for n in range(1, 13)
    ]
    yield csv(
        "a whole year of each area is no second year",
        "\n".join(["Area,Month,CLABSI,Line days", *rows]),
        "; ".join(wanted),
    )


def of_areas_within_months() -> Iterator[Case]:
    yield csv(
        "each month once, areas below it",
        """
Month,Area,CLABSI,Line days
Nov 2024,PICU,1,412
,Oncology,3,912
Dec,PICU,0,398
,Oncology,4,898
Jan,PICU,2,433
,Oncology,5,933
Feb,PICU,0,401
,Oncology,6,901
""",
        BOTH,
    )
    yield book(
        "year and month merged, areas below",
        [
            ["Year", "Month", "Area", "CLABSI", "Line days"],
            [2024, "Nov", "PICU", 1, 412],
            [None, None, "Oncology", 3, 912],
            [None, "Dec", "PICU", 0, 398],
            [None, None, "Oncology", 4, 898],
            [None, None, "Total", 4, 1296],
            [2025, "Jan", "PICU", 2, 433],
            [None, None, "Oncology", 5, 933],
            [None, "Feb", "PICU", 0, 401],
            [None, None, "Oncology", 6, 901],
        ],
        BOTH,
        merges=("A2:A6", "A7:A10", "B2:B3", "B4:B6", "B7:B8", "B9:B10"),
        left_out=("Total",),
    )
    yield csv(
        "a financial year once, months and areas below it",
        """
FY,Month,Area,CLABSI,Line days
2024/25,Nov,PICU,1,412
,,Oncology,3,912
,Dec,PICU,0,398
,,Oncology,4,898
,Jan,PICU,2,433
,,Oncology,5,933
,Feb,PICU,0,401
,,Oncology,6,901
""",
        BOTH,
    )


def of_years_that_may_be_two() -> Iterator[Case]:
    """A plain year over December and the January after it is asked about, once, wherever it stands."""
    asked = {"dates:years": "begins"}
    yield csv(
        "a plain year beside December and January",
        """
Year,Month,Area,CLABSI,Line days
2024,Nov,PICU,1,412
2024,Dec,PICU,0,398
2024,Jan,PICU,2,433
2024,Feb,PICU,0,401
""",
        OVER,
        "dates:years",
        answers=asked,
    )
    yield csv(
        "a plain year that ends beside December and January",
        """
Year,Month,Area,CLABSI,Line days
2025,Nov,PICU,1,412
,Dec,PICU,0,398
,Jan,PICU,2,433
,Feb,PICU,0,401
""",
        OVER,
        "dates:years",
        answers={"dates:years": "ends"},
    )
    yield book(
        "a plain year merged above December and January",
        [
            [None, None, 2024, None, None, None],
            ["Area", "Measure", "Nov", "Dec", "Jan", "Feb"],
            ["PICU", "CLABSI", 1, 0, 2, 0],
            ["PICU", "Line days", 412, 398, 433, 401],
        ],
        OVER,
        "year:",
        merges=("C1:F1",),
        answers={"year:": "2024/25"},
    )
    yield csv(
        "a plain year's line above December and January",
        """
Month,Ward,CLABSI,Line days
2024,,,
Nov,PICU,1,412
Dec,PICU,0,398
Jan,PICU,2,433
Feb,PICU,0,401
""",
        OVER,
        "dates:years",
        answers=asked,
    )
    yield csv(
        "a plain year beside the last quarter and January",
        """
Year,Quarter,Month,Area,CLABSI,Line days
2024,Q4,Jan,PICU,2,433
2024,Q4,Feb,PICU,0,401
""",
        "I 2025-01 2 433; I 2025-02 0 401",
        "dates:years",
        answers=asked,
    )
    yield csv(
        "a calendar year beside financial quarters",
        """
Year,Quarter,Month,Area,CLABSI,Line days
2024,Q3,Nov,PICU,1,412
2024,Q3,Dec,PICU,0,398
2025,Q4,Jan,PICU,2,433
2025,Q4,Feb,PICU,0,401
""",
        OVER,
    )
    yield csv(
        "the same plain year in each area is asked of nobody",
        """
Year,Month,Area,CLABSI,Line days
2024,Jan,PICU,1,412
2024,Dec,PICU,0,398
2024,Jan,Oncology,2,933
2024,Dec,Oncology,3,901
""",
        "I 2024-01 1 412; I 2024-12 0 398; H 2024-01 2 933; H 2024-12 3 901",
    )
