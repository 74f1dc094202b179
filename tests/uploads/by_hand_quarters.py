"""Files with quarters written over or beside their months, each with what must come out of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case

SIX = "I 2024-04 1 412; I 2024-05 0 398; I 2024-06 2 433; I 2024-07 0 401; I 2024-08 1 420; I 2024-09 0 415"


def of_quarters() -> Iterator[Case]:
    """All of them."""
    yield from of_quarters_across()
    yield from of_quarters_down()
    yield from of_quarters_that_are_none()


def of_quarters_across() -> Iterator[Case]:
    rows = [
        ["PICU CLABSI 2024/25"],
        [],
        [None, "Q1", None, None, None, "Q2", None, None, None],
        ["Measure", "Apr", "May", "Jun", "Total", "Jul", "Aug", "Sep", "Total"],
        ["CLABSI", 1, 0, 2, 3, 0, 1, 0, 1],
        ["Line days", 412, 398, 433, 1243, 401, 420, 415, 1236],
    ]
    yield book("quarters merged over months and their total", rows, SIX, merges=("B3:E3", "F3:I3"), left_out=("Total",))
    yield book("quarters over the first of their months", rows, SIX, left_out=("Total",))
    yield csv(
        "quarters over months in text",
        """
PICU CLABSI,2024/25
,,,,,,,,
,Q1,,,,Q2,,,
Measure,Apr,May,Jun,Q1 total,Jul,Aug,Sep,Q2 total
CLABSI,1,0,2,3,0,1,0,1
Line days,412,398,433,1243,401,420,415,1236
""",
        SIX,
        left_out=("Q1 total", "Q2 total"),
    )
    blank = [*rows[:3], ["Measure", "Apr", "May", "Jun", None, "Jul", "Aug", "Sep", None], *rows[4:]]
    yield book(
        "quarters merged over months and a total without a name",
        blank,
        SIX,
        merges=("B3:E3", "F3:I3"),
        left_out=("Q1", "Q2"),
    )
    yield book(
        "quarters merged over months, the title in another theme",
        [
            ["Medication incidents PICU 2024/25"],
            [None, "Q1", None, None, None],
            [None, "Apr", "May", "Jun", "Total"],
            ["Total incidents", 14, 12, 9, 35],
        ],
        "P 2024-04 14; P 2024-05 12; P 2024-06 9",
        theme="medication",
        merges=("B2:E2",),
        left_out=("Total",),
    )
    yield book(
        "a quarter with its year merged over months",
        [
            ["PICU"],
            [],
            [None, "Quarter 1 2024/25", None, None, "Quarter 2 2024/25", None, None],
            [None, "Apr", "May", "Jun", "Jul", "Aug", "Sep"],
            ["CLABSI", 1, 0, 2, 0, 1, 0],
            ["Line days", 412, 398, 433, 401, 420, 415],
        ],
        SIX,
        merges=("B3:D3", "E3:G3"),
    )
    yield book(
        "quarters merged over months, their totals after all months",
        [
            ["Central line infections PICU 2024-25"],
            [None, "Quarter 1", None, None, "Quarter 2", None, None, "Quarter totals", None],
            ["Indicator", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Q1", "Q2"],
            ["CLABSI", 1, 0, 2, 0, 1, 0, 3, 1],
            ["Line days", 412, 398, 433, 401, 420, 415, 1243, 1236],
        ],
        SIX,
        merges=("B2:D2", "E2:G2", "H2:I2"),
        left_out=("Q1", "Q2"),
    )
    yield book(
        "quarters merged over months, each with its own column among them",
        [
            ["2024/25"],
            ["Area", "Measure", "Q1", None, None, None, "Q2", None, None, None],
            [None, None, "Apr", "May", "Jun", "Q1", "Jul", "Aug", "Sep", "Q2"],
            ["PICU", "CLABSI", 1, 0, 2, 3, 0, 1, 0, 1],
            ["PICU", "Line days", 412, 398, 433, 1243, 401, 420, 415, 1236],
        ],
        SIX,
        merges=("C2:F2", "G2:J2", "A2:A3", "B2:B3"),
        left_out=("Q1", "Q2"),
    )
    yield book(
        "quarters merged over dated months",
        [
            [None, None, "Q1", None, None, None],
            ["Area", "Measure", day(4), day(5), day(6), "Total"],
            ["PICU", "CLABSI", 1, 0, 2, 3],
            ["PICU", "Line days", 412, 398, 433, 1243],
        ],
        "I 2024-04 1 412; I 2024-05 0 398; I 2024-06 2 433",
        merges=("C1:F1",),
        left_out=("Total",),
    )
    yield book(
        "year over quarter over month",
        [
            ["PICU"],
            [None, "2024/25", None, None, None, None, None],
            [None, "Q1", None, None, "Q4", None, None],
            ["Measure", "Apr", "May", "Jun", "Jan", "Feb", "Mar"],
            ["CLABSI", 1, 0, 2, 0, 1, 0],
            ["Line days", 412, 398, 433, 401, 420, 415],
        ],
        "I 2024-04 1 412; I 2024-05 0 398; I 2024-06 2 433; I 2025-01 0 401; I 2025-02 1 420; I 2025-03 0 415",
        merges=("B2:G2", "B3:D3", "E3:G3"),
    )
    yield book(
        "quarters of the calendar merged over months",
        [
            ["PICU 2024"],
            [None, "Q1", None, None, "Q2", None, None],
            ["Measure", "Jan", "Feb", "Mar", "Apr", "May", "Jun"],
            ["CLABSI", 1, 0, 2, 0, 1, 0],
            ["Line days", 412, 398, 433, 401, 420, 415],
        ],
        "I 2024-01 1 412; I 2024-02 0 398; I 2024-03 2 433; I 2024-04 0 401; I 2024-05 1 420; I 2024-06 0 415",
        merges=("B2:D2", "E2:G2"),
    )
    yield book(
        "a quarter of a plain year over the months it holds",
        [
            ["PICU"],
            [None, "Q1 2024", None, None, "Q2 2024", None, None],
            ["Measure", "Jan", "Feb", "Mar", "Apr", "May", "Jun"],
            ["CLABSI", 1, 0, 2, 0, 1, 0],
            ["Line days", 412, 398, 433, 401, 420, 415],
        ],
        "I 2024-01 1 412; I 2024-02 0 398; I 2024-03 2 433; I 2024-04 0 401; I 2024-05 1 420; I 2024-06 0 415",
        merges=("B2:D2", "E2:G2"),
    )
    yield book(
        "a quarter over months over measures",
        [
            ["2024/25"],
            [None, "Q1", None, None, None, None, None, None, None],
            [None, "Apr", None, "May", None, "Jun", None, "Q1 total", None],
            ["Ward", "CLABSI", "Line days", "CLABSI", "Line days", "CLABSI", "Line days", "CLABSI", "Line days"],
            ["PICU", 1, 412, 0, 398, 2, 433, 3, 1243],
            ["Oncology", 0, 900, 1, 910, 0, 920, 1, 2730],
        ],
        "I 2024-04 1 412; I 2024-05 0 398; I 2024-06 2 433; H 2024-04 0 900; H 2024-05 1 910; H 2024-06 0 920",
        merges=("B2:I2", "B3:C3", "D3:E3", "F3:G3", "H3:I3"),
        left_out=("Q1 total",),
    )


def of_quarters_down() -> Iterator[Case]:
    rows = [
        ["PICU 2024/25"],
        ["Quarter", "Month", "CLABSI", "Line days"],
        ["Q1", "Apr", 1, 412],
        [None, "May", 0, 398],
        [None, "Jun", 2, 433],
        [None, "Total", 3, 1243],
        ["Q2", "Jul", 0, 401],
        [None, "Aug", 1, 420],
        [None, "Sep", 0, 415],
        [None, "Total", 1, 1236],
    ]
    yield book(
        "quarters merged beside months and their total", rows, SIX, merges=("A3:A6", "A7:A10"), left_out=("Total",)
    )
    yield book("quarters beside the first of their months", rows, SIX, left_out=("Total",))
    yield csv(
        "quarters beside months, a quarter's row below each",
        """
PICU 2024/25,,,
,Month,CLABSI,Line days
Q1,Apr,1,412
,May,0,398
,Jun,2,433
Q1 total,,3,1243
Q2,Jul,0,401
,Aug,1,420
,Sep,0,415
Q2 total,,1,1236
""",
        SIX,
        left_out=("Q1 total", "Q2 total"),
    )
    yield csv(
        "quarters with their year beside months",
        """
Quarter,Month,Area,CLABSI,Line days
Q1 2024/25,April,PICU,1,412
,May,PICU,0,398
,June,PICU,2,433
Q2 2024/25,July,PICU,0,401
,August,PICU,1,420
,September,PICU,0,415
""",
        SIX,
    )
    yield csv(
        "quarters beside every month",
        """
Year,Quarter,Month,Area,CLABSI,Line days
2024/25,Q1,Apr,PICU,1,412
2024/25,Q1,May,PICU,0,398
2024/25,Q1,Jun,PICU,2,433
2024/25,Q2,Jul,PICU,0,401
2024/25,Q2,Aug,PICU,1,420
2024/25,Q2,Sep,PICU,0,415
""",
        SIX,
    )
    yield csv(
        "quarters beside dated months",
        """
Quarter,Month,Area,CLABSI,Line days
Q1,Apr-24,PICU,1,412
,May-24,PICU,0,398
,Jun-24,PICU,2,433
,Q1,PICU,3,1243
Q2,Jul-24,PICU,0,401
,Aug-24,PICU,1,420
,Sep-24,PICU,0,415
,Q2,PICU,1,1236
""",
        SIX,
        left_out=("Q1", "Q2"),
    )
    yield csv(
        "a quarter's line above its months, its total below",
        """
CLABSI PICU 2024/25
Month,CLABSI,Line days
Quarter 1,,
Apr,1,412
May,0,398
Jun,2,433
Quarter 1,3,1243
Quarter 2,,
Jul,0,401
Aug,1,420
Sep,0,415
Quarter 2,1,1236
""",
        SIX,
        left_out=("Quarter 1",),
    )
    yield csv(
        "quarter totals beside years above the months",
        """
Month,CLABSI,Line days
2024/25,,
Apr,1,412
May,0,398
Jun,2,433
Q1,3,1243
Jul,0,401
Aug,1,420
Sep,0,415
Q2,1,1236
""",
        SIX,
        file="picu.csv",
        left_out=("Q1", "Q2"),
    )
    yield csv(
        "quarters of the calendar beside months",
        """
Year,Quarter,Month,Area,CLABSI,Line days
2024,Q1,Jan,PICU,1,412
,,Feb,PICU,0,398
,,Mar,PICU,2,433
,Q2,Apr,PICU,0,401
,,May,PICU,1,420
,,Jun,PICU,0,415
""",
        "I 2024-01 1 412; I 2024-02 0 398; I 2024-03 2 433; I 2024-04 0 401; I 2024-05 1 420; I 2024-06 0 415",
        left_out=(),
    )


def of_quarters_that_are_none() -> Iterator[Case]:
    """Files that look like these and are not: quarters without months stay quarters."""
    yield book(
        "quarters merged over measures are kept as quarters",
        [
            [None, "Q1 2024/25", None, "Q2 2024/25", None],
            ["Area", "CLABSI", "Line days", "CLABSI", "Line days"],
            ["PICU", 3, 1243, 1, 1236],
        ],
        "I 2024-Q2 3 1243; I 2024-Q3 1 1236",
        merges=("B1:C1", "D1:E1"),
    )
    yield book(
        "a year merged over quarters is kept as quarters",
        [
            [None, None, "2024/25", None],
            ["Area", "Measure", "Q1", "Q2"],
            ["PICU", "CLABSI", 3, 1],
            ["PICU", "Line days", 1243, 1236],
        ],
        "I 2024-Q2 3 1243; I 2024-Q3 1 1236",
        merges=("C1:D1",),
    )
    yield csv(
        "quarters whose months are areas",
        """
Quarter,Area,CLABSI,Line days
Q1 2024/25,PICU,3,1243
,Oncology,1,2730
Q2 2024/25,PICU,1,1236
,Oncology,0,2700
""",
        "I 2024-Q2 3 1243; I 2024-Q3 1 1236; H 2024-Q2 1 2730; H 2024-Q3 0 2700",
    )
    yield book(
        "the last quarter of a plain year over January",
        [
            ["PICU"],
            [None, "Q3 2024", None, None, "Q4 2024", None, None],
            ["Measure", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"],
            ["CLABSI", 1, 0, 2, 0, 1, 0],
            ["Line days", 412, 398, 433, 401, 420, 415],
        ],
        "I 2024-10 1 412; I 2024-11 0 398; I 2024-12 2 433; I 2025-01 0 401; I 2025-02 1 420; I 2025-03 0 415",
        merges=("B2:D2", "E2:G2"),
    )
    yield book(
        "the last quarter of a plain year alone over January",
        [
            ["PICU"],
            [None, "Q4 2024", None, None],
            ["Measure", "Jan", "Feb", "Mar"],
            ["CLABSI", 0, 1, 0],
            ["Line days", 401, 420, 415],
        ],
        "I 2025-01 0 401; I 2025-02 1 420; I 2025-03 0 415",
        "year:",
        merges=("B2:D2",),
        answers={"year:": "2025"},
    )
    yield csv(
        "totals of years below their months",
        """
Month,CLABSI,Line days
Jan,1,412
Feb,0,398
2023,1,810
Jan,2,433
Feb,0,401
2024,2,834
""",
        "I 2023-01 1 412; I 2023-02 0 398; I 2024-01 2 433; I 2024-02 0 401",
        file="picu.csv",
        left_out=("2023", "2024"),
    )
    yield csv(
        "totals of quarters and years below their months",
        """
Month,CLABSI,Line days
Feb,1,412
Mar,0,398
Q4,1,810
2023/24,1,810
Apr,2,433
May,0,401
Q1,2,834
2024/25,2,834
""",
        "I 2024-02 1 412; I 2024-03 0 398; I 2024-04 2 433; I 2024-05 0 401",
        file="picu.csv",
        left_out=("2023/24", "2024/25", "Q4", "Q1"),
    )
    yield csv(
        "totals of financial years below their months",
        """
Area,Month,CLABSI,Line days
PICU,Feb,1,412
,Mar,0,398
,2023/24,1,810
,Apr,2,433
,May,0,401
,2024/25,2,834
""",
        "I 2024-02 1 412; I 2024-03 0 398; I 2024-04 2 433; I 2024-05 0 401",
        left_out=("2023/24", "2024/25"),
    )
    yield csv(
        "a quarter's total without a name beside its quarter",
        """
PICU 2024/25
Quarter,Month,CLABSI,Line days
Q1,Apr,1,412
,May,0,398
,Jun,2,433
Q1,,3,1243
Q2,Jul,0,401
,Aug,1,420
,Sep,0,415
Q2,,1,1236
""",
        SIX,
        left_out=("Q1", "Q2"),
    )
