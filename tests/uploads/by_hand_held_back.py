"""Files whose counts were written down before they were read for the first time: what they found is kept here."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case

ONE = "I 2024-04 1 412; I 2024-05 0 398"


def of_the_held_back() -> Iterator[Case]:
    """All of them."""
    yield from of_layouts()
    yield from of_cells()
    yield from of_ranges()
    yield from of_columns()


def of_layouts() -> Iterator[Case]:
    yield csv(
        "a title torn into two cells",
        """
Quality dashboard,,,Owner: Quality team

Area,Measure,Apr-24,May-24
PICU,CLABSI,1,0
PICU,Line days,412,398
""",
        ONE,
    )
    yield csv(
        "quarters without a year among months with one",
        """
Area,Measure,Apr-24,May-24,Jun-24,Q1,YTD
PICU,CLABSI,1,0,2,3,3
PICU,Line days,412,398,433,1243,1243
""",
        ONE + "; I 2024-06 2 433",
        left_out=("Q1", "YTD"),
    )
    yield csv(
        "numerator and denominator in rows",
        """
Area,Measure,Type,Apr-24,May-24
PICU,CLABSI,Numerator,1,0
PICU,CLABSI,Denominator,412,398
PICU,CLABSI,Rate,2.43,0
""",
        ONE,
    )
    yield book(
        "a sheet of quarters beside the months",
        {
            "Data": [["Month", "Area", "CLABSI", "Line days"], [day(4), "PICU", 1, 412], [day(5), "PICU", 0, 398]],
            "Summary": [["Quarter", "Area", "CLABSI", "Line days"], ["Q1 2024/25", "PICU", 1, 810]],
        },
        ONE,
        left_out=("Apr-Jun 2024",),
    )
    yield book(
        "one title on every sheet says less than the sheet's name",
        {
            "PICU": [["St Elsewhere"], ["Month", "CLABSI", "Line days"], [day(4), 1, 412], [day(5), 0, 398]],
            "Oncology": [["St Elsewhere"], ["Month", "CLABSI", "Line days"], [day(4), 2, 912]],
        },
        ONE + "; H 2024-04 2 912",
    )
    yield book(
        "line audits on a sheet of their own, with a column of something else",
        {
            "CLABSI": [["Month", "Area", "CLABSI", "Line days"], [day(4), "PICU", 1, 412]],
            "Audits": [["Month", "Area", "Insertion bundles audited", "Observer grade"], [day(4), "PICU", 20, 3]],
        },
        "I 2024-04 1 412",
        "column:",
        extra={("ICU", "2024-04", "insertion_audits"): 20.0},
    )
    yield csv(
        "a title that says rolling",
        """
Rolling 12 months
Month,Area,CLABSI,Line days
Apr-24,PICU,1,412
May-24,PICU,0,398
""",
        ONE,
        "rolling:",
        answers={"rolling:": "own"},
    )


def of_cells() -> Iterator[Case]:
    yield csv(
        "a month by its first and last day",
        """
Period,Area,CLABSI,Line days
01/04/2024 - 30/04/2024,PICU,1,412
01/05/2024 - 31/05/2024,PICU,0,398
""",
        ONE,
    )
    yield csv(
        "apostrophes before dates, units behind numbers",
        """
Month,Area,CLABSI,Line days
'01/04/2024,P.I.C.U.,1 case,412 days
'01/05/2024,P.I.C.U.,0 cases,398 days
""",
        ONE,
    )
    yield csv(
        "a star that a footnote explains",
        """
Month,Area,CLABSI,Line days
Apr-24,PICU,1*,412
May-24,PICU,0,398
* awaiting review
""",
        ONE,
    )
    yield csv(
        "a star that hides",
        """
Month,Area,CLABSI,Line days
Apr-24,PICU,*,412
May-24,PICU,0,398
* suppressed because small
""",
        "I 2024-05 0 398; I 2024-04 . 412",
        "suppressed",
        extra={("ICU", "2024-04", "clabsi"): "suppressed"},
    )


def of_ranges() -> Iterator[Case]:
    """A header of several levels together is none of them: asked about, unless it adds up those beside it."""
    for several in ("Category E and above", "Cat E+", "MERP E or worse", "E-I", "Cat C, D", "Grade >E"):
        yield csv(
            f"levels together: {several}",
            f"""
Month,Area,Total incidents,"{several}"
Apr-24,PICU,14,3
May-24,PICU,12,2
""",
            "P 2024-04 14; P 2024-05 12",
            "column:",
            theme="medication",
            left_out=(several,),
        )
    for several in ("Stage 3+4", "Stage 3/4", "Stage 3 and above", "Stage ≥3"):
        yield csv(
            f"stages together: {several}",
            f"""
Month,Area,PIVIE stage 1,PIVIE stage 2,PIVIE stage 3,PIVIE stage 4,{several},PIV days
Apr-24,PICU,4,3,1,0,1,310
""",
            "I 2024-04 4 3 1 0 310",
            *(["column:"] if several == "Stage ≥3" else []),
            theme="peripheral",
            left_out=(several,),
        )
    yield csv(
        "levels in the index's own words",
        """
PICU,,
NCC MERP category,Apr-24,May-24
A - Circumstances with capacity to cause error,1,0
Category D monitoring required,1,2
H - Intervention to sustain life,0,0
Total incidents,14,8
""",
        "P 2024-04 14; P 2024-05 8",
        theme="medication",
        extra={
            ("PICU", month, f"merp_{level}"): float(value)
            for month, values in (("2024-04", "110"), ("2024-05", "020"))
            for level, value in zip("adh", values, strict=True)
        },
    )


def of_columns() -> Iterator[Case]:
    yield csv(
        "two columns for one number",
        """
Month,Area,Line days,Catheter days,CLABSI
Apr-24,PICU,412,300,1
May-24,PICU,398,287,0
""",
        ONE,
        "which:",
        answers={"which:": "line day"},
        left_out=("Catheter days",),
    )
    yield csv(
        "numbered rows and a reference",
        """
#,Month,Area,CLABSI,Line days,Report ref
1,Apr-24,PICU,1,412,RPT-2024-04
2,May-24,PICU,0,398,RPT-2024-05
""",
        ONE,
        left_out=("#", "Report ref"),
    )
    yield csv(
        "a site beside the ward",
        """
Site,Ward,Month,CLABSI,Line days
Main site,PICU,Apr-24,1,412
Main site,PICU,May-24,0,398
""",
        ONE,
    )
    yield csv(
        "a day unit is not counted in days",
        """
Month,Unit,CLABSI,Line days
Apr-24,PICU,1,412
May-24,PICU,0,398
May-24,Oncology day unit,0,1400
""",
        ONE,
        "area:oncology dayunit",
        answers={"area:": "leave out"},
    )
    yield csv(
        "footnote marks in headers",
        """
Month,Area,Paediatric CLABSI*,Line days†,MBI-LCBI¹
Apr-24,Oncology,2,900,1
""",
        "H 2024-04 2 900",
        extra={("Haem-Onc", "2024-04", "mbi_lcbi"): 1.0},
    )
