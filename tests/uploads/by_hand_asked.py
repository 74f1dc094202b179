"""Files written by hand that need one question, and files of other themes."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case


def of_questions() -> Iterator[Case]:
    one = "I 2024-04 1 800; I 2024-05 0 790"
    yield csv(
        "a rate and its days",
        """
Month,Ward,CLABSI rate per 1000 line days,Line days
Apr-24,PICU,1.25,800
May-24,PICU,0,790
""",
        one,
        "rate:",
    )
    yield csv(
        "a header of the hospital's own",
        """
Month,Ward,CLABSI,Lines in situ
Apr-24,PICU,1,800
May-24,PICU,0,790
""",
        one,
        "column:",
        answers={"column:": "central_line_days"},
    )
    yield csv("CRBSI", "Month,Ward,CRBSI,Line days\nApr-24,PICU,1,800\nMay-24,PICU,0,790", one, "definition:")
    yield csv(
        "HDU", "Month,Ward,CLABSI,Line days\nApr-24,HDU,1,800\nMay-24,HDU,0,790", one, "area:", answers={"area:": "ICU"}
    )
    yield csv(
        "two units that are one area",
        """
Month,Ward,CLABSI,Line days
Apr-24,PICU,1,700
Apr-24,CICU,0,100
May-24,PICU,0,700
May-24,CICU,0,90
""",
        one,
        "add:",
    )
    yield csv(
        "week by week",
        """
Week commencing,Ward,CLABSI,Line days
01/04/2024,PICU,0,180
08/04/2024,PICU,1,182
06/05/2024,PICU,0,180
""",
        "I 2024-04 1 362; I 2024-05 0 180",
        "daily:",
    )
    yield csv(
        "a ward of the hospital's own",
        "Month,Ward,CLABSI,Line days\nApr-24,Dolphin,1,800\nMay-24,Dolphin,0,790",
        one,
        "area:",
        answers={"area:": "ICU"},
    )
    yield csv(
        "Total without its levels",
        "Month,Area,Total\nApr-24,Trust,30\nMay-24,Trust,31",
        "W 2024-04 30; W 2024-05 31",
        "means:",
        theme="medication",
    )


def of_other_themes() -> Iterator[Case]:
    yield csv(
        "severity down, months across",
        """
Trust-wide medication errors 2024/25
Severity,Apr,May
A,3,4
E,0,1
Total,10,12
""",
        "W 2024-04 10; W 2024-05 12",
        theme="medication",
        extra={
            ("Whole hospital", "2024-04", "merp_a"): 3,
            ("Whole hospital", "2024-05", "merp_a"): 4,
            ("Whole hospital", "2024-04", "merp_e"): 0,
            ("Whole hospital", "2024-05", "merp_e"): 1,
        },
    )
    yield book(
        "a sheet for the trust and one for PICU",
        {"Whole Trust": [["Month", "Incidents"], [day(4), 40]], "PICU": [["Month", "Incidents"], [day(4), 10]]},
        "W 2024-04 40; P 2024-04 10",
        theme="medication",
    )
    yield csv(
        "levels with their descriptions",
        """
Month,Area,Datix,Category A - capacity to cause error,Category B - did not reach patient
Apr-24,Trust,30,1,2
""",
        "W 2024-04 30",
        theme="medication",
        extra={("Whole hospital", "2024-04", "merp_a"): 1, ("Whole hospital", "2024-04", "merp_b"): 2},
    )
    yield csv(
        "stages down",
        """
Area: PICU

Stage,Apr-24,May-24
Stage 1,2,3
Stage 2,1,1
Stage 3,0,0
Stage 4,0,0
Total,3,4
Cannula days,700,720
""",
        "I 2024-04 2 1 0 0 700; I 2024-05 3 1 0 0 720",
        theme="peripheral",
        left_out=("Total",),
    )
    yield csv(
        "grades and a neonatal unit",
        """
Month,Ward,Grade I,Grade II,Grade III,Grade IV,PIV days
Apr-24,PICU,1,2,0,0,700
Apr-24,NICU,1,0,0,0,300
""",
        "I 2024-04 1 2 0 0 700; N 2024-04 1 0 0 0 300",
        theme="peripheral",
    )
    yield csv(
        "twelve months to",
        """
12 months to,Observed deaths,Expected deaths,HSMR
Mar-25,20,18.4,108.7
Apr-25,21,18.9,111
""",
        "",
        "rolling:",
        theme="hsmr",
        answers={"rolling:": "leave out"},
        left_out=("several months each",),
    )
    yield csv(
        "each month's own under a title that says rolling",
        """
HSMR rolling 12 months

Month,Observed deaths,Expected deaths
Mar-25,2,1.8
Apr-25,1,1.9
""",
        "W 2025-03 2 1.8; W 2025-04 1 1.9",
        "rolling:",
        theme="hsmr",
        answers={"rolling:": "own"},
    )
    yield csv(
        "excellence",
        "Month,GREATix,Feedback given\nApr 2024,12,10\nMay 2024,9,9",
        "W 2024-04 12 10; W 2024-05 9 9",
        theme="excellence",
    )
    yield csv(
        "quarters down, financial years across",
        """
Support offered

Quarter,2023/24,2024/25
Q1,1,0
Q4,0,2

Incidents

Quarter,2023/24,2024/25
Q1,4,3
Q4,5,6
""",
        "W 2023-Q2 4 1; W 2024-Q2 3 0; W 2024-Q1 5 0; W 2025-Q1 6 2",
        theme="second-victim",
    )
    yield csv(
        "quarters in a column of their own",
        """
Year,Quarter,Incidents,Support offered
2024/25,Q1,10,6
2024/25,Q4,8,8
""",
        "W 2024-Q2 10 6; W 2025-Q1 8 8",
        theme="second-victim",
    )
