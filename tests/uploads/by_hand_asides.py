"""Files with what stands beside the counts: summaries, keys, remarks, forecasts. Each with what must come out of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case

ONE = "I 2024-04 1 412; I 2024-05 0 398"
ROWS = [["Month", "CLABSI", "Line days"], [day(4), 1, 412], [day(5), 0, 398]]
LATER = [["Month", "CLABSI", "Line days"], [day(4, year=2025), 1, 400], [day(5, year=2025), 1, 400]]
OWN, OUT = {"counts:": "own", "rolling:": "own"}, {"counts:": "leave out", "rolling:": "leave out"}
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def of_asides() -> Iterator[Case]:
    """All of them."""
    yield from of_sheets_that_are_no_data()
    yield from of_titles_that_say_otherwise()
    yield from of_titles_that_only_seem_to()
    yield from of_figures_that_add_up()
    yield from of_summary_rows()
    yield from of_columns_beside()
    yield from of_two_columns()
    yield from of_pages_and_footnotes()
    yield from of_other_scales()


def of_sheets_that_are_no_data() -> Iterator[Case]:
    for name in ("Trajectory", "Forecast FY26", "Example", "PICU target", "TEST DATA", "Planned 25-26", "Dummy rows"):
        yield book(
            f"a sheet called {name} beside the counts", {"PICU": ROWS, name: [["PICU"], *LATER]}, ONE, left_out=(name,)
        )
    yield book(
        "an old copy of the same months beside the counts",
        {"PICU": ROWS, "PICU old": [ROWS[0], [day(4), 3, 300], [day(5), 2, 300]]},
        ONE,
        left_out=("PICU old",),
    )
    yield book(
        "a draft with other months is asked about",
        {"PICU": ROWS, "Draft": [["PICU"], *LATER]},
        f"{ONE}; I 2025-04 1 400; I 2025-05 1 400",
        "counts:",
        answers=OWN,
    )
    yield book("a draft alone is what there is", {"Draft": [["PICU"], *ROWS]}, ONE)
    yield book("test data alone are asked about", {"Test data": [["PICU"], *ROWS]}, "", "counts:", answers=OUT)
    yield book("a sheet of actual numbers against the target", {"Actual vs target": [["PICU"], *ROWS]}, ONE)
    yield book(
        "a place whose name begins with Old",
        {"PICU": ROWS, "Old Mill oncology": ROWS},
        f"{ONE}; H 2024-04 1 412; H 2024-05 0 398",
    )


def of_titles_that_say_otherwise() -> Iterator[Case]:
    for title in (
        "PICU improvement trajectory",
        "Targets PICU 2024/25",
        "PICU average month",
        "Median PICU infections by month",
        "England PICU",
        "PICU: national average",
        "All PICUs",
        "PICU CLABSI (days in thousands)",
        "PICU days in 000s",
    ):
        text = f"{title}\nMonth,CLABSI,Line days\nApr-24,1,412\nMay-24,0,398"
        yield csv(f"a title that says {title}", text, "", "counts:", answers=OUT)
    yield csv(
        "a title that says rates over numbers without days",
        "PICU infection rates\nMonth,CLABSI\nApr-24,1\n",
        "",
        "counts:",
        answers=OUT,
    )


def of_titles_that_only_seem_to() -> Iterator[Case]:
    for title in (
        "PICU CLABSI (target: zero)",
        "PICU infections against target",
        "PICU with mean per month",
        "Target < 1 PICU",
        "NHS England return PICU",
        "PICU national audit of infections",
        "PICU CLABSI rate per 1,000 line days",
        "PICU CLABSI per thousand line days",
        "PICU average stay 4.2 days",
        "PICU plan on a page",
    ):
        text = f"{title}\nMonth,CLABSI,Line days\nApr-24,1,412\nMay-24,0,398"
        yield csv(f"a title that only seems to: {title}", text, ONE)


def of_figures_that_add_up() -> Iterator[Case]:
    days = (310, 298, 305, 330, 290, 300, 321, 299, 307)
    counts = (1, 0, 1, 0, 2, 1, 0, 1, 1)
    sums = [f"{m}-24,{sum(counts[: i + 1])},{sum(days[: i + 1])}" for i, m in enumerate(MONTHS)]
    yield csv(
        "sums since April without a word for it",
        "\n".join(["PICU", "Month,CLABSI,Line days", *sums]),
        "",
        "rolling:",
        answers=OUT,
    )
    reports = [f"{m}-24,{sum(days[: i + 1]) // 10}" for i, m in enumerate(MONTHS)]
    yield csv(
        "reports since April without a word for it",
        "\n".join(["Month,Excellence reports", *reports]),
        "",
        "rolling:",
        theme="excellence",
        answers=OUT,
    )
    grown = [f"{m}-24,{20 + i},{300 + 20 * i}" for i, m in enumerate(MONTHS)]
    wanted = [f"W 2024-{4 + i:02d} {20 + i}" for i in range(9)]
    yield csv(
        "a service that grows every month",
        "\n".join(["Month,Medication incidents,Bed days", *grown]),
        "; ".join(wanted),
        "area:",
        theme="medication",
        answers={"area:": "Whole hospital"},
        extra={("Whole hospital", f"2024-{4 + i:02d}", "bed_days"): 300.0 + 20 * i for i in range(9)},
    )


def of_summary_rows() -> Iterator[Case]:
    names = ("Maximum", "Min", "St Dev", "FYTD", "Apr-May", "April to May", "H1", "Half-year", "Baseline 2022", "Goal")
    for name in names:
        yield csv(
            f"a row of {name} under the months",
            f"""
PICU
Month,CLABSI,Line days
Apr-24,1,412
May-24,0,398
{name},1,810
""",
            ONE,
            left_out=(name,),
        )
    for key in (["Legend"], ["RAG key"], []):
        rows = [*(f"{one},," for one in key), "Green,0,none", "Amber,1,one", "Red,2,more"]
        text = "\n".join(["PICU", "Month,CLABSI,Line days", "Apr-24,1,412", "May-24,0,398", *rows])
        yield csv(f"colours explained below {key}", text, ONE, left_out=("Green", "Red"))
    yield csv(
        "a remark among the months",
        """
PICU
Month,CLABSI,Line days
Apr-24,1,412
Please see the report on ward beds,,
Line days counted at noon on this ward from now on,,
May-24,0,398
""",
        ONE,
        left_out=("Please see", "Line days counted"),
    )
    yield csv(
        "a line that names an area is no remark",
        """
Month,CLABSI,Line days
PICU,,
Apr-24,1,412
Oncology,,
Apr-24,2,900
""",
        "I 2024-04 1 412; H 2024-04 2 900",
    )


def of_columns_beside() -> Iterator[Case]:
    yield csv(
        "rows numbered from nought",
        """
,Month,Area,CLABSI,Line days
0,Apr-24,PICU,1,412
1,May-24,PICU,0,398
""",
        ONE,
    )
    yield csv(
        "a total without a name behind the months",
        """
Area,Measure,Apr-24,May-24,
PICU,CLABSI,1,0,1
PICU,Line days,412,398,810
""",
        ONE,
        left_out=("it is a total",),
    )
    yield book(
        "a summary beside the months",
        [
            ["PICU"],
            ["Month", "CLABSI", "Line days", None, "At a glance", "Year"],
            [day(4), 1, 412, None, "Infections", 1],
            [day(5), 0, 398],
        ],
        ONE,
        left_out=("At a glance",),
    )
    yield book(
        "areas side by side with a gap are no summary",
        [
            ["Month", "PICU", None, None, "Oncology", None],
            [None, "CLABSI", "Line days", None, "CLABSI", "Line days"],
            [day(4), 1, 412, None, 2, 900],
        ],
        "I 2024-04 1 412; H 2024-04 2 900",
    )
    yield book(
        "a colour for each area",
        [
            ["Month", "PICU", None, None, "Wards", None, None],
            [None, "CLABSI", "Line days", "RAG", "CLABSI", "Line days", "RAG"],
            [day(4), 1, 412, "Amber", 2, 900, "Red"],
            [day(5), 0, 398, "Green", 0, 910, "Green"],
        ],
        f"{ONE}; E 2024-04 2 900; E 2024-05 0 910",
        left_out=("RAG",),
    )
    yield csv(
        "a ward called Red is asked about",
        """
Month,Ward,CLABSI,Line days
Apr-24,Red,1,412
May-24,Red,0,398
""",
        ONE,
        "area:red",
        answers={"area:": "ICU"},
    )
    yield csv(
        "n beside its rate",
        """
Month,n,Line days,Rate
Apr-24,1,412,2.4
May-24,0,398,0
""",
        ONE,
        "area:",
        answers={"area:": "ICU"},
    )


def of_two_columns() -> Iterator[Case]:
    yield book(
        "an area over one measure",
        [["Month", "PICU"], [None, "Incidents"], ["Apr-24", 14], ["May-24", 9]],
        "P 2024-04 14; P 2024-05 9",
        theme="medication",
    )
    yield book(
        "a sheet for each measure of one area",
        {
            "CLABSI": [["Month", "PICU"], ["Apr-24", 1], ["May-24", 0]],
            "Line days": [["Month", "PICU"], ["Apr-24", 412], ["May-24", 398]],
        },
        ONE,
    )
    yield book(
        "one title over sheets of measures",
        {
            "No of CLABSI": [["Central line infections return"], ["Month", "PICU"], ["Apr-24", None], ["May-24", 0]],
            "Device days": [["Central line infections return"], ["Month", "PICU"], ["Apr-24", None], ["May-24", 398]],
        },
        "I 2024-05 0 398",
    )
    yield csv(
        "levels written without a space",
        """
Month,Area,Stage1,Stage2,Stage3,Stage4,PIVDays
Apr-24,PICU,4,3,1,0,310
""",
        "I 2024-04 4 3 1 0 310",
        theme="peripheral",
    )


def of_pages_and_footnotes() -> Iterator[Case]:
    head = ["Month", "CLABSI", "Line days"]
    yield book(
        "pages with their heads",
        [
            ["PICU infections", None, "Page 1 of 2"],
            head,
            ["Apr 2024", 1, 412],
            [],
            ["PICU infections", None, "Page 2 of 2"],
            head,
            ["May 2024", 0, 398],
        ],
        ONE,
    )
    yield csv(
        "numbered footnotes",
        """
PICU
Month [1],CLABSI [2],Line days [1]
Apr-24,1,412
May-24,0,398

[1] calendar months
[2] NHSN
""",
        ONE,
    )
    yield csv(
        "stages in brackets are no footnotes",
        """
Month,Area,Stage (1),Stage (2),Stage (3),Stage (4),Line days
Apr-24,PICU,4,3,1,0,310
""",
        "I 2024-04 4 3 1 0 310",
        theme="peripheral",
    )
    yield book(
        "a sheet of names that another program added",
        {"Summary of export": [["Sheet", "Table", "Name"], ["Sheet 1", "Table 1", "Sheet 1 - Table 1"]], "PICU": ROWS},
        ONE,
    )


def of_other_scales() -> Iterator[Case]:
    yield book(
        "a hair away from whole numbers",
        [ROWS[0], [day(4), 1.0000000000002, 412], [day(5), 2e-13, 398.00000000001]],
        ONE,
        file="picu.xlsx",
    )
    stages = "I 2024-04 4 3 1 0 310"
    for rate in ("Rate per 1,000", "Rate", "Rate per 1000 line days", "Rate per 100 children"):
        yield csv(
            f"{rate} beside all stages",
            f"""
PICU
Month,Stage 1,Stage 2,Stage 3,Stage 4,All stages,Line days,"{rate}"
Apr-24,4,3,1,0,8,310,25.8
""",
            stages,
            theme="peripheral",
            left_out=("All stages", rate),
        )
    yield csv(
        "near misses beside errors and their total",
        """
Whole hospital
Month,Near misses,Medication errors,Total
Apr-24,6,30,36
May-24,4,20,24
""",
        "W 2024-04 36; W 2024-05 24",
        "which:",
        "column:",
        theme="medication",
        answers={"which:": "total"},
    )
