"""Files as other tools write them: survey exports, scorecards, extracts of databases, pivots, with keys and limits."""

from __future__ import annotations

from collections.abc import Iterator

from tests.uploads.hand import book, csv, day
from tests.uploads.truth import Case, Counts

W = "I 2024-04 1 412; I 2024-05 0 398"
M: Counts = {("Whole hospital", "2024-04", f"merp_{x}"): float(i) for i, x in enumerate("abcdefghi")}


def of_tools() -> Iterator[Case]:
    """All of them."""
    yield from of_exports()
    yield from of_boards()


def of_exports() -> Iterator[Case]:
    yield csv(
        "habits: google form",
        """Timestamp,Which month is this return for?,Which unit?,How many CLABSIs were there?,How many line days?,Author
02/05/2024 09:11,April 2024,PICU,1,412,A Nurse
03/06/2024 10:02,May 2024,PICU,0,398,A Nurse""",
        W,
    )
    yield csv(
        "habits: redcap",
        """record_id,redcap_event_name,month_year,unit,clabsi_count,cvl_days,complete
1,month_1_arm_1,2024-04,PICU,1,412,2
2,month_2_arm_1,2024-05,PICU,0,398,2""",
        W,
    )
    yield csv(
        "habits: sql",
        """PERIOD_START,ORG_UNIT,CLABSI_CNT,CVC_LINE_DAYS,LOAD_TS
2024-04-01,PICU,1,412,2024-05-02 10:00:00
2024-05-01,PICU,0,398,2024-06-02 10:00:00""",
        W,
    )
    yield csv(
        "habits: tidy",
        """period,ward,metric,value
2024-04,PICU,CLABSI count,1
2024-04,PICU,Central line days (denominator),412
2024-05,PICU,CLABSI count,0
2024-05,PICU,Central line days (denominator),398""",
        W,
    )
    yield csv(
        "habits: scorecard",
        """Indicator,Target,Apr-24,May-24,YTD,RAG,Trend
PICU CLABSI,0,1,0,1,A,up
PICU line days,,412,398,810,,""",
        W,
    )
    yield csv(
        "habits: scorecard2",
        """PICU quality scorecard 2024/25,,,,,
Domain,Indicator,Target,April,May,YTD
Infection,CLABSI (number),<=1,1,0,1
Infection,Line days,n/a,412,398,810""",
        W,
    )
    yield csv(
        "habits: powerbi",
        """Month,Year,Unit Name,Sum of CLABSI,Sum of Line Days
April,2024,PICU,1,412
May,2024,PICU,0,398
Total,,,1,810""",
        W,
    )
    yield csv(
        "habits: years across",
        """Month,2023/24 CLABSI,2023/24 Line days,2024/25 CLABSI,2024/25 Line days
April,1,412,0,398
May,2,400,1,380""",
        "I 2023-04 1 412; I 2023-05 2 400; I 2024-04 0 398; I 2024-05 1 380",
        file="PICU.csv",
    )
    yield csv(
        "habits: semicolon",
        "Monat;Station;CLABSI;Line days\n2024-04;PICU;1;412,5\n2024-05;PICU;0;398,0",
        "I 2024-04 1 412.5; I 2024-05 0 398",
    )
    yield csv(
        "habits: ICU names",
        """Month,Paeds ICU: CLABSI,Paeds ICU: CVC days,Onc/BMT: CLABSI,Onc/BMT: CVC days
Apr 2024,1,412,0,700
May 2024,0,398,2,710""",
        W + "; H 2024-04 0 700; H 2024-05 2 710",
    )
    yield csv(
        "habits: desc header long",
        """Period (month),Clinical area / ward,Number of CLABSI in the month,Total number of line days in the month
Apr-24,PICU,1,412
May-24,PICU,0,398""",
        W,
    )
    yield csv(
        "habits: units row",
        """Month,Unit,CLABSI,Line days
,,(n),(days)
Apr-24,PICU,1,412
May-24,PICU,0,398""",
        W,
    )
    yield csv(
        "habits: numbered columns",
        """1. Month,2. Area,3. CLABSI,4. Line days
Apr-24,PICU,1,412
May-24,PICU,0,398""",
        W,
    )
    yield csv(
        "habits: code+desc",
        """Month,Area,IPC01 CLABSI,IPC02 Line days
Apr-24,PICU,1,412
May-24,PICU,0,398""",
        W,
    )
    yield csv(
        "habits: rate beside",
        """Month,Area,CLABSI,Line days,"CLABSI rate per 1,000 line days",Utilisation ratio,Beds open
Apr-24,PICU,1,412,2.43,0.6,20
May-24,PICU,0,398,0,0.58,20""",
        W,
        "column:",
    )
    yield csv(
        "habits: spc",
        """Date,CLABSI,Line days,Mean,UCL,LCL,Target,Special cause?
01/04/2024,1,412,1.1,3.2,0,0,
01/05/2024,0,398,1.1,3.2,0,0,""",
        W,
        file="PICU spc.csv",
    )
    yield csv(
        "habits: comment col long",
        """Month,Area,CLABSI,Line days,Learning
Apr-24,PICU,1,412,Dressing change was late
May-24,PICU,0,398,""",
        W,
    )
    yield csv(
        "habits: prepared",
        """Prepared by: IPC nurse,,,
Unit: PICU,,,
Month,CLABSIs,Line days,
Apr-24,1,412,
May-24,0,398,
Total,1,810,
Notes: NHSN definition,,,""",
        W,
    )


def of_boards() -> Iterator[Case]:
    yield csv(
        "habits: median row",
        """Month,Area,CLABSI,Line days
Apr-24,PICU,1,412
May-24,PICU,0,398
Mean,,0.5,405
Median,,0.5,405
SD,,0.7,9.9
12m rolling,,1,810""",
        W,
    )
    yield csv(
        "habits: quarter subtot",
        """Month,CLABSI,Line days
Apr-24,1,412
May-24,0,398
Jun-24,2,400
Q1,3,1210""",
        W + "; I 2024-06 2 400",
        file="PICU.csv",
    )
    yield csv(
        "habits: area rows months across",
        """PICU,Apr-24,May-24
CLABSI,1,0
Line days,412,398
Rate,2.4,0
Oncology,Apr-24,May-24
CLABSI,0,2
Line days,700,710
Rate,0,2.8""",
        W + "; H 2024-04 0 700; H 2024-05 2 710",
    )
    yield csv(
        "habits: pivot col labels",
        """Sum of Count,Column Labels,,
Row Labels,CLABSI,Line days,Grand Total
Apr-24,1,412,413
May-24,0,398,398
Grand Total,1,810,811""",
        W,
        file="PICU.csv",
    )
    yield book(
        "habits: sheet per area with summary",
        {
            "Summary": [["Area", "CLABSI YTD"], ["PICU", 1], ["Onc", 2]],
            "PICU": [["Month", "CLABSI", "Line days"], [day(4), 1, 412], [day(5), 0, 398]],
            "Onc": [["Month", "CLABSI", "Line days"], [day(4), 0, 700], [day(5), 2, 710]],
        },
        W + "; H 2024-04 0 700; H 2024-05 2 710",
    )
    yield book(
        "habits: sheet per measure",
        {
            "Infections": [["Month", "PICU", "Oncology"], [day(4), 1, 0], [day(5), 0, 2]],
            "Line days": [["Month", "PICU", "Oncology"], [day(4), 412, 700], [day(5), 398, 710]],
            "Lists": [["PICU"], ["Oncology"]],
        },
        W + "; H 2024-04 0 700; H 2024-05 2 710",
    )
    yield book(
        "habits: gap rows",
        [
            ["CLABSI dashboard"],
            [],
            ["Unit", "PICU"],
            ["Financial year", "2024/25"],
            [],
            ["", "Apr", "May"],
            ["CLABSI", 1, 0],
            ["Line days", 412, 398],
        ],
        W,
    )
    yield book(
        "habits: merged units",
        [
            ["Unit", "Measure", day(4), day(5)],
            ["PICU", "CLABSI", 1, 0],
            [None, "Line days", 412, 398],
            ["Onc", "CLABSI", 0, 2],
            [None, "Line days", 700, 710],
        ],
        W + "; H 2024-04 0 700; H 2024-05 2 710",
        merges=["A2:A3", "A4:A5"],
    )
    yield csv(
        "habits: tab txt", "Month\tUnit\tCLABSI\tLine days\nApr-24\tPICU\t1\t412\nMay-24\tPICU\t0\t398", W, file="a.txt"
    )
    yield csv(
        "habits: dow",
        "Week commencing note: none\nMonth ending,Unit,CLABSI,Line days\n30/04/2024,PICU,1,412\n31/05/2024,PICU,0,398",
        W,
    )
    yield csv(
        "habits: med total letters",
        """Month,Total med incidents,A,B,C,D,E,F,G,H,I,Ungraded
Apr-24,40,0,1,2,3,4,5,6,7,8,4""",
        "W 2024-04 40",
        theme="medication",
        extra={**M, ("Whole hospital", "2024-04", "ungraded"): 4.0},
        file="Trust.csv",
    )
    yield csv(
        "habits: med picu and trust",
        """Month,Trust wide incidents,PICU incidents
Apr-24,40,5""",
        "W 2024-04 40; P 2024-04 5",
        theme="medication",
    )
    yield csv(
        "habits: hsmr",
        """Month,Observed deaths,Expected deaths,HSMR,Model
Apr-24,3,2.8,107,PIM3 2023""",
        "W 2024-04 3 2.8",
        theme="hsmr",
        extra={("Whole hospital", "2024-04", "model"): "PIM3 2023"},
    )
    yield csv(
        "habits: piv",
        """Month,Ward,Stage 1,Stage 2,Stage 3,Stage 4,Total PIVIEs,PIV line days,% stage 3/4
Apr-24,PICU,1,0,0,0,1,412,0%""",
        "I 2024-04 1 0 0 0 412",
        theme="peripheral",
    )
    yield csv(
        "habits: piv grade roman",
        """Month,Ward,Grade I,Grade II,Grade III,Grade IV,Cannula days (estimated)
Apr-24,PICU,1,0,0,0,412""",
        "I 2024-04 1 0 0 0 412",
        theme="peripheral",
    )
    yield csv(
        "habits: excellence",
        """Month,Number of LfE / Excellence reports,Number told
Apr-24,10,8""",
        "W 2024-04 10 8",
        theme="excellence",
    )
    yield csv(
        "habits: extra ids",
        """ID,Trust code,Site code,Period,Area,CLABSI,Line days
101,RXX,RXX01,Apr-24,PICU,1,412
102,RXX,RXX01,May-24,PICU,0,398""",
        W,
    )
    yield csv(
        "habits: mbi",
        """Month,Area,CLABSI (total),of which MBI-LCBI,Line days
Apr-24,Oncology,3,1,700""",
        "H 2024-04 3 700",
        extra={("Haem-Onc", "2024-04", "mbi_lcbi"): 1.0},
    )
    yield csv(
        "habits: an answer to a mail",
        """Please find ours below.

> Month;Area;CLABSI;Line days
> Apr-24;PICU;1;412
> May-24;PICU;0;398
>
> Kind regards""",
        W,
    )
    yield csv(
        "habits: a drawn table",
        """| Month | Area | CLABSI | Line days |
|-------|:----:|-------:|----------:|
| Apr-24 | PICU | 1 | 412 |
| May-24 | PICU | 0 | 398 |""",
        W,
    )
    yield csv(
        "habits: columns set apart by spaces",
        """Month     Area      CLABSI   Line days
Apr-24    PICU      1        412
May-24    PICU      0        398""",
        W,
    )
    yield csv(
        "habits: sums without the word",
        """Month,Area,CLABSI,Line days
Apr-24,PICU,1,412
May-24,PICU,0,398
Overall,,1,810""",
        W,
    )
    yield csv(
        "habits: a form's own times",
        """ID,Start time,Completion time,Reporting month,Area,CLABSI,Line days
1,03/05/2024 10:12,03/05/2024 10:15,Apr-24,PICU,1,412
2,04/06/2024 09:01,04/06/2024 09:12,May-24,PICU,0,398""",
        W,
    )
    yield csv(
        "habits: limits of a chart",
        """Month,Area,CLABSI,LDs,CLABSI/1000 LD,u-bar,+2 sigma
Apr-24,PICU,1,412,2.4,1.2,4.6
May-24,PICU,0,398,0,1.2,4.7""",
        W,
    )
    yield csv(
        "habits: a bracket that explains",
        """Month,Area,c (CLABSI),"CVAD days (Hickmans, ports, PICCs)"
Apr-24,PICU,1,412
May-24,PICU,0,398""",
        W,
    )
    yield csv(
        "habits: a degree before its stage",
        """Month,Ward,Mild (stage 1),Mild-moderate (stage 2),Moderate (stage 3),Severe (stage 4),PIV line days
Apr-24,PICU,1,0,0,0,412""",
        "I 2024-04 1 0 0 0 412",
        theme="peripheral",
    )
    yield csv(
        "habits: a row for each stage is no list of events, whatever its number is called",
        """Month,Area,Stage,Number of PIVIE
Jan 2025,PICU,Stage 1,5
Jan 2025,PICU,Stage 2,2
Jan 2025,PICU,Stage 3,0
Jan 2025,PICU,Stage 4,1""",
        "I 2025-01 5 2 0 1",
        theme="peripheral",
    )
