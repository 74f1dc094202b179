"""Labels with words that the catalogue does not know, beside those that it does: the known words say what they are."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case, Counts

ONE = "I 2024-04 1 412; I 2024-05 0 398"
DAYS_ALONE = "I 2024-04 . 412; I 2024-05 . 398"
READ = (
    ("CLABSI", "Exposure line days"),
    ("numCLABSI", "numCLDays"),
    ("clabsiCount", "lineDays"),
    ("CLABSI (ICNet)", "Line days (ICCA)"),
    ("CLABSI / bactériémies sur cathéter", "Line days / jours-cathéter"),
    ("Heintiau / Infections", "Diwrnodau llinell / Central line days"),
    ("CLABSI - IPC team", "CVC days - nursing"),
    ("CLABSI numerator", "Line days denominator"),
    ("Safety: CLABSI", "Activity: central line days"),
    ("INFECTIONS_CLABSI_N", "DENOM_CVC_DAYS_N"),
    ("CLABSI (see note 1)", "Central line days (midnight census)"),
    ("HAI CLABSI", "Device days CVC"),
    ("Inf'ns", "CL days"),
    ("CLABSI rptd", "CVC dys"),
    ("CLABSI inf.", "cath. days"),
)
OTHER_THINGS = (
    *("Urinary catheter days", "Arterial line days", "Ventilator days", "Line days lost", "Staff trained in CLABSI"),
    *(
        "Long line days",
        "Unconfirmed CLABSI",
        "CLABSI prev yr",
        "MRSA CLABSI",
        "CLABSI excluded",
        "Suspected CLABSI",
        "Port infections",
        "PICC line days",
        "Avoidable CLABSI",
        "Q1 CLABSI",
    ),
)
PICU = ("PICU (8 beds)", "PICU Level 3", "PICU - Dolphin", "Dolphin (PICU)", "Dolphin Ward PICU")
STAGES = (
    ("Stage {n}", "Exposure PIV line days"),
    ("St{n}", "numPIVDays"),
    ("Stage {n} - leaks", "PIVC days (ePMA)"),
    ("nStage{n}", "nPIVLineDays"),
    ("PIVIE gr {n}", "PIV days"),
)


def of_extra_words() -> Iterator[Case]:
    """All of them."""
    yield from of_headers()
    yield from of_rows()
    yield from of_what_nothing_means()
    yield from of_more()


def of_headers() -> Iterator[Case]:
    for count, days in READ:
        yield csv(f"{count} and {days}", f"Month,Area,{count},{days}\n2024-04,PICU,1,412\n2024-05,PICU,0,398", ONE)
    for other in OTHER_THINGS:
        text = f"Month,Area,CLABSI,Line days,{other}\n2024-04,PICU,1,412,33\n2024-05,PICU,0,398,44"
        yield csv(f"beside the counts, {other}", text, ONE, "column:")
    for other in ("Suspected CLABSI", "CLABSI excluded", "Community CLABSI", "Wound infections"):
        text = f"Month,Area,{other},Line days\n2024-04,PICU,1,412\n2024-05,PICU,0,398"
        yield csv(f"instead of the counts, {other}", text, DAYS_ALONE, "column:")
    for area in PICU:
        yield csv(f"area {area}", f"Month,Unit,CLABSI,Line days\n2024-04,{area},1,412\n2024-05,{area},0,398", ONE)
    for stage, days in STAGES:
        heads = ",".join(stage.format(n=n) for n in (1, 2, 3, 4))
        text = f"Month,Area,{heads},{days}\n2024-04,PICU,1,0,0,0,412"
        yield csv(f"{stage} and {days}", text, "I 2024-04 1 0 0 0 412", theme="peripheral")
    for level in ("Lvl {x}", "Harm cat. {x}", "MERP index {x}: count"):
        text = f"Month,Area,Incidents reported,{','.join(level.format(x=x) for x in 'ABC')}\n2024-04,Trust,9,1,2,3"
        levels: Counts = {("Whole hospital", "2024-04", f"merp_{x}"): float(n) for n, x in enumerate("abc", 1)}
        yield csv(level, text, "W 2024-04 9", theme="medication", extra=levels)
    for level in ("Medication incidents category {x}", "Medication incidents: {x}"):
        heads = ",".join(level.format(x=x) for x in "ABC")
        extra: Counts = {("Whole hospital", "2024-04", f"merp_{x}"): float(n) for n, x in enumerate("abc", 1)}
        yield csv(level, f"Month,Area,{heads}\n2024-04,Trust,1,2,3", "", theme="medication", extra=extra)
    for other in ("CLABSI excl MBI", "CLABSI incl MBI", "CLABSI and MBI"):
        text = f"Month,Area,{other},Line days\n2024-04,PICU,1,412\n2024-05,PICU,0,398"
        yield csv(f"a whole with or without its part, {other}", text, DAYS_ALONE, "column:")
    yield csv(
        "the title of what is worked out is no count",
        "Month,Area,CLABSI,Line days,Line days between infections\n2024-04,PICU,1,412,800\n2024-05,PICU,0,398,",
        ONE,
        left_out=("Line days between infections",),
    )


def of_rows() -> Iterator[Case]:
    sheet = [["Period", "Where", "Harm", "Activity"], ["Month", "Area", "CLABSI", "Line days"]]
    yield book("upper headers that only group", [*sheet, [day(4), "PICU", 1, 412], [day(5), "PICU", 0, 398]], ONE)
    lines = "{0}CLABSI{1},1,0\n{0}central line days{1},412,398"
    for before, after in (("PICU HAI: ", ""), ("Exposure: ", " - PICU")):
        text = "Indicator,Apr 2024,May 2024\n" + lines.format(before, after)
        yield csv(f"rows named {before}CLABSI{after}", text, ONE)
    text = "Measure,Apr 2024,May 2024\nCLABSI,1,0\nCLABSI tier two,3,3\nLine days,412,398"
    yield csv("of two rows with one name that with more words is asked about", text, ONE, "column:", file="picu.csv")


def of_what_nothing_means() -> Iterator[Case]:
    yield csv(
        "a raised mark behind a number is no digit",
        "Month,Area,CLABSI,Line days\n2024-04,PICU,1¹,412\n2024-05,PICU,0,398²\n¹ late,,,",
        ONE,
    )
    table = "Month,Area,CLABSI,Line days\n2024-04,PICU,1,412\n2024-05,PICU,{},398\n2024-06,PICU,{},\n"
    yield csv("blank = none", "CLABSI return; blank = none,,,\n" + table.format("", ""), ONE)
    yield csv("leave blank if nil", "Leave blank if nil,,,\n" + table.format("", ""), ONE)
    yield csv("a dash means none", table.format("-", "") + '"""-"" means none",,,', ONE)
    asked = table.format("", "") + "Blank = see the ward,,,"
    yield csv("a note on blanks that says neither", asked, ONE, "nothing:", answers={"nothing:": "none"})
    yield csv(
        "a long number in a note is no part of the number torn by its comma",
        "Month,Area,CLABSI,Line days,Note\n2024-04,PICU,1,204,9434765920\n2024-05,PICU,0,398,1234567890",
        "I 2024-04 1 204; I 2024-05 0 398",
    )
    blocks = [["PICU"], ["Month", "CLABSI", "Line days"], [day(4), 1, 412], [day(5), 0, 398], [], ["Oncology"]]
    blocks += [["Month", "CLABSI", "Line days"], [day(4), 0, 700], [day(5), 2, 710]]
    yield book("areas stacked on a sheet called All", {"All": blocks}, f"{ONE}; H 2024-04 0 700; H 2024-05 2 710")


def of_more() -> Iterator[Case]:
    yield csv(
        "observed over expected is worked out",
        "Month,O,E,O/E\nApr-24,3,2.8,1.07",
        "W 2024-04 3 2.8",
        theme="hsmr",
        left_out=("O/E",),
    )
    yield csv(
        "deaths that a model expects are no name of a model",
        "Month,Actual number of deaths,Number of deaths expected by model\nApr-24,3,2.8",
        "W 2024-04 3 2.8",
        theme="hsmr",
    )
    yield csv("the year over the labels", "PICU 2024/25,Apr,May\nNo of CLABSI,1,0\nNo of line days,412,398", ONE)
    yield csv(
        "a cannula by the name of the theme's own",
        "Month,Area,Stage 1,Stage 2,Stage 3,Stage 4,PVC device days\nApr-24,PICU,1,0,0,0,412",
        "I 2024-04 1 0 0 0 412",
        theme="peripheral",
    )
    yield csv(
        "a form that asks for the hospital unit",
        "CLABSI return,\nHospital unit:,PICU\nMonth:,April 2024\nNumber of CLABSI:,1\nCentral line days:,412",
        "I 2024-04 1 412",
    )
    yield csv(
        "a level that was regraded",
        "Month,Area,Cat F,Cat F downgraded\nApr-24,Trust,1,2",
        "",
        "column:",
        theme="medication",
        extra={("Whole hospital", "2024-04", "merp_f"): 1.0},
    )
    counts = [["Month", "Unit", "CLABSI", "Line days"], [day(4), "PICU", 1, 412], [day(5), "PICU", 0, 398]]
    chart = [["Month", "Rate", "Mean"], [day(4), 2.43, 1.2], [day(5), 0, 1.2]]
    yield book("the rates of a sheet of charts beside the counts", {"Data": counts, "Charts": chart}, ONE)
