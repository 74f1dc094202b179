"""Files with several columns that look like the month or the number, and what must come out of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case

ONE = "I 2024-04 1 412; I 2024-05 0 398"
TWO = "W 2024-04 31; W 2024-05 28"
FIGURES = (
    "Same month last year",
    "Previous year",
    "Rolling 12 months",
    "Prior month",
    "Month target",
    "Model year",
    "Months open",
    "Number of months",
    "12 month total",
)
UNKNOWN = dict.fromkeys(("Model year", "Months open"), ("column:",))  # nothing says what they are: asked


def of_dates_and_doubts() -> Iterator[Case]:
    """All of them."""
    yield from of_figures_beside_the_month()
    yield from of_years_that_are_years()
    yield from of_other_dates()
    yield from of_what_occurred()
    yield from of_days_and_parts()
    yield from of_doubts()


def of_figures_beside_the_month() -> Iterator[Case]:
    for header in FIGURES:
        yield csv(
            f"“{header}” behind months without a year",
            f"""
Medication incidents in the whole hospital 2024/25
Month,Incidents,{header}
Apr,31,9
May,28,12
""",
            TWO,
            *UNKNOWN.get(header, ()),
            theme="medication",
            left_out=(header,),
        )
        yield csv(
            f"“{header}” in front of whole months, with numbers that could be years",
            f"""
Month,{header},Incidents,Area
Apr-24,2011,31,Trust
May-24,2012,28,Trust
""",
            TWO,
            *UNKNOWN.get(header, ()),
            theme="medication",
            left_out=(header,),
        )
    yield csv(
        "the month before beside numbers of months",
        """
Year,Prior month,Month,Area,CLABSI,Line days
2024,3,4,PICU,1,412
2024,4,5,PICU,0,398
""",
        ONE,
        left_out=("Prior month",),
    )
    yield csv(
        "this year beside last year",
        """
PICU
Month,CLABSI last year,CLABSI this year,Line days
Apr-24,3,1,412
May-24,2,0,398
""",
        ONE,
        left_out=("CLABSI last year",),
    )
    yield csv(
        "this year, which is to date, beside the month's own number",
        """
PICU
Month,CLABSI,CLABSI last year,CLABSI this year,Line days
Apr-24,1,3,1,412
May-24,0,2,1,398
""",
        ONE,
        "column:",
        left_out=("CLABSI last year", "CLABSI this year"),
    )


def of_years_that_are_years() -> Iterator[Case]:
    for header in ("Year", "Calendar yr", "FY", "Reporting year", "Surveillance year"):
        yield csv(
            f"the year of the months under “{header}”",
            f"""
PICU
Month,{header},CLABSI,Line days
Apr,2024,1,412
May,2024,0,398
""",
            ONE,
        )
    yield csv(
        "a financial year by the year in which it ends, beside whole months",
        """
PICU
FY,Month,CLABSI,Line days
2025,Apr-24,1,412
2025,May-24,0,398
""",
        ONE,
        left_out=("FY",),
    )
    yield csv(
        "a column of adjustments called period 13",
        """
Month,Area,CLABSI,Line days,Period 13 adjustment
Apr-24,PICU,1,412,3
May-24,PICU,0,398,2
""",
        ONE,
        "column:",
        left_out=("Period 13",),
    )
    yield csv(
        "numbers under a fiscal month",
        """
Fiscal year,Fiscal month,Area,CLABSI,Line days
2024/25,1,PICU,1,412
2024/25,2,PICU,0,398
""",
        ONE,
    )
    yield csv(
        "twelve periods of a financial year are its months",
        """
PICU 2024/25
Period,CLABSI,Line days
P1,1,412
P2,0,398
""",
        ONE,
    )


def of_other_dates() -> Iterator[Case]:
    for header in ("Date submitted", "Report month", "Last updated", "Month due", "Admission in"):
        yield csv(
            f"“{header}” in front of the month",
            f"""
PICU
{header},Month,CLABSI,Line days
03/05/2024,Apr-24,1,412
04/06/2024,May-24,0,398
""",
            ONE,
            left_out=(header,),
        )
    yield csv(
        "the month of the data behind that of the report",
        """
PICU
Reporting month,Data month,CLABSI,Line days
2024-05,2024-04,1,412
2024-06,2024-05,0,398
""",
        ONE,
        left_out=("Reporting month",),
    )
    yield csv(
        "months by name and year beside the day on which they were entered",
        """
PICU
Date entered,Year,Month,CLABSI,Line days
03/05/2024,2024,Apr,1,412
04/06/2024,2024,May,0,398
""",
        ONE,
        left_out=("Date entered",),
    )
    yield csv(
        "only the day on which it was reported",
        """
PICU
Date reported,CLABSI,Line days
30/04/2024,1,412
31/05/2024,0,398
""",
        ONE,
    )
    yield csv(
        "the first and the last day of each month",
        """
PICU
Period start,Period end,CLABSI,Line days
01/04/2024,30/04/2024,1,412
01/05/2024,31/05/2024,0,398
""",
        ONE,
        left_out=("Period end",),
    )
    yield csv(
        "a week beside the month that it gives the year",
        """
PICU
Month,Week commencing,CLABSI,Line days
Apr,15/04/2024,1,412
May,20/05/2024,0,398
""",
        ONE,
    )


def of_what_occurred() -> Iterator[Case]:
    for told, occurred in (
        ("CLABSI reported in month", "CLABSI occurred in month"),
        ("CLABSI by report date", "CLABSI by date of onset"),
        ("CLABSI reported", "CLABSI by specimen date"),
    ):
        for first, second, one, two in ((told, occurred, "3", "1"), (occurred, told, "1", "3")):
            yield csv(
                f"“{first}” before “{second}”",
                f"""
PICU
Month,{first},{second},Line days
Apr-24,{one},{two},412
May-24,0,0,398
""",
                ONE,
                left_out=(told,),
            )
    yield csv(
        "what occurred beside what was reported, in each of two areas",
        """
Month,PICU CLABSI reported,PICU CLABSI occurred,Onc CLABSI reported,Onc CLABSI occurred
Apr-24,3,0,4,0
May-24,1,0,2,0
""",
        "I 2024-04 0; I 2024-05 0; H 2024-04 0; H 2024-05 0",
        left_out=("PICU CLABSI reported", "Onc CLABSI reported"),
    )
    yield csv(
        "infections that came with the child from another hospital's ward stay out",
        """
PICU
Month,Hospital onset CLABSI,CLABSI,Line days
Apr-24,0,1,412
May-24,0,0,398
""",
        ONE,
        "column:",
        left_out=("Hospital onset",),
    )


def of_days_and_parts() -> Iterator[Case]:
    yield csv(
        "numerator and denominator under a title that names the infections",
        """
Central line infections in PICU
Month,Numerator,Denominator
Apr-24,1,412
May-24,0,398
""",
        ONE,
    )
    yield csv(
        "days of peripheral lines under a common short name",
        """
Month,Area,Stage 1,Stage 2,Stage 3,Stage 4,PIVC days,Bed days
Apr-24,PICU,1,0,0,0,412,600
""",
        "I 2024-04 1 0 0 0 412",
        theme="peripheral",
        extra={("ICU", "2024-04", "bed_days"): 600.0},
    )
    yield csv(
        "days of something else beside the line days",
        """
Month,Area,CLABSI,Line days,Ventilator days
Apr-24,PICU,1,412,200
May-24,PICU,0,398,180
""",
        ONE,
        "column:",
        left_out=("Ventilator days",),
    )
    yield csv(
        "all but intensive care beside the other areas",
        """
Month,Area,CLABSI,Line days
Apr-24,PICU,1,412
Apr-24,Oncology,2,500
Apr-24,Non-ICU,0,300
""",
        "I 2024-04 1 412; H 2024-04 2 500; E 2024-04 0 300",
    )


def of_doubts() -> Iterator[Case]:
    """Files of which only the person knows the answer: until it is given, no number may stand there in its place."""
    rows = [["Month", "CLABSI", "Line days"], [day(4), 1, 412], [day(5), 0, 398]]
    yield csv(
        "two dates of equal right",
        """
PICU
Date,Month,CLABSI,Line days
03/05/2024,Apr-24,1,412
04/06/2024,May-24,0,398
""",
        ONE,
        "dates:month of",
        answers={"dates:month of": "month"},
    )
    yield csv(
        "numbers of months within a financial year",
        """
Financial year,Month,Area,CLABSI,Line days
2024/25,1,PICU,1,412
2024/25,2,PICU,0,398
""",
        ONE,
        "dates:calendar months",
        answers={"dates:": "financial months"},
    )
    yield csv(
        "numbers of months under a title with a financial year",
        "PICU 2024/25\nMonth,CLABSI,Line days\n" + "".join(f"{n},0,{400 + n}\n" for n in range(1, 13)),
        ";".join(f"I {2024 + (n > 9)}-{(n + 2) % 12 + 1:02d} 0 {400 + n}" for n in range(1, 13)),
        "dates:calendar months",
        answers={"dates:": "financial months"},
    )
    yield csv(
        "all but intensive care alone",
        """
Month,Area,CLABSI,Line days
Apr-24,Non-ICU,1,412
May-24,Non-ICU,0,398
""",
        ONE.replace("I ", "E "),
        "area:non icu",
        answers={"area:": "Elsewhere"},
    )
    yield book(
        "a title of another area than the sheet's",
        {"Oncology": [["PICU infections"], *rows]},
        ONE,
        "area:where oncology",
        answers={"area:": "ICU"},
    )
    months = [["Month", "CLABSI", "Line days"], ["Apr", 1, 412], ["May", 0, 398]]
    yield book(
        "a title of another year than the sheet's",
        {"2023": [["PICU infections 2024"], *months]},
        ONE,
        "year:2023",
        answers={"year:": "2024"},
    )
    yield csv(
        "two names of the same days",
        """
PICU
Month,CLABSI,CVC days,Line days
Apr-24,1,600,412
May-24,0,500,398
""",
        ONE,
        "which:central_line_days",
        answers={"which:": "line day"},
        left_out=("CVC days",),
    )
    yield csv(
        "incidents of all kinds in front of the theme's own",
        """
Month,Area,All incidents (Datix),Medication incidents
Apr-24,Trust,310,31
May-24,Trust,280,28
""",
        TWO,
        "which:total_incidents",
        theme="medication",
        left_out=("All incidents",),
    )
    yield csv(
        "reports of incidents as reports of excellence",
        """
Month,Incident reports
Apr-24,31
""",
        "W 2024-04 31",
        "column:incident report",
        theme="excellence",
        answers={"column:": "lfe_reports"},
    )
    yield csv(
        "incidents of another kind",
        """
Month,Area,Infection incidents
Apr-24,Trust,31
May-24,Trust,28
""",
        TWO,
        "column:infection incident",
        theme="medication",
        answers={"column:": "total_incidents"},
    )
    yield csv(
        "days under a name of the hospital's own beside bed days",
        """
Month,Area,Stage 1,Stage 2,Stage 3,Stage 4,Drip days,Bed days
Apr-24,PICU,1,0,0,0,412,600
""",
        "I 2024-04 1 0 0 0 412",
        "column:drip day",
        theme="peripheral",
        extra={("ICU", "2024-04", "bed_days"): 600.0},
        answers={"column:": "piv_line_days"},
    )
    yield csv(
        "numerator and denominator of nobody knows what",
        """
PICU
Month,Numerator,Denominator
Apr-24,1,412
May-24,0,398
""",
        ONE,
        "item:",
        answers={"item:": "clabsi"},
    )
    weeks = [datetime.date(2024, 4, 1) + datetime.timedelta(weeks=n) for n in range(9)]
    yield csv(
        "a row for each week",
        "PICU\nWeek commencing,CLABSI,Line days\n" + "".join(f"{week:%d/%m/%Y},0,60\n" for week in weeks),
        "I 2024-04 0 300; I 2024-05 0 240",
        "weekly:",
        answers={"weekly:": "add"},
    )
