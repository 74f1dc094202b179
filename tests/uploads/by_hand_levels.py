"""Stages, grades and categories down one column or across under one heading, and tables that only look like them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case, Counts

HEAD = [[None, None, "PIVIE stage", None, None, None, None], ["Month", "Area", 1, 2, 3, 4, "PIV line days"]]
BODY = [["Apr-24", "PICU", 3, 1, 0, 0, 800], ["May-24", "PICU", 2, 1, 0, 1, 810]]
TWO = "I 2024-04 3 1 0 0 800; I 2024-05 2 1 0 1 810"
ONE = "I 2024-04 3 1 0 0 800"


def of_levels() -> Iterator[Case]:
    """All of them."""
    yield from of_codes_down()
    yield from of_codes_across()
    yield from of_stage_nought()
    yield from of_categories()
    yield from of_what_only_looks_so()


def _csv(name: str, text: str, expected: str, *asks: str, **more: Any) -> Case:
    return csv(name, text, expected, *asks, theme="peripheral", **more)


def _book(name: str, rows: Any, expected: str, *asks: str, **more: Any) -> Case:
    return book(name, rows, expected, *asks, theme="peripheral", **more)


def of_codes_down() -> Iterator[Case]:
    rows = [("1", 3), ("2", 1), ("3", 0), ("4", 0)]
    for head, counted in (("Stage", "Number"), ("PIVIE stage", "PIVIEs"), ("Grade", "Cases"), ("PIVIE grade", "Leaks")):
        lines = "".join(f"Apr-24,PICU,{code},{n},800\n" for code, n in rows)
        yield _csv(f"{head} down beside {counted}", f"Month,Area,{head},{counted},PIV days\n{lines}", ONE)
    roman = "".join(
        f"Apr-24;PICU;{code};{n};800\n" for code, n in zip(("I", "II", "III", "IV"), (3, 1, 0, 0), strict=True)
    )
    yield _csv("Roman stages down between semicolons", f"Month;Ward;Stage;Count;Cannula days\n{roman}", ONE)
    yield _csv(
        "stages down with the days as one more row",
        "Month,Area,Stage,Number\n"
        + "".join(f"Apr-24,PICU,{c},{n}\n" for c, n in rows)
        + "Apr-24,PICU,PIV line days,800",
        ONE,
    )
    yield _book(
        "stages down, the month and the days only in their first row, with totals and a note",
        [
            ["PIVIE return"],
            [],
            ["Month", "Area", "Stage", "Number of PIVIE", "PIV days"],
            [day(4), "PICU", 1, 3, 800],
            [None, None, 2, 1, None],
            [None, None, 3, 0, None],
            [None, None, 4, 0, None],
            [None, None, "Total", 4, 800],
            [day(5), "PICU", 1, 2, 810],
            [None, None, 2, 1, None],
            [None, None, 3, 0, None],
            [None, None, 4, 1, None],
            [None, None, "Total", 4, 810],
            [],
            ["Stages by the local scale"],
        ],
        TWO,
        left_out=("Total",),
    )
    yield _csv(
        "stages down with words behind them",
        """
Month,Area,Grade,Number,PIV days
Apr-24,PICU,1 - slight,3,800
Apr-24,PICU,2 - mild,1,800
Apr-24,PICU,3 (moderate),0,800
Apr-24,PICU,4: serious,0,800
""",
        ONE,
    )
    yield _csv(
        "stages down and months across",
        """
Area,Stage,Apr-24,May-24
PICU,1,3,2
,2,1,1
,3,0,0
,4,0,1
,PIV days,800,810
""",
        TWO,
    )
    yield _csv(
        "stages down and areas across",
        "PIVIE April 2024\n\nStage,PICU,Onc\n1,3,2\n2,1,1\n3,0,0\n4,0,0\nPIV line days,800,400",
        f"{ONE}; H 2024-04 2 1 0 0 400",
    )
    yield _csv(
        "stages down with those not staged",
        """
Month,Area,Stage,Number,PIV days
Apr-24,PICU,1,3,800
Apr-24,PICU,2,1,800
Apr-24,PICU,3,0,800
Apr-24,PICU,4,0,800
Apr-24,PICU,Not staged,2,800
""",
        ONE,
        extra={("ICU", "2024-04", "unstaged"): 2.0},
    )


def of_codes_across() -> Iterator[Case]:
    yield _book("stages across under one heading", [*HEAD, *BODY], TWO)
    yield _book(
        "stages across under a heading beside the others",
        [["Month", "Area", "Stage", None, None, None, "PIV line days"], [None, None, 1, 2, 3, 4, None], *BODY],
        TWO,
    )
    yield _book(
        "stages across with their total",
        [[*HEAD[0], None], [*HEAD[1][:6], "Total", "PIV days"], *([*r[:6], sum(r[2:6]), r[6]] for r in BODY)],  # type: ignore[list-item]
        TWO,
        left_out=("Total",),
    )
    yield _csv(
        "stages across as text",
        """
PIVIE return 2024/25

Month,Area,PIVIE Stage,,,,PIV line days
,,1,2,3,4,
Apr-24,PICU,3,1,0,0,800
May-24,PICU,2,1,0,1,810
Total,,5,2,0,1,1610
""",
        TWO,
        left_out=("Total",),
    )
    yield _csv("Roman stages across", "Month,Area,Stage,,,,PIV days\n,,I,II,III,IV,\nApr-24,PICU,3,1,0,0,800", ONE)
    yield _csv(
        "stages across that only the title names",
        "PIVIE by stage,,,,,,\nMonth,Area,1,2,3,4,PIV days\nApr-24,PICU,3,1,0,0,800",
        ONE,
    )
    yield _csv("the word stage over the first only", "Month,Area,Stage 1,2,3,4,PIV days\nApr-24,PICU,3,1,0,0,800", ONE)
    yield _book(
        "stages across for each area",
        {
            "PIVIE": [
                [None, "PICU", None, None, None, None, "Onc", None, None, None, None],
                [None, "Stage", None, None, None, None, "Stage", None, None, None, None],
                ["Month", 1, 2, 3, 4, "PIV days", 1, 2, 3, 4, "PIV days"],
                ["Apr-24", 3, 1, 0, 0, 800, 2, 0, 0, 0, 400],
            ]
        },
        f"{ONE}; H 2024-04 2 0 0 0 400",
    )
    yield _book(
        "stages across under headings that name the area",
        {
            "PIVIE": [
                [None, "PICU stage", None, None, None, None, "Onc stage", None, None, None, None],
                ["Month", 1, 2, 3, 4, "PIV days", 1, 2, 3, 4, "PIV days"],
                ["Apr-24", 3, 1, 0, 0, 800, 2, 0, 0, 0, 400],
            ]
        },
        f"{ONE}; H 2024-04 2 0 0 0 400",
    )


def of_stage_nought() -> Iterator[Case]:
    lines = "".join(f"Apr-24,PICU,{code},{n},800\n" for code, n in enumerate((9, 3, 1, 0, 0)))
    down = f"Month,Area,Stage,Number,PIV days\n{lines}"
    yield _csv("stages from nought down", down, ONE, "column:", left_out=("row 2",))
    yield _book(
        "stages from nought across",
        [
            [None, None, "Stage", None, None, None, None, None],
            ["Month", "Area", 0, 1, 2, 3, 4, "PIV days"],
            ["Apr-24", "PICU", 9, 3, 1, 0, 0, 800],
        ],
        ONE,
        "column:",
        left_out=("Stage 0",),
    )


def of_categories() -> Iterator[Case]:
    letters = {"a": 3.0, "b": 1.0, "c": 6.0, "i": 0.0}
    found: Counts = {("Whole hospital", "2024-04", f"merp_{letter}"): n for letter, n in letters.items()}
    for head in ("Category", "MERP category", "NCC MERP level", "Harm category (A-I)"):
        lines = "".join(f"Apr-24,Trust,{letter.upper()},{n:g}\n" for letter, n in letters.items())
        yield csv(
            f"{head} down beside incidents",
            f"Month,Area,{head},Incidents\n{lines}Apr-24,Trust,Total,10",
            "W 2024-04 10",
            theme="medication",
            extra=found,
        )
    spelt = "".join(f"Apr-24,Trust,Cat {letter.upper()},{n:g}\n" for letter, n in letters.items())
    yield csv(
        "categories spelt out down", f"Month,Area,Severity,No of errors\n{spelt}", "", theme="medication", extra=found
    )
    yield csv(
        "categories across under one heading",
        "Month,Area,MERP category,,,,Total\n,,A,B,C,I,\nApr-24,Trust,3,1,6,0,10",
        "W 2024-04 10",
        theme="medication",
        extra=found,
    )
    harm = {"none": 30.0, "low": 6.0, "moderate": 2.0, "severe": 0.0, "fatal": 0.0}
    yield csv(
        "national levels down beside incidents",
        "Month,Area,Level of harm,Incidents\n"
        + "".join(f"Apr-24,Trust,{name.capitalize()},{n:g}\n" for name, n in harm.items()),
        "",
        theme="medication",
        extra={("Whole hospital", "2024-04", f"harm_{name}"): n for name, n in harm.items()},
    )


def of_what_only_looks_so() -> Iterator[Case]:
    by_month = dict(enumerate((0,) * 12, 1))
    yield _csv(
        "months numbered 1 to 12 under a title that speaks of stages",
        f"PICU\nStage 3\n\nYear,{','.join(map(str, by_month))}\n"
        f"2024,{','.join(map(str, by_month.values()))}\n2025,0,0,0,0,0,0,0,0,0,0,0,0",
        "",
        extra={("ICU", f"{year}-{m:02d}", "stage_3"): float(n) for year in (2024, 2025) for m, n in by_month.items()},
    )
    yield _csv(
        "small counts under stages spelt out are counts",
        """
Month,Area,Stage 1,Stage 2,Stage 3,Stage 4,PIV days
Apr-24,PICU,1,2,3,4,800
May-24,PICU,4,3,2,1,810
""",
        "I 2024-04 1 2 3 4 800; I 2024-05 4 3 2 1 810",
    )
    yield _csv(
        "small counts under stages across are counts",
        """
Month,Area,Stage,,,,PIV days
,,1,2,3,4,
Apr-24,PICU,1,2,3,4,800
May-24,PICU,1,2,3,4,810
""",
        "I 2024-04 1 2 3 4 800; I 2024-05 1 2 3 4 810",
    )
    yield _csv(
        "counts that look like stages beside stages down",
        """
Month,Area,Stage,Number,PIV days
Apr-24,PICU,1,4,800
Apr-24,PICU,2,3,800
Apr-24,PICU,3,2,800
Apr-24,PICU,4,1,800
""",
        "I 2024-04 4 3 2 1 800",
    )
    yield _csv(
        "counts that run on from Stage 1 are counts",
        """
Area,Stage,Apr-24,May-24,Jun-24
PICU,Stage 1,2,3,4
PICU,Stage 2,3,4,5
PICU,Stage 3,0,0,0
PICU,Stage 4,0,0,0
PICU,PIV days,800,810,820
""",
        "I 2024-04 2 3 0 0 800; I 2024-05 3 4 0 0 810; I 2024-06 4 5 0 0 820",
    )
