"""Percentages and fractions where a count belongs: counted back after one question, and small counts that are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.uploads.hand import book, csv
from tests.uploads.truth import Case, Counts

HEAD = "Month,Area,CLABSI,Line days,Maintenance audits,Maintenance compliant"
TWO = "I 2024-04 0 800; I 2024-05 1 810"


def _audits(audits: Sequence[float], done: Sequence[float], bundle: str = "maintenance") -> Counts:
    found: Counts = {}
    for month, of, compliant in zip(("2024-04", "2024-05"), audits, done, strict=True):
        found |= {("ICU", month, f"{bundle}_audits"): of, ("ICU", month, f"{bundle}_compliant"): compliant}
    return found


def _case(
    name: str,
    shares: Sequence[str],
    audits: Sequence[int],
    done: Sequence[float],
    *asks: str,
    head: str = HEAD,
    **more: Any,
) -> Case:
    rows = [f"Apr-24,PICU,0,800,{audits[0]},{shares[0]}", f"May-24,PICU,1,810,{audits[1]},{shares[1]}"]
    answers = {"rate:": "count back"}
    return csv(name, "\n".join([head, *rows]), TWO, *asks, answers=answers, extra=_audits(audits, done), **more)


def of_shares() -> Iterator[Case]:
    """All of them."""
    yield _case("shares as fractions", ("0.87", "0.95"), (23, 20), (20.0, 19.0), "rate:")
    yield _case("shares with a per cent sign", ("87%", "95 %"), (23, 20), (20.0, 19.0), "rate:")
    yield _case("shares with a sign and a decimal", ("91.3%", "100.0%"), (23, 20), (21.0, 20.0), "rate:")
    yield _case("shares rounded to whole per cents", ("91%", "0%"), (23, 20), (21.0, 0.0), "rate:")
    yield _case("fractions that reach one", ("0.9", "1"), (20, 23), (18.0, 23.0), "rate:")
    yield _case("all of many audits", ("100%", "50%"), (400, 20), (400.0, 10.0), "rate:")
    yield _case(
        "shares under a header that says per cent",
        ("87", "95"),
        (23, 20),
        (20.0, 19.0),
        "rate:",
        head=HEAD.replace("compliant", "compliance %"),
    )
    yield csv(
        "shares with decimal commas",
        "Month;Area;CLABSI;Line days;Maintenance audits;Maintenance compliant\n"
        "Apr-24;PICU;0;800;23;0,87\nMay-24;PICU;1;810;20;0,95",
        TWO,
        "rate:",
        answers={"rate:": "count back"},
        extra=_audits((23, 20), (20.0, 19.0)),
    )
    yield book(
        "shares that a formula worked out",
        [
            HEAD.split(","),
            ["Apr-24", "PICU", 0, 800, 23, 20 / 23],
            ["May-24", "PICU", 1, 810, 400, 348 / 400],
            ["Total", None, 1, 1610, 423, 368 / 423],
        ],
        TWO,
        "rate:",
        answers={"rate:": "count back"},
        extra=_audits((23, 400), (20.0, 348.0)),
        left_out=("Total",),
    )
    yield csv(
        "shares left out as the person says",
        f"{HEAD}\nApr-24,PICU,0,800,23,87%\nMay-24,PICU,1,810,20,95%",
        TWO,
        "rate:",
        answers={"rate:": "leave out"},
        extra={("ICU", "2024-04", "maintenance_audits"): 23.0, ("ICU", "2024-05", "maintenance_audits"): 20.0},
    )
    yield csv(
        "a share without its audits",
        "Month,Area,CLABSI,Line days,Maintenance compliant\nApr-24,PICU,0,800,87%\nMay-24,PICU,1,810,95%",
        TWO,
        "rate only:",
        answers={"rate only:": "keep"},
        extra={("ICU", "2024-04", "maintenance-bundle"): 87.0, ("ICU", "2024-05", "maintenance-bundle"): 95.0},
    )
    yield csv(
        "people told as a share of reports",
        "Month,LFE reports,Told\nApr-24,20,85%\nMay-24,30,90%",
        "W 2024-04 20 17; W 2024-05 30 27",
        "rate:",
        theme="excellence",
        answers={"rate:": "count back"},
    )
    yield csv(
        "a form with a share",
        "Month,Apr 2024\nLFE reports,20\nTold,85%",
        "W 2024-04 20 17",
        "rate:",
        theme="excellence",
        answers={"rate:": "count back"},
    )
    yield _case("counts of none and one are counts", ("1", "0"), (23, 20), (1.0, 0.0))
    yield _case("line days with a decimal beside small counts are days", ("1.0", "2.0"), (23, 20), (1.0, 2.0))
