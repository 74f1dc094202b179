"""Files written from the promises alone, without a look at the code: what they found is kept here."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case

ONE = "I 2024-04 1 412; I 2024-05 0 398"
LEVELS = {("PICU", "2024-04", "merp_c"): 6.0, ("Whole hospital", "2024-04", "merp_c"): 31.0}


def of_the_blind() -> Iterator[Case]:
    """All of them."""
    yield from of_medication()
    yield from of_headers()
    yield from of_openings()


def of_medication() -> Iterator[Case]:
    yield csv(
        "levels down, months beside them and areas across are no list of events",
        """
Month,Level,Trust,PICU
Apr-24,Incidents,38,9
Apr-24,Category C,31,6
""",
        "W 2024-04 38; P 2024-04 9",
        theme="medication",
        extra=LEVELS,
    )
    yield csv(
        "a column headed Site that holds numbers is no list of events",
        """
Month,Level,Site,PICU
Apr-24,Incidents,38,9
Apr-24,Category C,31,6
""",
        "W 2024-04 38; P 2024-04 9",
        theme="medication",
        extra=LEVELS,
    )
    yield book(
        "a grand total under merged months is not the last month's",
        [
            ["Month", "Level", "PICU"],
            [day(4), "Category C", 6],
            [None, "Category D", 1],
            [day(5), "Category C", 4],
            [None, "Category D", 2],
            [None, "Total", 13],
        ],
        "",
        theme="medication",
        left_out=("Total",),
        extra={
            ("PICU", month, item): value
            for month, item, value in (
                ("2024-04", "merp_c", 6.0),
                ("2024-04", "merp_d", 1.0),
                ("2024-05", "merp_c", 4.0),
                ("2024-05", "merp_d", 2.0),
            )
        },
    )
    yield csv(
        "an area's own total beside its levels",
        """
Month,PICU Cat C,PICU Total,Trust Cat C,Trust Total
Apr-24,6,9,31,38
""",
        "W 2024-04 38; P 2024-04 9",
        "means:total",
        theme="medication",
        extra=LEVELS,
        answers={"means:": "yes"},
    )
    yield csv(
        "numbers under Trust beside those under PICU are no centre's name",
        """
,Incidents,
Month,PICU,Trust
Apr-24,9,38
May-24,7,41
""",
        "W 2024-04 38; P 2024-04 9; W 2024-05 41; P 2024-05 7",
        theme="medication",
    )


def of_headers() -> Iterator[Case]:
    yield csv(
        "All above its columns is the whole hospital beside PICU",
        """
,All,,PICU,
Month,Incidents,Cat C,Incidents,Cat C
Apr-24,38,31,9,6
""",
        "W 2024-04 38; P 2024-04 9",
        theme="medication",
        extra=LEVELS,
    )
    yield csv(
        "Excel's day numbers across with a total behind them",
        """
Area,Measure,45383,45413,Total
PICU,CLABSI,1,0,1
PICU,Line days,412,398,810
""",
        ONE,
        left_out=("Total",),
    )
    yield csv(
        "a footnote under a column of numbers",
        """
CLABSI,Month,Area,Line days
1,Apr-24,PICU,412
0,May-24,PICU,398
Source: infection control
""",
        ONE,
        left_out=("Source",),
    )
    yield csv(
        "two units of one area",
        """
Month,Area,CLABSI,Line days
Apr-24,PICU 1,1,212
Apr-24,PICU 2,0,200
""",
        "I 2024-04 1 412",
        "add:ICU",
        answers={"add:": "add"},
    )


def of_openings() -> Iterator[Case]:
    yield book(
        "two filters above a pivot",
        {
            "PICU": [
                ["Site", "(All)"],
                ["Year", "2024"],
                [None],
                ["Row Labels", "CLABSI", "Line days"],
                ["Apr-24", 1, 412],
                ["May-24", 0, 398],
                ["Grand Total", 1, 810],
            ]
        },
        ONE,
    )
    yield csv(
        "who prepared it is listed among what was left out",
        """
Month,Area,CLABSI,Line days,Prepared by
Apr-24,PICU,1,412,Sam Field
May-24,PICU,0,398,Sam Field
""",
        ONE,
        left_out=("column E1",),
    )
