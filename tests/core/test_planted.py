"""One table of what may never get in and of what looks like it: planted identifiers are found, look-alikes pass.

`python -m tests.core.test_planted` prints which of them are not as they should be.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Literal

import pytest

from mist_dash.core import catalogue
from mist_dash.core.errors import Refused
from mist_dash.core.intake.admit import admit
from mist_dash.core.intake.files.book import Book, Cell, Sheet
from mist_dash.core.intake.files.opening import open_book
from tests import workbooks

CLABSI = catalogue.load().theme("clabsi")
HEAD = ("month", "area", "clabsi", "line days")
Verdict = Literal["refused", "asked", "passes"]
Make = Callable[[], Book]
Column = tuple[str, tuple[Cell, ...]]
PART = {  # where beside the cells -> which part of a workbook, and what stands in it
    "page header": ("after", "<headerFooter><oddHeader>&amp;C{}</oddHeader></headerFooter>"),
    "first footer": ("after", "<headerFooter><firstFooter>&amp;L&amp;8{}</firstFooter></headerFooter>"),
    "list": (
        "after",
        '<dataValidations><dataValidation type="list"><formula1>"ICU,{}"</formula1></dataValidation></dataValidations>',
    ),
    "prompt": ("after", '<dataValidations><dataValidation prompt="{}"/></dataValidations>'),
    "link's tip": ("after", '<hyperlinks><hyperlink ref="A1" tooltip="{}"/></hyperlinks>'),
    "link": (
        "xl/worksheets/_rels/sheet1.xml.rels",
        '<Relationships><Relationship Id="1" TargetMode="External" Type="x/hyperlink" Target="{}"/></Relationships>',
    ),
    "title": ("docProps/core.xml", "<c><title>{}</title></c>"),
    "subject": ("docProps/core.xml", "<c><subject>{}</subject></c>"),
    "description": ("docProps/core.xml", "<c><description>{}</description></c>"),
    "property": ("docProps/custom.xml", '<c><property name="x"><lpwstr>{}</lpwstr></property></c>'),
    "property's name": ("docProps/custom.xml", '<c><property name="{}"><lpwstr>x</lpwstr></property></c>'),
    "creator": ("docProps/core.xml", "<c><creator>{}</creator></c>"),
    "company": ("docProps/app.xml", "<c><Company>{}</Company></c>"),
    "defined name": ("names", '<definedName name="{}">Data!$A$1</definedName>'),
    "defined text": ("names", '<definedName name="x">"{}"</definedName>'),
    "comment": ("xl/comments1.xml", "<c><t>{}</t></c>"),
}
NOTES: dict[Verdict, tuple[Cell, ...]] = {
    "refused": (
        "9434765919",
        9434765919,
        9434765919.0,
        "943 476 5919",
        "943  476  5919",
        "943 . 476 . 5919",
        "943--476--5919",
        "943\t476\t5919",
        "943\n476\n5919",
        "943\u2009476\u20095919",
        "943\u200b476\u200b5919",
        "943/476/5919",
        "943|476|5919",
        "943;476;5919",
        "943_476_5919",
        "943 *476* 5919",
        "943#476#5919",
        "943~476~5919",
        "943,476,5919",
        "9 4 3  4 7 6  5 9 1 9",
        "NHS no 9434765919",
        "(943)4765919",
        "pt 4010232137 re-admitted",
        "010101-0001",
        "3 2 0 0 0 0 0 0 1 5",
        "Mrs Okafor",
        "mum Mrs. O’Brien told",
        "MRS OKAFOR",
        "Master Tom Jones",
        "Baby Smith",
        "baby boy Jones",
        "Miss Amelia Shah",
        "Mr and Mrs Patel",
        "d.o.b. 3/2/19",
        "born on 3 March 2019",
        "born 3rd of March 2019",
        "MRN: K123456",
        "hosp no K123456",
        "Unit number 0123456",
        "CRN 44712345",
        "pt id A1234567",
        "WC1N 3JH",
        "mum@example.com",
        "07700 900123",
    ),
    "asked": ("943+476+5919", "943 = 476 = 5919", "943, 476, 5919", "94 34 76 59 19", "94347 65919", "9434-765919"),
    "passes": (
        "943 476 5918",
        "1234567890",
        "120 340 1204",
        "120, 340, 1204",
        "301 / 372 / 3180",
        "2024 04 01 2024 05 01",
        "01/04/2024 - 30/04/2024",
        "2024-04-30T10:15",
        "0.943476591",
        "943476.5919",
        "1,204,567,890",
        "£1 204 567",
        "12.5 per 1,000 line days",
        "Near Miss Events",
        "Miss data for May",
        "Ms Excel",
        "Master Copy",
        "MASTER LIST",
        "MR scan",
        "MRSA screen",
        "mr bed days",
        "Baby Unit closed",
        "Baby friendly",
        "baby boom in May",
        "Baby Feeding Room",
        "Dr rota changed",
        "born too early to count",
        "newborn days 204",
        "CRN portfolio study",
        "CRN: 12 sites",
        "Unit 4 closed",
        "Unit no longer open",
        "Case number 3 of 5",
        "record number of visits",
        "admission numbers up 12",
        "pt safety",
        "NHS number checks done",
        "Ward 5A, 3 of 12",
        "W1 1st week",
        "Q1 24/25",
        "rev 1.2.3.4",
        "ICU 10 beds",
        "call bleep 1234",
        "extension 56789",
        "10.5% of 1,204",
        "Datix W123456",
        "SI 2024/12345",
        "St Mary’s ward",
        "Jones Ward",
        "1 infection, 2 leaks, 30 days",
        datetime.datetime(2024, 4, 1),
        45383,
        202404,
        2024040100,
    ),
}
COLUMNS: dict[Verdict, tuple[Column, ...]] = {
    "refused": (
        ("Unit No", ("1234567", "7654321")),
        ("Unit No.", (1234567, 7654321)),
        ("CRN", ("K123456", "K654321")),
        ("C.R.N.", ("K123456", "K654321")),
        ("Who", ("Jane Smith", "Ben Okafor")),
        ("Who?", ("Jane Smith", "Ben Okafor")),
        ("who had it", ("Jane Smith", "Ben Okafor")),
        ("Born", ("03/02/2019", "04/05/2020")),
        ("Born on", (datetime.datetime(2019, 2, 3), datetime.datetime(2020, 5, 4))),
        ("b/day", ("03/02/2019", "04/05/2020")),
        ("Hosp ID", ("A123456", "B234567")),
        ("Patient", ("JS", "BO")),
        ("Child", ("Jane", "Ben")),
        ("Kid", ("Jane Smith", "Ben Okafor")),
        ("Case", ("Jane Smith", "Ben Okafor")),
        ("Chart no", ("123456", "234567")),
        ("NHS", ("9434765919", "4010232137")),
        ("Pt initials", ("JS", "BO")),
    ),
    "passes": (
        ("Unit No", ("1", "2")),
        ("Unit No", ("ICU", "Onc")),
        ("CRN", (3, 4)),
        ("Who", ("ICU", "Haem-Onc")),
        ("Born", (12, 14)),
        ("Birth", (120, 131)),
        ("Case number", (1, 4)),
        ("Case numbers", (12, 14)),
        ("Patients", (12, 14)),
        ("Child days", (310, 320)),
        ("Admission numbers", (12, 14)),
        ("Baby", (2, 5)),
        ("Area name", ("ICU", "Haem-Onc")),
        ("Born in month", (12, 14)),
        ("Who counted", ("", "")),
        ("NHS trust", ("Ash", "Ash")),
    ),
}
BESIDE: dict[Verdict, tuple[tuple[str, str], ...]] = {
    "refused": (
        ("page header", "NHS 943 476 5919"),
        ("page header", "Mrs Okafor"),
        ("first footer", "Baby Jones"),
        ("list", "Master Tom"),
        ("list", "943 476 5919"),
        ("prompt", "as for Mrs Okafor"),
        ("link's tip", "MRN 1234567"),
        ("link", "http://pas/?nhs=943%20476%205919"),
        ("link", "mailto:mum@example.com"),
        ("link", "file:///lines/Mrs%20Okafor.pdf"),
        ("link", "file:///lines/Mrs_Okafor.pdf"),
        ("title", "Line of Master Okafor"),
        ("subject", "9434765919"),
        ("description", "born 3/2/2019"),
        ("property", "DOB 03/02/2019"),
        ("property's name", "NHS 9434765919"),
        ("defined name", "NHS_9434765919"),
        ("defined name", "Mrs_Okafor"),
        ("defined text", "Mrs Okafor"),
        ("comment", "Mrs Okafor rang"),
    ),
    "passes": (
        ("page header", "CLABSI 2024, page 1"),
        ("page header", "Prepared by Mrs Jones"),
        ("first footer", "Questions: Miss J Smith, safety@trust.nhs.uk"),
        ("list", "Haem-Onc"),
        ("list", "Near Miss Events"),
        ("prompt", "A whole number, 0 or more"),
        ("link", "https://www.england.nhs.uk/2024/04/01/page-943-476.html"),
        ("link", "mailto:jane.smith@trust.nhs.uk"),
        ("title", "Line days 2024"),
        ("creator", "Miss Jane Smith"),
        ("company", "Mrs Bird Nursery Trust"),
        ("defined name", "_xlnm.Print_Area"),
        ("defined name", "Baby_Unit"),
        ("comment", "two from 3/4, one from 7/4"),
    ),
}
NAMES: dict[Verdict, tuple[str, ...]] = {
    "refused": (
        "Mrs Okafor",
        "Mrs_Okafor_lines",
        "DOB 03-02-2019",
        "9434765919",
        "943-476-5919 lines",
        "MRN 1234567",
        "Baby Jones CLABSI",
        "mum@example.com",
    ),
    "passes": (
        "CLABSI_20240401_101500",
        "Near Miss Data 24-25",
        "Master List",
        "W1 Q2 2024",
        "Baby Unit 2024",
        "export 2024-04-30 10.15.00",
        "data (1)",
        "943-476",
    ),
}
THREE = [("943", "476", "5919"), ("401", "023", "2137"), ("943", "476", "5870")]


def with_note(note: Cell) -> Make:
    rows = ((*HEAD, "note"), ("2024-04", "ICU", "1", "204", None), ("2024-05", "ICU", "0", "198", note))
    return lambda: Book("x.csv", "csv", (Sheet("", rows),))


def with_column(heading: str, under: tuple[Cell, ...]) -> Make:
    rows = [(f"2024-{n + 1:02}", "ICU", "1", "204", cell) for n, cell in enumerate(under)]
    return lambda: Book("x.csv", "csv", (Sheet("", ((*HEAD, heading), *rows)),))


def beside(where: str, text: str) -> Make:
    part, around = PART[where]
    content, rows = around.format(text), workbooks.table([list(HEAD), ["2024-04", "ICU", 1, 204]])
    if part == "after":
        parts = workbooks.parts(rows, after=content)
    elif part == "names":
        parts = workbooks.parts(rows, properties=f"<definedNames>{content}</definedNames>")
    else:
        parts = {**workbooks.parts(rows), part: content.encode()}
    return lambda: open_book(workbooks.zipped(parts), "x.xlsx")


def named(file: str, sheet: str) -> Make:
    return lambda: Book(file, "xlsx", (Sheet(sheet, (HEAD, ("2024-04", "ICU", "1", "204"))),))


def in_three_cells(rows: list[tuple[str, str, str]], more: tuple[Cell, ...]) -> Make:
    made = tuple((f"2024-{n + 1:02}", "ICU", "1", *more, *row) for n, row in enumerate(rows))
    return lambda: Book("x.csv", "csv", (Sheet("", ((*HEAD[:3], *("x" for _ in more), "a", "b", "c"), *made)),))


def bare(parts: tuple[str, str, str]) -> Make:
    rows = ((*HEAD, None, None, None), ("2024-04", "ICU", "1", "204", *parts))
    return lambda: Book("x.csv", "csv", (Sheet("", rows),))


def cases(verdict: Verdict) -> dict[str, Make]:
    """All that should come out so, by what it is."""
    found: dict[str, Make] = {f"note {note!r}": with_note(note) for note in NOTES.get(verdict, ())}
    found |= {f"column {one!r}": with_column(*one) for one in COLUMNS.get(verdict, ())}
    found |= {f"{where} {text!r}": beside(where, text) for where, text in BESIDE.get(verdict, ())}
    found |= {f"file {name!r}": named(f"{name}.xlsx", "Data") for name in NAMES.get(verdict, ())}
    found |= {f"sheet {name!r}": named("x.xlsx", name) for name in NAMES.get(verdict, ())}
    return found | MORE.get(verdict, {})


TOTALS = ("5000000001", "5000000002", "5000000004", "5000000009", "5000000006", "5000000007", "5000000008")
MORE: dict[Verdict, dict[str, Make]] = {
    "refused": {"three cells in three rows": in_three_cells(THREE, ("204",))},
    "asked": {
        "three cells once, alone": in_three_cells(THREE[:1], ("days",)),
        "three cells once, without headings": bare(THREE[0]),
        "one among other ten-digit numbers": with_column("total", (*TOTALS, "9434765919")),
    },
    "passes": {
        "counts side by side": in_three_cells([("943", "476", "5911"), ("401", "222", "2137")], ("204",)),
        "totals of ten digits": with_column("total", TOTALS),
    },
}


def verdict(make: Make) -> Verdict:
    try:
        _, _, question = admit(make(), CLABSI, {})
    except Refused:
        return "refused"
    return "asked" if question else "passes"


@pytest.mark.parametrize("expected", ["refused", "asked", "passes"])
def test_every_planted_identifier_is_found_and_every_look_alike_passes(expected: Verdict) -> None:
    assert {name: said for name, make in cases(expected).items() if (said := verdict(make)) != expected} == {}


def test_the_table_is_as_long_as_it_says() -> None:
    assert len(cases("refused")) + len(cases("asked")) >= 63 and len(cases("passes")) >= 62


if __name__ == "__main__":
    for expected_ in ("refused", "asked", "passes"):
        wrong = {name: said for name, make in cases(expected_).items() if (said := verdict(make)) != expected_}  # type: ignore[arg-type]
        print(expected_, len(cases(expected_)), "of which not:", len(wrong), *wrong.items(), sep="\n  ")  # type: ignore[arg-type]
