"""Files written by hand in the styles of wards, scorecards and pivots, each with what must come out of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.by_hand_asides import of_asides
from tests.uploads.by_hand_asked import of_other_themes, of_questions
from tests.uploads.by_hand_blind import of_the_blind
from tests.uploads.by_hand_dates import of_dates_and_doubts
from tests.uploads.by_hand_extra_words import of_extra_words
from tests.uploads.by_hand_forms import of_forms
from tests.uploads.by_hand_held_back import of_the_held_back
from tests.uploads.by_hand_levels import of_levels
from tests.uploads.by_hand_shares import of_shares
from tests.uploads.by_hand_tools import of_tools
from tests.uploads.by_hand_years import of_times
from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case


def by_hand() -> Iterator[Case]:
    """All files written by hand."""
    yield from of_pivots_and_totals()
    yield from of_dates()
    yield from of_headers()
    yield from of_questions()
    yield from of_other_themes()
    yield from of_the_blind()
    yield from of_extra_words()
    yield from of_tools()
    yield from of_the_held_back()
    yield from of_forms()
    yield from of_levels()
    yield from of_shares()
    yield from of_times()
    yield from of_dates_and_doubts()
    yield from of_asides()


def of_pivots_and_totals() -> Iterator[Case]:
    two = "I 2024-04 1 800; I 2024-05 2 900; H 2024-04 0 400; H 2024-05 0 300"
    yield csv(
        "a compact pivot",
        """
Row Labels,Sum of CLABSI,Sum of Line days
PICU,3,1700
Apr-24,1,800
May-24,2,900
Haem/Onc,0,700
Apr-24,0,400
May-24,0,300
Grand Total,3,2400
""",
        two,
        left_out=("Grand Total", "PICU"),
    )
    yield csv(
        "years above their months",
        """
Month,CLABSI,Line days
2023/24,12,9000
Apr,1,800
May,2,900
2024/25,3,8000
Apr,0,810
May,1,820
""",
        "I 2023-04 1 800; I 2023-05 2 900; I 2024-04 0 810; I 2024-05 1 820",
        file="picu.csv",
        left_out=("2023/24",),
    )
    yield csv(
        "quarters and a year among months",
        """
Month,Ward,CLABSI,Line days
Apr-24,PICU,1,800
May-24,PICU,0,790
Jun-24,PICU,1,810
Q1,PICU,2,2400
Jul-24,PICU,0,800
Total 24/25,PICU,2,3200
""",
        "I 2024-04 1 800; I 2024-05 0 790; I 2024-06 1 810; I 2024-07 0 800",
        left_out=("Q1", "Total 24/25"),
    )
    yield book(
        "a scorecard",
        [
            ["Patient Safety Dashboard 2024/25"],
            ["Women's & Children's Division"],
            [],
            ["Metric", "Target", "Apr", "May", "Jun", "Q1", "Jul", "YTD", "Trend"],
            ["CLABSI - PICU", 0, 1, 0, 2, 3, 0, 3, "up"],
            ["Central line days - PICU", None, 810, 799, 820, 2429, 805, 3234, None],
            ["CLABSI - Haem/Onc", 0, 0, 0, 1, 1, 0, 1, None],
            ["Central line days - Haem/Onc", None, 400, 410, 420, 1230, 390, 1620, None],
            ["CLABSI rate PICU", "<1", 1.2, 0, 2.4, 1.2, 0, 0.9, None],
        ],
        "I 2024-04 1 810; I 2024-05 0 799; I 2024-06 2 820; I 2024-07 0 805; H 2024-04 0 400; H 2024-05 0 410; "
        "H 2024-06 1 420; H 2024-07 0 390",
        left_out=("Target", "Q1", "YTD", "rate"),
    )
    yield book(
        "months in merged cells, a total for each",
        [
            ["Month", "Unit", "No. CLABSI", "Line Days"],
            [day(4), "PICU", 1, 800],
            [None, "Haem Onc", 0, 400],
            [None, "Total", 1, 1200],
            [day(5), "PICU", 2, 900],
            [None, "Haem Onc", 0, 300],
            [None, "Total", 2, 1200],
        ],
        two,
        left_out=("Total",),
    )
    yield csv(
        "sums without a name",
        """
Month,Ward,CLABSI,Line days
Apr-24,PICU,1,800
May-24,PICU,2,700
,,3,1500
""",
        "I 2024-04 1 800; I 2024-05 2 700",
        left_out=("unnamed totals",),
    )
    yield csv(
        "Total is left out, All is kept",
        """
Month,Area,CLABSI,Line days
Apr-24,PICU,1,800
Apr-24,All,1,1500
Apr-24,Total,1,1500
""",
        "I 2024-04 1 800; W 2024-04 1 1500",
        left_out=("Total",),
    )
    yield csv(
        "years down and months across",
        """
Line infections and line days

PICU CLABSI,Apr,May,Jan
2023/24,1,0,2
2024/25,0,1,0

PICU line days,Apr,May,Jan
2023/24,800,790,810
2024/25,801,791,811
""",
        "I 2023-04 1 800; I 2023-05 0 790; I 2024-01 2 810; I 2024-04 0 801; I 2024-05 1 791; I 2025-01 0 811",
    )
    yield csv(
        "a year beside its quarters",
        """
Area,Measure,Q1 24/25,Q2 24/25,24/25
PICU,CLABSI,1,0,1
PICU,Line days,2400,2300,4700
""",
        "I 2024-Q2 1 2400; I 2024-Q3 0 2300",
        left_out=("24/25",),
    )
    yield csv(
        "the header again on the next page",
        """
Month,Ward,CLABSI,Line days
Apr-24,PICU,1,800
Month,Ward,CLABSI,Line days
May-24,PICU,2,900
""",
        "I 2024-04 1 800; I 2024-05 2 900",
    )
    yield book(
        "the same numbers on two sheets",
        {
            "Data": [["Month", "Area", "CLABSI", "Line days"], ["Apr-24", "PICU", 1, 800]],
            "Summary": [["Month", "Area", "CLABSI", "Line days"], ["Apr-24", "PICU", 1, 800]],
        },
        "I 2024-04 1 800",
    )
    yield book(
        "another theme's sheet",
        {
            "CLABSI": [["Month", "Area", "CLABSI", "Line days"], ["Apr-24", "PICU", 1, 800]],
            "PIVIE": [["Month", "Area", "Stage 1", "Stage 2", "Line days"], ["Apr-24", "PICU", 1, 3, 700]],
        },
        "I 2024-04 1 800",
        left_out=("PIVIE",),
    )


def of_dates() -> Iterator[Case]:
    three = "I 2024-04 1 800; I 2024-05 0 790; I 2024-06 0 780"
    yield csv(
        "each month in another style",
        """
Month,Area,CLABSI,Line days
Apr-24,PICU,1,800
01/05/2024,PICU,0,790
2024-06,PICU,0,780
""",
        three,
    )
    yield csv(
        "the year in the first row only",
        """
Month,Ward,CLABSI,Line days
Nov 2024,PICU,1,800
Dec,PICU,0,790
Jan,PICU,0,780
""",
        "I 2024-11 1 800; I 2024-12 0 790; I 2025-01 0 780",
    )
    yield csv(
        "a year for each table",
        """
PICU 2023/24
Month,CLABSI,Line days
Apr,1,800
Mar,0,790

PICU 2024/25
Month,CLABSI,Line days
Apr,0,801
Mar,2,791
""",
        "I 2023-04 1 800; I 2024-03 0 790; I 2024-04 0 801; I 2025-03 2 791",
    )
    yield csv(
        "months numbered and named",
        """
Financial Year,Month No,Month,Area,CLABSI,Line days
2024/25,1,April,PICU,1,800
2024/25,10,January,PICU,0,700
""",
        "I 2024-04 1 800; I 2025-01 0 700",
    )
    yield csv(
        "calendar numbers in a financial year",
        """
Year,Month,Area,CLABSI,Line days
2024/25,11,PICU,1,800
2024/25,12,PICU,0,790
2024/25,1,PICU,0,780
""",
        "I 2024-11 1 800; I 2024-12 0 790; I 2025-01 0 780",
    )
    yield csv(
        "the day it was entered beside the month",
        """
Month,Date entered,Area,CLABSI,Line days
Apr-24,03/05/2024,PICU,1,800
May-24,04/06/2024,PICU,0,790
""",
        "I 2024-04 1 800; I 2024-05 0 790",
        left_out=("Date entered",),
    )
    yield book(
        "Apr-24 typed into a spreadsheet",
        [["Month", "Area", "CLABSI", "Line days"], *([day(m, 24, 2026), "PICU", m % 2, 800 + m] for m in range(4, 7))],
        "I 2024-04 0 804; I 2024-05 1 805; I 2024-06 0 806",
        "dates:",
    )
    yield book(
        "days and months swapped by a spreadsheet",
        [["Month", "Area", "CLABSI", "Line days"], *([day(1, m), "PICU", 0, 800 + m] for m in range(1, 7))],
        "; ".join(f"I 2024-{m:02d} 0 {800 + m}" for m in range(1, 7)),
        "dates:",
    )
    days = "\n".join(f"{d:02d}/04/2024,PICU,{20 + d % 3},{int(d == 5)}" for d in range(1, 31))
    yield csv("a row a day", f"Date,Ward,Line days,CLABSI\n{days}", "I 2024-04 1 630", "daily:")
    some = "\n".join(f"{d:02d}/04/2024,PICU,20,{int(d == 5)}" for d in range(1, 13))
    yield csv(
        "a row a day, as far as the twelfth",
        f"Date,Ward,Line days,CLABSI\n{some}",
        "",
        "dates:",
        answers={"dates:": "month first"},
        extra={
            ("ICU", f"2024-{d:02d}", item): value
            for d in range(1, 13)
            for item, value in (("clabsi", float(d == 5)), ("central_line_days", 20.0))
        },
    )
    yield csv(
        "months without any year",
        """
Month,Ward,CLABSI,Line days
Apr,PICU,1,800
May,PICU,0,790
Jun,PICU,0,780
""",
        three,
        "year:",
        answers={"year:": "2024"},
    )
    yield csv(
        "a calendar year over financial months",
        """
CLABSI 2024

Month,Ward,CLABSI,Line days
Nov,PICU,1,800
Dec,PICU,0,790
Jan,PICU,0,780
""",
        "I 2024-11 1 800; I 2024-12 0 790; I 2025-01 0 780",
        "year:",
    )
    yield csv(
        "the month of the report over other months",
        """
CLABSI report April 2025

Month,Ward,CLABSI,Line days
Nov,PICU,1,800
Dec,PICU,0,790
Jan,PICU,0,780
""",
        "I 2024-11 1 800; I 2024-12 0 790; I 2025-01 0 780",
        "year:",
        answers={"year:": "2024/25"},
    )
    yield csv(
        "the year only in the file's name",
        "Month,Ward,CLABSI,Line days\nApr,PICU,1,800\nMay,PICU,0,790",
        "I 2024-04 1 800; I 2024-05 0 790",
        "year:",
        file="lines 2024.csv",
    )
    yield csv(
        "the month of the upload in the file's name",
        "Month,Ward,CLABSI,Line days\nApr,PICU,1,800",
        "I 2024-04 1 800",
        "year:",
        file="CLABSI May 2026.csv",
        answers={"year:": "2024"},
    )
    yield csv(
        "all wards are not the other wards",
        "CLABSI, all wards\n\nMonth,CLABSI,Line days\nApr-24,1,800",
        "W 2024-04 1 800",
    )
    yield csv(
        "a title cut in two by its comma", "CLABSI data, PICU\nMonth,CLABSI,Line days\nApr-24,1,800", "I 2024-04 1 800"
    )
    yield csv(
        "FY24",
        "Year,Area,CLABSI,Line days\nFY24,PICU,4,9600\nFY25,PICU,3,9500",
        "",
        "dates:",
        extra={
            ("ICU", "2023/24", "clabsi"): 4,
            ("ICU", "2023/24", "central_line_days"): 9600,
            ("ICU", "2024/25", "clabsi"): 3,
            ("ICU", "2024/25", "central_line_days"): 9500,
        },
    )
    yield csv(
        "one month of a month-first file",
        "Month,Area,CLABSI,Line days\n04/01/2024,PICU,2,800",
        "I 2024-04 2 800",
        "dates:",
        answers={"dates:": "month first"},
    )


def of_headers() -> Iterator[Case]:
    two = "I 2024-04 1 800; I 2024-05 0 790; H 2024-04 0 400; H 2024-05 1 410"
    yield csv(
        "the corner names the months, not the rows",
        """
Month,,Apr-24,May-24
PICU,CLABSI,1,0
,Line days,800,790
Haem/Onc,CLABSI,0,1
,Line days,400,410
""",
        two,
    )
    yield csv(
        "three levels of headers",
        """
,2024/25,,,
,PICU,,Haem/Onc,
Month,CLABSI,Line days,CLABSI,Line days
Apr,1,800,0,400
May,0,790,1,410
""",
        two,
    )
    yield csv(
        "words over two rows",
        """
,,Central line,Central line
Month,Ward,infections,days
Apr-24,PICU,1,800
May-24,PICU,0,790
Apr-24,Onc,0,400
May-24,Onc,1,410
""",
        two,
    )
    yield csv(
        "the item first, then the area",
        """
Month,CLABSI PICU,CLABSI Onc,CVL days PICU,CVL days Onc
Apr-24,1,0,800,400
May-24,0,1,790,410
""",
        two,
    )
    yield csv(
        "Total CLABSI of one area is its CLABSI",
        "Month,Total CLABSI,Total line days\nApr-24,1,800\nMay-24,0,790",
        "I 2024-04 1 800; I 2024-05 0 790",
        file="PICU.csv",
    )
    yield csv(
        "days since the last are not infections",
        """
Month,Area,Days since last CLABSI,CLABSI,Line days,CLABSI last year
Apr-24,PICU,10,1,800,3
May-24,PICU,40,0,790,2
""",
        "I 2024-04 1 800; I 2024-05 0 790",
        left_out=("Days since last CLABSI", "CLABSI last year"),
    )
    yield csv(
        "European numbers",
        "Month;Ward;CLABSI;Line days\nApr-24;PICU;1;1.204,5\nMay-24;PICU;0;1.100,0",
        "I 2024-04 1 1204.5; I 2024-05 0 1100",
    )
    yield book(
        "numbers that look like years",
        {"Line days": [["Month", "PICU", "Haem-Onc"], [day(4), 2010, 1995], [day(5), 2020, 1990]]},
        "I 2024-04 . 2010; I 2024-05 . 2020; H 2024-04 . 1995; H 2024-05 . 1990",
    )
