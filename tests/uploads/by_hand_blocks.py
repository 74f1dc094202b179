"""Files with a block for each year or area, a lone line above each, and what must come out of each."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv
from tests.uploads.truth import Case

YEARS = "I 2023-01 1 412; I 2023-02 0 398; I 2024-01 2 433; I 2024-02 0 401"
FINANCIAL = "I 2023-12 1 412; I 2024-01 0 398; I 2024-12 2 433; I 2025-01 0 401"
NESTED = (
    "I 2023-04 1 412; I 2023-05 0 398; H 2023-04 2 912; H 2023-05 1 898; "
    "I 2024-04 3 433; I 2024-05 4 401; H 2024-04 5 933; H 2024-05 6 901"
)


def of_blocks() -> Iterator[Case]:
    """All of them."""
    yield from of_year_lines()
    yield from of_area_lines()
    yield from of_both()
    yield from of_month_lines()
    yield from of_blocks_that_mislead()


def of_year_lines() -> Iterator[Case]:
    for first, second in (("2023", "2024"), ("Year: 2023", "Year: 2024"), ("Calendar year 2023", "Calendar year 2024")):
        yield csv(
            f"a table for each year under a line {first}",
            f"""
PICU central line infections

{first}
Month,CLABSI,Line days
Jan,1,412
Feb,0,398

{second}
Month,CLABSI,Line days
Jan,2,433
Feb,0,401
""",
            YEARS,
        )
    for first, second in (
        ("2023/24", "2024/25"),
        ("Financial year 2023-24", "Financial year 2024-25"),
        ("FY 2023/24", "FY 2024/25"),
        ("April 2023 to March 2024", "April 2024 to March 2025"),
    ):
        yield csv(
            f"a table for each financial year under a line {first}",
            f"""
{first}
Month,Ward,CLABSI,Line days
Dec,PICU,1,412
Jan,PICU,0,398
Total,,1,810
{second}
Month,Ward,CLABSI,Line days
Dec,PICU,2,433
Jan,PICU,0,401
Total,,2,834
""",
            FINANCIAL,
            left_out=("Total",),
        )
    yield csv(
        "one header, a line for each year",
        """
Month,Ward,CLABSI,Line days
2023/24,,,
Dec,PICU,1,412
Jan,PICU,0,398

2024/25,,,
Dec,PICU,2,433
Jan,PICU,0,401
""",
        FINANCIAL,
    )
    for first, second in (("Year: 2023", "Year: 2024"), ("PICU 2023", "PICU 2024"), ("Year 2023", "Year 2024")):
        yield csv(
            f"one header, a line {first} for each year",
            f"""
Month,CLABSI,Line days
{first},,
Jan,1,412
Feb,0,398
{second},,
Jan,2,433
Feb,0,401
""",
            YEARS,
            file="picu.csv",
        )
    yield csv(
        "one header, a line for each year, months across",
        """
Measure,Ward,Dec,Jan
2023/24,,,
CLABSI,PICU,1,0
Line days,PICU,412,398
2024/25,,,
CLABSI,PICU,2,0
Line days,PICU,433,401
""",
        FINANCIAL,
    )
    yield book(
        "a table for each year, its number merged over it, months across",
        [
            ["PICU"],
            [2023],
            ["Measure", "Jan", "Feb", "Total"],
            ["CLABSI", 1, 0, 1],
            ["Line days", 412, 398, 810],
            [],
            [2024],
            ["Measure", "Jan", "Feb", "Total"],
            ["CLABSI", 2, 0, 2],
            ["Line days", 433, 401, 834],
        ],
        YEARS,
        merges=("A2:D2", "A7:D7"),
        left_out=("Total",),
    )
    yield csv(
        "a year's line that stands beside the table's left edge",
        """
,2023,,
,Month,CLABSI - PICU,Line days - PICU
,Jan,1,412
,Feb,0,398
,,,
,2024,,
,Month,CLABSI - PICU,Line days - PICU
,Jan,2,433
,Feb,0,401
""",
        YEARS,
    )
    yield csv(
        "notes between tables of years",
        """
CLABSI in PICU
2023
Month,CLABSI,Line days
Jan,1,412
Feb,0,398
* provisional until validated

2024
Month,CLABSI,Line days
Jan,2,433
Feb,0,401
""",
        YEARS,
    )


def of_area_lines() -> Iterator[Case]:
    two = "I 2024-04 1 412; I 2024-05 0 398; H 2024-04 2 912; H 2024-05 1 898"
    for first, second in (("PICU", "Oncology"), ("Ward: PICU", "Ward: Oncology"), ("PICU data", "Oncology ward")):
        yield csv(
            f"a table for each area under a line {first}",
            f"""
CLABSI 2024/25

{first}
Month,CLABSI,Line days
Apr,1,412
May,0,398

{second}
Month,CLABSI,Line days
Apr,2,912
May,1,898
""",
            two,
        )
    yield csv(
        "one header, a line for each area, the year in the title",
        """
CLABSI 2024/25
Month,CLABSI,Line days
PICU,,
Apr,1,412
May,0,398
Oncology ward,,
Apr,2,912
May,1,898
""",
        two,
    )
    yield csv(
        "the same year in each block of areas",
        """
PICU 2024/25
Measure,Apr,May
CLABSI,1,0
Line days,412,398

Oncology 2024/25
Measure,Apr,May
CLABSI,2,1
Line days,912,898
""",
        two,
    )
    yield csv(
        "a ward of the hospital's own name above a block",
        """
CLABSI 2024/25

PICU
Month,CLABSI,Line days
Apr,1,412
May,0,398

Rainbow ward
Month,CLABSI,Line days
Apr,2,912
May,1,898
""",
        two,
        "area:",
        answers={"area:": "Haem-Onc"},
    )


def of_both() -> Iterator[Case]:
    yield csv(
        "areas within years",
        """
Central line infections
2023/24
PICU
Month,CLABSI,Line days
Apr,1,412
May,0,398

Oncology
Month,CLABSI,Line days
Apr,2,912
May,1,898

2024/25
PICU
Month,CLABSI,Line days
Apr,3,433
May,4,401

Oncology
Month,CLABSI,Line days
Apr,5,933
May,6,901
""",
        NESTED,
    )
    yield csv(
        "years within areas",
        """
Central line infections

PICU
2023/24
Month,CLABSI,Line days
Apr,1,412
May,0,398

2024/25
Month,CLABSI,Line days
Apr,3,433
May,4,401

Oncology
2023/24
Month,CLABSI,Line days
Apr,2,912
May,1,898

2024/25
Month,CLABSI,Line days
Apr,5,933
May,6,901
""",
        NESTED,
    )
    yield csv(
        "areas within years under one header",
        """
Month,CLABSI,Line days
2023/24,,
PICU,,
Apr,1,412
May,0,398
Oncology,,
Apr,2,912
May,1,898
2024/25,,
PICU,,
Apr,3,433
May,4,401
Oncology,,
Apr,5,933
May,6,901
""",
        NESTED,
    )
    yield csv(
        "years within areas under one header",
        """
Month,CLABSI,Line days
PICU,,
2023/24,,
Apr,1,412
May,0,398
2024/25,,
Apr,3,433
May,4,401
Oncology,,
2023/24,,
Apr,2,912
May,1,898
2024/25,,
Apr,5,933
May,6,901
""",
        NESTED,
    )
    yield book(
        "areas within years, months across",
        [
            ["CLABSI return"],
            ["2023/24"],
            ["PICU"],
            [None, "Apr", "May"],
            ["CLABSI", 1, 0],
            ["Line days", 412, 398],
            ["Oncology"],
            [None, "Apr", "May"],
            ["CLABSI", 2, 1],
            ["Line days", 912, 898],
            ["2024/25"],
            ["PICU"],
            [None, "Apr", "May"],
            ["CLABSI", 3, 4],
            ["Line days", 433, 401],
            ["Oncology"],
            [None, "Apr", "May"],
            ["CLABSI", 5, 6],
            ["Line days", 933, 901],
        ],
        NESTED,
    )
    yield csv(
        "area and year on one line",
        """
PICU - 2023/24
Month,CLABSI,Line days
Apr,1,412
May,0,398

Oncology - 2023/24
Month,CLABSI,Line days
Apr,2,912
May,1,898

PICU - 2024/25
Month,CLABSI,Line days
Apr,3,433
May,4,401

Oncology - 2024/25
Month,CLABSI,Line days
Apr,5,933
May,6,901
""",
        NESTED,
    )


def of_month_lines() -> Iterator[Case]:
    two = "I 2024-12 1 412; H 2024-12 2 912; I 2025-01 0 398; H 2025-01 1 898"
    yield csv(
        "a table of areas under each month",
        """
CLABSI 2024/25

December
Area,CLABSI,Line days
PICU,1,412
Oncology,2,912

January
Area,CLABSI,Line days
PICU,0,398
Oncology,1,898
""",
        two,
    )
    yield csv(
        "a table of areas under each month with its year",
        """
December 2024
Area,CLABSI,Line days
PICU,1,412
Oncology,2,912

January 2025
Area,CLABSI,Line days
PICU,0,398
Oncology,1,898
""",
        two,
    )


def of_blocks_that_mislead() -> Iterator[Case]:
    yield csv(
        "a second block of the next months needs no line of its own",
        """
CLABSI in PICU 2024/25
Measure,Apr,May
CLABSI,1,0
Line days,412,398

Measure,Jun,Jul
CLABSI,2,1
Line days,433,401
""",
        "I 2024-04 1 412; I 2024-05 0 398; I 2024-06 2 433; I 2024-07 1 401",
    )
    yield csv(
        "a plain year above months that run from December to January",
        """
PICU
2024
Month,CLABSI,Line days
Dec,1,412
Jan,0,398
""",
        "I 2024-12 1 412; I 2025-01 0 398",
        "year:",
        answers={"year:": "2024/25"},
    )
    for line in ("Total", "Targets", "Previous year", "Year to date"):
        yield csv(
            f"a block under {line} is left out",
            f"""
CLABSI 2024/25
PICU
Month,CLABSI,Line days
Apr,1,412
May,0,398

{line}
Month,CLABSI,Line days
Apr,3,1324
May,1,1296

Oncology
Month,CLABSI,Line days
Apr,2,912
May,1,898
""",
            "I 2024-04 1 412; I 2024-05 0 398; H 2024-04 2 912; H 2024-05 1 898",
            left_out=(line,),
        )
    yield csv(
        "a row of totals that stands empty heads nothing",
        """
PICU
2023/24
Month,CLABSI,Line days
Apr,1,412
May,0,398
Total,,

2024/25
Month,CLABSI,Line days
Apr,2,433
May,1,401
Total,,
""",
        "I 2023-04 1 412; I 2023-05 0 398; I 2024-04 2 433; I 2024-05 1 401",
    )
    yield csv(
        "a line that may be a year is not passed over",
        """
PICU 2023/24
Month,CLABSI,Line days
Apr,1,412

FY25
Month,CLABSI,Line days
Apr,2,433
""",
        "I 2023-04 1 412; I 2024-04 2 433",
        "year:",
        answers={"year:": "2024"},
    )
    yield csv(
        "measures in blocks under one year",
        """
PICU 2024/25

CLABSI
Month,Number
Apr,1
May,0

Line days
Month,Number
Apr,412
May,398
""",
        "I 2024-04 1 412; I 2024-05 0 398",
    )
