"""Forms of one label and one value a line, in the ways in which wards lay them out, and tables that look like them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case

ONE = "I 2024-04 3 812"
TWO = "I 2024-04 3 812; H 2024-04 0 412"


def of_forms() -> Iterator[Case]:
    """All of them."""
    yield from of_one_form()
    yield from of_labels()
    yield from of_several_forms()
    yield from of_forms_side_by_side()
    yield from of_what_is_asked()
    yield from of_what_only_looks_so()


def of_one_form() -> Iterator[Case]:
    yield csv("a form", "Month,April 2024\nArea,PICU\nCLABSI,3\nCentral line days,812", ONE)
    yield csv(
        "a form with its month and area at the foot",
        "Number of CLABSI,3\nCVC days,812\n\nReporting month:,Apr-24\nWard:,PICU",
        ONE,
    )
    yield csv(
        "a form between semicolons with a decimal comma",
        "Month;01/04/2024\nUnit;PICU\nLine infections;3\nLine days;812,5",
        "I 2024-04 3 812.5",
    )
    yield csv(
        "a form with units and a remark",
        """
PICU monthly return,,

Period,April 2024,
CLABSI,3,infections
Line days,812,days
Bed days,1012,as counted at midnight
""",
        ONE,
        extra={("ICU", "2024-04", "bed_days"): 1012.0},
    )
    yield csv(
        "a form with who filled it in, a target, a rate and a comment",
        """
Hospital,Ash Hospital
Completed by,Sam Field
Month,Apr 2024
Ward,PICU

CLABSI,3
Line days,812
CLABSI rate per 1000 line days,3.69
Target,0
CLABSI YTD,12
Beds open,22
Comments,One was told late
""",
        ONE,
        "column:",
        left_out=("member of staff", "Target", "YTD", "Beds open", "a rate"),
    )
    yield csv(
        "a form with the year on a line of its own", "Year,2024\nMonth,April\nArea,PICU\nCLABSI,3\nLine days,812", ONE
    )
    yield csv(
        "a form of a financial year",
        "Financial year,2024/25\nMonth,January\nArea,PICU\nCLABSI,3\nLine days,812",
        "I 2025-01 3 812",
    )
    yield csv(
        "a form under headings of its own",
        "Month,Apr 2024\nArea,PICU\n\nMeasure,Number,Notes\nCLABSI,3,checked\nLine days,812,",
        ONE,
    )
    yield csv(
        "a form that names the area in each label",
        "Month,April 2024\nPICU CLABSI,3\nPICU line days,812\nOnc CLABSI,0\nOnc line days,412",
        TWO,
    )
    yield csv(
        "a form with one field empty and one not collected",
        "Month,April 2024\nArea,PICU\nCLABSI,3\nLine days,812\nMBI,\nBed days,n/a",
        ONE,
        extra={("ICU", "2024-04", "bed_days"): "not collected"},
    )
    yield csv(
        "a form with a total that is the item's own name",
        "Month,April 2024\nArea,PICU\nTotal CLABSI,3\nTotal line days,812",
        ONE,
    )
    yield csv(
        "a form with several names for where it is from",
        "Division,Women and children\nWard,PICU\nMonth,April 2024\nCLABSI,3\nLine days,812",
        ONE,
    )
    yield book(
        "a form in a sheet named after its area and month",
        {"PICU Apr 24": [["CLABSI", 3], ["Central line days", 812]]},
        ONE,
    )
    yield book(
        "a form with a real date and its labels indented",
        [
            [None, "CLABSI return"],
            [],
            [None, "Month", None, day(4)],
            [None, "Area", None, "PICU"],
            [None, "CLABSI", None, 3],
            [None, "Line days", None, 812],
        ],
        ONE,
    )
    yield csv(
        "a form of medication incidents",
        "Month,April 2024\nArea,Trust\nIncidents,9\nCat A,3\nCategory B,5\nC,1",
        "W 2024-04 9",
        theme="medication",
        extra={("Whole hospital", "2024-04", f"merp_{x}"): float(n) for x, n in (("a", 3), ("b", 5), ("c", 1))},
    )
    yield csv(
        "a form of a ratio with the name of its model",
        "Month,April 2024\nObserved deaths,3\nExpected deaths,2.8\nModel,PIM3",
        "W 2024-04 3 2.8",
        theme="hsmr",
        extra={("Whole hospital", "2024-04", "model"): "PIM3"},
    )


def of_labels() -> Iterator[Case]:
    yield csv(
        "a form of questions",
        """
Which month is this for?,April 2024
Which area?,PICU
How many CLABSI were there?,3
How many central line days?,812
""",
        ONE,
    )
    yield csv("a form of numbered lines", "1. Month,April 2024\n2. Area,PICU\n3. CLABSI,3\n4. Line days,812", ONE)
    yield csv(
        "a form that names the month in each label",
        "Area,PICU\nCLABSI April 2024,3\nCLABSI May 2024,1\nLine days April 2024,812\nLine days May 2024,790",
        "I 2024-04 3 812; I 2024-05 1 790",
    )
    yield csv(
        "a form with the year's figure beside the month's",
        "Month,April 2024\nArea,PICU\nCLABSI,3\nCLABSI 2024,12\nLine days,812",
        ONE,
        left_out=("CLABSI 2024",),
    )
    yield csv(
        "forms with the day of the report above and below the month",
        """
Report date,03/05/2024
Month,April 2024
Ward,PICU
CLABSI,3
Line days,812

Month,May 2024
Ward,PICU
CLABSI,1
Line days,790
Date of report,04/06/2024
""",
        "I 2024-04 3 812; I 2024-05 1 790",
    )
    yield csv(
        "a remark between forms names no area",
        "Month,April 2024\nArea,PICU\nCLABSI,3\nLine days,812\n\nExcludes oncology\n\n"
        "Month,May 2024\nCLABSI,1\nLine days,790",
        "I 2024-04 3 812; I 2024-05 1 790",
    )
    yield csv(
        "a form with totals of its areas",
        """
Month,April 2024
PICU CLABSI,3
Onc CLABSI,0
Total CLABSI,3
PICU line days,812
Onc line days,412
Total line days,1224
""",
        TWO,
        left_out=("Total CLABSI", "Total line days"),
    )
    yield csv(
        "a form of stages by their codes",
        "Month,April 2024\nArea,PICU\nStage,Number\n1,3\n2,1\n3,0\n4,0\nPIV line days,800",
        "I 2024-04 3 1 0 0 800",
        theme="peripheral",
    )


def of_several_forms() -> Iterator[Case]:
    yield csv(
        "two forms under each other",
        """
Month,April 2024
Area,PICU
CLABSI,3
Line days,812

Month,April 2024
Area,Onc
CLABSI,0
Line days,412
""",
        TWO,
    )
    yield csv(
        "one month over a form for each area",
        """
CLABSI monthly return
Month,Apr 2024

PICU
CLABSI,3
Line days,812

Haem/Onc
CLABSI,0
Line days,412
""",
        TWO,
    )
    yield csv(
        "one area over a form for each month",
        """
Area,PICU
Month,Apr 2024
CLABSI,3
Line days,812
Month,May 2024
CLABSI,1
Line days,790
Month,Jun 2024
CLABSI,0
Line days,805
""",
        "I 2024-04 3 812; I 2024-05 1 790; I 2024-06 0 805",
    )
    yield csv(
        "forms that name their month last",
        """
CLABSI,3
Line days,812
Area,PICU
Month,Apr 2024

CLABSI,1
Line days,790
Area,PICU
Month,May 2024
""",
        "I 2024-04 3 812; I 2024-05 1 790",
    )
    yield csv(
        "months of forms written as days",
        "\n\n".join(f"Month,01/{m:02d}/2024\nArea,PICU\nCLABSI,{m % 2}\nLine days,{800 + m}" for m in range(1, 8)),
        "; ".join(f"I 2024-{m:02d} {m % 2} {800 + m}" for m in range(1, 8)),
    )
    yield csv(
        "forms with months and one year",
        "Year,2024\nArea,PICU\nMonth,Nov\nCLABSI,3\nLine days,812\n\n"
        "Year,2024\nArea,PICU\nMonth,Dec\nCLABSI,1\nLine days,790",
        "I 2024-11 3 812; I 2024-12 1 790",
    )
    yield book(
        "a sheet with a form for each month",
        {
            f"{name} 24": [["Ward", "PICU"], ["CLABSI", n], ["Line days", 800 + n]]
            for n, name in enumerate(("Apr", "May", "Jun"))
        },
        "I 2024-04 0 800; I 2024-05 1 801; I 2024-06 2 802",
    )
    yield book(
        "a sheet with a form for each area",
        {
            "PICU": [["Month", day(4)], ["CLABSI", 3], ["Line days", 812]],
            "Haem-Onc": [["Month", day(4)], ["CLABSI", 0], ["Line days", 412]],
        },
        TWO,
    )
    yield book(
        "a form on one sheet and a table on the next",
        {
            "PICU": [["Month", "Apr 2024"], ["CLABSI", 3], ["Line days", 812]],
            "Wards": [["Month", "Area", "CLABSI", "Line days"], [day(4), "Onc", 0, 412]],
        },
        TWO,
    )


def of_forms_side_by_side() -> Iterator[Case]:
    yield csv(
        "two forms side by side",
        """
Month,Apr 2024,,Month,Apr 2024
Area,PICU,,Area,Onc
CLABSI,3,,CLABSI,0
Line days,812,,Line days,412
""",
        TWO,
    )
    yield csv(
        "two forms side by side under one month and their areas",
        """
CLABSI return April 2024,,,,

PICU,,,Haem/Onc,
CLABSI,3,,CLABSI,0
Line days,812,,Line days,412
""",
        TWO,
    )
    yield book(
        "three forms side by side with units",
        [
            ["Month", "May 2024", None, None, "Month", "May 2024", None, None, "Month", "May 2024"],
            ["Area", "PICU", None, None, "Area", "Onc", None, None, "Area", "Wards"],
            ["BSI", 1, "cases", None, "BSI", 0, "cases", None, "BSI", 2, "cases"],
            ["CVL days", 800, "days", None, "CVL days", 400, "days", None, "CVL days", 300, "days"],
        ],
        "I 2024-05 1 800; H 2024-05 0 400; E 2024-05 2 300",
    )
    yield csv("one form in two columns of fields", "Month,April 2024,,Area,PICU\nCLABSI,3,,Line days,812", ONE)


def of_what_is_asked() -> Iterator[Case]:
    yield csv(
        "a form with the day on which it was filled in",
        "Date,03/05/2024\nArea,PICU\nCLABSI,3\nLine days,812",
        ONE,
        "month:",
        answers={"month:": "2024-04"},
    )
    yield csv(
        "a form without an area", "Month,April 2024\nCLABSI,3\nLine days,812", ONE, "area:", answers={"area:": "ICU"}
    )
    yield csv(
        "a form without a year",
        "Month,April\nArea,PICU\nCLABSI,3\nLine days,812",
        ONE,
        "year:",
        answers={"year:": "2024"},
    )
    yield csv(
        "a form of a ward that nobody knows",
        "Month,April 2024\nWard,Dolphin\nCLABSI,3\nLine days,812",
        ONE,
        "area:",
        answers={"area:": "ICU"},
    )
    yield csv(
        "a form with another word for infections",
        "Month,April 2024\nArea,PICU\nCRBSI,3\nLine days,812",
        ONE,
        "definition:",
        answers={"definition:": "NHSN CLABSI 2024"},
    )
    yield csv(
        "a form with a label that nobody knows",
        "Month,April 2024\nArea,PICU\nNasties,3\nLine days,812",
        ONE,
        "column:",
        answers={"column:": "clabsi"},
    )
    yield csv(
        "a form with a small number hidden",
        "Month,April 2024\nArea,PICU\nCLABSI,<5\nLine days,812",
        "I 2024-04 . 812",
        "suppressed",
        extra={("ICU", "2024-04", "clabsi"): "suppressed"},
    )
    yield csv(
        "a form of a rate without its infections",
        "Month,April 2024\nArea,PICU\nCLABSI rate per 1000 line days,3.69\nLine days,812",
        ONE,
        "rate:",
        answers={"rate:": "count back"},
    )


def of_what_only_looks_so() -> Iterator[Case]:
    yield csv(
        "a table of two columns is no form",
        "Month,CLABSI\nApr-24,3\nMay-24,2\n\nMonth,Line days\nApr-24,812\nMay-24,790",
        "I 2024-04 3 812; I 2024-05 2 790",
        file="PICU.csv",
    )
    yield csv(
        "areas down and one measure is no form",
        "Area,Line days\nPICU,812\nOnc,412",
        "I 2026-04 . 812; H 2026-04 . 412",
        "month:",
        answers={"month:": "2026-04"},
    )
    yield csv(
        "this month beside the last is no form",
        "PICU,,\nMeasure,Apr-24,May-24\nCLABSI,3,2\nLine days,812,790",
        "I 2024-04 3 812; I 2024-05 2 790",
    )
    yield csv(
        "fields above a table are no form",
        """
Month,April 2024
Hospital,Ash Hospital

Area,CLABSI,Line days
PICU,3,812
Onc,0,412
""",
        TWO,
    )
    yield csv("months across with one month is no form", "Indicator,Apr-24\nPICU CLABSI,3\nPICU line days,812", ONE)
